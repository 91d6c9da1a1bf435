import Sim

/// A formula `y ~ x + z | effect`, as R and fixest have it.
///
/// At top level `+ - : * |` and `0`, `1` speak of terms; within a call or `I( )` they are arithmetic.
/// `x^2` is a power everywhere.
struct RegressionFormula: Sendable {
  /// Something that has numbers or levels row by row.
  struct Atom: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      /// A column by its name.
      case column(String)
      /// A column taken as categories.
      case factor(String)
      /// An expression over columns, by its text.
      case expression(String)
    }
    var kind: Kind
    /// Bytes from the beginning of the formula.
    var at: Int

    static func == (a: Atom, b: Atom) -> Bool { a.kind == b.kind }
    func hash(into hasher: inout Hasher) { hasher.combine(kind) }

    /// What it is called in names of coefficients.
    var text: String {
      switch kind {
      case .column(let name), .factor(let name), .expression(let name): name
      }
    }
  }

  /// A product of powers of atoms, in the order they were written.
  struct Term: Sendable {
    var factors: [(atom: Atom, power: Int)]
    /// How it was written, where that is not the product itself: `I(x^2)`.
    var name: String?

    var powers: [Atom: Int] {
      Dictionary(factors.map { ($0.atom, $0.power) }, uniquingKeysWith: max)
    }
  }

  /// The left side.
  let response: Syntax
  /// The left side as it was written.
  let responseText: String
  /// The terms of the right side without the intercept: lower orders before higher ones.
  let terms: [Term]
  /// Whether there is an intercept.
  let hasIntercept: Bool
  /// The columns whose effects are absorbed.
  let effects: [(name: String, at: Int)]
  /// The trees of the expressions, by their text, and where in the formula their bytes begin.
  let expressions: [String: (tree: Syntax, offset: Int)]
  /// The formula as it was written.
  let file: SourceFile

  /// Reads a formula.
  ///
  /// - Parameter columns: the names of the table, by which a name is known to be one.
  /// - Throws: what is wrong with it, at its place.
  init(_ text: String, columns: [String]) throws(Diagnostics) {
    file = SourceFile(path: "formula", text: text)
    do {
      var parser = try FormulaParser(text)
      try parser.parse()
      (response, responseText) = (parser.response, parser.responseText)
      hasIntercept = parser.hasIntercept
      effects = parser.effects
      expressions = parser.expressions
      terms = parser.terms.enumerated().sorted {
        ($0.element.factors.count, $0.offset) < ($1.element.factors.count, $1.offset)
      }.map(\.element)
    } catch {
      throw Diagnostics([RegressionFormula.diagnostic(error, in: file)])
    }
  }

  /// A finding at a place in the formula, counted in bytes.
  static func diagnostic(_ error: SyntaxError, in file: SourceFile) -> Diagnostic {
    let column = String(decoding: file.text.utf8.prefix(error.at), as: UTF8.self)
      .unicodeScalars.count
    return Diagnostic(
      error.problem, at: file.location(line: 1, column: column + 1), excerpt: file.line(1))
  }
}

/// Cuts a formula into its terms.
struct FormulaParser {
  private let text: String
  private let tokens: [Token]
  private var position = 0
  private(set) var response = Syntax(kind: .number(0, unit: nil), span: 0..<0)
  private(set) var responseText = ""
  private(set) var terms: [RegressionFormula.Term] = []
  private(set) var hasIntercept = true
  private(set) var effects: [(name: String, at: Int)] = []
  private(set) var expressions: [String: (tree: Syntax, offset: Int)] = [:]

  private typealias Term = RegressionFormula.Term
  private typealias Atom = RegressionFormula.Atom

  /// The largest power that is a regressor.
  static let largestPower = 40

  init(_ text: String) throws(SyntaxError) {
    self.text = text
    tokens = try Lexer.tokens(of: text, dialect: .formula)
  }

  mutating func parse() throws(SyntaxError) {
    guard let tilde = tokens.firstIndex(where: { $0.kind == .sign(.tilde) }) else {
      throw SyntaxError(problem: .regression(.noTilde), at: text.utf8.count)
    }
    let left = 0..<tokens[tilde].span.lowerBound
    response = try expression(left)
    responseText = trimmed(left)
    position = tilde + 1
    try sum()
    if current.kind == .sign(.bar) { try absorbed() }
    guard current.kind == .end else { throw unexpected() }
    if terms.isEmpty && !hasIntercept && effects.isEmpty {
      throw SyntaxError(problem: .regression(.nothingToExplain), at: tokens[tilde].span.lowerBound)
    }
    if !effects.isEmpty && terms.isEmpty {
      throw SyntaxError(problem: .regression(.nothingToExplain), at: tokens[tilde].span.lowerBound)
    }
  }

