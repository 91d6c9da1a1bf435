// What stands in the way of goals out of reach, and what would have to be true.
extension GoalSeek {
  func unreachable(
    _ best: Cobyla.Found, _ scenario: GoalResult.Package,
    _ progress: @Sendable @escaping (Double) -> Void
  ) async throws(SimulationError) -> GoalResult {
    let package = try package(best.point)
    let values = package.values
    let wider = try await withinPossible(best.point)
    progress(0.6)
    let relaxed = try await relaxations(values)
    progress(0.9)
    let infeasibility = GoalResult.Infeasibility(
      best: package, years: try laterYears(values), isReachableWithinPossible: wider,
      relaxations: relaxed)
    progress(1)
    return GoalResult(
      scenario: scenario, package: nil, alternatives: [], ranges: [], marginals: [], bindings: [],
      unpriced: [], infeasibility: infeasibility, evaluations: evaluations.value)
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
    var years: [Int?] = problem.goals.map { _ in nil }
    for (number, goal) in problem.goals.enumerated()
    where goal.event.years.count == 1
      && goal.event.years.upperBound < problem.model.timeline.horizon
    {
      for year in (goal.event.years.upperBound + 1)...problem.model.timeline.horizon {
        guard
          problem.model.variables[goal.event.variable].form(
            in: problem.model.timeline.kinds(of: year)) != nil
        else { break }
        var later = trial.problem
        later.goals = [goal]
        later.goals[0].event.years = year...year
        let outcome = try PackageTrial(later, kernels: settings.kernels)
          .outcomes([values], rows: settings.draws)[0]
        evaluations.add(1)
        if outcome.goals[0].margin >= 0 {
          years[number] = year
          break
        }
      }
    }
    return years
  }

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
    var other = trial.problem
    let from: Double
    var ends: [Double] = []
    var level: Double?
    switch subject {
    case .lever(let lever):
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
    let relaxed = try PackageTrial(other, kernels: settings.kernels)
    func margin(_ value: Double) throws(SimulationError) -> Double {
      var package = values
      if case .lever(let lever) = subject { package[lever] = value } else { package.append(value) }
      evaluations.add(1)
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
    var other = trial.problem
    other.cost = GoalProblem.Cost(
      variable: driver.variable, element: driver.element, weights: [(problem.lastYear, 1)])
    return try PackageTrial(other, kernels: settings.kernels)
      .outcomes([values], rows: settings.draws)[0].cost
  }
}
