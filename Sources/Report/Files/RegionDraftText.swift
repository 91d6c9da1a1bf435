public import Scenarios
internal import Sim

/// The files of a drafted region: the region, a scenario, and a table of what was assumed.
public struct RegionDraftText {
  private let draft: RegionDraft
  private let language: Language
  private let words: DataWords
  /// The file of the model, seen from the folder of the region.
  private let model: String

  /// The name of the scenario's file.
  public static let scenarioName = "scenarios/baseline.yaml"

  /// Prepares the texts; `model` is the file of the model as the region names it.
  public init(_ draft: RegionDraft, _ folder: DataFolder, model: String, in language: Language) {
    self.draft = draft
    self.language = language
    words = DataWords(folder, language)
    self.model = model
  }

  /// The files with their names: the region, a scenario, and what was assumed.
  public var files: [(name: String, contents: String)] {
    [
      ("region.yaml", lines.joined(separator: "\n") + "\n"), (Self.scenarioName, scenario),
      ("facts.csv", factsCSV),
    ]
  }

  /// The lines of the region file.
  public var lines: [String] {
    head + draft.slots.flatMap(slot) + amounts
      + section("observables", draft.observations, language(.draftObservations))
      + section("targets", draft.targets, nil)
  }

  private var likeTitle: String { draft.like.title.text(in: language) }

  private var head: [String] {
    let years = draft.timeline
    return [
      "# " + language(.draftHead(likeTitle)), "# " + language(.draftMarks),
      "schema: grdp-region/1", "id: \(draft.id)",
      "title: {vi: \"\(draft.region)\", en: \"\(draft.region)\"}", "region: \(draft.region)",
      "boundary: \(draft.boundary)", "vintage: draft", "model: \(model)",
      "# fit: fits/\(draft.id).yaml   # \(language(.draftFit))",
      "years: {first: \(years.first), last: \(years.last), policy_start: \(years.policyStart), "
        + "horizon: \(years.horizon)}", "", "data:",
    ]
  }

  // MARK: Data

  private func slot(_ slot: RegionDraft.Slot) -> [String] {
    let label = slot.slot.label?.text(in: language) ?? slot.slot.name
    let indicator = slot.indicator.map { ": \($0.name)" } ?? ""
    var lines = ["  # \(label) (\(slot.slot.unit))\(indicator)"]
    let reasons = slot.assumptions.map(\.reason)
    // What all numbers have in common is said once.
    let isCommon = slot.choices.isEmpty && Set(reasons).count == 1
    if isCommon, let reason = reasons.first { lines.append("  # [A] \(text(reason))") }
    if !slot.slot.isSeries, slot.slot.elements.isEmpty {
      let cells = numbers(slot, isCommon)
      return lines + cells.map { "  \(slot.slot.name): \($0.text)\($0.remark)" }
    }
    lines.append("  \(slot.slot.name):")
    if slot.slot.isSeries, !slot.slot.elements.isEmpty {
      for element in slot.slot.elements {
        lines.append("    \(element):")
        lines += numbers(slot, isCommon).filter { $0.element == element }
          .map { "      \($0.year ?? 0): \($0.text)\($0.remark)" }
      }
      return lines
    }
    return lines
      + numbers(slot, isCommon).map { cell in
        "    \(cell.year.map(String.init) ?? cell.element ?? ""): \(cell.text)\(cell.remark)"
      }
  }

  /// A number as it is written, with what is said about it.
  private struct Cell {
    var year: Int?
    var element: String?
    var text: String
    var remark: String
  }

  /// The numbers of a slot, found and assumed, in the order of elements and years.
  private func numbers(_ slot: RegionDraft.Slot, _ isCommon: Bool) -> [Cell] {
    let found = slot.choices.map {
      Cell(
        year: $0.year, element: $0.element, text: CSVText.number($0.value), remark: remark($0))
    }
    let assumed = slot.assumptions.map {
      Cell(
        year: $0.year, element: $0.element, text: CSVText.number($0.value),
        remark: isCommon ? "" : "   # [A] \(text($0.reason))")
    }
    func position(_ cell: Cell) -> (Int, Int) {
      (cell.element.flatMap { slot.slot.elements.firstIndex(of: $0) } ?? 0, cell.year ?? 0)
    }
    return (found + assumed).sorted { position($0) < position($1) }
  }

  private func text(_ reason: RegionDraft.Reason) -> String {
    switch reason {
    case .same: language(.assumedAs(likeTitle))
    case .proportion(let label):
      language(.assumedInProportion(likeTitle, to: label.text(in: language)))
    case .size:
      language(.assumedBySize(likeTitle, words.numbers.short(draft.size)))
    }
  }

  /// The source, and other figures for the same.
  private func remark(_ choice: RegionDraft.Choice) -> String {
    let others = choice.others.map { "\(CSVText.number($0.value)) \(words.origin($0))" }
    return "   # " + words.origin(choice.fact)
      + (others.isEmpty ? "" : "; \(language(.otherFigures)): " + others.joined(separator: ", "))
  }

