import Sim

/// Turns syntax into expressions of the engine: resolves names and subscripts and checks units.
///
/// Mistakes are reported where they stand; what cannot be resolved becomes NaN, so that checking
/// goes on and says everything at once.
final class ExpressionResolver {
  /// The model whose names are meant.
  let source: ModelSource
  let findings: Findings
  /// Where references stand, by site number.
  private(set) var sites: [Place]
  private var units: UnitTable
  /// The distribution calls of the law that is being resolved.
  var calls: [Place] = []

  /// What an expression is for, which decides what it may read.
  enum Purpose { case dynamics, reporting, identity, law, lawArgument }

  /// Where a piece of an expression stands.
  struct Scope {
    /// The scalar the expression is written in.
    var node: Located
    var purpose: Purpose
    /// The sets whose element is known here.
    var bound: [Int]
  }

  /// An expression with its unit.
  struct Typed {
    var expression: Expression
    var unit: ValueUnit
    var isCondition = false

    /// What stands for an expression that is wrong.
    static let wrong = Typed(expression: .number(.nan), unit: .unknown)
  }

  /// The unit of a value.
  enum ValueUnit {
    /// A literal zero, which fits every unit.
    case any
    case known(Unit)
    /// Something is wrong with it, and that has been reported.
    case unknown
  }

  /// Creates a resolver that goes on numbering sites after `sites`, or after those of the model.
  init(_ source: ModelSource, findings: Findings, sites: [Place]? = nil) {
    self.source = source
    self.findings = findings
    self.sites = sites ?? source.sites
    units = source.units
  }

  /// The number of a new site at the beginning of a scalar.
  func addSite(_ node: Located) -> Int {
    sites.append(Place(node, offset: 0))
    return sites.count - 1
  }

  // MARK: Entry points

  /// The expression a scalar holds, of a given unit when that is known.
  func expression(
    _ node: Located, purpose: Purpose, over: [Int], unit: Unit?, of name: String
  ) -> Expression {
    guard let typed = typed(node, purpose: purpose, over: over) else { return .number(.nan) }
    if let unit, case .known(let found) = typed.unit, found != unit {
      findings.report(
        .unitOfEquation(
          name: name, declared: unit.description, found: found.description,
          factor: unit.factor(from: found)),
        at: Place(node, offset: 0))
    }
    return typed.expression
  }

  /// The parsed and resolved expression of a scalar; nil when it has been reported as unreadable.
  func typed(_ node: Located, purpose: Purpose, over: [Int]) -> Typed? {
    guard let syntax = syntax(node) else { return nil }
    return resolve(syntax, Scope(node: node, purpose: purpose, bound: over))
  }

  /// The condition a scalar holds.
  func condition(_ node: Located, purpose: Purpose, over: [Int]) -> Expression {
    guard let syntax = syntax(node) else { return .number(.nan) }
    return condition(syntax, Scope(node: node, purpose: purpose, bound: over))
  }

  /// The unit a scalar names; nil when it has been reported as wrong.
  func unit(_ node: Located) -> Unit? {
    guard let text = node.requiredText(findings) else { return nil }
    do {
      return try units.unit(text)
    } catch {
      findings.report(error.problem, at: Place(node, offset: error.at))
      return nil
    }
  }

  /// The syntax of the expression a scalar holds.
  func syntax(_ node: Located) -> Syntax? {
    guard let text = node.text, !node.isEmpty else {
      findings.report(.expectedExpression(found: node.appearance), at: node)
      return nil
    }
    do {
      return try ExpressionParser.parse(text)
    } catch {
      findings.report(error.problem, at: Place(node, offset: error.at))
      return nil
    }
  }

  // MARK: Nodes

