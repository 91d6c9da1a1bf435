/// Cuts CSV text into records of fields, as RFC 4180 has them, with any separator.
struct CSVScanner {
  /// One field and where it begins.
  struct Field {
    var text: String
    /// Line and column from 1, columns in Unicode scalars.
    var line, column: Int
  }

  /// One line of the table; a line with nothing on it is none.
  struct Record {
    var fields: [Field]
    var line: Int
  }

  private let file: SourceFile
  private let separator: UInt8
  private var line = 1
  private var column = 1
  private var start = (line: 1, column: 1)
  private var field: [UInt8] = []
  private var fields: [Field] = []

  /// What was cut.
  private(set) var records: [Record] = []
  /// What is wrong with quotes.
  private(set) var found: [Diagnostic] = []

  /// Where the scanner is within a field.
  private enum State { case start, plain, quoted, afterQuote }

  init(_ file: SourceFile, separator: UInt8 = UInt8(ascii: ",")) {
    self.file = file
    self.separator = separator
  }

  mutating func scan() {
    let bytes = Array(file.text.utf8)
    var state = State.start
    for index in bytes.indices {
      let byte = bytes[index]
      // A byte of the form 10xxxxxx continues a scalar.
      defer { if byte & 0xC0 != 0x80 { column += 1 } }
      switch (state, byte) {
      case (.quoted, UInt8(ascii: "\"")): state = .afterQuote
      case (.quoted, _):
        field.append(byte)
        if byte == 0x0A { beginLine() }
      case (.start, UInt8(ascii: "\"")): state = .quoted
      case (.afterQuote, UInt8(ascii: "\"")):
        field.append(byte)
        state = .quoted
      case (_, separator):
        endField()
        start = (line, column + 1)
        state = .start
      case (_, 0x0D) where index + 1 < bytes.count && bytes[index + 1] == 0x0A: break
      case (_, 0x0A), (_, 0x0D):
        endRecord()
        beginLine()
        start = (line, 1)
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
      found.append(
        Diagnostic(.csvUnclosedQuote, at: file.location(line: fields.first?.line ?? start.line)))
    }
    if state != .start || !field.isEmpty || !fields.isEmpty { endRecord() }
  }

  /// The next byte is the first of a line.
  private mutating func beginLine() {
    line += 1
    column = 0
  }

  private mutating func endField() {
    fields.append(
      Field(text: String(decoding: field, as: UTF8.self), line: start.line, column: start.column))
    field.removeAll(keepingCapacity: true)
  }

  private mutating func endRecord() {
    endField()
    if fields.count > 1 || fields[0].text != "" {
      records.append(Record(fields: fields, line: fields[0].line))
    }
    fields = []
  }
}
