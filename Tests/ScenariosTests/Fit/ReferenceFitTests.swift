import Scenarios
import Sim
import Testing

/// The fit of the reference region: docs/methods.md, "Calibration", with the reference program's
/// figures (120,000 draws of its own generator).
struct ReferenceFitTests {
  /// What the reference program found in a scenario.
  struct Headline: Sendable {
    var share, p05, p95: Double
    var chance: Double
    var productivity: Double
  }

  static let reference = [
    "baseline": Headline(share: 0.343, p05: 0.291, p95: 0.403, chance: 0.418, productivity: 0.079),
    "stalled": Headline(share: 0.324, p05: 0.276, p95: 0.380, chance: 0.212, productivity: 0.069),
    "accelerated": Headline(
      share: 0.365, p05: 0.308, p95: 0.432, chance: 0.660, productivity: 0.092),
  ]

  /// A run from the shipped fit meets the headline within the noise of 6,000 draws; tolerances are
  /// those of docs/methods.md and two standard errors besides.
  @Test func theShippedFitMeetsTheHeadline() async throws {
    let names = ["baseline", "stalled", "accelerated"]
    let project = try TemporaryProject()
    let paths = try names.map { name in
      try project.write(
        """
        schema: grdp-scenario/1
        id: \(name)
        title: \(name)
        extends: \(name).yaml
        region: ../\(TemporaryProject.region)
        """, to: "scenarios/\(name)_of_reference.yaml")
    }
    let loaded = try Workspace.load(scenarios: paths, readsFits: true).scenarios
    let model = loaded[0].model
    let fit = try #require(loaded[0].fit)
    var outputs: [Output] = []
    for index in loaded.indices {
      outputs += [
        try model.output("digital_share[gso]", year: 2030, scenario: index),
        try model.output("productivity_real_growth_average", year: 2030, scenario: index),
      ]
    }
    let simulation = try Simulation(
      model.model, analysis: ModelAnalysis(of: model.model), scenarios: loaded.map(\.scenario),
      outputs: outputs, draws: .streams(parameters: fit.seed, shocks: 1), posterior: fit.posterior)
    let summary = try await simulation.summarize(
      draws: 6000, levels: [0.05, 0.5, 0.95],
      thresholds: loaded.indices.map { Threshold(outputs[2 * $0], .atLeast, 0.35) }, workers: 2,
      kernels: try #require(Kernels.best))
    for (index, name) in names.enumerated() {
      let expected = try #require(Self.reference[name])
      let share = try #require(summary.summary(of: outputs[2 * index])).quantiles
      let productivity = try #require(summary.summary(of: outputs[2 * index + 1])).quantiles[1]
      let chance = try #require(summary.probabilities[index])
      #expect((share[1] - expected.share).magnitude < 0.006, "\(name)")
      #expect((share[0] - expected.p05).magnitude < 0.008, "\(name)")
      #expect((share[2] - expected.p95).magnitude < 0.008, "\(name)")
      #expect((chance.estimate - expected.chance).magnitude < 0.06, "\(name)")
      #expect((productivity - expected.productivity).magnitude < 0.003, "\(name)")
    }
  }

  /// A fit with fewer draws finds what the reference program found.
  @Test func theDataMoveWhatTheyMovedInTheReference() async throws {
    let loaded = try Workspace.load(region: Checkout.path(TemporaryProject.region)).region
    let model = loaded.model.model
    let fit = try await Calibration(
      of: model, analysis: ModelAnalysis(of: model), observables: loaded.model.observables,
      comparisons: loaded.model.comparisons, draws: 20_000, seed: 3, workers: 2,
      kernels: try #require(Kernels.best))
    #expect(fit.faults.isEmpty)
    #expect((fit.effectiveSize / 20_000 - 0.104).magnitude < 0.01)
    // z and the ratio of the standard deviations, from the reference program.
    let moved: [String: (z: Double, ratio: Double)] = [
      "iota": (0.32, 0.98), "chi": (0.29, 1.23), "pS": (-0.30, 0.79), "qS": (-0.50, 0.72),
      "kapL": (0.26, 1.01), "v0M": (0.33, 0.76), "hK": (0.26, 0.87), "a15": (-0.34, 0.79),
    ]
    var found: Set<String> = []
    for (entry, shifts) in zip(loaded.model.parameters, fit.parameters) {
      for (symbol, shift) in zip(entry.symbols, shifts) {
        if let expected = moved[symbol] {
          found.insert(symbol)
          #expect((shift.z - expected.z).magnitude < 0.08, "\(symbol)")
          #expect((shift.sdRatio - expected.ratio).magnitude < 0.06, "\(symbol)")
        } else {
          #expect(shift.z.magnitude < 0.3, "\(symbol)")
          #expect((shift.sdRatio - 1).magnitude < 0.15, "\(symbol)")
        }
      }
    }
    #expect(found == Set(moved.keys))
    let share = fit.observables[0]
    #expect((share.posterior.median - 0.299).magnitude < 0.002)
    #expect((share.prior.sd / share.posterior.sd) > 2)
    // Labour productivity of 2022 is met by construction.
    #expect((fit.comparisons[0].posterior.median - 356.8).magnitude < 0.01)
    #expect((fit.comparisons[1].posterior.median - 0.50).magnitude < 0.02)
    #expect((fit.comparisons[2].posterior.median - 0.286).magnitude < 0.003)
  }
}
