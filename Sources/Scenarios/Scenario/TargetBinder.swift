import Sim

/// The quantity of a target as a bound model computes it.
struct BoundTarget {
  /// The hidden variable, by position.
  var variable: Int
  /// The element of the set of definitions that the target names; nil when it names none.
  var definition: Int?
  /// Whether the quantity is over the set of definitions.
  var isOverDefinitions: Bool
  /// The same quantity of figures as they are first published, with what revisions will change; nil
  /// when no figure in it is revised.
  var firstRelease: Int?
  /// The unit, as readers know it.
  var unit: String
  /// The years; nil when they lie beyond the last year of the run.
  var years: ClosedRange<Int>?
}

/// Adds the quantities of targets to a bound model: each becomes a reporting variable.
struct TargetBinder {
  private let source: ModelSource
  private let regionBoundary: String?
  /// The last year of the region: a scenario may end earlier.
  private let lastYear: Int
  private let resolver: ExpressionResolver
  private let findings: Findings
  private var document: ModelDocument

  /// The model with the quantities of the targets at the end of its variables.
  static func add(
    _ targets: [TargetSource], to document: ModelDocument, _ source: ModelSource,
    region: RegionSource?, findings: Findings
  ) -> ModelDocument {
    guard !targets.isEmpty else { return document }
    var binder = TargetBinder(source, document, region, findings)
    for target in targets where document.targets[target.node.location] == nil { binder.add(target) }
    binder.document.sites = binder.resolver.sites
    return binder.document
  }

  private init(
    _ source: ModelSource, _ document: ModelDocument, _ region: RegionSource?, _ findings: Findings
  ) {
    self.source = source
    self.document = document
    self.findings = findings
    regionBoundary = region?.document.boundary
    let horizon = (region?.years ?? source.clock.years)[.horizon]?.value
    lastYear = max(document.model.timeline.horizon, horizon ?? 0)
    resolver = ExpressionResolver(source, findings: findings, sites: document.sites)
  }

  private var timeline: Timeline { document.model.timeline }

  private mutating func add(_ target: TargetSource) {
    checkBoundary(target)
    let definitions = source.definitionSet
    let over = definitions.map { [$0] } ?? []
    guard let typed = resolver.typed(target.quantity, purpose: .reporting, over: over) else {
      return
    }
    let unit = checkUnit(target, typed)
    let use = DefinitionUse(of: typed.expression, in: source)
    let definition = definition(target, use)
    let years = years(target)
    let isOver = use.isOpen
    let name = TargetBinder.name(target.id)
    func append(_ name: String, _ quantity: Expression) -> Int {
      let variable = self.append(
        name, quantity, in: kinds(target, quantity, years), over: isOver ? over : [], target, unit)
      guard target.aggregate == .mean, let years else { return variable }
      return self.append(
        name + ":mean", mean(of: variable, over: isOver ? over : [], years, target),
        in: years.reduce(into: []) { $0.formUnion(timeline.kinds(of: $1)) },
        over: isOver ? over : [], target, unit)
    }
    let isRevised = typed.expression.references.contains {
      if case .variable(let variable) = $0.target {
        document.firstReleases[variable] != nil
      } else {
        false
      }
    }
    document.targets[target.node.location] = BoundTarget(
      variable: append(name, typed.expression), definition: definition, isOverDefinitions: isOver,
      firstRelease: isRevised
        ? append(
          name + ":first release", typed.expression.readingVariables(document.firstReleases)) : nil,
      unit: unit, years: years)
  }

  /// Adds a reporting variable; returns its position.
  private mutating func append(
    _ name: String, _ rule: Expression, in kinds: YearKinds, over: [Int], _ target: TargetSource,
    _ unit: String
  ) -> Int {
    let rules = Array(repeating: 0, count: source.elementCount(over: over))
    document.model.variables.append(
      Variable(
        name, over: over, forms: [Form(kinds, rules: [rule], ruleOfElement: rules)],
        isReporting: true))
    document.variables.append(
      Entry(
        name: name, symbols: [], unit: unit, label: target.label, source: target.source,
        location: target.node.location))
    return document.model.variables.count - 1
  }

