import Sim

// Symbols and names in reports.
extension ModelReader {
  func symbols(_ node: Located?, _ name: String, _ over: [Int]) -> [String] {
    let count = source.elementCount(over: over)
    let names = (0..<count).map { source.label(name, $0, over: over) }
    guard let node else { return names }
    if let pattern = node.text, !node.isEmpty { return expanded(pattern, over, node) }
    guard node.map != nil, !over.isEmpty else {
      findings.report(.expectedText(found: node.appearance), at: node)
      return names
    }
    // A symbol may be given for some elements only.
    var symbols = names
    for entry in node.map ?? [] {
      guard let selection = source.selection(entry.key, over: over, findings: findings),
        let pattern = entry.value.requiredText(findings)
      else { continue }
      let expanded = expanded(pattern, over, entry.value)
      for element in 0..<count
      where selection.covers(source.elementPositions(element, over: over)) {
        symbols[element] = expanded[element]
      }
    }
    return symbols
  }

  /// A pattern such as `Y_{sector}` for each element.
  func expanded(_ pattern: String, _ over: [Int], _ node: Located) -> [String] {
    let count = source.elementCount(over: over)
    guard pattern.utf8.contains(UInt8(ascii: "{")) else {
      return Array(repeating: pattern, count: count)
    }
    let pieces = pieces(of: pattern)
    for case .placeholder(let name) in pieces
    where !over.contains(where: { source.sets[$0].name == name }) {
      findings.report(
        .unknownPlaceholder(name, sets: over.map { source.sets[$0].name }), at: node)
    }
    return (0..<count).map { element in
      let names = source.elementNames(element, over: over)
      return pieces.map { piece in
        switch piece {
        case .text(let text): text
        case .placeholder(let name):
          over.firstIndex { source.sets[$0].name == name }.map { names[$0] } ?? name
        }
      }.joined()
    }
  }

  /// A part of a pattern.
  private enum PatternPiece {
    case text(String)
    /// The name between braces.
    case placeholder(String)
  }

  private func pieces(of pattern: String) -> [PatternPiece] {
    var pieces: [PatternPiece] = []
    var rest = Substring(pattern)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      pieces.append(.text(String(rest[..<open])))
      pieces.append(.placeholder(String(rest[rest.index(after: open)..<close])))
      rest = rest[rest.index(after: close)...]
    }
    return pieces + [.text(String(rest))]
  }

  func checkSymbols() {
    checkSymbols(source.parameters.map(\.declaration), mayRepeat: false)
    checkSymbols(source.shocks.map(\.declaration), mayRepeat: false)
    checkSymbols(
      source.inputs.map(\.declaration) + source.variableDeclarations, mayRepeat: true)
  }

  private func checkSymbols(_ declarations: [ModelSource.Declaration], mayRepeat: Bool) {
    var owners: [String: Int] = [:]
    for (index, declaration) in declarations.enumerated() {
      for symbol in declaration.entry.symbols {
        guard let owner = owners.updateValue(index, forKey: symbol) else { continue }
        if owner == index && mayRepeat { continue }
        if owner == index {
          findings.report(
            .symbolOfSeveralElements(symbol, sets: setNames(declaration)), at: declaration.key)
        } else {
          findings.report(
            .symbolTaken(symbol, by: declarations[owner].entry.name), at: declaration.key,
            notes: [Place(declarations[owner].key).note(.firstHere)])
        }
        break
      }
    }
  }

  private func setNames(_ declaration: ModelSource.Declaration) -> [String] {
    declaration.over.map { source.sets[$0].name }
  }

  func checkReportNames(_ declarations: [ModelSource.Declaration]) {
    var owners: [String: ModelSource.Declaration] = [:]
    for declaration in declarations {
      for name in declaration.entry.reportNames ?? [] {
        guard let owner = owners.updateValue(declaration, forKey: name) else { continue }
        if owner.entry.name == declaration.entry.name {
          findings.report(
            .reportNameOfSeveralElements(name, sets: setNames(declaration)), at: declaration.key)
        } else {
          findings.report(
            .reportNameTaken(name), at: declaration.key,
            notes: [Place(owner.key).note(.firstHere)])
        }
        break
      }
    }
  }
}
