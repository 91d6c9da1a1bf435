public import Sim

/// The page `grdp backtest` prints, its file and its JSON: how each method did, class by class.
public struct BacktestPage {
  private let backtest: Backtest
  private let language: Language
  private let pools: [Pool]

  private struct Pool {
    var name: String
    var seriesCount: Int
    var rows: [Row]
  }

  private struct Row {
    var method: ForecastMethod
    var results: [Backtest.Result]
    var summary: BacktestSummary
    var skill: BacktestSummary.Skill?
  }

  /// Summarises a back-test.
  ///
  /// - Parameter seed: of the bootstrap of the skill.
  public init(_ backtest: Backtest, seed: UInt64, in language: Language) {
    self.backtest = backtest
    self.language = language
    let byPool = Dictionary(grouping: backtest.results) {
      backtest.series[backtest.windows[$0.window].series].pool
    }
    pools = byPool.keys.sorted().map { name in
      let byMethod = Dictionary(grouping: byPool[name] ?? []) { $0.method }
      var rows = byMethod.keys.sorted().map { number in
        let results = byMethod[number] ?? []
        return Row(
          method: backtest.methods[number], results: results,
          summary: BacktestSummary(backtest, results))
      }
      if let naive = rows.first(where: { $0.method == .naive })?.summary {
        for index in rows.indices where rows[index].method != .naive {
          rows[index].skill = rows[index].summary.skill(against: naive, in: backtest, seed: seed)
        }
      }
      let members = Set((byPool[name] ?? []).map { backtest.windows[$0.window].series })
      return Pool(name: name, seriesCount: members.count, rows: rows)
    }
  }

  // MARK: Page

  /// The page's lines; with details, also by year ahead and by training length.
  public func lines(details: Bool) -> [String] {
    var lines: [String] = []
    for pool in pools {
      if !lines.isEmpty { lines.append("") }
      let windows = pool.rows.map(\.summary.windowCount).max() ?? 0
      lines.append(
        language(.scoredClass(pool.name, series: pool.seriesCount, windows: windows)))
      lines += table(pool)
      if details {
        lines += ["", language(.byHorizon)] + cuts(pool) { $0.horizon }
        lines +=
          ["", language(.byTraining)]
          + cuts(pool) { backtest.windows[$0.window].training }
      }
    }
    return lines + [language(.scoresExplained)]
  }

  private func table(_ pool: Pool) -> [String] {
    let numbers = NumberText(language)
    var table = TextTable([.left] + Array(repeating: .right, count: 8))
    table.append(
      [language(.method), "CRPS", "MAE", "MASE", "RMSSE", "IS95"]
        + [language(.coverage(80)), language(.coverage(95)), language(.skill)])
    for row in pool.rows {
      let estimates = row.summary.estimates
      func number(_ measure: BacktestSummary.Measure) -> String {
        estimates[measure].map { numbers.short($0.value) } ?? "–"
      }
      func coverage(_ measure: BacktestSummary.Measure) -> String {
        guard let estimate = estimates[measure] else { return "–" }
        let error = estimate.error.isFinite ? numbers.fixed(estimate.error, decimals: 2) : "–"
        return "\(numbers.fixed(estimate.value, decimals: 3)) ± \(error)"
      }
      table.append(
        [row.method.rawValue, number(.crps), number(.mae), number(.mase), number(.rmsse)]
          + [number(.intervalScore95), coverage(.coverage80), coverage(.coverage95)]
          + [row.skill.map { percent($0, numbers) } ?? "–"])
    }
    return table.lines
  }

  private func percent(_ skill: BacktestSummary.Skill, _ numbers: NumberText) -> String {
    func shown(_ value: Double) -> String { numbers.fixed(100 * value, decimals: 0) }
    return "\(shown(skill.value)) % [\(shown(skill.low)); \(shown(skill.high))]"
  }

  /// CRPS by some number of each result, methods side by side.
  private func cuts(_ pool: Pool, _ key: (Backtest.Result) -> Int) -> [String] {
    let numbers = NumberText(language)
    let parts = pool.rows.map { row in
      Dictionary(grouping: row.results, by: key).mapValues { BacktestSummary(backtest, $0) }
    }
    var table = TextTable([.right, .right] + pool.rows.map { _ in .right })
    table.append(["", language(.windows)] + pool.rows.map(\.method.rawValue))
    for value in Set(parts.flatMap(\.keys)).sorted() {
      table.append(
        ["\(value)", "\(parts.compactMap { $0[value]?.windowCount }.max() ?? 0)"]
          + parts.map {
            $0[value]?.estimates[.crps].map { numbers.short($0.value) } ?? "–"
          })
    }
    return table.lines
  }

  // MARK: Files

  /// The table of scores.
  public var csv: String {
    var file = BacktestFile()
    for pool in pools {
      for row in pool.rows {
        file.append(indicator: pool.name, method: row.method, row.summary, skill: row.skill)
        let byHorizon = Dictionary(grouping: row.results) { $0.horizon }
        for horizon in byHorizon.keys.sorted() {
          file.append(
            indicator: pool.name, method: row.method, horizon: horizon,
            BacktestSummary(backtest, byHorizon[horizon] ?? []))
        }
        let byTraining = Dictionary(grouping: row.results) {
          backtest.windows[$0.window].training
        }
        for training in byTraining.keys.sorted() {
          file.append(
            indicator: pool.name, method: row.method, training: training,
            BacktestSummary(backtest, byTraining[training] ?? []))
        }
      }
    }
    return file.csv
  }

  /// Every quantile that was scored.
  public var predictions: String {
    var file = PredictionFile()
    for result in backtest.results {
      file.append(
        series: backtest.series[backtest.windows[result.window].series].name,
        method: backtest.methods[result.method].rawValue,
        origin: backtest.originYear(result.window), horizon: result.horizon, result.distribution)
    }
    return file.csv
  }

  /// The same as one JSON object.
  public var json: String {
    JSONText.object([
      (
        "classes",
        .list(
          pools.map { pool in
            .object([
              ("indicator", .string(pool.name)), ("series", .integer(pool.seriesCount)),
              ("methods", .list(pool.rows.map(json))),
            ])
          })
      )
    ]).text
  }

  private func json(_ row: Row) -> JSONText {
    var entries: [(key: String, value: JSONText)] = [
      ("method", .string(row.method.rawValue)), ("windows", .integer(row.summary.windowCount)),
    ]
    for measure in BacktestSummary.Measure.allCases {
      guard let estimate = row.summary.estimates[measure] else { continue }
      entries.append((measure.rawValue, .number(estimate.value)))
      entries.append(("\(measure.rawValue)_error", .number(estimate.error)))
    }
    entries.append(("pit_tenths", .list(row.summary.pitTenths.map { .number($0) })))
    if let skill = row.skill {
      entries += [
        ("skill", .number(skill.value)), ("skill_low", .number(skill.low)),
        ("skill_high", .number(skill.high)),
      ]
    }
    return .object(entries)
  }
}
