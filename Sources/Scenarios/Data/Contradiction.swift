/// Figures that different sources, releases or definitions give for the same thing.
public struct Contradiction: Sendable {
  /// The figures, one of each value, in the order of the facts.
  public var facts: [Fact]
  /// How many years of the same series contradict each other.
  public var yearCount: Int

  /// What is the same in figures that can contradict each other.
  private struct Subject: Hashable {
    var region, boundary, indicator, priceBasis, period, unit: String
  }

  /// The contradictions among facts in the order of the facts: of each indicator the latest year, or
  /// every year.
  public static func all(among facts: [Fact], everyYear: Bool = false) -> [Contradiction] {
    var years: [Subject: [Int: [Fact]]] = [:]
    var order: [Subject] = []
    for fact in facts {
      let subject = Subject(
        region: fact.region, boundary: fact.boundary, indicator: fact.indicator,
        priceBasis: fact.priceBasis, period: fact.period, unit: fact.unit)
      if years[subject] == nil { order.append(subject) }
      let known = years[subject]?[fact.year] ?? []
      if !known.contains(where: { isSame($0, fact) }) {
        years[subject, default: [:]][fact.year, default: []].append(fact)
      }
    }
    return order.flatMap { subject in
      let clashing = (years[subject] ?? [:]).filter { $0.value.count > 1 }
      let shown = everyYear ? clashing.keys.sorted() : clashing.keys.max().map { [$0] } ?? []
      return shown.compactMap { year in
        clashing[year].map { facts in
          Contradiction(facts: facts, yearCount: everyYear ? 1 : clashing.count)
        }
      }
    }
  }

  /// Whether two figures of a definition are the same number, one of them perhaps rounded.
  private static func isSame(_ one: Fact, _ other: Fact) -> Bool {
    guard one.definition == other.definition else { return false }
    let decimals = min(decimalCount(one.value), decimalCount(other.value))
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    return (one.value * scale).rounded() == (other.value * scale).rounded()
  }

  /// The number of decimals of a number as it is written.
  private static func decimalCount(_ value: Double) -> Int {
    let text = "\(value)"
    guard let point = text.firstIndex(of: "."), !text.hasSuffix(".0") else { return 0 }
    return text.distance(from: point, to: text.endIndex) - 1
  }
}
