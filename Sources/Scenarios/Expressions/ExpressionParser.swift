public import Sim

/// Parses expressions and laws: precedence climbing over the tokens of one text.
struct ExpressionParser {
  private let tokens: [Token]
  private var position = 0
  private var depth = 0

  /// The deepest nesting of operands in one another; a pair of parentheses counts twice.
  static let deepestNesting = 200

  private init(_ text: String, dialect: Lexer.Dialect = .model) throws(SyntaxError) {
    tokens = try Lexer.tokens(of: text, dialect: dialect)
  }

  /// The tree of a text.
  ///
  /// - Throws: the first mistake in it.
  static func parse(
    _ text: String, dialect: Lexer.Dialect = .model
  ) throws(SyntaxError) -> Syntax {
    var parser = try ExpressionParser(text, dialect: dialect)
    let syntax = try parser.expression()
    guard parser.current.kind == .end else { throw parser.unexpectedRest(after: syntax) }
    return syntax
  }

  // MARK: Operators

  /// How tightly the binary operators bind, loosest first; a higher level binds tighter.
  private enum Level {
    static let or = 0
    static let and = 1
    static let comparison = 2
    static let sum = 3
    static let product = 4
  }

  private func binaryOperator() -> (function: BinaryFunction, level: Int)? {
    switch current.kind {
    case .name("or"): (.or, Level.or)
    case .name("and"): (.and, Level.and)
    case .sign(.less): (.less, Level.comparison)
    case .sign(.lessOrEqual): (.lessOrEqual, Level.comparison)
    case .sign(.greater): (.greater, Level.comparison)
    case .sign(.greaterOrEqual): (.greaterOrEqual, Level.comparison)
    case .sign(.equal): (.equal, Level.comparison)
    case .sign(.notEqual): (.notEqual, Level.comparison)
    case .sign(.plus): (.add, Level.sum)
    case .sign(.minus): (.subtract, Level.sum)
    case .sign(.times): (.multiply, Level.product)
    case .sign(.divide): (.divide, Level.product)
    default: nil
    }
  }

  /// Everything joined by operators of a level or tighter.
  private mutating func expression(from lowest: Int = Level.or) throws(SyntaxError) -> Syntax {
    try enter()
    defer { depth -= 1 }
    var left = try operand(at: lowest)
    while let (function, level) = binaryOperator(), level >= lowest {
      let at = current.span.lowerBound
      advance()
      let right = try expression(from: level + 1)
      left = Syntax(
        kind: .binary(function, at: at, left, right),
        span: left.span.lowerBound..<right.span.upperBound)
      if level == Level.comparison, let next = binaryOperator(), next.level == level {
        throw SyntaxError(problem: .chainedComparison, at: current.span.lowerBound)
      }
    }
    return left
  }

  /// An operand: `not` applies to a whole comparison, unary minus to a power.
  private mutating func operand(at level: Int) throws(SyntaxError) -> Syntax {
    guard current.kind == .name("not") else { return try unary() }
    let start = current.span.lowerBound
    guard level <= Level.comparison else {
      throw SyntaxError(problem: .notNeedsParentheses, at: start)
    }
    advance()
    let negated = try expression(from: Level.comparison)
    return Syntax(kind: .not(negated), span: start..<negated.span.upperBound)
  }

  private mutating func unary() throws(SyntaxError) -> Syntax {
    try enter()
    defer { depth -= 1 }
    guard current.kind == .sign(.minus) else { return try power() }
    let start = current.span.lowerBound
    advance()
    let value = try unary()
    return Syntax(kind: .negate(value), span: start..<value.span.upperBound)
  }

  private mutating func power() throws(SyntaxError) -> Syntax {
    let base = try primary()
    guard current.kind == .sign(.power) else { return base }
    let at = current.span.lowerBound
    advance()
    let exponent = try unary()
    return Syntax(
      kind: .binary(.power, at: at, base, exponent),
      span: base.span.lowerBound..<exponent.span.upperBound)
  }

  // MARK: Operands

