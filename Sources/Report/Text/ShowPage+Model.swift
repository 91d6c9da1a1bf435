import Scenarios
import Sim

// The pages of a model and of a region.
extension ShowPage {
  // MARK: Models

  func lines(of document: ModelDocument) -> [String] {
    let model = document.model
    let variables = model.variables[document.declaredVariables]
    let facts: [(ShowPageText, String)] = [
      (.file, document.file),
      (
        .years,
        document.hasYears
          ? years(model.timeline) : "\(document.clockUnit), \(word(.yearsOfRegion))"
      ),
      (.sets, model.sets.map { "\($0.name) \($0.elements.count)" }.joined(separator: ", ")),
      (
        .contents,
        word(
          .modelCounts(
            slots: document.slots.count,
            tables: model.constants.count { !document.slots.contains($0.name) },
            parameters: model.parameters.count, shocks: model.shocks.count,
            equations: variables.count { !$0.isReporting },
            reporting: variables.count(where: \.isReporting),
            identities: model.identities.count, checks: document.checks.count))
      ),
      (.headline, document.headline.map { document.variables[$0].name }.joined(separator: ", ")),
    ]
    let head = heading(document.title, document.id, facts.filter { !$0.1.isEmpty })
    let inputs =
      inputs(.levers, document, areLevers: true)
      + inputs(.assumptions, document, areLevers: false)
    guard isResolved else { return head + inputs }
    return head + inputs + slots(document) + allLaws(document) + order(document)
  }

  private func inputs(
    _ title: ShowPageText, _ document: ModelDocument, areLevers: Bool
  ) -> [String] {
    section(
      word(title), [.left, .right, .left, .left, .left],
      head: [.name, .byDefault, .possible, .plausible, .unit],
      document.inputs.indices.filter { document.model.inputs[$0].isLever == areLevers }.map {
        let input = document.inputs[$0]
        return (
          [
            input.entry.name, numbers.exact(document.model.inputs[$0].defaultValue),
            range(input.possible), range(input.plausible), input.entry.unit,
          ], place(input.defaultLocation)
        )
      })
  }

  private func allLaws(_ document: ModelDocument) -> [String] {
    let model = document.model
    let parameters = rows(
      document.parameters, document.parameterLaws, over: model.parameters.map(\.over), model)
    let shocks = rows(document.shocks, document.shockLaws, over: model.shocks.map(\.over), model)
    return laws(.priors, parameters) + laws(.shockLaws, shocks) + correlations(document)
  }

  /// The data slots of a model: what a region has to fill.
  private func slots(_ document: ModelDocument) -> [String] {
    let constants = document.constants.indices.filter {
      document.slots.contains(document.constants[$0].name)
    }.map {
      slot(document.constants[$0], shape(document.model.constants[$0]))
    }
    let series = document.series.map { slot($0, word(.series(""))) }
    return section(word(.data), [.left, .left, .left], constants + series)
  }

  private func shape(_ constant: Constant) -> String {
    word(constant.over.isEmpty ? .oneNumber : .table(constant.values.count))
  }

  private func slot(
    _ entry: Entry, _ shape: String
  ) -> Row {
    ([entry.name, shape, entry.unit], place(entry.location))
  }

  /// The order in which equations are computed, for years that share one.
  private func order(_ document: ModelDocument) -> [String] {
    let timeline = document.model.timeline
    let groups = ModelAnalysis(of: document.model).ordersByYear(in: timeline)
    return groups.flatMap { group -> [String] in
      let when =
        document.hasYears
        ? years(group.years) : kinds(of: group.years, on: timeline)
      return ["", "\(word(.order)), \(when)"]
        + wrapped(group.order.map { document.variables[$0].name }, indent: "  ")
    }
  }

  private func kinds(of years: ClosedRange<Int>, on timeline: Timeline) -> String {
    var words: [ShowPageText] = []
    if years.contains(timeline.first) { words.append(.firstYear) }
    if years.upperBound > timeline.first && years.lowerBound < timeline.last {
      words.append(.history)
    }
    if years.contains(timeline.last) { words.append(.lastYear) }
    if years.upperBound > timeline.last { words.append(.projection) }
    return words.map { word($0) }.joined(separator: ", ")
  }

