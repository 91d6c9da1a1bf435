/// Nonlinear least squares by the Levenberg-Marquardt method.
///
/// A trust region on scaled columns (``TrustRegion``), bounds by an active set, and a test of
/// convergence that does not depend on scale: the relative offset of D. M. Bates, D. G. Watts, A
/// relative offset orthogonality convergence criterion for nonlinear least squares, Technometrics 23
/// (1981). The end is polished by Gauss-Newton steps on residuals in doubled precision.
///
/// A value keeps its working storage, so that fitting many problems of one size allocates little.
public struct LeastSquares {
  /// Why the search ended.
  public enum Outcome: String, Sendable {
    /// The residuals are orthogonal to everything the free parameters can change.
    case converged
    /// No step reduces the sum of squares, but it is not at a minimum.
    case stalled
    /// The limit of iterations was reached.
    case iterationLimit
    /// Residuals at the start are not finite.
    case startNotFinite
  }

  /// Where the search ended.
  public struct Solution: Sendable {
    /// The parameters.
    public var parameters: [Double]
    /// The (weighted) sum of squared residuals.
    public var rss: Double
    /// Why the search ended.
    public var outcome: Outcome
    /// Number of iterations: Jacobians computed.
    public var iterations: Int
    /// The relative offset of Bates and Watts at the end; 0 at an exact minimum.
    public var offset: Double
    /// Parameters held by a bound, with the derivative of rss by each.
    public var bounded: [(parameter: Int, slope: Double)]
    /// Rank of the scaled Jacobian of the parameters that are not held.
    public var rank: Int
  }

  /// The largest number of iterations.
  public var iterationLimit = 2000
  /// The relative offset at which the search ends and the polish begins.
  public var tolerance = 1e-8
  /// Whether the end is polished with residuals in doubled precision, where the problem has them.
  public var refines = true
  /// The relative offset up to which an end counts as a minimum.
  public static let acceptedOffset = 1e-5

  private let rows: Int
  private let columns: Int
  /// Whether what the parameters could still explain is of the size of rounding errors.
  private var isAtRounding = false
  private var qr: HouseholderQR
  /// The factorisation where bounds take columns out of a step.
  private var rest: HouseholderQR
  private var isHeld: [Bool]
  private var region: TrustRegion
  private var residuals: [Double]
  private var trialResiduals: [Double]
  private var change: [Double]
  private var jacobian: [Double]
  private var trialJacobian: [Double]
  private var scale: [Double]
  private var gradient: [Double]
  private var free: [Int] = []
  private var trial: [Double]

  /// Room for problems of a size.
  public init(observations: Int, parameters: Int) {
    (rows, columns) = (observations, parameters)
    qr = HouseholderQR(rows: rows, columns: columns)
    rest = qr
    isHeld = Array(repeating: false, count: columns)
    region = TrustRegion(size: columns)
    residuals = Array(repeating: 0, count: rows)
    (trialResiduals, change) = (residuals, residuals)
    jacobian = Array(repeating: 0, count: rows * columns)
    trialJacobian = jacobian
    scale = Array(repeating: 0, count: columns)
    (gradient, trial) = (scale, scale)
  }

