public import Sim

/// Annual series from a tidy table: one row for each series and year.
///
/// Columns `series_id`, `year` and `value`; any others are left alone, except `indicator`, which says
/// which series are of one class. A companion table, by `series_id`, may state the ceiling of each
/// series (`cap`), its class (`indicator`), and the number of years before an official test (`ntrain`).
public struct SeriesTable: Sendable {
  /// The series, in the order in which they begin in the file.
  public let series: [AnnualSeries]
  /// For each series, how many years come before its official test; nil where none is stated.
  public let officialTraining: [Int?]
  /// For each series, whether the companion calls it an adoption curve (`group` is `scurve`).
  public let isAdoption: [Bool]
  /// What may be wrong but does not stop a forecast.
  public let warnings: Diagnostics

  /// The fewest years that can be forecast from.
  public static let fewestYears = 3

  /// Reads a table and its companion.
  ///
  /// - Parameters:
  ///   - ceiling: the ceiling of the series for which the companion states none.
  /// - Throws: every mistake in both files.
  public init(
    reading path: String, meta metaPath: String? = nil, ceiling: Double? = nil
  ) throws(Diagnostics) {
    let table = try DataTable(reading: path)
    let meta = try metaPath.map { (path) throws(Diagnostics) in
      try SeriesMeta(DataTable(reading: path))
    }
    try self.init(table, meta: meta, ceiling: ceiling)
  }

  init(_ table: DataTable, meta: SeriesMeta?, ceiling: Double?) throws(Diagnostics) {
    var reader = Reader(table)
    let rows = reader.rows()
    var series: [AnnualSeries] = []
    var (training, adoption): ([Int?], [Bool]) = ([], [])
    for name in rows.names where !rows.damaged.contains(name) {
      let facts = meta?.facts[name]
      guard let observed = rows.byName[name] else { continue }
      let top = facts.flatMap(\.ceiling) ?? ceiling
      guard
        let one = reader.series(
          name, observed, pool: facts?.indicator ?? rows.classes[name] ?? "", ceiling: top)
      else { continue }
      series.append(one)
      training.append(facts?.training)
      adoption.append(facts?.group == "scurve")
    }
    if let meta, !rows.names.contains(where: { meta.facts[$0] != nil }) {
      reader.found.append(meta.noneOfThese)
    }
    let all = Diagnostics(reader.found.sorted { $0.location < $1.location })
    if all.hasErrors { throw all }
    (self.series, officialTraining, isAdoption) = (series, training, adoption)
    warnings = all
  }

  /// Collects the rows of a table by series.
  private struct Reader {
    let table: DataTable
    var found: [Diagnostic] = []

    struct Observation {
      var row: Int
      var year: Int
      var value: Double
    }

    struct Rows {
      var names: [String] = []
      var byName: [String: [Observation]] = [:]
      var classes: [String: String] = [:]
      /// Series with a row that could not be read; nothing more is said about them.
      var damaged: Set<String> = []
    }

    init(_ table: DataTable) { self.table = table }

    /// The rows that say something; everything else is reported.
    mutating func rows() -> Rows {
      var rows = Rows()
      for name in ["series_id", "year", "value"] where table.column(name) == nil {
        found.append(
          Diagnostic(.sheet(.columnMissing(name)), at: SourceLocation(file: table.path, line: 1)))
      }
      guard let names = table.column("series_id"), let years = table.column("year"),
        let values = table.column("value")
      else { return rows }
      let classes = table.column("indicator")
      for row in 0..<table.rowCount {
        let name = names.texts[row]
        guard !name.isEmpty else {
          report(.sheet(.emptyCell("series_id")), row, "series_id")
          continue
        }
        if rows.byName[name] == nil {
          rows.names.append(name)
          rows.byName[name] = []
          rows.classes[name] = classes?.texts[row] ?? ""
        }
        let before = found.count
        let (year, value) = (year(years.texts[row], row), value(values, row))
        if found.count > before { rows.damaged.insert(name) }
        // A row without a value is a year without an observation.
        guard let year, let value else { continue }
        rows.byName[name]?.append(Observation(row: row, year: year, value: value))
      }
      return rows
    }

    private mutating func year(_ text: String, _ row: Int) -> Int? {
      // The years of a competition series may simply be counted from 1.
      if text.count <= 4, text.allSatisfy(\.isDigit), let year = Int(text) { return year }
      report(.sheet(text.isEmpty ? .emptyCell("year") : .notAYear(text)), row, "year")
      return nil
    }