  // MARK: Right side

  private mutating func sum() throws(SyntaxError) {
    var isRemoved = false
    if current.kind == .sign(.minus) {
      isRemoved = true
      advance()
    } else if current.kind == .sign(.plus) {
      advance()
    }
    while true {
      try summand(isRemoved: isRemoved)
      switch current.kind {
      case .sign(.plus): isRemoved = false
      case .sign(.minus): isRemoved = true
      default: return
      }
      advance()
    }
  }

  private mutating func summand(isRemoved: Bool) throws(SyntaxError) {
    let start = current.span.lowerBound
    if case .number(let value) = current.kind {
      guard value == 0 || value == 1 else {
        throw SyntaxError(problem: .regression(.numberAsTerm(spelling(current))), at: start)
      }
      advance()
      hasIntercept = (value == 1) != isRemoved
      return
    }
    let found = try product()
    for term in found {
      let known = terms.firstIndex { $0.powers == term.powers }
      if isRemoved {
        guard let known else {
          throw SyntaxError(
            problem: .regression(.removedTermUnknown(spelling(from: start))), at: start)
        }
        terms.remove(at: known)
      } else if known == nil {
        terms.append(term)
      }
    }
  }

  /// Terms joined by `*`, which stands for the terms and their product.
  private mutating func product() throws(SyntaxError) -> [Term] {
    var left = try interaction()
    while current.kind == .sign(.times) {
      advance()
      let right = try interaction()
      left = left + right + joined(left, right)
    }
    return left
  }

  /// Terms joined by `:`.
  private mutating func interaction() throws(SyntaxError) -> [Term] {
    var left = try power()
    while current.kind == .sign(.colon) {
      advance()
      left = joined(left, try power())
    }
    return left
  }

  private func joined(_ left: [Term], _ right: [Term]) -> [Term] {
    left.flatMap { a in
      right.map { b in
        var factors = a.factors
        for factor in b.factors {
          if let known = factors.firstIndex(where: { $0.atom == factor.atom }) {
            factors[known].power = max(factors[known].power, factor.power)
          } else {
            factors.append(factor)
          }
        }
        let names = [a, b].map { FormulaParser.name($0) }
        return Term(
          factors: factors,
          name: a.name == nil && b.name == nil ? nil : names.joined(separator: ":"))
      }
    }
  }

  /// What a term is called.
  static func name(_ term: RegressionFormula.Term) -> String {
    term.name
      ?? term.factors.map { $0.atom.text + ($0.power == 1 ? "" : "^\($0.power)") }
      .joined(separator: ":")
  }

  private mutating func power() throws(SyntaxError) -> [Term] {
    let isSum = current.kind == .sign(.open)
    var base = try primary()
    guard current.kind == .sign(.power) else { return base }
    let at = current.span.lowerBound
    guard !isSum, base.count == 1, base[0].factors.count == 1 else {
      throw SyntaxError(problem: .regression(.powerOfSum), at: at)
    }
    advance()
    guard case .number(let value) = current.kind, let whole = Int(exactly: value), whole >= 1,
      whole <= FormulaParser.largestPower
    else {
      throw SyntaxError(
        problem: .regression(.powerNotWhole(spelling(current))), at: current.span.lowerBound)
    }
    advance()
    if case .factor = base[0].factors[0].atom.kind {
      throw SyntaxError(problem: .regression(.powerOfSum), at: at)
    }
    base[0].name = base[0].name.map { "\($0)^\(whole)" }
    base[0].factors[0].power *= whole
    return base
  }

  private mutating func primary() throws(SyntaxError) -> [Term] {
    let token = current
    switch token.kind {
    case .sign(.open):
      advance()
      var inner = self
      inner.terms = []
      inner.hasIntercept = false
      try inner.sum()
      guard inner.current.kind == .sign(.close) else { throw inner.unexpected() }
      inner.advance()
      position = inner.position
      expressions = inner.expressions
      return inner.terms
    case .name(let name):
      advance()
      guard current.kind == .sign(.open) else {
        return [Term(factors: [(Atom(kind: .column(name), at: token.span.lowerBound), 1)])]
      }
      return [try call(name, token.span.lowerBound)]
    case .number:
      throw SyntaxError(
        problem: .regression(.numberAsTerm(spelling(token))), at: token.span.lowerBound)
    default: throw unexpected()
    }
  }