  /// Minimises the sum of squares from a starting point.
  public mutating func minimize<Problem: LeastSquaresProblem>(
    _ problem: Problem, from start: [Double], within bounds: ParameterBounds
  ) -> Solution {
    var solution = Solution(
      parameters: start.indices.map { bounds.clamped(start[$0], $0) }, rss: .infinity,
      outcome: .iterationLimit, iterations: 0, offset: .infinity, bounded: [], rank: 0)
    for j in 0..<columns { scale[j] = 0 }
    problem.evaluate(
      at: solution.parameters, residuals: &residuals, jacobian: &jacobian, derivatives: true)
    solution.rss = LeastSquares.squaredNorm(residuals)
    guard solution.rss.isFinite, LeastSquares.areFinite(jacobian) else {
      solution.outcome = .startNotFinite
      return solution
    }
    var radius = 0.0
    while solution.iterations < iterationLimit {
      solution.iterations += 1
      linearize(at: solution.parameters, within: bounds)
      factor(scaled: true)
      measure(&solution, problem.responseNorm)
      if isAtRounding || solution.offset <= tolerance {
        solution.outcome = .converged
        break
      }
      if solution.iterations == 1 {
        let length = scaledLength(solution.parameters)
        radius = length > 0 ? 100 * length : 100
      }
      guard advance(problem, &solution, &radius, within: bounds) else {
        solution.outcome = .stalled
        break
      }
    }
    if refines || solution.outcome != .converged { polish(problem, &solution, within: bounds) }
    noteBounds(&solution, within: bounds)
    return solution
  }

  // MARK: One iteration

  /// Finds the free parameters, their gradient and their scales.
  private mutating func linearize(at point: [Double], within bounds: ParameterBounds) {
    free.removeAll(keepingCapacity: true)
    for j in 0..<columns {
      let descent = unsafe jacobian.withUnsafeBufferPointer { jacobian in
        unsafe residuals.withUnsafeBufferPointer { residuals in
          unsafe ColumnSums.dot(
            jacobian.baseAddress.unsafelyUnwrapped + j * rows,
            residuals.baseAddress.unsafelyUnwrapped, rows)
        }
      }
      gradient[j] = descent
      scale[j] = max(scale[j], LeastSquares.norm(jacobian, j * rows..<(j + 1) * rows))
      if !bounds.blocks(j, at: point[j], descent: descent) { free.append(j) }
    }
  }

  /// Factorises the free columns, each divided by its scale.
  ///
  /// - Parameter scaled: by the largest norm so far; else by the norm it has now.
  private mutating func factor(scaled: Bool) {
    qr.setColumns(free.count)
    for (position, j) in free.enumerated() {
      if !scaled { scale[j] = LeastSquares.norm(jacobian, j * rows..<(j + 1) * rows) }
      let factor = scale[j] > 0 ? 1 / scale[j] : 1
      qr.setColumn(position, to: jacobian, from: j * rows, times: factor)
    }
    qr.setSide(to: residuals)
    qr.factor()
  }

  /// The tolerance of the rank of a matrix with so many rows.
  static func rankTolerance(rows: Int, columns: Int) -> Double {
    Double(max(rows, columns)) * 10 * .ulpOfOne
  }

  /// Computes rank and relative offset from the factorisation.
  ///
  /// The scale of the residuals is not taken below what rounding makes of the observations.
  private mutating func measure(_ solution: inout Solution, _ responseNorm: Double) {
    solution.rank = qr.rank(
      tolerance: LeastSquares.rankTolerance(rows: rows, columns: columns))
    var (inside, outside) = qr.squaredSide(split: solution.rank)
    let noise = .ulpOfOne * responseNorm
    isAtRounding = inside <= 16 * noise * noise
    let spread = (outside + noise * noise) / Double(max(rows - solution.rank, 1))
    inside /= Double(max(solution.rank, 1))
    solution.offset = inside == 0 ? 0 : (inside / spread).squareRoot()
  }