  private mutating func primary() throws(SyntaxError) -> Syntax {
    let token = current
    switch token.kind {
    case .number(let value):
      advance()
      guard case .unit(let text) = current.kind else {
        return Syntax(kind: .number(value, unit: nil), span: token.span)
      }
      let unit = UnitText(text: text, at: current.span.lowerBound + 1)
      let end = current.span.upperBound
      advance()
      return Syntax(
        kind: .number(value, unit: unit), span: token.span.lowerBound..<end)
    case .sign(.open):
      advance()
      let inside = try expression()
      try expect(.close)
      if current.kind == .sign(.openBracket) {
        throw SyntaxError(problem: .bracketAfterExpression, at: current.span.lowerBound)
      }
      return Syntax(kind: inside.kind, span: token.span.lowerBound..<previousEnd)
    case .name(let name) where !["and", "or", "over"].contains(name):
      advance()
      return try reference(name, token.span)
    case .name, .unit, .sign, .end:
      throw SyntaxError(
        problem: .expectedOperand(found: spelling(token)), at: token.span.lowerBound)
    }
  }

  private mutating func reference(_ name: String, _ span: Range<Int>) throws(SyntaxError) -> Syntax
  {
    let start = span.lowerBound
    var subscripts: [SubscriptSyntax] = []
    var isDefault = false
    switch current.kind {
    case .sign(.open):
      return try call(name, start)
    case .sign(.openBracket):
      subscripts = try brackets()
    case .sign(.dot):
      advance()
      guard case .name("default") = current.kind else {
        throw SyntaxError(problem: .onlyDefaultAfterDot, at: current.span.lowerBound)
      }
      isDefault = true
      advance()
    default: break
    }
    if current.kind == .sign(.openBracket) {
      throw SyntaxError(problem: .oneBracketOnly, at: current.span.lowerBound)
    }
    return Syntax(
      kind: .name(name, subscripts: subscripts, isDefault: isDefault), span: start..<previousEnd)
  }

  private mutating func call(_ name: String, _ start: Int) throws(SyntaxError) -> Syntax {
    let open = current.span.lowerBound
    advance()
    var arguments: [Syntax.Argument] = []
    if current.kind == .sign(.close) {
      throw SyntaxError(problem: .expectedOperand(found: ")"), at: current.span.lowerBound)
    }
    while true {
      arguments.append(try argument())
      if case .name("over") = current.kind {
        return try reduction(name, start, arguments)
      }
      guard current.kind == .sign(.comma) else { break }
      advance()
    }
    guard current.kind == .sign(.close) else {
      throw SyntaxError(
        problem: .unclosedParenthesis(opened: open, found: spelling(current)),
        at: current.span.lowerBound)
    }
    advance()
    if current.kind == .sign(.openBracket) {
      throw SyntaxError(problem: .bracketAfterExpression, at: current.span.lowerBound)
    }
    return Syntax(kind: .call(name, arguments), span: start..<previousEnd)
  }

  private mutating func argument() throws(SyntaxError) -> Syntax.Argument {
    let at = current.span.lowerBound
    if case .name(let label) = current.kind, tokens[position + 1].kind == .sign(.colon) {
      advance()
      advance()
      return Syntax.Argument(label: label, labelAt: at, value: try expression())
    }
    return Syntax.Argument(label: nil, labelAt: at, value: try expression())
  }

  private mutating func reduction(
    _ name: String, _ start: Int, _ arguments: [Syntax.Argument]
  ) throws(SyntaxError) -> Syntax {
    let overAt = current.span.lowerBound
    guard let reduction = Reduction(rawValue: name), arguments.count == 1 else {
      throw SyntaxError(problem: .overOnlyInReductions, at: overAt)
    }
    advance()
    let at = current.span.lowerBound
    guard case .name(let domain) = current.kind else {
      throw SyntaxError(problem: .expectedSetName(found: spelling(current)), at: at)
    }
    advance()
    try expect(.close)
    if current.kind == .sign(.openBracket) {
      throw SyntaxError(problem: .bracketAfterExpression, at: current.span.lowerBound)
    }
    return Syntax(
      kind: .reduction(reduction, arguments[0].value, domain: domain, domainAt: at),
      span: start..<previousEnd)
  }

  // MARK: Brackets

  private mutating func brackets() throws(SyntaxError) -> [SubscriptSyntax] {
    advance()
    var subscripts: [SubscriptSyntax] = []
    while true {
      if let last = subscripts.last, case .time = last.kind {
        throw SyntaxError(problem: .timeIsLast, at: last.at)
      }
      subscripts.append(try bracketItem())
      guard current.kind == .sign(.comma) else { break }
      advance()
    }
    try expect(.closeBracket)
    return subscripts
  }