  /// The arithmetic mean of a variable over years, the first of them first.
  private func mean(
    of variable: Int, over: [Int], _ years: ClosedRange<Int>, _ target: TargetSource
  ) -> Expression {
    let site = resolver.addSite(target.quantity)
    let reads = years.map { year in
      Expression.read(
        Reference(
          .variable(variable), subscripts: over.map { .current(set: $0) }, time: .absolute(year),
          site: site))
    }
    let sum = reads.dropFirst().reduce(reads[0]) { .binary(.add, $0, $1) }
    return .binary(.divide, sum, .number(Double(years.count)))
  }

  /// The name of the hidden variable: no name of the language has a colon.
  static func name(_ id: String) -> String { "target:\(id)" }

  // MARK: What a target is stated for

  private func checkBoundary(_ target: TargetSource) {
    guard let node = target.boundary, let text = node.text, let regionBoundary,
      text != regionBoundary
    else { return }
    findings.report(.targetOfOtherBoundary(target.id, text, region: regionBoundary), at: node)
  }

  /// Checks the unit of the level; returns that of the quantity.
  private func checkUnit(_ target: TargetSource, _ typed: ExpressionResolver.Typed) -> String {
    let expected: Unit?
    switch typed.unit {
    case .known(let unit): expected = unit
    case .any: expected = .plain
    case .unknown: expected = nil
    }
    let written = writtenUnit(typed.expression) ?? expected?.description ?? "1"
    target.level.check(isIn: expected, written: written, of: target.id, source, findings)
    if let node = target.unit, let found = resolver.unit(node), let expected, found != expected {
      findings.report(
        .unitOfNumber(name: target.id, declared: written, found: node.text ?? ""), at: node)
    }
    return target.unit?.text ?? written
  }

  /// The unit of a variable that is read as it is, in the words of the model: `fraction`, not `1`.
  private func writtenUnit(_ expression: Expression) -> String? {
    guard case .read(let reference) = expression, case .variable(let variable) = reference.target
    else { return nil }
    return source.variableDeclarations[variable].entry.unit
  }

  private func definition(_ target: TargetSource, _ use: DefinitionUse) -> Int? {
    guard let set = source.definitionSet else { return nil }
    let stated = target.definition.flatMap { source.definitionElement($0, findings: findings) }
    if target.definition != nil, stated == nil { return nil }
    let elements = source.sets[set].elements
    let all = use.named.union(stated.map { [$0] } ?? []).sorted()
    if all.count > 1 {
      findings.report(
        .targetMixesDefinitions(target.id, all.map { elements[$0] }),
        at: stated == nil ? target.quantity : target.definition ?? target.quantity)
    }
    return stated ?? use.named.first
  }

  // MARK: Years

  private func years(_ target: TargetSource) -> ClosedRange<Int>? {
    guard !document.hasStandInYears else { return nil }
    guard let years = target.years.years(on: timeline) else {
      findings.report(.yearsReversed(target.yearsNode.text ?? ""), at: target.yearsNode)
      return nil
    }
    guard years.lowerBound >= timeline.first, years.upperBound <= lastYear else {
      findings.report(.yearsOutsideRun(years, timeline.first...lastYear), at: target.yearsNode)
      return nil
    }
    return years.upperBound <= timeline.horizon ? years : nil
  }

