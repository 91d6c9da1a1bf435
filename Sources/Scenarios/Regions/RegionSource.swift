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
  var targets: [TargetSource] = []

  /// Reads a region; nil when the file holds none at all.
  static func read(_ root: Located, findings: Findings) -> RegionSource? {
    guard let fields = Fields(file: root, .region, findings: findings) else { return nil }
    let id = fields.required("id", findings)?.requiredText(findings) ?? ""
    let boundary = fields.required("boundary", findings)?.requiredText(findings) ?? ""
    let vintage = fields.required("vintage", findings)?.requiredText(findings) ?? ""
    let title =
      fields.required("title", findings) == nil ? nil : fields.localized("title", findings)
    var source = RegionSource(
      root: root,
      document: RegionDocument(
        file: root.file.path, id: id, title: title ?? LocalizedText(vi: id, en: id),
        region: fields.text("region", findings) ?? id, boundary: boundary, vintage: vintage),
      model: fields["model"], dataKey: fields.key("data") ?? root)
    if let years = fields["years"],
      let named = Fields(years, yearKeys, findings: findings)
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
    source.fit = fields.text("fit", findings) == nil ? nil : fields["fit"]
    source.targets = TargetSource.list(fields["targets"], findings: findings)
    source.document.analogues = Analogue.list(fields["analogues"], findings: findings)
    source.document.consistency = ConsistencyCheck.list(fields["consistency"], findings: findings)
    return source
  }
}
