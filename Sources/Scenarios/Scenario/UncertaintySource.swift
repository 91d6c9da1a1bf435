import Sim

/// What a scenario says about uncertainty: laws that replace those of the model and its region.
struct UncertaintySource {
  /// Laws of parameters and of shocks, by name or by name and element.
  var parameters: [Located.Entry]
  var shocks: [Located.Entry]
  /// The list of correlations, if there is one.
  var correlations: Located?
  /// What stands under the key.
  var node: Located

  /// The keys of the section.
  static let keys = Mapping(
    "uncertainty",
    [
      .optional(
        "parameters", .map(.overrides), vi: "Phân phối hoặc giá trị của tham số, theo tên.",
        en: "Laws or values of parameters, by name or by name and element."),
      .optional(
        "shocks", .map(.overrides), vi: "Phân phối hoặc giá trị của cú sốc, theo tên.",
        en: "Laws or values of shocks, by name or by name and element."),
      .optional(
        "correlations", .list(.mapping(CorrelationSource.keys)),
        vi: "Tương quan thêm vào, hoặc thay cho tương quan của cùng hai tên.",
        en: "Correlations that are added, or replace those between the same two."),
    ])

  /// Reads the section; nil when there is none.
  init?(_ node: Located?, findings: Findings) {
    guard let node, let fields = Fields(node, UncertaintySource.keys, findings: findings)
    else { return nil }
    self.node = node
    parameters = fields["parameters"]?.requiredMap(findings) ?? []
    shocks = fields["shocks"]?.requiredMap(findings) ?? []
    correlations = fields["correlations"]
  }
}

/// Replaces the laws and correlations of a model by those of a scenario.
struct UncertaintyBinder {
  private(set) var source: ModelSource
  private let resolver: ExpressionResolver
  private let findings: Findings
  /// `replaced[parameter]`: the elements whose law was replaced.
  private(set) var replaced: [Int: Set<Int>] = [:]
  /// Variates whose law was replaced, and by what.
  private var changed: [Correlation.Variate: Located] = [:]

  /// Where references stand, those of the new laws included.
  var sites: [Place] { resolver.sites }

  init(_ source: ModelSource, sites: [Place], findings: Findings) {
    self.source = source
    self.findings = findings
    resolver = ExpressionResolver(source, findings: findings, sites: sites)
  }

  /// Applies what one file says; the files of a chain come in order, the last one last.
  mutating func apply(_ uncertainty: UncertaintySource) {
    for entry in uncertainty.parameters { replaceLaw(entry, isShock: false) }
    for entry in uncertainty.shocks { replaceLaw(entry, isShock: true) }
    for stated in source.correlations(uncertainty.correlations, findings: findings) {
      source.correlations.removeAll { $0.isAbout(stated.correlation) }
      source.correlations.append(stated)
    }
  }

  /// Holds a parameter at a value.
  mutating func hold(_ known: KnownParameter) {
    let count = source.parameters[known.parameter].laws.count
    for element in known.element.map({ $0..<$0 + 1 }) ?? 0..<count {
      source.parameters[known.parameter].laws[element] = .number(known.value)
      source.parameters[known.parameter].places[element] = known.node
      source.parameters[known.parameter].calls[element] = []
      replaced[known.parameter, default: []].insert(element)
    }
  }

  /// Drops the correlations of what is known now; reports those of laws that cannot have one.
  mutating func finish() {
    let drawn = source.correlations.filter { each in
      [each.correlation.first, each.correlation.second].allSatisfy { law(of: $0).draws }
    }
    source.correlations = drawn
    for each in source.correlations {
      source.checkLaws(of: each, replaced: changed, findings: findings)
    }
  }

  private mutating func replaceLaw(_ entry: Located.Entry, isShock: Bool) {
    guard let (name, subscripts) = source.nameAndElements(entry.key, findings: findings) else {
      return
    }
    let (target, index): (Reference.Target, Int)
    switch (source.names.meaning(of: name), isShock) {
    case (.parameter(let found), false): (target, index) = (.parameter(found), found)
    case (.shock(let found), true): (target, index) = (.shock(found), found)
    case (.parameter, true), (.shock, false):
      findings.report(.lawUnderOtherKey(name, isShock: !isShock), at: entry.key)
      return
    default:
      reportUnknown(name, entry.key, isShock)
      return
    }
    var law = isShock ? source.shocks[index] : source.parameters[index]
    var elements: [Int]
    if subscripts.isEmpty {
      elements = law.override(
        entry.value, kind: .drawnOrKnown, source, resolver, findings)
    } else {
      guard
        let element = source.flatElement(
          subscripts, of: name, over: law.declaration.over, at: entry.key, findings: findings),
        let element
      else { return }
      law.override(element: element, entry.value, kind: .drawnOrKnown, resolver)
      elements = [element]
    }
    for element in elements {
      changed[Correlation.Variate(target, element: element)] = law.places[element]
    }
    if isShock {
      source.shocks[index] = law
    } else {
      source.parameters[index] = law
      replaced[index, default: []].formUnion(elements)
    }
  }

  private func reportUnknown(_ name: String, _ key: Located, _ isShock: Bool) {
    let known = (isShock ? source.shocks : source.parameters).map(\.declaration.entry.name)
    let near = nearestName(to: name, among: known)
    findings.report(
      isShock ? .unknownShock(name, suggestion: near) : .unknownParameter(name, suggestion: near),
      at: key)
  }

  private func law(of variate: Correlation.Variate) -> Expression {
    guard let law = source.law(of: variate), law.laws.indices.contains(variate.element) else {
      return .number(.nan)
    }
    return law.laws[variate.element]
  }
}