    private mutating func value(_ values: DataTable.Column, _ row: Int) -> Double? {
      if let number = values.numbers?[row] { return number.isNaN ? nil : number }
      let text = values.texts[row]
      guard !text.isEmpty else { return nil }
      switch SheetNumber(text) {
      // A column with a word in it is no column of numbers; the word is the mistake to report.
      case .plain(let number), .decided(let number, _), .either(let number, _, _): return number
      case nil:
        report(.csvNotANumber(text, column: "value"), row, "value")
        return nil
      }
    }

    /// A series in the order of its years; nil when something about it stops a forecast.
    mutating func series(
      _ name: String, _ observations: [Observation], pool: String, ceiling: Double?
    ) -> AnnualSeries? {
      let before = found.count
      let sorted = observations.sorted { ($0.year, $0.row) < ($1.year, $1.row) }
      var missing: [Int] = []
      for (left, right) in zip(sorted, sorted.dropFirst()) {
        if left.year == right.year {
          let note = table.diagnostic(.sheet(.keyTwice([])), row: left.row, column: "year")
          var twice = table.diagnostic(
            .sheet(.keyTwice([name, "\(right.year)"])), row: right.row, column: "year")
          twice.notes = [
            Diagnostic.Note(.firstHere, at: note.location, excerpt: note.excerpt)
          ]
          found.append(twice)
        } else {
          missing += (left.year..<right.year).dropFirst()
        }
      }
      let place = sorted.last?.row ?? 0
      if let year = missing.first, let after = sorted.first(where: { $0.year > year }) {
        report(.series(.gap(name, years: missing)), after.row, "year")
      }
      if sorted.count < SeriesTable.fewestYears {
        report(
          .series(.tooShort(name, count: sorted.count, least: SeriesTable.fewestYears)), place,
          "series_id")
      }
      if let ceiling { check(sorted, ceiling) }
      guard found.dropFirst(before).allSatisfy({ $0.severity == .warning }),
        let first = sorted.first
      else { return nil }
      if sorted.allSatisfy({ $0.value == first.value }) {
        report(.series(.flat(name)), place, "value")
      }
      return AnnualSeries(
        name: name, pool: pool, firstYear: first.year, values: sorted.map(\.value),
        ceiling: ceiling)
    }

    private mutating func check(_ observations: [Observation], _ ceiling: Double) {
      for one in observations where one.value < 0 {
        report(.series(.belowZero(one.value, ceiling: ceiling)), one.row, "value")
      }
      if let above = observations.first(where: { $0.value > ceiling }) {
        report(.series(.aboveCeiling(above.value, ceiling: ceiling)), above.row, "value")
      }
    }

    private mutating func report(_ problem: Problem, _ row: Int, _ column: String) {
      guard row < table.rowCount else {
        found.append(Diagnostic(problem, at: SourceLocation(file: table.path)))
        return
      }
      found.append(table.diagnostic(problem, row: row, column: column))
    }
  }
}

/// What is known about series beside their values.
struct SeriesMeta {
  struct Facts {
    var ceiling: Double?
    var indicator: String?
    var group: String?
    var training: Int?
  }

  let facts: [String: Facts]
  private let path: String

  init(_ table: DataTable) throws(Diagnostics) {
    guard let names = table.column("series_id") else {
      throw Diagnostics([
        Diagnostic(
          .sheet(.columnMissing("series_id")), at: SourceLocation(file: table.path, line: 1))
      ])
    }
    var found: [Diagnostic] = []
    var facts: [String: Facts] = [:]
    func text(_ column: String, _ row: Int) -> String? {
      table.column(column).map { $0.texts[row] }.flatMap { $0.isEmpty ? nil : $0 }
    }
    for row in 0..<table.rowCount {
      var one = Facts(indicator: text("indicator", row), group: text("group", row))
      if let written = text("cap", row), !["inf", "Inf", "∞"].contains(written) {
        one.ceiling = table.column("cap")?.numbers?[row] ?? decimalNumber(written)
        if !((one.ceiling ?? 0) > 0) {
          found.append(
            table.diagnostic(.series(.notACeiling(written)), row: row, column: "cap"))
        }
      }
      if let number = table.column("ntrain")?.numbers?[row], number >= 3 {
        one.training = Int(number)
      }
      facts[names.texts[row]] = one
    }
    guard found.isEmpty else { throw Diagnostics(found) }
    (self.facts, path) = (facts, table.path)
  }

  /// That no row is about a series of the table.
  var noneOfThese: Diagnostic {
    Diagnostic(.series(.metaOfOthers), at: SourceLocation(file: path))
  }
}
