public import Sim

/// Draws given as files: one row per draw of parameters, one row per draw and year of shocks.
///
/// Columns are matched by symbol; parameters and shocks are separate name spaces. Every parameter needs
/// its column. A shock without any column stays at its median, and is named.
public struct DrawsFile: Sendable {
  /// The numbers, ready to run.
  public let draws: GivenDraws
  /// What the files call each draw.
  public let names: [String]
  /// Shocks that have no column.
  public let quietShocks: [String]

  /// Reads both files for a model.
  ///
  /// - Throws: every mistake in either: a column missing, unknown or named twice, a number that is none,
  ///   a draw or year missing or given twice.
  public init(
    parameters parameterPath: String, shocks shockPath: String?, for model: ModelDocument
  ) throws(Diagnostics) {
    let files = try DrawsFile.read([parameterPath] + (shockPath.map { [$0] } ?? []))
    var reader = DrawsReader(model)
    reader.readParameters(files[0])
    if files.count > 1 { reader.readShocks(files[1]) } else { reader.leaveShocksQuiet() }
    guard reader.found.isEmpty else { throw Diagnostics(reader.found) }
    draws = GivenDraws(
      columns: reader.columns, parameters: reader.parameters, shocks: reader.shocks)
    names = reader.names
    quietShocks = reader.quietShocks
  }

  /// All files, or the mistakes of all.
  private static func read(_ paths: [String]) throws(Diagnostics) -> [CSVFile] {
    var found: [Diagnostic] = []
    var files: [CSVFile] = []
    for path in paths {
      do {
        files.append(try CSVFile(reading: path))
      } catch {
        found += error.all
      }
    }
    if !found.isEmpty { throw Diagnostics(found) }
    return files
  }
}

/// Fills the columns of ``GivenDraws``, collecting every mistake.
private struct DrawsReader {
  let model: ModelDocument
  private(set) var columns: [[Double]] = []
  private(set) var parameters: [[Int]] = []
  private(set) var shocks: [[[Int]]] = []
  private(set) var names: [String] = []
  private(set) var quietShocks: [String] = []
  private(set) var found: [Diagnostic] = []

  init(_ model: ModelDocument) { self.model = model }

  mutating func readParameters(_ file: CSVFile) {
    checkColumns(file, known: model.parameters.flatMap(\.symbols), keys: ["draw"])
    if let draw = file.column("draw") {
      names = file.rows.map { $0.count > draw ? $0[draw] : "" }
      reportRepeats(of: names, in: file)
    } else {
      names = file.rows.indices.map(String.init)
    }
    if file.rows.isEmpty { found.append(Diagnostic(.drawsEmpty, at: location(file, line: 1))) }
    for entry in model.parameters {
      parameters.append(entry.symbols.map { column($0, of: file) })
    }
  }

  mutating func leaveShocksQuiet() {
    let none = Array(repeating: -1, count: model.model.timeline.count)
    quietShocks = model.shocks.map(\.name)
    shocks = model.shocks.map { $0.symbols.map { _ in none } }
  }

  mutating func readShocks(_ file: CSVFile) {
    checkColumns(file, known: model.shocks.flatMap(\.symbols), keys: ["draw", "year"])
    let rows = rowsByDrawAndYear(file)
    let timeline = model.model.timeline
    for (number, entry) in model.shocks.enumerated() {
      let none = Array(repeating: -1, count: timeline.count)
      let present = entry.symbols.filter { file.column($0) != nil }
      if present.isEmpty {
        quietShocks.append(entry.name)
        shocks.append(entry.symbols.map { _ in none })
        continue
      }
      let years = model.model.shocks[number].inAllYears ? timeline.first : timeline.last + 1
      shocks.append(
        entry.symbols.map { symbol in
          guard let values = numbers(symbol, of: file) else { return none }
          return timeline.years.map { year in
            year < years ? -1 : shockColumn(values, rows, year: year)
          }
        })
    }
  }

  /// The column of one shock in one year: one number per draw.
  private mutating func shockColumn(
    _ values: [Double?], _ rows: [String: [Int: Int]], year: Int
  ) -> Int {
    columns.append(names.map { rows[$0]?[year].flatMap { values[$0] } ?? 0 })
    return columns.count - 1
  }

  /// The row of each draw and year; reports those that are missing or there twice.
  private mutating func rowsByDrawAndYear(_ file: CSVFile) -> [String: [Int: Int]] {
    guard let draw = file.column("draw"), let year = file.column("year") else {
      for name in ["draw", "year"] where file.column(name) == nil {
        found.append(
          Diagnostic(.drawsColumnMissing(name), at: location(file, line: 1)))
      }
      return [:]
    }
    var rows: [String: [Int: Int]] = [:]
    for (position, row) in file.rows.enumerated() {
      let place = location(file, line: file.lines[position])
      guard let when = Int(row[year]) else {
        found.append(Diagnostic(.csvNotANumber(row[year], column: "year"), at: place))
        continue
      }
      if rows[row[draw], default: [:]].updateValue(position, forKey: when) != nil {
        found.append(Diagnostic(.drawsRowTwice(draw: row[draw], year: when), at: place))
      }
    }
    let timeline = model.model.timeline
    for name in names {
      for when in timeline.years where when > timeline.last && rows[name]?[when] == nil {
        found.append(
          Diagnostic(.drawsRowMissing(draw: name, year: when), at: location(file, line: 1)))
        break
      }
    }
    return rows
  }

  private mutating func reportRepeats(of names: [String], in file: CSVFile) {
    var seen: Set<String> = []
    for (position, name) in names.enumerated() where !seen.insert(name).inserted {
      found.append(
        Diagnostic(
          .drawsRowTwice(draw: name, year: nil), at: location(file, line: file.lines[position])))
    }
  }

  private mutating func checkColumns(_ file: CSVFile, known: [String], keys: [String]) {
    let expected = known + keys
    for name in file.header where !expected.contains(name) {
      found.append(
        Diagnostic(
          .drawsColumnUnknown(name, suggestion: nearestName(to: name, among: expected)),
          at: location(file, line: 1)))
    }
  }

  /// The position in ``columns`` of a column of a file; 0 after a mistake, which stops the run.
  private mutating func column(_ symbol: String, of file: CSVFile) -> Int {
    guard let values = numbers(symbol, of: file) else { return 0 }
    columns.append(values.map { $0 ?? 0 })
    return columns.count - 1
  }

  private mutating func numbers(_ symbol: String, of file: CSVFile) -> [Double?]? {
    guard let position = file.column(symbol) else {
      found.append(Diagnostic(.drawsColumnMissing(symbol), at: location(file, line: 1)))
      return nil
    }
    do {
      let values = try file.numbers(position)
      for (row, value) in values.enumerated() where value == nil {
        found.append(
          Diagnostic(
            .csvNotANumber("", column: symbol), at: location(file, line: file.lines[row])))
      }
      return values
    } catch {
      found += error.all
      return nil
    }
  }

  private func location(_ file: CSVFile, line: Int) -> SourceLocation {
    SourceLocation(file: file.path, line: line)
  }
}
