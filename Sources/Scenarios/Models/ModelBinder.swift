import Sim

/// Joins a model with a region: years, data, priors and bounds become numbers.
struct ModelBinder {
  private var source: ModelSource
  private let region: RegionSource?
  /// What scenarios say about laws, the one that counts last.
  private let uncertainty: [UncertaintySource]
  /// Parameters that a sweep holds at a value.
  private let known: [KnownParameter]
  private let findings: Findings
  private let timeline: Timeline
  /// Whether the timeline stands in for years that are missing or wrong.
  private let hasStandInYears: Bool
  /// Whether a region must supply the data; otherwise they stay unknown.
  private let needsData: Bool
  private var sites: [Place]

  /// Periods a run may have; more are a slip of the keyboard.
  static let mostPeriods = 100_000

  /// Binds a model to a region and to the laws of a scenario.
  static func bind(_ binding: Binding, findings: Findings) -> ModelDocument {
    var binder = ModelBinder(binding, findings)
    return binder.document()
  }

  private init(_ binding: Binding, _ findings: Findings) {
    source = binding.source
    region = binding.region
    uncertainty = binding.uncertainty
    known = binding.knownParameters
    self.findings = findings
    needsData = !binding.standsAlone || region != nil
    sites = source.sites
    let found = ModelBinder.timeline(
      source, region, binding.horizon, needsYears: needsData, findings)
    timeline = found ?? ModelBinder.canonicalTimeline
    hasStandInYears = found == nil
  }

  private mutating func document() -> ModelDocument {
    reportUnknownData()
    let constants = source.constants.map { boundConstant($0) }
    var damagedSeries: Set<Int> = []
    let series = source.series.enumerated().map { index, slot in
      let before = findings.errorCount
      defer {
        let isWrong = findings.errorCount > before || (hasStandInYears && needsData)
        if isWrong { damagedSeries.insert(index) }
      }
      return boundSeries(slot)
    }
    overridePriors()
    let fitted = source.correlations.map(\.correlation)
    let replaced = overrideLaws()
    overrideBounds()
    checkLaws(constants)
    checkCorrelations()
    let observations = resolved(region?.observations ?? [])
    let comparedFigures = resolved(region?.comparedFigures ?? [])
    var model = Model(
      timeline: timeline, sets: source.sets, constants: constants, series: series,
      inputs: source.inputs.map {
        Input(
          $0.declaration.entry.name, isLever: $0.isLever, defaultValue: $0.bounds.defaultValue)
      },
      parameters: source.parameters.map {
        Parameter($0.declaration.entry.name, over: $0.declaration.over, priors: $0.laws)
      },
      shocks: source.shocks.map {
        Shock(
          $0.declaration.entry.name, over: $0.declaration.over, laws: $0.laws,
          inAllYears: $0.inAllYears)
      },
      variables: source.variables, identities: source.identities.compactMap { boundIdentity($0) },
      correlations: source.correlations.map(\.correlation))
    for (parameter, elements) in replaced { model.parameters[parameter].replaced = elements }
    if !uncertainty.isEmpty || !known.isEmpty { model.fittedCorrelations = fitted }
    return ModelDocument(
      model: model, file: source.file.path, id: source.id, title: source.title,
      clockUnit: source.clock.unit, sets: source.setEntries, subsets: source.subsets,
      constants: source.constants.map(\.declaration.entry),
      series: source.series.map(\.declaration.entry),
      inputs: source.inputs.map {
        InputEntry(
          entry: $0.declaration.entry, possible: $0.bounds.possible,
          plausible: $0.bounds.plausible, cost: $0.bounds.cost, reason: $0.bounds.reason,
          defaultLocation: $0.bounds.defaultNode.location)
      },
      parameters: source.parameters.map(\.declaration.entry),
      shocks: source.shocks.map(\.declaration.entry),
      parameterLaws: source.parameters.map(\.entries), shockLaws: source.shocks.map(\.entries),
      correlationOrigins: source.correlations.map(\.node.location),
      dataOrigins: Dictionary(
        (region?.data ?? []).map { ($0.key.text ?? "", $0.key.location) }
      ) { first, _ in first },
      slots: Set(source.dataSlots.map(\.declaration.entry.name)),
      amounts: source.amounts, variables: source.variableDeclarations.map(\.entry),
      checks: source.checks,
      headline: source.headline, components: source.components, splits: source.splits,
      decompositions: source.decompositions, firstReleases: source.firstReleases,
      seek: source.seek,
      pathColumns: source.pathColumns
        ?? PathColumn.all(of: source.variableDeclarations.map(\.entry)),
      observations: observations, comparedFigures: comparedFigures, sites: sites,
      hasStandInYears: hasStandInYears, damagedSeries: damagedSeries)
  }

