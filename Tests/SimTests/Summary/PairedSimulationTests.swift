import Sim
import Testing

/// Contrasts between simulations that are run together, against plain arithmetic on their columns.
@Suite struct PairedSimulationTests {
  private let last = WalkModel.horizon

  private func output(_ variable: Int = 0, _ year: Int) -> Output {
    Output(variable: variable, year: year)
  }

  /// The difference of two simulations in the last year, and the sum of one over the years.
  private func paired(_ other: Simulation) throws -> PairedSimulation {
    let base = try WalkModel.simulation()
    let difference = Contrast([
      .init(1, simulation: 1, output(0, last)), .init(-1, simulation: 0, output(0, last)),
    ])
    let sum = Contrast((1...last).map { .init(1, simulation: 0, output(0, $0)) })
    let nothing = Contrast([
      .init(0.5, simulation: 0, output(0, last)), .init(-0.5, simulation: 0, output(0, last)),
    ])
    let undefined = Contrast([.init(1, simulation: 0, output(0, last + 9))])
    return PairedSimulation([base, other], contrasts: [difference, sum, nothing, undefined])
  }

  /// A shock with a wider law: another model, of which the same draws are asked.
  private func wider() throws -> Simulation {
    var model = WalkModel.make()
    model.shocks[0].laws = [.draw(.normal(mean: .number(0), sd: .number(0.6)), substream: 0)]
    return try WalkModel.simulation(model, push: 0.2)
  }

  @Test func differencesAreThoseOfTheSameDraws() async throws {
    let kernels = try #require(Kernels.best)
    let draws = 9000
    let other = try wider()
    let values = try await paired(other).values(draws: draws, kernels: kernels)
    let own = try await WalkModel.simulation().columns(draws: draws, kernels: kernels)
    let others = try await other.columns(draws: draws, kernels: kernels)
    #expect(values[0] == (0..<draws).map { others[last, $0] - own[last, $0] })
    let sums = (0..<draws).map { draw in (1...last).reduce(0) { $0 + own[$1, draw] } }
    #expect(values[1] == sums)
    #expect(values[2] == Array(repeating: 0, count: draws))
    #expect(values[3] == nil)
  }

  /// The push is the same in every draw where the laws are, so the difference has no spread but rounding.
  @Test func whatDrawsShareCancels() async throws {
    let kernels = try #require(Kernels.best)
    let pushed = try WalkModel.simulation(push: 0.2)
    let estimates = QuantileEstimates([0.05, 0.5, 0.95], effectiveDraws: 5000)
    let summary = try await paired(pushed).summarize(
      draws: 5000, levels: estimates.levels, thresholds: [ContrastThreshold(0, .above, 0)],
      kernels: kernels)
    let difference = try #require(summary.contrasts[0])
    // Policy starts in year 2: five pushes of 0.2.
    #expect(abs(difference.moments.mean - 1) < 1e-12)
    #expect(difference.moments.sd < 1e-12)
    #expect(summary.probabilities[0]?.hits == 5000)
    #expect(QuantileEstimates.isZero(try #require(summary.contrasts[2]).quantiles))
    #expect(!QuantileEstimates.isZero(difference.quantiles))
    #expect(summary.contrasts[3] == nil)
  }

  @Test(arguments: [(1, 1 << 30), (3, 1 << 30), (2, 0)])
  func neitherWorkersNorMemoryMatter(workers: Int, memory: Int) async throws {
    let kernels = try #require(Kernels.best)
    let run = try paired(wider())
    let levels = [0, 0.05, 0.5, 0.95, 1]
    let plain = try await run.summarize(draws: 13_000, levels: levels, kernels: kernels)
    let again = try await run.summarize(
      draws: 13_000, levels: levels, workers: workers, memory: memory, kernels: kernels)
    #expect(plain.contrasts == again.contrasts)
  }

  /// The error of a median against what theory says of a normal sample: √(π/2) σ/√n.
  @Test func errorsOfMediansAreThoseOfTheory() async throws {
    let kernels = try #require(Kernels.best)
    let draws = 40_000
    let estimates = QuantileEstimates([0.5], effectiveDraws: Double(draws))
    let summary = try await paired(wider()).summarize(
      draws: draws, levels: estimates.levels, kernels: kernels)
    let difference = try #require(summary.contrasts[0])
    let median = estimates.estimates(difference.quantiles)[0]
    let expected = (Double.pi / 2).squareRoot() * difference.moments.sd / Double(draws).squareRoot()
    #expect(abs(median.standardError / expected - 1) < 0.15)
    // The pushes are 1 in all, and noise does not move the middle.
    #expect(abs(median.value - 1) < 4 * expected)
  }
}
