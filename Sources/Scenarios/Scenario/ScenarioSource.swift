import Sim

/// A scenario file as it was read: a difference from the scenario it extends.
struct ScenarioSource {
  let root: Located
  var id = ""
  var title: LocalizedText?
  var extends: Located?
  var model: Located?
  var region: Located?
  var definition: Located?
  var boundary: Located?
  var horizon: Located?
  var draws: Int?
  var seed: UInt64?
  var notes: LocalizedText?
  /// Paths of levers and assumptions by the key they stand under.
  var paths: [(key: Located, isLever: Bool, path: InputPath)] = []
  var fixed: [OverrideSource] = []
  var adjusted: [OverrideSource] = []
  var targets: [TargetSource] = []
  var uncertainty: UncertaintySource?
  var sweep: SweepSource?

  /// Years and numbers for a variable or one of its elements.
  struct OverrideSource {
    var variable: Located
    var values: [(years: YearRange, node: Located, value: WrittenNumber)]
  }

  /// Reads a scenario; nil when the file holds none at all.
  static func read(_ root: Located, findings: Findings) -> ScenarioSource? {
    guard let fields = Fields(file: root, .scenario, findings: findings) else { return nil }
    var source = ScenarioSource(root: root)
    source.id = fields.required("id", findings)?.requiredText(findings) ?? ""
    if fields.required("title", findings) != nil {
      source.title = fields.localized("title", findings)
    }
    func text(_ key: String) -> Located? {
      fields[key].flatMap { $0.requiredText(findings) == nil ? nil : $0 }
    }
    source.extends = text("extends")
    source.model = text("model")
    source.region = text("region")
    source.definition = text("definition")
    source.boundary = text("boundary")
    if fields.integer("horizon", findings) != nil { source.horizon = fields["horizon"] }
    source.draws = fields.integer("draws", findings)
    source.seed = fields.integer("seed", findings).map { UInt64($0) }
    source.notes = fields.localized("notes", findings)
    for (key, isLever) in [("levers", true), ("assumptions", false)] {
      for entry in fields[key]?.requiredMap(findings) ?? [] {
        guard let path = InputPath.read(entry.value, findings: findings) else { continue }
        source.paths.append((entry.key, isLever, path))
      }
    }
    source.fixed = overrides(fields["fix"], findings)
    source.adjusted = overrides(fields["adjust"], findings)
    source.uncertainty = UncertaintySource(fields["uncertainty"], findings: findings)
    source.sweep = SweepSource(fields["sweep"], findings: findings)
    source.targets = TargetSource.list(fields["targets"], findings: findings)
    return source
  }

  private static func overrides(_ node: Located?, _ findings: Findings) -> [OverrideSource] {
    (node?.requiredMap(findings) ?? []).compactMap { entry in
      guard let years = entry.value.map else {
        findings.report(.overrideNeedsYears, at: entry.value)
        return nil
      }
      return OverrideSource(
        variable: entry.key,
        values: years.compactMap { year in
          guard let range = yearRange(year.key, findings),
            let value = year.value.requiredWrittenNumber(findings)
          else { return nil }
          return (range, year.key, value)
        })
    }
  }
}
