import Sim
import Testing

/// The search for packages, on models whose answer is known in closed form.
@Suite struct GoalSeekTests {
  /// y(t) = Σ aᵢ xᵢ + σ e, cost(t) = Σ cᵢ xᵢ², t = 1, 2, with e standard normal.
  ///
  /// The least cost of P(y >= L) >= p is λ² Σ aᵢ²/cᵢ at xᵢ = λ aᵢ/cᵢ, λ = (L + z(p) σ)/Σ aᵢ²/cᵢ.
  private struct Quadratic {
    let slopes = [1.0, 2.0, 0.5]
    let prices = [1.0, 2.5, 0.4]
    var noise = 0.002
    var level = 2.0

    var model: Model {
      var model = Model(timeline: Timeline(first: 0, last: 0, policyStart: 1, horizon: 2))
      model.inputs = slopes.indices.map { Input("x\($0)", isLever: true, defaultValue: 0) }
      model.inputs.append(Input("luck", isLever: false, defaultValue: 0))
      model.shocks = [
        Shock("e", laws: [.draw(.normal(mean: .number(0), sd: .number(noise)), substream: 0)])
      ]
      func read(_ input: Int) -> Expression { .read(Reference(.input(input))) }
      var response = Expression.binary(.add, read(3), .read(Reference(.shock(0))))
      var cost = Expression.number(0)
      for index in slopes.indices {
        response = .binary(.add, response, .binary(.multiply, .number(slopes[index]), read(index)))
        let square = Expression.binary(.multiply, read(index), read(index))
        cost = .binary(.add, cost, .binary(.multiply, .number(prices[index]), square))
      }
      model.variables = [
        Variable("y", forms: [Form(.projection, rules: [response], ruleOfElement: [0])]),
        Variable("cost", forms: [Form(.projection, rules: [cost], ruleOfElement: [0])]),
      ]
      return model
    }

    func problem(upper: Double = 3) -> GoalProblem {
      let model = model
      func lever(_ input: Int, _ bounds: ClosedRange<Double>) -> GoalProblem.Lever {
        GoalProblem.Lever(input: input, bounds: bounds, possible: 0...4, start: 0)
      }
      return GoalProblem(
        model: model, scenario: Scenario(defaultsOf: model),
        draws: .streams(parameters: 5, shocks: 5),
        levers: slopes.indices.map { lever($0, 0...upper) },
        goals: [
          .init(
            TargetEvent(variable: 0, comparator: .atLeast, level: level, years: 2...2),
            probability: 0.8)
        ],
        cost: .init(variable: 1, weights: [(1, 1), (2, 1)]),
        assumptions: [.init(input: 3, bounds: 0...0.5, possible: -1...5, start: 0)],
        drivers: [.init(variable: 0)])
    }
  }

