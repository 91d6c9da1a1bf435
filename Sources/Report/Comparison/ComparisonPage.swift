internal import Scenarios
internal import Sim

/// The page `grdp compare` prints: what was changed, and what that does to the leading variables, to
/// the targets, and to whatever it moves most.
public struct ComparisonPage {
  /// How many variables are ranked on the page; the details rank them all.
  private static let ranked = 6

  private let comparison: ScenarioComparison
  private let language: Language
  private let numbers: NumberText
  private let model: ModelDocument
  private var scenarios: [LoadedScenario] { comparison.scenarios }
  private var others: Range<Int> { 1..<scenarios.count }

  /// Prepares a page.
  ///
  /// - Precondition: a base and at least one other scenario.
  public init(_ comparison: ScenarioComparison, in language: Language) {
    precondition(comparison.scenarios.count > 1, "a comparison needs two scenarios")
    self.comparison = comparison
    self.language = language
    numbers = NumberText(language)
    model = comparison.scenarios[0].model
  }

  /// The page's lines.
  public func lines(details: Bool) -> [String] {
    let heading = PageHeading(scenarios, in: language).lines(
      draws: comparison.draws, seed: comparison.seed, effectiveDraws: comparison.effectiveDraws)
    let opening = (heading + [language(.comparedWith(title(0)))]).flatMap { folded($0) }
    let changes = ChangeTable(scenarios, in: language).lines(details: details)
    guard comparison.rows.contains(where: { !$0.difference.isZero }) else {
      return opening + changes + ["", language(.nothingDiffers)]
    }
    var table = ScenarioTable(others.map(title))
    for quantity in leading { append(quantity, details: details, to: &table) }
    appendTargets(details: details, to: &table)
    let rest = appendRanking(details: details, to: &table)
    return opening + changes + [""] + table.text + rest
  }

  private func title(_ scenario: Int) -> String {
    scenarios[scenario].document.title.text(in: language)
  }

  // MARK: Leading variables

  private var leading: [Quantity] {
    let reported = ReportedVariables(of: model)
    return reported.leading.flatMap { variable in
      reported.elements(of: variable, in: scenarios[0], details: true).map { element in
        Quantity(model, variable, elements: [element], in: language)
      }
    }
  }

  private func append(_ quantity: Quantity, details: Bool, to table: inout ScenarioTable) {
    let element = quantity.elements[0]
    let rows = comparison.rows.filter { $0.variable == quantity.variable && $0.element == element }
    let timeline = model.model.timeline
    let known = Set(rows.map(\.year))
    let wanted = details ? Array(timeline.years) : timeline.shownYears
    // Where nothing differs yet, there is nothing to show.
    let years = wanted.filter { year in
      known.contains(year) && rows.contains { $0.year == year && !$0.difference.isZero }
    }
    guard !years.isEmpty else { return }
    let wantsMore = ScenarioComparison.wantsMore(
      of: model.model.elementLabel(
        model.variables[quantity.variable].name, element,
        over: model.model.variables[quantity.variable].over),
      orName: model.variables[quantity.variable].name, scenarios[0].targets)
    let unit = DifferenceUnit(model.variables[quantity.variable].unit, model.clockUnit, language)
    let decimals = unit.decimals(rows.map(\.difference))
    let error = rows.filter { years.contains($0.year) }.map(\.difference.median.standardError).max()
    let name = quantity.heading(
      definition: scenarios[0].document.definition, unit: unit.text)
    let meaning = language(
      .medianDifference(
        error: numbers.fixed(unit.scale * (error ?? 0), decimals: decimals), wantsMore: wantsMore))
    let title = "\(name) – \(meaning)"
    for line in title.count > widestLine ? [name, "    " + meaning] : [title] {
      table.section(line)
    }
    let columns = others.map { scenario in
      aligned(
        years.map { year in
          rows.first { $0.scenario == scenario && $0.year == year }.map {
            cell($0.difference, unit, decimals, wantsMore: wantsMore ?? true)
          }
        })
    }
    for (position, year) in years.enumerated() {
      table.append(model.periodLabel(year, in: language), columns.map { $0[position] })
    }
  }

  // MARK: Cells

  /// The texts of a difference: median, ends of the band, and how likely it is for the better.
  private func cell(
    _ difference: ScenarioComparison.Difference, _ unit: DifferenceUnit, _ decimals: Int,
    wantsMore: Bool
  ) -> [String] {
    func text(_ estimate: QuantileEstimates.Estimate) -> String {
      numbers.signed(unit.scale * estimate.value, decimals: decimals)
    }
    return [
      text(difference.median), text(difference.low), text(difference.high),
      percent(wantsMore ? difference.above : difference.below),
    ]
  }

  private func percent(_ p: Probability) -> String {
    let text = numbers.fixed(100 * p.estimate, decimals: 0)
    return text == "0" ? "<1 %" : text == "100" ? ">99 %" : "\(text) %"
  }

