import Sim

/// Fills the slots of a model from the facts of a region, and the rest from another region.
public struct RegionDrafter {
  let folder: DataFolder
  let facts: [Fact]
  let like: LoadedRegion
  let likeFacts: [Fact]
  let needs: RegionNeeds

  /// The indicators of which one must be known for the size of the region.
  public struct SizeUnknown: Error {
    /// The labels and ids of the indicators.
    public var indicators: [(label: LocalizedText, id: String)]
  }

  /// Prepares to fill a region within its borders.
  ///
  /// Where there are several figures, those of `vintage` go first, then what was published before what
  /// was derived or assumed, then the latest release. No slot mixes definitions.
  public init(
    _ region: RegionFacts, boundary: String, vintage: String?, like: LoadedRegion,
    needs: RegionNeeds, _ folder: DataFolder
  ) {
    self.folder = folder
    self.like = like
    self.needs = needs
    facts = region.facts.filter { $0.boundary == boundary }.sorted {
      RegionDrafter.goesFirst($0, $1, vintage)
    }
    likeFacts = folder.facts.filter {
      $0.region == like.region.region && $0.boundary == like.region.boundary
    }.sorted { RegionDrafter.goesFirst($0, $1, like.region.vintage) }
  }

  /// The draft.
  ///
  /// - Throws: ``SizeUnknown`` when nothing says how large the region is.
  public func draft(
    of region: RegionFacts, boundary: String
  ) throws(SizeUnknown) -> RegionDraft {
    let model = like.model.model
    let found = needs.slots.map(filled)
    let timeline = timeline(of: found)
    var slots: [RegionDraft.Slot] = []
    var size: Double?
    for slot in found {
      let completed = completed(slot, timeline, size)
      if size == nil, slot.slot.isSeries, like.model.amounts.contains(slot.slot.name) {
        guard let own = completed.value(in: timeline.last),
          let other = likeValue(slot, timeline.last)
        else { throw SizeUnknown(indicators: indicators(forSizeBy: slot)) }
        size = own / other
      }
      slots.append(completed)
    }
    let ratio = size ?? 1
    return RegionDraft(
      region: region.region, boundary: boundary, like: like.region, modelFile: like.model.file,
      timeline: timeline, size: ratio, slots: slots + costs(timeline, ratio),
      amounts: amounts(ratio), observations: observations(timeline),
      targets: targets(region, boundary, timeline),
      definition: model.sets.first { $0.name == LoadedScenario.definitionSet }?.elements.first)
  }

  func indicators(forSizeBy slot: RegionDraft.Slot) -> [(label: LocalizedText, id: String)] {
    let own = slot.indicator
    let proxy = own?.proxy.flatMap {
      folder.indicators.indicator($0.name, priceBasis: $0.priceBasis)
    }
    return [own, proxy].compactMap { $0 }.map {
      ($0.label, $0.name + ($0.priceBasis.isEmpty ? "" : " (\($0.priceBasis))"))
    }
  }

  // MARK: What the facts say

  func filled(_ slot: RegionNeeds.Slot) -> RegionDraft.Slot {
    let indicator = folder.indicators.indicator(ofSlot: slot.name)
    let candidates = facts.filter {
      Indicators.base($0.indicator) == indicator?.name && $0.priceBasis == indicator?.priceBasis
        && !(slot.isSeries && !$0.period.isEmpty)
    }
    let definition = RegionDrafter.definition(of: candidates)
    let known = likeFacts.first { Indicators.base($0.indicator) == indicator?.name }
    return RegionDraft.Slot(
      slot: slot, indicator: indicator, definition: definition ?? known?.definition ?? "",
      choices: RegionDrafter.choices(
        slot, candidates.filter { $0.definition == definition }, folder.vocabulary),
      assumptions: [])
  }

  private static func goesFirst(_ one: Fact, _ other: Fact, _ vintage: String?) -> Bool {
    let isWanted = [one, other].map { $0.vintage == vintage ? 0 : 1 }
    if isWanted[0] != isWanted[1] { return isWanted[0] < isWanted[1] }
    return (one.status, other.vintage) < (other.status, one.vintage)
  }

  /// The one definition a slot is filled under: that of the latest year, then that of most years.
  static func definition(of facts: [Fact]) -> String? {
    let byDefinition = Dictionary(grouping: facts, by: \.definition)
    let ranks = byDefinition.map { definition, facts in
      let years = Set(facts.map(\.year))
      return (definition: definition, last: years.max() ?? 0, count: years.count)
    }
    return ranks.max { ($0.last, $0.count, $1.definition) < ($1.last, $1.count, $0.definition) }?
      .definition
  }

  static func choices(
    _ slot: RegionNeeds.Slot, _ facts: [Fact], _ vocabulary: Vocabulary
  ) -> [RegionDraft.Choice] {
    struct Key: Hashable {
      var year: Int?
      var element: String?
    }
    var byKey: [Key: [Fact]] = [:]
    for fact in facts {
      let element = Indicators.element(fact.indicator)
      guard slot.elements.isEmpty ? element == nil : slot.elements.contains(element ?? "") else {
        continue
      }
      byKey[Key(year: slot.isSeries ? fact.year : nil, element: element), default: []].append(fact)
    }
    let order = { (key: Key) in
      (key.element.flatMap { slot.elements.firstIndex(of: $0) } ?? 0, key.year ?? 0)
    }
    return byKey.sorted { order($0.key) < order($1.key) }.compactMap { key, facts in
      guard let first = facts.first else { return nil }
      let scale = vocabulary.term(.unit, first.unit)?.scale ?? 1
      return RegionDraft.Choice(
        year: key.year, element: key.element, value: scaled(first.value, scale), fact: first,
        others: facts.dropFirst().filter { $0.value != first.value })
    }
  }

  /// A product without the last bits a decimal factor adds: `5.44 * 0.01` is `0.0544`.
  static func scaled(_ value: Double, _ scale: Double) -> Double {
    guard scale == 0.01, let exact = Double("\(value)e-2") else { return value * scale }
    return exact
  }

  // MARK: Years

  /// The years of the region's own series, where these have every year; else those of the other region.
  func timeline(of slots: [RegionDraft.Slot]) -> Timeline {
    let other = like.model.model.timeline
    let series = slots.filter { $0.indicator?.flags.contains(.everyYear) == true }
    // A rate of growth has no figure for the first year.
    let spans = series.map { slot -> Set<Int> in Set(slot.choices.compactMap(\.year)) }
    guard let first = spans.compactMap({ $0.min() }).min(),
      let last = spans.compactMap({ $0.max() }).min(), first < last,
      spans.allSatisfy({ $0.isSuperset(of: first + 1...last) })
    else { return other }
    return Timeline(
      first: first, last: last, policyStart: last + other.policyStart - other.last,
      horizon: last + other.horizon - other.last)
  }

}

extension RegionDraft.Slot {
  /// The number of a year, found or assumed.
  func value(in year: Int) -> Double? {
    choices.first { $0.year == year }?.value ?? assumptions.first { $0.year == year }?.value
  }
}
