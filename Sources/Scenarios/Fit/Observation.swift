public import Sim

/// A published figure about a quantity of the model, as a region file states it.
///
/// Under `observables:` it is what a fit reproduces, under `compare:` what it is held against.
public struct Observation: Sendable {
  /// Its identifier.
  public var id: String
  /// What it is, in words.
  public var label: LocalizedText?
  /// The quantity as it is written.
  public var quantity: String
  /// The quantity, resolved.
  public var expression: Expression
  /// The observed year.
  public var year: Int
  /// What was published, in the unit.
  public var value: Double
  /// Error of measurement and ambiguity together; nil for a figure that is compared only.
  public var sd: Double?
  /// The unit as it was written.
  public var unit: String
  /// The definition it was published under.
  public var definition: String?
  /// Where it was published.
  public var source: String?
  /// Anything else.
  public var note: LocalizedText?
  /// Where it is written.
  public var location: SourceLocation
}

extension ModelDocument {
  /// What a fit to the region's history compares draws with.
  public var observables: [Observable] {
    observations.compactMap { observation in
      observation.sd.map {
        Observable(
          quantity: observation.expression, year: observation.year, value: observation.value,
          sd: $0)
      }
    }
  }

  /// What a fit is held against.
  public var comparisons: [Comparison] {
    comparedFigures.map { Comparison(quantity: $0.expression, year: $0.year) }
  }
}