  func resolve(_ syntax: Syntax, _ scope: Scope) -> Typed {
    switch syntax.kind {
    case .number(let value, let unit): number(value, unit, scope)
    case .name: name(syntax, scope)
    case .negate(let operand): negation(operand, scope)
    case .not(let operand):
      Typed(
        expression: .unary(.not, condition(operand, scope)), unit: .known(.plain),
        isCondition: true)
    case .binary(let function, let at, let left, let right):
      binary(function, at, left, right, scope)
    case .call(let name, let arguments): call(name, arguments, syntax, scope)
    case .reduction(let reduction, let body, let domain, let at):
      reduce(reduction, body, domain, at, scope)
    }
  }

  private func number(_ value: Double, _ unit: UnitText?, _ scope: Scope) -> Typed {
    guard let unit else {
      return Typed(expression: .number(value), unit: value == 0 ? .any : .known(.plain))
    }
    do {
      return Typed(expression: .number(value), unit: .known(try units.unit(unit.text)))
    } catch {
      report(error.problem, unit.at + error.at, scope)
      return Typed(expression: .number(value), unit: .unknown)
    }
  }

  private func negation(_ operand: Syntax, _ scope: Scope) -> Typed {
    var typed = resolve(operand, scope)
    typed.isCondition = false
    if case .number(let value) = typed.expression {
      typed.expression = .number(-value)
    } else {
      typed.expression = .unary(.negate, typed.expression)
    }
    return typed
  }

  func condition(_ syntax: Syntax, _ scope: Scope) -> Expression {
    let typed = resolve(syntax, scope)
    if !typed.isCondition, !typed.unit.isUnknown {
      report(.expectedCondition, syntax.span.lowerBound, scope)
    }
    return typed.expression
  }

  private func reduce(
    _ reduction: Reduction, _ body: Syntax, _ domain: String, _ at: Int, _ scope: Scope
  ) -> Typed {
    let resolved: Domain
    switch source.names.meaning(of: domain) {
    case .set(let set):
      resolved = Domain(set: set, elements: Array(source.sets[set].elements.indices))
    case .subset(let subset): resolved = source.subsets[subset].domain
    default:
      let known = source.names.names {
        switch $0 {
        case .set, .subset: true
        default: false
        }
      }
      report(.notASet(domain, suggestion: nearestName(to: domain, among: known)), at, scope)
      return .wrong
    }
    var inner = scope
    if !inner.bound.contains(resolved.set) { inner.bound.append(resolved.set) }
    let value = resolve(body, inner)
    return Typed(expression: .reduction(reduction, resolved, value.expression), unit: value.unit)
  }

  // MARK: Names

  private func name(_ syntax: Syntax, _ scope: Scope) -> Typed {
    guard case .name(let name, let subscripts, let isDefault) = syntax.kind else { return .wrong }
    let at = syntax.span.lowerBound
    if let year = yearName(name) {
      if let first = subscripts.first
        ?? (isDefault ? SubscriptSyntax(kind: .name(""), at: at) : nil)
      {
        report(.yearHasNoSubscript(name), first.at, scope)
      } else if scope.purpose == .law || scope.purpose == .lawArgument {
        report(.notAllowedInLaw(name), at, scope)
      }
      return Typed(expression: year, unit: .known(.plain))
    }
    guard let meaning = source.names.meaning(of: name) else {
      reportUnknown(name, at, scope)
      return .wrong
    }
    guard let (target, declaration) = readable(meaning) else {
      report(.notAValue(name, meaning.kind), at, scope)
      return .wrong
    }
    if scope.purpose == .law || scope.purpose == .lawArgument {
      guard case .constant = target else {
        report(.notAllowedInLaw(name), at, scope)
        return .wrong
      }
    }
    var used = target
    if isDefault {
      guard case .input(let input) = target else {
        report(.defaultOfNonInput(name), at, scope)
        return .wrong
      }
      used = .inputDefault(input)
    }
    guard let places = elements(subscripts, declaration, at, scope) else { return .wrong }
    guard let time = time(subscripts, used, name, scope) else { return .wrong }
    sites.append(Place(scope.node, offset: at))
    let reference = Reference(used, subscripts: places, time: time, site: sites.count - 1)
    return Typed(
      expression: .read(reference), unit: declaration.unit.map(ValueUnit.known) ?? .unknown)
  }