  private func run(
    _ problem: GoalProblem, draws: Int = 300, alternatives: Int = 0, workers: Int = 2
  ) async throws -> GoalResult {
    let settings = GoalSeek.Settings(
      draws: draws, freshDraws: 4000, alternatives: alternatives, workers: workers,
      kernels: try #require(Kernels.best))
    return try await GoalSeek(problem, settings: settings).run()
  }

  @Test func findsTheKnownOptimum() async throws {
    let quadratic = Quadratic()
    let result = try await run(quadratic.problem(upper: 0.8), alternatives: 2)
    let package = try #require(result.package)
    let total = zip(quadratic.slopes, quadratic.prices).reduce(0.0) { $0 + $1.0 * $1.0 / $1.1 }
    let lambda = (quadratic.level + 0.8416212 * quadratic.noise) / total
    for (index, value) in package.values.enumerated() {
      #expect(abs(value - lambda * quadratic.slopes[index] / quadratic.prices[index]) < 1e-3)
    }
    let least = 2 * lambda * lambda * total
    #expect(abs(package.outcome.cost - least) < 1e-3 * least)
    let probability = package.outcome.goals[0].probability
    #expect(abs(probability.estimate - 0.8) < 4 * probability.standardError + 0.01)
    #expect(result.alternatives.count == 2)
    for other in result.alternatives {
      #expect(other.outcome.cost <= 1.1 * least * 1.01)
      #expect(other.outcome.goals[0].margin >= -1e-3)
    }
    // d cost / d level = 4 λ; the step is two hundredths of the level.
    guard case .level(goal: 0, by: let step)? = result.marginals.first?.change else {
      Issue.record("no marginal cost of the level")
      return
    }
    let next = (quadratic.level + step + 0.8416212 * quadratic.noise) / total
    let dearer = try #require(result.marginals[0].cost)
    #expect(abs(dearer - 2 * next * next * total) < 2e-3 * dearer)
  }

  @Test func aBoundThatBindsHasAPrice() async throws {
    // Without bounds x₁ would be 0.59: 0.3 binds.
    let quadratic = Quadratic()
    var problem = quadratic.problem()
    problem.levers[1].bounds = 0...0.3
    let result = try await run(problem)
    #expect(result.package != nil)
    #expect(result.bindings.map(\.lever) == [1])
    #expect((result.bindings.first?.saving ?? 0) > 0)
  }

  @Test func provesTheImpossibleInfeasible() async throws {
    // With every lever at 0.5 the response is 1.75.
    let quadratic = Quadratic()
    let result = try await run(quadratic.problem(upper: 0.5))
    #expect(result.package == nil)
    let found = try #require(result.infeasibility)
    for value in found.best.values { #expect(abs(value - 0.5) < 1e-6) }
    let margin = found.best.outcome.goals[0].margin
    #expect(abs(margin - (1.75 - 2 - 0.8416212 * quadratic.noise)) < 1e-4)
    #expect(found.isReachableWithinPossible == true)
    #expect(found.years == [nil])
    let gap = 0.25 + 0.8416212 * quadratic.noise
    #expect(found.relaxations.count == 5)
    for (relaxation, expected) in zip(
      found.relaxations, [0.5 + gap, 0.5 + gap / 2, 0.5 + gap / 0.5, gap, gap])
    {
      #expect(abs(try #require(relaxation.needed) - expected) < 1e-3)
    }
  }

  @Test func whatNobodyCanReachIsSaidToBeSo() async throws {
    var quadratic = Quadratic()
    quadratic.level = 100
    let result = try await run(quadratic.problem())
    let found = try #require(result.infeasibility)
    #expect(found.isReachableWithinPossible == false)
    #expect(found.best.outcome.goals[0].probability.hits == 0)
    #expect(found.relaxations.prefix(4).allSatisfy { $0.needed == nil })
  }

  /// y = 1 + x + (0.2 + 1.5 x) e: the 20 % quantile falls with x, the probability of 3 rises with it.
  @Test func theGreatestProbabilityIsSoughtByItself() async throws {
    var model = Model(timeline: Timeline(first: 0, last: 0, policyStart: 1, horizon: 2))
    model.inputs = [Input("x", isLever: true, defaultValue: 0)]
    model.shocks = [
      Shock("e", laws: [.draw(.normal(mean: .number(0), sd: .number(1)), substream: 0)])
    ]
    let (x, e) = (Expression.read(Reference(.input(0))), Expression.read(Reference(.shock(0))))
    let spread = Expression.binary(.add, .number(0.2), .binary(.multiply, .number(1.5), x))
    let middle = Expression.binary(.add, .number(1), x)
    let response = Expression.binary(.add, middle, .binary(.multiply, spread, e))
    model.variables = [
      Variable("y", forms: [Form(.projection, rules: [response], ruleOfElement: [0])]),
      Variable("cost", forms: [Form(.projection, rules: [x], ruleOfElement: [0])]),
    ]
    let event = TargetEvent(variable: 0, comparator: .atLeast, level: 3, years: 2...2)
    let problem = GoalProblem(
      model: model, scenario: Scenario(defaultsOf: model),
      draws: .streams(parameters: 5, shocks: 5),
      levers: [.init(input: 0, bounds: 0...1, possible: 0...1, start: 0.5)],
      goals: [.init(event, probability: 0.8)], cost: .init(variable: 1, weights: [(2, 1)]))
    let found = try #require(try await run(problem, draws: 1000).infeasibility)
    #expect(abs(found.best.values[0]) < 1e-3)
    #expect(abs(found.mostProbable.values[0] - 1) < 1e-2)
    // Φ((2 − 3)/1.7)
    let probability = found.mostProbable.outcome.goals[0].probability
    #expect(abs(probability.estimate - 0.2782) < 4 * probability.standardError)
    #expect(found.best.outcome.goals[0].probability.hits == 0)
  }

  @Test func workersChangeNothing() async throws {
    let problem = Quadratic(noise: 0.2).problem()
    let alone = try await run(problem, draws: 128, alternatives: 1, workers: 1)
    let many = try await run(problem, draws: 128, alternatives: 1, workers: 3)
    #expect(alone.package?.values == many.package?.values)
    #expect(alone.alternatives.map(\.values) == many.alternatives.map(\.values))
    #expect(alone.marginals.map(\.cost) == many.marginals.map(\.cost))
  }
}
