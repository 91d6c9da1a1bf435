internal import Scenarios
internal import Sim

/// `contributions.csv`: what each group of changes contributes, and what changes are made of.
///
/// Rows of kind `wedge`: one group (or `total`) with the statistics `mean`, `median`, `p05`, `p95`,
/// `alone` (the group by itself) and `interaction` (mean less alone). Rows of kind `part`: one part of
/// the change since the last observed year with `base`, `scenario` and `difference`, means over draws.
public struct AttributionFile {
  /// The header, exactly.
  public static let header = [
    "model", "scenario", "base", "region", "variable", "unit", "year", "kind", "name", "statistic",
    "value", "standard_error",
  ]

  private var file = CSVText(header: header)

  /// The file of an attribution.
  public init(_ attribution: Attribution) {
    let model = attribution.base.model
    let reported = ReportedVariables(of: model)
    for outcome in attribution.outcomes {
      let head = [
        model.id, attribution.other.document.id, attribution.base.document.id,
        attribution.other.regionName,
        reported.name(outcome.variable, element: outcome.element),
        Forecast.unitText(model.variables[outcome.variable].unit), String(attribution.year),
      ]
      for (group, wedge) in zip(attribution.groups, outcome.wedges) {
        append(head + ["wedge", group.name], wedge)
      }
      append(head + ["wedge", "total"], outcome.total)
      for part in outcome.parts {
        let name = model.variables[part.variable].name
        for (statistic, value) in [
          ("base", part.base), ("scenario", part.other), ("difference", part.difference),
        ] {
          append(head + ["part", name], statistic, value.value, value.standardError)
        }
      }
    }
  }

  private mutating func append(_ head: [String], _ wedge: Attribution.Wedge) {
    // Errors of draws and of orders are independent.
    let draws = wedge.mean.standardError
    let error = (draws * draws + wedge.orderError * wedge.orderError).squareRoot()
    append(head, "mean", wedge.mean.value, error)
    append(head, "median", wedge.median.value, wedge.median.standardError)
    append(head, "p05", wedge.low.value, wedge.low.standardError)
    append(head, "p95", wedge.high.value, wedge.high.standardError)
    append(head, "alone", wedge.alone.value, wedge.alone.standardError)
    append(head, "interaction", wedge.interaction, error)
  }

  private mutating func append(
    _ head: [String], _ statistic: String, _ value: Double, _ error: Double
  ) {
    file.append(head + [statistic, CSVText.number(value), CSVText.number(error)])
  }

  /// The file's text.
  public var csv: String { file.text }
}
