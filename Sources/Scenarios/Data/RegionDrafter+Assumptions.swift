import Sim

// What a draft assumes where the facts are silent: figures of the region it is likened to, to scale.
extension RegionDrafter {
  // MARK: What is assumed

  /// A slot with everything it lacks, and only the years that count.
  func completed(
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
  func likeValue(_ slot: RegionDraft.Slot, _ year: Int, element: Int = 0) -> Double? {
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
  func costs(_ timeline: Timeline, _ size: Double) -> [RegionDraft.Slot] {
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

  func amounts(_ size: Double) -> [RegionDraft.Amount] {
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
  static func rounded(_ value: Double, digits: Int = 4) -> Double {
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
}
