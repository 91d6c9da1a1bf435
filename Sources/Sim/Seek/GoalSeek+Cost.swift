// The cheapest package, and what lies around it.
extension GoalSeek {
  /// A search for the least cost: what the goals ask for beyond the problem as it stands.
  private struct Demand: Sendable {
    /// What a check has shown to be missing, by goal.
    var short: [Double]
    /// Bounds instead of the levers' own.
    var bounds: [ClosedRange<Double>]?
    /// A problem with other levels or probabilities.
    var trial: PackageTrial?
  }

  func reachable(
    _ most: Cobyla.Found, _ starts: [(point: [Double], outcome: PackageOutcome)],
    _ scenario: GoalResult.Package, _ progress: @Sendable @escaping (Double) -> Void
  ) async throws(SimulationError) -> GoalResult {
    let unit = costUnit(starts)
    let plain = Demand(short: problem.goals.map { _ in 0 })
    let from = try costStarts(most.point, starts)
    let firstFound = try await concurrently(from.count, workers: settings.workers) {
      index throws(SimulationError) in
      try cheapest(from: from[index], plain, unit, step: 0.2, evaluations: 250)
    }
    var best = GoalSeek.better(firstFound)
    progress(0.5)
    best = try cheapest(from: best.point, plain, unit, step: 0.05, evaluations: 100)
    let first = Demand(short: try shortfall(best.point))
    best = try cheapest(
      from: best.point, first, unit, step: 0.02, tolerance: 1e-4, evaluations: 120)
    // Nearer to the end the search is corrected once more.
    let demand = Demand(short: try shortfall(best.point))
    best = try cheapest(
      from: best.point, demand, unit, step: 0.005, tolerance: 1e-6, evaluations: 150)
    best.point = try tidied(best, demand, unit)
    progress(0.65)
    let package = try package(best.point)
    let near = try await nearby(best, demand, unit)
    progress(0.85)
    let alternatives = different(near.map(\.point), from: best.point)
    var packages: [GoalResult.Package] = []
    for point in alternatives { packages.append(try self.package(point)) }
    let marginals = try await marginals(best, demand, unit)
    let bindings = try await bindings(best, demand, unit)
    progress(1)
    return GoalResult(
      scenario: scenario, package: package, alternatives: packages,
      ranges: ranges(near, best.point), marginals: marginals, bindings: bindings,
      unpriced: try await unpriced(best.point), infeasibility: nil, evaluations: evaluations.value)
  }

  /// What costs are measured in.
  private func costUnit(_ starts: [(point: [Double], outcome: PackageOutcome)]) -> Double {
    let costs = starts.map(\.outcome.cost)
    let spread = (costs.max() ?? 1) - (costs.min() ?? 0)
    return spread > 0 ? spread : 1
  }

  /// Where searches for the least cost begin: the point that reaches most, the last point on the way
  /// to the scenario that still reaches the goals, and the two cheapest points of the sample that do.
  private func costStarts(
    _ most: [Double], _ starts: [(point: [Double], outcome: PackageOutcome)]
  ) throws(SimulationError) -> [[Double]] {
    let center = point(problem.levers.map(\.start))
    var (low, high) = (0.0, 1.0)
    func between(_ t: Double) -> [Double] { zip(center, most).map { $0 + t * ($1 - $0) } }
    for _ in 0..<8 {
      let t = (low + high) / 2
      if (margins(try outcome(between(t))).min() ?? 0) >= 0 { high = t } else { low = t }
    }
    let reaching = starts.filter { (margins($0.outcome).min() ?? 0) >= 0 }
      .sorted { $0.outcome.cost < $1.outcome.cost }
    return [between(high), most] + reaching.prefix(2).map(\.point)
  }

