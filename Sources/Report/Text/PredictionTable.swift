public import Scenarios
import Sim

/// The rows that a regression was asked to predict, as `regress` and `nls` show and write them.
public struct PredictionTable {
  private let rows: [PredictedRow]

  /// Prepares the table.
  public init(_ rows: [PredictedRow]) { self.rows = rows }

  // MARK: On the page

  /// The lines of the page.
  ///
  /// - Parameters:
  ///   - response: the left side as it was written.
  ///   - level: the probability of the intervals in percent.
  ///   - digits: how many significant digits numbers have.
  func lines(
    of response: String, level: String, digits: Int, in language: Language
  ) -> [String] {
    let numbers = NumberText(language)
    func shown(_ value: Double?) -> String {
      value.map { numbers.significant($0, digits: digits) } ?? "–"
    }
    func interval(_ range: ClosedRange<Double>) -> String {
      "[\(shown(range.lowerBound)); \(shown(range.upperBound))]"
    }
    var table = TextTable([.right, .right, .right, .left, .left])
    table.append([
      language(RegressionPageText.line), language(RegressionPageText.expected),
      language(RegressionPageText.standardError), language(RegressionPageText.interval(level)),
      language(RegressionPageText.oneResponse(level)),
    ])
    for row in rows {
      let start = ["\(row.line)", shown(row.prediction?.fit), shown(row.prediction?.standardError)]
      if let confidence = row.prediction?.confidence, let one = row.prediction?.prediction {
        table.append(start + [interval(confidence), interval(one)])
      } else {
        table.append(start + [language(reason(row)), ""])
      }
    }
    return ["\(language(RegressionPageText.prediction)): \(response)"] + table.lines
  }

  /// Why there is no interval.
  private func reason(_ row: PredictedRow) -> RegressionPageText {
    switch row.absence {
    case .noValue: .noValue
    case .groupLeftOut: .unknownGroup
    case nil: .hangsOnTheUnidentified
    }
  }

  /// How many rows have no value, and which; nil where all have one.
  ///
  /// - Parameter file: the file of the rows.
  public func note(_ file: String, in language: Language) -> String? {
    let numbers = NumberText(language)
    let without = rows.filter { $0.prediction == nil }.map(\.line)
    guard !without.isEmpty else { return nil }
    return language(
      RegressionPageText.rowsWithoutValue(
        file, numbers.whole(without.count), of: numbers.whole(rows.count),
        lines: RegressionPage.few(without)))
  }

  // MARK: Machine-readable

  private func values(_ row: PredictedRow) -> [Double?] {
    let prediction = row.prediction
    return [
      prediction?.fit, prediction?.standardError, prediction?.confidence?.lowerBound,
      prediction?.confidence?.upperBound, prediction?.prediction?.lowerBound,
      prediction?.prediction?.upperBound,
    ]
  }

  private static let columns = ["fit", "std_error", "ci_low", "ci_high", "pi_low", "pi_high"]

  /// `predictions.csv`; cells are empty where there is no value.
  var csv: String {
    var text = CSVText(header: ["line"] + PredictionTable.columns)
    for row in rows {
      text.append(
        ["\(row.line)"]
          + values(row).map { value in
            value.flatMap { $0.isFinite ? CSVText.number($0) : nil } ?? ""
          })
    }
    return text.text
  }

  /// The same as JSON; null where there is no value.
  var json: JSONText {
    .list(
      rows.map { row in
        .object(
          [("line", .integer(row.line))]
            + zip(PredictionTable.columns, values(row)).map { name, value in
              (name, value.map { .number($0) } ?? .null)
            })
      })
  }
}
