import Scenarios
import Sim
import Testing

/// Paths that another program computed: the values of symbols by scenario, draw and year.
struct RecordedPaths: Sendable {
  /// The paths of one draw in one year.
  struct Row: Sendable {
    var scenario, draw: String
    var year: Int
    /// One value per symbol; nil where the variable is undefined.
    var values: [Double?]
  }

  /// The project's own rows of the reference model, read once.
  static let reference = Result {
    try RecordedPaths(reading: Checkout.fixture("reference/expected.csv"))
  }

  /// The names of the columns.
  let header: [String]
  /// The names of the columns of values.
  let symbols: [String]
  /// The rows of the file.
  let rows: [Row]

  /// Reads a file with the columns `scenario`, perhaps `definition`, `draw`, `year`, then symbols.
  ///
  /// - Parameter others: columns that are no symbols of the model.
  init(reading path: String, leavingOut others: Set<String> = []) throws {
    let file = try CSVFile(reading: path)
    let first = try #require(file.column("year")) + 1
    let (scenario, draw) = (file.column("scenario"), file.column("draw"))
    let keys = try #require(scenario.flatMap { scenario in draw.map { (scenario, $0) } })
    let kept = (first..<file.header.count).filter { !others.contains(file.header[$0]) }
    let columns = try kept.map { try file.numbers($0) }
    header = file.header
    symbols = kept.map { file.header[$0] }
    rows = try file.rows.enumerated().map { number, row in
      Row(
        scenario: row[keys.0], draw: row[keys.1], year: try #require(Int(row[first - 1])),
        values: columns.map { $0[number] })
    }
  }

  /// How well a run agrees with the rows of one scenario.
  struct Agreement {
    /// How many numbers were compared.
    var compared = 0
    /// The largest |a − b| / max(1, |b|) of each column.
    var largest: [String: Double] = [:]
    /// Cells that are empty on one side only.
    var misplaced: [String] = []
    /// The largest of ``largest``.
    var worst: (symbol: String, difference: Double) {
      largest.max { $0.value < $1.value }.map { ($0.key, $0.value) } ?? ("", 0)
    }

    /// Joins that of another scenario.
    mutating func add(_ other: Agreement) {
      compared += other.compared
      misplaced += other.misplaced
      largest.merge(other.largest) { max($0, $1) }
    }
  }

  /// Runs a scenario on given draws and compares every cell of its rows.
  func agreement(of scenario: LoadedScenario, on given: DrawsFile) async throws -> Agreement {
    let document = scenario.model
    let columns = try symbols.map { symbol in
      try #require(document.pathColumns.first { $0.symbol == symbol }, "\(symbol)")
    }
    let own = rows.filter { $0.scenario == scenario.document.id }
    let years = Set(own.map(\.year))
    let wanted = columns.map { column in
      Output(variable: column.variable, element: scenario.element(of: column), year: 0)
    }
    let run = try await ScenarioRun(
      [scenario],
      outputs: wanted.flatMap { output in years.map { output.in($0) } },
      draws: .given(given.draws), count: given.draws.count, workers: 1)
    var agreement = Agreement()
    for row in own {
      let draw = try #require(given.names.firstIndex(of: row.draw))
      for (symbol, (output, recorded)) in zip(symbols, zip(wanted, row.values)) {
        let place = "\(row.scenario) \(symbol) draw \(row.draw) \(row.year)"
        switch (run.value(output.in(row.year), draw: draw), recorded) {
        case (let value?, let recorded?):
          let difference = abs(value - recorded) / max(1, abs(recorded))
          agreement.largest[symbol] = max(agreement.largest[symbol] ?? 0, difference)
          agreement.compared += 1
        case (nil, nil): agreement.compared += 1
        default: agreement.misplaced.append(place)
        }
      }
    }
    return agreement
  }
}

extension Output {
  /// The same in another year.
  func `in`(_ year: Int) -> Output {
    Output(scenario: scenario, variable: variable, element: element, year: year)
  }
}
