public import Sim

/// The page `grdp forecast` prints: what is expected, beside the naive forecast and the drift.
public struct SeriesForecastPage {
  /// The forecasts of one series, by method.
  public struct Entry: Sendable {
    /// The series.
    public var series: AnnualSeries
    /// For each method that suits it, one distribution a year.
    public var forecasts: [(method: ForecastMethod, years: [PredictiveDistribution])]
    /// The means, where they are not those of the distributions because they were made to add up.
    public var means: [ForecastMethod: [Double]] = [:]

    /// Creates an entry.
    public init(
      series: AnnualSeries,
      forecasts: [(method: ForecastMethod, years: [PredictiveDistribution])]
    ) {
      (self.series, self.forecasts) = (series, forecasts)
    }
  }

  private let entries: [Entry]
  private let total: String?
  private let skill: (value: BacktestSummary.Skill, windows: Int)?
  private let plausibility: [(series: String, probability: Double)]
  private let language: Language

  /// The most series on the short page, and the most years of one.
  private static let seriesCount = 16, yearCount = 16

  /// Prepares the page.
  ///
  /// - Parameters:
  ///   - total: the series that is the sum of all others.
  ///   - skill: of the first method against naive on past origins of these series.
  ///   - plausibility: of what was given, by series.
  public init(
    _ entries: [Entry], total: String? = nil, skill: (value: BacktestSummary.Skill, windows: Int)?,
    plausibility: [(series: String, probability: Double)] = [], in language: Language
  ) {
    (self.entries, self.total, self.language) = (entries, total, language)
    (self.skill, self.plausibility) = (skill, plausibility)
  }

  /// The page's lines; with details every series and year.
  public func lines(details: Bool) -> [String] {
    var lines: [String]
    if entries.count == 1 || details {
      lines = Array(entries.map { years($0, all: details) }.joined(separator: [""]))
    } else {
      lines = overview
    }
    lines.append("")
    if mediansMissTotal(details: details) { lines.append(language(.mediansMissTotal)) }
    lines += plausibility.map(plausibilityLine)
    if entries.first?.forecasts.first?.method != .naive { lines.append(skillLine) }
    return lines
  }

  /// Whether, where means were made to add up, shown medians visibly do not: in the last year, with
  /// details in any.
  private func mediansMissTotal(details: Bool) -> Bool {
    guard let whole = entries.first(where: { $0.series.name == total }) else { return false }
    let numbers = NumberText(language)
    return whole.forecasts.contains { method, years in
      guard whole.means[method] != nil else { return false }
      let parts = entries.filter { $0.series.name != total }.compactMap { part in
        part.forecasts.first { $0.method == method }?.years
      }
      return years.indices.suffix(details ? years.count : 1).contains { year in
        let (sum, median) = (parts.reduce(0) { $0 + $1[year].median }, years[year].median)
        let decimals = NumberText.decimals(for: median.magnitude)
        return numbers.fixed(sum, decimals: decimals) != numbers.fixed(median, decimals: decimals)
      }
    }
  }

  private var skillLine: String {
    guard let skill else { return language(.skillUnknown) }
    let numbers = NumberText(language)
    func percent(_ value: Double) -> String { numbers.fixed(100 * value, decimals: 0) }
    return language(
      .skillOfDefault(
        percent(skill.value.value), low: percent(skill.value.low), high: percent(skill.value.high),
        windows: skill.windows))
  }

  private func plausibilityLine(_ series: String, _ probability: Double) -> String {
    let numbers = NumberText(language)
    guard probability >= 1e-6 else {
      return language(.implausible(series, oneIn: numbers.whole(1_000_000)))
    }
    let years = 1 / probability
    return language(
      .plausible(
        series, percent: numbers.short(100 * probability),
        oneIn: numbers.fixed(years, decimals: years < 10 ? 1 : 0)))
  }

