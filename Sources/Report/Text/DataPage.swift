public import Scenarios

/// The page `grdp data REGION` prints: what is known, what contradicts, what the model needs.
public struct DataPage {
  private let language: Language
  private let words: DataWords
  private let region: RegionFacts
  private let folder: DataFolder

  /// The most lines of a kind on the short page.
  private static let headlineCount = 9, contradictionCount = 3

  /// Prepares the page of one region.
  public init(_ region: RegionFacts, _ folder: DataFolder, in language: Language) {
    self.language = language
    words = DataWords(folder, language)
    self.region = region
    self.folder = folder
  }

  /// The page's lines: a screen of them, or everything.
  public func lines(details: Bool) -> [String] {
    var lines = heading
    lines += ["", language(.known)] + known(all: details)
    let contradictions = contradictions(all: details)
    if !contradictions.isEmpty { lines += ["", language(.contradictions)] + contradictions }
    lines += [""] + needs(all: details)
    if details {
      lines += ["", language(.allFigures)] + figures
      if !region.targets.isEmpty { lines += ["", language(.allTargets)] + targets }
      lines += ["", language(.allSources)] + sources
    } else {
      lines.append(language(.fullText))
    }
    return lines
  }

  private var heading: [String] {
    let boundaries = region.boundaries.map { "\($0): \(words.label(.boundary, $0))" }
    let years = region.facts.map(\.year)
    let numbers = words.numbers
    let indicators = Set(region.facts.map(\.indicator)).count
    var counts = language(
      .counts(
        figures: numbers.whole(region.facts.count), indicators: numbers.whole(indicators),
        years: years.isEmpty ? "" : "\(years.min() ?? 0)-\(years.max() ?? 0)"))
    counts +=
      ": "
      + language(
        .byStatus(
          observed: numbers.whole(region.count(.observed)),
          derived: numbers.whole(region.count(.derived)),
          assumed: numbers.whole(region.count(.assumed))))
    if !region.targets.isEmpty {
      counts += "; " + language(.targets(numbers.whole(region.targets.count)))
    }
    return ["\(region.region) · " + boundaries.joined(separator: " · "), counts]
  }

  // MARK: What is known

  private func known(all: Bool) -> [String] {
    let lines = all ? region.lines(folder.indicators) : region.headlines(folder.indicators)
    let shown = all ? lines[...] : lines.prefix(DataPage.headlineCount)
    var table = TextTable([.left, .left, .left, .left, .right, .left, .left])
    for line in shown {
      guard let fact = line.latest.last else { continue }
      table.append([
        words.title(fact) + (fact.period.isEmpty ? "" : " (\(fact.period))"),
        region.boundaries.count > 1 ? fact.boundary : "", fact.definition,
        DataWords.ranges(line.years), words.number(fact.value), words.label(.unit, fact.unit),
        words.origin(fact),
      ])
    }
    let rest = lines.count - shown.count
    return table.lines.map { "  " + $0 }
      + (rest > 0 ? ["  … " + language(.moreLines(words.numbers.whole(rest)))] : [])
  }

  private func contradictions(all: Bool) -> [String] {
    let found = Contradiction.all(among: region.facts, everyYear: all)
    // What is shown first comes first here too.
    let sorted = found.enumerated().sorted { one, other in
      let positions = [one, other].map { words.position($0.element.facts[0]) }
      return (positions[0], one.offset) < (positions[1], other.offset)
    }.map(\.element)
    let shown = all ? sorted[...] : sorted.prefix(DataPage.contradictionCount)
    var lines = shown.map { contradiction -> String in
      let first = contradiction.facts[0]
      let figures = contradiction.facts.map { fact in
        words.number(fact.value) + " "
          + [fact.definition, words.origin(fact)].filter { !$0.isEmpty }.joined(separator: ", ")
      }
      var head = words.title(first)
      if region.boundaries.count > 1 { head += ", \(first.boundary)" }
      head += ", \(first.year)\(first.period.isEmpty ? "" : " (\(first.period))")"
      if contradiction.yearCount > 1 {
        head += " (\(language(.years(words.numbers.whole(contradiction.yearCount)))))"
      }
      return "  \(head): \(figures.joined(separator: " | "))"
    }
    let rest = sorted.count - shown.count
    if rest > 0 { lines.append("  … " + language(.moreContradictions(words.numbers.whole(rest)))) }
    return lines
  }

  // MARK: What the model needs

  private func needs(all: Bool) -> [String] {
    if let model = region.model { return withoutFile(model) }
    return region.needs.enumerated().flatMap { position, need -> [String] in
      let head = language(
        .needs(
          model: need.model, file: need.region.file, vintage: need.region.vintage,
          years: need.years.map { "\($0.lowerBound)-\($0.upperBound)" } ?? ""))
      if all { return [head] + slots(need) }
      let groups = groups(need).filter { !$0.slots.isEmpty }
      // The first file in full; of the others only how many slots there are of each kind.
      if position == 0 { return [head] + groups.map { group($0.word, $0.slots) } }
      let counts = groups.map { "\(words.numbers.whole($0.slots.count)) \($0.word)" }
      return ["\(head): \(counts.joined(separator: ", "))"]
    }
  }

