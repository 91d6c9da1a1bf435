import Sim

// Sets, second indices and subsets.
extension ModelReader {
  mutating func readSets() {
    var second: [(Located.Entry, Fields, Located)] = []
    for entry in root["sets"]?.requiredMap(findings) ?? [] {
      guard let name = entry.key.text else { continue }
      if entry.value.list != nil {
        addSet(entry, name, elements: entry.value, fields: nil)
        continue
      }
      guard let fields = Fields(entry.value, SetEntry.keys, findings: findings) else { continue }
      if let base = fields["same_as"] {
        second.append((entry, fields, base))
      } else if let elements = fields.required("elements", findings) {
        addSet(entry, name, elements: elements, fields: fields)
      }
    }
    for (entry, fields, base) in second { addSecondIndex(entry, fields, base) }
  }

  private mutating func addSet(
    _ entry: Located.Entry, _ name: String, elements node: Located, fields: Fields?
  ) {
    let position = source.sets.count
    source.names.declare(entry.key, .set(position), findings: findings)
    var elements: [String] = []
    for item in node.requiredList(findings) ?? [] {
      guard let element = item.requiredText(findings) else { continue }
      source.names.declare(
        item, .element(set: position, elements.count), findings: findings)
      elements.append(element)
    }
    if elements.isEmpty, node.list != nil { findings.report(.emptySet(name), at: node) }
    source.sets.append(ElementSet(name, elements))
    source.setEntries.append(
      SetEntry(
        name: name, label: fields?.localized("label", findings),
        elementLabels: elementLabels(fields?["labels"], elements), aliases: [:], base: position))
    readAliases(fields?["aliases"], position, elements)
  }

  private func elementLabels(_ node: Located?, _ elements: [String]) -> [LocalizedText?] {
    guard let node, let fields = Fields(node, names: elements, findings: findings) else {
      return Array(repeating: nil, count: elements.count)
    }
    return elements.map { fields.localized($0, findings) }
  }

  private mutating func readAliases(_ node: Located?, _ position: Int, _ elements: [String]) {
    for entry in node?.requiredMap(findings) ?? [] {
      guard let alias = entry.key.text, let element = entry.value.requiredText(findings) else {
        continue
      }
      guard let index = elements.firstIndex(of: element) else {
        findings.report(
          .unknownElement(
            element, suggestion: nearestName(to: element, among: elements),
            sets: [source.sets[position].name]), at: entry.value)
        continue
      }
      source.names.declare(entry.key, .element(set: position, index), findings: findings)
      source.setEntries[position].aliases[alias] = element
    }
  }

  private mutating func addSecondIndex(
    _ entry: Located.Entry, _ fields: Fields, _ base: Located
  ) {
    guard let name = entry.key.text, let baseName = base.requiredText(findings) else { return }
    if let extra = ["elements", "labels", "aliases"].compactMap({ fields.key($0) }).first {
      findings.report(.keyWithSameAs(extra.text ?? ""), at: extra)
    }
    guard case .set(let set) = source.names.meaning(of: baseName) else {
      let known = source.sets.map(\.name)
      findings.report(
        .notASet(baseName, suggestion: nearestName(to: baseName, among: known)), at: base)
      return
    }
    source.names.declare(entry.key, .set(source.sets.count), findings: findings)
    source.sets.append(ElementSet(name, source.sets[set].elements))
    var second = source.setEntries[set]
    second.name = name
    second.label = fields.localized("label", findings)
    source.setEntries.append(second)
  }

  mutating func readSubsets() {
    for entry in root["subsets"]?.requiredMap(findings) ?? [] {
      guard let name = entry.key.text,
        let fields = Fields(entry.value, SubsetEntry.keys, findings: findings),
        let of = fields.required("of", findings), let setName = of.requiredText(findings),
        let items = fields.required("is", findings)?.requiredList(findings)
      else { continue }
      guard case .set(let set) = source.names.meaning(of: setName) else {
        findings.report(
          .notASet(setName, suggestion: nearestName(to: setName, among: source.sets.map(\.name))),
          at: of)
        continue
      }
      let elements = items.compactMap { subsetElement($0, of: set) }
      if Set(elements).count < elements.count || items.isEmpty {
        findings.report(items.isEmpty ? .emptySet(name) : .elementTwice, at: entry.value)
      }
      source.names.declare(entry.key, .subset(source.subsets.count), findings: findings)
      source.subsets.append(
        SubsetEntry(
          name: name, domain: Domain(set: set, elements: Set(elements).sorted()),
          label: fields.localized("label", findings)))
    }
  }

  private func subsetElement(_ item: Located, of set: Int) -> Int? {
    guard let name = item.requiredText(findings) else { return nil }
    if case .element(let base, let element) = source.names.meaning(of: name),
      base == source.setEntries[set].base
    {
      return element
    }
    findings.report(
      .unknownElement(
        name, suggestion: nearestName(to: name, among: source.sets[set].elements),
        sets: [source.sets[set].name]), at: item)
    return nil
  }
}
