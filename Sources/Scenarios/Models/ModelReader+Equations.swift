import Sim

/// The keys under which an equation gives its forms, most specific first.
enum FormKind: String, CaseIterable {
  case first, last, history, projection, later, all

  /// The kinds of year the key covers.
  var years: YearKinds {
    switch self {
    case .first: .first
    case .last: .last
    case .history: .history
    case .projection: .projection
    case .later: [.history, .projection]
    case .all: [.first, .history, .last, .projection]
    }
  }

  /// The more specific keys that together leave this one no year.
  var hiddenBy: [FormKind] {
    switch self {
    case .first, .last, .history, .projection: []
    case .later: [.history, .projection]
    case .all: [.first, .later]
    }
  }
}

extension ModelReader {
  /// The forms of an equation.
  func forms(of index: Int, _ fields: Fields, _ resolver: ExpressionResolver) -> [Form] {
    var forms: [Form] = []
    for kind in FormKind.allCases {
      guard let node = fields[kind.rawValue] else { continue }
      forms.append(form(kind, node, of: index, resolver))
    }
    if forms.isEmpty, !source.damagedVariables.contains(index) {
      findings.report(
        .noForm(source.variables[index].name, keys: FormKind.allCases.map(\.rawValue)),
        at: source.variableDeclarations[index].key)
    }
    for kind in FormKind.allCases where !kind.hiddenBy.isEmpty {
      guard let key = fields.key(kind.rawValue) else { continue }
      let given = Set(FormKind.allCases.filter { fields[$0.rawValue] != nil })
      let coversLater = given.contains(.later) || given.isSuperset(of: FormKind.later.hiddenBy)
      let isHidden =
        kind == .later ? given.isSuperset(of: kind.hiddenBy) : given.contains(.first) && coversLater
      if isHidden { findings.report(.formNeverUsed(kind.rawValue), at: key) }
    }
    return forms
  }

  private func form(
    _ kind: FormKind, _ node: Located, of index: Int, _ resolver: ExpressionResolver
  ) -> Form {
    let variable = source.variables[index]
    let declaration = source.variableDeclarations[index]
    var rules: [Expression] = []
    let ruleOfElement = source.spreadRules(node, over: variable.over, findings: findings) { text in
      rules.append(
        resolver.expression(
          text, purpose: variable.isReporting ? .reporting : .dynamics, over: variable.over,
          unit: declaration.unit, of: variable.name))
      return rules.count - 1
    }
    if rules.isEmpty { rules = [.number(.nan)] }
    return Form(kind.years, rules: rules, ruleOfElement: ruleOfElement.map { $0 ?? 0 })
  }

  // MARK: Identities

  mutating func readIdentities(_ entries: [Located.Entry], _ resolver: ExpressionResolver) {
    for entry in entries {
      guard let name = entry.key.text,
        let fields = Fields(entry.value, ModelSource.IdentitySource.keys, findings: findings)
      else { continue }
      let over = setPositions(fields["over"])
      guard let claim = claim(fields, over, resolver) else { continue }
      source.identities.append(
        ModelSource.IdentitySource(
          identity: Identity(name, over: over, claim: claim, years: 0...0),
          years: fields["years"].flatMap { yearRange($0, findings) }, yearsNode: fields["years"],
          key: entry.key))
    }
  }

  private func claim(
    _ fields: Fields, _ over: [Int], _ resolver: ExpressionResolver
  ) -> Identity.Claim? {
    switch (fields["equal"], fields["holds"]) {
    case (let sides?, nil):
      guard let items = sides.requiredList(findings) else { return nil }
      guard items.count == 2 else {
        findings.report(.equalNeedsTwoSides(found: items.count), at: sides)
        return nil
      }
      guard let left = resolver.typed(items[0], purpose: .identity, over: over),
        let right = resolver.typed(items[1], purpose: .identity, over: over)
      else { return nil }
      _ = resolver.common(
        left.unit, right.unit, .identity, 0,
        ExpressionResolver.Scope(node: items[1], purpose: .identity, bound: over))
      return .equal(left.expression, right.expression)
    case (nil, let condition?):
      return .holds(resolver.condition(condition, purpose: .identity, over: over))
    default:
      findings.report(.identityNeedsOneClaim, at: fields.node)
      return nil
    }
  }

