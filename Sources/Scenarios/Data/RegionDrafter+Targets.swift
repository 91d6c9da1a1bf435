import Sim

// What of the region was observed besides its data, and what it has promised.
extension RegionDrafter {
  // MARK: Observations and targets

  func observations(_ timeline: Timeline) -> [RegionDraft.Quantity] {
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

  func targets(
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

  func unit(ofQuantity text: String) -> String {
    like.model.variables.first { $0.name == Indicators.base(text) }?.unit ?? "1"
  }

  func scaled(_ value: Double, _ unit: String) -> Double {
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
