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
  /// How the share moved elsewhere.
  public var analogues: [Analogue] = []
  /// Official goals that are held against each other.
  public var consistency: [ConsistencyCheck] = []
  /// The regions that it unites, in order; nil when it is one by itself.
  public var parts: [RegionDocument]?
}
