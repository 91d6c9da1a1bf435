import Sim
import Testing

/// The tape against the oracle, to the last bit, at every SIMD level this machine has.
@Suite struct OracleTests {
  @Test func tapeEqualsOracleOnRandomModels() async throws {
    var expressions = 0
    var compared = 0
    for seed in 0..<200 as Range<UInt64> {
      var random = RandomModel(seed: 0x5eed_0000 + seed)
      expressions += random.expressionCount
      let draws = random.draws(4)
      let scenarios = [random.scenario(), random.scenario()]
      compared += try await compare(random.model, scenarios, .given(draws), draws: draws.count)
    }
    #expect(expressions >= 10_000)
    #expect(compared > 500_000)
  }

  @Test func everyLawEqualsOracle() async throws {
    let model = lawModel()
    let source = DrawSource.streams(parameters: 7, shocks: 11)
    let compared = try await compare(
      model, [Scenario(defaultsOf: model)], source, draws: 300)
    #expect(compared > 20_000)
    #expect(try await compare(model, [Scenario(defaultsOf: model)], .medians, draws: 1) > 50)
  }

  /// Every distribution there is, as parameters and as shocks, alone, combined and correlated.
  private func lawModel() -> Model {
    func draw(_ distribution: Distribution, _ substream: Int = 0) -> Expression {
      .draw(distribution, substream: substream)
    }
    let normal = Distribution.normal(mean: .number(1), sd: .number(2))
    let laws: [Expression] = [
      draw(normal), draw(.lognormal(median: .number(0.3), logSD: .number(0.4))),
      draw(.beta(a: .number(24), b: .number(6))), draw(.beta(a: .number(0.6), b: .number(3))),
      draw(.gamma(shape: .number(2.5), scale: .number(3))),
      draw(.uniform(low: .number(-1), high: .number(4))),
      draw(.triangular(low: .number(0), mode: .number(1), high: .number(5))),
      draw(.exponential(mean: .number(0.14))), draw(.bernoulli(probability: .number(0.3))),
      draw(.truncated(normal, low: .number(2), high: nil)),
      draw(.truncated(normal, low: .number(9), high: .number(12))),
      draw(.truncated(.exponential(mean: .number(1)), low: .number(1), high: .number(2))),
      draw(.truncated(.beta(a: .number(2), b: .number(2)), low: nil, high: .number(0.4))),
      .binary(
        .multiply, draw(.bernoulli(probability: .number(0.5))),
        .binary(.minimum, draw(.exponential(mean: .number(0.14)), 1), .number(0.5))),
    ]
    var model = Model(
      timeline: Timeline(first: 0, last: 0, policyStart: 1, horizon: 4),
      parameters: laws.enumerated().map { Parameter("p\($0)", priors: [$1]) },
      shocks: laws.enumerated().map { Shock("e\($0)", laws: [$1]) })
    for index in laws.indices {
      model.variables.append(
        Variable(
          "v\(index)",
          forms: [
            Form(.first, rules: [.read(Reference(.parameter(index)))], ruleOfElement: [0]),
            Form(.projection, rules: [.read(Reference(.shock(index)))], ruleOfElement: [0]),
          ]))
    }
    for (first, second, rho) in [(0, 2, 0.5), (2, 7, -0.3), (5, 6, 0.9)] {
      model.correlations.append(
        Correlation(.init(.parameter(first)), .init(.parameter(second)), rho: rho))
      model.correlations.append(
        Correlation(.init(.shock(first)), .init(.shock(second)), rho: -rho))
    }
    return model
  }

  /// Compares every variable, element, year and draw; returns how many numbers were compared.
  private func compare(
    _ model: Model, _ scenarios: [Scenario], _ source: DrawSource, draws: Int
  ) async throws -> Int {
    let analysis = ModelAnalysis(of: model)
    try #require(analysis.violations == [])
    var outputs: [Output] = []
    for scenario in scenarios.indices {
      for (variable, declared) in model.variables.enumerated() {
        for element in 0..<model.elementCount(over: declared.over) {
          for year in model.timeline.years {
            outputs.append(
              Output(scenario: scenario, variable: variable, element: element, year: year))
          }
        }
      }
    }
    let simulation = try Simulation(
      model, analysis: analysis, scenarios: scenarios, outputs: outputs, draws: source,
      checksFinite: false)
    var expected: [[UInt64]] = []
    for draw in 0..<draws {
      var oracles: [Oracle] = []
      for scenario in scenarios {
        oracles.append(try Oracle(model, scenario, draws: source, draw: draw))
      }
      var row: [UInt64] = []
      for output in simulation.outputs {
        let value = try oracles[output.scenario].value(
          variable: output.variable, element: output.element, year: output.year)
        row.append(bits(try #require(value)))
      }
      expected.append(row)
    }
    var compared = 0
    for kernels in SIMDLevel.supported().compactMap({ Kernels($0) }) {
      let columns = try await simulation.columns(draws: draws, kernels: kernels)
      for draw in 0..<draws {
        for column in simulation.outputs.indices {
          let value = bits(columns[column, draw])
          if value != expected[draw][column] {
            Issue.record(
              "\(kernels.level) \(simulation.outputs[column]) draw \(draw): \(columns[column, draw]), not \(Double(bitPattern: expected[draw][column]))"
            )
            return compared
          }
          compared += 1
        }
      }
    }
    return compared
  }

  /// A NaN equals a NaN; every other value is compared by its bits, so −0 differs from 0.
  private func bits(_ value: Double) -> UInt64 {
    value.isNaN ? Double.nan.bitPattern : value.bitPattern
  }
}
