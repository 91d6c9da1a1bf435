import CKernels
import Testing

@testable import Sim

/// Passes change no bit, and do what they are for.
@Suite struct PassTests {
  let kernels: Kernels

  init() throws {
    kernels = try #require(Kernels.best)
  }

  /// The bits of every value of a random model; any NaN counts as the same.
  private func bits(
    _ model: Model, _ scenario: Scenario, _ draws: GivenDraws, passes: Passes, kernels: Kernels
  ) async throws -> [UInt64] {
    let outputs = model.variables.indices.flatMap { variable in
      (0..<model.elementCount(over: model.variables[variable].over)).flatMap { element in
        model.timeline.years.map { Output(variable: variable, element: element, year: $0) }
      }
    }
    let simulation = try Simulation(
      model, analysis: ModelAnalysis(of: model), scenarios: [scenario], outputs: outputs,
      draws: .given(draws), checksFinite: false, passes: passes)
    let columns = try await simulation.columns(draws: draws.count, kernels: kernels)
    return simulation.outputs.indices.flatMap { output in
      (0..<draws.count).map { draw in
        let value = columns[output, draw]
        return value.isNaN ? Double.nan.bitPattern : value.bitPattern
      }
    }
  }

  @Test(arguments: 0..<24)
  func noPassChangesABit(seed: Int) async throws {
    var random = RandomModel(seed: UInt64(seed) + 900, variables: 20)
    let (draws, scenario) = (random.draws(43), random.scenario())
    func bits(_ passes: Passes, _ kernels: Kernels) async throws -> [UInt64] {
      try await self.bits(random.model, scenario, draws, passes: passes, kernels: kernels)
    }
    let plain = try await bits([], kernels)
    #expect(plain.count > 1000)
    for passes: Passes in [.simplification, .chains] {
      #expect(try await bits(passes, kernels) == plain)
    }
    for level in SIMDLevel.supported() {
      #expect(try await bits(.all, #require(Kernels(level))) == plain)
    }
  }

  @Test func chainsTakeTheInstructionsOfWhatHasOneReader() throws {
    let model = WalkModel.make()
    let scenario = Scenario(
      id: "push", inputs: [Array(repeating: 0.5, count: model.timeline.count)])
    func program(_ passes: Passes) throws -> Program {
      try Simulation(
        model, analysis: ModelAnalysis(of: model), scenarios: [scenario],
        outputs: [Output(variable: 0, year: 6)], draws: .streams(parameters: 3, shocks: 3),
        passes: passes
      ).program
    }
    let (plain, chained) = (try program([]), try program(.chains))
    #expect(chained.instructions.count < plain.instructions.count)
    #expect(chained.instructions.contains { $0.kind == .chain })
    #expect(!plain.instructions.contains { $0.kind == .chain })
  }

  /// A sum of more terms than a chain has steps.
  @Test func aVeryLongSumIsSeveralChains() async throws {
    let count = 3 * Int(GRDP_CHAIN_MOST)
    var model = Model(timeline: Timeline(first: 0, last: 0, policyStart: 1, horizon: 1))
    model.parameters = (0..<count).map {
      Parameter(
        "p\($0)", priors: [.draw(.uniform(low: .number(0), high: .number(1)), substream: 0)])
    }
    let terms = (0..<count).map { Expression.read(Reference(.parameter($0))) }
    let sum = terms.dropFirst().reduce(terms[0]) { .binary(.add, $0, $1) }
    model.variables = [
      Variable("sum", forms: [Form(.projection, rules: [sum], ruleOfElement: [0])])
    ]
    func simulation(_ passes: Passes) throws -> Simulation {
      try Simulation(
        model, analysis: ModelAnalysis(of: model), scenarios: [Scenario(id: "s", inputs: [])],
        outputs: [Output(variable: 0, year: 1)], draws: .streams(parameters: 1, shocks: 1),
        passes: passes)
    }
    let (plain, chained) = (try simulation([]), try simulation(.chains))
    let lengths = chained.program.instructions.filter { $0.kind == .chain }.map(\.b)
    #expect(lengths.count >= 3 && lengths.allSatisfy { 2...GRDP_CHAIN_MOST ~= Int($0) })
    let a = try await plain.columns(draws: 100, kernels: kernels)
    let b = try await chained.columns(draws: 100, kernels: kernels)
    for draw in 0..<100 { #expect(a[0, draw] == b[0, draw]) }
  }

  @Test func whatIsKnownWithoutComputingIsNotComputed() {
    var graph = Graph()
    let x = graph.leaf(.uniform, 0, 0, 0)
    let y = graph.leaf(.uniform, 0, 1, 0)
    func number(_ value: Double) -> Graph.ID { graph.constant(value) }
    #expect(graph.binary(.multiply, x, number(1)) == x)
    #expect(graph.binary(.divide, x, number(1)) == x)
    #expect(graph.binary(.subtract, x, number(0)) == x)
    #expect(graph.binary(.add, x, number(-0.0)) == x)
    #expect(graph.binary(.divide, x, number(-8)) == graph.binary(.multiply, x, number(-0.125)))
    let less = graph.binary(.less, x, y)
    #expect(graph.binary(.notEqual, less, number(0)) == less)
    // These are not the same for -0, or not to the bit.
    #expect(graph.binary(.add, x, number(0)) != x)
    #expect(graph.binary(.subtract, x, number(-0.0)) != x)
    #expect(graph.binary(.divide, x, number(3)) != graph.binary(.multiply, x, number(1.0 / 3)))
    #expect(graph.binary(.notEqual, x, number(0)) != x)
    var plain = Graph(simplifies: false)
    let z = plain.leaf(.uniform, 0, 0, 0)
    #expect(plain.binary(.multiply, z, plain.constant(1)) != z)
  }
}