  // MARK: Regions

  func lines(
    of region: RegionDocument, _ document: ModelDocument?, _ targets: [Target]
  ) -> [String] {
    var facts: [(ShowPageText, String)] = [
      (.file, region.file),
      (
        .region,
        [region.region, language(.boundary(region.boundary)), language(.vintage(region.vintage))]
          .joined(separator: " · ")
      ),
    ]
    guard let document else { return heading(region.title, region.id, facts) }
    facts.append((.model, "\(document.id), \(document.file)"))
    facts.append((.years, years(document.model.timeline)))
    return heading(region.title, region.id, facts) + data(document)
      + replaced(region, document) + self.targets(targets) + observations(document)
      + (isResolved ? allLaws(document) : [])
  }

  private func data(_ document: ModelDocument) -> [String] {
    let model = document.model
    var rows: [Row] = []
    for (entry, constant) in zip(document.constants, model.constants)
    where document.slots.contains(entry.name) && !constant.values.contains(where: \.isNaN) {
      let shown =
        constant.values.count == 1
        ? numbers.exact(constant.values[0])
        : isResolved
          ? constant.values.map(numbers.exact).joined(separator: "; ")
          : shape(constant)
      rows.append(
        (
          [entry.name, shown, entry.unit],
          document.dataOrigins[entry.name].map(place) ?? place(entry.location)
        ))
    }
    for (entry, series) in zip(document.series, model.series) {
      rows += observed(entry, series, document)
    }
    return section(word(.data), [.left, .left, .left], rows)
  }

  private func observed(
    _ entry: Entry, _ series: Series, _ document: ModelDocument
  ) -> [Row] {
    let model = document.model
    let origin = document.dataOrigins[entry.name].map(place) ?? place(entry.location)
    return series.values.indices.compactMap { element in
      let known = model.timeline.years.filter {
        !series.values[element][$0 - model.timeline.first].isNaN && $0 <= model.timeline.last
      }
      guard let first = known.first, let last = known.last else { return nil }
      guard isResolved else {
        let cells = [entry.name, word(.series(years(first...last))), entry.unit]
        return element == 0 ? (cells, origin) : nil
      }
      let values = known.map { numbers.exact(series.values[element][$0 - model.timeline.first]) }
      return (
        [
          model.elementLabel(entry.name, element, over: series.over),
          "\(years(first...last)): \(values.joined(separator: "; "))", entry.unit,
        ], origin
      )
    }
  }

  /// Priors and lever defaults that the region gives in place of the model's.
  private func replaced(_ region: RegionDocument, _ document: ModelDocument) -> [String] {
    let inputs = document.inputs.indices.filter {
      document.inputs[$0].defaultLocation.file == region.file
    }
    let priors = rows(
      document.parameters, document.parameterLaws, over: document.model.parameters.map(\.over),
      document.model
    ) { document.parameterLaws[$0][$1].location.file == region.file }
    return section(
      word(.levers), [.left, .right, .left, .left],
      head: [.name, .byDefault, .plausible, .unit],
      inputs.map {
        let input = document.inputs[$0]
        return (
          [
            input.entry.name, numbers.exact(document.model.inputs[$0].defaultValue),
            range(input.plausible), input.entry.unit,
          ], place(input.defaultLocation)
        )
      }) + (isResolved ? [] : laws(.replacedLaws, priors))
  }

  private func observations(_ document: ModelDocument) -> [String] {
    guard isResolved else {
      guard !document.observations.isEmpty else { return [] }
      return ["", "\(word(.observations)): \(word(.count(document.observations.count)))"]
    }
    return section(
      word(.observations), [.left, .left, .right, .right, .left],
      head: [.name, .quantity, .years, .value, .unit],
      (document.observations + document.comparedFigures).map {
        (
          [$0.id, $0.quantity, "\($0.year)", numbers.exact($0.value), $0.unit],
          place($0.location)
        )
      })
  }
}
