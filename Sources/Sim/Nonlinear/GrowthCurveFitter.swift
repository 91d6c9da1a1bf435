internal import CKernels

/// Fits one growth curve to any number of series observed at the same times.
///
/// It keeps its storage from one series to the next: a fit of a short series takes microseconds. A value
/// belongs to one thread.
public struct GrowthCurveFitter {
  /// A curve fitted to one series.
  public struct Fit: Sendable {
    /// The parameters, the ceiling first.
    public var parameters: [Double]
    /// The sum of squared residuals.
    public var rss: Double
    /// Observations less estimated parameters.
    public var df: Int
    /// Why the search ended.
    public var outcome: LeastSquares.Outcome
    /// Residual standard deviation.
    public var residualSD: Double { df > 0 ? (rss / Double(df)).squareRoot() : .nan }
  }

  /// The curve.
  public let curve: GrowthCurve
  /// The ceiling that is given; nil where it is estimated.
  public let ceiling: Double?
  private let problem: GrowthCurveProblem
  private let times: [Double]
  private let bounds: ParameterBounds
  private var solver: LeastSquares

  /// Prepares fits.
  ///
  /// - Parameters:
  ///   - times: when the series are observed; for Bass, since the launch.
  ///   - ceiling: the ceiling; nil to estimate it, which short series often do not allow.
  public init(_ curve: GrowthCurve, times: [Double], ceiling: Double?, kernels: Kernels) {
    self.curve = curve
    self.ceiling = ceiling
    self.times = times
    problem = GrowthCurveProblem(curve, times: times, ceiling: ceiling, kernels: kernels)
    bounds = curve.bounds(estimatesCeiling: ceiling == nil)
    solver = LeastSquares(observations: times.count, parameters: problem.parameterCount)
    solver.refines = false
    solver.iterationLimit = 300
  }

  /// Fits a series from its own starting values; nil where there are none.
  ///
  /// Where the ceiling is estimated, the search begins at up to three of those tried.
  public mutating func fit(_ values: [Double]) -> Fit? {
    let starts = curve.starts(times: times, values: values, ceiling: ceiling)
    var best: Fit?
    for start in starts.prefix(ceiling == nil ? 3 : 1) {
      let fit = fit(values, from: start.parameters)
      if fit.rss < best?.rss ?? .infinity { best = fit }
    }
    return best
  }

  /// Fits a series from given starting values, the ceiling first.
  public mutating func fit(_ values: [Double], from start: [Double]) -> Fit {
    problem.setValues(values)
    let end = solver.minimize(
      problem, from: ceiling == nil ? start : Array(start.dropFirst()), within: bounds)
    return Fit(
      parameters: (ceiling.map { [$0] } ?? []) + end.parameters, rss: end.rss,
      df: times.count - end.parameters.count, outcome: end.outcome)
  }
}

/// A growth curve through observations, with its derivatives.
@safe final class GrowthCurveProblem: LeastSquaresProblem {
  let curve: GrowthCurve
  let ceiling: Double?
  let observationCount: Int
  let parameterCount: Int
  private(set) var responseNorm = 0.0
  /// The parameters with the ceiling.
  private var p: [Double]
  private let kernels: Kernels
  private let padded: Int
  /// Two rows for the kernels, the times and the values.
  private let rows: UnsafeMutablePointer<Double>

  init(_ curve: GrowthCurve, times: [Double], ceiling: Double?, kernels: Kernels) {
    self.curve = curve
    self.ceiling = ceiling
    self.kernels = kernels
    observationCount = times.count
    parameterCount = curve.parameterNames.count - (ceiling == nil ? 0 : 1)
    p = Array(repeating: ceiling ?? 0, count: curve.parameterNames.count)
    padded = (times.count + 7) / 8 * 8
    unsafe rows = .allocate(capacity: 4 * padded)
    unsafe rows.initialize(repeating: 0, count: 4 * padded)
    for (row, time) in times.enumerated() { unsafe rows[2 * padded + row] = time }
  }

  deinit { unsafe rows.deallocate() }

  func setValues(_ values: [Double]) {
    precondition(values.count == observationCount, "as many values as times")
    for (row, value) in values.enumerated() { unsafe rows[3 * padded + row] = value }
    responseNorm = LeastSquares.squaredNorm(values).squareRoot()
  }

  func evaluate(
    at parameters: [Double], residuals: inout [Double], jacobian: inout [Double], derivatives: Bool
  ) {
    let shift = ceiling == nil ? 0 : 1
    for j in shift..<p.count { p[j] = parameters[j - shift] }
    let curve = curve
    unsafe residuals.withUnsafeMutableBufferPointer { residuals in
      unsafe jacobian.withUnsafeMutableBufferPointer { jacobian in
        switch curve {
        case .logistic: unsafe logistic(shift, residuals, jacobian)
        case .gompertz: unsafe gompertz(shift, residuals, jacobian)
        case .bass: unsafe bass(shift, residuals, jacobian)
        case .richards: unsafe richards(shift, residuals, jacobian)
        }
      }
    }
  }

