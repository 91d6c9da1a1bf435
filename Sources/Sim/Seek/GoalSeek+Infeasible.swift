// What stands in the way of goals out of reach, and what would have to be true.
extension GoalSeek {
  func unreachable(
    _ found: Cobyla.Found, _ starts: [(point: [Double], outcome: PackageOutcome)],
    _ scenario: GoalResult.Package, _ progress: @Sendable @escaping (Double) -> Void
  ) async throws(SimulationError) -> GoalResult {
    let climbed = try await mostProbable(found.point, starts)
    progress(0.5)
    // Fresh draws decide which of the two is better at what: either search may have been flattered.
    let two = [(found.point, try package(found.point)), (climbed, try package(climbed))]
    func margin(_ package: GoalResult.Package) -> Double { margins(package.outcome).min() ?? 0 }
    let (point, best) = margin(two[1].1) > margin(two[0].1) ? two[1] : two[0]
    let hits = two.map { leastHits($0.1.outcome) }
    let wider = try await withinPossible(point)
    progress(0.7)
    let relaxed = try await relaxations(best.values)
    progress(0.9)
    let infeasibility = GoalResult.Infeasibility(
      best: best, mostProbable: hits[1] > hits[0] ? two[1].1 : two[0].1,
      years: try laterYears(best.values), isReachableWithinPossible: wider, relaxations: relaxed)
    progress(1)
    return GoalResult(
      scenario: scenario, package: nil, alternatives: [], ranges: [], marginals: [], bindings: [],
      unpriced: [], infeasibility: infeasibility, evaluations: evaluations.value)
  }

  // MARK: The greatest probability

  /// The draws that meet the goal that is met least often.
  private func leastHits(_ outcome: PackageOutcome) -> Int {
    outcome.goals.map(\.probability.hits).min() ?? 0
  }

  /// The point at which the goal that is met least often is met most often.
  ///
  /// A share of draws steps, so it is climbed by way of quantiles: if the goals are met with the share p
  /// so far, then wherever the (1 − p) quantile of their margins is positive they are met more often.
  /// The climb begins at the point with the largest margin and at the point of the first sample that
  /// meets the goals most often, and ends when no draw more is won.
  private func mostProbable(
    _ largest: [Double], _ starts: [(point: [Double], outcome: PackageOutcome)]
  ) async throws(SimulationError) -> [Double] {
    let mostHits = starts.map { leastHits($0.outcome) }.max() ?? 0
    let from =
      [largest] + starts.filter { leastHits($0.outcome) == mostHits }.prefix(1).map(\.point)
    let climbed = try await concurrently(from.count, workers: settings.workers) {
      index throws(SimulationError) in try climb(from[index])
    }
    let most = climbed.map(\.hits).max() ?? 0
    return climbed.first { $0.hits == most }?.point ?? largest
  }

  private func climb(
    _ start: [Double]
  ) throws(SimulationError) -> (point: [Double], hits: Int) {
    var best = (point: start, hits: leastHits(try outcome(start)))
    for _ in 0..<8 {
      let draws = Double(settings.draws)
      let share = min(1 - 0.5 / draws, max(0.5 / draws, Double(best.hits) / draws))
      let trial = trial.asking(share)
      let found = try Cobyla(step: 0.1, tolerance: 2e-3, evaluations: 120)
        .minimize(from: best.point, constraints: 0) { point throws(SimulationError) in
          let worst = margins(try outcome(point, trial: trial)).min() ?? 0
          return Cobyla.Values(objective: -worst, constraints: [])
        }
      let hits = leastHits(try outcome(found.point))
      guard hits > best.hits else { break }
      best = (found.point, hits)
    }
    return best
  }

  /// Whether some package within the possible bounds reaches the goals.
  private func withinPossible(_ best: [Double]) async throws(SimulationError) -> Bool? {
    let bounds = problem.levers.map(\.possible)
    guard bounds != problem.levers.map(\.bounds) else { return nil }
    let outer = zip(values(best), zip(problem.levers, bounds)).map { value, lever in
      // A lever at a bound goes on to the wider one.
      if value == lever.0.bounds.upperBound { return 1.0 }
      if value == lever.0.bounds.lowerBound { return 0.0 }
      return (value - lever.1.lowerBound) / (lever.1.upperBound - lever.1.lowerBound)
    }
    let inner = zip(values(best), bounds).map {
      ($0 - $1.lowerBound) / ($1.upperBound - $1.lowerBound)
    }
    var starts: [(point: [Double], outcome: PackageOutcome)] = []
    for point in [outer, inner] { starts.append((point, try outcome(point, in: bounds))) }
    return try await mostMargin(starts, in: bounds).values.objective <= 0
  }

  /// The first year after that of each goal in which a package meets it.
  private func laterYears(_ values: [Double]) throws(SimulationError) -> [Int?] {
    var years: [Int?] = []
    for goal in problem.goals { years.append(try laterYear(goal, values)) }
    return years
  }

