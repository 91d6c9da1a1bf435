import Sim

/// Joins a chain of scenario files with a model: every input gets a number for every year.
struct ScenarioResolver {
  private let model: ModelSource
  private let document: ModelDocument
  private let findings: Findings
  private var values: [[Double]]
  private var origins: [SourceLocation?]
  private var valueOrigins: [[SourceLocation?]]
  /// The last period of the region, which paths may reach although a scenario ends earlier.
  private let lastYear: Int

  private var timeline: Timeline { document.model.timeline }

  init(
    _ model: ModelSource, _ document: ModelDocument, regionHorizon: Int?, findings: Findings
  ) {
    self.model = model
    self.document = document
    self.findings = findings
    values = document.model.inputs.map {
      Array(repeating: $0.defaultValue, count: document.model.timeline.count)
    }
    origins = Array(repeating: nil, count: values.count)
    valueOrigins = values.map { $0.map { _ in nil } }
    lastYear = max(document.model.timeline.horizon, regionHorizon ?? 0)
  }

  /// The resolved scenario; the chain begins with the one that extends nothing.
  mutating func resolve(
    _ chain: [ScenarioSource], sweep: [SweepPoint], changes: [InputChange], boundary: String?
  ) -> (Scenario, ScenarioDocument) {
    for source in chain { apply(source.paths) }
    for point in sweep { apply(point) }
    for change in changes { apply(change) }
    let fixed = overrides(chain.map(\.fixed))
    let adjusted = overrides(chain.map(\.adjusted))
    let leaf = chain[chain.count - 1]
    let values = sweep.map { "\($0.value.name)=\($0.value.text)" }.joined(separator: ", ")
    let suffix = sweep.isEmpty ? "" : "[\(values)]"
    let title = leaf.title ?? LocalizedText(vi: leaf.id, en: leaf.id)
    let document = ScenarioDocument(
      file: leaf.root.file.path, chain: chain.reversed().map(\.root.file.path),
      id: leaf.id + suffix, fileID: leaf.id,
      title: LocalizedText(
        vi: title.vi + (sweep.isEmpty ? "" : " " + suffix),
        en: title.en + (sweep.isEmpty ? "" : " " + suffix)),
      definition: definition(chain), boundary: self.boundary(chain, of: boundary),
      draws: chain.last { $0.draws != nil }?.draws, seed: chain.last { $0.seed != nil }?.seed,
      notes: leaf.notes, inputOrigins: origins,
      valueOrigins: valueOrigins, fixedOrigins: fixed.map(\.1),
      adjustmentOrigins: adjusted.map(\.1),
      sweep: leaf.sweep?.axes.map { ($0.name.text ?? "", $0.values.map(\.value)) } ?? [])
    let scenario = Scenario(
      id: document.id, inputs: self.values, fixed: fixed.map(\.0), adjustments: adjusted.map(\.0))
    return (scenario, document)
  }

  /// The scenario in which every input keeps its default, but for changes of the command line.
  mutating func defaults(changes: [InputChange]) -> (Scenario, ScenarioDocument) {
    for change in changes { apply(change) }
    let document = ScenarioDocument(
      file: self.document.file, chain: [], id: self.document.id,
      fileID: self.document.id, title: self.document.title,
      inputOrigins: origins,
      valueOrigins: valueOrigins, fixedOrigins: [], adjustmentOrigins: [])
    return (Scenario(id: self.document.id, inputs: values), document)
  }

  // MARK: Levers and assumptions

  private mutating func apply(_ paths: [(key: Located, isLever: Bool, path: InputPath)]) {
    for (key, isLever, path) in paths {
      guard let input = input(key, isLever: isLever) else { continue }
      checkUnits(path, of: input)
      guard checkYears(path) else { continue }
      checkHead(path, of: input)
      set(input, path, at: key)
    }
  }

  /// Changes the values of an input, and remembers where each comes from.
  private mutating func set(_ input: Int, _ path: InputPath, at node: Located) {
    values[input] = path.apply(to: values[input], on: timeline)
    origins[input] = node.location
    for year in timeline.years {
      guard let point = path.point(in: year, on: timeline) else { continue }
      valueOrigins[input][year - timeline.first] = point.node.location
    }
    checkBounds(input, path)
  }

