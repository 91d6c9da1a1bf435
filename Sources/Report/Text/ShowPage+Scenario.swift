import Scenarios
import Sim

// The page of a scenario.
extension ShowPage {
  func lines(of loaded: LoadedScenario) -> [String] {
    heading(loaded.document.title, loaded.document.fileID, facts(of: loaded))
      + (isResolved ? resolvedInputs(loaded) : setInputs(loaded))
      + overrides(.fixed, loaded.scenario.fixed, loaded.document.fixedOrigins, loaded)
      + overrides(.adjusted, loaded.scenario.adjustments, loaded.document.adjustmentOrigins, loaded)
      + sweep(loaded.document.sweep) + laws(of: loaded) + targets(loaded.targets)
  }

  private func facts(of loaded: LoadedScenario) -> [(ShowPageText, String)] {
    let document = loaded.document
    let chain = document.chain.dropFirst().joined(separator: " → ")
    var facts: [(ShowPageText, String)] = [
      (.file, document.file + (chain.isEmpty ? "" : ", " + word(.extends(chain)))),
      (.model, "\(loaded.model.id), \(loaded.model.file)"),
    ]
    if let region = loaded.region {
      facts.append((.region, "\(region.title.text(in: language)), \(region.file)"))
    }
    let tags = [
      document.definition,
      document.boundary.map { language(.boundary($0)) },
      loaded.region.map { language(.vintage($0.vintage)) },
    ]
    facts.append((.definition, tags.compactMap { $0 }.joined(separator: " · ")))
    facts.append((.years, years(loaded.model.model.timeline)))
    let runs = word(
      .drawsAndSeed(
        draws: document.draws.map(numbers.whole), seed: document.seed.map { "\($0)" }))
    if !runs.isEmpty { facts.append((.runs, runs)) }
    if let notes = document.notes { facts.append((.notes, notes.text(in: language))) }
    return facts.filter { !$0.1.isEmpty }
  }

  // MARK: Levers and assumptions

  private func setInputs(_ loaded: LoadedScenario) -> [String] {
    let set = loaded.document.inputOrigins.indices.filter {
      loaded.document.inputOrigins[$0] != nil
    }
    let title = word(.inputsSet(set.count, of: loaded.model.inputs.count))
    guard !set.isEmpty else { return ["", title] }
    return section(
      title, [.left, .left, .right, .left], head: [.name, .value, .byDefault, .unit],
      set.map { input in
        (
          [
            loaded.model.inputs[input].entry.name, path(input, loaded),
            numbers.exact(loaded.model.model.inputs[input].defaultValue),
            loaded.model.inputs[input].entry.unit,
          ], origins(input, loaded)
        )
      })
  }

  /// The values from the start of policy on, years with the same value together.
  private func path(_ input: Int, _ loaded: LoadedScenario) -> String {
    let timeline = loaded.model.model.timeline
    let byDefault = loaded.model.model.inputs[input].defaultValue
    var runs: [(years: ClosedRange<Int>, value: Double)] = []
    for year in timeline.years where year >= timeline.policyStart {
      let value = loaded.scenario.inputs[input][year - timeline.first]
      if let last = runs.last, last.value == value {
        runs[runs.count - 1].years = last.years.lowerBound...year
      } else {
        runs.append((year...year, value))
      }
    }
    func shown(_ value: Double) -> String {
      numbers.exact(value) + (isResolved && value == byDefault ? "*" : "")
    }
    if runs.count == 1 { return shown(runs[0].value) }
    return runs.map { "\(years($0.years)): \(shown($0.value))" }.joined(separator: "; ")
  }

  /// The files and lines that set the values from the start of policy on.
  private func origins(_ input: Int, _ loaded: LoadedScenario) -> String {
    let timeline = loaded.model.model.timeline
    let byDefault =
      "\(word(.isDefault)) (\(place(loaded.model.inputs[input].defaultLocation)))"
    var runs: [(years: ClosedRange<Int>, place: String)] = []
    for year in timeline.years where year >= timeline.policyStart {
      let origin = loaded.document.valueOrigins[input][year - timeline.first]
      let place = origin.map(place) ?? byDefault
      if let last = runs.last, last.place == place {
        runs[runs.count - 1].years = last.years.lowerBound...year
      } else {
        runs.append((year...year, place))
      }
    }
    if runs.count == 1 { return runs[0].place }
    return runs.map { "\(years($0.years)): \($0.place)" }.joined(separator: "; ")
  }

