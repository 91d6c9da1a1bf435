/// A table as people save it from a spreadsheet: a header, then rows of as many cells.
///
/// The dialect is decided once per file: UTF-8 with or without a byte-order mark, or UTF-16; commas,
/// semicolons or tabs between cells; a decimal point or a decimal comma. Empty rows and empty columns
/// at the right edge are left out.
public struct SheetFile: Sendable {
  /// One cell.
  public struct Cell: Sendable {
    /// Its text, without spaces at the ends.
    public let text: String
    /// Where it begins.
    public let location: SourceLocation
  }

  /// The file as it was named.
  public var path: String { file.path }
  /// The names of the columns.
  public let header: [Cell]
  /// The cells of each row, one per column; ragged rows are left out and reported.
  public let rows: [[Cell]]
  /// What stands between cells.
  public let separator: Character
  /// What is wrong with the shape of the file.
  public let problems: [Diagnostic]

  let file: SourceFile

  /// The names of the columns as text.
  var names: [String] { header.map(\.text) }

  /// Reads a file.
  ///
  /// - Throws: when the file cannot be read at all.
  public init(reading path: String) throws(Diagnostic) {
    self.init(try SourceFile(readingSheet: path))
  }

  /// Reads text that is already in memory.
  public init(_ file: SourceFile) {
    let dialect = Dialect(file)
    separator = dialect.separator
    self.file = file
    var scanner = CSVScanner(file, separator: dialect.separator.asciiValue ?? 0x2C)
    scanner.scan()
    var found = scanner.found
    let records = scanner.records.dropFirst(dialect.headerOffset).filter { record in
      record.fields.contains { !$0.text.trimmed.isEmpty }
    }
    let width = records.map(SheetFile.usedWidth).max() ?? 0
    header = (records.first?.fields.prefix(width) ?? []).map { Cell($0, in: file) }
    if header.isEmpty { found.append(Diagnostic(.csvHeaderMissing, at: file.location())) }
    for (index, cell) in header.enumerated()
    where header[..<index].contains(where: { $0.text == cell.text }) {
      found.append(SheetFile.diagnostic(.csvColumnTwice(cell.text), cell.location, file))
    }
    var rows: [[Cell]] = []
    for record in records.dropFirst() {
      let fields = record.fields
      let extra = fields.dropFirst(header.count)
      guard fields.count >= header.count, extra.allSatisfy(\.text.trimmed.isEmpty) else {
        found.append(
          Diagnostic(
            .csvFieldCount(found: fields.count, expected: header.count),
            at: file.location(line: record.line), excerpt: file.line(record.line)))
        continue
      }
      rows.append(fields.prefix(header.count).map { Cell($0, in: file) })
    }
    self.rows = rows
    problems = found
  }

  /// The number of fields up to the last that is not empty.
  private static func usedWidth(_ record: CSVScanner.Record) -> Int {
    (record.fields.lastIndex { !$0.text.trimmed.isEmpty } ?? -1) + 1
  }

  static func diagnostic(
    _ problem: Problem, _ location: SourceLocation, _ file: SourceFile,
    notes: [Diagnostic.Note] = []
  ) -> Diagnostic {
    Diagnostic(problem, at: location, excerpt: file.line(location.line), notes: notes)
  }

  /// What a file's first lines say about how it was saved.
  private struct Dialect {
    var separator: Character
    /// The number of records before the header.
    var headerOffset = 0

    init(_ file: SourceFile) {
      let lines = file.text.split(maxSplits: 2, whereSeparator: \.isNewline)
      // Spreadsheets may name the separator in a line of its own.
      if let first = lines.first?.trimmingQuotes, first.count == 5,
        first.lowercased().hasPrefix("sep="), let named = first.last
      {
        self.separator = named
        // A line `sep=,` is cut at its own separator, and still is one record.
        headerOffset = 1
        return
      }
      let header = lines.first ?? ""
      let counts: [(Character, Int)] = ["\t", ";", ","].map { mark in
        (mark, Dialect.count(mark, in: header))
      }
      separator = counts.max { $0.1 < $1.1 }.flatMap { $0.1 > 0 ? $0.0 : nil } ?? ","
    }

    /// How often a mark stands outside quotes.
    private static func count(_ mark: Character, in line: Substring) -> Int {
      var isQuoted = false
      var count = 0
      for character in line {
        if character == "\"" { isQuoted.toggle() }
        if character == mark && !isQuoted { count += 1 }
      }
      return count
    }
  }
}

extension SheetFile.Cell {
  fileprivate init(_ field: CSVScanner.Field, in file: SourceFile) {
    text = field.text.trimmed
    location = file.location(line: field.line, column: field.column)
  }
}

extension Substring {
  /// The text without quotes at its ends.
  fileprivate var trimmingQuotes: String {
    String(drop { $0 == "\"" }.reversed().drop { $0 == "\"" }.reversed())
  }
}
