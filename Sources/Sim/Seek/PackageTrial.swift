/// What a package of levers comes to over some draws.
public struct PackageOutcome: Sendable {
  /// How well one goal is met.
  public struct Goal: Sendable {
    /// The probability that it is met.
    public var probability: Probability
    /// By how much the target's level is exceeded with the probability asked for: the quantity minus
    /// the level, or the level minus the quantity where less is better, at that quantile.
    public var margin: Double
    /// The standard deviation over draws of quantity minus level.
    public var spread: Double
  }

  /// The mean cost, and its Monte Carlo standard error.
  public var cost, costError: Double
  /// One per goal.
  public var goals: [Goal]
  /// The probability that all goals are met together.
  public var together: Probability
}

/// A compiled problem: packages go in, outcomes come out.
struct PackageTrial: Sendable {
  private(set) var problem: GoalProblem
  private let simulation: Simulation
  /// For each goal, the positions of its outputs.
  private let goalOutputs: [[Int]]
  private let costOutputs: [(position: Int, weight: Double)]
  private let kernels: Kernels
  /// How many draws a search has, and what these have in common under every package.
  private let rows: Int
  private let prepared: PreparedRows?
  /// The quantiles that goals are held to in the draws of a search.
  private var quantiles: [HarrellDavis]
  /// The draws of a search, and those of later checks, lie apart.
  static let freshDraws: [UInt64] = [1 << 40, 1 << 41]

  /// Compiles; with `carries` false the scenario's own paths hold and packages are empty.
  ///
  /// - Parameter rows: Over how many draws from the first packages will be simulated again and again.
  init(
    _ problem: GoalProblem, carries: Bool = true, rows: Int = 0, kernels: Kernels
  ) throws(SimulationError) {
    self.problem = problem
    self.kernels = kernels
    let asked = problem.goals.map { goal in
      goal.event.years.map {
        Output(variable: goal.event.variable, element: goal.event.element, year: $0)
      }
    }
    let cost = problem.cost.weights.map {
      Output(variable: problem.cost.variable, element: problem.cost.element, year: $0.year)
    }
    simulation = try Simulation(
      problem.model, analysis: ModelAnalysis(of: problem.model), scenarios: [problem.scenario],
      outputs: asked.flatMap { $0 } + cost, draws: problem.draws, posterior: problem.posterior,
      subjects: carries ? problem.subjects : [], checksIdentities: false)
    self.rows = rows
    prepared = rows > 0 ? simulation.prepare(rows: rows, kernels: kernels) : nil
    quantiles = rows > 0 ? PackageTrial.quantiles(problem, rows) : []
    let position = Dictionary(
      simulation.outputs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    goalOutputs = asked.map { $0.compactMap { position[$0] } }
    costOutputs = zip(cost, problem.cost.weights).compactMap { output, weight in
      position[output].map { ($0, weight.weight) }
    }
  }

  /// The same with another probability asked for of every goal.
  func asking(_ probability: Double) -> PackageTrial {
    var other = self
    for goal in other.problem.goals.indices { other.problem.goals[goal].probability = probability }
    if rows > 0 { other.quantiles = PackageTrial.quantiles(other.problem, rows) }
    return other
  }

  private static func quantiles(_ problem: GoalProblem, _ rows: Int) -> [HarrellDavis] {
    problem.goals.map { HarrellDavis(level: 1 - $0.probability, count: rows) }
  }

  /// The outcomes of packages over the draws `firstDraw..<firstDraw + rows`; a package has a value for
  /// each subject.
  func outcomes(
    _ packages: [[Double]], rows: Int, firstDraw: UInt64 = 0
  ) throws(SimulationError) -> [PackageOutcome] {
    let design = LaneDesign(
      rows: rows, variants: packages.map { .init(numbers: $0, firstDraw: firstDraw) })
    let columns = try simulation.columnsHere(of: design, prepared: prepared, kernels: kernels)
    let quantiles =
      rows == self.rows ? self.quantiles : PackageTrial.quantiles(problem, rows)
    return packages.indices.map { outcome(columns, $0 * rows..<($0 + 1) * rows, quantiles) }
  }

  private func outcome(
    _ columns: Columns, _ lanes: Range<Int>, _ quantiles: [HarrellDavis]
  ) -> PackageOutcome {
    var isMet = Array(repeating: true, count: lanes.count)
    let goals = problem.goals.indices.map { number in
      let margins = lanes.map { margin(columns, goal: number, lane: $0) }
      let comparator = problem.goals[number].event.comparator
      let isStrict = comparator == .above || comparator == .below
      var hits = 0
      for (draw, margin) in margins.enumerated() {
        if isStrict ? margin > 0 : margin >= 0 { hits += 1 } else { isMet[draw] = false }
      }
      var moments = Moments.Strands(center: margins[0])
      unsafe margins.withUnsafeBufferPointer { unsafe moments.add($0) }
      return PackageOutcome.Goal(
        probability: probability(hits, lanes.count),
        margin: quantiles[number].quantile(ofSorted: margins.sorted()),
        spread: Moments(moments).sd)
    }
    let costs = lanes.map { lane in
      costOutputs.reduce(0.0) { $0 + columns[$1.position, lane] * $1.weight }
    }
    var moments = Moments.Strands(center: costs[0])
    unsafe costs.withUnsafeBufferPointer { unsafe moments.add($0) }
    let cost = Moments(moments)
    let share = (Double(lanes.count) / effective(lanes.count)).squareRoot()
    return PackageOutcome(
      cost: cost.mean, costError: cost.standardError * share, goals: goals,
      together: probability(isMet.count { $0 }, lanes.count))
  }

  private func effective(_ draws: Int) -> Double {
    min(Double(draws), problem.posterior?.effectiveSize ?? Double(draws))
  }

  private func probability(_ hits: Int, _ draws: Int) -> Probability {
    Probability(hits: hits, draws: draws, effectiveDraws: effective(draws))
  }

  /// By how much a goal is met in one lane: in its worst year if every year counts, in its best if one
  /// is enough.
  private func margin(_ columns: Columns, goal number: Int, lane: Int) -> Double {
    let event = problem.goals[number].event
    let isUpward = event.comparator == .atLeast || event.comparator == .above
    var result = event.mustHoldThroughout ? Double.infinity : -.infinity
    for position in goalOutputs[number] {
      let value = columns[position, lane]
      let margin = isUpward ? value - event.level : event.level - value
      result = event.mustHoldThroughout ? min(result, margin) : max(result, margin)
    }
    return result
  }
}
