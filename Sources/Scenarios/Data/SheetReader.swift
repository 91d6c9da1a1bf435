/// Reads the cells of a sheet by the names of its columns and collects every mistake.
struct SheetReader {
  /// What a kind of table has.
  struct Columns {
    /// Columns without which there is no table.
    var required: [String]
    /// Columns that may be left out.
    var optional: [String] = []
    /// The columns that hold numbers.
    var numeric: [String] = []

    var all: [String] { required + optional }
  }

  let sheet: SheetFile
  private let positions: [String: Int]
  private let decimalMark: DecimalMark?
  private(set) var found: [Diagnostic]
  /// Whether every required column is there.
  let isComplete: Bool

  init(_ sheet: SheetFile, _ columns: Columns) {
    self.sheet = sheet
    var positions: [String: Int] = [:]
    var found = sheet.problems
    for (index, cell) in sheet.header.enumerated() {
      if columns.all.contains(cell.text) {
        positions[cell.text] = positions[cell.text] ?? index
      } else {
        let problem = SheetProblem.columnUnknown(
          cell.text, suggestion: nearestName(to: cell.text, among: columns.all),
          known: columns.all)
        found.append(SheetFile.diagnostic(.sheet(problem), cell.location, sheet.file))
      }
    }
    let line = sheet.header.first?.location.line ?? 0
    let missing = sheet.header.isEmpty ? [] : columns.required.filter { positions[$0] == nil }
    for name in missing {
      found.append(
        Diagnostic(.sheet(.columnMissing(name)), at: sheet.file.location(line: line)))
    }
    self.positions = positions
    isComplete = missing.isEmpty && !sheet.header.isEmpty
    let (mark, mixed) = SheetReader.decimalMark(
      sheet, columns.numeric.compactMap { positions[$0] })
    decimalMark = mark
    self.found = found + mixed
  }

  /// The decimal mark the numbers of these columns show, and the numbers that show another.
  private static func decimalMark(
    _ sheet: SheetFile, _ columns: [Int]
  ) -> (DecimalMark?, [Diagnostic]) {
    var marks = DecimalMarks(in: sheet.file)
    for row in sheet.rows {
      for cell in columns.map({ row[$0] }) {
        if case .decided(_, let mark) = SheetNumber(cell.text) { marks.add(mark, cell) }
      }
    }
    return (marks.first, marks.mixed)
  }

  // MARK: Cells

  /// The text of a cell; empty where the table has no such column.
  func text(_ row: Int, _ column: String) -> String {
    positions[column].map { sheet.rows[row][$0].text } ?? ""
  }

  /// The text of a cell that must not be empty.
  mutating func required(_ row: Int, _ column: String) -> String? {
    let text = text(row, column)
    if text.isEmpty { report(.emptyCell(column), row, column) }
    return text.isEmpty ? nil : text
  }

  /// One of the words that may stand in a column; nil, and reported, for any other.
  mutating func known<Word: CaseIterable & RawRepresentable<String>>(
    _ text: String, _ row: Int, _ column: String
  ) -> Word? {
    if let word = Word(rawValue: text) { return word }
    reportUnknown(text, row, column, known: Word.allCases.map(\.rawValue))
    return nil
  }

  /// Reports a word that is none of those that may stand in a column.
  mutating func reportUnknown(_ text: String, _ row: Int, _ column: String, known: [String]) {
    let suggestion = nearestName(to: text, among: known)
    report(.unknownValue(text, column: column, suggestion: suggestion, known: known), row, column)
  }

  /// The number in a cell; nil when it is empty, and nil and reported when it is no clear number.
  mutating func number(_ row: Int, _ column: String) -> Double? {
    let text = text(row, column)
    guard !text.isEmpty else { return nil }
    switch SheetNumber(text) {
    case .plain(let number): return number
    case .decided(let number, let mark):
      // The other mark has been reported with the file.
      return mark == decimalMark ? number : nil
    case .either(let fraction, let thousands, let mark):
      if let known = decimalMark { return mark == known ? fraction : thousands }
      // Where commas stand between cells, a bare point is the decimal point.
      if sheet.separator == ",", mark == .point { return fraction }
      // With one more zero, nobody can take it for thousands.
      report(
        .ambiguousNumber(
          text, decimal: text + "0", thousands: text.filter { $0.isDigit || $0 == "-" }),
        row, column)
      return nil
    case nil:
      if text.hasSuffix("%"), SheetNumber(String(text.dropLast())) != nil {
        report(.percentSign(text), row, column)
      } else {
        report(.csvNotANumber(text, column: column), row, column)
      }
      return nil
    }
  }

  /// The year in a cell.
  mutating func year(_ row: Int, _ column: String) -> Int? {
    guard let text = required(row, column) else { return nil }
    if text.count == 4, text.allSatisfy(\.isDigit), let year = Int(text) { return year }
    report(.notAYear(text), row, column)
    return nil
  }

  // MARK: Findings

  /// The place of a cell, or of its row where the table has no such column.
  func location(_ row: Int, _ column: String) -> SourceLocation {
    if let position = positions[column] { return sheet.rows[row][position].location }
    return sheet.file.location(line: sheet.rows[row].first?.location.line ?? 0)
  }

  mutating func report(
    _ problem: SheetProblem, _ row: Int, _ column: String, first: Int? = nil
  ) {
    report(.sheet(problem), row, column, first: first)
  }

  mutating func report(_ problem: Problem, _ row: Int, _ column: String, first: Int? = nil) {
    let notes = first.map { row in
      let location = location(row, column)
      return Diagnostic.Note(
        .firstHere, at: location, excerpt: sheet.file.line(location.line))
    }
    found.append(
      SheetFile.diagnostic(
        problem, location(row, column), sheet.file, notes: notes.map { [$0] } ?? []))
  }
}
