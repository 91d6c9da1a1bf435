/// A target somebody has set, as a table of targets states it.
public struct StatedTarget: Sendable {
  /// The place.
  public var region: String
  /// Which borders.
  public var boundary: String
  /// What is to be reached.
  public var indicator: String
  /// Whose way of measuring; `unstated` where the document does not say.
  public var definition: String
  /// At which prices.
  public var priceBasis: String
  /// How the quantity is compared with the level.
  public var comparator: Target.Comparator
  /// The unit.
  public var unit: String
  /// The year.
  public var year: Int
  /// The level.
  public var value: Double
  /// How years count: in the year, in every year, as a mean.
  public var evaluation: String
  /// The document that sets it.
  public var document: String
  /// The date of the document.
  public var date: String
  /// Where it can be read.
  public var source: String
  /// How firm the source is.
  public var confidence: String
  /// What else is to be said.
  public var note: String
}

/// Reads a table of targets.
struct StatedTargetReader {
  static let columns = SheetReader.Columns(
    required: [
      "region", "boundary", "indicator", "comparator", "unit", "year", "value", "document",
      "source_id",
    ],
    optional: ["definition", "price_basis", "evaluation", "date", "confidence", "note"],
    numeric: ["value"])

  private let words: TableWords
  private var reader: SheetReader
  private(set) var targets: [StatedTarget] = []

  init(_ sheet: SheetFile, _ words: TableWords) {
    self.words = words
    reader = SheetReader(sheet, StatedTargetReader.columns)
  }

  /// What is wrong with the table.
  var found: [Diagnostic] { reader.found }

  mutating func read() {
    guard reader.isComplete else { return }
    for row in reader.sheet.rows.indices {
      if let target = target(row) { targets.append(target) }
    }
  }

  private mutating func target(_ row: Int) -> StatedTarget? {
    let region = reader.required(row, "region")
    let indicator = reader.required(row, "indicator")
    if let indicator, !words.indicators.knows(indicator) {
      reader.report(
        .unknownIndicator(
          indicator, suggestion: nearestName(to: indicator, among: words.indicators.names)), row,
        "indicator")
    }
    let boundary = words.word(.boundary, row, &reader, isRequired: true)
    let unit = words.word(.unit, row, &reader, isRequired: true)
    let definition = words.word(.definition, row, &reader) ?? ""
    let basis = words.word(.priceBasis, row, &reader) ?? ""
    let confidence = words.word(.confidence, row, &reader) ?? ""
    let comparator = comparator(row)
    let year = reader.year(row, "year")
    let value = words.value(row, unit: unit, &reader)
    let document = reader.required(row, "document")
    let source = words.source(row, &reader)
    guard let region, let indicator, let boundary, let unit, let comparator, let year, let value,
      let document, let source
    else { return nil }
    return StatedTarget(
      region: region, boundary: boundary, indicator: indicator, definition: definition,
      priceBasis: basis, comparator: comparator, unit: unit, year: year, value: value,
      evaluation: reader.text(row, "evaluation"), document: document,
      date: reader.text(row, "date"), source: source, confidence: confidence,
      note: reader.text(row, "note"))
  }

  private mutating func comparator(_ row: Int) -> Target.Comparator? {
    guard let text = reader.required(row, "comparator") else { return nil }
    if let comparator = Target.Comparator(rawValue: text) { return comparator }
    reader.report(
      .unknownValue(
        text, column: "comparator", suggestion: nil,
        known: Target.Comparator.allCases.map(\.rawValue)), row, "comparator")
    return nil
  }
}
