public import Sim

/// The scores of a back-test as a table: for every class and method, over everything, by year ahead and
/// by training length.
public struct BacktestFile {
  /// The header, exactly.
  ///
  /// `training` and `horizon` are numbers or `all`.
  public static let header = [
    "indicator", "method", "training", "horizon", "measure", "value", "error",
  ]

  private var file = CSVText(header: header)

  /// Starts an empty file.
  public init() {}

  /// The file's text.
  public var csv: String { file.text }

  /// Adds the measures of one cut through the results.
  public mutating func append(
    indicator: String, method: ForecastMethod, training: Int? = nil, horizon: Int? = nil,
    _ summary: BacktestSummary, skill: BacktestSummary.Skill? = nil
  ) {
    let key = [
      indicator, method.rawValue, training.map(String.init) ?? "all",
      horizon.map(String.init) ?? "all",
    ]
    file.append(key + ["windows", "\(summary.windowCount)", ""])
    for measure in BacktestSummary.Measure.allCases {
      guard let estimate = summary.estimates[measure] else { continue }
      let error = estimate.error.isFinite ? CSVText.number(estimate.error) : ""
      file.append(key + [measure.rawValue, CSVText.number(estimate.value), error])
    }
    for (index, share) in summary.pitTenths.enumerated() {
      file.append(key + ["pit_tenth_\(index + 1)", CSVText.number(share), ""])
    }
    guard let skill else { return }
    file.append(key + ["skill", CSVText.number(skill.value), ""])
    file.append(key + ["skill_low", CSVText.number(skill.low), ""])
    file.append(key + ["skill_high", CSVText.number(skill.high), ""])
  }
}
