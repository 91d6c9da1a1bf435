import Sim

/// Binds a model to several regions together: once to each, and once more to all of them.
///
/// The bound model holds the variables of the whole first, at the positions they have in the model,
/// then those of each part. A variable of the whole is the sum of the parts', or follows from other
/// variables of the whole, as the model says under `union:`; dynamics belong to the parts alone. So
/// a share of the whole is the ratio of sums of levels, in every draw.
struct RegionUnion {
  private let source: ModelSource
  private let region: RegionSource
  private let parts: [Part]
  private let findings: Findings
  /// Where references stand: those of the model, then those that each part added.
  private var sites: [Place]
  /// The parameters and shocks of which each part has its own, by position in the model.
  private let localParameters: Set<Int>
  private let localShocks: Set<Int>

  /// One of the regions, with the model bound to it.
  private struct Part {
    var id: String
    var title: LocalizedText
    var document: ModelDocument
    /// Its levers and assumptions in proportion to those of the whole: the default of an amount.
    var amounts: [Int: Double] = [:]
    /// Where what it has in the place of a parameter or shock of the model stands in the whole.
    var parameters: [Int] = []
    var shocks: [Int] = []
    /// How far the sites it added have moved.
    var siteShift = 0
    /// Its place among the parts.
    var position: Int
  }

  /// Binds the model to the parts of the binding's region.
  static func bind(_ binding: Binding, findings: Findings) -> ModelDocument {
    let documents = (binding.region?.parts ?? []).map { part -> (RegionSource, ModelDocument) in
      var one = binding
      one.region = part
      one.targets = []
      let document = ModelBinder.bind(one, findings: findings)
      AnalysisReport(source: binding.source, document: document, findings: findings).run()
      return (part, document)
    }
    guard let region = binding.region, !documents.isEmpty else {
      // No part could be read, of which was said already.
      var alone = binding
      (alone.region, alone.standsAlone) = (nil, true)
      return ModelBinder.bind(alone, findings: findings)
    }
    var union = RegionUnion(binding, region, documents, findings)
    return union.document()
  }

  private init(
    _ binding: Binding, _ region: RegionSource, _ documents: [(RegionSource, ModelDocument)],
    _ findings: Findings
  ) {
    source = binding.source
    self.region = region
    self.findings = findings
    (localParameters, localShocks) = RegionUnion.local(binding.source, region, findings)
    var sites = source.sites
    var parts: [Part] = []
    for (position, (part, document)) in documents.enumerated() {
      parts.append(
        Part(
          id: part.document.id, title: part.document.title, document: document,
          siteShift: sites.count - source.sites.count, position: position))
      sites += document.sites.dropFirst(source.sites.count)
    }
    self.sites = sites
    var counts = (source.parameters.count, source.shocks.count)
    for index in parts.indices {
      parts[index].parameters = RegionUnion.positions(
        source.parameters.count, localParameters, isFirst: index == 0, next: &counts.0)
      parts[index].shocks = RegionUnion.positions(
        source.shocks.count, localShocks, isFirst: index == 0, next: &counts.1)
    }
    for (number, input) in source.inputs.enumerated() where input.isSummed {
      for index in parts.indices {
        parts[index].amounts[number] = parts[index].document.model.inputs[number].defaultValue
      }
    }
    self.parts = parts
  }

  /// The first part has the model's own, so that its paths are those of the region by itself.
  private static func positions(
    _ count: Int, _ local: Set<Int>, isFirst: Bool, next: inout Int
  ) -> [Int] {
    (0..<count).map { number in
      guard !isFirst, local.contains(number) else { return number }
      next += 1
      return next - 1
    }
  }

  /// What each part draws for itself: what the union names, and what some part has a prior for.
  private static func local(
    _ source: ModelSource, _ region: RegionSource, _ findings: Findings
  ) -> (parameters: Set<Int>, shocks: Set<Int>) {
    var (parameters, shocks): (Set<Int>, Set<Int>) = ([], [])
    for node in region.local {
      guard let name = node.requiredText(findings) else { continue }
      let parameter = source.parameters.firstIndex { $0.declaration.entry.name == name }
      let shock = source.shocks.firstIndex { $0.declaration.entry.name == name }
      if let parameter { parameters.insert(parameter) }
      if let shock { shocks.insert(shock) }
      if parameter == nil, shock == nil {
        let known = (source.parameters + source.shocks).map(\.declaration.entry.name)
        findings.report(
          .notAVariate(name, suggestion: nearestName(to: name, among: known)), at: node)
      }
    }
    for entry in region.parts.flatMap(\.priors) {
      if case .parameter(let number) = source.names.meaning(of: entry.key.text ?? "") {
        parameters.insert(number)
      }
    }
    return (parameters, shocks)
  }

