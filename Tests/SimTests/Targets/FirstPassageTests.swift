import Sim
import Testing

/// A geometric random walk, up by a factor or down by it: when it first reaches a level is known.
///
/// With up-probability p, the walk first reaches the k-th step up at n with probability
/// k/n C(n, (n + k)/2) p^((n + k)/2) (1 − p)^((n − k)/2) (the hitting-time theorem; W. Feller, An
/// Introduction to Probability Theory and Its Applications I, III.7).
@Suite struct FirstPassageTests {
  private static let up = 0.55
  private static let steps = 2
  private static let horizon = 14

  private var model: Model {
    var model = Model(timeline: Timeline(first: 0, last: 0, policyStart: 1, horizon: Self.horizon))
    model.shocks = [
      Shock("up", laws: [.draw(.bernoulli(probability: .number(Self.up)), substream: 0)])
    ]
    let previous = Expression.read(Reference(.variable(0), time: .lag(1)))
    let step = Expression.conditional(
      .read(Reference(.shock(0))), .binary(.multiply, previous, .number(1.1)),
      .binary(.divide, previous, .number(1.1)))
    model.variables = [
      Variable(
        "walk",
        forms: [
          Form(.first, rules: [.number(100)], ruleOfElement: [0]),
          Form(.projection, rules: [step], ruleOfElement: [0]),
        ])
    ]
    return model
  }

  private func binomial(_ n: Int, _ k: Int) -> Double {
    (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
  }

  @Test func firstPassageAgreesWithTheClosedForm() async throws {
    var model = model
    // Halfway between two steps, so that rounding decides nothing.
    let event = TargetEvent(
      variable: 0, comparator: .atLeast, level: 100 * 1.1 * 1.05, years: 1...Self.horizon,
      mustHoldThroughout: false)
    let followed = model.follow(event, name: "level")
    let simulation = try Simulation(
      model, analysis: ModelAnalysis(of: model), scenarios: [Scenario(defaultsOf: model)],
      outputs: (1...Self.horizon).map { Output(variable: followed.reached, year: $0) },
      draws: .streams(parameters: 1, shocks: 17))
    let draws = 40_000
    let columns = try await simulation.columns(
      draws: draws, workers: 2, kernels: try #require(Kernels.best))
    var known = 0.0
    for year in 1...Self.horizon {
      if year >= Self.steps, (year - Self.steps).isMultiple(of: 2) {
        let ups = (year + Self.steps) / 2
        var probability = Double(Self.steps) / Double(year) * binomial(year, ups)
        for _ in 0..<ups { probability *= Self.up }
        for _ in 0..<(year - ups) { probability *= 1 - Self.up }
        known += probability
      }
      let hits = (0..<draws).count { columns[year - 1, $0] == 1 }
      let error = (known * (1 - known) / Double(draws)).squareRoot()
      #expect(abs(Double(hits) / Double(draws) - known) <= 3 * error)
    }
    #expect(known > 0.6)
  }
}
