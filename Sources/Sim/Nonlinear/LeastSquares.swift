internal import CKernels

/// Nonlinear least squares by the Levenberg-Marquardt method, for one data set or for many side by side.
///
/// A trust region on scaled columns (``TrustRegion``), bounds by an active set, and a test of
/// convergence that does not depend on scale: the relative offset of D. M. Bates, D. G. Watts, A
/// relative offset orthogonality convergence criterion for nonlinear least squares, Technometrics 23
/// (1981). The end is polished by Gauss-Newton steps on residuals in doubled precision.
///
/// The searches are lanes: each has its own observations, point, trust region and verdict, and what it
/// gives does not depend, to the last bit, on its neighbours, on their number or on the instruction set.
/// In every round all lanes evaluate one trial point; a lane that has ended takes the next data set. A
/// single fit is a batch of one.
///
/// A value keeps its working storage from one call to the next and belongs to one thread.
public final class LeastSquares {
  /// Why a search ended.
  public enum Outcome: String, Sendable {
    /// The residuals are orthogonal to everything the free parameters can change.
    case converged
    /// No step reduces the sum of squares, but it is not at a minimum.
    case stalled
    /// The limit of iterations was reached.
    case iterationLimit
    /// Residuals or derivatives at the start are not finite.
    case startNotFinite
  }

  /// Where a search ended.
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
  /// The relative offset at which a search ends and the polish begins.
  public var tolerance = 1e-8
  /// Whether the end is polished with residuals in doubled precision.
  public var refines = true
  /// The relative offset up to which an end counts as a minimum.
  public static let acceptedOffset = 1e-5

  let problem: RegressionFunction
  let block: LaneBlock
  let region: TrustRegion
  /// A search of one lane, where the ends of many are polished.
  private lazy var alone = LeastSquares(problem)

  /// Prepares searches.
  ///
  /// - Parameter lanes: how many go side by side: 1, or a multiple of 8. The results do not depend on it.
  public init(_ problem: RegressionFunction, lanes: Int = 1) {
    self.problem = problem
    block = LaneBlock(problem, lanes: lanes)
    region = TrustRegion(size: problem.parameterCount)
  }

  /// Elements of a column of all lanes up to which more lanes are worth their place in the cache.
  private static let columnElements = 512

  /// How many lanes are good for so many data sets or starting points.
  static func lanes(for count: Int, of problem: RegressionFunction) -> Int {
    let room = columnElements / max(problem.observationCount, 1) / 8 * 8
    return count < 4 ? 1 : min((count + 7) / 8 * 8, max(8, min(room, 64)))
  }

  /// Minimises the sum of squares of the problem's own observations from a starting point.
  public func minimize(from start: [Double], within bounds: ParameterBounds) -> Solution {
    minimize(from: [start], within: bounds)[0]
  }

  /// Minimises the sum of squares of the problem's own observations from each of some starting points.
  func minimize(from starts: [[Double]], within bounds: ParameterBounds) -> [Solution] {
    run(starts.count, within: bounds) { [problem] number, block, lane in
      block.load(
        lane, observations: problem.response[...], start: starts[number][...], within: bounds)
    }
  }

  /// One search among others.
  struct Lane {
    /// Number of the data set.
    let number: Int
    /// What rounding makes of the observations.
    let noise: Double
    /// Whether there is a data set in the lane.
    let isBusy: Bool
    /// Whether the trial point is the start.
    var isStart = true
    /// Whether the point is new in this round.
    var isNew = false
    var outcome: Outcome?
    var rss = Double.infinity
    var iterations = 0
    var offset = Double.infinity
    var rank = 0
    /// Whether what the parameters could still explain is of the size of rounding errors.
    var isAtRounding = false
    var radius = 0.0
    /// Whether a step was tried.
    var hasStepped = false
    /// The damping where the search for the next one begins.
    var damping = 0.0
    /// Damping and length of the step to the trial point, before bounds.
    var stepDamping = 0.0
    var stepLength = 0.0
    /// What the linear model expects of that step, relative to the sum of squares: the reduction, and the
    /// slope along the step.
    var predicted = 0.0
    var slope = 0.0

    /// A search that begins.
    init(_ number: Int, noise: Double) {
      (self.number, self.noise, isBusy) = (number, noise, true)
    }

    /// A lane without a data set.
    init() { (number, noise, isBusy) = (0, 0, false) }
  }

  // MARK: Rounds

  /// Searches for minima until every data set has one or has failed.
  ///
  /// - Parameters:
  ///   - load: puts a data set into a lane and gives the norm of its observations.
  /// - Returns: what became of each, in their order.
  func run(
    _ count: Int, within bounds: ParameterBounds, load: (Int, LaneBlock, Int) -> Double
  ) -> [Solution] {
    var solutions: [Solution?] = Array(repeating: nil, count: count)
    var next = 0
    var busy = 0
    let (limit, tolerance) = (iterationLimit, tolerance)
    var lanes = (0..<block.lanes).map { lane in
      defer { next += 1 }
      guard next < count else { return Lane() }
      busy += 1
      return Lane(next, noise: .ulpOfOne * load(next, block, lane))
    }
    while busy > 0 {
      block.evaluateTrials()
      for lane in lanes.indices where lanes[lane].isBusy { judge(lane, &lanes[lane], limit) }
      block.takeAccepted()
      block.linearize(within: bounds)
      block.factor()
      block.takeGaussNewtonSteps()
      for lane in lanes.indices where lanes[lane].isBusy {
        if lanes[lane].outcome == nil { proceed(lane, &lanes[lane], tolerance, within: bounds) }
        guard lanes[lane].outcome != nil else { continue }
        solutions[lanes[lane].number] = end(of: lane, lanes[lane], within: bounds)
        // The next data set takes the place of one that has ended.
        if next < count {
          lanes[lane] = Lane(next, noise: .ulpOfOne * load(next, block, lane))
        } else {
          lanes[lane] = Lane()
          block.accepted[lane] = 0
          busy -= 1
        }
        next += 1
      }
    }
    return solutions.compactMap { $0 }
  }