  // MARK: The whole

  private mutating func document() -> ModelDocument {
    var document = parts[0].document
    bindNumbers(&document)
    bindInputs(&document)
    bindLaws(&document)
    bindVariables(&document)
    bindObservations(&document)
    document.slots = source.dataSlots.reduce(into: document.slots) { slots, slot in
      for part in parts { slots.insert(name(slot.declaration.entry.name, of: part)) }
    }
    document.dataOrigins = parts.reduce(into: [:]) { origins, part in
      for (slot, place) in part.document.dataOrigins { origins[name(slot, of: part)] = place }
    }
    document.hasStandInYears = parts.contains { $0.document.hasStandInYears }
    document.sites = sites
    return document
  }

  // MARK: Data

  /// The numbers of the whole where there are any, then those of each part.
  private func bindNumbers(_ document: inout ModelDocument) {
    for number in source.constants.indices {
      let rows = parts.map { $0.document.model.constants[number].values }
      document.model.constants[number].values = whole(rows, of: source.constants[number])
    }
    for number in source.series.indices {
      let rows = parts.map { $0.document.model.series[number].values }
      document.model.series[number].values = rows[0].indices.map { element in
        whole(rows.map { $0[element] }, of: source.series[number])
      }
    }
    for part in parts {
      for (number, entry) in source.constants.map(\.declaration.entry).enumerated() {
        var constant = part.document.model.constants[number]
        constant.name = name(entry.name, of: part)
        document.model.constants.append(constant)
        document.constants.append(self.entry(entry, of: part))
      }
      for (number, entry) in source.series.map(\.declaration.entry).enumerated() {
        var series = part.document.model.series[number]
        series.name = name(entry.name, of: part)
        document.model.series.append(series)
        document.series.append(self.entry(entry, of: part))
      }
    }
  }

  /// Sums where the model says so, what is the same for all parts, and else NaN.
  private func whole(_ rows: [[Double]], of slot: ModelSource.Slot) -> [Double] {
    rows[0].indices.map { column in
      let values = rows.map { $0[column] }
      if slot.isSummed { return values.dropFirst().reduce(values[0], +) }
      return values.allSatisfy { $0 == values[0] } ? values[0] : .nan
    }
  }

  // MARK: Levers and assumptions

  private func bindInputs(_ document: inout ModelDocument) {
    for (number, input) in source.inputs.enumerated() {
      let values = parts.map { $0.document.model.inputs[number].defaultValue }
      let entries = parts.map { $0.document.inputs[number] }
      if input.isSummed {
        document.model.inputs[number].defaultValue = sum(values)
        document.inputs[number].possible =
          sum(entries.map(\.possible.lowerBound))...sum(entries.map(\.possible.upperBound))
        let plausible = entries.compactMap(\.plausible)
        document.inputs[number].plausible =
          plausible.count < entries.count
          ? nil : sum(plausible.map(\.lowerBound))...sum(plausible.map(\.upperBound))
      } else if values.contains(where: { $0 != values[0] }), values.allSatisfy(\.isFinite) {
        let place = region.parts.flatMap(\.levers).last {
          $0.key.text == input.declaration.entry.name
        }
        findings.report(
          .inputOfPartsDiffers(input.declaration.entry.name, values),
          at: place?.key ?? region.root)
      }
    }
  }

  private func sum(_ values: [Double]) -> Double { values.dropFirst().reduce(values[0], +) }

  /// What a part reads of a lever or assumption: of an amount its own part of the whole, in
  /// proportion to the defaults; of anything else the same as all.
  private func input(_ reference: Reference, _ number: Int, of part: Part) -> Expression {
    guard let own = part.amounts[number] else { return .read(reference) }
    if case .inputDefault = reference.target { return .number(own) }
    let all = sum(parts.map { $0.amounts[number] ?? 0 })
    if all == 0 {
      return .binary(.divide, .read(reference), .number(Double(parts.count)))
    }
    return .binary(
      .divide, .binary(.multiply, .read(reference), .number(own)), .number(all))
  }

  // MARK: Parameters and shocks

