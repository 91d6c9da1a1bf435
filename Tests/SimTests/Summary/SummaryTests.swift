import Sim
import Testing

/// Summaries against plain sorting and summing, and against the law of large numbers.
@Suite struct SummaryTests {
  let levels = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1]

  /// Definition 7 of Hyndman & Fan, on sorted values.
  private func quantile(_ sorted: [Double], _ level: Double) -> Double {
    let h = Double(sorted.count - 1) * level
    let k = min(Int(h), sorted.count - 1)
    let next = min(k + 1, sorted.count - 1)
    return sorted[k] + (h - Double(k)) * (sorted[next] - sorted[k])
  }

  @Test(arguments: [1, 2, 3, 100, 4096, 12_345])
  func quantilesEqualSorting(draws: Int) async throws {
    let kernels = try #require(Kernels.best)
    let simulation = try WalkModel.simulation()
    let columns = try await simulation.columns(draws: draws, kernels: kernels)
    let summary = try await simulation.summarize(draws: draws, levels: levels, kernels: kernels)
    for column in simulation.outputs.indices {
      let sorted = (0..<draws).map { columns[column, $0] }.sorted()
      #expect(
        summary.summaries[column].quantiles == levels.map { quantile(sorted, $0) },
        "\(simulation.outputs[column])")
    }
  }

  @Test func momentsEqualTwoPlainPasses() async throws {
    let kernels = try #require(Kernels.best)
    let simulation = try WalkModel.simulation()
    let columns = try await simulation.columns(draws: 10_000, kernels: kernels)
    let summary = try await simulation.summarize(draws: 10_000, levels: [], kernels: kernels)
    for column in simulation.outputs.indices {
      let values = (0..<10_000).map { columns[column, $0] }
      let mean = values.reduce(0, +) / 10_000
      let sd = (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 9_999).squareRoot()
      #expect(abs(summary.summaries[column].moments.mean - mean) <= 1e-12 * abs(mean))
      #expect(abs(summary.summaries[column].moments.sd - sd) <= 1e-11 * (sd + 1e-3))
    }
  }

  @Test func probabilitiesCountDraws() async throws {
    let kernels = try #require(Kernels.best)
    let output = Output(variable: 0, year: 6)
    let simulation = try WalkModel.simulation(outputs: [output])
    let columns = try await simulation.columns(draws: 5000, kernels: kernels)
    let missing = Threshold(Output(variable: 1, year: 3), .below, 0)
    let thresholds =
      Threshold.Comparator.allCases.map { Threshold(output, $0, 1.6) } + [missing]
    let summary = try await simulation.summarize(
      draws: 5000, levels: [0.5], thresholds: thresholds, kernels: kernels)
    let above = (0..<5000).count { columns[0, $0] >= 1.6 }
    let probabilities = summary.probabilities
    #expect(probabilities[0]?.hits == above)
    #expect(probabilities[3]?.hits == 5000 - above)
    #expect(probabilities[4] == nil)
    // The walk ends at 1 + 6 drift with variance 36 · 0.02² + 6 · 0.3²: its median is 1.6.
    let half = try #require(probabilities[0])
    #expect(abs(half.estimate - 0.5) < 4 * half.standardError)
    #expect(abs(half.standardError - 0.00707) < 1e-4)
  }

  @Test func monteCarloErrorFallsWithTheRootOfDraws() async throws {
    let kernels = try #require(Kernels.best)
    let output = Output(variable: 0, year: 6)
    let simulation = try WalkModel.simulation(outputs: [output])
    let expected = 1.6
    for draws in [1000, 10_000, 100_000] {
      let summary = try await simulation.summarize(draws: draws, levels: [], kernels: kernels)
      let moments = summary.summaries[0].moments
      #expect(abs(moments.mean - expected) < 4 * moments.standardError)
      #expect(abs(moments.sd - (36 * 0.0004 + 6 * 0.09 as Double).squareRoot()) < 0.05)
    }
  }
}
