import Sim

// What a union is about: its variables and what was observed of them.
extension RegionUnion {
  // MARK: Variables

  func bindVariables(_ document: inout ModelDocument) {
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
    // Dynamics belong to the parts, so what would have to grow faster grows there.
    for driver in document.seek.drivers.indices {
      let variable = document.seek.drivers[driver].variable
      document.seek.drivers[driver].moved = parts.map { position(ofVariable: variable, in: $0) }
    }
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
  mutating func bindObservations(_ document: inout ModelDocument) {
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
