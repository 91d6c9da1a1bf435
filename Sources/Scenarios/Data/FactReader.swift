/// Reads a table of facts, row by row, and then looks at whole series.
struct FactReader {
  static let columns = SheetReader.Columns(
    required: ["region", "boundary", "indicator", "unit", "year", "value", "source_id"],
    optional: [
      "definition", "price_basis", "period", "vintage", "confidence", "status", "note",
    ], numeric: ["value"])

  private let words: TableWords
  private var reader: SheetReader
  private(set) var facts: [Fact] = []
  /// The row of each fact in the sheet.
  private var rows: [Int] = []
  /// Indicators with a row that could not be read; nothing is said about holes in them.
  private var damaged: Set<String> = []

  init(_ sheet: SheetFile, _ words: TableWords) {
    self.words = words
    reader = SheetReader(sheet, FactReader.columns)
  }

  /// What is wrong with the table.
  var found: [Diagnostic] { reader.found }

  mutating func read() {
    guard reader.isComplete else { return }
    for row in reader.sheet.rows.indices {
      guard let fact = fact(row) else {
        damaged.insert(reader.text(row, "indicator"))
        continue
      }
      facts.append(fact)
      rows.append(row)
    }
    reportRepeats()
    for (problem, column, fact) in SeriesCheck(facts, words.indicators).problems
    where !damaged.contains(facts[fact].indicator) {
      reader.report(problem, rows[fact], column)
    }
  }

  // MARK: Rows

  private mutating func fact(_ row: Int) -> Fact? {
    let before = reader.found.count
    let region = reader.required(row, "region")
    let indicator = reader.required(row, "indicator")
    let basis = words.word(.priceBasis, row, &reader) ?? ""
    let definition = words.word(.definition, row, &reader) ?? ""
    if let indicator { checkNeeds(indicator, basis, definition, row) }
    let boundary = words.word(.boundary, row, &reader, isRequired: true)
    let unit = words.word(.unit, row, &reader, isRequired: true)
    let year = reader.year(row, "year")
    let value = words.value(row, unit: unit, &reader)
    let source = words.source(row, &reader)
    let confidence = words.word(.confidence, row, &reader) ?? ""
    let status = words.word(.status, row, &reader) ?? Fact.Status.observed.rawValue
    guard reader.found.dropFirst(before).allSatisfy({ $0.severity == .warning }),
      let region, let indicator, let boundary, let unit, let year, let value, let source
    else { return nil }
    return Fact(
      region: region, boundary: boundary, indicator: indicator, definition: definition,
      priceBasis: basis, period: reader.text(row, "period"), unit: unit, year: year, value: value,
      vintage: reader.text(row, "vintage"), source: source, confidence: confidence,
      status: Fact.Status(rawValue: status) ?? .observed, note: reader.text(row, "note"),
      location: reader.location(row, "value"))
  }

  /// Reports an indicator nobody knows, and a definition or price basis that is missing.
  private mutating func checkNeeds(
    _ indicator: String, _ basis: String, _ definition: String, _ row: Int
  ) {
    guard words.indicators.knows(indicator) else {
      let name = Indicators.base(indicator)
      reader.report(
        .unknownIndicator(
          name, suggestion: nearestName(to: name, among: words.indicators.names)), row,
        "indicator")
      return
    }
    let flags = words.indicators.flags(indicator, priceBasis: basis)
    if flags.contains(.definition), definition.isEmpty, reader.text(row, "definition").isEmpty {
      reader.report(.columnNeeded("definition", by: indicator), row, "definition")
    }
    if flags.contains(.priceBasis), basis.isEmpty, reader.text(row, "price_basis").isEmpty {
      reader.report(.columnNeeded("price_basis", by: indicator), row, "price_basis")
    }
  }

  /// Reports a second figure for the same thing from the same source.
  private mutating func reportRepeats() {
    struct Key: Hashable {
      var series: Fact.Series
      var year: Int
      var vintage, source: String
    }
    var seen: [Key: Int] = [:]
    for (position, fact) in facts.enumerated() {
      let key = Key(
        series: fact.series, year: fact.year, vintage: fact.vintage, source: fact.source)
      guard let first = seen[key] else {
        seen[key] = position
        continue
      }
      let parts = [
        fact.region, fact.boundary, fact.indicator, fact.definition, fact.priceBasis, fact.period,
        "\(fact.year)", fact.source,
      ]
      reader.report(
        .keyTwice(parts.filter { !$0.isEmpty }), rows[position], "value", first: rows[first])
    }
  }
}

/// What the cells of a table may say.
struct TableWords {
  var vocabulary: Vocabulary
  var indicators: Indicators
  var sources: SourceList

  /// A word of the vocabulary, an alias replaced; nil when the cell is empty or, reported, unknown.
  func word(
    _ kind: Vocabulary.Kind, _ row: Int, _ reader: inout SheetReader, isRequired: Bool = false
  ) -> String? {
    let text = reader.text(row, kind.rawValue)
    guard !text.isEmpty else {
      if isRequired { reader.report(.emptyCell(kind.rawValue), row, kind.rawValue) }
      return nil
    }
    if let term = vocabulary.term(kind, text) { return term.id }
    reader.reportUnknown(text, row, kind.rawValue, known: vocabulary.words(kind))
    return nil
  }

  /// The number of a row, within the bounds of its unit.
  func value(_ row: Int, unit: String?, _ reader: inout SheetReader) -> Double? {
    guard reader.required(row, "value") != nil, let value = reader.number(row, "value") else {
      return nil
    }
    guard let unit, let term = vocabulary.term(.unit, unit) else { return value }
    if value < term.low ?? -.infinity || value > term.high ?? .infinity {
      reader.report(
        .outsideUnit(value, unit: unit, low: term.low, high: term.high), row, "value")
    }
    return value
  }

  /// The source of a row.
  func source(_ row: Int, _ reader: inout SheetReader) -> String? {
    guard let text = reader.required(row, "source_id") else { return nil }
    if sources.sources[text] == nil {
      reader.report(
        .unknownSource(
          text, suggestion: nearestName(to: text, among: sources.sources.keys.sorted())),
        row, "source_id")
    }
    return text
  }
}