  private func laterYear(
    _ goal: GoalProblem.Goal, _ values: [Double]
  ) throws(SimulationError) -> Int? {
    let timeline = problem.model.timeline
    let variable = problem.model.variables[goal.event.variable]
    guard goal.event.years.count == 1, goal.event.years.upperBound < timeline.horizon else {
      return nil
    }
    let years = ((goal.event.years.upperBound + 1)...timeline.horizon).prefix {
      variable.form(in: timeline.kinds(of: $0)) != nil
    }
    guard !years.isEmpty else { return nil }
    var later = fixed(at: values)
    later.goals = years.map { year in
      var other = goal
      other.event.years = year...year
      return other
    }
    evaluations.add(1)
    let outcome = try PackageTrial(later, kernels: settings.kernels)
      .outcomes([[]], rows: settings.draws)[0]
    return zip(years, outcome.goals).first { $1.margin >= 0 }?.0
  }

  /// The problem with its levers at these values in the scenario itself, and nothing to be moved.
  private func fixed(at values: [Double]) -> GoalProblem {
    var other = trial.problem
    let timeline = problem.model.timeline
    for (lever, value) in zip(problem.levers, values) {
      for year in timeline.years where year >= timeline.policyStart {
        other.scenario.inputs[lever.input][year - timeline.first] = value
      }
    }
    other.levers = []
    return other
  }

  // MARK: What would have to be true

  /// One thing at a time, the rest as in the best package.
  private func relaxations(
    _ values: [Double]
  ) async throws(SimulationError) -> [GoalResult.Relaxation] {
    let levers = problem.levers.indices.filter {
      problem.levers[$0].possible != problem.levers[$0].bounds
    }
    let subjects: [GoalResult.Relaxation.Subject] =
      levers.map { .lever($0) } + problem.assumptions.indices.map { .assumption($0) }
      + problem.drivers.indices.map { .driver($0) }
    return try await concurrently(subjects.count, workers: settings.workers) {
      index throws(SimulationError) in
      try relaxation(subjects[index], values)
    }
  }

  private func relaxation(
    _ subject: GoalResult.Relaxation.Subject, _ values: [Double]
  ) throws(SimulationError) -> GoalResult.Relaxation {
    var other = fixed(at: values)
    let from: Double
    var ends: [Double] = []
    var level: Double?
    switch subject {
    case .lever(let lever):
      other.levers = [problem.levers[lever]]
      from = values[lever]
      ends = [problem.levers[lever].possible.lowerBound, problem.levers[lever].possible.upperBound]
    case .assumption(let assumption):
      other.assumptions = [problem.assumptions[assumption]]
      from = problem.assumptions[assumption].start
      let possible = problem.assumptions[assumption].possible
      ends = [possible.lowerBound, possible.upperBound]
    case .driver(let driver):
      other.drivers = [problem.drivers[driver]]
      from = 0
      level = try mean(problem.drivers[driver], values)
    }
    let asked = other
    let relaxed = try PackageTrial(asked, rows: settings.draws, kernels: settings.kernels)
    func margin(_ value: Double) throws(SimulationError) -> Double {
      evaluations.add(1)
      let package = Array(repeating: value, count: asked.subjects.count)
      let outcome = try relaxed.outcomes([package], rows: settings.draws)[0]
      return zip(outcome.goals, scales).map { $0.margin / $1 }.min() ?? 0
    }
    if ends.isEmpty {
      ends = [try GoalSeek.outerEnd(scale: max(level?.magnitude ?? 0, 0.1), margin)]
    }
    var needed: [Double] = []
    for end in ends where end != from {
      if let value = try GoalSeek.crossing(from: from, to: end, margin) { needed.append(value) }
    }
    let nearest = needed.min { ($0 - from).magnitude < ($1 - from).magnitude }
    return GoalResult.Relaxation(subject: subject, from: from, needed: nearest, level: level)
  }

  /// How far additions are tried: doubled from a hundredth of the quantity until the goals are met, or
  /// until the model has no finite answer any more, eight times at most: more than the quantity itself is
  /// no answer anybody can use.
  private static func outerEnd(
    scale: Double, _ margin: (Double) throws(SimulationError) -> Double
  ) throws(SimulationError) -> Double {
    var end = 0.01 * scale
    for _ in 0..<8 {
      do throws(SimulationError) {
        if try margin(end) >= 0 { break }
      } catch .notFinite {
        return end / 2
      }
      end *= 2
    }
    return end
  }

  /// The value nearest to `from` on the way to `to` at which the margin is no longer negative, by
  /// sixteen steps and bisection.
  private static func crossing(
    from: Double, to: Double, _ margin: (Double) throws(SimulationError) -> Double
  ) throws(SimulationError) -> Double? {
    var before = from
    for step in 1...16 {
      let value = from + (to - from) * Double(step) / 16
      if try margin(value) >= 0 {
        var (low, high) = (before, value)
        while (high - low).magnitude > 1e-5 * (to - from).magnitude {
          let middle = (low + high) / 2
          if try margin(middle) >= 0 { high = middle } else { low = middle }
        }
        return high
      }
      before = value
    }
    return nil
  }

  /// The mean of what is added to, in the last year of the goals.
  private func mean(
    _ driver: GoalProblem.Driver, _ values: [Double]
  ) throws(SimulationError) -> Double {
    var other = fixed(at: values)
    var sum = 0.0
    for variable in driver.moved {
      other.cost = GoalProblem.Cost(
        variable: variable, element: driver.element, weights: [(problem.lastYear, 1)])
      sum += try PackageTrial(other, kernels: settings.kernels)
        .outcomes([[]], rows: settings.draws)[0].cost
    }
    return sum / Double(driver.moved.count)
  }
}