  private func bindLaws(_ document: inout ModelDocument) {
    for part in parts {
      let model = part.document.model
      for (number, position) in part.parameters.enumerated() {
        if position < source.parameters.count {
          guard part.position == 0 else { continue }
          document.model.parameters[number].priors = model.parameters[number].priors.map {
            mapped($0, to: part)
          }
        } else {
          var parameter = model.parameters[number]
          parameter.name = name(parameter.name, of: part)
          parameter.priors = parameter.priors.map { mapped($0, to: part) }
          document.model.parameters.append(parameter)
          document.parameters.append(
            entry(source.parameters[number].declaration.entry, of: part, isDrawn: true))
          document.parameterLaws.append(part.document.parameterLaws[number])
        }
      }
      for (number, position) in part.shocks.enumerated() {
        if position < source.shocks.count {
          guard part.position == 0 else { continue }
          document.model.shocks[number].laws = model.shocks[number].laws.map {
            mapped($0, to: part)
          }
        } else {
          var shock = model.shocks[number]
          shock.name = name(shock.name, of: part)
          shock.laws = shock.laws.map { mapped($0, to: part) }
          document.model.shocks.append(shock)
          document.shocks.append(
            entry(source.shocks[number].declaration.entry, of: part, isDrawn: true))
          document.shockLaws.append(part.document.shockLaws[number])
        }
      }
    }
    bindCorrelations(&document)
  }

  /// What is correlated in a part is so in the whole.
  private func bindCorrelations(_ document: inout ModelDocument) {
    var origins: [SourceLocation] = []
    var correlations: [Correlation] = []
    var known: Set<[Correlation.Variate]> = []
    for part in parts {
      for (correlation, origin) in zip(
        part.document.model.correlations, part.document.correlationOrigins)
      {
        let mapped = mapped(correlation, to: part)
        guard known.insert([mapped.first, mapped.second]).inserted else { continue }
        correlations.append(mapped)
        origins.append(origin)
      }
    }
    if !ModelBinder.isPossible(correlations) {
      findings.report(.correlationsImpossible, at: region.local.last ?? region.root)
    }
    document.model.correlations = correlations
    document.correlationOrigins = origins
    guard document.model.fittedCorrelations != nil else { return }
    known = []
    document.model.fittedCorrelations = parts.flatMap { part in
      (part.document.model.fittedCorrelations ?? []).map { mapped($0, to: part) }
    }.filter { known.insert([$0.first, $0.second]).inserted }
  }

  private func mapped(_ correlation: Correlation, to part: Part) -> Correlation {
    func variate(_ variate: Correlation.Variate) -> Correlation.Variate {
      switch variate.target {
      case .parameter(let number):
        .init(.parameter(part.parameters[number]), element: variate.element)
      case .shock(let number): .init(.shock(part.shocks[number]), element: variate.element)
      default: variate
      }
    }
    return Correlation(
      variate(correlation.first), variate(correlation.second), rho: correlation.rho)
  }

  // MARK: Variables

  private func bindVariables(_ document: inout ModelDocument) {
    var whole = source.variables.indices.map { wholeVariable($0) }
    while let number = whole.indices.first(where: { readsNothing(whole[$0], whole) }) {
      whole[number].forms = []
    }
    document.model.variables = whole
    document.partVariables = whole.count..<(whole.count * (1 + parts.count))
    document.model.identities = document.model.identities.filter { identity in
      identity.claim.expressions.allSatisfy { isReadable($0, whole) }
    }
    for part in parts {
      for (number, variable) in part.document.model.variables.enumerated() {
        var own = variable
        own.name = name(variable.name, of: part)
        for form in own.forms.indices {
          own.forms[form].rules = own.forms[form].rules.map { mapped($0, to: part) }
        }
        document.model.variables.append(own)
        document.variables.append(entry(source.variableDeclarations[number].entry, of: part))
      }
      document.model.identities += part.document.model.identities.map { identity in
        var own = identity
        own.name = name(identity.name, of: part)
        own.claim = identity.claim.mapped { mapped($0, to: part) }
        return own
      }
    }
    func exists(_ variable: Int) -> Bool { !whole[variable].forms.isEmpty }
    document.checks.removeAll { !exists($0.variable) }
    document.headline.removeAll { !exists($0) }
    document.components.removeAll { !exists($0) }
    document.splits.removeAll { !$0.parts.allSatisfy(exists) }
    document.firstReleases = document.firstReleases.filter { exists($0.key) && exists($0.value) }
    document.pathColumns.removeAll { !exists($0.variable) }
  }

  /// A variable of the whole; without forms where the model does not say what it is.
  private func wholeVariable(_ number: Int) -> Variable {
    var variable = source.variables[number]
    let isReporting = variable.isReporting
    let years = variable.forms.reduce(into: YearKinds()) { $0.formUnion($1.years) }
    let count = source.elementCount(over: variable.over)
    variable.isReporting = true
    switch source.unionRules[number] {
    case .sum:
      let reads = parts.map { part in
        Expression.read(
          Reference(
            .variable(position(ofVariable: number, in: part)),
            subscripts: variable.over.map { .current(set: $0) }))
      }
      let sum = reads.dropFirst().reduce(reads[0]) { .binary(.add, $0, $1) }
      variable.forms = [Form(years, rules: [sum], ruleOfElement: Array(repeating: 0, count: count))]
    case .other(let rules, let ruleOfElement):
      variable.forms = [Form(years, rules: rules, ruleOfElement: ruleOfElement)]
    case .same: break
    case nil: if !isReporting { variable.forms = [] }
    }
    return variable
  }

