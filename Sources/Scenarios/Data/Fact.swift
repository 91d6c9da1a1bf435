/// One figure of a table of facts.
public struct Fact: Sendable {
  /// How a figure came about.
  public enum Status: String, CaseIterable, Comparable, Sendable {
    case observed, derived, assumed

    /// Orders from the firmest to the weakest.
    public static func < (left: Status, right: Status) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .observed: 0
      case .derived: 1
      case .assumed: 2
      }
    }
  }

  /// The place.
  public var region: String
  /// Which borders.
  public var boundary: String
  /// What is measured, with its element in brackets if it has one.
  public var indicator: String
  /// Whose way of measuring; empty where there is only one.
  public var definition: String
  /// At which prices; empty where it is not about money.
  public var priceBasis: String
  /// The part of the year or the years it covers; empty for the year itself.
  public var period: String
  /// The unit.
  public var unit: String
  /// The year, the last one of several.
  public var year: Int
  /// The number.
  public var value: Double
  /// Which release.
  public var vintage: String
  /// Where it comes from.
  public var source: String
  /// How firm the source is.
  public var confidence: String
  /// Whether it was published, computed or assumed.
  public var status: Status
  /// What else is to be said.
  public var note: String
  /// Where it is written.
  public var location: SourceLocation

  /// The figures that could be points of one line.
  struct Series: Hashable {
    var region, boundary, indicator, definition, priceBasis, period, unit: String
  }

  /// The series it belongs to.
  var series: Series {
    Series(
      region: region, boundary: boundary, indicator: indicator, definition: definition,
      priceBasis: priceBasis, period: period, unit: unit)
  }
}