  private func setPositions(_ node: Located?) -> [Int] {
    (node?.requiredList(findings) ?? []).compactMap { item in
      guard let name = item.requiredText(findings) else { return nil }
      if case .set(let set) = source.names.meaning(of: name) { return set }
      findings.report(
        .notASet(name, suggestion: nearestName(to: name, among: source.sets.map(\.name))), at: item)
      return nil
    }
  }

  // MARK: Behaviour checks

  mutating func readChecks(_ entries: [Located.Entry], _ resolver: ExpressionResolver) {
    for entry in entries {
      guard let name = entry.key.text,
        let fields = Fields(entry.value, BehaviourCheck.keys, findings: findings),
        let raise = fields.required("raise", findings), let of = fields.required("of", findings),
        let year = fields.required("in", findings),
        let expect = fields.required("expect", findings)
      else { continue }
      let input = inputPosition(raise)
      let place = source.variableElement(of, findings: findings)
      let range = yearRange(year, findings)
      guard let expectation = BehaviourCheck.Expectation(rawValue: expect.text ?? "") else {
        findings.report(
          .expectedOneOf(
            BehaviourCheck.Expectation.allCases.map(\.rawValue), found: expect.appearance),
          at: expect)
        continue
      }
      guard let input, let place, let range else { continue }
      if range.low != range.high { findings.report(.oneYearOnly, at: year) }
      source.checks.append(
        BehaviourCheck(
          name: name, input: input, variable: place.variable, element: place.element,
          year: range.low, expectation: expectation, place: Place(entry.key)))
    }
  }

  private func inputPosition(_ node: Located) -> Int? {
    guard let name = node.requiredText(findings) else { return nil }
    if case .input(let input) = source.names.meaning(of: name) { return input }
    let known = source.inputs.map(\.declaration.entry.name)
    findings.report(
      .unknownInput(name, suggestion: nearestName(to: name, among: known)), at: node)
    return nil
  }
}

extension ModelSource {
  /// Spreads one expression or a map of overrides over the elements of some sets.
  func spreadRules<Value>(
    _ node: Located, over: [Int], findings: Findings, leaf: (Located) -> Value?
  ) -> [Value?] {
    let count = elementCount(over: over)
    switch node.content {
    case .list:
      findings.report(.expectedExpression(found: .list), at: node)
      return Array(repeating: nil, count: count)
    case .map where over.isEmpty:
      findings.report(.overridesOfScalar, at: node)
      return Array(repeating: nil, count: count)
    case .map, .scalar:
      return spread(node, over: over, broadcasts: true, findings: findings, leaf: leaf)
    }
  }

  /// A text such as `output` or `output[ICTM]`, taken apart.
  func nameAndElements(
    _ node: Located, findings: Findings
  ) -> (name: String, elements: [SubscriptSyntax])? {
    guard let text = node.requiredText(findings) else { return nil }
    do {
      let syntax = try ExpressionParser.parse(text)
      if case .name(let name, let subscripts, isDefault: false) = syntax.kind {
        return (name, subscripts)
      }
      findings.report(.expectedNameWithElement(found: text), at: node)
    } catch {
      findings.report(error.problem, at: Place(node, offset: error.at))
    }
    return nil
  }

  /// A variable, or one of its elements, as a text names it.
  func variableElement(
    _ node: Located, findings: Findings
  ) -> (variable: Int, element: Int?)? {
    guard let (name, subscripts) = nameAndElements(node, findings: findings) else { return nil }
    guard case .variable(let variable) = names.meaning(of: name) else {
      findings.report(
        .unknownVariable(name, suggestion: nearestName(to: name, among: variables.map(\.name))),
        at: node)
      return nil
    }
    guard
      let element = flatElement(
        subscripts, of: name, over: variables[variable].over, at: node, findings: findings)
    else { return nil }
    return (variable, element)
  }