  /// Decides whether the trial point of a lane is better, and how far the next step may go.
  private func judge(_ number: Int, _ lane: inout Lane, _ limit: Int) {
    let trialSum = block.trialSum(number)
    lane.isNew = false
    block.accepted[number] = 0
    if lane.isStart {
      lane.isStart = false
      lane.rss = trialSum
      guard trialSum.isFinite else {
        lane.outcome = .startNotFinite
        return
      }
    } else {
      let actual = trialSum.isFinite ? 1 - trialSum / lane.rss : -.infinity
      let ratio = lane.predicted > 0 ? actual / lane.predicted : 0
      if ratio <= 0.25 {
        // The minimum of the parabola through both values and the slope.
        var shrink = actual >= 0 ? 0.5 : 0.5 * lane.slope / (lane.slope - 0.5 * actual)
        if trialSum >= 100 * lane.rss || !(shrink >= 0.1) { shrink = 0.1 }
        lane.radius = shrink * min(lane.radius, 10 * lane.stepLength)
      } else if lane.stepDamping == 0 || ratio >= 0.75 {
        lane.radius = 2 * lane.stepLength
      }
      guard ratio >= 1e-4, actual > 0 else {
        if lane.predicted < 4 * .ulpOfOne || lane.radius < 1e-290
          || lane.radius < .ulpOfOne * block.scaledLength(number)
        {
          lane.outcome = .stalled
        }
        return
      }
      lane.rss = trialSum
    }
    block.accepted[number] = 1
    lane.isNew = true
    guard lane.iterations < limit else {
      lane.outcome = .iterationLimit
      return
    }
    lane.iterations += 1
  }

  /// Tests a lane for convergence, or sets its next trial point.
  private func proceed(
    _ number: Int, _ lane: inout Lane, _ tolerance: Double, within bounds: ParameterBounds
  ) {
    if lane.isNew {
      measure(number, &lane)
      if lane.isAtRounding || lane.offset <= tolerance {
        lane.outcome = .converged
        return
      }
    }
    if !lane.hasStepped {
      let length = block.scaledLength(number)
      lane.radius = length > 0 ? 100 * length : 100
    }
    let freeCount = block.freeCount(number)
    let system = TrustRegion.System(qr: block.qr, lane: number, columns: freeCount)
    let step = region.shorten(system, radius: lane.radius, damping: lane.damping)
    if !lane.hasStepped { lane.radius = min(lane.radius, step.length) }
    lane.hasStepped = true
    guard step.length > 0, step.length.isFinite else {
      lane.outcome = .stalled
      return
    }
    (lane.stepDamping, lane.stepLength) = (step.damping, step.length)
    let cut = block.takeStep(number, step, region, radius: lane.radius, within: bounds)
    lane.damping = cut ?? step.damping
    guard cut == nil, step.damping == 0 else {
      (lane.predicted, lane.slope) = block.prediction(number, rss: lane.rss)
      return
    }
    // A Gauss-Newton step explains all that can be explained.
    lane.predicted = block.qr.inside[number] / lane.rss
    lane.slope = lane.predicted
  }

  /// Computes rank and relative offset from the factorisation.
  ///
  /// The scale of the residuals is not taken below what rounding makes of the observations.
  func measure(_ number: Int, _ lane: inout Lane) {
    let rows = problem.observationCount
    lane.rank = block.qr.rank(lane: number)
    var inside = block.qr.inside[number]
    let outside = block.qr.outside[number]
    let noise = lane.noise
    lane.isAtRounding = inside <= 16 * noise * noise
    let spread = (outside + noise * noise) / Double(max(rows - lane.rank, 1))
    inside /= Double(max(lane.rank, 1))
    lane.offset = inside == 0 ? 0 : (inside / spread).squareRoot()
  }

  /// The tolerance of the rank of a matrix with so many rows.
  static func rankTolerance(rows: Int, columns: Int) -> Double {
    Double(max(rows, columns)) * 10 * .ulpOfOne
  }

  // MARK: The end

  /// What became of a lane that has ended.
  private func end(
    of number: Int, _ lane: Lane, within bounds: ParameterBounds
  ) -> Solution {
    let outcome = lane.outcome ?? .stalled
    var solution = Solution(
      parameters: block.parameters(number),
      rss: lane.rss, outcome: outcome, iterations: lane.iterations, offset: lane.offset,
      bounded: [], rank: lane.rank)
    guard outcome != .startNotFinite else { return solution }
    guard refines || outcome != .converged else {
      solution.bounded = block.held(number, within: bounds)
      return solution
    }
    let polisher = block.lanes == 1 ? self : alone
    polisher.polish(
      &solution, observations: block.observations(number), noise: lane.noise,
      isAtRounding: lane.isAtRounding, refines: refines, within: bounds)
    return solution
  }
}
