/// Everything that can be wrong with a table somebody wrote in a spreadsheet.
public enum SheetProblem: Hashable, Sendable {
  // MARK: The file
  case notUTF16
  case unknownTable(header: [String])
  case vocabularyMissing
  case columnMissing(String)
  case columnUnknown(String, suggestion: String?, known: [String])
  case columnUnnamed
  case noRows

  // MARK: Cells
  case emptyCell(String)
  case percentSign(String)
  case ambiguousNumber(String, decimal: String, thousands: String)
  case mixedDecimalMarks(String, expected: DecimalMark)
  case notAYear(String)
  case unknownValue(String, column: String, suggestion: String?, known: [String])
  case unknownSource(String, suggestion: String?)
  case unknownIndicator(String, suggestion: String?)
  case columnNeeded(String, by: String)
  case outsideUnit(Double, unit: String, low: Double?, high: Double?)

  // MARK: Several rows
  case keyTwice([String])
  case yearGap(String, region: String, years: [Int])
  case mixedSeries(String, column: String, filled: [Int], with: String, main: String)
  case continuedSeries(String, column: String, from: String, to: String)

  /// How bad it is.
  var severity: Diagnostic.Severity {
    switch self {
    case .unknownIndicator, .continuedSeries: .warning
    default: .error
    }
  }
}