  /// The slots of a region file by how firm their numbers are.
  private func groups(
    _ need: RegionNeeds
  ) -> [(word: String, slots: [RegionNeeds.Slot])] {
    let tabulated = Fact.Status.allCases.map { status in
      (language.word(status), need.slots.filter { $0.isTabulated && $0.status == status })
    }
    return tabulated + [
      (language(.notTabulated), need.slots.filter { !$0.values.isEmpty && !$0.isTabulated }),
      (language(.missing), need.slots.filter(\.values.isEmpty)),
    ]
  }

  /// A line of slots, as far as it has room.
  private func group(_ word: String, _ slots: [RegionNeeds.Slot]) -> String {
    var line = "  \(language(.slotsOf(word, total: words.numbers.whole(slots.count)))): "
    for (index, slot) in slots.enumerated() {
      if line.count + slot.name.count > 108 { return line + ", …" }
      line += (index > 0 ? ", " : "") + slot.name
    }
    return line
  }

  private func slots(_ need: RegionNeeds) -> [String] {
    var table = TextTable([.left, .left, .left, .left])
    for slot in need.slots {
      let parts =
        Fact.Status.allCases.compactMap { status -> String? in
          let count = slot.count(status)
          return count > 0 ? "\(words.numbers.whole(count)) \(language.word(status))" : nil
        }
        + (slot.count(nil) > 0
          ? ["\(words.numbers.whole(slot.count(nil))) \(language(.notTabulated))"] : [])
      let sources = slot.values.compactMap(\.fact?.source).reduce(into: [String]()) {
        if !$0.contains($1) { $0.append($1) }
      }
      table.append([
        slot.name, slot.label?.text(in: language) ?? "",
        slot.values.isEmpty ? language(.missing) : parts.joined(separator: ", "),
        sources.joined(separator: ", "),
      ])
    }
    return table.lines.map { "  " + $0 }
  }

  /// What the tables give of what a model needs, where there is no region file.
  private func withoutFile(_ model: RegionNeeds) -> [String] {
    let isGiven = { (slot: RegionNeeds.Slot) in
      folder.indicators.indicator(ofSlot: slot.name).map { indicator in
        region.facts.contains {
          words.indicator($0)?.name == indicator.name && $0.priceBasis == indicator.priceBasis
        }
      } ?? false
    }
    let given = model.slots.filter(isGiven)
    let missing = model.slots.filter { !isGiven($0) }
    var lines = [
      language(.noFile(model: model.model, slots: words.numbers.whole(model.slots.count)))
    ]
    if !given.isEmpty { lines.append(group(language(.given), given)) }
    if !missing.isEmpty { lines.append(group(language(.missing), missing)) }
    return lines
  }

  // MARK: Details

  private var figures: [String] {
    var table = TextTable([.left, .left, .left, .left, .left, .right, .left, .left, .left, .left])
    table.append([
      language(.indicator), language(.boundary), language(.definition), language(.year),
      language(.period), language(.value), language(.unit), language(.status), language(.source),
      language(.note),
    ])
    for line in region.lines(folder.indicators) {
      for fact in line.facts {
        table.append([
          words.title(fact), fact.boundary, fact.definition, "\(fact.year)", fact.period,
          words.number(fact.value), words.label(.unit, fact.unit), words.grade(fact),
          "\(fact.source) (\(fact.vintage))", fact.note,
        ])
      }
    }
    return table.lines.map { "  " + $0 }
  }

  private var targets: [String] {
    var table = TextTable([.left, .left, .left, .left, .right, .left, .left, .left])
    for target in region.targets {
      table.append([
        words.title(target.indicator, target.priceBasis), target.boundary, target.definition,
        "\(target.year)", "\(target.comparator.rawValue) \(words.number(target.value))",
        words.label(.unit, target.unit), "\(target.document) (\(target.date))", target.source,
      ])
    }
    return table.lines.map { "  " + $0 }
  }

  private var sources: [String] {
    let used = region.facts.map(\.source) + region.targets.map(\.source)
    return Set(used).sorted().compactMap { folder.sources.sources[$0] }.map { source in
      let parts = [source.title, source.publisher, source.date, source.address]
      return "  \(source.id): " + parts.filter { !$0.isEmpty }.joined(separator: ". ")
    }
  }
}

extension RegionNeeds.Slot {
  /// Whether there are numbers, and each stands in the facts.
  var isTabulated: Bool { !values.isEmpty && values.allSatisfy { $0.fact != nil } }
}
