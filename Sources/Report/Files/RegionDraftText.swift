public import Scenarios

/// The text of a region file that the facts fill as far as they go; what is missing stands in remarks.
public struct RegionDraftText {
  private let draft: RegionDraft
  private let language: Language
  private let words: DataWords

  /// Prepares the text.
  public init(_ draft: RegionDraft, _ folder: DataFolder, in language: Language) {
    self.draft = draft
    self.language = language
    words = DataWords(folder, language)
  }

  /// The lines of the file.
  public var lines: [String] {
    head + draft.slots.flatMap(slot)
  }

  /// An identifier from the name of the region.
  private var id: String {
    String(draft.region.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
      + (draft.boundary == "unchanged" || draft.boundary == "national" ? "" : "_\(draft.boundary)")
  }

  private var head: [String] {
    var lines = [
      "# " + language(.draftRemark), "schema: grdp-region/1", "id: \(id)",
      "title: {vi: \"\(draft.region)\", en: \"\(draft.region)\"}", "region: \(draft.region)",
      "boundary: \(draft.boundary)", "vintage: draft", "model: \(draft.model)",
    ]
    if let years = draft.years {
      let (first, last) = (years.lowerBound, years.upperBound)
      lines.append(
        "years: {first: \(first), last: \(last), policy_start: \(last + 2), horizon: \(last + 11)}")
    } else {
      lines.append("# \(language(.missing)): years: {first: , last: , policy_start: , horizon: }")
    }
    return lines + ["", "data:"]
  }

  private func slot(_ slot: RegionDraft.Slot) -> [String] {
    let label = slot.slot.label?.text(in: language) ?? slot.slot.name
    let indicator = slot.indicator?.name ?? "–"
    var lines = ["  # \(label) (\(slot.slot.unit)): \(indicator)"]
    guard !slot.choices.isEmpty else {
      return lines + ["  # \(language(.missing)): \(slot.slot.name):"]
    }
    if !slot.missing.isEmpty {
      lines.append("  # \(language(.missing)): \(slot.missing.joined(separator: ", "))")
    }
    if !slot.slot.isSeries, slot.slot.elements.isEmpty, let only = slot.choices.first {
      return lines + ["  \(slot.slot.name): \(number(only))\(remark(only))"]
    }
    lines.append("  \(slot.slot.name):")
    if slot.slot.isSeries, !slot.slot.elements.isEmpty {
      for element in slot.slot.elements {
        let years = slot.choices.filter { $0.element == element }
        if !years.isEmpty { lines.append("    \(element):") }
        lines += years.map { "      \($0.year ?? 0): \(number($0))\(remark($0))" }
      }
      return lines
    }
    return lines
      + slot.choices.map { choice in
        let key = choice.year.map(String.init) ?? choice.element ?? ""
        return "    \(key): \(number(choice))\(remark(choice))"
      }
  }

  private func number(_ choice: RegionDraft.Choice) -> String { CSVText.number(choice.value) }

  /// The source, and other figures for the same.
  private func remark(_ choice: RegionDraft.Choice) -> String {
    let others = choice.others.map { "\(CSVText.number($0.value)) \(words.origin($0))" }
    return "   # " + words.origin(choice.fact)
      + (others.isEmpty ? "" : "; \(language(.otherFigures)): " + others.joined(separator: ", "))
  }
}