  /// Sets a swept lever or assumption from the start of policy on.
  private mutating func apply(_ point: SweepPoint) {
    guard case .input(let input) = point.subject else { return }
    let path = InputPath(points: [.init(value: point.value.value, node: point.node)])
    set(input, path, at: point.node)
  }

  private func input(_ key: Located, isLever: Bool) -> Int? {
    let name = key.text ?? ""
    guard case .input(let input) = model.names.meaning(of: name) else {
      let known = model.inputs.filter { $0.isLever == isLever }.map(\.declaration.entry.name)
      findings.report(
        .unknownInput(name, suggestion: nearestName(to: name, among: known)), at: key)
      return nil
    }
    if model.inputs[input].isLever != isLever {
      findings.report(.inputUnderOtherKey(name, isLever: model.inputs[input].isLever), at: key)
    }
    return input
  }

  /// Reports units beside the numbers of a path that are not those of the lever; factors and rates of
  /// growth are plain numbers.
  private func checkUnits(_ path: InputPath, of input: Int) {
    let declaration = model.inputs[input].declaration
    let isPlain = path.operator == .scale || path.operator == .grow
    for point in path.points {
      point.written?.check(
        isIn: isPlain ? .plain : declaration.unit, written: isPlain ? "1" : declaration.entry.unit,
        of: declaration.entry.name, model, findings)
    }
  }

  /// Whether all years of a path may be set.
  private func checkYears(_ path: InputPath) -> Bool {
    var isRight = true
    for point in path.points {
      guard let year = point.year else { continue }
      if year < timeline.policyStart {
        findings.report(.beforePolicyStart(year, start: timeline.policyStart), at: point.node)
        isRight = false
      } else if year > lastYear {
        findings.report(.afterHorizon(year, horizon: lastYear), at: point.node)
        isRight = false
      }
    }
    return isRight
  }

  /// Warns of a path that leaves the years before its first one at the default and then jumps for good.
  ///
  /// One that says how years in between are filled means the jump, and over the path of another
  /// scenario a change from some year on is what was asked for.
  private func checkHead(_ path: InputPath, of input: Int) {
    guard path.operator == .set, path.after == .hold, !path.saysInterpolation,
      origins[input] == nil,
      let head = path.points.min(by: { ($0.year ?? .min) < ($1.year ?? .min) }),
      let first = head.year, first > timeline.policyStart,
      first <= timeline.horizon,
      values[input][first - 1 - timeline.first] != head.value
    else { return }
    findings.report(
      .pathWithoutHead(
        document.inputs[input].entry.name, years: timeline.policyStart...(first - 1), first: first),
      at: head.node)
  }

  /// Reports values outside the bounds, once a path, at the number that is to blame.
  private func checkBounds(_ input: Int, _ path: InputPath) {
    let bounds = document.inputs[input]
    let isConstant = path.points.count == 1 && path.points[0].year == nil && path.operator == .set
    for (isError, range) in [(true, bounds.possible), (false, bounds.plausible)] {
      guard let range else { continue }
      for year in timeline.years where year >= timeline.policyStart {
        let value = values[input][year - timeline.first]
        if range.contains(value) || value.isNaN { continue }
        // A number that is itself outside is to blame rather than the years on the way to it.
        let culprit =
          path.operator == .set ? path.points.first { !range.contains($0.value) } : nil
        let point =
          culprit ?? path.points.last { ($0.year ?? year) <= year } ?? path.points[0]
        let shown = isConstant ? nil : culprit?.year ?? year
        let name = bounds.entry.name
        let number = culprit?.value ?? value
        findings.report(
          isError
            ? .outsidePossible(name, value: number, year: shown, range)
            : .outsidePlausible(name, value: number, year: shown, range),
          at: point.node)
        return
      }
    }
  }

  private mutating func apply(_ change: InputChange) {
    let inputs = document.inputs
    let matching =
      inputs.firstIndex { $0.entry.name == change.name }
      ?? inputs.firstIndex { $0.entry.symbols.contains(change.name) }
    guard let input = matching else {
      let known = inputs.map(\.entry.name) + inputs.flatMap(\.entry.symbols)
      findings.report(
        .unknownInput(change.name, suggestion: nearestName(to: change.name, among: known)),
        at: change.node)
      return
    }
    var path = InputPath(
      points: [.init(year: change.year, value: change.value, node: change.node)])
    if change.year != nil { path.after = .return }
    if let year = change.year, year > timeline.horizon {
      findings.report(.afterHorizon(year, horizon: timeline.horizon), at: change.node)
      return
    }
    guard checkYears(path) else { return }
    set(input, path, at: change.node)
  }

