import Sim

/// A formula `left ~ right`: what is observed, and a function of columns and parameters.
struct NonlinearFormula {
  /// The left side; it reads columns only.
  let response: ColumnFunction
  /// The right side.
  let function: ColumnFunction
  /// The columns that the two sides read, in the order of their numbers.
  let columns: [String]

  /// Reads a formula.
  ///
  /// - Parameters:
  ///   - text: the formula, as it was written.
  ///   - known: the columns of the table.
  ///   - parameters: the names that have a starting value.
  /// - Throws: every mistake, each with its place in the formula.
  init(_ text: String, columns known: [String], parameters: [String]) throws(Diagnostics) {
    let sides = try NonlinearFormula.sides(of: text)
    var resolver = ColumnExpression(columns: known, in: .nonlinear(parameters: parameters))
    var mistakes: [SyntaxError] = []
    var trees: [Expression] = []
    for (side, offset) in sides {
      let before = resolver.mistakes.count
      do {
        trees.append(resolver.resolve(try ExpressionParser.parse(side)))
      } catch {
        mistakes.append(SyntaxError(problem: error.problem, at: error.at + offset))
      }
      mistakes += resolver.mistakes[before...].map {
        SyntaxError(problem: $0.problem, at: $0.at + offset)
      }
      if offset == 0, let first = resolver.read.min() {
        mistakes.append(
          SyntaxError(problem: .nonlinear(.responseHasParameter(parameters[first])), at: 0))
      }
    }
    if mistakes.isEmpty, resolver.read.isEmpty {
      mistakes.append(SyntaxError(problem: .nonlinear(.noParameters), at: sides[1].1))
    }
    var found = mistakes.map { NonlinearFormula.diagnostic($0, in: text) }
    for (number, name) in parameters.enumerated()
    where mistakes.isEmpty && !resolver.read.contains(number) {
      found.append(
        Diagnostic(
          .nonlinear(.notInRightSide(name, suggestion: nil)),
          at: SourceLocation(file: "--start \(name)")))
    }
    guard found.isEmpty else { throw Diagnostics(found) }
    do {
      response = try ColumnFunction(trees[0], parameterCount: 0)
      function = try ColumnFunction(trees[1], parameterCount: parameters.count)
    } catch {
      // The resolver lets nothing through that cannot be compiled.
      preconditionFailure("an expression over columns that is not one")
    }
    columns = resolver.used
  }

  /// The two sides and where each begins.
  static func sides(of text: String) throws(Diagnostics) -> [(text: String, offset: Int)] {
    let parts = text.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      let second = parts.count > 2 ? parts[0].utf8.count + parts[1].utf8.count + 1 : 0
      throw Diagnostics([
        diagnostic(
          SyntaxError(
            problem: .nonlinear(.formulaNeedsTwoSides(tildes: parts.count - 1)), at: second),
          in: text)
      ])
    }
    return [(parts[0], 0), (parts[1], parts[0].utf8.count + 1)]
  }

  /// A mistake with its place in the formula.
  static func diagnostic(_ mistake: SyntaxError, in text: String) -> Diagnostic {
    let file = SourceFile(path: "formula", text: text)
    let column = String(decoding: text.utf8.prefix(mistake.at), as: UTF8.self).unicodeScalars.count
    return Diagnostic(
      mistake.problem, at: file.location(line: 1, column: column + 1), excerpt: file.line(1))
  }
}