  /// Whether a variable reads something that the whole does not have.
  private func readsNothing(_ variable: Variable, _ whole: [Variable]) -> Bool {
    variable.forms.contains { form in form.rules.contains { !isReadable($0, whole) } }
  }

  private func isReadable(_ expression: Expression, _ whole: [Variable]) -> Bool {
    expression.references.allSatisfy { reference in
      switch reference.target {
      case .variable(let number):
        number >= whole.count || !whole[number].forms.isEmpty
      case .parameter(let number): !localParameters.contains(number)
      case .shock(let number): !localShocks.contains(number)
      case .input, .inputDefault: true
      case .constant(let number):
        source.constants[number].isSummed || isCommon { $0.constants[number].values }
      case .series(let number):
        source.series[number].isSummed || isCommon { $0.series[number].values.flatMap { $0 } }
      }
    }
  }

  private func isCommon(_ values: (Model) -> [Double]) -> Bool {
    let first = values(parts[0].document.model).map(\.bitPattern)
    return parts.allSatisfy { values($0.document.model).map(\.bitPattern) == first }
  }

  // MARK: Observations

  /// The published figures of the parts, then those of the whole.
  private mutating func bindObservations(_ document: inout ModelDocument) {
    func ofParts(_ list: (ModelDocument) -> [Observation]) -> [Observation] {
      parts.flatMap { part in
        list(part.document).map { observation in
          var own = observation
          own.id = name(observation.id, of: part)
          own.label = observation.label.map { label in
            LocalizedText(vi: "\(part.title.vi): \(label.vi)", en: "\(part.title.en): \(label.en)")
          }
          own.expression = mapped(observation.expression, to: part)
          return own
        }
      }
    }
    let (observed, compared) = (ofParts(\.observations), ofParts(\.comparedFigures))
    let resolver = ExpressionResolver(source, findings: findings, sites: sites)
    let isKnown = !parts.contains { $0.document.hasStandInYears }
    func resolved(_ list: [ObservationSource]) -> [Observation] {
      guard isKnown else { return [] }
      return list.compactMap {
        $0.resolved(resolver, on: document.model.timeline, findings: findings)
      }
    }
    document.observations = observed + resolved(region.observations)
    document.comparedFigures = compared + resolved(region.comparedFigures)
    sites = resolver.sites
  }

  // MARK: Names and positions

  private func name(_ name: String, of part: Part) -> String { "\(part.id).\(name)" }

  /// What is said of a name, for what a part has in its place; hidden from files of paths unless it is
  /// drawn.
  private func entry(_ entry: Entry, of part: Part, isDrawn: Bool = false) -> Entry {
    var own = entry
    own.name = name(entry.name, of: part)
    own.symbols = isDrawn ? entry.symbols.map { name($0, of: part) } : []
    own.reportNames = nil
    own.label = entry.label.map {
      LocalizedText(vi: "\(part.title.vi): \($0.vi)", en: "\(part.title.en): \($0.en)")
    }
    return own
  }

  private func position(ofVariable number: Int, in part: Part) -> Int {
    source.variables.count * (1 + part.position) + number
  }

  /// An expression of a part, in the positions of the whole.
  private func mapped(_ expression: Expression, to part: Part) -> Expression {
    expression.replacingReads { reference in
      var own = reference
      if own.site >= source.sites.count { own.site += part.siteShift }
      switch reference.target {
      case .constant(let number):
        own.target = .constant(source.constants.count * (1 + part.position) + number)
      case .series(let number):
        own.target = .series(source.series.count * (1 + part.position) + number)
      case .parameter(let number): own.target = .parameter(part.parameters[number])
      case .shock(let number): own.target = .shock(part.shocks[number])
      case .variable(let number):
        own.target = .variable(position(ofVariable: number, in: part))
      case .input(let number), .inputDefault(let number): return input(own, number, of: part)
      }
      return .read(own)
    }
  }
}

extension Identity.Claim {
  /// The expressions of the claim.
  fileprivate var expressions: [Expression] {
    switch self {
    case .equal(let left, let right): [left, right]
    case .holds(let condition): [condition]
    }
  }

  /// The same claim about other expressions.
  fileprivate func mapped(_ transform: (Expression) -> Expression) -> Identity.Claim {
    switch self {
    case .equal(let left, let right): .equal(transform(left), transform(right))
    case .holds(let condition): .holds(transform(condition))
    }
  }
}