  private func yearName(_ name: String) -> Expression? {
    name == "year" ? .year : NamedYear(rawValue: name).map(Expression.namedYear)
  }

  /// The target and declaration of a name that has a value.
  private func readable(
    _ meaning: NameTable.Meaning
  ) -> (Reference.Target, ModelSource.Declaration)? {
    switch meaning {
    case .set, .subset, .element: nil
    case .constant(let index): (.constant(index), source.constants[index].declaration)
    case .series(let index): (.series(index), source.series[index].declaration)
    case .input(let index): (.input(index), source.inputs[index].declaration)
    case .parameter(let index): (.parameter(index), source.parameters[index].declaration)
    case .shock(let index): (.shock(index), source.shocks[index].declaration)
    case .variable(let index): (.variable(index), source.variableDeclarations[index])
    }
  }

  private func reportUnknown(_ name: String, _ at: Int, _ scope: Scope) {
    if FunctionName.all.contains(name) {
      report(.functionWithoutArguments(name), at, scope)
      return
    }
    let years = ["year"] + NamedYear.allCases.map(\.rawValue)
    let near = nearestName(to: name, among: source.names.names + years)
    report(.unknownName(name, suggestion: near), at, scope)
  }

  private func time(
    _ subscripts: [SubscriptSyntax], _ target: Reference.Target, _ name: String, _ scope: Scope
  ) -> TimeReference? {
    guard let last = subscripts.last, case .time(let time) = last.kind else { return .lag(0) }
    switch target {
    case .constant, .parameter, .inputDefault:
      report(.noTime(name), last.at, scope)
      return nil
    case .series, .input, .shock, .variable: break
    }
    switch time {
    case .lag(let lag):
      if lag > 0 || (lag < 0 && scope.purpose != .dynamics) { return time }
      report(lag == 0 ? .lagOfZero : .leadInDynamics, last.at, scope)
      return nil
    case .absolute(let year):
      if (1000...9999).contains(year) { return time }
      report(.notAYear(year), last.at, scope)
      return nil
    case .named: return time
    }
  }

  // MARK: Subscripts

  /// One subscript for each set of a declaration; nil when something about them is wrong.
  private func elements(
    _ subscripts: [SubscriptSyntax], _ declaration: ModelSource.Declaration, _ at: Int,
    _ scope: Scope
  ) -> [Subscript]? {
    let over = declaration.over
    var places = [Subscript?](repeating: nil, count: over.count)
    let named = subscripts.filter { if case .name = $0.kind { true } else { false } }
    guard named.count <= over.count else {
      report(
        .tooManySubscripts(declaration.entry.name, sets: over.map { source.sets[$0].name }),
        named[over.count].at, scope)
      return nil
    }
    for (position, item) in named.enumerated() {
      guard let (base, place) = element(item, declaration, scope) else { return nil }
      var matching = over.indices.filter {
        source.setEntries[over[$0]].base == base && places[$0] == nil
      }
      if named.count == over.count { matching = matching.filter { $0 == position } }
      guard matching.count <= 1 else {
        report(
          .ambiguousElement(spelling(item), sets: matching.map { source.sets[over[$0]].name }),
          item.at, scope)
        return nil
      }
      guard let dimension = matching.first else {
        report(
          .subscriptOfOtherSet(
            spelling(item), of: declaration.entry.name, sets: over.map { source.sets[$0].name }),
          item.at, scope)
        return nil
      }
      places[dimension] = place
    }
    return current(places, declaration, at, scope)
  }