  // MARK: Levers, observations, targets

  private var amounts: [String] {
    guard !draft.amounts.isEmpty else { return [] }
    func bounds(_ range: ClosedRange<Double>) -> String {
      "[\(CSVText.number(range.lowerBound)), \(CSVText.number(range.upperBound))]"
    }
    return ["", "# [A] \(text(.size))", "levers:"]
      + draft.amounts.map { amount in
        let plausible = amount.plausible.map { ", plausible: \(bounds($0))" } ?? ""
        return "  \(amount.name): {default: \(CSVText.number(amount.value)), "
          + "possible: \(bounds(amount.possible))\(plausible)}"
      }
  }

  private func section(
    _ key: String, _ quantities: [RegionDraft.Quantity], _ remark: String?
  ) -> [String] {
    guard !quantities.isEmpty else { return [] }
    return ["", remark.map { "# \($0)" }].compactMap { $0 } + ["\(key):"]
      + quantities.flatMap(lines)
  }

  private func lines(_ quantity: RegionDraft.Quantity) -> [String] {
    let (first, last) = (quantity.years.lowerBound, quantity.years.upperBound)
    var lines = [
      "id: \(quantity.id)",
      "label: {vi: \"\(quantity.label.vi)\", en: \"\(quantity.label.en)\"}",
      "quantity: \"\(quantity.quantity)\"",
    ]
    if let comparator = quantity.comparator {
      lines += [
        "comparator: \"\(comparator.rawValue)\"", "level: \(CSVText.number(quantity.value))",
      ]
    } else {
      lines += [
        "value: \(CSVText.number(quantity.value))",
        "sd: \(CSVText.number(quantity.sd))   # [A] \(language(.draftSD))",
        "unit: \(quantity.unit)",
      ]
    }
    lines.append(first == last ? "year: \(first)" : "years: \(first)..\(last)")
    if quantity.isMean { lines.append("aggregate: mean") }
    if let definition = quantity.definition { lines.append("definition: \(definition)") }
    if quantity.comparator != nil { lines.append("boundary: \(draft.boundary)") }
    lines.append("source: \"\(quantity.source)\"")
    return lines.enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 }
  }

  // MARK: The other files

  /// A scenario in which everything keeps its default.
  private var scenario: String {
    """
    # \(language(.draftScenario))
    schema: grdp-scenario/1
    id: baseline
    title: {vi: Cơ sở, en: Baseline}
    model: ../\(model)
    region: ../region.yaml
    \(draft.definition.map { "definition: \($0)\n" } ?? "")boundary: \(draft.boundary)
    draws: 10000
    seed: 1

    """
  }

  /// The assumed numbers as a table of facts: to be replaced row by row, and read again.
  private var factsCSV: String {
    var csv = CSVText(header: [
      "region", "boundary", "indicator", "definition", "price_basis", "period", "unit", "year",
      "value", "vintage", "source_id", "confidence", "status", "note",
    ])
    for slot in draft.slots {
      guard let indicator = slot.indicator else { continue }
      for assumption in slot.assumptions {
        let element = assumption.element.map { "[\($0)]" } ?? ""
        csv.append([
          draft.region, draft.boundary, indicator.name + element, slot.definition,
          indicator.priceBasis, "", indicator.unit,
          String(assumption.year ?? draft.timeline.first),
          CSVText.number(assumption.tabulated), "draft",
          "compiled", "judgement", "assumed", text(assumption.reason),
        ])
      }
    }
    return csv.text
  }

  // MARK: What to tell

  /// What was found, what is assumed and why, slot by slot.
  public var summary: [String] {
    let all = draft.slots
    func names(_ slots: [RegionDraft.Slot]) -> String {
      slots.map(\.slot.name).joined(separator: ", ")
    }
    let known = all.filter { $0.assumptions.isEmpty }
    let partly = all.filter { !$0.assumptions.isEmpty && !$0.choices.isEmpty }
    var lines = [
      "\(draft.region) · \(words.label(.boundary, draft.boundary)) · "
        + language(.draftCounts(slots: all.count, known: known.count, partly: partly.count))
    ]
    if !known.isEmpty { lines.append("  \(language(.draftKnown)): \(names(known))") }
    if !partly.isEmpty { lines.append("  \(language(.draftPartly)): \(names(partly))") }
    var reasons: [RegionDraft.Reason] = []
    let assumed = all.filter { $0.choices.isEmpty }
    for slot in assumed {
      if let reason = slot.assumptions.first?.reason, !reasons.contains(reason) {
        reasons.append(reason)
      }
    }
    for reason in reasons {
      let slots = assumed.filter { $0.assumptions.first?.reason == reason }
      lines.append("  [A] \(text(reason)) (\(slots.count)): \(names(slots))")
    }
    lines.append(
      "  "
        + language(
          .draftQuantities(observations: draft.observations.count, targets: draft.targets.count)))
    if assumed.count > known.count + partly.count {
      lines.append("  \(language(.draftCaution(likeTitle)))")
    }
    return lines
  }
}
