/// Looks for figures that do not belong together in one series.
struct SeriesCheck {
  /// A problem, its column, and the position of the fact it is about.
  typealias Finding = (problem: SheetProblem, column: String, fact: Int)

  private let facts: [Fact]
  private let indicators: Indicators

  init(_ facts: [Fact], _ indicators: Indicators) {
    self.facts = facts
    self.indicators = indicators
  }

  /// What may not differ within a series: figures of the same thing, before borders and definitions.
  private struct Subject: Hashable {
    var region, indicator, priceBasis, unit: String
  }

  /// One way of counting a subject.
  private struct Variant: Hashable {
    var boundary, definition: String

    /// The column in which two variants differ, and what they have there.
    static func difference(_ one: Variant, _ other: Variant) -> (String, String, String) {
      one.definition != other.definition
        ? ("definition", one.definition, other.definition)
        : ("boundary", one.boundary, other.boundary)
    }
  }

  /// Everything that is wrong, in the order of the facts.
  var problems: [Finding] {
    var subjects: [Subject: [Variant: [Int: Int]]] = [:]
    for (position, fact) in facts.enumerated() where fact.period.isEmpty {
      let subject = Subject(
        region: fact.region, indicator: fact.indicator, priceBasis: fact.priceBasis,
        unit: fact.unit)
      let variant = Variant(boundary: fact.boundary, definition: fact.definition)
      subjects[subject, default: [:]][variant, default: [:]][fact.year] = position
    }
    var found: [Finding] = []
    for (subject, variants) in subjects {
      let flags = indicators.flags(subject.indicator, priceBasis: subject.priceBasis)
      guard flags.contains(.everyYear) || flags.contains(.definition) else { continue }
      for (variant, years) in variants {
        found += problems(variant, years, among: variants, isWhole: flags.contains(.everyYear))
      }
    }
    return found.sorted { ($0.fact, $0.column) < ($1.fact, $1.column) }
  }

  /// Holes of one variant, those another variant fills first.
  private func problems(
    _ variant: Variant, _ years: [Int: Int], among variants: [Variant: [Int: Int]], isWhole: Bool
  ) -> [Finding] {
    guard let first = years.keys.min(), let last = years.keys.max() else { return [] }
    var holes = (first...last).filter { years[$0] == nil }
    var found: [Finding] = []
    for (other, others) in variants where other != variant {
      let filled = holes.filter { others[$0] != nil }
      let (column, main, with) = Variant.difference(variant, other)
      if let year = filled.first, let position = others[year] {
        let indicator = facts[position].indicator
        found.append(
          (
            .mixedSeries(indicator, column: column, filled: filled, with: with, main: main),
            column, position
          ))
        holes.removeAll(where: filled.contains)
      }
      if others.keys.min() == last + 1, years.count > 1, let position = others[last + 1] {
        found.append(
          (
            .continuedSeries(facts[position].indicator, column: column, from: main, to: with),
            column, position
          ))
      }
    }
    if isWhole, let hole = holes.first, let next = years.keys.filter({ $0 > hole }).min(),
      let position = years[next]
    {
      let fact = facts[position]
      found.append(
        (.yearGap(fact.indicator, region: fact.region, years: holes), "year", position))
    }
    return found
  }
}
