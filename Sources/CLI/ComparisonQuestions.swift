import Report
import Scenarios
import Sim

/// What a comparison has to be simulated for, and how the numbers become one.
struct ComparisonQuestions {
  private let paired: PairedScenarios
  private var scenarios: [LoadedScenario] { paired.scenarios }
  /// A variable and element in a year, and its contrasts: every scenario by itself, then the difference of
  /// each but the base.
  private var places: [(variable: Int, element: Int, year: Int, first: Int)] = []
  /// A target and its contrasts: every scenario by itself, then the difference of each but the base.
  private var targets: [(target: Target, first: Int)] = []
  private var contrasts: [Contrast] = []

  /// What is asked for.
  enum Scope {
    /// The leading variables in the ranked year.
    case headline
    /// The leading variables in every year, and all that are reported in the ranked one.
    case page
    /// All that are reported, in every year.
    case everyYear
  }

  /// Asks for variables and targets.
  init(_ paired: PairedScenarios, scope: Scope, details: Bool) {
    self.paired = paired
    let base = paired.scenarios[0]
    let reported = ReportedVariables(of: base.model)
    let last = paired.scenarios.map(\.model.model.timeline.horizon).min() ?? 0
    let years = Array(base.model.model.timeline.years).filter { $0 <= last }
    let ranked = ScenarioComparison.rankedYear(paired.scenarios)
    for variable in scope == .headline ? reported.leading : reported.all {
      let isLeading = reported.leading.contains(variable)
      for element in reported.elements(of: variable, in: base, details: details) {
        for year in years
        where year == ranked || scope == .everyYear || (scope == .page && isLeading) {
          ask(variable, element, year)
        }
      }
    }
    for target in paired.sharedTargets { ask(target) }
  }

  private mutating func ask(_ variable: Int, _ element: Int, _ year: Int) {
    func output(_ scenario: Int) -> Output {
      Output(scenario: scenario, variable: variable, element: element, year: year)
    }
    places.append((variable, element, year, contrasts.count))
    contrasts += scenarios.indices.map { Contrast([paired.term(1, output($0))]) }
    for scenario in scenarios.indices.dropFirst() {
      contrasts.append(
        Contrast([paired.term(1, output(scenario)), paired.term(-1, output(0))]))
    }
  }

  private mutating func ask(_ target: Target) {
    func term(_ weight: Double, _ scenario: Int) -> Contrast.Term? {
      paired.term(weight, scenario: scenario, meets: target.id)
    }
    targets.append((target, contrasts.count))
    for scenario in scenarios.indices {
      contrasts.append(Contrast([term(1, scenario)].compactMap { $0 }))
    }
    for scenario in scenarios.indices.dropFirst() {
      contrasts.append(Contrast([term(1, scenario), term(-1, 0)].compactMap { $0 }))
    }
  }

  /// Runs the scenarios together.
  func answer(
    draws: Int, seed: UInt64, workers: Int, kernels: Kernels,
    progress: @Sendable @escaping (Double) -> Void
  ) async throws -> ScenarioComparison {
    let estimates = QuantileEstimates(
      [0.05, 0.5, 0.95], effectiveDraws: paired.effectiveDraws(draws))
    let thresholds = contrasts.indices.flatMap { contrast in
      [ContrastThreshold(contrast, .above, 0), ContrastThreshold(contrast, .below, 0)]
    }
    let summary = try await paired.paired(contrasts, shockSeed: seed).summarize(
      draws: draws, levels: estimates.levels, thresholds: thresholds, workers: workers,
      kernels: kernels, progress: progress)
    return ScenarioComparison(
      scenarios, draws: draws, seed: seed, effectiveDraws: summary.effectiveDraws,
      rows: places.flatMap { rows(at: $0, summary, estimates) },
      targets: targets.flatMap { rows(of: $0.target, from: $0.first, summary) })
  }

  private func rows(
    at place: (variable: Int, element: Int, year: Int, first: Int), _ summary: PairedSummary,
    _ estimates: QuantileEstimates
  ) -> [ScenarioComparison.Row] {
    guard let base = summary.contrasts[place.first] else { return [] }
    return scenarios.indices.dropFirst().compactMap { scenario in
      let contrast = place.first + scenarios.count - 1 + scenario
      guard let own = summary.contrasts[place.first + scenario],
        let found = summary.contrasts[contrast],
        let above = summary.probabilities[2 * contrast],
        let below = summary.probabilities[2 * contrast + 1]
      else { return nil }
      let quantiles = estimates.estimates(found.quantiles)
      return ScenarioComparison.Row(
        scenario: scenario, variable: place.variable, element: place.element, year: place.year,
        difference: .init(
          mean: summary.mean(of: found), median: quantiles[1], low: quantiles[0],
          high: quantiles[2], above: above, below: below,
          isZero: QuantileEstimates.isZero(found.quantiles)),
        baseLevels: estimates.estimates(base.quantiles),
        levels: estimates.estimates(own.quantiles), spread: base.moments.sd)
    }
  }

  private func rows(
    of target: Target, from first: Int, _ summary: PairedSummary
  ) -> [ScenarioComparison.TargetRow] {
    guard let base = summary.probabilities[2 * first] else { return [] }
    return scenarios.indices.dropFirst().compactMap { scenario in
      guard let own = summary.probabilities[2 * (first + scenario)],
        let difference = summary.contrasts[first + scenarios.count - 1 + scenario]
      else { return nil }
      return ScenarioComparison.TargetRow(
        scenario: scenario, target: target, base: base, probability: own,
        difference: summary.mean(of: difference))
    }
  }
}