  /// One series, year by year.
  private func years(_ entry: Entry, all: Bool) -> [String] {
    let numbers = NumberText(language)
    let series = entry.series
    let lines = [
      language(
        .seriesHeading(
          series.name, first: series.firstYear, last: series.lastYear,
          ceiling: series.ceiling.map(numbers.short)))
    ]
    var table = TextTable([.left] + entry.forecasts.map { _ in .right })
    table.append(
      [language(.yearAhead)]
        + entry.forecasts.enumerated().map { index, forecast in
          index == 0
            ? language(.band80(forecast.method.rawValue)) : forecast.method.rawValue
        })
    if let last = series.values.last {
      table.append(
        ["\(series.lastYear)", numbers.short(last)]
          + entry.forecasts.dropFirst().map { _ in "" })
    }
    let count = entry.forecasts.first?.years.count ?? 0
    for step in 0..<(all ? count : min(count, Self.yearCount)) {
      table.append(
        ["\(series.lastYear + step + 1)"]
          + entry.forecasts.enumerated().map { index, forecast in
            cell(forecast.years[step], hasBand: index == 0, numbers)
          })
    }
    return lines + table.lines
  }

  private func cell(
    _ distribution: PredictiveDistribution, hasBand: Bool, _ numbers: NumberText
  ) -> String {
    guard hasBand, let band = distribution.interval(0.8) else {
      return numbers.short(distribution.median)
    }
    let decimals = NumberText.decimals(for: distribution.median.magnitude)
    func shown(_ value: Double) -> String { numbers.fixed(value, decimals: decimals) }
    return
      "\(shown(distribution.median)) [\(shown(band.lowerBound)); \(shown(band.upperBound))]"
  }

  /// The last year of many series.
  private var overview: [String] {
    let numbers = NumberText(language)
    let methods = entries.first?.forecasts.map(\.method) ?? []
    var table = TextTable([.left, .right, .right] + methods.map { _ in .right })
    table.append(
      [language(.series), language(.lastValue), language(.yearAhead)]
        + methods.enumerated().map { index, method in
          index == 0 ? language(.band80(method.rawValue)) : method.rawValue
        })
    for entry in entries.prefix(Self.seriesCount) {
      let years = entry.forecasts.first?.years.count ?? 0
      table.append(
        [
          entry.series.name, entry.series.values.last.map(numbers.short) ?? "–",
          "\(entry.series.lastYear + years)",
        ]
          + methods.enumerated().map { index, method in
            entry.forecasts.first { $0.method == method }?.years.last
              .map { cell($0, hasBand: index == 0, numbers) } ?? "–"
          })
    }
    var lines = table.lines
    if entries.count > Self.seriesCount {
      lines.append(language(.moreSeries(entries.count - Self.seriesCount)))
    }
    return lines
  }

  /// Every number as a CSV table.
  public var csv: String {
    var file = PredictionFile()
    for entry in entries {
      for (method, years) in entry.forecasts {
        for (step, distribution) in years.enumerated() {
          file.append(
            series: entry.series.name, method: method.rawValue, origin: entry.series.lastYear,
            horizon: step + 1, distribution, mean: entry.means[method]?[step])
        }
      }
    }
    return file.csv
  }

  /// The same as one JSON object.
  public var json: String {
    var object: [(key: String, value: JSONText)] = [("series", .list(entries.map(json)))]
    if !plausibility.isEmpty {
      object.append(
        ("plausibility", .object(plausibility.map { ($0.series, .number($0.probability)) })))
    }
    if let skill {
      object.append(
        (
          "skill_against_naive",
          .object([
            ("value", .number(skill.value.value)), ("low", .number(skill.value.low)),
            ("high", .number(skill.value.high)), ("windows", .integer(skill.windows)),
          ])
        ))
    }
    return JSONText.object(object).text
  }

  private func json(_ entry: Entry) -> JSONText {
    .object([
      ("series_id", .string(entry.series.name)), ("origin", .integer(entry.series.lastYear)),
      ("ceiling", entry.series.ceiling.map { .number($0) } ?? .null),
      (
        "forecasts",
        .list(
          entry.forecasts.map { method, years in
            .object([
              ("method", .string(method.rawValue)),
              (
                "years",
                .list(
                  years.enumerated().map { step, distribution in
                    .object(
                      [
                        ("year", .integer(entry.series.lastYear + step + 1)),
                        (
                          "mean", .number(entry.means[method]?[step] ?? distribution.mean)
                        ),
                      ]
                        + zip(PredictionFile.quantileNames, distribution.quantiles).map {
                          ($0, .number($1))
                        })
                  })
              ),
            ])
          })
      ),
    ])
  }
}
