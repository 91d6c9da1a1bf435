import Sim
import Synchronization
import Testing

/// Exact order statistics in little memory, of values that are hard to separate.
@Suite struct SelectionTests {
  static let levels = [0, 0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 1]
  static let draws = 12_000

  /// Columns by name, made from one uniform per draw.
  static let shapes: [(name: String, value: @Sendable (Double) -> Double)] = [
    ("uniform", { $0 }),
    ("normal", { ScalarMath.normalQuantile($0) }),
    ("heavy tails", { ScalarMath.pow($0, -3) - ScalarMath.pow(1 - $0, -3) }),
    ("two values", { $0 < 0.3 ? 0 : 1 }),
    ("a rare value", { $0 < 0.004 ? 1 : 0 }),
    ("twenty values", { ($0 * 20).rounded(.down) }),
    ("four hundred values", { ($0 * 400).rounded(.down) - 200 }),
    ("a floor", { max(0, $0 - 0.6) }),
    ("crowded near zero", { ScalarMath.exp(-700 * $0) }),
    ("both signs, crowded near zero", { $0 < 0.5 ? -ScalarMath.exp(-600 * $0) : 0x1p-1074 * $0 }),
    ("both zeros", { $0 < 0.5 ? -0.0 : 0 }),
    ("crowded far from zero", { 1e15 + ($0 * 64).rounded() / 8 }),
    ("one far value", { $0 < 0.00005 ? 1e300 : $0 }),
    ("the same everywhere", { _ in 2.5 }),
  ]

  /// Every column as a parameter, given draw by draw.
  static func simulation() throws -> (simulation: Simulation, columns: [[Double]]) {
    let stream = RandomStream(seed: 11, name: "selection")
    let uniforms = (0..<draws).map { stream.uniform(draw: UInt64($0), period: 0, substream: 0) }
    let columns = shapes.map { shape in uniforms.map(shape.value) }
    var model = Model(timeline: Timeline(first: 0, last: 0, policyStart: 1, horizon: 1))
    model.parameters = shapes.map { Parameter($0.name, priors: [.number(0)]) }
    model.variables = shapes.enumerated().map { number, shape in
      Variable(
        shape.name,
        forms: [
          Form(
            [.first, .projection], rules: [.read(Reference(.parameter(number)))],
            ruleOfElement: [0])
        ])
    }
    let simulation = try Simulation(
      model, analysis: ModelAnalysis(of: model), scenarios: [Scenario(defaultsOf: model)],
      outputs: shapes.indices.map { Output(variable: $0, year: 1) },
      draws: .given(
        GivenDraws(columns: columns, parameters: shapes.indices.map { [$0] }, shocks: [])))
    return (simulation, columns)
  }

  /// Definition 7 of Hyndman & Fan, on sorted values.
  static func quantile(_ sorted: [Double], _ level: Double) -> Double {
    let h = Double(sorted.count - 1) * level
    let k = min(Int(h), sorted.count - 1)
    let next = min(k + 1, sorted.count - 1)
    return sorted[k] + (h - Double(k)) * (sorted[next] - sorted[k])
  }

  /// From nothing at all, where every value is found by counting alone, to everything.
  @Test(arguments: [0, 1 << 10, 1 << 14, 1 << 18, Int.max])
  func quantilesEqualSortingInAnyMemory(memory: Int) async throws {
    let kernels = try #require(Kernels.best)
    let (simulation, columns) = try Self.simulation()
    let summary = try await simulation.summarize(
      draws: Self.draws, levels: Self.levels, workers: 2, memory: memory, kernels: kernels)
    for (column, shape) in Self.shapes.enumerated() {
      let sorted = columns[column].sorted()
      #expect(
        summary.summaries[column].quantiles == Self.levels.map { Self.quantile(sorted, $0) },
        "\(shape.name)")
    }
  }

  @Test func progressRises() async throws {
    let kernels = try #require(Kernels.best)
    let (simulation, _) = try Self.simulation()
    let shown = Shown()
    _ = try await simulation.summarize(
      draws: Self.draws, levels: Self.levels, memory: 0, kernels: kernels
    ) { share in shown.shares.withLock { $0.append(share) } }
    let shares = shown.shares.withLock { $0 }
    #expect(shares.count > 3 * Self.draws / Simulation.blockSize)
    #expect(shares == shares.sorted() && shares.allSatisfy { 0 < $0 && $0 <= 1 })
  }

  private final class Shown: Sendable {
    let shares = Mutex<[Double]>([])
  }
}
