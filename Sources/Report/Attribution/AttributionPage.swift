internal import Scenarios
internal import Sim

/// The page `grdp explain` prints: the wedge of every change, what changes are made of, and where a
/// policy moves a ratio the other way than productivity.
public struct AttributionPage {
  /// How many outcomes stand beside each other.
  private static let columns = 2

  private let attribution: Attribution
  private let language: Language
  private let numbers: NumberText
  private let model: ModelDocument

  /// Prepares a page.
  public init(_ attribution: Attribution, in language: Language) {
    self.attribution = attribution
    self.language = language
    numbers = NumberText(language)
    model = attribution.base.model
  }

  /// The page's lines.
  public func lines(details: Bool) -> [String] {
    let scenarios = [attribution.base, attribution.other]
    var lines = PageHeading(scenarios, in: language).lines(
      draws: attribution.draws, seed: attribution.seed, effectiveDraws: attribution.effectiveDraws
    ).flatMap { folded($0) }
    lines += folded(
      language(
        .wedgesOf(
          title(attribution.other), against: title(attribution.base),
          year: model.periodLabel(attribution.year, in: language),
          combinations: numbers.whole(attribution.coalitionCount), isExact: attribution.isExact)))
    guard !attribution.groups.isEmpty else { return lines + ["", language(.nothingDiffers)] }
    let shown = details ? attribution.outcomes[...] : attribution.outcomes.prefix(Self.columns)
    for first in stride(from: 0, to: shown.count, by: Self.columns) {
      lines += wedges(Array(shown.dropFirst(first).prefix(Self.columns)))
    }
    let parts = parts(Array(shown))
    if !parts.isEmpty { lines += [""] + parts }
    let words = contraryChanges
    return lines + (words.isEmpty ? [] : [""] + words.flatMap { folded($0) })
  }

  private func title(_ loaded: LoadedScenario) -> String {
    loaded.document.title.text(in: language)
  }

  // MARK: Wedges

  /// The wedges of outcomes beside each other where they fit, and else below each other.
  private func wedges(_ outcomes: [Attribution.Outcome]) -> [String] {
    let beside = wedges(outcomes, labels: 40)
    guard outcomes.count > 1, beside.contains(where: { $0.count > widestLine }) else {
      return beside
    }
    return outcomes.flatMap { wedges([$0], labels: 52) }
  }

  private func wedges(_ outcomes: [Attribution.Outcome], labels: Int) -> [String] {
    var table = TextTable([.left] + outcomes.map { _ in .right })
    let marks = outcomes.count == 1 ? [""] : outcomes.indices.map { "(\($0 + 1)) " }
    if outcomes.count > 1 { table.append([""] + marks.map { String($0.dropLast()) }) }
    let cells = outcomes.map { outcome -> [String] in
      let unit = unit(outcome)
      let decimals = decimals(outcome, unit)
      return (outcome.wedges + [outcome.total]).map { cell($0, unit, decimals) }
    }
    for (position, group) in attribution.groups.enumerated() {
      table.append([label(group, to: labels)] + cells.map { $0[position] })
    }
    table.append([language(.allTogether)] + cells.map { $0[attribution.groups.count] })
    return [""]
      + zip(marks, outcomes).map { mark, outcome in "\(mark)\(name(outcome))" }
      + [language(.wedgeCell)] + table.lines.map { "  " + $0 }
  }

  private func cell(_ wedge: Attribution.Wedge, _ unit: DifferenceUnit, _ decimals: Int) -> String {
    if wedge.isZero { return "0" }
    func text(_ value: Double) -> String { numbers.signed(unit.scale * value, decimals: decimals) }
    let error =
      (wedge.mean.standardError * wedge.mean.standardError
      + wedge.orderError * wedge.orderError).squareRoot()
    return "\(text(wedge.mean.value)) ± \(numbers.fixed(unit.scale * error, decimals: decimals)) "
      + "[\(text(wedge.low.value)); \(text(wedge.high.value))] (\(text(wedge.interaction)))"
  }

