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

/// Where the yearly change of a variable comes from: parts that add up to it.
public struct Decomposition: Sendable {
  /// The variable, by position in `Model.variables`.
  public var variable: Int
  /// Variables that are parts of its change from one year to the next, by position.
  public var parts: [Int]
  /// For a ratio, the variables above and below the line, by position.
  public var ratio: (numerator: Int, denominator: Int)?

  /// Creates a decomposition.
  public init(variable: Int, parts: [Int], ratio: (numerator: Int, denominator: Int)?) {
    (self.variable, self.parts, self.ratio) = (variable, parts, ratio)
  }

  /// The keys of one decomposition.
  static let keys = Mapping(
    "decomposition",
    [
      .required("of", .text, vi: "Biến được phân rã.", en: "The variable whose change it is."),
      .required(
        "parts", .list(.text), vi: "Các biến cộng lại thành thay đổi hằng năm.",
        en: "The variables that add up to its change from one year to the next."),
      .optional(
        "ratio", .list(.text, count: 2), vi: "Tử số và mẫu số, nếu là một tỷ lệ.",
        en: "Numerator and denominator, if it is a ratio."),
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

  /// Reads `decompositions:`, where the changes of variables come from.
  func decompositions() -> [Decomposition] {
    (root["decompositions"]?.requiredList(findings) ?? []).compactMap { item in
      guard let fields = Fields(item, Decomposition.keys, findings: findings),
        let variable = fields["of"].flatMap({ part($0) }),
        let parts = fields["parts"]?.requiredList(findings)
      else { return nil }
      var ratio: (Int, Int)?
      if let node = fields["ratio"] {
        let sides = (node.requiredList(findings) ?? []).compactMap { part($0) }
        if sides.count == 2 {
          ratio = (sides[0], sides[1])
        } else {
          findings.report(.ratioNeedsTwo(found: node.list?.count ?? 0), at: node)
        }
      }
      return Decomposition(variable: variable, parts: parts.compactMap { part($0) }, ratio: ratio)
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
