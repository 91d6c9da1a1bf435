import Sim
import Testing

/// What rows have in common is computed once, and nothing is lost by it: the numbers are those of a
/// program in which everything is compiled and nothing shared.
@Suite struct SharedPartTests {
  /// Carried numbers against compiled ones, on models full of what goes wrong.
  @Test func carriedEqualsCompiledOnRandomModels() async throws {
    let kernels = try #require(Kernels.best)
    var compared = 0
    for seed in 0..<60 as Range<UInt64> {
      var random = RandomModel(seed: 0x0dd_0000 + seed)
      let draws = random.draws(4)
      let model = random.model
      let scenario = Scenario(id: "random", inputs: random.scenario().inputs)
      let years = 2007...2008
      let subjects: [LaneDesign.Subject] = [.input(1), .adjustment(3, element: 0, years: years)]
      let packages = [[0.25, -1.0], [.nan, 0.0], [-0.0, 1e300], [0.25, 2]]
      func simulation(
        _ scenario: Scenario, _ subjects: [LaneDesign.Subject]
      ) throws -> Simulation {
        try Simulation(
          model, analysis: ModelAnalysis(of: model), scenarios: [scenario],
          outputs: outputs(of: model), draws: .given(draws), subjects: subjects,
          checksFinite: false)
      }
      let carrying = try simulation(scenario, subjects)
      let design = LaneDesign(rows: 4, variants: packages.map { .init(numbers: $0) })
      let prepared = carrying.prepare(rows: 4, kernels: kernels)
      let carried = try carrying.columnsHere(of: design, kernels: kernels)
      let again = try carrying.columnsHere(of: design, prepared: prepared, kernels: kernels)
      for (variant, package) in packages.enumerated() {
        var compiled = scenario
        for year in RandomModel.timeline.years where year >= RandomModel.timeline.policyStart {
          compiled.inputs[1][year - RandomModel.timeline.first] = package[0]
        }
        compiled.adjustments = years.map {
          .init(variable: 3, element: 0, year: $0, value: package[1])
        }
        let columns = try await simulation(compiled, []).columns(draws: 4, kernels: kernels)
        for position in carrying.outputs.indices {
          for draw in 0..<4 {
            let expected = bits(columns[position, draw])
            #expect(bits(carried[position, 4 * variant + draw]) == expected)
            #expect(bits(again[position, 4 * variant + draw]) == expected)
            compared += 1
          }
        }
      }
    }
    #expect(compared > 50_000)
  }

  private func outputs(of model: Model) -> [Output] {
    model.variables.indices.flatMap { variable in
      (0..<model.elementCount(over: model.variables[variable].over)).flatMap { element in
        model.timeline.years.map { Output(variable: variable, element: element, year: $0) }
      }
    }
  }

  private func bits(_ value: Double) -> UInt64 {
    value.isNaN ? Double.nan.bitPattern : value.bitPattern
  }

  /// What was prepared for many rows serves designs of fewer, and only those on its draws.
  @Test func preparedRowsChangeNothing() throws {
    let kernels = try #require(Kernels.best)
    let model = WalkModel.make()
    let simulation = try Simulation(
      model, analysis: ModelAnalysis(of: model), scenarios: [Scenario(defaultsOf: model)],
      outputs: WalkModel.allOutputs, draws: .streams(parameters: 3, shocks: 3),
      subjects: [.input(0)])
    let prepared = try #require(simulation.prepare(rows: 700, kernels: kernels))
    for rows in [1, 300, 512, 700, 900] {
      for firstDraw in [0, 1 << 40] as [UInt64] {
        let design = LaneDesign(
          rows: rows,
          variants: [-0.5, 0.3].map { .init(numbers: [$0], firstDraw: firstDraw) })
        let plain = try simulation.columnsHere(of: design, kernels: kernels)
        let quick = try simulation.columnsHere(of: design, prepared: prepared, kernels: kernels)
        for position in simulation.outputs.indices {
          for lane in 0..<2 * rows { #expect(plain[position, lane] == quick[position, lane]) }
        }
      }
    }
  }

  /// A variable that no lever reaches fails in the same draw as in a run without levers.
  @Test func whatFailsInCommonIsNamed() async throws {
    let kernels = try #require(Kernels.best)
    var model = WalkModel.make()
    model.shocks.append(
      Shock(
        "chance",
        laws: [.draw(.uniform(low: .number(-0.002), high: .number(1)), substream: 0)]))
    let chance = Expression.read(Reference(.shock(1)))
    model.variables.append(
      Variable(
        "luck",
        forms: [Form(.projection, rules: [.unary(.log, chance)], ruleOfElement: [0])]))
    func simulation(_ subjects: [LaneDesign.Subject]) throws -> Simulation {
      try Simulation(
        model, analysis: ModelAnalysis(of: model), scenarios: [Scenario(defaultsOf: model)],
        outputs: WalkModel.allOutputs + [Output(variable: 2, year: 4)],
        draws: .streams(parameters: 3, shocks: 3), subjects: subjects)
    }
    func failure(_ body: () async throws -> Void) async throws -> SimulationError.NonFinite {
      let error = await #expect(throws: SimulationError.self) { try await body() }
      guard case .notFinite(let found) = error else { throw Unexpected() }
      return found
    }
    let plain = try await failure {
      _ = try await simulation([]).columns(draws: 3000, kernels: kernels)
    }
    let carrying = try simulation([.input(0)])
    let design = LaneDesign(rows: 3000, variants: [0, 1].map { .init(numbers: [$0]) })
    let prepared = carrying.prepare(rows: 3000, kernels: kernels)
    for workers in [1, 3] {
      let found = try await failure {
        _ = try await carrying.columns(of: design, workers: workers, kernels: kernels)
      }
      #expect((found.draw, found.variable) == (plain.draw, "luck"))
    }
    let found = try await failure {
      _ = try carrying.columnsHere(of: design, prepared: prepared, kernels: kernels)
    }
    #expect((found.draw, found.variable) == (plain.draw, "luck"))
  }

  private struct Unexpected: Error {}
}
