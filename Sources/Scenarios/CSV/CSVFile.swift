/// A strict CSV file: a header, then rows of as many fields, as RFC 4180 has them.
///
/// Machine files of the program itself and files of draws are read with it; what people write in
/// spreadsheets needs a more forgiving reader.
public struct CSVFile: Sendable {
  /// The file as it was named.
  public let path: String
  /// The names of the columns.
  public let header: [String]
  /// The fields of each row.
  public let rows: [[String]]
  /// The line each row begins on.
  public let lines: [Int]

  /// Reads a file.
  ///
  /// - Throws: every mistake in it.
  public init(reading path: String) throws(Diagnostics) {
    do {
      try self.init(SourceFile(reading: path))
    } catch let error as Diagnostic {
      throw Diagnostics([error])
    } catch let error as Diagnostics {
      throw error
    } catch {
      throw Diagnostics([
        Diagnostic(.fileUnreadable("\(error)"), at: SourceLocation(file: path))
      ])
    }
  }

  /// Reads text that is already in memory.
  ///
  /// - Throws: every mistake in it.
  public init(_ file: SourceFile) throws(Diagnostics) {
    var scanner = CSVScanner(file)
    scanner.scan()
    path = file.path
    header = scanner.records.first?.fields ?? []
    rows = scanner.records.dropFirst().map(\.fields)
    lines = scanner.records.dropFirst().map(\.line)
    var found = scanner.found
    if header.isEmpty { found.append(Diagnostic(.csvHeaderMissing, at: file.location())) }
    for (index, name) in header.enumerated() where header[..<index].contains(name) {
      found.append(Diagnostic(.csvColumnTwice(name), at: file.location(line: 1)))
    }
    for (row, line) in zip(rows, lines) where row.count != header.count {
      found.append(
        Diagnostic(
          .csvFieldCount(found: row.count, expected: header.count), at: file.location(line: line),
          excerpt: file.line(line)))
    }
    if !found.isEmpty { throw Diagnostics(found.sorted { $0.location < $1.location }) }
  }

  /// The position of a column.
  public func column(_ name: String) -> Int? { header.firstIndex(of: name) }

  /// The numbers of a column; an empty field is nil.
  ///
  /// - Throws: every field that is not a number.
  public func numbers(_ column: Int) throws(Diagnostics) -> [Double?] {
    var found: [Diagnostic] = []
    let numbers = zip(rows, lines).map { row, line -> Double? in
      let text = row[column]
      if text.isEmpty { return nil }
      if let number = decimalNumber(text) { return number }
      found.append(
        Diagnostic(
          .csvNotANumber(text, column: header[column]),
          at: SourceLocation(file: path, line: line)))
      return nil
    }
    if !found.isEmpty { throw Diagnostics(found) }
    return numbers
  }
}

/// Cuts CSV text into records.
private struct CSVScanner {
  private let file: SourceFile
  private var line = 1
  private var recordLine = 1
  private var field: [UInt8] = []
  private var fields: [String] = []
  private(set) var records: [(fields: [String], line: Int)] = []
  private(set) var found: [Diagnostic] = []

  /// Where the scanner is within a field.
  private enum State { case start, plain, quoted, afterQuote }

  init(_ file: SourceFile) { self.file = file }

  mutating func scan() {
    let bytes = Array(file.text.utf8)
    var state = State.start
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch (state, byte) {
      case (.quoted, UInt8(ascii: "\"")): state = .afterQuote
      case (.quoted, _):
        field.append(byte)
        if byte == 0x0A { line += 1 }
      case (.start, UInt8(ascii: "\"")): state = .quoted
      case (.afterQuote, UInt8(ascii: "\"")):
        field.append(byte)
        state = .quoted
      case (_, UInt8(ascii: ",")):
        endField()
        state = .start
      case (_, 0x0D) where index < bytes.count && bytes[index] == 0x0A: break
      case (_, 0x0A), (_, 0x0D):
        endRecord()
        line += 1
        recordLine = line
        state = .start
      case (.afterQuote, _), (.plain, UInt8(ascii: "\"")):
        found.append(Diagnostic(.csvStrayQuote, at: file.location(line: line)))
        field.append(byte)
        state = .plain
      default:
        field.append(byte)
        state = .plain
      }
    }
    if state == .quoted {
      found.append(Diagnostic(.csvUnclosedQuote, at: file.location(line: recordLine)))
    }
    if state != .start || !field.isEmpty || !fields.isEmpty { endRecord() }
  }

  private mutating func endField() {
    fields.append(String(decoding: field, as: UTF8.self))
    field.removeAll(keepingCapacity: true)
  }

  private mutating func endRecord() {
    endField()
    // A line with nothing on it is no record.
    if fields != [""] { records.append((fields, recordLine)) }
    fields = []
  }
}
