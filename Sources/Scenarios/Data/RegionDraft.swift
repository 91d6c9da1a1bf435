/// A region file as far as the facts fill it.
public struct RegionDraft: Sendable {
  /// The number taken for one year or element, and the others there are.
  public struct Choice: Sendable {
    /// The year, for a series.
    public var year: Int?
    /// The element, for a table over sets.
    public var element: String?
    /// The number in the slot's unit.
    public var value: Double
    /// The fact it was taken from.
    public var fact: Fact
    /// Facts with other numbers for the same.
    public var others: [Fact]
  }

  /// One slot of the model.
  public struct Slot: Sendable {
    /// The slot.
    public var slot: RegionNeeds.Slot
    /// What fills it.
    public var indicator: Indicators.Indicator?
    /// What was found, by year or in the order of the elements.
    public var choices: [Choice]
    /// Years or elements for which nothing was found.
    public var missing: [String]
  }

  /// The region.
  public var region: String
  /// Its borders.
  public var boundary: String
  /// The model, as region files of the folder name it.
  public var model: String
  /// The observed years: those all series with a figure for every year cover.
  public var years: ClosedRange<Int>?
  /// The slots.
  public var slots: [Slot]

  /// Fills the slots of a model from the facts of a region.
  ///
  /// Where there are several figures, those of `vintage` go first, then what was published before what
  /// was derived or assumed, then the latest release. No slot mixes definitions.
  public init(
    _ region: RegionFacts, boundary: String, vintage: String?, like needs: RegionNeeds,
    _ folder: DataFolder
  ) {
    self.region = region.region
    self.boundary = boundary
    model = needs.modelReference
    let facts = region.facts.filter { $0.boundary == boundary }
    let ranked = facts.sorted { RegionDraft.goesFirst($0, $1, vintage) }
    let filled = needs.slots.map { slot -> Slot in
      let indicator = folder.indicators.indicator(ofSlot: slot.name)
      let candidates = ranked.filter {
        Indicators.base($0.indicator) == indicator?.name && $0.priceBasis == indicator?.priceBasis
          && !(slot.isSeries && !$0.period.isEmpty)
      }
      let definition = RegionDraft.definition(of: candidates)
      return Slot(
        slot: slot, indicator: indicator,
        choices: RegionDraft.choices(
          slot, candidates.filter { $0.definition == definition }, folder.vocabulary), missing: [])
    }
    let spans = filled.filter { $0.indicator?.flags.contains(.everyYear) == true }
      .compactMap { slot -> (Int, Int)? in
        let years = slot.choices.compactMap(\.year)
        guard let first = years.min(), let last = years.max() else { return nil }
        return (first, last)
      }
    // The growth of a first year is not known: the longest series says when data begin.
    let span = (spans.map(\.0).min() ?? 0, spans.map(\.1).min() ?? -1)
    let years = span.0 <= span.1 ? span.0...span.1 : nil
    self.years = years
    slots = filled.map { RegionDraft.completed($0, years) }
  }

  private static func goesFirst(_ one: Fact, _ other: Fact, _ vintage: String?) -> Bool {
    let isWanted = [one, other].map { $0.vintage == vintage ? 0 : 1 }
    if isWanted[0] != isWanted[1] { return isWanted[0] < isWanted[1] }
    return (one.status, other.vintage) < (other.status, one.vintage)
  }

  /// The one definition a slot is filled under: that of the latest year, then that of most years.
  private static func definition(of facts: [Fact]) -> String? {
    let byDefinition = Dictionary(grouping: facts, by: \.definition)
    let ranks = byDefinition.map { definition, facts in
      let years = Set(facts.map(\.year))
      return (definition: definition, last: years.max() ?? 0, count: years.count)
    }
    return ranks.max { ($0.last, $0.count, $1.definition) < ($1.last, $1.count, $0.definition) }?
      .definition
  }

  private static func choices(
    _ slot: RegionNeeds.Slot, _ facts: [Fact], _ vocabulary: Vocabulary
  ) -> [Choice] {
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
      return Choice(
        year: key.year, element: key.element, value: scaled(first.value, scale), fact: first,
        others: facts.dropFirst().filter { $0.value != first.value })
    }
  }

  /// A product without the last bits a decimal factor adds: `5.44 * 0.01` is `0.0544`.
  private static func scaled(_ value: Double, _ scale: Double) -> Double {
    guard scale == 0.01, let exact = Double("\(value)e-2") else { return value * scale }
    return exact
  }

  /// A slot with what it lacks, and only the years that count.
  private static func completed(_ slot: Slot, _ years: ClosedRange<Int>?) -> Slot {
    var slot = slot
    if slot.slot.isSeries {
      slot.choices.removeAll { choice in choice.year.map { years?.contains($0) != true } ?? true }
      if slot.indicator?.flags.contains(.everyYear) == true, let years {
        let known = Set(slot.choices.compactMap(\.year))
        // A rate of growth has no figure for the first year.
        slot.missing = years.dropFirst(known.contains(years.lowerBound) ? 0 : 1)
          .filter { !known.contains($0) }.map(String.init)
      }
    } else {
      let known = slot.choices.map(\.element)
      slot.missing = slot.slot.elements.filter { !known.contains($0) }
    }
    return slot
  }
}
