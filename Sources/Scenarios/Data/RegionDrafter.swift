import Sim

/// Fills the slots of a model from the facts of a region, and the rest from another region.
public struct RegionDrafter {
  private let folder: DataFolder
  private let facts: [Fact]
  private let like: LoadedRegion
  private let likeFacts: [Fact]
  private let needs: RegionNeeds

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

  private func indicators(forSizeBy slot: RegionDraft.Slot) -> [(label: LocalizedText, id: String)]
  {
    let own = slot.indicator
    let proxy = own?.proxy.flatMap {
      folder.indicators.indicator($0.name, priceBasis: $0.priceBasis)
    }
    return [own, proxy].compactMap { $0 }.map {
      ($0.label, $0.name + ($0.priceBasis.isEmpty ? "" : " (\($0.priceBasis))"))
    }
  }

  // MARK: What the facts say

  private func filled(_ slot: RegionNeeds.Slot) -> RegionDraft.Slot {
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
  private static func scaled(_ value: Double, _ scale: Double) -> Double {
    guard scale == 0.01, let exact = Double("\(value)e-2") else { return value * scale }
    return exact
  }

  // MARK: Years

  /// The years of the region's own series, where these have every year; else those of the other region.
  private func timeline(of slots: [RegionDraft.Slot]) -> Timeline {
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

  // MARK: What is assumed

  /// A slot with everything it lacks, and only the years that count.
  private func completed(
    _ slot: RegionDraft.Slot, _ timeline: Timeline, _ size: Double?
  ) -> RegionDraft.Slot {
    var slot = slot
    let years = timeline.first...timeline.last
    slot.choices.removeAll { $0.year.map { !years.contains($0) } ?? false }
    // Years without a figure are no holes where the model says what they count as.
    let mayHaveHoles = slot.indicator?.flags.contains(.everyYear) == false
    if slot.slot.isSeries, mayHaveHoles, !slot.choices.isEmpty { return slot }
    let elements = slot.slot.elements.isEmpty ? [nil] : slot.slot.elements.map(Optional.some)
    let ratios = slot.slot.isSeries ? proportions(slot) : nil
    let offset = slot.slot.isSeries ? firstKnown(slot) : 0
    let isAmount = like.model.amounts.contains(slot.slot.name)
    for (position, element) in elements.enumerated() {
      for year in slot.slot.isSeries ? years.map(Optional.some) : [nil] {
        guard (year ?? timeline.first) - timeline.first >= offset,
          !slot.choices.contains(where: { $0.year == year && $0.element == element }),
          let other = likeValue(slot, year ?? 0, element: position)
        else { continue }
        let (value, reason): (Double, RegionDraft.Reason)
        if let year, let ratios {
          (value, reason) = (other * ratios.ratio(in: year), .proportion(ratios.label))
        } else if isAmount {
          // The first amount has nothing to be in proportion to.
          guard let size else { continue }
          (value, reason) = (other * size, .size)
        } else {
          (value, reason) = (other, .same)
        }
        let number = reason == .same ? value : RegionDrafter.rounded(value)
        slot.assumptions.append(
          RegionDraft.Assumption(
            year: year, element: element, value: number,
            tabulated: tabulated(number, slot.indicator?.unit ?? ""), reason: reason))
      }
    }
    return slot
  }

  /// The observed numbers of the other region, from its first year on; empty for what is no series.
  private func likeSeries(_ slot: RegionDraft.Slot, element: Int) -> [Double] {
    let model = like.model.model
    guard let series = model.series.first(where: { $0.name == slot.slot.name }) else { return [] }
    return Array(series.values[element].prefix(model.timeline.last - model.timeline.first + 1))
  }

  /// How many years after the first one a series begins: a rate of growth has none for the first.
  private func firstKnown(_ slot: RegionDraft.Slot) -> Int {
    likeSeries(slot, element: 0).firstIndex { !$0.isNaN } ?? 0
  }

  /// The number of the other region, before and after its own years as in the nearest of them; nil
  /// where it has none.
  private func likeValue(_ slot: RegionDraft.Slot, _ year: Int, element: Int = 0) -> Double? {
    let model = like.model.model
    let value: Double
    if let constant = model.constants.first(where: { $0.name == slot.slot.name }) {
      value = constant.values[element]
    } else {
      let known = likeSeries(slot, element: element)
      let first = firstKnown(slot)
      guard first < known.count else { return nil }
      value = known[min(max(year - model.timeline.first, first), known.count - 1)]
    }
    return value.isNaN ? nil : value
  }

  /// How large a region is in something, compared with the other region.
  private struct Proportions {
    var label: LocalizedText
    /// The logarithms of what is known, by year.
    var known: [(year: Int, log: Double)]

    /// Between known years on a line of the logarithm, before and after them as in the nearest.
    func ratio(in year: Int) -> Double {
      let after = known.first { $0.year >= year } ?? known[known.count - 1]
      let before = known.last { $0.year <= year } ?? known[0]
      let part =
        before.year < after.year
        ? Double(year - before.year) / Double(after.year - before.year) : 0
      return ScalarMath.exp(before.log + part * (after.log - before.log))
    }
  }

  /// What a series is in proportion to: to what is known of itself, or else to what stands in for it.
  private func proportions(_ slot: RegionDraft.Slot) -> Proportions? {
    guard let indicator = slot.indicator else { return nil }
    if !slot.choices.isEmpty, slot.slot.elements.isEmpty {
      let known = slot.choices.compactMap { choice -> (year: Int, log: Double)? in
        guard let year = choice.year, let other = likeValue(slot, year), choice.value > 0, other > 0
        else { return nil }
        return (year, ScalarMath.log(choice.value / other))
      }
      return known.isEmpty ? nil : Proportions(label: indicator.label, known: known)
    }
    guard let proxy = indicator.proxy,
      let stand = folder.indicators.indicator(proxy.name, priceBasis: proxy.priceBasis)
    else { return nil }
    func figures(_ facts: [Fact]) -> [String: (year: Int, value: Double)] {
      let wanted = facts.filter {
        $0.indicator == proxy.name && $0.priceBasis == proxy.priceBasis && $0.period.isEmpty
          && $0.value > 0
      }
      return Dictionary(
        wanted.map { ("\($0.year) \($0.definition) \($0.unit)", ($0.year, $0.value)) }
      ) { first, _ in first }
    }
    let (own, other) = (figures(facts), figures(likeFacts))
    var logs: [Int: Double] = [:]
    for (key, figure) in own.sorted(by: { $0.key < $1.key }) {
      if let base = other[key] { logs[figure.year] = ScalarMath.log(figure.value / base.value) }
    }
    let all = logs.values.sorted()
    guard !all.isEmpty else { return nil }
    // Where a figure is nearly twice what the others say, or half, one of the tables has a slip.
    let median = all[all.count / 2]
    let known = logs.filter { abs($0.value - median) < 0.6 }.sorted { $0.key < $1.key }
    return Proportions(label: stand.label, known: known.map { ($0.key, $0.value) })
  }

  /// Slots with a default that are amounts: the other region's, in proportion.
  private func costs(_ timeline: Timeline, _ size: Double) -> [RegionDraft.Slot] {
    let known = Set(needs.slots.map(\.name))
    let model = like.model.model
    return like.model.constants.indices.compactMap { number in
      let entry = like.model.constants[number]
      guard like.model.slots.contains(entry.name), like.model.amounts.contains(entry.name),
        !known.contains(entry.name)
      else { return nil }
      let over = model.constants[number].over
      let elements = over.isEmpty ? 0..<0 : 0..<model.elementCount(over: over)
      let slot = RegionNeeds.Slot(
        name: entry.name, unit: entry.unit, label: entry.label, isSeries: false,
        elements: elements.map { model.elementNames($0, over: over).joined(separator: ", ") },
        values: [])
      return completed(filled(slot), timeline, size)
    }
  }

  private func amounts(_ size: Double) -> [RegionDraft.Amount] {
    let model = like.model
    return model.inputs.indices.compactMap { number in
      let input = model.inputs[number]
      guard model.amounts.contains(input.entry.name) else { return nil }
      func scaled(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
        RegionDrafter.rounded(
          range.lowerBound * size)...RegionDrafter.rounded(
            range.upperBound * size)
      }
      return RegionDraft.Amount(
        name: input.entry.name, label: input.entry.label,
        value: RegionDrafter.rounded(model.model.inputs[number].defaultValue * size),
        possible: scaled(input.possible), plausible: input.plausible.map(scaled))
    }
  }

  /// Some digits only: more would claim to know.
  private static func rounded(_ value: Double, digits: Int = 4) -> Double {
    guard value != 0, value.isFinite else { return value }
    var exponent = 0
    var size = abs(value)
    while size >= 1 {
      size /= 10
      exponent += 1
    }
    while size < 0.1 {
      size *= 10
      exponent -= 1
    }
    // Through the text of a decimal, so that the number is the nearest one.
    let scale = (0..<abs(digits - exponent)).reduce(1.0) { scale, _ in scale * 10 }
    let whole = (digits >= exponent ? value * scale : value / scale).rounded()
    return Double("\(Int(whole))e\(exponent - digits)") ?? value
  }

  /// A number of the model in a unit of tables.
  private func tabulated(_ value: Double, _ unit: String) -> Double {
    let scale = folder.vocabulary.term(.unit, unit)?.scale ?? 1
    guard scale == 0.01, let exact = Double("\(value)e2") else { return value / scale }
    return exact
  }

  // MARK: Observations and targets

  private func observations(_ timeline: Timeline) -> [RegionDraft.Quantity] {
    var seen: Set<String> = []
    return facts.compactMap { fact -> RegionDraft.Quantity? in
      guard fact.period.isEmpty, (timeline.first...timeline.last).contains(fact.year),
        fact.status == .observed,
        let found = quantity(
          fact.indicator, fact.priceBasis, fact.definition, needsDefinition: true)
      else { return nil }
      let id = [Indicators.base(fact.indicator), fact.definition, "\(fact.year)"]
        .filter { !$0.isEmpty }.joined(separator: "_")
      guard seen.insert(id).inserted else { return nil }
      return RegionDraft.Quantity(
        id: id, label: found.label, quantity: found.text, definition: found.definition,
        years: fact.year...fact.year, isMean: false, value: scaled(fact.value, fact.unit),
        sd: RegionDrafter.rounded(0.05 * abs(scaled(fact.value, fact.unit)), digits: 2),
        unit: unit(ofQuantity: found.text), source: fact.source)
    }.sorted { ($0.years.lowerBound, $0.id) < ($1.years.lowerBound, $1.id) }
  }

  private func targets(
    _ region: RegionFacts, _ boundary: String, _ timeline: Timeline
  ) -> [RegionDraft.Quantity] {
    var seen: Set<String> = []
    return region.targets.compactMap { target -> RegionDraft.Quantity? in
      guard target.boundary == boundary,
        let found = quantity(
          target.indicator, target.priceBasis, target.definition, needsDefinition: false)
      else { return nil }
      let years: ClosedRange<Int>
      let mean =
        target.evaluation.split(separator: " ").last?.split(separator: "-")
        .compactMap { Int($0) } ?? []
      switch target.evaluation {
      case "every year" where timeline.policyStart <= target.year:
        years = timeline.policyStart...target.year
      case "year": years = target.year...target.year
      default:
        guard target.evaluation.hasPrefix("mean "), mean.count == 2, mean[0] <= mean[1] else {
          return nil
        }
        years = mean[0]...mean[1]
      }
      guard timeline.first < years.lowerBound, years.upperBound <= timeline.horizon else {
        return nil
      }
      let level = scaled(target.value, target.unit)
      let number = target.value.description.replacing(".0", with: "").replacing(".", with: "_")
      let id = "\(Indicators.base(target.indicator))_\(number)_in_\(target.year)"
      guard seen.insert(id).inserted else { return nil }
      return RegionDraft.Quantity(
        id: id, label: found.label, quantity: found.text, definition: found.definition,
        years: years, isMean: target.evaluation.hasPrefix("mean"), value: level,
        unit: unit(ofQuantity: found.text),
        comparator: target.comparator, source: "\(target.document) (\(target.source))")
    }
  }

  private func unit(ofQuantity text: String) -> String {
    like.model.variables.first { $0.name == Indicators.base(text) }?.unit ?? "1"
  }

  private func scaled(_ value: Double, _ unit: String) -> Double {
    RegionDrafter.scaled(value, folder.vocabulary.term(.unit, unit)?.scale ?? 1)
  }

  /// The quantity of the model that an indicator measures; without the definition where none is
  /// stated, so that it is that of the scenario.
  private func quantity(
    _ indicator: String, _ priceBasis: String, _ definition: String, needsDefinition: Bool
  ) -> (text: String, label: LocalizedText, definition: String?)? {
    guard let found = folder.indicators.indicator(indicator, priceBasis: priceBasis),
      let pattern = found.quantity
    else { return nil }
    guard pattern.contains("{definition}") else { return (pattern, found.label, nil) }
    guard let set = like.model.sets.firstIndex(where: { $0.name == LoadedScenario.definitionSet })
    else { return nil }
    if let element = like.model.element(definition, ofSet: set) {
      let name = like.model.model.sets[set].elements[element]
      return (pattern.replacing("{definition}", with: name), found.label, name)
    }
    guard !needsDefinition, definition == "unstated" || definition.isEmpty else { return nil }
    return (pattern.replacing("[{definition}]", with: ""), found.label, nil)
  }
}

extension RegionDraft.Slot {
  /// The number of a year, found or assumed.
  func value(in year: Int) -> Double? {
    choices.first { $0.year == year }?.value ?? assumptions.first { $0.year == year }?.value
  }
}
