/// What can be wrong with annual series that are to be forecast.
public enum SeriesProblem: Hashable, Sendable {
  /// Years without a value between years that have one.
  case gap(String, years: [Int])
  /// Too few years.
  case tooShort(String, count: Int, least: Int)
  /// A value below zero although a ceiling says that the series lies between 0 and it.
  case belowZero(Double, ceiling: Double)
  /// A value above the stated ceiling.
  case aboveCeiling(Double, ceiling: Double)
  /// A ceiling that is no positive number.
  case notACeiling(String)
  /// A series that never changes.
  case flat(String)
  /// The meta file says nothing about any of the series.
  case metaOfOthers

  /// How bad it is.
  var severity: Diagnostic.Severity {
    switch self {
    case .aboveCeiling, .flat, .metaOfOthers: .warning
    default: .error
    }
  }
}
