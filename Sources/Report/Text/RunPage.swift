public import Scenarios
public import Sim

/// The page `grdp run` prints: what the leading variables will be, under each scenario, with bands.
public struct RunPage {
  /// The positions of the median and the ends of the band among the quantiles.
  private static let band = (median: 3, low: 0, high: 6)

  let language: Language
  let numbers: NumberText
  let scenarios: [LoadedScenario]
  let model: ModelDocument
  private let summary: EnsembleSummary

  /// Prepares a page over scenarios that share a model; `summary` counts scenarios in this order and
  /// has the quantiles 5, 10, 25, 50, 75, 90 and 95 %.
  ///
  /// - Precondition: there is a scenario.
  public init(_ scenarios: [LoadedScenario], _ summary: EnsembleSummary, in language: Language) {
    precondition(!scenarios.isEmpty, "a page is about at least one scenario")
    self.language = language
    numbers = NumberText(language)
    self.scenarios = scenarios
    model = scenarios[0].model
    self.summary = summary
  }

  /// The page's lines; `targets` are those of all scenarios, in their order, `judgements` are those
  /// behind the first, and `central` gives an output on the central path.
  public func lines(
    draws: Int, seed: UInt64, targets: [TargetResult],
    judgements: JudgementLines.Finding = .none, details: Bool,
    central: (Output) -> Double? = { _ in nil }
  ) -> [String] {
    let targetTable = TargetTable(scenarios, targets, details: details, in: language)
    var table = ScenarioTable(heads)
    for (position, quantity) in quantities.enumerated() {
      append(quantity, to: &table)
      if let view = outsideView(of: quantity, in: nextTargetYear(targets)) { table.section(view) }
      if position == 0 { appendSplits(of: quantity, targets, central, to: &table) }
    }
    targetTable.appendProbabilities(to: &table)
    if details { targetTable.appendPassages(to: &table) }
    return opening(draws: draws, seed: seed, targets: targets) + [""] + table.text
      + JudgementLines(scenarios[0], judgements, in: language).lines(details: details)
      + consistencyLines
  }

  /// What stands above any table: what is simulated, how, and the arithmetic of the share.
  func opening(draws: Int, seed: UInt64, targets: [TargetResult]) -> [String] {
    PageHeading(scenarios, in: language)
      .lines(draws: draws, seed: seed, effectiveDraws: summary.effectiveDraws)
      + shareArithmetic(targets)
  }

  /// What the page shows through the years: each leading variable, element by element.
  var quantities: [Quantity] {
    let reported = ReportedVariables(of: model)
    return reported.leading.flatMap { variable in
      let own = scenarios.map { reported.elements(of: variable, in: $0, details: true) }
      return own[0].indices.map { position in
        Quantity(model, variable, elements: own.map { $0[position] }, in: language)
      }
    }
  }

  /// The arithmetic of the targets on the first leading variable, if that is a share.
  private func shareArithmetic(_ targets: [TargetResult]) -> [String] {
    let reported = ReportedVariables(of: model)
    guard let variable = reported.leading.first, model.variables[variable].unit == "fraction",
      let element = reported.elements(of: variable, in: scenarios[0], details: true).first
    else { return [] }
    let label = model.model.elementLabel(
      model.variables[variable].name, element, over: model.model.variables[variable].over)
    let own = targets.filter {
      $0.scenario == 0
        && [label, model.variables[variable].name].contains($0.target.quantity)
    }
    let analogues = scenarios[0].region?.analogues ?? []
    return ShareArithmetic(own.map(\.target), analogues, model.model.timeline, in: language) {
      year in
      let output = Output(scenario: 0, variable: variable, element: element, year: year)
      return summary.summary(of: output)?.quantiles[Self.band.median]
    }.lines
  }

  /// What the region's official goals imply for each other.
  private var consistencyLines: [String] {
    func percent(_ value: Double) -> String { numbers.fixed(100 * value, decimals: 1) + " %" }
    return (scenarios[0].region?.consistency ?? []).map { check in
      language(
        .goalsCompared(
          productivity: percent(check.productivityGrowth),
          employment: percent(check.employmentGrowth), needed: percent(check.neededOutputGrowth),
          goal: percent(check.outputGrowth), implied: percent(check.impliedEmploymentGrowth)))
    }
  }

  private var shownYears: [Int] { model.model.timeline.shownYears }

  // MARK: Sections

  var definitions: [String] { scenarios.map { $0.document.definition ?? "" } }
  var hasOneDefinition: Bool { Set(definitions).count == 1 }

  /// The names of the scenarios; with their definitions where these differ.
  private var heads: [String] {
    zip(scenarios, definitions).map { scenario, definition in
      scenario.document.title.text(in: language)
        + (hasOneDefinition || definition.isEmpty ? "" : " (\(definition))")
    }
  }

  private func append(_ quantity: Quantity, to table: inout ScenarioTable) {
    table.section("\(title(quantity)) – \(language(.medianAndBand))")
    let decimals = decimals(quantity)
    let shown = shownYears.filter { year in
      scenarios.indices.contains { quantiles(quantity, scenario: $0, year: year) != nil }
    }
    let columns = scenarios.indices.map { scenario in
      aligned(
        shown.map { cell(quantity, scenario: scenario, year: $0, decimals: decimals) })
    }
    for (row, year) in shown.enumerated() {
      table.append(model.periodLabel(year, in: language), columns.map { $0[row] })
    }
  }

  /// A quantity in words, with its definition and unit.
  func title(_ quantity: Quantity) -> String {
    quantity.heading(
      definition: hasOneDefinition ? definitions[0] : nil, unit: quantity.unit.text)
  }

