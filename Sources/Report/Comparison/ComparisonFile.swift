internal import Scenarios
internal import Sim

/// `comparison.csv`: paired differences between scenarios and a base, in long form.
///
/// One row for each scenario, variable, year and statistic: `mean`, `median`, `p05` and `p95` of the
/// difference, `probability above` and `probability below` that the scenario's number is greater or
/// smaller. A target stands as the variable `Target|id` in its last year, with `base probability`,
/// `probability` and `difference`. What does not differ in any draw is left out.
public struct ComparisonFile {
  /// The header, exactly.
  public static let header = [
    "model", "scenario", "base", "region", "variable", "unit", "year", "statistic", "value",
    "standard_error",
  ]

  private var file = CSVText(header: header)

  /// The file of a comparison.
  public init(_ comparison: ScenarioComparison) {
    let base = comparison.scenarios[0]
    let reported = ReportedVariables(of: base.model)
    func start(_ scenario: Int) -> [String] {
      [
        base.model.id, comparison.scenarios[scenario].document.id, base.document.id,
        base.regionName,
      ]
    }
    func append(
      _ head: [String], _ statistic: String, _ value: Double, _ error: Double
    ) {
      file.append(head + [statistic, CSVText.number(value), CSVText.number(error)])
    }
    for row in comparison.rows where !row.difference.isZero {
      let unit = base.model.variables[row.variable].unit
      let head =
        start(row.scenario) + [
          reported.name(row.variable, element: row.element), Forecast.unitText(unit),
          String(row.year),
        ]
      let difference = row.difference
      append(head, "mean", difference.mean.value, difference.mean.standardError)
      append(head, "median", difference.median.value, difference.median.standardError)
      append(head, "p05", difference.low.value, difference.low.standardError)
      append(head, "p95", difference.high.value, difference.high.standardError)
      for (name, p) in [
        ("probability above", difference.above), ("probability below", difference.below),
      ] { append(head, name, p.estimate, p.standardError) }
    }
    for row in comparison.targets {
      let head =
        start(row.scenario) + [
          "Target|\(row.target.id)", "fraction", String(row.target.years.upperBound),
        ]
      append(head, "base probability", row.base.estimate, row.base.standardError)
      append(head, "probability", row.probability.estimate, row.probability.standardError)
      append(head, "difference", row.difference.value, row.difference.standardError)
    }
  }

  /// The file's text.
  public var csv: String { file.text }
}
