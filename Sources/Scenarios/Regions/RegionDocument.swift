/// What a region file says besides numbers.
public struct RegionDocument: Sendable {
  /// The file it was read from.
  public var file: String
  /// Its identifier.
  public var id: String
  /// Its title.
  public var title: LocalizedText
  /// The name of the region in machine files.
  public var region: String
  /// Which boundary the data belong to.
  public var boundary: String
  /// Which release of the data.
  public var vintage: String
  /// The targets somebody has set.
  public var targets: [TargetSource]
}

/// A target as a region file states it.
public struct TargetSource: Sendable {
  /// Ways to compare a quantity with a level.
  public enum Comparator: String, CaseIterable, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }
  /// Its identifier.
  public var id: String
  /// The quantity as it is written: a variable, an element or an expression of them.
  public var quantity: String
  /// How the quantity is compared.
  public var comparator: Comparator
  /// The level.
  public var level: Double
  /// The year, or the years in all of which it must hold.
  public var years: YearRange
  /// The definition it is stated under.
  public var definition: String?
  /// The boundary it is stated for.
  public var boundary: String?
  /// The price basis or anything else that fixes its meaning.
  public var basis: LocalizedText?
  /// Where it was set.
  public var source: String?
  /// Its words.
  public var label: LocalizedText?
  /// Where it is written.
  public var location: SourceLocation
}