  /// A call up to its closing parenthesis: a factor, `I( )`, or a function of columns.
  private mutating func call(_ name: String, _ start: Int) throws(SyntaxError) -> Term {
    let open = current.span
    var depth = 0
    repeat {
      switch current.kind {
      case .sign(.open): depth += 1
      case .sign(.close): depth -= 1
      case .end:
        throw SyntaxError(
          problem: .unclosedParenthesis(opened: open.lowerBound, found: nil),
          at: current.span.lowerBound)
      default: break
      }
      advance()
    } while depth > 0
    let whole = start..<tokens[position - 1].span.upperBound
    let inside = open.upperBound..<(whole.upperBound - 1)
    if ["factor", "i", "C"].contains(name) {
      let tree = try expression(inside)
      guard case .name(let column, let subscripts, false) = tree.kind, subscripts.isEmpty else {
        throw SyntaxError(
          problem: .regression(.effectNotAName(trimmed(inside))), at: inside.lowerBound)
      }
      return Term(factors: [(Atom(kind: .factor(column), at: start), 1)])
    }
    let tree = try name == "I" ? expression(inside) : expression(whole)
    if name == "I", let powers = FormulaParser.monomial(tree) {
      let factors = powers.map { name, power in
        (atom: Atom(kind: .column(name), at: start), power: power)
      }
      return Term(factors: factors, name: trimmed(whole))
    }
    let text = trimmed(whole)
    expressions[text] = (tree, name == "I" ? inside.lowerBound : whole.lowerBound)
    return Term(factors: [(Atom(kind: .expression(text), at: start), 1)])
  }

  /// The powers of columns that a tree is the product of; nil if it is something else.
  private static func monomial(_ syntax: Syntax) -> [(String, Int)]? {
    switch syntax.kind {
    case .name(let name, let subscripts, false) where subscripts.isEmpty: return [(name, 1)]
    case .binary(.multiply, _, let left, let right):
      guard var powers = monomial(left), let others = monomial(right) else { return nil }
      for (name, power) in others {
        if let known = powers.firstIndex(where: { $0.0 == name }) {
          powers[known].1 += power
        } else {
          powers.append((name, power))
        }
      }
      return powers
    case .binary(.power, _, let base, let exponent):
      guard let powers = monomial(base), case .number(let value, nil) = exponent.kind,
        let whole = Int(exactly: value), whole >= 1, whole <= largestPower
      else { return nil }
      return powers.map { ($0.0, $0.1 * whole) }
    default: return nil
    }
  }

  // MARK: Effects

  private mutating func absorbed() throws(SyntaxError) {
    repeat {
      advance()
      guard case .name(let name) = current.kind else {
        throw SyntaxError(
          problem: .regression(.effectNotAName(spelling(current))), at: current.span.lowerBound)
      }
      effects.append((name, current.span.lowerBound))
      advance()
    } while current.kind == .sign(.plus)
    if effects.count > 2 {
      throw SyntaxError(problem: .regression(.tooManyEffects), at: effects[2].at)
    }
    if current.kind == .sign(.bar) {
      throw SyntaxError(problem: .regression(.instruments), at: current.span.lowerBound)
    }
    if current.kind == .sign(.power) || current.kind == .sign(.openBracket)
      || current.kind == .sign(.open)
    {
      throw SyntaxError(
        problem: .regression(.effectNotAName(spelling(current))), at: current.span.lowerBound)
    }
  }

  // MARK: Tokens

  private var current: Token { tokens[position] }

  private mutating func advance() {
    if position + 1 < tokens.count { position += 1 }
  }

  private func bytes(_ range: Range<Int>) -> String {
    String(decoding: Array(text.utf8)[range], as: UTF8.self)
  }

  private func trimmed(_ range: Range<Int>) -> String { bytes(range).trimmed }

  private func spelling(_ token: Token) -> String { bytes(token.span) }

  private func spelling(from start: Int) -> String {
    trimmed(start..<tokens[max(0, position - 1)].span.upperBound)
  }

  /// The tree of a part of the formula.
  private func expression(_ range: Range<Int>) throws(SyntaxError) -> Syntax {
    do {
      return try ExpressionParser.parse(bytes(range), dialect: .formula)
    } catch {
      throw SyntaxError(problem: error.problem, at: error.at + range.lowerBound)
    }
  }

  private func unexpected() -> SyntaxError {
    let at = current.span.lowerBound
    switch current.kind {
    case .end: return SyntaxError(problem: .regression(.expectedTerm(found: nil)), at: at)
    case .sign(.tilde): return SyntaxError(problem: .regression(.secondTilde), at: at)
    case .sign(let sign)
    where ![.open, .close, .plus, .minus, .times, .colon, .bar].contains(sign):
      return SyntaxError(problem: .regression(.notAnOperator(sign.rawValue)), at: at)
    default:
      return SyntaxError(
        problem: .regression(.expectedTerm(found: spelling(current))), at: at)
    }
  }
}
