/// What is known about one region, within all its borders.
public struct RegionFacts: Sendable {
  /// The region.
  public var region: String
  /// Its figures, in the order of the table.
  public var facts: [Fact]
  /// The targets somebody has set for it.
  public var targets: [StatedTarget]
  /// Its region files.
  public var needs: [RegionNeeds]
  /// What a region of the same kind needs, where it has no file of its own.
  public var model: RegionNeeds?

  /// Its borders, in the order in which they appear.
  public var boundaries: [String] {
    var found: [String] = []
    for fact in facts where !found.contains(fact.boundary) { found.append(fact.boundary) }
    return found
  }

  /// The number of figures of a status.
  public func count(_ status: Fact.Status) -> Int { facts.count { $0.status == status } }

  /// The figures of a line: one indicator, one way of counting.
  public struct Line: Sendable {
    /// The figures, by year.
    public var facts: [Fact]
    /// What it measures.
    public var indicator: Indicators.Indicator?
    /// The years it has, each once.
    public var years: [Int] {
      facts.map(\.year).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
    /// The figures of the latest year.
    public var latest: [Fact] { facts.filter { $0.year == facts.last?.year } }
  }

  /// The lines of the region, the first ones of the list of indicators first.
  public func lines(_ indicators: Indicators) -> [Line] {
    var series: [Fact.Series: [Fact]] = [:]
    var order: [Fact.Series] = []
    for fact in facts {
      if series[fact.series] == nil { order.append(fact.series) }
      series[fact.series, default: []].append(fact)
    }
    let lines = order.map { key in
      Line(
        facts: (series[key] ?? []).sorted { $0.year < $1.year },
        indicator: indicators.indicator(key.indicator, priceBasis: key.priceBasis))
    }
    return lines.enumerated().sorted { one, other in
      let positions = [one, other].map { $0.element.indicator?.position ?? Int.max }
      return (positions[0], one.offset) < (positions[1], other.offset)
    }.map(\.element)
  }

  /// The lines to show first: headline indicators of whole years, in their usual unit.
  public func headlines(_ indicators: Indicators) -> [Line] {
    let lines = lines(indicators).filter { line in
      line.indicator?.flags.contains(.headline) == true && line.facts[0].period.isEmpty
    }
    return lines.filter { line in
      let fact = line.facts[0]
      if fact.unit == line.indicator?.unit { return true }
      return !lines.contains { other in
        let twin = other.facts[0]
        return twin.indicator == fact.indicator && twin.boundary == fact.boundary
          && twin.definition == fact.definition && twin.unit == line.indicator?.unit
      }
    }
  }
}

extension DataFolder {
  /// The regions of the facts, in the order in which they appear.
  public var regions: [String] {
    var found: [String] = []
    for fact in facts where !found.contains(fact.region) { found.append(fact.region) }
    return found
  }

  /// Everything about one region.
  public func facts(of region: String, _ needs: [RegionNeeds]) -> RegionFacts {
    let own = needs.filter { $0.region.region == region }
    let mapped = needs.first { need in
      need.slots.contains { indicators.indicator(ofSlot: $0.name) != nil }
    }
    return RegionFacts(
      region: region, facts: facts.filter { $0.region == region },
      targets: targets.filter { $0.region == region }, needs: own,
      model: own.isEmpty ? mapped : nil)
  }

  /// The region somebody means: by its name, with or without diacritics, or by the id of its file.
  public func region(named name: String, _ needs: [RegionNeeds]) -> String? {
    let wanted = DataFolder.folded(name)
    return regions.first { DataFolder.folded($0) == wanted }
      ?? needs.first { DataFolder.folded($0.region.id) == wanted }?.region.region
  }

  /// The region whose name is nearest to a name that is none: one that begins with it, or one with few
  /// letters changed.
  public func nearestRegion(to name: String) -> String? {
    let wanted = DataFolder.folded(name)
    return regions.first { !wanted.isEmpty && DataFolder.folded($0).hasPrefix(wanted) }
      ?? nearestName(to: name, among: regions)
  }

  /// A name in small letters without diacritics, words joined by spaces.
  static func folded(_ name: String) -> String {
    var folded = ""
    for scalar in name.lowercased().unicodeScalars {
      // `LATIN SMALL LETTER A WITH CIRCUMFLEX AND ACUTE`, `COMBINING GRAVE ACCENT`
      let words = (scalar.properties.name ?? "").split(separator: " ")
      if scalar == "_" || scalar == "-" {
        folded.append(" ")
      } else if words.starts(with: ["LATIN", "SMALL", "LETTER"]), words.count > 3,
        words[3].count == 1
      {
        folded += words[3].lowercased()
      } else if words.first != "COMBINING" {
        folded.unicodeScalars.append(scalar)
      }
    }
    return folded
  }
}
