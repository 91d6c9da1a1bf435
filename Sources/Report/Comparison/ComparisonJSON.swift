internal import Scenarios
internal import Sim

/// What `grdp compare --json` prints: the comparison at full precision.
public struct ComparisonJSON {
  private let comparison: ScenarioComparison

  /// Prepares the numbers of a comparison.
  public init(_ comparison: ScenarioComparison) { self.comparison = comparison }

  /// One object.
  public var object: JSONText {
    let base = comparison.scenarios[0]
    return .object([
      ("model", .string(base.model.id)), ("region", base.region.map { .string($0.id) } ?? .null),
      ("definition", base.document.definition.map { .string($0) } ?? .null),
      ("boundary", base.document.boundary.map { .string($0) } ?? .null),
      ("base", .string(base.document.id)), ("draws", .integer(comparison.draws)),
      ("seed", .string(String(comparison.seed))),
      ("parameters", .string(base.fit == nil ? "prior" : "posterior")),
      ("effective_draws", .number(comparison.effectiveDraws)),
      ("scenarios", .list(comparison.scenarios.indices.dropFirst().map(scenario))),
    ])
  }

  private func scenario(_ number: Int) -> JSONText {
    let loaded = comparison.scenarios[number]
    let changes = loaded.changes(from: comparison.scenarios[0]).map {
      JSONText.object([("name", .string($0.name)), ("kind", .string($0.kind))])
    }
    return .object([
      ("scenario", .string(loaded.document.id)), ("changes", .list(changes)),
      ("differences", .list(comparison.rows.filter { $0.scenario == number }.map(row))),
      ("targets", .list(comparison.targets.filter { $0.scenario == number }.map(target))),
    ])
  }

  private func row(_ row: ScenarioComparison.Row) -> JSONText {
    let model = comparison.scenarios[0].model
    let difference = row.difference
    return .object([
      ("variable", .string(ReportedVariables(of: model).name(row.variable, element: row.element))),
      ("unit", .string(model.variables[row.variable].unit)), ("year", .integer(row.year)),
      ("mean", .number(difference.mean.value)),
      ("mean_error", .number(difference.mean.standardError)),
      ("median", .number(difference.median.value)),
      ("median_error", .number(difference.median.standardError)),
      ("p05", .number(difference.low.value)), ("p95", .number(difference.high.value)),
      ("probability_above", .number(difference.above.estimate)),
      ("probability_below", .number(difference.below.estimate)),
      ("relative_size", row.relativeSize.map { .number($0) } ?? .null),
      ("unchanged", .bool(difference.isZero)),
    ])
  }

  private func target(_ row: ScenarioComparison.TargetRow) -> JSONText {
    .object([
      ("target", .string(row.target.id)), ("base", .number(row.base.estimate)),
      ("probability", .number(row.probability.estimate)),
      ("difference", .number(row.difference.value)),
      ("standard_error", .number(row.difference.standardError)),
    ])
  }
}

extension ScenarioChange {
  /// The key of a scenario file under which the change stands.
  var kind: String {
    switch subject {
    case .input: "input"
    case .fix: "fix"
    case .adjust: "adjust"
    case .parameterLaw: "parameter law"
    case .shockLaw: "shock law"
    case .correlations: "correlations"
    }
  }
}
