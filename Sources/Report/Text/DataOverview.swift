public import Scenarios

/// The page `grdp data` prints: one line per region.
public struct DataOverview {
  private let language: Language
  private let words: DataWords
  private let regions: [RegionFacts]
  /// What is shown of every region: the first of the list of indicators.
  private let first: Indicators.Indicator?

  /// Prepares the page over regions.
  public init(_ regions: [RegionFacts], _ folder: DataFolder, in language: Language) {
    self.language = language
    words = DataWords(folder, language)
    self.regions = regions
    first = folder.indicators.first
  }

  /// The page's lines.
  public var lines: [String] {
    var table = TextTable([.left, .left, .right, .left, .left, .left])
    table.append([
      language(.region), language(.boundary), language(.figures), language(.year),
      first.map { language(.latestOf($0.label.text(in: language))) } ?? "", language(.fileColumn),
    ])
    for region in regions {
      let years = region.facts.map(\.year)
      table.append([
        region.region, region.boundaries.joined(separator: ", "),
        words.numbers.whole(region.facts.count), "\(years.min() ?? 0)-\(years.max() ?? 0)",
        figures(region), region.needs.map(\.region.id).joined(separator: ", "),
      ])
    }
    let total = words.numbers.whole(regions.reduce(0) { $0 + $1.facts.count })
    return table.lines + ["", language(.overview(total))]
  }

  /// The latest figure of each definition and boundary.
  private func figures(_ region: RegionFacts) -> String {
    var latest: [(tag: String, fact: Fact)] = []
    for fact in region.facts where fact.indicator == first?.name && fact.period.isEmpty {
      let boundary = region.boundaries.count > 1 ? " \(fact.boundary)" : ""
      let tag = fact.definition + boundary
      if let known = latest.firstIndex(where: { $0.tag == tag }) {
        let old = latest[known].fact
        let isNewer = (fact.year, fact.vintage) > (old.year, old.vintage)
        // What somebody published goes before what was computed or assumed here.
        if (fact.status, isNewer ? 0 : 1) < (old.status, 1) { latest[known].fact = fact }
      } else {
        latest.append((tag, fact))
      }
    }
    return latest.map { tag, fact in
      let status = fact.status == .observed ? "" : ", \(language.word(fact.status))"
      return
        "\(words.number(fact.value)) \(words.label(.unit, fact.unit)) (\(tag) \(fact.year)\(status))"
    }.joined(separator: "  ")
  }
}
