public import Sim

/// A region file as far as the facts fill it, and the rest taken over from another region.
public struct RegionDraft: Sendable {
  /// The number taken for one year or element, and the others there are.
  public struct Choice: Sendable {
    /// The year, for a series.
    public var year: Int?
    /// The element, for a table over sets.
    public var element: String?
    /// The number in the slot's unit.
    public var value: Double
    /// The fact it was taken from.
    public var fact: Fact
    /// Facts with other numbers for the same.
    public var others: [Fact]
  }

  /// A number that nobody published, and why it is what it is.
  public struct Assumption: Sendable {
    /// The year, for a series.
    public var year: Int?
    /// The element, for a table over sets.
    public var element: String?
    /// The number in the slot's unit.
    public var value: Double
    /// The same in the unit of tables of facts.
    public var tabulated: Double
    /// Why.
    public var reason: Reason
  }

  /// Why an assumed number is what it is.
  public enum Reason: Hashable, Sendable {
    /// It is that of the other region.
    case same
    /// That of the other region, in proportion to an indicator that is known of both.
    case proportion(LocalizedText)
    /// An amount: that of the other region, in proportion to the first amount of the model.
    case size
  }

  /// One slot of the model.
  public struct Slot: Sendable {
    /// The slot.
    public var slot: RegionNeeds.Slot
    /// What fills it.
    public var indicator: Indicators.Indicator?
    /// How the facts count it; empty where there is only one way.
    public var definition: String
    /// What was found, by year or in the order of the elements.
    public var choices: [Choice]
    /// What was not, in the same order.
    public var assumptions: [Assumption]
  }

  /// A lever or assumption that is an amount, as far as it differs from the model's.
  public struct Amount: Sendable {
    /// Its name.
    public var name: String
    /// What it is, in words.
    public var label: LocalizedText?
    /// Its default.
    public var value: Double
    /// Its bounds.
    public var possible: ClosedRange<Double>
    /// Outside of which there is a warning.
    public var plausible: ClosedRange<Double>?
  }

  /// A figure that a fit may reproduce, or a target.
  public struct Quantity: Sendable {
    /// An identifier.
    public var id: String
    /// What it measures, in words.
    public var label: LocalizedText
    /// The quantity of the model.
    public var quantity: String
    /// The definition, if it has one.
    public var definition: String?
    /// The years.
    public var years: ClosedRange<Int>
    /// Whether the mean over the years counts.
    public var isMean: Bool
    /// The number in the unit of the model.
    public var value: Double
    /// How far off it may be, for a figure.
    public var sd = 0.0
    /// The unit.
    public var unit: String
    /// The comparator, for a target.
    public var comparator: Target.Comparator?
    /// Where it stands.
    public var source: String
  }

  /// The region.
  public var region: String
  /// Its borders.
  public var boundary: String
  /// The region that the rest is taken from.
  public var like: RegionDocument
  /// The file of the model.
  public var modelFile: String
  /// The years.
  public var timeline: Timeline
  /// How large the region is, compared with the other: by its first amount in the last year.
  public var size: Double
  /// The slots.
  public var slots: [Slot]
  /// The levers and assumptions that are amounts.
  public var amounts: [Amount]
  /// What a fit may reproduce.
  public var observations: [Quantity]
  /// What is to be reached.
  public var targets: [Quantity]
  /// The definition under which a scenario is stated; nil for a model that knows one only.
  public var definition: String?

  /// An identifier from the name of the region and its borders.
  public var id: String { RegionDraft.id(region, boundary: boundary) }

  static func id(_ region: String, boundary: String) -> String {
    let name = String(
      DataFolder.folded(region).map { $0.isLetter || $0.isNumber ? $0 : "_" })
    return name + (boundary == "unchanged" || boundary == "national" ? "" : "_\(boundary)")
  }
}
