import Scenarios
import Sim
import Testing

/// The tape against the scalar oracle on the shipped model: every variable, element and year, to the
/// last bit, on every SIMD level of this machine.
@Suite struct ReferenceTapeTests {
  static let scenarios = [
    "scenarios/baseline", "scenarios/stalled", "scenarios/accelerated",
    "Tests/Fixtures/oracle-scenarios/claim_corner",
    "Tests/Fixtures/reference/scenarios/neglect_underfunded",
  ]

  /// Where draws come from, and how many are compared.
  enum Source: CaseIterable {
    case streams, medians

    var draws: DrawSource {
      switch self {
      case .streams: .streams(parameters: 20_211_026, shocks: 2030)
      case .medians: .medians
      }
    }

    var count: Int { self == .streams ? 5 : 1 }
  }

  @Test(arguments: Source.allCases)
  func tapeEqualsOracle(source: Source) async throws {
    let loaded = try Workspace.load(
      scenarios: Self.scenarios.map { Checkout.path("\($0).yaml") }
    ).scenarios
    let model = loaded[0].model.model
    let simulation = try Simulation(
      model, analysis: ModelAnalysis(of: model), scenarios: loaded.map(\.scenario),
      outputs: loaded[0].model.everyOutput(scenarios: loaded.count), draws: source.draws)
    var runs: [(level: SIMDLevel, columns: Columns)] = []
    for level in SIMDLevel.supported() {
      let kernels = try #require(Kernels(level))
      runs.append((level, try await simulation.columns(draws: source.count, kernels: kernels)))
    }
    #expect(!runs.isEmpty)
    var compared = 0
    var different: [String] = []
    for draw in 0..<source.count {
      var oracles = try loaded.map {
        try Oracle(model, $0.scenario, draws: source.draws, draw: draw)
      }
      for (column, output) in simulation.outputs.enumerated() {
        let expected = try #require(
          try oracles[output.scenario].value(
            variable: output.variable, element: output.element, year: output.year))
        for (level, columns) in runs {
          compared += 1
          if columns[column, draw].bitPattern != expected.bitPattern {
            let label = loaded[0].model.label(of: output)
            different.append(
              "\(level) \(loaded[output.scenario].document.id) \(label) \(output.year) draw \(draw)"
            )
          }
        }
      }
    }
    #expect(different.prefix(5) == [])
    #expect(compared == simulation.outputs.count * source.count * runs.count)
    #expect(simulation.outputs.count > 50_000)
  }

  /// An output is left out only where the oracle says that its variable has no form.
  @Test func undefinedYearsAgree() throws {
    let loaded = try Workspace.load(scenarios: [Checkout.path("scenarios/baseline.yaml")])
    let document = try #require(loaded.scenarios.first).model
    let scenario = loaded.scenarios[0].scenario
    let wanted = document.everyOutput()
    let simulation = try Simulation(
      document.model, analysis: ModelAnalysis(of: document.model), scenarios: [scenario],
      outputs: wanted, draws: .medians)
    let defined = Set(simulation.outputs)
    var oracle = try Oracle(document.model, scenario, draws: .medians, draw: 0)
    var disagreements: [String] = []
    for output in wanted {
      let value = try oracle.value(
        variable: output.variable, element: output.element, year: output.year)
      if (value != nil) != defined.contains(output) {
        disagreements.append("\(document.label(of: output)) \(output.year)")
      }
    }
    #expect(disagreements == [])
    #expect(defined.count < wanted.count)
  }
}
