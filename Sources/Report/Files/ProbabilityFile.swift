public import Scenarios
internal import Sim

/// `probability.csv`: how likely each target is, in long form.
///
/// One row per scenario, target and statistic. Statistics: `probability` (of the target as it is stated),
/// `as first published` (of the same before figures are revised), `some year` (that it holds in at least one of its years), `reached by horizon`, `reached then lost`,
/// and `median first year`, which is left out when fewer than half of the draws get there.
public struct ProbabilityFile {
  /// The header, exactly.
  public static let header = [
    "model", "scenario", "region", "target", "definition", "boundary", "quantity", "comparator",
    "level", "unit", "first_year", "last_year", "statistic", "value", "standard_error",
  ]

  private var file = CSVText(header: header)

  /// Starts an empty file.
  public init() {}

  /// The file's text.
  public var csv: String { file.text }

  /// Adds the targets of a run; `scenarios` are those that `results` count.
  public mutating func append(
    _ results: [TargetResult], of scenarios: [LoadedScenario], region: String
  ) {
    for result in results {
      let (target, outcome) = (result.target, result.outcome)
      let loaded = scenarios[result.scenario]
      let head = [
        loaded.model.id, loaded.document.id, region, target.id, target.definition ?? "any",
        target.boundary ?? loaded.region?.boundary ?? "any", target.quantity,
        target.comparator.rawValue, CSVText.number(target.level), target.unit,
        String(target.years.lowerBound), String(target.years.upperBound),
      ]
      append(head, "probability", outcome.probability)
      if let release = outcome.asFirstPublished { append(head, "as first published", release) }
      append(head, "some year", outcome.someYear)
      append(head, "reached by horizon", outcome.everReached)
      if let lost = outcome.lostAgain { append(head, "reached then lost", lost) }
      if let year = outcome.medianFirstYear {
        file.append(head + ["median first year", String(year), "0"])
      }
    }
  }

  private mutating func append(_ head: [String], _ statistic: String, _ value: Probability) {
    file.append(
      head + [statistic, CSVText.number(value.estimate), CSVText.number(value.standardError)])
  }
}