  // MARK: Fixed values and add-factors

  /// The values of all files of a chain; for the same variable and year the last one counts.
  private func overrides(
    _ chain: [[ScenarioSource.OverrideSource]]
  ) -> [(Scenario.Override, SourceLocation)] {
    var result: [(Scenario.Override, SourceLocation)] = []
    var positions: [SIMD4<Int>: Int] = [:]
    for source in chain.joined() {
      guard let place = model.variableElement(source.variable, findings: findings) else { continue }
      let variable = model.variables[place.variable]
      let elements =
        place.element.map { $0..<($0 + 1) } ?? 0..<model.elementCount(over: variable.over)
      let declaration = model.variableDeclarations[place.variable]
      for (range, node, value) in source.values {
        value.check(
          isIn: declaration.unit, written: declaration.entry.unit, of: variable.name, model,
          findings)
        let location = node.location
        for year in years(range, node, variable) {
          for element in elements {
            let override = Scenario.Override(
              variable: place.variable, element: element, year: year, value: value.value)
            let key = SIMD4(place.variable, element, year, 0)
            if let earlier = positions[key] {
              result[earlier] = (override, location)
            } else {
              positions[key] = result.count
              result.append((override, location))
            }
          }
        }
      }
    }
    return result
  }

  /// The years of a range in which a variable can be changed; others are reported.
  private func years(_ range: YearRange, _ node: Located, _ variable: Variable) -> [Int] {
    guard let years = range.years(on: timeline) else {
      findings.report(.yearsReversed(node.text ?? ""), at: node)
      return []
    }
    guard years.lowerBound >= timeline.first, years.upperBound <= lastYear else {
      findings.report(.yearsOutsideRun(years, timeline.first...lastYear), at: node)
      return []
    }
    if let year = years.first(where: { variable.form(in: timeline.kinds(of: $0)) == nil }) {
      findings.report(.fixedWhereUndefined(variable.name, year: year), at: node)
      return []
    }
    return years.filter { timeline.years.contains($0) }
  }

  // MARK: Tags

  private func definition(_ chain: [ScenarioSource]) -> String? {
    let node = chain.last { $0.definition != nil }?.definition
    guard case .set(let set) = model.names.meaning(of: "definition") else { return node?.text }
    guard let node else {
      findings.report(.definitionMissing, at: chain[chain.count - 1].root)
      return nil
    }
    return model.definitionElement(node, findings: findings).map { model.sets[set].elements[$0] }
  }

  /// The targets as this scenario states them; those beyond its last year are reported.
  func targets(_ sources: [TargetSource], _ words: ScenarioDocument, horizon: Located?) -> [Target]
  {
    sources.compactMap { source in
      guard let bound = document.targets[source.node.location] else { return nil }
      guard let years = bound.years else {
        if let years = source.years.years(on: timeline), let horizon {
          findings.report(
            .targetAfterHorizon(source.id, years: years, horizon: timeline.horizon), at: horizon)
        }
        return nil
      }
      let set = model.definitionSet.map { model.sets[$0].elements } ?? []
      let definition =
        bound.definition.map { set[$0] }
        ?? (bound.isOverDefinitions ? words.definition : source.definition?.text)
      return Target(
        id: source.id, label: source.label, quantity: source.quantity.text ?? "",
        variable: bound.variable,
        element: bound.isOverDefinitions ? set.firstIndex { $0 == definition } ?? 0 : 0,
        firstRelease: bound.firstRelease,
        unit: bound.unit, comparator: source.comparator, level: source.level.value, years: years,
        aggregate: source.aggregate, definition: definition,
        boundary: source.boundary?.text ?? words.boundary, basis: source.basis,
        source: source.source, note: source.note, location: source.node.location)
    }
  }

  private func boundary(_ chain: [ScenarioSource], of region: String?) -> String? {
    guard let node = chain.last(where: { $0.boundary != nil })?.boundary else { return region }
    if let region, let text = node.text, text != region {
      findings.report(.otherBoundary(text, region: region), at: node)
    }
    return region ?? node.text
  }
}