  /// The flat element that subscripts name: nil for a mistake, `.some(nil)` for all elements.
  func flatElement(
    _ subscripts: [SubscriptSyntax], of name: String, over: [Int], at node: Located,
    findings: Findings
  ) -> Int?? {
    if subscripts.isEmpty { return .some(over.isEmpty ? 0 : nil) }
    guard subscripts.count == over.count else {
      findings.report(
        .elementPerSet(name, sets: over.map { sets[$0].name }), at: node)
      return nil
    }
    var flat = 0
    for (item, set) in zip(subscripts, over) {
      guard case .name(let elementName) = item.kind,
        case .element(let base, let position) = names.meaning(of: elementName),
        base == setEntries[set].base
      else {
        let written = if case .name(let name) = item.kind { name } else { "" }
        findings.report(
          .unknownElement(
            written, suggestion: nearestName(to: written, among: sets[set].elements),
            sets: [sets[set].name]), at: Place(node, offset: item.at))
        return nil
      }
      flat = flat * sets[set].elements.count + position
    }
    return .some(flat)
  }
}

/// The years a scalar names; mistakes are reported.
func yearRange(_ node: Located, _ findings: Findings) -> YearRange? {
  guard let text = node.requiredText(findings) else { return nil }
  do {
    return try ExpressionParser.parseYears(text)
  } catch {
    findings.report(.expectedYears(found: text), at: Place(node, offset: error.at))
    return nil
  }
}

/// The named years a map gives; mistakes are reported.
func namedYears(
  _ fields: Fields, _ findings: Findings
) -> [NamedYear: (value: Int, node: Located)] {
  var years: [NamedYear: (value: Int, node: Located)] = [:]
  for year in NamedYear.allCases {
    guard let node = fields[year.rawValue] else { continue }
    guard let value = node.integer, abs(value) < 1_000_000 else {
      findings.report(.expectedInteger(atLeast: nil, atMost: nil, found: node.appearance), at: node)
      continue
    }
    years[year] = (value, node)
  }
  return years
}

extension ModelSource.Bounds {
  /// Reads what a lever or assumption says, or what a region replaces of it.
  mutating func read(_ fields: Fields, findings: Findings, isComplete: Bool) {
    if let range = ModelSource.Bounds.range(fields["possible"], findings) { possible = range }
    if isComplete, fields["possible"] == nil {
      findings.report(.missingKey("possible"), at: fields.node)
    }
    if let range = ModelSource.Bounds.range(fields["plausible"], findings) { plausible = range }
    if let text = fields.localized("cost", findings) { cost = text }
    if let text = fields.localized("reason", findings) { reason = text }
  }

  /// Reports a default outside the bounds, and bounds outside each other.
  func check(_ entry: Entry, findings: Findings) {
    guard defaultValue.isFinite else { return }
    if !possible.contains(defaultValue) {
      findings.report(
        .outsidePossible(entry.name, value: defaultValue, year: nil, possible), at: defaultNode)
    } else if let plausible, !plausible.contains(defaultValue) {
      findings.report(
        .outsidePlausible(entry.name, value: defaultValue, year: nil, plausible), at: defaultNode)
    }
    if let plausible,
      !(possible.contains(plausible.lowerBound) && possible.contains(plausible.upperBound))
    {
      findings.report(.plausibleBeyondPossible(entry.name), at: defaultNode)
    }
  }

  private static func range(_ node: Located?, _ findings: Findings) -> ClosedRange<Double>? {
    guard let node, let items = node.requiredList(findings) else { return nil }
    guard items.count == 2 else {
      findings.report(.expectedBounds, at: node)
      return nil
    }
    guard let low = items[0].requiredNumber(findings), let high = items[1].requiredNumber(findings)
    else { return nil }
    guard low <= high else {
      findings.report(.expectedBounds, at: node)
      return nil
    }
    return low...high
  }
}