  private func cheapest(
    from start: [Double], _ demand: Demand, _ unit: Double, step: Double, tolerance: Double = 1e-3,
    evaluations: Int
  ) throws(SimulationError) -> Cobyla.Found {
    try Cobyla(step: step, tolerance: tolerance, evaluations: evaluations)
      .minimize(from: start, constraints: problem.goals.count) { point throws(SimulationError) in
        let outcome = try outcome(point, in: demand.bounds, trial: demand.trial)
        return Cobyla.Values(
          objective: outcome.cost / unit, constraints: margins(outcome, short: demand.short))
      }
  }

  /// The point with the least cost among those that keep the constraints.
  private static func better(_ found: [Cobyla.Found]) -> Cobyla.Found {
    let kept = found.filter { $0.violation <= Cobyla.slack }
    return kept.min { $0.values.objective < $1.values.objective }
      ?? found.min { $0.violation < $1.violation } ?? found[0]
  }

  /// By how much the quantile of the search flatters a point, by goal: that of the search less that of
  /// fresh draws.
  private func shortfall(_ point: [Double]) throws(SimulationError) -> [Double] {
    let seen = try outcome(point)
    evaluations.add(1)
    let fresh = try trial.outcomes(
      [values(point)], rows: settings.freshDraws, firstDraw: PackageTrial.freshDraws[0])[0]
    return zip(seen.goals, fresh.goals).map { $0.margin - $1.margin }
  }

  /// Moves levers that make no difference back to where the scenario has them.
  private func tidied(
    _ best: Cobyla.Found, _ demand: Demand, _ unit: Double
  ) throws(SimulationError) -> [Double] {
    let center = point(problem.levers.map(\.start))
    var point = best.point
    var cost = best.values.objective
    for lever in point.indices where point[lever] != center[lever] {
      var moved = point
      moved[lever] = center[lever]
      let outcome = try outcome(moved)
      let worst = margins(outcome, short: demand.short).min() ?? 0
      if worst >= -1e-6, outcome.cost / unit <= cost + 1e-6 {
        point = moved
        cost = outcome.cost / unit
      }
    }
    return point
  }

  // MARK: Nearly as cheap

  /// For each lever the packages with the least and the most of it that reach the goals and cost at
  /// most ``Settings/slack`` more.
  ///
  /// F. Neumann, T. Brown, *The near-optimal feasible space of a renewable power system model*,
  /// Electric Power Systems Research 190 (2021) 106690, after E. D. Brill's modelling to generate
  /// alternatives (1979).
  private func nearby(
    _ best: Cobyla.Found, _ demand: Demand, _ unit: Double
  ) async throws(SimulationError) -> [Cobyla.Found] {
    guard settings.alternatives > 0 else { return [] }
    let limit = best.values.objective + settings.slack * max(best.values.objective.magnitude, 1e-6)
    let found = try await concurrently(2 * problem.levers.count, workers: settings.workers) {
      index throws(SimulationError) in
      let (lever, sign) = (index / 2, index % 2 == 0 ? 1.0 : -1.0)
      return try Cobyla(step: 0.15, tolerance: 5e-3, evaluations: 60)
        .minimize(from: best.point, constraints: problem.goals.count + 1) {
          point throws(SimulationError) in
          let outcome = try outcome(point)
          return Cobyla.Values(
            objective: sign * point[lever],
            constraints: margins(outcome, short: demand.short) + [limit - outcome.cost / unit])
        }
    }
    return found.filter { $0.violation <= 1e-6 }
  }

