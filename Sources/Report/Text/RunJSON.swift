public import Scenarios
public import Sim

/// What `grdp run --json` prints: the page's numbers at full precision, for programs.
public struct RunJSON {
  private let scenarios: [LoadedScenario]
  private let summary: EnsembleSummary
  private let results: [TargetResult]
  private let levels: [Double]

  /// Prepares the numbers of scenarios that share a model; `levels` are those of the summary's quantiles.
  public init(
    _ scenarios: [LoadedScenario], _ summary: EnsembleSummary, _ results: [TargetResult],
    levels: [Double]
  ) {
    self.scenarios = scenarios
    self.summary = summary
    self.results = results
    self.levels = levels
  }

  /// One object for each scenario.
  public func objects(draws: Int, seed: UInt64) -> [JSONText] {
    scenarios.indices.map { number in
      let loaded = scenarios[number]
      return .object([
        ("scenario", .string(loaded.document.id)), ("model", .string(loaded.model.id)),
        ("region", loaded.region.map { .string($0.id) } ?? .null),
        ("definition", loaded.document.definition.map { .string($0) } ?? .null),
        ("boundary", loaded.document.boundary.map { .string($0) } ?? .null),
        ("draws", .integer(draws)), ("seed", .string(String(seed))),
        ("parameters", .string(loaded.fit == nil ? "prior" : "posterior")),
        ("effective_draws", .number(summary.effectiveDraws)),
        ("headline", .list(headline(number))), ("targets", .list(targets(number))),
      ])
    }
  }

  private func headline(_ scenario: Int) -> [JSONText] {
    let loaded = scenarios[scenario]
    let reported = ReportedVariables(of: loaded.model)
    return reported.leading.flatMap { variable in
      reported.elements(of: variable, in: loaded, details: true).flatMap { element in
        loaded.model.model.timeline.years.compactMap { year -> JSONText? in
          let output = Output(
            scenario: scenario, variable: variable, element: element, year: year)
          guard let found = summary.summary(of: output) else { return nil }
          let quantiles = zip(levels, found.quantiles).map { level, value in
            (key: Forecast.statistic(level: level), value: JSONText.number(value))
          }
          return .object(
            [
              ("variable", .string(reported.name(variable, element: element))),
              ("unit", .string(loaded.model.variables[variable].unit)), ("year", .integer(year)),
              ("mean", .number(found.moments.mean)), ("sd", .number(found.moments.sd)),
            ] + quantiles)
        }
      }
    }
  }

  private func targets(_ scenario: Int) -> [JSONText] {
    results.filter { $0.scenario == scenario }.map { result in
      let (target, outcome) = (result.target, result.outcome)
      return .object([
        ("target", .string(target.id)), ("quantity", .string(target.quantity)),
        ("comparator", .string(target.comparator.rawValue)), ("level", .number(target.level)),
        ("first_year", .integer(target.years.lowerBound)),
        ("last_year", .integer(target.years.upperBound)),
        ("probability", .number(outcome.probability.estimate)),
        ("standard_error", .number(outcome.probability.standardError)),
        ("as_first_published", outcome.asFirstPublished.map { .number($0.estimate) } ?? .null),
        ("some_year", .number(outcome.someYear.estimate)),
        ("reached_by_horizon", .number(outcome.everReached.estimate)),
        ("reached_then_lost", outcome.lostAgain.map { .number($0.estimate) } ?? .null),
        ("median_first_year", outcome.medianFirstYear.map { .integer($0) } ?? .null),
      ])
    }
  }
}
