internal import Synchronization

/// Looks for the cheapest package of levers that reaches goals with the probabilities asked for.
///
/// The constraint of a goal is the quantile of its margin, which moves smoothly with the levers, and
/// not the share of draws that meet it, which steps. All packages are held against the same draws. The
/// search begins with a scrambled Sobol sample of the box of levers and the corner in which every
/// lever stands where it helps most; COBYLA goes on from the best of these. What it ends with is then
/// held against draws that it has not seen, once to correct the quantile and once to be reported.
public struct GoalSeek: Sendable {
  /// How the search is made.
  public struct Settings: Sendable {
    /// Draws of the search.
    public var draws: Int
    /// Draws of the checks.
    public var freshDraws: Int
    /// Seed of the first sample of packages.
    public var seed: UInt64
    /// How many different packages are wanted besides the cheapest.
    public var alternatives: Int
    /// How much more than the least they may cost, as a share of it.
    public var slack = 0.1
    /// Workers.
    public var workers: Int
    /// Kernels.
    public var kernels: Kernels

    /// Creates settings.
    public init(
      draws: Int = 2000, freshDraws: Int = 20_000, seed: UInt64 = 1, alternatives: Int = 2,
      workers: Int = 1, kernels: Kernels
    ) {
      self.draws = draws
      self.freshDraws = freshDraws
      self.seed = seed
      self.alternatives = alternatives
      self.workers = workers
      self.kernels = kernels
    }
  }

  let problem: GoalProblem
  let settings: Settings
  let trial: PackageTrial
  /// What margins are measured in, by goal.
  private(set) var scales: [Double] = []
  let evaluations = Counter()