  /// Moves to a better point; false when there is none within reach.
  private mutating func advance<Problem: LeastSquaresProblem>(
    _ problem: Problem, _ solution: inout Solution, _ radius: inout Double,
    within bounds: ParameterBounds
  ) -> Bool {
    var isFirst = solution.iterations == 1
    while true {
      region.solve(qr, radius: radius, rank: solution.rank, isFirst: isFirst)
      if isFirst { radius = min(radius, region.length) }
      isFirst = false
      guard region.length > 0, region.length.isFinite else { return false }
      let damping = region.damping
      let length = region.length
      takeStep(from: solution.parameters, radius: radius, within: bounds)
      problem.evaluate(
        at: trial, residuals: &trialResiduals, jacobian: &trialJacobian, derivatives: true)
      var trialSum = LeastSquares.squaredNorm(trialResiduals)
      if !LeastSquares.areFinite(trialJacobian) { trialSum = .infinity }
      let (predicted, slope) = prediction(from: solution.parameters, rss: solution.rss)
      let actual = trialSum.isFinite ? 1 - trialSum / solution.rss : -.infinity
      let ratio = predicted > 0 ? actual / predicted : 0
      if ratio <= 0.25 {
        // The minimum of the parabola through both values and the slope.
        var shrink = actual >= 0 ? 0.5 : 0.5 * slope / (slope - 0.5 * actual)
        if trialSum >= 100 * solution.rss || !(shrink >= 0.1) { shrink = 0.1 }
        radius = shrink * min(radius, 10 * length)
      } else if damping == 0 || ratio >= 0.75 {
        radius = 2 * length
      }
      if ratio >= 1e-4, actual > 0 {
        for j in 0..<columns { solution.parameters[j] = trial[j] }
        solution.rss = trialSum
        swap(&residuals, &trialResiduals)
        swap(&jacobian, &trialJacobian)
        return true
      }
      if predicted < 4 * .ulpOfOne || radius < .ulpOfOne * scaledLength(solution.parameters)
        || radius < 1e-290
      {
        return false
      }
    }
  }

  /// Sets the trial point a step away.
  ///
  /// A parameter that would leave its bounds stops there, and the others take the best step that is left
  /// to them.
  private mutating func takeStep(
    from point: [Double], radius: Double, within bounds: ParameterBounds
  ) {
    for j in 0..<columns {
      trial[j] = point[j]
      isHeld[j] = false
    }
    var moving = free
    var hasCrossed = false
    while true {
      var isInside = true
      for (position, j) in moving.enumerated() {
        trial[j] = point[j] + region.step[position] / (scale[j] > 0 ? scale[j] : 1)
        isInside = isInside && trial[j] >= bounds.lower[j] && trial[j] <= bounds.upper[j]
      }
      if isInside { return }
      let crossing = moving.filter { trial[$0] != bounds.clamped(trial[$0], $0) }
      for j in crossing {
        trial[j] = bounds.clamped(trial[j], j)
        isHeld[j] = true
      }
      moving.removeAll { isHeld[$0] }
      guard !moving.isEmpty else { return }
      rest.setColumns(moving.count)
      for i in 0..<rows { rest.side[i] = residuals[i] }
      for j in free where isHeld[j] {
        let step = trial[j] - point[j]
        for i in 0..<rows { rest.side[i] -= jacobian[j * rows + i] * step }
      }
      for (position, j) in moving.enumerated() {
        let factor = scale[j] > 0 ? 1 / scale[j] : 1
        rest.setColumn(position, to: jacobian, from: j * rows, times: factor)
      }
      rest.factor()
      let rank = rest.rank(
        tolerance: LeastSquares.rankTolerance(rows: rows, columns: columns))
      region.solve(rest, radius: radius, rank: rank, isFirst: !hasCrossed)
      hasCrossed = true
    }
  }

  /// What the linear model expects of the step to the trial point, relative to the sum of squares: the
  /// reduction, and the slope along the step.
  private mutating func prediction(from point: [Double], rss: Double) -> (Double, Double) {
    var slope = 0.0
    for j in free { slope += gradient[j] * (trial[j] - point[j]) }
    let curvature = unsafe jacobian.withUnsafeBufferPointer { jacobian in
      unsafe change.withUnsafeMutableBufferPointer { change in
        let sum = unsafe change.baseAddress.unsafelyUnwrapped
        for i in 0..<rows { unsafe sum[i] = 0 }
        for j in free {
          let column = unsafe jacobian.baseAddress.unsafelyUnwrapped + j * rows
          unsafe ColumnSums.add(trial[j] - point[j], times: column, to: sum, rows)
        }
        return unsafe ColumnSums.dot(sum, sum, rows)
      }
    }
    return ((2 * slope - curvature) / rss, slope / rss)
  }

