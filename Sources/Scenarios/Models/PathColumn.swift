import Sim

/// One column of a file of paths: a symbol and the elements that carry it.
public struct PathColumn: Sendable {
  /// The symbol.
  public var symbol: String
  /// The variable, by position.
  public var variable: Int
  /// The flat elements with this symbol: several when the variable is over the set of definitions.
  public var elements: [Int]

  /// Every symbol of every variable, in the order of the file.
  static func all(of variables: [Entry]) -> [PathColumn] {
    variables.indices.flatMap { columns(of: variables[$0], at: $0) }
  }

  /// The columns of one variable.
  static func columns(of entry: Entry, at variable: Int) -> [PathColumn] {
    var columns: [PathColumn] = []
    for (element, symbol) in entry.symbols.enumerated() {
      if let known = columns.firstIndex(where: { $0.symbol == symbol }) {
        columns[known].elements.append(element)
      } else {
        columns.append(PathColumn(symbol: symbol, variable: variable, elements: [element]))
      }
    }
    return columns
  }
}

extension ModelReader {
  /// Reads `path_columns:`, the symbols that `replay` writes, in order.
  mutating func readPathColumns() {
    guard
      let list = source.root.map?.first(where: { $0.key.text == "path_columns" })?.value
        .requiredList(findings)
    else { return }
    let all = PathColumn.all(of: source.variableDeclarations.map(\.entry))
    var chosen: [PathColumn] = []
    for item in list {
      guard let symbol = item.requiredText(findings) else { continue }
      guard let column = all.first(where: { $0.symbol == symbol }) else {
        findings.report(
          .unknownSymbol(symbol, suggestion: nearestName(to: symbol, among: all.map(\.symbol))),
          at: item)
        continue
      }
      if chosen.contains(where: { $0.symbol == symbol }) {
        findings.report(.columnTwice(symbol), at: item)
      } else {
        chosen.append(column)
      }
    }
    source.pathColumns = chosen
  }
}

extension LoadedScenario {
  /// The name of the set whose elements are official definitions.
  public static let definitionSet = "definition"

  /// The elements of a variable that belong to this scenario.
  ///
  /// Of a variable over the set of definitions only the scenario's own one belongs. Elements of other
  /// sets, such as sectors, are details.
  public func elements(of variable: Int, details: Bool) -> [Int] {
    let over = model.model.variables[variable].over
    let isDetailed = over.contains { model.model.sets[$0].name != Self.definitionSet }
    guard details || !isDetailed else { return [] }
    return (0..<model.model.elementCount(over: over)).filter { isOwn($0, over: over) }
  }

  /// The element of a column that belongs to this scenario.
  public func element(of column: PathColumn) -> Int {
    let over = model.model.variables[column.variable].over
    return column.elements.first { isOwn($0, over: over) } ?? column.elements[0]
  }

  private func isOwn(_ element: Int, over: [Int]) -> Bool {
    guard
      let position = over.firstIndex(where: { model.model.sets[$0].name == Self.definitionSet }),
      let definition = document.definition
    else { return true }
    return model.model.elementNames(element, over: over)[position] == definition
  }
}