  /// The set whose elements an item in brackets belongs to, and what it picks.
  private func element(
    _ item: SubscriptSyntax, _ declaration: ModelSource.Declaration, _ scope: Scope
  ) -> (base: Int, Subscript)? {
    let name = spelling(item)
    switch source.names.meaning(of: name) {
    case .element(let set, let element): return (set, .element(element))
    case .set(let set):
      guard scope.bound.contains(set) else {
        report(.setNotBound(name), item.at, scope)
        return nil
      }
      return (source.setEntries[set].base, .current(set: set))
    case .some(let meaning):
      report(.notASubscript(name, meaning.kind), item.at, scope)
      return nil
    case .none:
      let bases = declaration.over.map { source.setEntries[$0].base }
      let known = source.names.names {
        if case .element(let set, _) = $0 { bases.contains(set) } else { false }
      }
      report(
        .unknownElement(
          name, suggestion: nearestName(to: name, among: known),
          sets: declaration.over.map { source.sets[$0].name }), item.at, scope)
      return nil
    }
  }

  /// Reports a set whose element nothing tells, with a reading that would do.
  private func reportMissing(
    _ set: Int, _ places: [Subscript?], _ declaration: ModelSource.Declaration, _ at: Int,
    _ scope: Scope
  ) {
    let (name, over) = (declaration.entry.name, declaration.over)
    let second = scope.bound.first {
      source.setEntries[$0].base == source.setEntries[set].base
    }
    func reading(with missing: String?) -> String {
      let items = zip(places, over).compactMap { place, dimension -> String? in
        switch place {
        case .element(let element): source.sets[dimension].elements[element]
        case .current(let bound): source.sets[bound].name
        case nil:
          dimension == set
            ? missing : scope.bound.contains(dimension) ? source.sets[dimension].name : nil
        }
      }
      return items.isEmpty ? name : "\(name)[\(items.joined(separator: ", "))]"
    }
    let setName = source.sets[set].name
    if let second {
      report(
        .elementMissing(name, set: setName, write: [reading(with: source.sets[second].name)]), at,
        scope)
    } else {
      let example = reading(with: source.sets[set].elements.first)
      report(
        .elementMissing(
          name, set: setName, write: [example, "sum(\(reading(with: nil)) over \(setName))"]), at,
        scope)
    }
  }

  /// Fills what the brackets leave open with the element the expression is at.
  private func current(
    _ places: [Subscript?], _ declaration: ModelSource.Declaration, _ at: Int, _ scope: Scope
  ) -> [Subscript]? {
    var filled: [Subscript] = []
    for (place, set) in zip(places, declaration.over) {
      if let place {
        filled.append(place)
      } else if scope.bound.contains(set) {
        filled.append(.current(set: set))
      } else {
        reportMissing(set, places, declaration, at, scope)
        return nil
      }
    }
    return filled
  }

  private func spelling(_ item: SubscriptSyntax) -> String {
    if case .name(let name) = item.kind { name } else { "" }
  }

  // MARK: Messages

  func report(_ problem: Problem, _ at: Int, _ scope: Scope) {
    findings.report(problem, at: Place(scope.node, offset: at))
  }
}

extension ExpressionResolver.ValueUnit {
  /// Whether something about it has been reported.
  var isUnknown: Bool { if case .unknown = self { true } else { false } }
}

extension Unit {
  /// The literal that turns a value in another unit into this one: `1000{person/thousand person}`.
  ///
  /// Nil when they measure different things, or are equal.
  func factor(from other: Unit) -> String? {
    guard let ratio = divided(by: other), !ratio.isPlain,
      ratio.powers.allSatisfy({ if case .prime = $0.base { true } else { false } }),
      ratio.powers.allSatisfy({ $0.exponent.denominator == 1 })
    else { return nil }
    let number = 1 / ratio.scale
    let text = number == number.rounded() && number < 1e7 ? "\(Int(number))" : "\(number)"
    if !powers.contains(where: { if case .unit = $0.base { true } else { false } }) {
      return "\(text){\(ratio)}"
    }
    let below = other.description
    return "\(text){\(self)/\(below.contains("/") ? "(\(below))" : below)}"
  }
}
