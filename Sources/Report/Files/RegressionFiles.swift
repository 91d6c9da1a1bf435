public import Scenarios
import Sim

/// The tables of a regression, for `--csv`.
public struct RegressionFiles {
  private let regression: LinearRegression

  /// Prepares them.
  public init(_ regression: LinearRegression) { self.regression = regression }

  /// The names of the files that are written.
  public static func names(predicts: Bool) -> [String] {
    ["coefficients.csv", "rows.csv", "statistics.csv"] + (predicts ? ["predictions.csv"] : [])
  }

  /// The files.
  public var files: [(name: String, contents: String)] {
    var files = [
      ("coefficients.csv", coefficients), ("rows.csv", rows), ("statistics.csv", statistics),
    ]
    if let rows = regression.predictions {
      files.append(("predictions.csv", PredictionTable(rows).csv))
    }
    return files.map { (name: $0.0, contents: $0.1) }
  }

  private func cell(_ value: Double) -> String { value.isFinite ? CSVText.number(value) : "" }

  private var coefficients: String {
    var text = CSVText(header: ["name", "estimate", "std_error", "t", "p", "ci_low", "ci_high"])
    for row in regression.coefficients {
      text.append(
        [row.name]
          + [row.estimate, row.standardError, row.t, row.p, row.low, row.high].map(cell))
    }
    return text.text
  }

  private var rows: String {
    let (fit, influence) = (regression.fit, RowInfluence(regression.fit))
    let (fitted, leverages) = (fit.fitted, fit.leverages)
    var text = CSVText(header: [
      "line", "fitted", "residual", "leverage", "standardised", "studentised", "cook", "dffits",
    ])
    for row in fit.rows.indices {
      text.append(
        ["\(regression.data.lines[fit.rows[row]])"]
          + [
            fitted[row], fit.residuals[row], leverages[row],
            influence.standardised[row], influence.studentised[row], influence.cook[row],
            influence.dffits[row],
          ].map(cell))
    }
    return text.text
  }

  private var statistics: String {
    let (fit, diagnostics) = (regression.fit, RegressionDiagnostics(regression.fit))
    var text = CSVText(header: ["statistic", "value"])
    for (name, value) in [
      ("n", Double(fit.rows.count)), ("df", fit.degreesOfFreedom), ("rank", Double(fit.rank)),
      ("residual_sd", fit.residualSD), ("rss", fit.residualSumOfSquares),
      ("r2", diagnostics.rSquared), ("adj_r2", diagnostics.adjustedRSquared),
      ("log_likelihood", diagnostics.logLikelihood), ("aic", diagnostics.aic),
      ("aicc", diagnostics.aicc), ("bic", diagnostics.bic), ("press", diagnostics.press),
      ("durbin_watson", diagnostics.durbinWatson), ("condition", fit.condition),
    ] {
      text.append([name, cell(value)])
    }
    return text.text
  }
}
