import Sim

/// A way to take the first headline apart: parts that together are the whole.
public struct Split: Sendable {
  /// What the parts are, in words, in their order.
  public var label: LocalizedText
  /// The parts, by position in `Model.variables`.
  public var parts: [Int]

  /// The keys of one split.
  static let keys = Mapping(
    "split",
    [
      .required(
        "label", .words, vi: "Các phần là gì, theo thứ tự.",
        en: "What the parts are, in words, in their order."),
      .required(
        "parts", .list(.text), vi: "Các biến là các phần.", en: "The variables that are the parts."),
    ])
}

// What a model says about its pages and files.
extension ModelReader {
  /// Reads a list of variables, such as `headline:`, those a page shows first.
  func variables(listedUnder key: String) -> [Int] {
    (root[key]?.requiredList(findings) ?? []).compactMap(variable)
  }

  /// Reads `splits:`, ways to take the first headline apart.
  func splits() -> [Split] {
    (root["splits"]?.requiredList(findings) ?? []).compactMap { item in
      guard let fields = Fields(item, Split.keys, findings: findings),
        let label = fields.required("label", findings),
        let parts = fields.required("parts", findings),
        !label.isEmpty, let words = fields.localized("label", findings)
      else { return nil }
      return Split(
        label: words, parts: (parts.requiredList(findings) ?? []).compactMap { part($0) })
    }
  }

  /// A variable with one number for each definition at most.
  private func part(_ node: Located) -> Int? {
    guard let position = variable(node) else { return nil }
    let over = source.variables[position].over.map { source.sets[$0].name }
    guard over.allSatisfy({ $0 == LoadedScenario.definitionSet }) else {
      findings.report(.partOverSets(source.variables[position].name, sets: over), at: node)
      return nil
    }
    return position
  }

  /// Reads `first_releases:`, from variables to what is first published of them.
  func firstReleases() -> [Int: Int] {
    var releases: [Int: Int] = [:]
    for entry in root["first_releases"]?.requiredMap(findings) ?? [] {
      guard let figure = variable(entry.key), let release = variable(entry.value) else { continue }
      if source.variables[figure].over == source.variables[release].over {
        releases[figure] = release
      } else {
        findings.report(
          .releaseOverOtherSets(source.variables[release].name, of: source.variables[figure].name),
          at: entry.value)
      }
    }
    return releases
  }

  private func variable(_ node: Located) -> Int? {
    guard let name = node.requiredText(findings) else { return nil }
    if case .variable(let position) = source.names.meaning(of: name) { return position }
    let known = source.names.names { if case .variable = $0 { true } else { false } }
    findings.report(
      .unknownVariable(name, suggestion: nearestName(to: name, among: known)), at: node)
    return nil
  }
}