  // MARK: Years

  /// Years on which a model is checked that has none of its own.
  static let canonicalTimeline = Timeline(first: 0, last: 20, policyStart: 22, horizon: 30)

  private static func timeline(
    _ source: ModelSource, _ region: RegionSource?, _ horizon: Located?, needsYears: Bool,
    _ findings: Findings
  ) -> Timeline? {
    var years = source.clock.years.merging(region?.years ?? [:]) { $1 }
    if let horizon, let value = horizon.integer { years[.horizon] = (value, horizon) }
    let missing = NamedYear.allCases.filter { years[$0] == nil }
    guard missing.isEmpty, let first = years[.first], let last = years[.last],
      let policyStart = years[.policyStart], let end = years[.horizon]
    else {
      if needsYears {
        findings.report(.yearsMissing(missing.map(\.rawValue)), at: region?.root ?? source.root)
      }
      return nil
    }
    let order: [(NamedYear, NamedYear)] = [
      (.first, .last), (.last, .horizon), (.first, .policyStart),
    ]
    for (early, late) in order {
      guard let a = years[early], let b = years[late], a.value > b.value else { continue }
      findings.report(
        .yearsOutOfOrder(early.rawValue, a.value, late.rawValue, b.value), at: b.node)
      return nil
    }
    guard end.value - first.value < mostPeriods else {
      findings.report(.tooManyPeriods(limit: mostPeriods), at: end.node)
      return nil
    }
    return Timeline(
      first: first.value, last: last.value, policyStart: policyStart.value, horizon: end.value)
  }

  private func boundIdentity(_ identity: ModelSource.IdentitySource) -> Identity? {
    var bound = identity.identity
    guard let range = identity.years, let node = identity.yearsNode else {
      bound.years = timeline.years
      return bound
    }
    guard let years = range.years(on: timeline) else {
      // On a timeline of its own a range such as first+1..last may well be empty.
      return nil
    }
    guard timeline.years.contains(years.lowerBound), timeline.years.contains(years.upperBound)
    else {
      if !hasStandInYears {
        findings.report(.yearsOutsideRun(years, timeline.years), at: node)
      }
      return nil
    }
    bound.years = years
    return bound
  }

  // MARK: Data

  /// What the region says about a name.
  private func supplied(_ name: String) -> Located.Entry? {
    region?.data.first { $0.key.text == name }
  }

  private func reportUnknownData() {
    let known = source.dataSlots.map(\.declaration.entry.name)
    for entry in region?.data ?? [] {
      guard let name = entry.key.text, !known.contains(name) else { continue }
      findings.report(
        .valueForNoSlot(name, suggestion: nearestName(to: name, among: known)), at: entry.key)
    }
  }

  /// The node with the values of a slot; nil, and reported where it matters, when there is none.
  private func values(_ slot: ModelSource.Slot) -> Located? {
    if slot.isData, let entry = supplied(slot.declaration.entry.name) { return entry.value }
    if let values = slot.values { return values }
    if needsData, slot.declaration.key.text != nil {
      let note = Place(slot.declaration.key).note(.declaredHere)
      findings.report(
        .slotWithoutValue(slot.declaration.entry.name, unit: slot.declaration.entry.unit),
        at: region?.dataKey ?? source.root, notes: [note])
    }
    return nil
  }

