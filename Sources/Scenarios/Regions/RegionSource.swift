import Sim

/// A region file as it was read; names in it are resolved against a model later.
struct RegionSource {
  let root: Located
  var document: RegionDocument
  var model: Located?
  var years: [NamedYear: (value: Int, node: Located)] = [:]
  var data: [Located.Entry] = []
  var dataKey: Located
  var priors: [Located.Entry] = []
  var levers: [Located.Entry] = []
  var observations: [ObservationSource] = []
  var comparedFigures: [ObservationSource] = []
  var fit: Located?

  static let keys = [
    "schema", "id", "title", "region", "boundary", "vintage", "model", "years", "data", "priors",
    "levers", "observables", "compare", "fit", "targets", "sources", "source", "notes", "note",
  ]

  /// Reads a region; nil when the file holds none at all.
  static func read(_ root: Located, findings: Findings) -> RegionSource? {
    guard let fields = Fields(root, keys: keys, findings: findings),
      ModelReader.checkSchema(fields, "grdp-region/1", findings)
    else { return nil }
    let id = fields.required("id", findings)?.requiredText(findings) ?? ""
    let boundary = fields.required("boundary", findings)?.requiredText(findings) ?? ""
    let vintage = fields.required("vintage", findings)?.requiredText(findings) ?? ""
    let title =
      fields.required("title", findings) == nil ? nil : fields.localized("title", findings)
    var source = RegionSource(
      root: root,
      document: RegionDocument(
        file: root.file.path, id: id, title: title ?? LocalizedText(vi: id, en: id),
        region: fields.text("region", findings) ?? id, boundary: boundary, vintage: vintage,
        targets: targets(fields["targets"], findings)),
      model: fields["model"], dataKey: fields.key("data") ?? root)
    if let years = fields["years"],
      let named = Fields(years, keys: NamedYear.allCases.map(\.rawValue), findings: findings)
    {
      source.years = namedYears(named, findings)
    }
    source.data = fields["data"]?.requiredMap(findings) ?? []
    source.priors = fields["priors"]?.requiredMap(findings) ?? []
    source.levers = fields["levers"]?.requiredMap(findings) ?? []
    source.observations = ObservationSource.list(
      fields["observables"], withSD: true, findings: findings)
    source.comparedFigures = ObservationSource.list(
      fields["compare"], withSD: false, findings: findings)
    source.fit = fields["fit"]
    return source
  }

  // MARK: Targets

  private static func targets(_ node: Located?, _ findings: Findings) -> [TargetSource] {
    var seen: [String: Located] = [:]
    let items = node.flatMap { $0.requiredList(findings) } ?? []
    return items.compactMap { item -> TargetSource? in
      let keys = [
        "id", "quantity", "comparator", "level", "year", "years", "definition", "boundary",
        "basis", "source", "label", "note",
      ]
      guard let fields = Fields(item, keys: keys, findings: findings) else { return nil }
      let id = fields.required("id", findings)
      let name = id?.requiredText(findings)
      let quantity = fields.required("quantity", findings)?.requiredText(findings)
      let comparator = fields.required("comparator", findings).flatMap {
        comparatorSign($0, findings)
      }
      let level = fields.required("level", findings)?.requiredNumber(findings)
      let years = targetYears(fields, findings)
      if let id, let name, let earlier = seen.updateValue(id, forKey: name) {
        findings.report(.targetTwice(name), at: id, notes: [Place(earlier).note(.firstHere)])
      }
      guard let name, let quantity, let comparator, let level, let years else { return nil }
      return TargetSource(
        id: name, quantity: quantity, comparator: comparator, level: level, years: years,
        definition: fields.text("definition", findings),
        boundary: fields.text("boundary", findings),
        basis: fields.localized("basis", findings), source: fields.text("source", findings),
        label: fields.localized("label", findings), location: item.location)
    }
  }

  private static func comparatorSign(
    _ node: Located, _ findings: Findings
  ) -> TargetSource.Comparator? {
    if let comparator = TargetSource.Comparator(rawValue: node.text ?? "") { return comparator }
    findings.report(
      .expectedOneOf(
        TargetSource.Comparator.allCases.map(\.rawValue), found: node.appearance), at: node)
    return nil
  }

  private static func targetYears(_ fields: Fields, _ findings: Findings) -> YearRange? {
    switch (fields["year"], fields["years"]) {
    case (let year?, nil):
      guard let range = yearRange(year, findings) else { return nil }
      if range.low != range.high { findings.report(.oneYearOnly, at: year) }
      return range
    case (nil, let years?): return yearRange(years, findings)
    default:
      findings.report(.targetNeedsYears, at: fields.node)
      return nil
    }
  }
}
