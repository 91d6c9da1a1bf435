import Sim
import Testing

/// Lanes that carry numbers of their own: the same numbers as compiled ones, whoever computes them.
@Suite struct LaneDesignTests {
  private let model = WalkModel.make()
  private let subjects: [LaneDesign.Subject] = [
    .input(0), .uniform(0, element: 0, substream: 0),
    .adjustment(0, element: 0, years: 3...4),
  ]

  private func simulation(
    _ subjects: [LaneDesign.Subject], posterior: PosteriorIndex? = nil
  ) throws -> Simulation {
    try Simulation(
      model, analysis: ModelAnalysis(of: model), scenarios: [Scenario(defaultsOf: model)],
      outputs: WalkModel.allOutputs, draws: .streams(parameters: 3, shocks: 3),
      posterior: posterior, subjects: subjects)
  }

  private func design(rows: Int) -> LaneDesign {
    let uniforms = (0..<rows).map { (Double($0) + 0.5) / Double(rows) }
    let pushes = (0..<rows).map { Double($0 % 7) / 7 - 0.25 }
    return LaneDesign(
      rows: rows, columns: [uniforms, pushes],
      variants: [
        .init([.number(0.125), .column(0), .number(0)]),
        .init(
          [.column(1), .number(0.25), .number(-0.5)], firstParameterDraw: 9, firstShockDraw: 70),
        .init([.column(1), .column(0), .column(1)], firstShockDraw: 1 << 33),
      ])
  }

  @Test func lanesEqualTheOracle() async throws {
    let posterior = PosteriorIndex(entries: [3, 5, 900], weights: [1, 2, 1], seed: 8)
    for posterior in [nil, posterior] {
      let simulation = try simulation(subjects, posterior: posterior)
      let design = design(rows: 301)
      for kernels in SIMDLevel.supported().compactMap({ Kernels($0) }) {
        let columns = try await simulation.columns(of: design, kernels: kernels)
        for (variant, row) in [(0, 0), (0, 300), (1, 17), (1, 256), (2, 1), (2, 299)] {
          var oracle = try Oracle(
            model, Scenario(defaultsOf: model), draws: .streams(parameters: 3, shocks: 3),
            posterior: posterior, draw: row,
            lane: .init(design, subjects: subjects, variant: variant, row: row))
          for (position, output) in simulation.outputs.enumerated() {
            let value = try oracle.value(variable: output.variable, year: output.year)
            #expect(columns[position, variant * 301 + row] == value)
          }
        }
      }
    }
  }

  @Test func aCarriedLeverEqualsACompiledOne() async throws {
    let kernels = try #require(Kernels.best)
    let design = LaneDesign(
      rows: 700, variants: [-0.5, 0, 0.3].map { .init(numbers: [$0]) })
    let carried = try await simulation([.input(0)]).columns(of: design, kernels: kernels)
    for (variant, push) in [-0.5, 0, 0.3].enumerated() {
      let compiled = try WalkModel.simulation(push: push)
      let columns = try await compiled.columns(draws: 700, kernels: kernels)
      for position in compiled.outputs.indices {
        for row in [0, 1, 255, 256, 699] {
          #expect(carried[position, variant * 700 + row] == columns[position, row])
        }
      }
    }
  }

  @Test func workersAndThreadsChangeNothing() async throws {
    let kernels = try #require(Kernels.best)
    let simulation = try simulation(subjects)
    let design = design(rows: 1500)
    let alone = try simulation.columnsHere(of: design, kernels: kernels)
    let many = try await simulation.columns(of: design, workers: 3, kernels: kernels)
    for position in simulation.outputs.indices {
      for lane in 0..<4500 { #expect(alone[position, lane] == many[position, lane]) }
    }
  }

  @Test func theFirstRowThatFailsIsNamed() async throws {
    let kernels = try #require(Kernels.best)
    let simulation = try simulation([.input(0)])
    var pushes = Array(repeating: 0.0, count: 900)
    pushes[610] = .infinity
    pushes[611] = .nan
    let design = LaneDesign(
      rows: 900, columns: [pushes], variants: [.init(numbers: [0]), .init([.column(0)])])
    let error = await #expect(throws: SimulationError.self) {
      try await simulation.columns(of: design, workers: 2, kernels: kernels)
    }
    guard case .notFinite(let found) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found.draw == 610 && found.variable == "walk" && found.year == 2)
  }
}
