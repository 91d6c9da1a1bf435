public import Sim

/// Something a government wants to be so: a quantity, a level, and when.
///
/// Targets are data: they stand in a region's file or in a scenario's, and any expression of the
/// model's variables can be one. The quantity is a reporting variable of the bound model, under a
/// name no file can hold, so the engine computes it as it computes any output.
public struct Target: Sendable {
  /// Ways to compare a quantity with a level.
  public enum Comparator: String, CaseIterable, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// Whether a quantity compares with a level as it should.
    public func holds(_ quantity: Double, _ level: Double) -> Bool {
      switch self {
      case .less: quantity < level
      case .lessOrEqual: quantity <= level
      case .greater: quantity > level
      case .greaterOrEqual: quantity >= level
      }
    }
  }

  /// What several years must do together.
  public enum Aggregate: String, CaseIterable, Sendable {
    /// The target is met when it holds in every one of the years.
    case every
    /// It is met when it holds in one of them.
    case any
    /// It is met when it holds for the arithmetic mean of the quantity over them; the target's
    /// variable is that mean, the same in each of the years.
    case mean
  }

  /// Its identifier.
  public var id: String
  /// Its words.
  public var label: LocalizedText?
  /// The quantity as it is written.
  public var quantity: String
  /// The reporting variable that is the quantity, by position in `Model.variables`.
  public var variable: Int
  /// Its flat element: that of the target's definition, where the quantity depends on one.
  public var element: Int
  /// The reporting variable that is the quantity as it will first be published, before revisions;
  /// nil when nothing in it is revised.
  public var firstRelease: Int?
  /// The unit of the quantity and of the level.
  public var unit: String
  /// How the quantity is compared with the level.
  public var comparator: Comparator
  /// The level.
  public var level: Double
  /// The years.
  public var years: ClosedRange<Int>
  /// What several years must do together.
  public var aggregate: Aggregate
  /// The definition it is stated under; an element of the model's set `definition`.
  public var definition: String?
  /// The boundary it is stated for.
  public var boundary: String?
  /// The price basis or anything else that fixes its meaning.
  public var basis: LocalizedText?
  /// Where it was set.
  public var source: String?
  /// Anything else.
  public var note: LocalizedText?
  /// Where it is written.
  public var location: SourceLocation

  /// The quantity in a year, as an output of scenario number `scenario` of a run; it is left out
  /// of a run in years in which it is not defined.
  public func output(scenario: Int, year: Int) -> Output {
    Output(scenario: scenario, variable: variable, element: element, year: year)
  }
}
