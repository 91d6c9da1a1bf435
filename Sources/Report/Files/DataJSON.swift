public import Scenarios

/// What `grdp data --json` prints; names and values only, never localised.
public struct DataJSON {
  private let list: [RegionFacts]
  private let folder: DataFolder

  /// Prepares the text over regions.
  public init(_ regions: [RegionFacts], _ folder: DataFolder) {
    list = regions
    self.folder = folder
  }

  /// One object per region with counts only.
  public var overview: [String] {
    array(
      list.map { region in
        object([
          ("region", quoted(region.region)),
          ("boundaries", "[" + region.boundaries.map(quoted).joined(separator: ", ") + "]"),
          ("figures", "\(region.facts.count)"),
          ("observed", "\(region.count(.observed))"), ("derived", "\(region.count(.derived))"),
          ("assumed", "\(region.count(.assumed))"), ("targets", "\(region.targets.count)"),
          (
            "region_files",
            "[" + region.needs.map { quoted($0.region.file) }.joined(separator: ", ") + "]"
          ),
        ])
      })
  }

  /// An object with every figure, target, contradiction and slot; a list of them for several regions.
  public var regions: [String] {
    if list.count == 1 { return object(list[0]) }
    let objects = list.map { object($0).joined(separator: "\n") }
    return array(objects)
  }

  private func object(_ region: RegionFacts) -> [String] {
    let contradictions = Contradiction.all(among: region.facts, everyYear: true).map {
      contradiction in
      "[" + contradiction.facts.map(fact).joined(separator: ", ") + "]"
    }
    var lines = ["{", "  \"region\": \(quoted(region.region)),"]
    lines += member("facts", region.facts.map(fact), isLast: false)
    lines += member("targets", region.targets.map(target), isLast: false)
    lines += member("contradictions", contradictions, isLast: false)
    lines += member("needs", region.needs.flatMap(slots), isLast: true)
    lines.append("}")
    return lines
  }

  private func fact(_ fact: Fact) -> String {
    object([
      ("boundary", quoted(fact.boundary)), ("indicator", quoted(fact.indicator)),
      ("definition", quoted(fact.definition)), ("price_basis", quoted(fact.priceBasis)),
      ("period", quoted(fact.period)), ("unit", quoted(fact.unit)), ("year", "\(fact.year)"),
      ("value", CSVText.number(fact.value)), ("vintage", quoted(fact.vintage)),
      ("source_id", quoted(fact.source)), ("confidence", quoted(fact.confidence)),
      ("status", quoted(fact.status.rawValue)), ("note", quoted(fact.note)),
    ])
  }

  private func target(_ target: StatedTarget) -> String {
    object([
      ("boundary", quoted(target.boundary)), ("indicator", quoted(target.indicator)),
      ("definition", quoted(target.definition)), ("price_basis", quoted(target.priceBasis)),
      ("comparator", quoted(target.comparator.rawValue)), ("unit", quoted(target.unit)),
      ("year", "\(target.year)"), ("value", CSVText.number(target.value)),
      ("evaluation", quoted(target.evaluation)), ("document", quoted(target.document)),
      ("source_id", quoted(target.source)), ("confidence", quoted(target.confidence)),
    ])
  }

  private func slots(_ need: RegionNeeds) -> [String] {
    need.slots.map { slot in
      object([
        ("region_file", quoted(need.region.file)), ("slot", quoted(slot.name)),
        ("unit", quoted(slot.unit)), ("observed", "\(slot.count(.observed))"),
        ("derived", "\(slot.count(.derived))"), ("assumed", "\(slot.count(.assumed))"),
        ("not_tabulated", "\(slot.count(nil))"), ("missing", "\(slot.values.isEmpty)"),
      ])
    }
  }

  // MARK: Text

  private func member(_ name: String, _ items: [String], isLast: Bool) -> [String] {
    if items.isEmpty { return ["  \"\(name)\": []" + (isLast ? "" : ",")] }
    return ["  \"\(name)\": ["] + separated(items).map { "    " + $0 }
      + ["  ]" + (isLast ? "" : ",")]
  }

  private func array(_ items: [String]) -> [String] {
    ["["] + separated(items).map { "  " + $0 } + ["]"]
  }

  private func separated(_ items: [String]) -> [String] {
    items.enumerated().map { $0.offset + 1 < items.count ? $0.element + "," : $0.element }
  }

  private func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
  }

  private func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
