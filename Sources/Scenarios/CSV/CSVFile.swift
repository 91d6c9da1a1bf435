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
    header = scanner.records.first?.fields.map(\.text) ?? []
    rows = scanner.records.dropFirst().map { $0.fields.map(\.text) }
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