  /// The cells of a column, with medians, ends and probabilities each set flush right.
  private func aligned(_ cells: [[String]?]) -> [String] {
    let widths = (0..<4).map { part in cells.compactMap { $0?[part].count }.max() ?? 0 }
    func padded(_ text: String, _ part: Int) -> String {
      String(repeating: " ", count: widths[part] - text.count) + text
    }
    return cells.map { cell in
      guard let cell else { return "" }
      return "\(padded(cell[0], 0)) [\(padded(cell[1], 1)); \(padded(cell[2], 2))] "
        + padded(cell[3], 3)
    }
  }

  // MARK: Targets

  private func appendTargets(details: Bool, to table: inout ScenarioTable) {
    let start = model.model.timeline.policyStart
    let rows = comparison.targets.filter { details || $0.target.years.upperBound >= start }
    guard !rows.isEmpty else { return }
    table.section(language(.targetDifferences))
    for row in rows where row.scenario == 1 {
      let cells = others.map { scenario in
        rows.first { $0.scenario == scenario && $0.target.id == row.target.id }.map(cell) ?? ""
      }
      table.append(row.target.label?.text(in: language) ?? row.target.id, cells)
    }
  }

  private func cell(_ row: ScenarioComparison.TargetRow) -> String {
    let text = numbers.signed(100 * row.difference.value, decimals: 1)
    let error = numbers.fixed(100 * row.difference.standardError, decimals: 1)
    if row.base.hits == row.probability.hits, row.base.hits == 0 {
      return TargetTable.percent(row.base, in: language)
    }
    let level = numbers.fixed(100 * row.probability.estimate, decimals: 1)
    return "\(text) ± \(error) (\(level) %)"
  }

  // MARK: Ranking

  /// Adds the variables that differ most; returns what is said of those that do not differ.
  private func appendRanking(details: Bool, to table: inout ScenarioTable) -> [String] {
    let year = ScenarioComparison.rankedYear(scenarios)
    var ofPlace: [SIMD2<Int>: [ScenarioComparison.Row]] = [:]
    for row in comparison.rows where row.year == year {
      ofPlace[SIMD2(row.variable, row.element), default: []].append(row)
    }
    let changed = ofPlace.filter { $0.value.contains { !$0.difference.isZero } }
    func size(_ rows: [ScenarioComparison.Row]) -> Double {
      rows.compactMap(\.relativeSize).max() ?? -1
    }
    let ranked = changed.sorted {
      (-size($0.value), $0.key.x, $0.key.y) < (-size($1.value), $1.key.x, $1.key.y)
    }
    let shown = details ? ranked[...] : ranked.prefix(ComparisonPage.ranked)
    if !shown.isEmpty {
      table.section(
        language(
          .ranking(
            model.periodLabel(year, in: language), shown: shown.count, of: ranked.count)))
    }
    for (place, rows) in shown {
      let unit = DifferenceUnit(model.variables[place.x].unit, model.clockUnit, language)
      let decimals = unit.decimals(rows.map(\.difference))
      let cells = others.map { scenario in
        rows.first { $0.scenario == scenario }.map { row in
          let text = cell(row.difference, unit, decimals, wantsMore: true)
          let size =
            row.relativeSize.map { numbers.fixed($0, decimals: $0 < 10 ? 1 : 0) + "×" } ?? "–"
          return "\(size) \(text[0]) [\(text[1]); \(text[2])]"
        } ?? ""
      }
      let quantity = Quantity(model, place.x, elements: [place.y], in: language)
      table.append(
        shortened(quantity.title, to: 30) + (unit.text.isEmpty ? "" : ", \(unit.text)"), cells)
    }
    let same = ofPlace.count - changed.count
    return same > 0 ? [language(.unchanged(same))] : []
  }
}

/// How differences of a unit are printed: those of percentages are points.
struct DifferenceUnit {
  /// The unit as it is printed; empty for a plain number.
  let text: String
  /// What values are multiplied with.
  let scale: Double

  init(_ unit: String, _ clock: String, _ language: Language) {
    let shown = ShownUnit(unit, clock: clock, in: language)
    scale = shown.scale
    switch unit {
    case "fraction", "percent": text = language(.points)
    case "1/\(clock)": text = language(.pointsPer(language.period(clock)))
    default: text = shown.text
    }
  }

  /// The decimals that show the greatest of some differences with about three significant digits.
  func decimals(_ differences: [ScenarioComparison.Difference]) -> Int {
    let greatest = differences.flatMap { [$0.median, $0.low, $0.high].map(\.value.magnitude) }.max()
    return switch scale * (greatest ?? 0) {
    case 100...: 0
    case 10..<100: 1
    case 1..<10: 2
    case 0.1..<1: 3
    default: 4
    }
  }
}
