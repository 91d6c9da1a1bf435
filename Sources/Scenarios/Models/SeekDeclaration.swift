import Sim

/// What a model says to a search for policies: what a package costs, and what might grow faster.
public struct SeekDeclaration: Sendable {
  /// What a year of a package costs, by position in `Model.variables`.
  public var cost: Int?
  /// Quantities to which something may be added each year, to ask what would have to be true.
  public var drivers: [Driver] = []

  /// A variable, and one of its elements.
  public struct Driver: Hashable, Sendable {
    /// Position in `Model.variables`.
    public var variable: Int
    /// Its flat element.
    public var element: Int
    /// The variables that the same is added to: this one, or that of each part of a union.
    public var moved: [Int]
  }

  /// The keys of the section.
  static let keys = Mapping(
    "seek",
    [
      .optional(
        "cost", .text, vi: "Biến là chi phí một năm của một gói chính sách.",
        en: "The variable that is what a year of a policy costs."),
      .optional(
        "drivers", .list(.text), vi: "Những gì có thể phải tăng nhanh hơn khi chính sách không đủ.",
        en: "What might have to grow faster where no policy is enough."),
    ])
}

extension ModelReader {
  /// Reads `seek:`.
  func seekDeclaration() -> SeekDeclaration {
    var declaration = SeekDeclaration()
    guard let node = root["seek"],
      let fields = Fields(node, SeekDeclaration.keys, findings: findings)
    else { return declaration }
    declaration.cost = fields["cost"].flatMap { single($0) }?.variable
    for item in fields["drivers"]?.requiredList(findings) ?? [] {
      if let driver = single(item) { declaration.drivers.append(driver) }
    }
    return declaration
  }

  /// A variable without sets, or one element of one with.
  private func single(_ node: Located) -> SeekDeclaration.Driver? {
    guard let place = source.variableElement(node, findings: findings) else { return nil }
    guard let element = place.element else {
      findings.report(.expectedNameWithElement(found: node.text ?? ""), at: node)
      return nil
    }
    return SeekDeclaration.Driver(
      variable: place.variable, element: element, moved: [place.variable])
  }
}
