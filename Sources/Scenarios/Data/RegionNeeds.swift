import Sim

/// What a region file gives to its model, slot by slot, and where each number stands in the facts.
public struct RegionNeeds: Sendable {
  /// One number of a slot: a year of a series, an element of a table, or the slot itself.
  public struct Value: Sendable {
    /// The year, for a series.
    public var year: Int?
    /// The element, for a table over sets.
    public var element: String?
    /// The number.
    public var value: Double
    /// The fact with the same number; nil when none has it.
    public var fact: Fact?
  }

  /// One data slot of the model.
  public struct Slot: Sendable {
    /// Its name.
    public var name: String
    /// Its unit.
    public var unit: String
    /// What it is, in words.
    public var label: LocalizedText?
    /// Whether it has a number for each year.
    public var isSeries: Bool
    /// The names of its elements; empty where it is over no set.
    public var elements: [String]
    /// The numbers; none where the region gives none.
    public var values: [Value]

    /// The weakest status among the numbers that stand in the facts; nil when none does.
    public var status: Fact.Status? { values.compactMap(\.fact?.status).max() }

    /// The number of values of a status, or of those without a fact.
    public func count(_ status: Fact.Status?) -> Int {
      values.count { $0.fact?.status == status }
    }
  }

  /// The region file.
  public var region: RegionDocument
  /// The model it was made for.
  public var model: String
  /// The model as the region file names it.
  public var modelReference: String
  /// Its first and last observed year.
  public var years: ClosedRange<Int>?
  /// The slots of the model that a region fills: series, then scalars and tables.
  public var slots: [Slot]

  /// The needs of every region file of a folder that can be read with its model.
  ///
  /// - Throws: every mistake in the region files and their models.
  public static func all(in folder: DataFolder) throws(Diagnostics) -> [RegionNeeds] {
    let reader = RegionNeedsReader(folder)
    let needs = folder.regionFiles.compactMap(reader.needs)
    let found = reader.findings.sorted()
    if found.hasErrors { throw found }
    return needs
  }
}

/// Reads region files and finds their numbers among the facts of a folder.
private struct RegionNeedsReader {
  let findings = Findings()
  private let files: FileCache
  private let folder: DataFolder

  init(_ folder: DataFolder) {
    self.folder = folder
    files = FileCache(findings)
  }

  func needs(_ path: String) -> RegionNeeds? {
    guard let region = files.region(path), let node = region.model, let text = node.text,
      PathName.isPath(text),
      let file = files.path(namedAt: node), let model = files.model(file, from: node)
    else { return nil }
    let facts = folder.facts.filter {
      $0.region == region.document.region && $0.boundary == region.document.boundary
    }
    let slots = (model.series + model.constants).filter { $0.values == nil }.map {
      slot -> RegionNeeds.Slot in
      let entry = slot.declaration.entry
      let indicator = folder.indicators.indicator(ofSlot: entry.name)
      let candidates = facts.filter {
        Indicators.base($0.indicator) == indicator?.name && $0.priceBasis == indicator?.priceBasis
      }
      let values = values(slot, of: region, model).map { value in
        var value = value
        value.fact = fact(with: value, among: candidates)
        return value
      }
      let over = slot.declaration.over
      let elements = over.isEmpty ? 0..<0 : 0..<model.elementCount(over: over)
      return RegionNeeds.Slot(
        name: entry.name, unit: entry.unit, label: entry.label, isSeries: slot.series != nil,
        elements: elements.map { model.elementNames($0, over: over).joined(separator: ", ") },
        values: values)
    }
    let years = region.years[.first].flatMap { first in
      region.years[.last].map { min(first.value, $0.value)...max(first.value, $0.value) }
    }
    return RegionNeeds(
      region: region.document, model: model.id, modelReference: text, years: years, slots: slots)
  }

  /// The numbers a region gives to a slot.
  private func values(
    _ slot: ModelSource.Slot, of region: RegionSource, _ model: ModelSource
  ) -> [RegionNeeds.Value] {
    let entry = slot.declaration.entry
    guard let node = region.data.first(where: { $0.key.text == entry.name })?.value else {
      return []
    }
    let over = slot.declaration.over
    if slot.series == nil {
      return model.spread(node, over: over, findings: findings) { $0.requiredNumber(findings) }
        .enumerated().compactMap { element, value in
          let names = model.elementNames(element, over: over)
          return value.map {
            RegionNeeds.Value(
              element: names.isEmpty ? nil : names.joined(separator: ", "), value: $0)
          }
        }
    }
    let rows = model.spread(node, over: over, broadcasts: true, findings: findings) { $0.map }
    return rows.enumerated().flatMap { element, years in
      let names = model.elementNames(element, over: over)
      return observations(years ?? [], of: names.isEmpty ? nil : names.joined(separator: ", "))
    }
  }

  private func observations(
    _ years: [Located.Entry], of element: String?
  ) -> [RegionNeeds.Value] {
    years.compactMap { entry in
      guard let year = entry.key.integer, let number = entry.value.number else { return nil }
      return RegionNeeds.Value(year: year, element: element, value: number)
    }
  }

  /// The firmest fact that has a number, in units of the model.
  private func fact(with value: RegionNeeds.Value, among facts: [Fact]) -> Fact? {
    facts.filter { fact in
      guard fact.year == value.year ?? fact.year, value.year == nil || fact.period.isEmpty,
        Indicators.element(fact.indicator) == value.element
      else { return false }
      // A region file may round what it multiplies by a hundred: compare nine digits.
      let scaled = fact.value * (folder.vocabulary.term(.unit, fact.unit)?.scale ?? 1)
      return (scaled - value.value).magnitude <= 1e-9 * max(1e-3, value.value.magnitude)
    }.min { $0.status < $1.status }
  }
}
