public import Sim

/// Forecasts of series as a table, one number a row: for every series, method and year the mean and the
/// quantiles.
public struct PredictionFile {
  /// The header, exactly.
  public static let header = [
    "series_id", "method", "origin", "year", "horizon", "statistic", "value",
  ]
  /// The names of the quantiles: `q025 q05 q10 … q95 q975`.
  public static let quantileNames = [
    "q025", "q05", "q10", "q20", "q30", "q40", "q50", "q60", "q70", "q80", "q90", "q95", "q975",
  ]

  private var file = CSVText(header: header)

  /// Starts an empty file.
  public init() {}

  /// The file's text.
  public var csv: String { file.text }

  /// Adds the forecast of one year.
  public mutating func append(
    series: String, method: String, origin: Int, horizon: Int,
    _ distribution: PredictiveDistribution, mean: Double? = nil
  ) {
    let key = [series, method, "\(origin)", "\(origin + horizon)", "\(horizon)"]
    file.append(key + ["mean", CSVText.number(mean ?? distribution.mean)])
    for (name, value) in zip(Self.quantileNames, distribution.quantiles) {
      file.append(key + [name, CSVText.number(value)])
    }
  }
}