  /// Every lever and assumption in every year from the start of policy on.
  private func resolvedInputs(_ loaded: LoadedScenario) -> [String] {
    let timeline = loaded.model.model.timeline
    let covered = timeline.years.filter { $0 >= timeline.policyStart }
    guard covered.count <= 12 else {
      return section(
        word(.inputsResolved), [.left, .left, .left], head: [.name, .unit, .value],
        loaded.model.inputs.indices.map { input in
          let entry = loaded.model.inputs[input].entry
          return (
            [entry.name, entry.unit, path(input, loaded)], origins(input, loaded)
          )
        })
    }
    let head = [[word(.name), word(.unit)] + covered.map { "\($0)" }]
    let rows = loaded.model.inputs.indices.map { input -> Row in
      let entry = loaded.model.inputs[input].entry
      let byDefault = loaded.model.model.inputs[input].defaultValue
      let values = covered.map { year in
        let value = loaded.scenario.inputs[input][year - timeline.first]
        return numbers.exact(value) + (value == byDefault ? "*" : "")
      }
      return ([entry.name, entry.unit] + values, origins(input, loaded))
    }
    var table = TextTable(
      [.left, .left] + covered.map { _ in .right } + (hasOrigins ? [.left] : []))
    for cells in head { table.append(cells + (hasOrigins ? [word(.setBy)] : [])) }
    for (cells, origin) in rows { table.append(cells + (hasOrigins ? [origin] : [])) }
    return ["", word(.inputsResolved)] + table.lines.map { "  " + $0 }
  }

  // MARK: Fixed values, laws, sweep, targets

  /// Fixed values or add-factors, years that follow each other with the same value together.
  private func overrides(
    _ title: ShowPageText, _ overrides: [Scenario.Override], _ origins: [SourceLocation],
    _ loaded: LoadedScenario
  ) -> [String] {
    let model = loaded.model.model
    var rows: [(label: String, years: ClosedRange<Int>, value: Double, origin: SourceLocation)] = []
    for (each, origin) in zip(overrides, origins) {
      let variable = model.variables[each.variable]
      let label = model.elementLabel(variable.name, each.element, over: variable.over)
      let known = rows.firstIndex {
        $0.label == label && $0.value == each.value && $0.origin == origin
          && $0.years.upperBound + 1 == each.year
      }
      if let known {
        rows[known].years = rows[known].years.lowerBound...each.year
      } else {
        rows.append((label, each.year...each.year, each.value, origin))
      }
    }
    return section(
      word(title), [.left, .left, .right],
      rows.map { ([$0.label, years($0.years), numbers.exact($0.value)], place($0.origin)) })
  }

  private func sweep(_ axes: [(name: String, values: [Double])]) -> [String] {
    guard !axes.isEmpty else { return [] }
    let count = axes.reduce(1) { $0 * $1.values.count }
    var table = TextTable([.left, .left])
    for axis in axes {
      table.append([axis.name, axis.values.map(numbers.exact).joined(separator: "; ")])
    }
    return ["", word(.combinations(count))] + table.lines.map { "  " + $0 }
  }

  private func laws(of loaded: LoadedScenario) -> [String] {
    let document = loaded.model
    let files = Set(loaded.document.chain)
    func isOwn(_ laws: [[LawEntry]]) -> (Int, Int) -> Bool {
      { isResolved || files.contains(laws[$0][$1].location.file) }
    }
    let parameters = rows(
      document.parameters, document.parameterLaws, over: document.model.parameters.map(\.over),
      document.model, where: isOwn(document.parameterLaws))
    let shocks = rows(
      document.shocks, document.shockLaws, over: document.model.shocks.map(\.over),
      document.model, where: isOwn(document.shockLaws))
    guard isResolved else { return laws(.replacedLaws, parameters + shocks) }
    return laws(.priors, parameters) + laws(.shockLaws, shocks) + correlations(document)
  }

  func targets(_ targets: [Target]) -> [String] {
    guard isResolved else {
      guard !targets.isEmpty else { return [] }
      return ["", "\(word(.targets)): \(word(.count(targets.count)))"]
    }
    return section(
      word(.targets), [.left, .left, .left, .left, .left],
      head: [.name, .quantity, .level, .years, .definition],
      targets.map { target in
        let aggregate =
          target.years.count == 1 ? "" : " " + word(aggregateWord(target.aggregate))
        return (
          [
            target.id, target.quantity,
            "\(target.comparator.rawValue) \(numbers.exact(target.level)) \(target.unit)",
            years(target.years) + aggregate,
            [target.definition, target.boundary].compactMap { $0 }.joined(separator: ", "),
          ], place(target.location)
        )
      })
  }

  private func aggregateWord(_ aggregate: Target.Aggregate) -> ShowPageText {
    switch aggregate {
    case .every: .every
    case .any: .any
    case .mean: .mean
    }
  }
}
