public import Scenarios
import Sim

/// What `grdp show --json` prints: one object with every value and where it was set.
public struct ShowJSON {
  private let file: ShownFile

  /// Prepares the object of a file.
  public init(_ file: ShownFile) { self.file = file }

  /// The object on one line.
  public var text: String {
    switch file {
    case .model(let model): object("model", model: model, []).text
    case .region(let region, let model, let targets):
      object(
        "region", region: region, model: model, [("targets", .list(targets.map(object)))]
      ).text
    case .scenario(let loaded):
      object(
        "scenario", region: loaded.region, model: loaded.model, facts(of: loaded),
        inputs: loaded
      ).text
    }
  }

  private func object(
    _ kind: String, region: RegionDocument? = nil, model: ModelDocument?,
    _ facts: [(key: String, value: JSONText)], inputs loaded: LoadedScenario? = nil
  ) -> JSONText {
    var entries: [(key: String, value: JSONText)] = [("kind", .string(kind))] + facts
    if let region { entries.append(("region", object(region))) }
    if let model {
      entries.append(("model", object(model)))
      if model.hasYears { entries.append(("years", years(model.model.timeline))) }
      entries.append(("inputs", inputs(model, loaded)))
      entries.append(
        (
          "parameters",
          laws(
            model.parameters, model.parameterLaws, model.model.parameters.map(\.over), model.model)
        ))
      entries.append(
        ("shocks", laws(model.shocks, model.shockLaws, model.model.shocks.map(\.over), model.model))
      )
      entries.append(("correlations", correlations(model)))
      if kind == "model" { entries.append(("order", order(model))) }
    }
    return .object(entries)
  }

  // MARK: Pieces

  private func localized(_ text: LocalizedText) -> JSONText {
    .object([("vi", .string(text.vi)), ("en", .string(text.en))])
  }

  private func place(_ location: SourceLocation?) -> JSONText {
    guard let location else { return .null }
    return .object([("file", .string(location.file)), ("line", .integer(location.line))])
  }

  private func optional(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }

  private func object(_ region: RegionDocument) -> JSONText {
    .object([
      ("id", .string(region.id)), ("file", .string(region.file)),
      ("title", localized(region.title)), ("region", .string(region.region)),
      ("boundary", .string(region.boundary)), ("vintage", .string(region.vintage)),
    ])
  }

  private func object(_ model: ModelDocument) -> JSONText {
    .object([
      ("id", .string(model.id)), ("file", .string(model.file)), ("title", localized(model.title)),
    ])
  }

  private func years(_ timeline: Timeline) -> JSONText {
    .object(
      NamedYear.allCases.map { ($0.rawValue, .integer(timeline.year($0))) })
  }

  private func inputs(_ model: ModelDocument, _ loaded: LoadedScenario?) -> JSONText {
    .list(
      model.inputs.indices.map { number in
        let input = model.inputs[number]
        let byDefault = model.model.inputs[number].defaultValue
        var entries: [(key: String, value: JSONText)] = [
          ("name", .string(input.entry.name)),
          ("kind", .string(model.model.inputs[number].isLever ? "lever" : "assumption")),
          ("unit", .string(input.entry.unit)), ("default", .number(byDefault)),
          ("possible", bounds(input.possible)), ("plausible", bounds(input.plausible)),
          ("default_set_by", place(input.defaultLocation)),
        ]
        if let loaded {
          let values = loaded.scenario.inputs[number]
          let origins = loaded.document.valueOrigins[number]
          entries.append(
            (
              "values",
              .object(
                zip(model.model.timeline.years, values).map { ("\($0)", .number($1)) })
            ))
          entries.append(
            (
              "set_by",
              .object(
                zip(model.model.timeline.years, origins).map { ("\($0)", place($1)) })
            ))
        }
        return .object(entries)
      })
  }

  private func bounds(_ range: ClosedRange<Double>?) -> JSONText {
    guard let range else { return .null }
    return .list([.number(range.lowerBound), .number(range.upperBound)])
  }

  private func laws(
    _ entries: [Entry], _ laws: [[LawEntry]], _ over: [[Int]], _ model: Model
  ) -> JSONText {
    .list(
      entries.indices.flatMap { index in
        laws[index].enumerated().map { element, law in
          .object([
            (
              "name",
              .string(model.elementLabel(entries[index].name, element, over: over[index]))
            ),
            ("unit", .string(entries[index].unit)), ("law", .string(law.text)),
            ("set_by", place(law.location)),
          ])
        }
      })
  }

  private func correlations(_ document: ModelDocument) -> JSONText {
    let model = document.model
    return .list(
      zip(model.correlations, document.correlationOrigins).map { each, origin in
        .object([
          ("between", .list([each.first, each.second].map { .string(model.label(of: $0)) })),
          ("rho", .number(each.rho)), ("set_by", place(origin)),
        ])
      })
  }

  private func order(_ document: ModelDocument) -> JSONText {
    let timeline = document.model.timeline
    return .list(
      ModelAnalysis(of: document.model).ordersByYear(in: timeline).map { group in
        .object([
          ("first", .integer(group.years.lowerBound - timeline.first)),
          ("last", .integer(group.years.upperBound - timeline.first)),
          ("equations", .list(group.order.map { .string(document.variables[$0].name) })),
        ])
      })
  }

  // MARK: Scenarios

  private func facts(of loaded: LoadedScenario) -> [(key: String, value: JSONText)] {
    let document = loaded.document
    return [
      ("id", .string(document.fileID)), ("title", localized(document.title)),
      ("files", .list(document.chain.map { .string($0) })),
      ("definition", optional(document.definition)), ("boundary", optional(document.boundary)),
      ("draws", document.draws.map { .integer($0) } ?? .null),
      ("seed", document.seed.map { .string("\($0)") } ?? .null),
      ("fixed", overrides(loaded.scenario.fixed, document.fixedOrigins, loaded)),
      ("adjusted", overrides(loaded.scenario.adjustments, document.adjustmentOrigins, loaded)),
      (
        "sweep",
        .object(document.sweep.map { ($0.name, .list($0.values.map { .number($0) })) })
      ),
      ("targets", .list(loaded.targets.map(object))),
    ]
  }

  private func overrides(
    _ overrides: [Scenario.Override], _ origins: [SourceLocation], _ loaded: LoadedScenario
  ) -> JSONText {
    let model = loaded.model.model
    return .list(
      zip(overrides, origins).map { each, origin in
        let variable = model.variables[each.variable]
        return .object([
          (
            "variable",
            .string(model.elementLabel(variable.name, each.element, over: variable.over))
          ),
          ("year", .integer(each.year)), ("value", .number(each.value)),
          ("set_by", place(origin)),
        ])
      })
  }

  private func object(_ target: Target) -> JSONText {
    .object([
      ("id", .string(target.id)), ("quantity", .string(target.quantity)),
      ("comparator", .string(target.comparator.rawValue)), ("level", .number(target.level)),
      ("unit", .string(target.unit)), ("first_year", .integer(target.years.lowerBound)),
      ("last_year", .integer(target.years.upperBound)),
      ("aggregate", .string(target.aggregate.rawValue)),
      ("definition", optional(target.definition)), ("boundary", optional(target.boundary)),
      ("source", optional(target.source)), ("set_by", place(target.location)),
    ])
  }
}
