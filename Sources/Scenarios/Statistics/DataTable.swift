/// A tidy table of observations: one row each, columns of numbers or of words.
///
/// The dialect of the file is decided once, as ``SheetFile`` has it. A column is numeric if every cell
/// that says something is a number. A cell that is empty or says `NA`, `NaN`, `N/A`, `null`, `.` or `..`
/// is missing.
public struct DataTable: Sendable {
  /// One column.
  public struct Column: Sendable {
    /// Its name.
    public let name: String
    /// The text of each cell; a missing cell is empty.
    public let texts: [String]
    /// The numbers of a numeric column, NaN where a cell is missing; nil for a column of words.
    public let numbers: [Double]?
    /// The row of the first cell that is no number, where others of the column are numbers.
    public let firstWord: Int?
  }

  /// The file as it was named.
  public let path: String
  /// The columns in the order of the file.
  public let columns: [Column]
  /// The line of the file each row begins on.
  public let lines: [Int]
  private let sheet: SheetFile

  /// The number of rows.
  public var rowCount: Int { lines.count }
  /// The names of the columns.
  public var names: [String] { columns.map(\.name) }

  /// Reads a file.
  ///
  /// - Throws: every mistake in it: an uneven row, a column named twice or not at all, a number that
  ///   can be read in two ways.
  public init(reading path: String) throws(Diagnostics) {
    let sheet: SheetFile
    do {
      sheet = try SheetFile(reading: path)
    } catch {
      throw Diagnostics([error])
    }
    try self.init(sheet)
  }

  /// Reads text that is already in memory.
  ///
  /// - Throws: what ``init(reading:)`` throws.
  public init(_ file: SourceFile) throws(Diagnostics) { try self.init(SheetFile(file)) }

  private init(_ sheet: SheetFile) throws(Diagnostics) {
    self.sheet = sheet
    path = sheet.path
    lines = sheet.rows.map { $0.first?.location.line ?? 0 }
    var cells = sheet.header.indices.map { position in
      sheet.rows.map { DataTable.Cell($0[position].text) }
    }
    var found = sheet.problems
    if !sheet.header.isEmpty && sheet.rows.isEmpty {
      found.append(Diagnostic(.sheet(.noRows), at: sheet.file.location()))
    }
    for cell in sheet.header where cell.text.isEmpty {
      found.append(SheetFile.diagnostic(.sheet(.columnUnnamed), cell.location, sheet.file))
    }
    found += DataTable.settleMarks(&cells, in: sheet)
    guard found.isEmpty else {
      throw Diagnostics(found.sorted { $0.location < $1.location })
    }
    columns = zip(sheet.header, cells).enumerated().map { position, pair in
      Column(
        name: pair.0.text, cells: pair.1, texts: sheet.rows.map { $0[position].text })
    }
  }

  /// The column of a name.
  public func column(_ name: String) -> Column? { columns.first { $0.name == name } }

  /// The place of a cell.
  public func location(row: Int, column: String) -> SourceLocation {
    guard let position = columns.firstIndex(where: { $0.name == column }) else {
      return sheet.file.location(line: lines[row])
    }
    return sheet.rows[row][position].location
  }

  /// A finding at a cell.
  public func diagnostic(_ problem: Problem, row: Int, column: String) -> Diagnostic {
    SheetFile.diagnostic(problem, location(row: row, column: column), sheet.file)
  }

  // MARK: Cells

  /// What a cell says.
  fileprivate enum Cell {
    case missing
    case number(Double)
    /// A mark before three digits, until the file says what the mark is.
    case either(fraction: Double, thousands: Double, DecimalMark)
    case marked(Double, DecimalMark)
    case word

    init(_ text: String) {
      if DataTable.missing.contains(text) {
        self = .missing
        return
      }
      // Published tables write whole numbers with a trailing point.
      if text.count > 1, text.hasSuffix("."), let number = decimalNumber(text) {
        self = .number(number)
        return
      }
      self =
        switch SheetNumber(text) {
        case .plain(let number): .number(number)
        case .decided(let number, let mark): .marked(number, mark)
        case .either(let fraction, let thousands, let mark):
          .either(fraction: fraction, thousands: thousands, mark)
        case nil: .word
        }
    }
  }

  /// What an author writes where there is no observation.
  static let missing: Set<String> = [
    "", "NA", "NaN", "nan", "N/A", "n/a", "#N/A", "null", ".", "..",
  ]

  /// Reads the numbers that depend on what the decimal mark of the file is.
  private static func settleMarks(
    _ cells: inout [[Cell]], in sheet: SheetFile
  ) -> [Diagnostic] {
    // A column of words says nothing about numbers.
    let numeric = cells.indices.filter { position in
      !cells[position].contains { if case .word = $0 { true } else { false } }
    }
    var marks = DecimalMarks(in: sheet.file)
    for row in sheet.rows.indices {
      for position in numeric {
        if case .marked(_, let mark) = cells[position][row] {
          marks.add(mark, sheet.rows[row][position])
        }
      }
    }
    var found = marks.mixed
    // Where commas stand between cells, a bare point is the decimal point.
    let decimal = marks.first ?? (sheet.separator == "," ? .point : nil)
    for position in cells.indices {
      for row in cells[position].indices {
        switch cells[position][row] {
        case .marked(let number, _): cells[position][row] = .number(number)
        case .either(let fraction, let thousands, let mark):
          if let decimal {
            cells[position][row] = .number(mark == decimal ? fraction : thousands)
          } else {
            let place = sheet.rows[row][position]
            let problem = SheetProblem.ambiguousNumber(
              place.text, decimal: place.text + "0",
              thousands: place.text.filter { $0.isDigit || $0 == "-" })
            found.append(SheetFile.diagnostic(.sheet(problem), place.location, sheet.file))
          }
        case .missing, .number, .word: break
        }
      }
    }
    return found
  }
}

extension DataTable.Column {
  fileprivate init(name: String, cells: [DataTable.Cell], texts: [String]) {
    self.name = name
    self.texts = texts.map { DataTable.missing.contains($0) ? "" : $0 }
    var numbers: [Double] = []
    var firstWord: Int?
    var numberCount = 0
    for (row, cell) in cells.enumerated() {
      switch cell {
      case .number(let number):
        numbers.append(number)
        numberCount += 1
      case .word:
        numbers.append(.nan)
        if firstWord == nil { firstWord = row }
      case .missing, .marked, .either: numbers.append(.nan)
      }
    }
    // A column that says nothing at all is one of numbers, all of them missing.
    self.numbers = firstWord == nil ? numbers : nil
    self.firstWord = numberCount > 0 ? firstWord : nil
  }
}