  private func boundConstant(_ slot: ModelSource.Slot) -> Constant {
    let entry = slot.declaration.entry
    let over = slot.declaration.over
    guard let node = values(slot) else {
      let count = source.elementCount(over: over)
      return Constant(entry.name, over: over, values: Array(repeating: .nan, count: count))
    }
    let values = source.spread(node, over: over, findings: findings) {
      $0.requiredNumber(findings)
    }
    return Constant(entry.name, over: over, values: values.map { $0 ?? .nan })
  }

  private func boundSeries(_ slot: ModelSource.Slot) -> Series {
    let entry = slot.declaration.entry
    let over = slot.declaration.over
    let count = source.elementCount(over: over)
    if hasStandInYears && needsData { _ = values(slot) }
    guard let rule = slot.series, !(hasStandInYears && needsData), let years = seriesYears(rule)
    else {
      let empty = Array(repeating: Double.nan, count: timeline.count)
      return Series(entry.name, over: over, values: Array(repeating: empty, count: count))
    }
    guard let node = values(slot) else {
      // Any number will do: a model by itself is checked, not run.
      let rows = Array(repeating: filled([:], rule, years, unknown: 1), count: count)
      return Series(entry.name, over: over, values: rows)
    }
    let rows = source.spread(node, over: over, broadcasts: true, findings: findings) {
      observations($0, rule, years, entry.name)
    }
    return Series(
      entry.name, over: over, values: rows.map { filled($0 ?? [:], rule, years, unknown: .nan) })
  }

  private func seriesYears(_ rule: ModelSource.SeriesRule) -> ClosedRange<Int>? {
    guard let years = rule.years.years(on: timeline) else { return nil }
    guard timeline.years.contains(years.lowerBound), timeline.years.contains(years.upperBound)
    else {
      if !hasStandInYears {
        findings.report(.yearsOutsideRun(years, timeline.years), at: rule.yearsNode)
      }
      return nil
    }
    return years
  }

  /// The numbers of a map by year; missing and superfluous years are reported.
  private func observations(
    _ node: Located, _ rule: ModelSource.SeriesRule, _ years: ClosedRange<Int>, _ name: String
  ) -> [Int: Double]? {
    guard let entries = node.requiredMap(findings) else { return nil }
    var values: [Int: Double] = [:]
    for entry in entries {
      guard let year = entry.key.integer else {
        findings.report(.expectedYear(found: entry.key.appearance), at: entry.key)
        continue
      }
      guard let value = entry.value.requiredNumber(findings) else { continue }
      values[year] = value
      if !years.contains(year) {
        findings.report(.observationNotUsed(name, year: year, years), at: entry.key)
      }
    }
    let missing = years.filter { values[$0] == nil }
    if rule.missing == nil, !missing.isEmpty {
      findings.report(.observationsMissing(name, years: missing), at: node)
    }
    return values
  }

  /// A row of a series: observations, holes by the rule, and the time after.
  private func filled(
    _ values: [Int: Double], _ rule: ModelSource.SeriesRule, _ years: ClosedRange<Int>,
    unknown: Double
  ) -> [Double] {
    var row: [Double] = []
    row.reserveCapacity(timeline.count)
    var last = Double.nan
    for year in timeline.years {
      if years.contains(year) {
        last = values[year] ?? rule.missing ?? unknown
        row.append(last)
      } else {
        row.append(year > years.upperBound && rule.holds ? last : .nan)
      }
    }
    return row
  }

  // MARK: What a region replaces

  private mutating func overridePriors() {
    guard let region, !region.priors.isEmpty else { return }
    let resolver = ExpressionResolver(source, findings: findings, sites: sites)
    for entry in region.priors {
      guard let name = entry.key.text else { continue }
      guard case .parameter(let index) = source.names.meaning(of: name) else {
        let known = source.parameters.map(\.declaration.entry.name)
        findings.report(
          .unknownParameter(name, suggestion: nearestName(to: name, among: known)), at: entry.key)
        continue
      }
      source.parameters[index].override(entry.value, source, resolver, findings)
    }
    sites = resolver.sites
  }