  private mutating func bracketItem() throws(SyntaxError) -> SubscriptSyntax {
    let at = current.span.lowerBound
    switch current.kind {
    case .sign(.minus), .sign(.plus):
      let sign = current.kind == .sign(.minus) ? 1 : -1
      advance()
      return SubscriptSyntax(kind: .time(.lag(sign * (try wholeNumber()))), at: at)
    case .number:
      return SubscriptSyntax(kind: .time(.absolute(try wholeNumber())), at: at)
    case .name(let name):
      advance()
      guard let year = NamedYear(rawValue: name) else {
        if name == "year" { throw SyntaxError(problem: .yearInBracket, at: at) }
        return SubscriptSyntax(kind: .name(name), at: at)
      }
      return SubscriptSyntax(kind: .time(.named(year, offset: try offset())), at: at)
    case .sign, .unit, .end:
      throw SyntaxError(problem: .expectedSubscript(found: spelling(current)), at: at)
    }
  }

  /// `+1` or `-2` after a named year; nothing is 0.
  private mutating func offset() throws(SyntaxError) -> Int {
    let sign: Int
    switch current.kind {
    case .sign(.plus): sign = 1
    case .sign(.minus): sign = -1
    default: return 0
    }
    advance()
    return sign * (try wholeNumber())
  }

  private mutating func wholeNumber() throws(SyntaxError) -> Int {
    guard case .number(let value) = current.kind, let whole = Int(exactly: value), whole < 1_000_000
    else {
      throw SyntaxError(
        problem: .expectedWholeNumber(found: spelling(current)), at: current.span.lowerBound)
    }
    advance()
    return whole
  }

  // MARK: Ranges of years

  /// The years of `first+1..horizon`, `2026..2030` or `horizon`.
  static func parseYears(_ text: String) throws(SyntaxError) -> YearRange {
    var parser = try ExpressionParser(text)
    let low = try parser.yearPoint()
    var high = low
    if parser.current.kind == .sign(.range) {
      parser.advance()
      high = try parser.yearPoint()
    }
    guard parser.current.kind == .end else {
      throw SyntaxError(
        problem: .expectedYears(found: text), at: parser.current.span.lowerBound)
    }
    return YearRange(low: low, high: high)
  }

  private mutating func yearPoint() throws(SyntaxError) -> TimeReference {
    let at = current.span.lowerBound
    if case .name(let name) = current.kind, let year = NamedYear(rawValue: name) {
      advance()
      return .named(year, offset: try offset())
    }
    guard case .number = current.kind else {
      throw SyntaxError(problem: .expectedYears(found: spelling(current)), at: at)
    }
    return .absolute(try wholeNumber())
  }

  // MARK: Tokens

  private var current: Token { tokens[position] }
  private var previousEnd: Int { position == 0 ? 0 : tokens[position - 1].span.upperBound }

  private mutating func advance() {
    if position + 1 < tokens.count { position += 1 }
  }

  private mutating func expect(_ sign: Token.Sign) throws(SyntaxError) {
    guard current.kind == .sign(sign) else {
      throw SyntaxError(
        problem: .expectedToken(sign.rawValue, found: spelling(current)),
        at: current.span.lowerBound)
    }
    advance()
  }

  private mutating func enter() throws(SyntaxError) {
    depth += 1
    guard depth <= ExpressionParser.deepestNesting else {
      throw SyntaxError(
        problem: .nestedTooDeeply(limit: ExpressionParser.deepestNesting),
        at: current.span.lowerBound)
    }
  }

  /// How a token is written; nil for the end.
  private func spelling(_ token: Token) -> String? {
    switch token.kind {
    case .number(let value):
      value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    case .name(let name): name
    case .unit(let text): "{\(text)}"
    case .sign(let sign): sign.rawValue
    case .end: nil
    }
  }

  /// The error for text after a complete expression.
  private func unexpectedRest(after syntax: Syntax) -> SyntaxError {
    let at = current.span.lowerBound
    if current.kind == .sign(.comma), case .number = syntax.kind,
      case .number = tokens[position + 1].kind
    {
      return SyntaxError(problem: .decimalComma, at: at)
    }
    if case .name("over") = current.kind {
      return SyntaxError(problem: .overOnlyInReductions, at: at)
    }
    return SyntaxError(problem: .expectedOperator(found: spelling(current) ?? ""), at: at)
  }
}

/// Years from one to another, both by number or by name.
public struct YearRange: Sendable {
  /// The first and the last year.
  public var low, high: TimeReference

  /// The years on a timeline; nil when there are none.
  public func years(on timeline: Timeline) -> ClosedRange<Int>? {
    let (low, high) = (timeline.resolve(self.low, in: 0), timeline.resolve(self.high, in: 0))
    return low <= high ? low...high : nil
  }
}