  /// The length of a point in the free scaled parameters.
  private func scaledLength(_ point: [Double]) -> Double {
    var sum = 0.0
    for j in free {
      let value = (scale[j] > 0 ? scale[j] : 1) * point[j]
      sum += value * value
    }
    return sum.squareRoot()
  }

  // MARK: The end

  /// Gauss-Newton steps with the best residuals there are, until they no longer shrink.
  private mutating func polish<Problem: LeastSquaresProblem>(
    _ problem: Problem, _ solution: inout Solution, within bounds: ParameterBounds
  ) {
    var point = solution.parameters.map { DoubleDouble($0) }
    var shortest = Double.infinity
    var best = solution
    var isBestAtRounding = isAtRounding
    for round in 0..<(refines ? 30 : 3) {
      let rounded = point.map(\.value)
      problem.evaluate(
        at: rounded, residuals: &residuals, jacobian: &jacobian, derivatives: true)
      var rss = LeastSquares.squaredNorm(residuals)
      if refines, let refined = problem.refinedResiduals(at: point) {
        rss = refined.reduce(DoubleDouble(0)) { $0 + $1 * $1 }.value
        for i in 0..<rows { residuals[i] = refined[i].value }
      }
      guard rss.isFinite, LeastSquares.areFinite(jacobian) else { break }
      linearize(at: rounded, within: bounds)
      factor(scaled: false)
      var here = best
      (here.parameters, here.rss) = (rounded, rss)
      measure(&here, problem.responseNorm)
      guard round == 0 || rss <= best.rss || here.offset < best.offset else { break }
      best = here
      isBestAtRounding = isAtRounding
      region.solve(qr, rank: here.rank)
      guard region.length < 0.9 * shortest else { break }
      shortest = region.length
      guard here.offset > 0, here.offset < 0.5, here.rank == free.count else { break }
      var isInside = true
      for (position, j) in free.enumerated() where scale[j] > 0 {
        point[j] = point[j] + DoubleDouble(region.step[position] / scale[j])
        isInside =
          isInside && point[j].value >= bounds.lower[j] && point[j].value <= bounds.upper[j]
      }
      guard isInside else { break }
    }
    solution = best
    if isBestAtRounding || solution.offset <= LeastSquares.acceptedOffset {
      solution.outcome = .converged
    } else if solution.outcome == .converged {
      solution.outcome = .stalled
    }
  }

  private func noteBounds(_ solution: inout Solution, within bounds: ParameterBounds) {
    for j in 0..<columns where !free.contains(j) && bounds.lower[j] < bounds.upper[j] {
      solution.bounded.append((j, -2 * gradient[j]))
    }
  }

  private static func areFinite(_ values: [Double]) -> Bool {
    unsafe values.withUnsafeBufferPointer { values in
      guard let first = values.baseAddress else { return true }
      return unsafe ColumnSums.areFinite(first, values.count)
    }
  }

  /// The Euclidean norm of some elements, safe from overflow and underflow.
  static func norm(_ values: [Double], _ range: Range<Int>) -> Double {
    var sum = squaredNorm(values[range])
    if sum > 1e-280 && sum < 1e280 { return sum.squareRoot() }
    var largest = 0.0
    for i in range { largest = max(largest, values[i].magnitude) }
    guard largest > 0, largest.isFinite else { return largest }
    sum = 0
    for i in range { sum += (values[i] / largest) * (values[i] / largest) }
    return largest * sum.squareRoot()
  }

  /// The sum of squares.
  static func squaredNorm(_ values: [Double]) -> Double { squaredNorm(values[...]) }

  private static func squaredNorm(_ values: ArraySlice<Double>) -> Double {
    unsafe values.withUnsafeBufferPointer { values in
      guard let first = values.baseAddress else { return 0 }
      return unsafe ColumnSums.dot(first, first, values.count)
    }
  }
}