  /// Counts packages.
  final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    func add(_ more: Int) { count.wrappingAdd(more, ordering: .relaxed) }
    var value: Int { count.load(ordering: .relaxed) }
  }

  /// Prepares a search.
  ///
  /// - Precondition: at least one lever and one goal.
  public init(_ problem: GoalProblem, settings: Settings) throws(SimulationError) {
    precondition(!problem.levers.isEmpty && !problem.goals.isEmpty)
    var plain = problem
    plain.assumptions = []
    plain.drivers = []
    self.problem = problem
    self.settings = settings
    trial = try PackageTrial(plain, rows: settings.draws, kernels: settings.kernels)
  }

  // MARK: The search

  /// Searches; the result is a function of the problem and the settings but for workers and kernels.
  public func run(
    progress: @Sendable @escaping (Double) -> Void = { _ in }
  ) async throws(SimulationError) -> GoalResult {
    let scenario = try asItIs()
    var search = self
    search.scales = scenario.outcome.goals.map { $0.spread > 0 ? $0.spread : 1 }
    let starts = try await search.sample()
    progress(0.1)
    let best = try await search.mostMargin(starts)
    progress(0.3)
    guard best.values.objective <= 0 else {
      return try await search.unreachable(best, starts, scenario, progress)
    }
    return try await search.reachable(best, starts, scenario, progress)
  }

  /// The scenario with its own paths.
  private func asItIs() throws(SimulationError) -> GoalResult.Package {
    let trial = try PackageTrial(trial.problem, carries: false, kernels: settings.kernels)
    let outcome = try trial.outcomes(
      [[]], rows: settings.freshDraws, firstDraw: PackageTrial.freshDraws[1])
    evaluations.add(1)
    return GoalResult.Package(values: problem.levers.map(\.start), outcome: outcome[0])
  }

  // MARK: The unit cube

  /// Lever values at a point of the unit cube.
  func values(_ point: [Double], in bounds: [ClosedRange<Double>]? = nil) -> [Double] {
    let bounds = bounds ?? problem.levers.map(\.bounds)
    return zip(point, bounds).map { x, range in
      x <= 0
        ? range.lowerBound
        : x >= 1
          ? range.upperBound : range.lowerBound + x * (range.upperBound - range.lowerBound)
    }
  }

  /// The point of the unit cube nearest to lever values.
  func point(_ values: [Double]) -> [Double] {
    zip(values, problem.levers.map(\.bounds)).map { value, range in
      min(1, max(0, (value - range.lowerBound) / (range.upperBound - range.lowerBound)))
    }
  }

  /// The outcome of one point in the draws of the search.
  func outcome(
    _ point: [Double], in bounds: [ClosedRange<Double>]? = nil, trial: PackageTrial? = nil
  ) throws(SimulationError) -> PackageOutcome {
    if Task.isCancelled { throw .cancelled }
    evaluations.add(1)
    return try (trial ?? self.trial).outcomes([values(point, in: bounds)], rows: settings.draws)[0]
  }

  /// The margins of an outcome in units of the spread, less what a check has shown to be missing.
  func margins(_ outcome: PackageOutcome, short: [Double] = []) -> [Double] {
    outcome.goals.indices.map { goal in
      (outcome.goals[goal].margin - (short.isEmpty ? 0 : short[goal])) / scales[goal]
    }
  }

  // MARK: First points

  /// The scenario, the corner of what helps, and a Sobol sample, with their outcomes in few draws.
  private func sample() async throws(SimulationError) -> [(
    point: [Double], outcome: PackageOutcome
  )] {
    let count = problem.levers.count
    let center = point(problem.levers.map(\.start))
    let sequence = SobolSequence(dimensions: count, seed: settings.seed)
    var points = [center]
    for lever in 0..<count {
      for end in [0.0, 1.0] {
        var moved = center
        moved[lever] = end
        points.append(moved)
      }
    }
    points += (0..<128).map { index in
      (0..<count).map { sequence.coordinate($0, of: index) }
    }
    var outcomes = try await outcomes(points)
    let corner = (0..<count).map { lever in
      let (low, high) = (outcomes[1 + 2 * lever], outcomes[2 + 2 * lever])
      return (margins(high).min() ?? 0) >= (margins(low).min() ?? 0) ? 1.0 : 0.0
    }
    points.append(corner)
    outcomes += try await self.outcomes([corner])
    return zip(points, outcomes).map { ($0, $1) }
  }

  private func outcomes(_ points: [[Double]]) async throws(SimulationError) -> [PackageOutcome] {
    let rows = min(512, settings.draws)
    evaluations.add(points.count)
    return try await concurrently(points.count, workers: settings.workers) {
      index throws(SimulationError) in
      try trial.outcomes([values(points[index])], rows: rows)[0]
    }
  }

  // MARK: The most that can be had

  /// The point with the largest least margin; its objective is minus that margin.
  func mostMargin(
    _ starts: [(point: [Double], outcome: PackageOutcome)], in bounds: [ClosedRange<Double>]? = nil
  ) async throws(SimulationError) -> Cobyla.Found {
    let ranked = starts.enumerated().sorted { a, b in
      let (left, right) = (
        margins(a.element.outcome).min() ?? 0, margins(b.element.outcome).min() ?? 0
      )
      return left == right ? a.offset < b.offset : left > right
    }
    let from = ranked.prefix(2).map(\.element.point)
    let found = try await concurrently(from.count, workers: settings.workers) {
      index throws(SimulationError) in
      try Cobyla(step: 0.2, tolerance: 1e-3, evaluations: 200)
        .minimize(from: from[index], constraints: 0) { point throws(SimulationError) in
          let worst = margins(try outcome(point, in: bounds)).min() ?? 0
          return Cobyla.Values(objective: -worst, constraints: [])
        }
    }
    return found.min { $0.values.objective < $1.values.objective } ?? found[0]
  }

  /// The package at a point, in fresh draws.
  func package(
    _ point: [Double], in bounds: [ClosedRange<Double>]? = nil
  ) throws(SimulationError) -> GoalResult.Package {
    evaluations.add(1)
    let values = values(point, in: bounds)
    let outcome = try trial.outcomes(
      [values], rows: settings.freshDraws, firstDraw: PackageTrial.freshDraws[1])
    return GoalResult.Package(values: values, outcome: outcome[0])
  }
}

/// Runs `body` for `0..<count` on several workers; the results are in order, and the error is that of
/// the first that failed.
func concurrently<Value: Sendable>(
  _ count: Int, workers: Int, _ body: @escaping @Sendable (Int) throws(SimulationError) -> Value
) async throws(SimulationError) -> [Value] {
  let results = Mutex<[Result<Value, SimulationError>?]>(Array(repeating: nil, count: count))
  let next = Atomic<Int>(0)
  @Sendable func work() {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if index >= count { return }
      let result: Result<Value, SimulationError>
      do throws(SimulationError) {
        if Task.isCancelled { throw .cancelled }
        result = .success(try body(index))
      } catch {
        result = .failure(error)
      }
      results.withLock { $0[index] = result }
    }
  }
  await withTaskGroup(of: Void.self) { group in
    for _ in 1..<max(1, min(workers, count)) { group.addTask { @Sendable in work() } }
    work()
  }
  var values: [Value] = []
  for result in results.withLock({ $0 }) {
    switch result {
    case .success(let value)?: values.append(value)
    case .failure(let error)?: throw error
    case nil: throw .cancelled
    }
  }
  return values
}
