internal import Scenarios
internal import Sim

/// What `grdp explain --json` prints: the attribution at full precision.
public struct AttributionJSON {
  private let attribution: Attribution

  /// Prepares the numbers of an attribution.
  public init(_ attribution: Attribution) { self.attribution = attribution }

  /// One object.
  public var object: JSONText {
    let (base, other) = (attribution.base, attribution.other)
    return .object([
      ("model", .string(base.model.id)), ("region", base.region.map { .string($0.id) } ?? .null),
      ("definition", base.document.definition.map { .string($0) } ?? .null),
      ("scenario", .string(other.document.id)), ("base", .string(base.document.id)),
      ("year", .integer(attribution.year)), ("draws", .integer(attribution.draws)),
      ("seed", .string(String(attribution.seed))),
      ("effective_draws", .number(attribution.effectiveDraws)),
      ("combinations", .integer(attribution.coalitionCount)),
      ("every_combination", .bool(attribution.isExact)),
      ("outcomes", .list(attribution.outcomes.map(outcome))),
    ])
  }

  private func outcome(_ outcome: Attribution.Outcome) -> JSONText {
    let model = attribution.base.model
    let name = ReportedVariables(of: model).name(outcome.variable, element: outcome.element)
    let wedges = zip(attribution.groups, outcome.wedges).map { wedge($0.name, $1) }
    return .object([
      ("variable", .string(name)), ("unit", .string(model.variables[outcome.variable].unit)),
      ("base_mean", .number(outcome.base)), ("total", wedge("total", outcome.total)),
      ("wedges", .list(wedges)), ("parts", .list(outcome.parts.map(part))),
    ])
  }

  private func wedge(_ name: String, _ wedge: Attribution.Wedge) -> JSONText {
    .object([
      ("group", .string(name)), ("mean", .number(wedge.mean.value)),
      ("standard_error", .number(wedge.mean.standardError)),
      ("order_error", .number(wedge.orderError)), ("median", .number(wedge.median.value)),
      ("p05", .number(wedge.low.value)), ("p95", .number(wedge.high.value)),
      ("alone", .number(wedge.alone.value)), ("interaction", .number(wedge.interaction)),
    ])
  }

  private func part(_ part: Attribution.Part) -> JSONText {
    .object([
      ("part", .string(attribution.base.model.variables[part.variable].name)),
      ("base", .number(part.base.value)), ("scenario", .number(part.other.value)),
      ("difference", .number(part.difference.value)),
      ("difference_error", .number(part.difference.standardError)),
    ])
  }
}
