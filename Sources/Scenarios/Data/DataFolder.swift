import Glibc

/// A folder of tables: facts, targets, sources, and the words they use.
public struct DataFolder: Sendable {
  /// The kinds of tables, each with its file name in a data folder.
  public enum Table: String, CaseIterable, Sendable {
    case vocabulary, indicators, sources, facts, targets

    var fileName: String { rawValue + ".csv" }

    var columns: SheetReader.Columns {
      switch self {
      case .vocabulary: Vocabulary.columns
      case .indicators: Indicators.columns
      case .sources: SourceList.columns
      case .facts: FactReader.columns
      case .targets: StatedTargetReader.columns
      }
    }
  }

  /// Where it is.
  public let path: String
  /// The words of its tables.
  public private(set) var vocabulary = Vocabulary()
  /// What its facts measure.
  public private(set) var indicators = Indicators()
  /// Where its facts come from.
  public private(set) var sources = SourceList()
  /// The facts, in the order of the file.
  public private(set) var facts: [Fact] = []
  /// The targets, in the order of the file.
  public private(set) var targets: [StatedTarget] = []

  private init(_ path: String) { self.path = path }

  /// Reads every table of a folder, and further tables on top of them.
  ///
  /// - Throws: every mistake in them, warnings included where there are errors.
  public init(reading path: String, adding more: [String] = []) throws(Diagnostics) {
    self.init(path)
    var found = readWords()
    let figures = [Table.facts, .targets].map { "\(path)/\($0.fileName)" }
    // Words and sources first, whatever the order they are named in.
    let kinds = more.map { path in
      (path, (try? SheetFile(reading: path)).flatMap { DataFolder.table(of: $0.names) })
    }
    let isFigures = { (table: Table?) in table == .facts || table == .targets }
    let words = kinds.filter { !isFigures($0.1) }.map(\.0)
    for path in words + figures + kinds.filter({ isFigures($0.1) }).map(\.0) {
      found += read(path).diagnostics
    }
    if found.contains(where: { $0.severity == .error }) { throw Diagnostics(found) }
  }

  /// Reads the tables of words and sources.
  private mutating func readWords() -> [Diagnostic] {
    var found: [Diagnostic] = []
    for table in [Table.vocabulary, .indicators, .sources] {
      found += read("\(path)/\(table.fileName)").diagnostics
    }
    return found
  }

  // MARK: One table

  /// What one file holds and what is wrong with it.
  struct Reading {
    var diagnostics: [Diagnostic]
    var table: Table?
    var rowCount = 0
  }

  /// Reads one file into the table its header says it is.
  mutating func read(_ path: String) -> Reading {
    let sheet: SheetFile
    do {
      sheet = try SheetFile(reading: path)
    } catch {
      return Reading(diagnostics: [error])
    }
    guard let table = DataFolder.table(of: sheet.names) else {
      if sheet.header.isEmpty { return Reading(diagnostics: sheet.problems) }
      let place = sheet.header[0].location
      let problem = SheetProblem.unknownTable(header: sheet.names)
      return Reading(
        diagnostics: [SheetFile.diagnostic(.sheet(problem), place, sheet.file)])
    }
    var reading = Reading(diagnostics: [], table: table, rowCount: sheet.rows.count)
    let words = TableWords(vocabulary: vocabulary, indicators: indicators, sources: sources)
    switch table {
    case .vocabulary: reading.diagnostics = vocabulary.read(sheet)
    case .indicators: reading.diagnostics = indicators.read(sheet)
    case .sources: reading.diagnostics = sources.read(sheet)
    case .facts:
      var reader = FactReader(sheet, words)
      reader.read()
      facts += reader.facts
      reading.diagnostics = reader.found
    case .targets:
      var reader = StatedTargetReader(sheet, words)
      reader.read()
      targets += reader.targets
      reading.diagnostics = reader.found
    }
    reading.diagnostics.sort { $0.location < $1.location }
    return reading
  }

  /// The kind of table with the most columns of a header; nil when fewer than two fit.
  static func table(of header: [String]) -> Table? {
    let scores = Table.allCases.map { table in
      (table, header.count { table.columns.all.contains($0) })
    }
    guard let best = scores.map(\.1).max(), best >= 2 else { return nil }
    // A table of facts is what people write, so it wins where nothing tells them apart.
    return scores.contains { $0 == (.facts, best) }
      ? .facts : scores.first { $0.1 == best }?.0
  }

  // MARK: Checking

  /// Checks one table that somebody wrote, with the words and sources of the nearest data folder and
  /// of the folder it lies in.
  static func check(_ path: String) -> Reading {
    let folders = homes(of: path).filter { SourceFile.exists("\($0)/\(Table.vocabulary.fileName)") }
    guard let home = folders.first else {
      return Reading(
        diagnostics: [Diagnostic(.sheet(.vocabularyMissing), at: SourceLocation(file: path))])
    }
    var folder = DataFolder(home)
    var found = folder.readWords()
    let beside = PathName.folder(of: path)
    if beside != home, SourceFile.exists("\(beside)/\(Table.sources.fileName)") {
      found += folder.read("\(beside)/\(Table.sources.fileName)").diagnostics
    }
    let own = PathName.normalized(path)
    // A table of words is read for itself below.
    found.removeAll { PathName.normalized($0.location.file) == own }
    var reading = folder.read(path)
    reading.diagnostics = found + reading.diagnostics
    return reading
  }

  /// The folders that may hold the words for a table: its own, then `data` beside each of those above
  /// it, then `data` where the program runs.
  private static func homes(of path: String) -> [String] {
    var folder = PathName.folder(of: path)
    var homes = [folder]
    while true {
      homes.append(folder == "." ? "data" : "\(folder)/data")
      guard folder != "." && folder != "/" else { break }
      folder = PathName.folder(of: folder)
    }
    return homes
  }

  // MARK: Regions

  /// The region files of the folder, in the order of their names.
  ///
  /// An empty file is none yet: a shell creates it before a region file is printed into it.
  public var regionFiles: [String] {
    guard let directory = unsafe opendir("\(path)/regions") else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { characters in
          unsafe String(cString: characters)
        }
      }
      if name.hasSuffix(".yaml") { names.append(name) }
    }
    return names.sorted().map { "\(path)/regions/\($0)" }.filter { path in
      (try? SourceFile(reading: path))?.text.isEmpty != true
    }
  }
}