  /// The kinds of year in which the quantity is computed: those of the target's years, and those in
  /// which everything it reads exists.
  private func kinds(
    _ target: TargetSource, _ expression: Expression, _ years: ClosedRange<Int>?
  ) -> YearKinds {
    let reads = expression.references
    var kinds: YearKinds = []
    for kind in [YearKinds.first, .last, .history, .projection] {
      let members = timeline.years.filter { !timeline.kinds(of: $0).isDisjoint(with: kind) }
      let isAsked = members.contains { year in
        years?.contains(year) == true && (kind != .history || year != timeline.last)
      }
      let isWhole = members.allSatisfy { year in reads.allSatisfy { isReadable($0, in: year) } }
      if isAsked || (isWhole && !members.isEmpty) { kinds.insert(kind) }
    }
    return kinds
  }

  private func isReadable(_ read: Reference, in year: Int) -> Bool {
    let when = timeline.resolve(read.time, in: year)
    switch read.target {
    case .constant, .inputDefault, .parameter: return true
    case .input: return timeline.years.contains(when)
    case .variable(let variable):
      return timeline.years.contains(when)
        && document.model.variables[variable].form(in: timeline.kinds(of: when)) != nil
    case .series(let series):
      return timeline.years.contains(when)
        && !document.model.series[series].values.contains { $0[when - timeline.first].isNaN }
    case .shock(let shock):
      return timeline.years.contains(when)
        && (when > timeline.last || document.model.shocks[shock].inAllYears)
    }
  }
}

/// Which official definitions an expression names.
struct DefinitionUse {
  /// The elements that stand in brackets, or over which something is reduced.
  private(set) var named: Set<Int> = []
  /// Whether it reads something over the set of definitions without naming an element.
  private(set) var isOpen = false

  /// Looks at every read.
  init(of expression: Expression, in source: ModelSource) {
    guard let set = source.definitionSet else { return }
    visit(expression, source, set, reduced: [:])
  }

  /// - Parameter reduced: the elements over which sets are reduced around the expression.
  private mutating func visit(
    _ expression: Expression, _ source: ModelSource, _ set: Int, reduced: [Int: [Int]]
  ) {
    switch expression {
    case .number, .year, .namedYear, .draw: break
    case .read(let reference):
      for (place, over) in zip(reference.subscripts, source.sets(of: reference.target))
      where source.setEntries[over].base == source.setEntries[set].base {
        switch place {
        case .element(let element): named.insert(element)
        case .current(let bound):
          if let elements = reduced[bound] { named.formUnion(elements) } else { isOpen = true }
        }
      }
    case .unary(_, let a): visit(a, source, set, reduced: reduced)
    case .binary(_, let a, let b):
      for part in [a, b] { visit(part, source, set, reduced: reduced) }
    case .conditional(let a, let b, let c):
      for part in [a, b, c] { visit(part, source, set, reduced: reduced) }
    case .reduction(_, let domain, let a):
      visit(a, source, set, reduced: reduced.merging([domain.set: domain.elements]) { $1 })
    }
  }
}

extension ModelSource {
  /// The set whose elements are official definitions, if the model has one.
  var definitionSet: Int? {
    if case .set(let set) = names.meaning(of: LoadedScenario.definitionSet) { set } else { nil }
  }

  /// The element of the set of definitions that a scalar names; anything else is reported.
  func definitionElement(_ node: Located, findings: Findings) -> Int? {
    guard let set = definitionSet, let name = node.text else { return nil }
    if case .element(let base, let element) = names.meaning(of: name),
      base == setEntries[set].base
    {
      return element
    }
    findings.report(
      .unknownElement(
        name, suggestion: nearestName(to: name, among: sets[set].elements),
        sets: [sets[set].name]), at: node)
    return nil
  }

  /// The sets that what a reference reads is over.
  fileprivate func sets(of target: Reference.Target) -> [Int] {
    switch target {
    case .constant(let index): constants[index].declaration.over
    case .series(let index): series[index].declaration.over
    case .input(let index), .inputDefault(let index): inputs[index].declaration.over
    case .parameter(let index): parameters[index].declaration.over
    case .shock(let index): shocks[index].declaration.over
    case .variable(let index): variableDeclarations[index].over
    }
  }
}
