import Sim

// The laws of parameters and shocks: as a model gives them, and as regions and scenarios replace them.

/// What a law may be.
enum LawKind {
  /// A law draws something.
  case drawn
  /// A plain number or an expression of tables may stand in its place: the value is known.
  case drawnOrKnown
}

extension ModelSource.Law {
  /// The law of each element, as it is written.
  var entries: [LawEntry] {
    places.map { LawEntry(text: $0.text ?? "", location: $0.location) }
  }

  /// Reads the laws, one for all elements or a map of overrides.
  mutating func resolve(
    _ node: Located?, _ source: ModelSource, _ resolver: ExpressionResolver, _ findings: Findings
  ) {
    guard let node else { return }
    replace(0..<source.elementCount(over: declaration.over), by: node, .drawn, source, resolver)
  }

  /// Replaces the laws of some or all elements by those of a region or scenario.
  ///
  /// - Returns: the elements whose law was replaced.
  @discardableResult
  mutating func override(
    _ node: Located, kind: LawKind = .drawn, _ source: ModelSource, _ resolver: ExpressionResolver,
    _ findings: Findings
  ) -> [Int] {
    let over = declaration.over
    guard let entries = node.map else {
      let elements = 0..<source.elementCount(over: over)
      replace(elements, by: node, kind, source, resolver)
      return Array(elements)
    }
    let selections = entries.compactMap { source.selection($0.key, over: over, findings: findings) }
    guard selections.count == entries.count else { return [] }
    let deciding = source.deciding(selections, over: over, findings: findings)
    let resolved = entries.map { law($0.value, kind, resolver) }
    var replaced: [Int] = []
    for (element, index) in deciding.enumerated() {
      guard let index, laws.indices.contains(element) else { continue }
      put(resolved[index], at: element, entries[index].value)
      replaced.append(element)
    }
    return replaced
  }

  /// Replaces the law of one element.
  mutating func override(
    element: Int, _ node: Located, kind: LawKind, _ resolver: ExpressionResolver
  ) {
    guard laws.indices.contains(element) else { return }
    put(law(node, kind, resolver), at: element, node)
  }

  private mutating func replace(
    _ elements: Range<Int>, by node: Located, _ kind: LawKind, _ source: ModelSource,
    _ resolver: ExpressionResolver
  ) {
    let resolved = source.spreadRules(
      node, over: declaration.over, findings: resolver.findings
    ) { text in (law(text, kind, resolver), text) }
    laws = elements.map { resolved[$0]?.0.expression ?? .number(.nan) }
    places = elements.map { resolved[$0]?.1 ?? node }
    calls = elements.map { resolved[$0]?.0.calls ?? [] }
  }

  private func law(
    _ node: Located, _ kind: LawKind, _ resolver: ExpressionResolver
  ) -> ResolvedLaw {
    if kind == .drawnOrKnown, let value = node.number {
      return ResolvedLaw(expression: .number(value), calls: [])
    }
    return resolver.law(
      node, over: declaration.over, unit: declaration.unit, of: declaration.entry.name, kind: kind)
  }

  private mutating func put(_ law: ResolvedLaw, at element: Int, _ node: Located) {
    laws[element] = law.expression
    places[element] = node
    calls[element] = law.calls
  }
}

extension Expression {
  /// Whether it is one distribution call and nothing else.
  var isSingleDraw: Bool { if case .draw = self { true } else { false } }

  /// Whether it draws anything.
  var draws: Bool {
    switch self {
    case .number, .year, .namedYear, .read: false
    case .draw: true
    case .unary(_, let a), .reduction(_, _, let a): a.draws
    case .binary(_, let a, let b): a.draws || b.draws
    case .conditional(let a, let b, let c): a.draws || b.draws || c.draws
    }
  }
}
