/// Observations of consecutive years, and what is known about the quantity.
public struct AnnualSeries: Sendable {
  /// Its name.
  public let name: String
  /// The class of series it is compared with, such as one indicator of many regions.
  public let pool: String
  /// The year of the first observation.
  public let firstYear: Int
  /// The observations, one a year.
  public let values: [Double]
  /// The level that cannot be passed, such as 100 for a percentage; nil where there is none.
  ///
  /// With a ceiling the quantity is known to lie between 0 and it.
  public let ceiling: Double?

  /// Creates a series.
  ///
  /// - Precondition: every value is finite.
  public init(
    name: String, pool: String = "", firstYear: Int, values: [Double], ceiling: Double? = nil
  ) {
    precondition(values.allSatisfy(\.isFinite), "a series with a value that is no finite number")
    (self.name, self.pool, self.firstYear) = (name, pool, firstYear)
    (self.values, self.ceiling) = (values, ceiling)
  }

  /// The year of the last observation; the year before the first where there is none.
  public var lastYear: Int { firstYear + values.count - 1 }

  /// What was known at the end of a year; nil before the first observation.
  public func known(in year: Int) -> AnnualSeries? {
    guard year >= firstYear else { return nil }
    let count = min(values.count, year - firstYear + 1)
    return AnnualSeries(
      name: name, pool: pool, firstYear: firstYear, values: Array(values.prefix(count)),
      ceiling: ceiling)
  }

  /// The changes from year to year.
  var changes: [Double] { zip(values.dropFirst(), values).map { $0 - $1 } }

  /// The ceiling, lifted where an observation has already passed the stated one.
  public var effectiveCeiling: Double? {
    guard let ceiling else { return nil }
    let largest = values.max() ?? 0
    return largest > ceiling ? 1.05 * largest : ceiling
  }
}
