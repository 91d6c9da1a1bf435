import Sim
import Testing

/// Calibration of models whose posterior is known in closed form.
struct CalibrationTests {
  /// `level` and `other` are standard normal; `twice` is 2 level + 1 in the first year.
  static func model() -> Model {
    let normal = Expression.draw(.normal(mean: .number(0), sd: .number(1)), substream: 0)
    let level = Expression.read(Reference(.parameter(0), site: 1))
    let twice = Expression.binary(
      .add, .binary(.multiply, .number(2), level), .number(1))
    return Model(
      timeline: Timeline(first: 2000, last: 2000, policyStart: 2001, horizon: 2002),
      sets: [ElementSet("side", ["left", "right"])],
      parameters: [
        Parameter("level", priors: [normal]),
        Parameter("other", over: [0], priors: [normal, normal]),
      ],
      shocks: [Shock("noise", laws: [normal])],
      variables: [
        Variable(
          "twice",
          forms: [
            Form(.first, rules: [twice], ruleOfElement: [0]),
            Form(
              .projection,
              rules: [
                .binary(
                  .add, .read(Reference(.variable(0), time: .lag(1), site: 2)),
                  .read(Reference(.shock(0), site: 3)))
              ], ruleOfElement: [0]),
          ])
      ])
  }

  static func calibration(
    value: Double, sd: Double, draws: Int = 40_000, seed: UInt64 = 7, workers: Int = 1,
    kernels: Kernels? = Kernels.best
  ) async throws -> Calibration {
    let model = model()
    let twice = Expression.read(Reference(.variable(0), site: 4))
    return try await Calibration(
      of: model, analysis: ModelAnalysis(of: model),
      observables: [Observable(quantity: twice, year: 2000, value: value, sd: sd)],
      comparisons: [
        Comparison(quantity: .unary(.negate, .read(Reference(.parameter(0)))), year: 2000)
      ],
      draws: draws, seed: seed, workers: workers, kernels: try #require(kernels))
  }

  /// With 2 level + 1 observed as 2 ± 1, level is normal with precision 1 + 4 and mean 0.4.
  @Test func findsTheConjugatePosterior() async throws {
    let fit = try await Self.calibration(value: 2, sd: 1)
    let level = fit.parameters[0][0]
    let error = 4 * (0.2 / fit.effectiveSize).squareRoot()
    #expect((level.posterior.mean - 0.4).magnitude < error)
    #expect((level.posterior.median - 0.4).magnitude < 1.3 * error)
    #expect((level.posterior.sd - 0.2.squareRoot()).magnitude < error)
    #expect((level.posterior.p95 - (0.4 + 1.6449 * 0.2.squareRoot())).magnitude < 3 * error)
    #expect(level.prior.mean.magnitude < 0.02 && (level.prior.sd - 1).magnitude < 0.015)
    #expect(level.isMoved)
    // (E w)² / E w² of a normal likelihood: √(1 + 2·4)/(1 + 4) · exp(−(1/5 − 1/9)).
    let share = 3.0 / 5 * ScalarMath.exp(-(1.0 / 5 - 1.0 / 9))
    #expect((fit.effectiveSize / 40_000 - share).magnitude < 0.01)
    #expect(try #require(fit.paretoK) < 0.5)
    #expect(fit.faults.isEmpty)
    let compared = fit.comparisons[0].posterior
    #expect(compared.mean == -level.posterior.mean)
    #expect((compared.p05 + level.posterior.p95).magnitude < 0.01)
    #expect((fit.observables[0].posterior.mean - 1.8).magnitude < 2 * error)
  }

  /// What the observable does not depend on keeps its prior, but for chance.
  @Test func leavesTheRestAlone() async throws {
    let fit = try await Self.calibration(value: 2, sd: 1)
    #expect(fit.parameters[1].count == 2)
    for shift in fit.parameters[1] {
      #expect(!shift.isMoved)
      #expect(shift.z.magnitude < 4 / fit.effectiveSize.squareRoot())
    }
    #expect(fit.parameters[1][0].prior.mean != fit.parameters[1][1].prior.mean)
  }

  @Test func anImpossibleObservationIsAFault() async throws {
    let fit = try await Self.calibration(value: 12, sd: 0.05, draws: 4000)
    #expect(
      fit.faults.contains {
        if case .fewEffectiveDraws(let share) = $0 { share < 0.05 } else { false }
      })
    #expect(fit.faults.contains { if case .heavyTail = $0 { true } else { false } })
  }

  @Test(arguments: [2, 5])
  func doesNotDependOnWorkers(workers: Int) async throws {
    let alone = try await Self.calibration(value: 2, sd: 1, draws: 10_000)
    let together = try await Self.calibration(value: 2, sd: 1, draws: 10_000, workers: workers)
    #expect(alone.retained == together.retained)
    #expect(alone.effectiveSize.bitPattern == together.effectiveSize.bitPattern)
    #expect(alone.parameters == together.parameters)
  }

