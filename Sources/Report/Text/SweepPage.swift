internal import Scenarios
internal import Sim

/// The page of a sweep: one row for each combination of swept values.
///
/// A sweep of a parameter is simulated combination by combination, so the page is filled as results
/// come and printed when all are there.
public struct SweepPage {
  /// The most rows a page shows unless details are asked for.
  private static let mostRows = 24

  private let language: Language
  private var opening: [String] = []
  private var heads: [String] = []
  private var columns: [String] = []
  private var rows: [[String]] = []
  /// The place of each row in the grid.
  private var places: [Int] = []
  private let order: [String: Int]

  /// Starts an empty page; `identifiers` are those of the combinations, in the order of the grid.
  public init(_ identifiers: [String], in language: Language) {
    self.language = language
    order = Dictionary(zip(identifiers, 0...)) { first, _ in first }
  }

  /// Whether nothing has been added.
  public var isEmpty: Bool { rows.isEmpty }

  /// Adds the combinations that `page` is about; `targets` are those of all its scenarios.
  public mutating func append(
    _ page: RunPage, draws: Int, seed: UInt64, targets: [TargetResult]
  ) {
    let sweep = page.sweep(targets)
    if rows.isEmpty {
      opening = page.opening(draws: draws, seed: seed, targets: targets)
      heads = sweep.heads
      columns = sweep.columns
    }
    rows += sweep.rows
    places += page.scenarios.map { order[$0.document.id] ?? 0 }
  }

  /// The page's lines.
  public func lines(details: Bool) -> [String] {
    let inOrder = zip(places, rows).sorted { $0.0 < $1.0 }.map(\.1)
    let shown = details ? inOrder[...] : inOrder.prefix(SweepPage.mostRows)
    let varying = columns.indices.filter { !isConstant($0) }
    let marks = varying.indices.map { "(\($0 + 1))" }
    var table = TextTable((heads + marks).map { _ in .right })
    table.append(heads + marks)
    for row in shown {
      table.append(Array(row.prefix(heads.count)) + varying.map { row[heads.count + $0] })
    }
    let legend = zip(marks, varying).map { "\($0) \(columns[$1])" }
    let rest = rows.count - shown.count
    return opening + [""] + legend + sameEverywhere + table.lines.map { "  " + $0 }
      + (rest > 0 ? [language(.moreCombinations(rest))] : [])
  }

  /// Whether a column says the same of every combination, so that a line can say it once.
  private func isConstant(_ column: Int) -> Bool {
    rows.count > 1 && Set(rows.map { $0[heads.count + column] }).count == 1
  }

  private var sameEverywhere: [String] {
    columns.indices.filter(isConstant).map { column in
      "\(columns[column]): \(rows[0][heads.count + column])"
    }
  }
}

extension RunPage {
  /// The rows of a sweep: the swept names, what the numbered columns are, and the cells of both.
  func sweep(
    _ targets: [TargetResult]
  ) -> (heads: [String], columns: [String], rows: [[String]]) {
    let year = nextTargetYear(targets)
    let start = scenarios[0].model.model.timeline.policyStart
    // What lies before policy starts is the same whatever is swept.
    let targets = targets.filter { $0.target.years.upperBound >= start }
    let questions = targets.filter { $0.scenario == 0 }
    let columns =
      quantities.map {
        "\(title($0)), \(scenarios[0].model.periodLabel(year, in: language)) – \(language(.medianAndBand))"
      }
      + questions.map {
        language(.probabilityOf($0.target.label?.text(in: language) ?? $0.target.id))
      }
    let results = Dictionary(grouping: targets, by: \.scenario)
    let swept = quantities.map { quantity in
      aligned(
        scenarios.indices.map { scenario in
          cell(quantity, scenario: scenario, year: year, decimals: decimals(quantity))
        })
    }
    let rows = scenarios.indices.map { scenario in
      scenarios[scenario].sweepValues.map { numbers.exact($0.value) } + swept.map { $0[scenario] }
        + (results[scenario] ?? []).map {
          TargetTable.percent($0.outcome.probability, in: language)
        }
    }
    return (scenarios[0].sweepValues.map(\.name), columns, rows)
  }
}
