/// A word, number or sign of an expression.
struct Token {
  enum Kind: Equatable {
    case number(Double)
    case name(String)
    /// The text between braces.
    case unit(String)
    case sign(Sign)
    case end
  }

  /// Signs of the language.
  enum Sign: String {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case power = "^"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case open = "("
    case close = ")"
    case openBracket = "["
    case closeBracket = "]"
    case comma = ","
    case colon = ":"
    case dot = "."
    case range = ".."
    case tilde = "~"
    case bar = "|"
  }

  var kind: Kind
  /// The bytes it covers.
  var span: Range<Int>
}

/// Cuts the text of an expression into tokens.
struct Lexer {
  /// What the text is.
  enum Dialect {
    /// An expression of a model.
    case model
    /// A formula over columns of a table: `~` and `|` are signs, and a name may stand in backticks.
    case formula
  }

  private let bytes: [UInt8]
  private let dialect: Dialect
  private var position = 0

  /// The longest expression, in bytes.
  static let longestExpression = 20_000

  private init(_ text: String, _ dialect: Dialect) {
    bytes = Array(text.utf8)
    self.dialect = dialect
  }

  /// The tokens of a text, ending with `.end`.
  static func tokens(
    of text: String, dialect: Dialect = .model
  ) throws(SyntaxError) -> [Token] {
    guard text.utf8.count <= longestExpression else {
      throw SyntaxError(problem: .expressionTooLong(limit: longestExpression), at: 0)
    }
    var lexer = Lexer(text, dialect)
    var tokens: [Token] = []
    tokens.reserveCapacity(lexer.bytes.count / 3 + 2)
    repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
    return tokens
  }

  private mutating func next() throws(SyntaxError) -> Token {
    while position < bytes.count, Lexer.isSpace(bytes[position]) { position += 1 }
    let start = position
    guard start < bytes.count else { return Token(kind: .end, span: start..<start) }
    let byte = bytes[start]
    if Lexer.isLetter(byte) {
      while position < bytes.count, Lexer.isNameByte(bytes[position]) { position += 1 }
      return token(.name(text(start)), start)
    }
    if Lexer.isDigit(byte) || (byte == UInt8(ascii: ".") && Lexer.isDigit(at(start + 1))) {
      return try number()
    }
    if byte == UInt8(ascii: "{") { return try unit() }
    if byte == UInt8(ascii: "`"), dialect == .formula { return try quotedName() }
    if let sign = sign(), dialect == .formula || ![.tilde, .bar].contains(sign) {
      position += sign.rawValue.utf8.count
      return token(.sign(sign), start)
    }
    throw unexpectedCharacter()
  }

  // MARK: Kinds of tokens

  private mutating func number() throws(SyntaxError) -> Token {
    let start = position
    skipDigits()
    if at(position) == UInt8(ascii: "."), at(position + 1) != UInt8(ascii: ".") {
      position += 1
      skipDigits()
    }
    if at(position) | 0x20 == UInt8(ascii: "e") {
      let signed = [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(at(position + 1)) ? 1 : 0
      if Lexer.isDigit(at(position + 1 + signed)) {
        position += 1 + signed
        skipDigits()
      }
    }
    if position < bytes.count, Lexer.isNameByte(bytes[position]) {
      while position < bytes.count, Lexer.isNameByte(bytes[position]) { position += 1 }
      throw SyntaxError(problem: .notANumber(text(start)), at: start)
    }
    guard let value = decimalNumber(text(start)) else {
      throw SyntaxError(problem: .notANumber(text(start)), at: start)
    }
    return token(.number(value), start)
  }

  private mutating func unit() throws(SyntaxError) -> Token {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "}") { position += 1 }
    guard position < bytes.count else {
      throw SyntaxError(problem: .expectedToken("}", found: nil), at: position)
    }
    position += 1
    let inside = String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self)
    return token(.unit(inside), start)
  }

  /// A name of any characters between backticks.
  private mutating func quotedName() throws(SyntaxError) -> Token {
    let start = position
    position += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "`") { position += 1 }
    guard position < bytes.count else {
      throw SyntaxError(problem: .expectedToken("`", found: nil), at: position)
    }
    position += 1
    let inside = String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self)
    return token(.name(inside), start)
  }

  private func sign() -> Token.Sign? {
    let pair = String(decoding: [at(position), at(position + 1)], as: UTF8.self)
    return Token.Sign(rawValue: pair)
      ?? Token.Sign(rawValue: String(decoding: [at(position)], as: UTF8.self))
  }

  /// The error for a character that begins no token, with what was probably meant.
  private func unexpectedCharacter() -> SyntaxError {
    let rest = String(decoding: bytes[position...], as: UTF8.self)
    let character = rest.first ?? " "
    let meant: String? =
      switch character {
      case "−", "–", "—": "-"
      case "×", "·", "∗": "*"
      case "÷", "∕": "/"
      case "≤": "<="
      case "≥": ">="
      case "≠": "!="
      case "=": "=="
      case "!": "not"
      case "&": "and"
      case "|": "or"
      case "²": "^2"
      case "³": "^3"
      default: nil
      }
    return SyntaxError(
      problem: .unexpectedCharacter(String(character), insteadWrite: meant), at: position)
  }

  // MARK: Characters

  private func at(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
  private func text(_ start: Int) -> String {
    String(decoding: bytes[start..<position], as: UTF8.self)
  }
  private func token(_ kind: Token.Kind, _ start: Int) -> Token {
    Token(kind: kind, span: start..<position)
  }
  private mutating func skipDigits() {
    while position < bytes.count, Lexer.isDigit(bytes[position]) { position += 1 }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x5F
  }
  static func isNameByte(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }

  /// Whether a text can be a name: letters without diacritics, digits and `_`.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy(isNameByte)
  }
}