  /// What a share is made of in the year of its next target: parts of an amount as points of the
  /// share, which they add up to; parts that are shares themselves as they are.
  private func appendSplits(
    of quantity: Quantity, _ targets: [TargetResult], _ central: (Output) -> Double?,
    to table: inout ScenarioTable
  ) {
    let year = nextTargetYear(targets)
    func value(_ scenario: Int, _ variable: Int, _ element: Int) -> Double? {
      central(Output(scenario: scenario, variable: variable, element: element, year: year))
    }
    var rows: [(label: String, cells: [String])] = []
    for split in model.splits {
      let cells = scenarios.indices.map { scenario -> String in
        let parts = split.parts.compactMap { part in
          scenarios[scenario].elements(of: part, details: false).first.flatMap {
            value(scenario, part, $0)
          }
        }
        guard parts.count == split.parts.count,
          let whole = value(scenario, quantity.variable, quantity.elements[scenario])
        else { return "" }
        let isShare = split.parts.allSatisfy { model.variables[$0].unit == "fraction" }
        let scale = isShare ? 1 : whole / parts.reduce(0, +)
        return parts.map {
          numbers.fixed(quantity.unit.scale * scale * $0, decimals: quantity.unit.decimals ?? 1)
        }.joined(separator: "/")
      }
      if cells.contains(where: { !$0.isEmpty }) {
        rows.append((split.label.text(in: language), cells))
      }
    }
    guard !rows.isEmpty else { return }
    table.section(language(.madeUpOf(model.periodLabel(year, in: language))))
    for row in rows { table.append(row.label, row.cells) }
  }

  /// The year of the first target that is still ahead and about one year; else the last year.
  func nextTargetYear(_ targets: [TargetResult]) -> Int {
    model.model.timeline.nextYear(of: targets.map(\.target))
  }

  // MARK: Cells

  /// A median and its band as texts.
  struct Cell {
    var median, low, high: String
    /// Whether the numbers cannot be told apart as they are printed.
    var isPoint: Bool { median == low && median == high }
  }

  func cell(
    _ quantity: Quantity, scenario: Int, year: Int, decimals: Int
  ) -> Cell? {
    guard let quantiles = quantiles(quantity, scenario: scenario, year: year) else { return nil }
    func text(_ position: Int) -> String {
      numbers.fixed(quantity.unit.scale * quantiles[position], decimals: decimals)
    }
    return Cell(
      median: text(Self.band.median), low: text(Self.band.low), high: text(Self.band.high))
  }

  func quantiles(_ quantity: Quantity, scenario: Int, year: Int) -> [Double]? {
    let output = Output(
      scenario: scenario, variable: quantity.variable, element: quantity.elements[scenario],
      year: year)
    return summary.summary(of: output)?.quantiles
  }

  /// The decimals of a whole table, so that its numbers can be compared at a glance.
  func decimals(_ quantity: Quantity) -> Int {
    if let decimals = quantity.unit.decimals { return decimals }
    let values = shownYears.flatMap { year in
      scenarios.indices.flatMap { quantiles(quantity, scenario: $0, year: year) ?? [] }
    }
    return NumberText.decimals(for: values.map(\.magnitude).max() ?? 0)
  }

  /// The cells of a column, with medians, lower and upper ends each set flush right.
  func aligned(_ cells: [Cell?]) -> [String] {
    func width(_ part: KeyPath<Cell, String>, _ cells: [Cell]) -> Int {
      cells.map { $0[keyPath: part].count }.max() ?? 0
    }
    let all = cells.compactMap { $0 }
    let bands = all.filter { !$0.isPoint }
    let widths = (width(\.median, all), width(\.low, bands), width(\.high, bands))
    return cells.map { cell in
      guard let cell else { return "" }
      let median = cell.median.padded(to: widths.0)
      if cell.isPoint { return median }
      return "\(median) [\(cell.low.padded(to: widths.1)); \(cell.high.padded(to: widths.2))]"
    }
  }
}

/// One variable, or one element of it, as a page shows it.
struct Quantity {
  let variable: Int
  /// The element of each scenario: they differ where definitions do.
  let elements: [Int]
  let title: String
  /// Whether the number depends on the definition, which then has to be named.
  let hasDefinition: Bool
  /// How its numbers are printed.
  let unit: ShownUnit

  init(_ model: ModelDocument, _ variable: Int, elements: [Int], in language: Language) {
    self.variable = variable
    self.elements = elements
    let entry = model.variables[variable]
    let over = model.model.variables[variable].over
    let places = zip(over, model.model.elementNames(elements[0], over: over))
    let others = places.compactMap { set, name -> String? in
      guard model.sets[set].name != LoadedScenario.definitionSet else { return nil }
      let position = model.model.sets[set].elements.firstIndex(of: name)
      return position.flatMap { model.sets[set].elementLabels[$0] }?.text(in: language) ?? name
    }
    title = ([entry.label?.text(in: language) ?? entry.name] + others).joined(separator: ", ")
    hasDefinition = over.contains { model.sets[$0].name == LoadedScenario.definitionSet }
    unit = ShownUnit(entry.unit, clock: model.clockUnit, in: language)
  }

  /// The title with the definition that the numbers are counted by, where they depend on it, and
  /// their unit: `Digital share (gso), points`.
  func heading(definition: String?, unit: String) -> String {
    title + (hasDefinition ? definition.map { " (\($0))" } ?? "" : "")
      + (unit.isEmpty ? "" : ", \(unit)")
  }
}

extension String {
  /// Set flush right in as many characters as a reader sees.
  fileprivate func padded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}

extension LocalizedText {
  /// The text in a language.
  public func text(in language: Language) -> String {
    switch language {
    case .vi: vi
    case .en: en
    }
  }
}