  @Test func doesNotDependOnTheInstructionSet() async throws {
    let best = try await Self.calibration(value: 2, sd: 1, draws: 10_000)
    for level in SIMDLevel.allCases {
      guard let kernels = Kernels(level) else { continue }
      let other = try await Self.calibration(value: 2, sd: 1, draws: 10_000, kernels: kernels)
      #expect(other.retained == best.retained && other.parameters == best.parameters)
    }
  }

  /// A run of the posterior has the moments the fit says, and knows how few draws it is worth.
  @Test func runsDrawFromThePosterior() async throws {
    let fit = try await Self.calibration(value: 2, sd: 1, draws: 4000)
    let model = Self.model()
    let output = Output(variable: 0, year: 2000)
    let simulation = try Simulation(
      model, analysis: ModelAnalysis(of: model), scenarios: [Scenario(defaultsOf: model)],
      outputs: [output], draws: .streams(parameters: fit.seed, shocks: 99),
      posterior: PosteriorIndex(
        entries: fit.retained.draws, weights: fit.retained.counts.map(Double.init),
        seed: fit.seed, effectiveSize: fit.effectiveSize))
    let summary = try await simulation.summarize(
      draws: 100_000, levels: [0.5], thresholds: [Threshold(output, .atLeast, 1.8)],
      kernels: try #require(Kernels.best))
    let found = try #require(summary.summary(of: output))
    let expected = fit.observables[0].posterior
    #expect((found.moments.mean - expected.mean).magnitude < 4 * expected.sd / 300)
    #expect((found.moments.sd / expected.sd - 1).magnitude < 0.01)
    #expect((found.quantiles[0] - expected.median).magnitude < 0.02)
    #expect(summary.effectiveDraws == fit.effectiveSize)
    let probability = try #require(summary.probabilities[0])
    let p = probability.estimate
    #expect(probability.standardError == (p * (1 - p) / fit.effectiveSize).squareRoot())
  }

  /// The tape and the oracle take fixed parameters as they are, and no shocks.
  @Test func fixedParametersAreTakenAsTheyAre() async throws {
    let model = Self.model()
    let draws = DrawSource.fixed(parameters: [[0.25], [1, 2]])
    let outputs = model.timeline.years.map { Output(variable: 0, year: $0) }
    let simulation = try Simulation(
      model, analysis: ModelAnalysis(of: model), scenarios: [Scenario(defaultsOf: model)],
      outputs: outputs, draws: draws)
    let columns = try await simulation.columns(draws: 1, kernels: try #require(Kernels.best))
    var oracle = try Oracle(model, Scenario(defaultsOf: model), draws: draws, draw: 0)
    for (position, output) in outputs.enumerated() {
      #expect(columns[position, 0] == 1.5)
      #expect(try oracle.value(variable: 0, element: 0, year: output.year) == 1.5)
    }
  }
}

struct RetainedDrawsTests {
  @Test(arguments: [1, 10, 1000, 100_000])
  func countsAreWithinOneOfTheWeights(size: Int) {
    let raw = (0..<5000).map { draw in ScalarMath.exp(-Double(draw * 7919 % 5000) / 300) }
    let total = raw.reduce(0, +)
    let weights = raw.map { $0 / total }
    let retained = RetainedDraws(weights: weights, size: size)
    #expect(retained.size == size)
    #expect(retained.counts.allSatisfy { $0 > 0 })
    #expect(zip(retained.draws, retained.draws.dropFirst()).allSatisfy(<))
    var counts = Array(repeating: 0, count: weights.count)
    for (draw, count) in zip(retained.draws, retained.counts) { counts[Int(draw)] = count }
    for (weight, count) in zip(weights, counts) {
      #expect((Double(count) - weight * Double(size)).magnitude < 1 + 1e-6)
    }
  }

  @Test func drawsWithoutWeightDropOut() {
    let retained = RetainedDraws(weights: [0, 0.25, 0, 0.75, 0, 0], size: 8)
    #expect(retained.draws == [1, 3])
    #expect(retained.counts == [2, 6])
  }
}

struct WeightedSampleTests {
  @Test func momentsAndQuantilesOfAHandfulOfValues() {
    let sample = WeightedSample([3, 1, 2, 100], weights: [1, 2, 1, 0])
    #expect(sample.mean == 1.75)
    #expect((sample.sd - 0.6875.squareRoot()).magnitude < 1e-15)
    #expect(sample.quantile(0) == 1 && sample.quantile(0.5) == 1)
    #expect(sample.quantile(0.51) == 2 && sample.quantile(0.75) == 2)
    #expect(sample.quantile(0.76) == 3 && sample.quantile(1) == 3)
  }

  @Test func equalWeightsAreThePlainSample() {
    let values = (0..<1001).map { Double($0 * 7919 % 1001) }
    let sample = WeightedSample(values)
    #expect(sample.median == 500 && sample.quantile(0.25) == 250 && sample.mean == 500)
  }
}
