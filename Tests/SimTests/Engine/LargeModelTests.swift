import Testing

@testable import Sim

/// Models of very many equations.
@Suite struct LargeModelTests {
  /// x(i) = 0.9 x(i)[-1] + 0.1 x(i - 1), in whatever order the equations stand.
  private func chain(of count: Int, isReversed: Bool) -> Model {
    var model = Model(timeline: Timeline(first: 0, last: 0, policyStart: 1, horizon: 3))
    func read(_ place: Int, lag: Int) -> Expression {
      let variable = isReversed ? count - 1 - place : place
      return .read(Reference(.variable(variable), time: .lag(lag), site: variable))
    }
    let variables = (0..<count).map { place in
      let own = Expression.binary(.multiply, .number(0.9), read(place, lag: 1))
      let rule =
        place == 0
        ? own
        : Expression.binary(.add, own, .binary(.multiply, .number(0.1), read(place - 1, lag: 0)))
      return Variable(
        "x\(place)",
        forms: [
          Form(.first, rules: [.number(Double(place + 1))], ruleOfElement: [0]),
          Form(.projection, rules: [rule], ruleOfElement: [0]),
        ])
    }
    model.variables = isReversed ? variables.reversed() : variables
    return model
  }

  /// The last variable in the last year, as the loop over the equations gives it.
  private func expected(_ count: Int) -> Double {
    var x = (0..<count).map { Double($0 + 1) }
    for _ in 0..<3 {
      for place in x.indices {
        x[place] = place == 0 ? 0.9 * x[0] : 0.9 * x[place] + 0.1 * x[place - 1]
      }
    }
    return x[count - 1]
  }

  @Test(arguments: [false, true])
  func tenThousandEquationsInAnyOrder(isReversed: Bool) async throws {
    let count = 10_000
    var model = chain(of: count, isReversed: isReversed)
    model.parameters.append(
      Parameter("p", priors: [.draw(.normal(mean: .number(0), sd: .number(1)), substream: 0)]))
    let analysis = ModelAnalysis(of: model)
    #expect(analysis.violations.isEmpty)
    let last = Output(variable: isReversed ? 0 : count - 1, year: 3)
    let simulation = try Simulation(
      model, analysis: analysis, scenarios: [Scenario(id: "s", inputs: [])], outputs: [last],
      draws: .streams(parameters: 1, shocks: 1))
    let columns = try await simulation.columns(draws: 3, kernels: #require(Kernels.best))
    #expect(columns[0, 2] == expected(count))
  }

  @Test func instructionsAreProportionalToEquations() throws {
    func instructions(_ count: Int) throws -> Int {
      var model = chain(of: count, isReversed: false)
      model.parameters.append(
        Parameter("p", priors: [.draw(.normal(mean: .number(0), sd: .number(1)), substream: 0)]))
      let start = Expression.read(Reference(.parameter(0)))
      for variable in model.variables.indices {
        model.variables[variable].forms[0].rules = [start]
      }
      let simulation = try Simulation(
        model, analysis: ModelAnalysis(of: model), scenarios: [Scenario(id: "s", inputs: [])],
        outputs: [Output(variable: count - 1, year: 3)], draws: .streams(parameters: 1, shocks: 1))
      return simulation.program.instructions.count
    }
    let (few, many) = (try instructions(300), try instructions(3000))
    #expect(few > 600)
    #expect(many < 11 * few)
  }
}