  /// A group by its name, or by the words of its only change.
  private func label(_ group: Attribution.Group, to length: Int) -> String {
    guard group.changes.count == 1, let change = group.changes.first, change.name == group.name
    else { return group.name }
    return shortened(change.label?.text(in: language) ?? change.name, to: length)
  }

  private func unit(_ outcome: Attribution.Outcome) -> DifferenceUnit {
    DifferenceUnit(model.variables[outcome.variable].unit, model.clockUnit, language)
  }

  private func decimals(_ outcome: Attribution.Outcome, _ unit: DifferenceUnit) -> Int {
    let greatest = (outcome.wedges + [outcome.total]).map(\.mean.value.magnitude).max() ?? 0
    return unit.scale * greatest >= 100 ? 1 : unit.scale * greatest >= 0.1 ? 2 : 4
  }

  private func name(_ outcome: Attribution.Outcome) -> String {
    Quantity(model, outcome.variable, elements: [outcome.element], in: language).heading(
      definition: attribution.base.document.definition, unit: unit(outcome).text)
  }

  // MARK: Parts

  private func parts(_ outcomes: [Attribution.Outcome]) -> [String] {
    let known = outcomes.filter { !$0.parts.isEmpty }
    guard !known.isEmpty else { return [] }
    var table = ScenarioTable(
      [title(attribution.base), title(attribution.other), language(.difference)])
    for outcome in known {
      let unit = unit(outcome)
      let decimals = decimals(outcome, unit)
      table.section(
        language(
          .changeMadeOf(
            name(outcome),
            from: model.periodLabel(model.model.timeline.last, in: language),
            to: model.periodLabel(attribution.year, in: language))))
      func row(_ label: String, _ values: [Double]) {
        table.append(
          label, values.map { numbers.signed(unit.scale * $0, decimals: decimals) })
      }
      for part in outcome.parts {
        let entry = model.variables[part.variable]
        row(
          shortened(entry.label?.text(in: language) ?? entry.name, to: 60),
          [part.base.value, part.other.value, part.difference.value])
      }
      row(
        language(.allTogether),
        [\Attribution.Part.base, \.other, \.difference].map { side in
          outcome.parts.reduce(0) { $0 + $1[keyPath: side].value }
        })
    }
    return table.text
  }

  // MARK: In words

  /// Changes that move a ratio and another outcome in opposite directions, with the reason.
  private var contraryChanges: [String] {
    guard let ratio = attribution.outcomes.first(where: { !$0.ratio.isEmpty }),
      let other = attribution.outcomes.first(where: { $0.ratio.isEmpty })
    else { return [] }
    return attribution.groups.indices.compactMap { group in
      let (moved, gained) = (ratio.wedges[group], other.wedges[group])
      // A sign counts only if it is more than two Monte Carlo errors from zero.
      let isSure = [moved, gained].allSatisfy {
        $0.mean.value.magnitude > 2 * ($0.mean.standardError + $0.orderError)
      }
      guard isSure, moved.mean.value * gained.mean.value < 0 else { return nil }
      let side = ratio.ratio[group]
      func percent(_ value: Double) -> String {
        numbers.signed(100 * value, decimals: 2) + " %"
      }
      let unit = unit(ratio)
      return language(
        .contraryChange(
          label(attribution.groups[group], to: 80),
          ratio: numbers.signed(unit.scale * moved.mean.value, decimals: 3) + " " + unit.text,
          other: plainName(other), change: percent(gained.mean.value / other.base),
          numerator: percent(side.numerator), denominator: percent(side.denominator),
          lowers: moved.mean.value < 0))
    }
  }

  private func plainName(_ outcome: Attribution.Outcome) -> String {
    Quantity(model, outcome.variable, elements: [outcome.element], in: language).title
  }
}