  /// Puts the laws of the scenario in; returns which elements of which parameters were replaced.
  private mutating func overrideLaws() -> [Int: Set<Int>] {
    guard !uncertainty.isEmpty || !known.isEmpty else { return [:] }
    var binder = UncertaintyBinder(source, sites: sites, findings: findings)
    for each in uncertainty { binder.apply(each) }
    for each in known { binder.hold(each) }
    binder.finish()
    source = binder.source
    sites = binder.sites
    return binder.replaced
  }

  private mutating func overrideBounds() {
    for entry in region?.levers ?? [] {
      guard let name = entry.key.text else { continue }
      guard case .input(let index) = source.names.meaning(of: name) else {
        let known = source.inputs.map(\.declaration.entry.name)
        findings.report(
          .unknownInput(name, suggestion: nearestName(to: name, among: known)), at: entry.key)
        continue
      }
      guard let fields = Fields(entry.value, ModelSource.Bounds.keys, findings: findings) else {
        continue
      }
      var bounds = source.inputs[index].bounds
      bounds.defaultNode = fields["default"] ?? entry.key
      if let node = fields["default"] {
        bounds.defaultValue = node.requiredNumber(findings) ?? .nan
      }
      bounds.read(fields, findings: findings, isComplete: false)
      bounds.check(source.inputs[index].declaration.entry, findings: findings)
      source.inputs[index].bounds = bounds
    }
  }

  /// What a region observed, in the names of the model.
  private mutating func resolved(_ observations: [ObservationSource]) -> [Observation] {
    guard !observations.isEmpty, !hasStandInYears else { return [] }
    let resolver = ExpressionResolver(source, findings: findings, sites: sites)
    defer { sites = resolver.sites }
    return observations.compactMap { $0.resolved(resolver, on: timeline, findings: findings) }
  }

  // MARK: Laws

  private func checkLaws(_ constants: [Constant]) {
    for law in source.parameters + source.shocks {
      var reported: Set<SourceLocation> = []
      for (element, expression) in law.laws.enumerated() {
        let over = law.declaration.over
        let positions = source.elementPositions(element, over: over)
        let arguments = LawArguments(
          constants: constants, sets: source.sets,
          positions: Dictionary(uniqueKeysWithValues: zip(over, positions)))
        for (substream, problem) in arguments.problems(in: expression) {
          let calls = law.calls[element]
          let place =
            calls.indices.contains(substream) ? calls[substream] : Place(law.places[element])
          guard reported.insert(place.location).inserted else { continue }
          findings.report(problem, at: place)
        }
      }
    }
  }

  /// Reports correlations that no joint distribution has.
  private func checkCorrelations() {
    if let last = source.correlations.last?.node,
      !ModelBinder.isPossible(source.correlations.map(\.correlation))
    {
      findings.report(.correlationsImpossible, at: last)
    }
  }

  /// Whether some joint distribution has these correlations.
  static func isPossible(_ correlations: [Correlation]) -> Bool {
    var variates: [Correlation.Variate] = []
    for correlation in correlations {
      for variate in [correlation.first, correlation.second] where !variates.contains(variate) {
        variates.append(variate)
      }
    }
    var matrix = variates.indices.map { row in variates.indices.map { row == $0 ? 1.0 : 0 } }
    for correlation in correlations {
      guard let i = variates.firstIndex(of: correlation.first),
        let j = variates.firstIndex(of: correlation.second)
      else { continue }
      (matrix[i][j], matrix[j][i]) = (correlation.rho, correlation.rho)
    }
    return isPositiveDefinite(matrix)
  }

  /// Whether a symmetric matrix has a Cholesky factor.
  private static func isPositiveDefinite(_ matrix: [[Double]]) -> Bool {
    var factor = matrix
    for i in matrix.indices {
      for j in 0...i {
        let inner = (0..<j).reduce(matrix[i][j]) { $0 - factor[i][$1] * factor[j][$1] }
        if i == j {
          guard inner > 1e-12 else { return false }
          factor[i][i] = inner.squareRoot()
        } else {
          factor[i][j] = inner / factor[j][j]
        }
      }
    }
    return true
  }
}