  /// Puts e to the power of each argument into the first row.
  private func exponential(_ argument: (Double) -> Double) {
    let times = unsafe rows + 2 * padded
    for i in 0..<observationCount { unsafe rows[i] = min(argument(times[i]), 700) }
    unsafe kernels.table.pointee.unary[UnaryFunction.exp.kernel ?? 0](rows, rows, padded)
  }

  private func logistic(
    _ shift: Int, _ residuals: UnsafeMutableBufferPointer<Double>,
    _ jacobian: UnsafeMutableBufferPointer<Double>
  ) {
    let n = observationCount
    let (times, values) = unsafe (rows + 2 * padded, rows + 3 * padded)
    let (ceiling, rate, midpoint) = (p[0], p[1], p[2])
    exponential { -rate * ($0 - midpoint) }
    for i in 0..<n {
      let share = unsafe 1 / (1 + rows[i])
      unsafe residuals[i] = values[i] - ceiling * share
      let slope = ceiling * share * (1 - share)
      if shift == 0 { unsafe jacobian[i] = share }
      unsafe jacobian[(1 - shift) * n + i] = slope * (times[i] - midpoint)
      unsafe jacobian[(2 - shift) * n + i] = -slope * rate
    }
  }

  private func gompertz(
    _ shift: Int, _ residuals: UnsafeMutableBufferPointer<Double>,
    _ jacobian: UnsafeMutableBufferPointer<Double>
  ) {
    let n = observationCount
    let (times, values) = unsafe (rows + 2 * padded, rows + 3 * padded)
    let (ceiling, rate, midpoint) = (p[0], p[1], p[2])
    exponential { -rate * ($0 - midpoint) }
    let shares = unsafe rows + padded
    for i in 0..<n { unsafe shares[i] = -rows[i] }
    unsafe kernels.table.pointee.unary[UnaryFunction.exp.kernel ?? 0](shares, shares, padded)
    for i in 0..<n {
      let share = unsafe shares[i]
      unsafe residuals[i] = values[i] - ceiling * share
      let slope = unsafe ceiling * share * rows[i]
      if shift == 0 { unsafe jacobian[i] = share }
      unsafe jacobian[(1 - shift) * n + i] = slope * (times[i] - midpoint)
      unsafe jacobian[(2 - shift) * n + i] = -slope * rate
    }
  }

  private func bass(
    _ shift: Int, _ residuals: UnsafeMutableBufferPointer<Double>,
    _ jacobian: UnsafeMutableBufferPointer<Double>
  ) {
    let n = observationCount
    let (times, values) = unsafe (rows + 2 * padded, rows + 3 * padded)
    let (ceiling, innovation, imitation) = (p[0], p[1], p[2])
    let (sum, ratio) = (innovation + imitation, imitation / innovation)
    exponential { -sum * $0 }
    for i in 0..<n {
      let e = unsafe rows[i]
      let divisor = 1 + ratio * e
      let share = (1 - e) / divisor
      unsafe residuals[i] = values[i] - ceiling * share
      let bySum = unsafe ceiling * (1 + ratio) / (divisor * divisor) * times[i] * e
      let byRatio = -ceiling * share * e / divisor
      if shift == 0 { unsafe jacobian[i] = share }
      unsafe jacobian[(1 - shift) * n + i] = bySum - byRatio * ratio / innovation
      unsafe jacobian[(2 - shift) * n + i] = bySum + byRatio / innovation
    }
  }

  private func richards(
    _ shift: Int, _ residuals: UnsafeMutableBufferPointer<Double>,
    _ jacobian: UnsafeMutableBufferPointer<Double>
  ) {
    let n = observationCount
    let (times, values) = unsafe (rows + 2 * padded, rows + 3 * padded)
    let (ceiling, rate, midpoint, shape) = (p[0], p[1], p[2], p[3])
    exponential { -rate * ($0 - midpoint) }
    let logs = unsafe rows + padded
    for i in 0..<n { unsafe logs[i] = 1 + rows[i] }
    unsafe kernels.table.pointee.unary[UnaryFunction.log.kernel ?? 0](logs, logs, padded)
    for i in 0..<n {
      let log = unsafe logs[i]
      let e = unsafe rows[i]
      let share = ScalarMath.exp(-log / shape)
      unsafe residuals[i] = values[i] - ceiling * share
      let slope = ceiling * share * (e / (1 + e)) / shape
      if shift == 0 { unsafe jacobian[i] = share }
      unsafe jacobian[(1 - shift) * n + i] = slope * (times[i] - midpoint)
      unsafe jacobian[(2 - shift) * n + i] = -slope * rate
      unsafe jacobian[(3 - shift) * n + i] = ceiling * share * log / (shape * shape)
    }
  }
}
