import Sim
import Testing

/// One test for each clause of the determinism contract that the engine owns.
@Suite struct InvarianceTests {
  let kernels: Kernels
  let levels = [0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1]

  init() throws {
    kernels = try #require(Kernels.best)
  }

  private func bits(
    _ simulation: Simulation, draws: Int, workers: Int = 1, memory: Int = .max,
    kernels: Kernels? = nil
  ) async throws -> [Output: [UInt64]] {
    let summary = try await simulation.summarize(
      draws: draws, levels: levels, workers: workers, memory: memory,
      kernels: kernels ?? self.kernels)
    return Dictionary(
      uniqueKeysWithValues: summary.summaries.map { each in
        let numbers = [each.moments.mean, each.moments.sd] + each.quantiles
        return (each.output, numbers.map(\.bitPattern))
      })
  }

  @Test(arguments: [2, 3, 8])
  func workersChangeNothing(workers: Int) async throws {
    let simulation = try WalkModel.simulation()
    let alone = try await bits(simulation, draws: 20_001)
    #expect(try await bits(simulation, draws: 20_001, workers: workers) == alone)
  }

  @Test(arguments: [1, 7, 4096, 4097, 20_001])
  func passesEqualKeptValues(draws: Int) async throws {
    let simulation = try WalkModel.simulation()
    let kept = try await bits(simulation, draws: draws)
    #expect(try await bits(simulation, draws: draws, workers: 2, memory: 0) == kept)
  }

  @Test func instructionSetChangesNothing() async throws {
    let simulation = try WalkModel.simulation()
    let best = try await bits(simulation, draws: 5000)
    for level in SIMDLevel.supported() {
      let kernels = try #require(Kernels(level))
      #expect(try await bits(simulation, draws: 5000, kernels: kernels) == best)
    }
  }

  @Test func outputsAskedForChangeNothing() async throws {
    let all = try await bits(WalkModel.simulation(), draws: 5000)
    let one = Output(variable: 0, year: 4)
    let alone = try await bits(WalkModel.simulation(outputs: [one]), draws: 5000)
    #expect(alone[one] == all[one])
  }

  @Test func anotherParameterMovesNoNumber() async throws {
    let with = try await bits(
      WalkModel.simulation(WalkModel.make(extraParameter: true)), draws: 5000)
    #expect(try await bits(WalkModel.simulation(), draws: 5000) == with)
  }

  @Test func moreDrawsKeepTheFirstOnes() async throws {
    let simulation = try WalkModel.simulation()
    let few = try await simulation.columns(draws: 100, kernels: kernels)
    let many = try await simulation.columns(draws: 9000, workers: 2, kernels: kernels)
    for column in simulation.outputs.indices {
      for draw in 0..<100 { #expect(few[column, draw] == many[column, draw]) }
    }
  }

  @Test func scenariosShareTheirDraws() async throws {
    let model = WalkModel.make()
    let years = model.timeline.count
    let scenarios = [0, 0.5].map { push in
      Scenario(id: "\(push)", inputs: [Array(repeating: push, count: years)])
    }
    let outputs = [0, 1].map { Output(scenario: $0, variable: 0, year: 6) }
    let simulation = try Simulation(
      model, analysis: ModelAnalysis(of: model), scenarios: scenarios, outputs: outputs,
      draws: .streams(parameters: 3, shocks: 3))
    let columns = try await simulation.columns(draws: 500, kernels: kernels)
    // The lever acts from year 2: five pushes of a half in every single draw.
    for draw in 0..<500 {
      #expect(abs(columns[1, draw] - columns[0, draw] - 2.5) < 1e-12)
    }
    let alone = try WalkModel.simulation(outputs: [Output(variable: 0, year: 6)], push: 0.5)
    let again = try await alone.columns(draws: 500, kernels: kernels)
    for draw in 0..<500 { #expect(again[0, draw] == columns[1, draw]) }
  }

  @Test func aLeverActsFromPolicyStart() async throws {
    let columns = try await WalkModel.simulation(push: 100).columns(draws: 50, kernels: kernels)
    let quiet = try await WalkModel.simulation(push: 0).columns(draws: 50, kernels: kernels)
    for draw in 0..<50 {
      #expect(columns[1, draw] == quiet[1, draw])
      #expect(columns[2, draw] > quiet[2, draw] + 99)
    }
  }

  @Test func posteriorDrawsRepeatPriorDraws() async throws {
    let model = WalkModel.make()
    let outputs = [Output(variable: 0, year: 1)]
    let index = PosteriorIndex(entries: [41, 7, 300], weights: [1, 2, 1], seed: 5)
    var quiet = model
    quiet.shocks[0].laws = [.number(0)]
    func columns(_ posterior: PosteriorIndex?) async throws -> Columns {
      try await Simulation(
        quiet, analysis: ModelAnalysis(of: quiet), scenarios: [Scenario(defaultsOf: quiet)],
        outputs: outputs, draws: .streams(parameters: 3, shocks: 9), posterior: posterior
      ).columns(draws: 400, kernels: kernels)
    }
    let (prior, posterior) = (try await columns(nil), try await columns(index))
    var counts: [UInt64: Int] = [:]
    for draw in 0..<400 {
      let entry = index.entry(of: UInt64(draw))
      counts[entry, default: 0] += 1
      #expect(posterior[0, draw] == prior[0, Int(entry)])
    }
    // Half of the weight is on entry 7; three standard errors are 30 of 400.
    #expect(abs((counts[7] ?? 0) - 200) < 30)
  }
}
