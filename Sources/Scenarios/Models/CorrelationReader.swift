import Sim

/// A correlation as a file states it.
struct CorrelationSource {
  var correlation: Correlation
  /// The names it is between: the list, and each.
  var node: Located
  var names: [Located]

  /// The keys of one correlation.
  static let keys = Mapping(
    "correlation",
    [
      .required(
        "between", .list(.text, count: 2), vi: "Hai tham số hoặc hai cú sốc, có phần tử nếu cần.",
        en: "Two parameters or two shocks, with their elements."),
      .required(
        "rho", .number, vi: "Hệ số tương quan, giữa -1 và 1.",
        en: "The correlation, between -1 and 1."),
      .oneSource, .note,
    ])

  /// Whether it is about the same two variates, in either order.
  func isAbout(_ other: Correlation) -> Bool {
    Set([correlation.first, correlation.second]) == Set([other.first, other.second])
  }
}

extension ModelSource {
  /// Reads a list of correlations between parameters or shocks of this model.
  ///
  /// Whether their laws can be correlated is known when all laws are: ``checkLaws(of:findings:)``.
  func correlations(_ node: Located?, findings: Findings) -> [CorrelationSource] {
    var found: [CorrelationSource] = []
    for item in node?.requiredList(findings) ?? [] {
      guard let each = correlation(item, findings) else { continue }
      if let earlier = found.first(where: { $0.isAbout(each.correlation) }) {
        findings.report(
          .correlationTwice, at: each.node, notes: [Place(earlier.node).note(.firstHere)])
      } else {
        found.append(each)
      }
    }
    return found
  }

  private func correlation(_ item: Located, _ findings: Findings) -> CorrelationSource? {
    guard let fields = Fields(item, CorrelationSource.keys, findings: findings),
      let between = fields.required("between", findings),
      let names = between.requiredList(findings),
      let rhoNode = fields.required("rho", findings),
      let rho = rhoNode.requiredNumber(findings)
    else { return nil }
    guard names.count == 2 else {
      findings.report(.correlationNeedsTwo(found: names.count), at: between)
      return nil
    }
    let variates = names.map { variate($0, findings) }
    if !(rho > -1 && rho < 1) { findings.report(.correlationOutOfRange(rho), at: rhoNode) }
    guard let first = variates[0], let second = variates[1], rho > -1, rho < 1 else { return nil }
    switch (first.target, second.target) {
    case (.parameter, .parameter), (.shock, .shock): break
    default:
      findings.report(.correlationOfDifferentKinds, at: between)
      return nil
    }
    if first == second {
      findings.report(.correlationWithItself, at: between)
      return nil
    }
    return CorrelationSource(
      correlation: Correlation(first, second, rho: rho), node: between, names: names)
  }

  private func variate(_ node: Located, _ findings: Findings) -> Correlation.Variate? {
    guard let (name, subscripts) = nameAndElements(node, findings: findings) else { return nil }
    let target: Reference.Target
    let law: Law
    switch names.meaning(of: name) {
    case .parameter(let index): (target, law) = (.parameter(index), parameters[index])
    case .shock(let index): (target, law) = (.shock(index), shocks[index])
    default:
      let known = (parameters + shocks).map(\.declaration.entry.name)
      findings.report(
        .notAVariate(name, suggestion: nearestName(to: name, among: known)), at: node)
      return nil
    }
    guard
      let element = flatElement(
        subscripts, of: name, over: law.declaration.over, at: node, findings: findings)
    else { return nil }
    guard let element else {
      findings.report(.correlationNeedsElement(name), at: node)
      return nil
    }
    return Correlation.Variate(target, element: element)
  }

  /// Reports a correlation of a law that is not a single distribution.
  ///
  /// - Parameter replaced: the laws a scenario has put in: these are to blame rather than the correlation.
  func checkLaws(
    of stated: CorrelationSource, replaced: [Correlation.Variate: Located] = [:],
    findings: Findings
  ) {
    let variates = [stated.correlation.first, stated.correlation.second]
    for (variate, name) in zip(variates, stated.names) {
      guard let law = law(of: variate), law.laws.indices.contains(variate.element) else { continue }
      let expression = law.laws[variate.element]
      guard !expression.isSingleDraw, !expression.isWrong else { continue }
      let node = replaced[variate]
      findings.report(
        .correlationOfCompound(law.declaration.entry.name), at: node ?? name,
        notes: node == nil ? [] : [Place(stated.node).note(.correlatedHere)])
    }
  }

  /// The parameter or shock that a variate belongs to.
  func law(of variate: Correlation.Variate) -> Law? {
    switch variate.target {
    case .parameter(let index): parameters[index]
    case .shock(let index): shocks[index]
    case .constant, .series, .input, .inputDefault, .variable: nil
    }
  }
}
