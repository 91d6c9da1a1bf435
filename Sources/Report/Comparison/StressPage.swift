public import Scenarios
internal import Sim

/// The page `grdp stress` prints: the headline and the probabilities of its targets, unstressed, under
/// each stress, and with each judgement moved.
public struct StressPage {
  /// The most targets that get a column of their own; the file has them all.
  private static let targetColumns = 2

  private let comparison: ScenarioComparison
  private let kinds: [StressKind]
  private let language: Language
  private let numbers: NumberText
  private let model: ModelDocument
  private let year: Int

  /// Prepares a page; `kinds` are those of the scenarios after the first, which is the unstressed one.
  public init(_ comparison: ScenarioComparison, _ kinds: [StressKind], in language: Language) {
    self.comparison = comparison
    self.kinds = kinds
    self.language = language
    numbers = NumberText(language)
    model = comparison.scenarios[0].model
    year = ScenarioComparison.rankedYear(comparison.scenarios)
  }

  /// The page's lines.
  public var lines: [String] {
    let columns =
      quantities.enumerated().map { column($1, hasBand: $0 == 0) } + targets.map(column)
    let marks = columns.indices.map { "(\($0 + 1))" }
    let legend = zip(marks, columns).flatMap { folded("\($0) \($1.title)", indent: "    ") }
    return PageHeading([comparison.scenarios[0]], in: language).lines(
      draws: comparison.draws, seed: comparison.seed, effectiveDraws: comparison.effectiveDraws
    ).flatMap { folded($0) }
      + folded(language(.stressed(title(0), year: model.periodLabel(year, in: language)))) + [""]
      + legend + table(columns, marks)
  }

  /// The numbers, under heads for each kind; titles take what room these leave, on several lines if need
  /// be.
  private func table(_ columns: [Column], _ marks: [String]) -> [String] {
    let numbers = columns.map(\.cells)
    let widths = zip(numbers, marks).map { max($0.first?.count ?? 0, $1.count) }
    let room = max(20, widestLine - widths.reduce(0) { $0 + $1 + 2 })
    var table = TextTable([.left] + marks.map { _ in .right })
    var rowCount = 0
    func append(_ title: String, _ cells: [String], indent: String) {
      for (number, line) in folded(indent + title, to: room, indent: indent + "  ").enumerated() {
        table.append([line] + (number == 0 ? cells : cells.map { _ in "" }))
        rowCount += 1
      }
    }
    append("", marks, indent: "")
    append(title(0), numbers.map { $0[0] }, indent: "")
    var heads: [(line: Int, text: String)] = []
    for (kind, head) in [(StressKind.stress, AnswerText.stresses), (.judgement, .judgements)] {
      let rows = kinds.indices.filter { kinds[$0] == kind }
      guard !rows.isEmpty else { continue }
      heads.append((rowCount, language(head)))
      for row in rows { append(title(row + 1), numbers.map { $0[row + 1] }, indent: "  ") }
    }
    var text = table.lines
    for head in heads.reversed() { text.insert(head.text, at: head.line) }
    return text
  }

  private func title(_ scenario: Int) -> String {
    comparison.scenarios[scenario].document.title.text(in: language)
  }

  // MARK: Columns

  private struct Column {
    var title: String
    /// By row, the unstressed one first; its change is empty.
    var levels, changes: [String]

    /// Levels and changes, each aligned among themselves.
    var cells: [String] {
      let width = changes.map(\.count).max() ?? 0
      return zip(levels, changes).map { level, change in
        level + " " + String(repeating: " ", count: width - change.count) + change
      }.aligned
    }
  }

  private var quantities: [Quantity] {
    let reported = ReportedVariables(of: model)
    return reported.leading.flatMap { variable in
      reported.elements(of: variable, in: comparison.scenarios[0], details: true).map { element in
        Quantity(model, variable, elements: [element], in: language)
      }
    }
  }

  /// The targets in the ranked year, on the page's first columns.
  private var targets: [Target] {
    let asked = comparison.targets.filter { $0.scenario == 1 }.map(\.target)
    let ahead = asked.filter { $0.years.count == 1 && $0.years.upperBound == year }
    return Array((ahead.isEmpty ? asked : ahead).prefix(StressPage.targetColumns))
  }

  private func column(_ quantity: Quantity, hasBand: Bool) -> Column {
    let rows = comparison.rows.filter {
      $0.variable == quantity.variable && $0.element == quantity.elements[0] && $0.year == year
    }
    func level(_ levels: [QuantileEstimates.Estimate]) -> String {
      let texts = levels.map {
        numbers.fixed(
          quantity.unit.scale * $0.value,
          decimals: quantity.unit.decimals
            ?? NumberText.decimals(for: quantity.unit.scale * $0.value.magnitude))
      }
      return texts[1] + (hasBand ? " [\(texts[0]); \(texts[2])]" : "")
    }
    let changes = rows.map { row in
      row.difference.isZero
        ? "0"
        : numbers.signed(
          quantity.unit.scale * row.difference.median.value, decimals: quantity.unit.decimals ?? 2)
    }
    let heading = quantity.heading(
      definition: comparison.scenarios[0].document.definition, unit: quantity.unit.text)
    return Column(
      title: "\(heading) – \(language(.levelAndChange(hasBand: hasBand)))",
      levels: [rows.first.map { level($0.baseLevels) } ?? ""] + rows.map { level($0.levels) },
      changes: [""] + changes)
  }

  private func column(_ target: Target) -> Column {
    let rows = comparison.targets.filter { $0.target.id == target.id }
    let error = rows.map(\.difference.standardError).max() ?? 0
    return Column(
      title: language(
        .probabilityAndChange(
          target.label?.text(in: language) ?? target.id,
          error: numbers.fixed(100 * error, decimals: 1))),
      levels: [rows.first.map { level($0.base) } ?? ""] + rows.map { level($0.probability) },
      changes: [""] + rows.map { numbers.signed(100 * $0.difference.value, decimals: 1) })
  }

  /// A probability in percent; never 0 or 100, which no number of draws can show.
  private func level(_ p: Probability) -> String {
    let bound = numbers.whole(Int(p.effectiveDraws.rounded()))
    if p.hits == 0 { return "<1/\(bound)" }
    if p.hits == p.draws { return ">1-1/\(bound)" }
    return numbers.fixed(100 * p.estimate, decimals: 1)
  }
}

extension [String] {
  /// The same, set flush right.
  fileprivate var aligned: [String] {
    let width = map(\.count).max() ?? 0
    return map { String(repeating: " ", count: width - $0.count) + $0 }
  }
}