  /// The packages that lie farthest from the cheapest and from each other; only those that move some
  /// lever by a quarter of its range are different.
  private func different(_ points: [[Double]], from best: [Double]) -> [[Double]] {
    var chosen = [best]
    func distance(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + ($1.0 - $1.1).magnitude }
    }
    func largest(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).map { ($0 - $1).magnitude }.max() ?? 0
    }
    while chosen.count <= settings.alternatives {
      let candidates = points.filter { point in
        chosen.allSatisfy { largest($0, point) >= 0.25 }
      }
      func apart(_ point: [Double]) -> Double {
        chosen.map { distance($0, point) }.min() ?? 0
      }
      guard let next = candidates.max(by: { apart($0) < apart($1) }) else { break }
      chosen.append(next)
    }
    return Array(chosen.dropFirst())
  }

  private func ranges(_ near: [Cobyla.Found], _ best: [Double]) -> [ClosedRange<Double>] {
    problem.levers.indices.map { lever in
      let values = (near.map(\.point) + [best]).map { self.values($0)[lever] }
      return (values.min() ?? 0)...(values.max() ?? 0)
    }
  }

  // MARK: A step further

  private func marginals(
    _ best: Cobyla.Found, _ demand: Demand, _ unit: Double
  ) async throws(SimulationError) -> [GoalResult.Marginal] {
    var asked: [GoalResult.Marginal.Change] = problem.goals.indices.map { goal in
      let level = problem.goals[goal].event.level
      return .level(goal: goal, by: level == 0 ? 0.1 * scales[goal] : 0.02 * level.magnitude)
    }
    let probability = problem.goals.map(\.probability).max() ?? 0
    if probability + 0.05 < 1 { asked.append(.probability(probability + 0.05)) }
    let changes = asked
    return try await concurrently(changes.count, workers: settings.workers) {
      index throws(SimulationError) in
      var demand = demand
      switch changes[index] {
      case .level(let goal, let step): demand.short[goal] += step
      case .probability(let probability):
        demand.trial = trial.asking(probability)
      }
      var found = try cheapest(from: best.point, demand, unit, step: 0.1, evaluations: 100)
      found = try cheapest(
        from: found.point, demand, unit, step: 0.01, tolerance: 1e-5, evaluations: 60)
      return GoalResult.Marginal(
        change: changes[index],
        cost: found.violation <= 1e-6 ? found.values.objective * unit : nil)
    }
  }

  private func bindings(
    _ best: Cobyla.Found, _ demand: Demand, _ unit: Double
  ) async throws(SimulationError) -> [GoalResult.Binding] {
    let center = point(problem.levers.map(\.start))
    let atBounds = best.point.indices.filter { lever in
      let x = best.point[lever]
      return (x < 1e-3 || x > 1 - 1e-3) && x != center[lever]
    }
    return try await concurrently(atBounds.count, workers: settings.workers) {
      index throws(SimulationError) in
      let lever = atBounds[index]
      let isUpper = best.point[lever] > 0.5
      var bounds = problem.levers.map(\.bounds)
      let width = bounds[lever].upperBound - bounds[lever].lowerBound
      let possible = problem.levers[lever].possible
      let (low, high) = (
        isUpper
          ? bounds[lever].lowerBound
          : max(possible.lowerBound, bounds[lever].lowerBound - width / 10),
        isUpper
          ? min(possible.upperBound, bounds[lever].upperBound + width / 10)
          : bounds[lever].upperBound
      )
      var saving: Double?
      if (low...high) != bounds[lever] {
        var demand = demand
        var start = best.point
        start[lever] = (values(best.point)[lever] - low) / (high - low)
        bounds[lever] = low...high
        demand.bounds = bounds
        let found = try cheapest(
          from: start, demand, unit, step: 0.05, tolerance: 1e-3, evaluations: 60)
        saving = max(0, (best.values.objective - found.values.objective) * unit)
      }
      return GoalResult.Binding(lever: lever, isUpper: isUpper, saving: saving)
    }
  }

  /// Levers that move no cost when each is moved alone from the package to either bound.
  private func unpriced(_ best: [Double]) async throws(SimulationError) -> [Int] {
    let cost = try outcome(best).cost
    let isFree = try await concurrently(best.count, workers: settings.workers) {
      lever throws(SimulationError) in
      var isFree = true
      for end in [0.0, 1.0] {
        var moved = best
        moved[lever] = end
        let other = try outcome(moved).cost
        if (other - cost).magnitude > 1e-6 * max(1, cost.magnitude) { isFree = false }
      }
      return isFree
    }
    return isFree.indices.filter { isFree[$0] }
  }
}
