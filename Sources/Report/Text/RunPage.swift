public import Scenarios
public import Sim

/// The page `grdp run` prints: what the leading variables will be, under each scenario, with bands.
public struct RunPage {
  /// The widest table, in characters; more scenarios than fit stand below each other.
  private static let widest = 100
  /// The positions of the median and the ends of the band among the quantiles.
  private static let band = (median: 3, low: 0, high: 6)

  private let language: Language
  private let numbers: NumberText
  private let scenarios: [LoadedScenario]
  private let model: ModelDocument
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

  /// The page's lines; `targets` are those of all scenarios, in their order.
  public func lines(
    draws: Int, seed: UInt64, targets: [TargetResult], details: Bool
  ) -> [String] {
    var lines = [heading, origin(draws: draws, seed: seed)]
    lines += shareArithmetic(targets)
    let reported = ReportedVariables(of: model)
    for variable in reported.leading {
      let own = scenarios.map { reported.elements(of: variable, in: $0, details: true) }
      for position in own[0].indices {
        let quantity = Quantity(
          model, variable, elements: own.map { $0[position] }, in: language)
        lines += [""] + table(of: quantity)
      }
    }
    let table = TargetTable(scenarios, targets, details: details, in: language)
    if !targets.isEmpty { lines += [""] + table.lines }
    lines += consistencyLines
    if details { lines += [""] + table.passageLines }
    return lines
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

  /// Where the draws come from.
  private func origin(draws: Int, seed: UInt64) -> String {
    guard let fit = scenarios[0].fit else {
      return language(.drawsFromPrior(numbers.whole(draws), seed: seed))
    }
    let effective = numbers.fixed(summary.effectiveDraws, decimals: 0)
    return language(
      .drawsFromPosterior(
        numbers.whole(draws), seed: seed, effective: effective, isForced: fit.isForced))
  }

  private var heading: String {
    let (scenario, region) = (scenarios[0], scenarios[0].region)
    var parts = [region?.title.text(in: language) ?? model.title.text(in: language)]
    if let boundary = scenario.document.boundary ?? region?.boundary {
      parts.append(language(.boundary(boundary)))
    }
    if let vintage = region?.vintage { parts.append(language(.vintage(vintage))) }
    return parts.joined(separator: " · ")
  }

  // MARK: Tables

  private func table(of quantity: Quantity) -> [String] {
    let definitions = scenarios.map { $0.document.definition ?? "" }
    let isOneDefinition = Set(definitions).count == 1
    var title = quantity.title
    if quantity.hasDefinition, isOneDefinition { title += " (\(definitions[0]))" }
    if !quantity.unit.text.isEmpty { title += ", \(quantity.unit.text)" }
    title += " – \(language(.medianAndBand))"
    let heads = zip(scenarios, definitions).map { scenario, definition in
      scenario.document.title.text(in: language)
        + (quantity.hasDefinition && !isOneDefinition ? " (\(definition))" : "")
    }
    let decimals = decimals(quantity)
    let rows = years.map { year in
      (
        year,
        scenarios.indices.map { cell(quantity, scenario: $0, year: year, decimals: decimals) }
      )
    }.filter { $0.1.contains { $0 != nil } }
    let columns = scenarios.indices.map { column in
      aligned(rows.map { $0.1[column] }, head: heads[column])
    }
    let yearColumn = [language.period(model.clockUnit)] + rows.map { String($0.0) }
    return [title] + blocks(yearColumn, columns).map { "  " + $0 }
  }

  /// The columns beside each other, as many as fit; the others below, with the years again.
  private func blocks(_ years: [String], _ columns: [[String]]) -> [String] {
    var lines: [String] = []
    var waiting = columns[...]
    while !waiting.isEmpty {
      var count = waiting.count
      var block = lay(years, waiting)
      while count > 1, block.contains(where: { $0.count > Self.widest }) {
        count -= 1
        block = lay(years, waiting.prefix(count))
      }
      lines += block
      waiting = waiting.dropFirst(count)
    }
    return lines
  }

  private func lay(_ years: [String], _ columns: some Collection<[String]>) -> [String] {
    var table = TextTable([.right] + columns.map { _ in .left })
    for row in years.indices { table.append([years[row]] + columns.map { $0[row] }) }
    return table.lines
  }

  // MARK: Cells

  /// A median and its band as texts.
  private struct Cell {
    var median, low, high: String
    /// Whether the numbers cannot be told apart as they are printed.
    var isPoint: Bool { median == low && median == high }
  }

  private func cell(
    _ quantity: Quantity, scenario: Int, year: Int, decimals: Int
  ) -> Cell? {
    guard let quantiles = quantiles(quantity, scenario: scenario, year: year) else { return nil }
    func text(_ position: Int) -> String {
      numbers.fixed(quantity.unit.scale * quantiles[position], decimals: decimals)
    }
    return Cell(
      median: text(Self.band.median), low: text(Self.band.low), high: text(Self.band.high))
  }

  private func quantiles(_ quantity: Quantity, scenario: Int, year: Int) -> [Double]? {
    let output = Output(
      scenario: scenario, variable: quantity.variable, element: quantity.elements[scenario],
      year: year)
    return summary.summary(of: output)?.quantiles
  }

  /// The decimals of a whole table, so that its numbers can be compared at a glance.
  private func decimals(_ quantity: Quantity) -> Int {
    if let decimals = quantity.unit.decimals { return decimals }
    let values = years.flatMap { year in
      scenarios.indices.flatMap { quantiles(quantity, scenario: $0, year: year) ?? [] }
    }
    return NumberText.decimals(for: values.map(\.magnitude).max() ?? 0)
  }

  /// A column under its head, with medians, lower and upper ends each set flush right.
  private func aligned(_ cells: [Cell?], head: String) -> [String] {
    func width(_ part: KeyPath<Cell, String>, _ cells: [Cell]) -> Int {
      cells.map { $0[keyPath: part].count }.max() ?? 0
    }
    let all = cells.compactMap { $0 }
    let bands = all.filter { !$0.isPoint }
    let widths = (width(\.median, all), width(\.low, bands), width(\.high, bands))
    return [head]
      + cells.map { cell in
        guard let cell else { return "" }
        let median = cell.median.padded(to: widths.0)
        if cell.isPoint { return median }
        return "\(median) [\(cell.low.padded(to: widths.1)); \(cell.high.padded(to: widths.2))]"
      }
  }

  /// The last observed year, the horizon, and round years between them; six at most.
  private var years: [Int] {
    let timeline = model.model.timeline
    // A model that only looks back is shown from its first year.
    let start = timeline.last < timeline.horizon ? timeline.last : timeline.first
    let span = timeline.horizon - start
    guard span > 0 else { return [start] }
    let step = Self.steps.first { span / $0 <= 4 } ?? span
    return [start] + (start + 1..<timeline.horizon).filter { $0 % step == 0 } + [timeline.horizon]
  }

  private static let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000]
}

/// One variable, or one element of it, as a page shows it.
private struct Quantity {
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
