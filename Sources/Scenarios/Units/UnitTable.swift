/// The units a model may use: the built-in ones, the clock's and its own.
struct UnitTable {
  /// Base units and multiples by name.
  private var units: [String: Unit] = [:]
  /// What was parsed before, by text.
  private var parsed: [String: Unit] = [:]

  /// Multiples and plain numbers every model has.
  static let builtIn: [(name: String, whole: Int, tenToThe: Int)] = [
    ("1", 1, 0), ("fraction", 1, 0), ("index", 1, 0), ("log", 1, 0), ("x", 1, 0),
    ("percent", 1, -2), ("thousand", 1, 3), ("million", 1, 6), ("bn", 1, 9),
  ]

  /// The units of a model whose clock ticks in `clock`.
  init(clock: String) {
    for (name, whole, exponent) in UnitTable.builtIn {
      units[name] = Unit(whole: whole, tenToThe: exponent)
    }
    units[clock] = .plain
  }

  /// Whether a name is taken.
  func contains(_ name: String) -> Bool { units[name] != nil }

  /// Declares a base unit, or a multiple of others.
  mutating func declare(_ name: String, as unit: Unit? = nil) {
    units[name] = unit ?? .base(name)
  }

  /// The unit that a text means.
  ///
  /// - Throws: a ``SyntaxError`` with an offset into the text.
  mutating func unit(_ text: String) throws(SyntaxError) -> Unit {
    if let known = parsed[text] { return known }
    var parser = UnitParser(text, units)
    let unit = try parser.parse()
    parsed[text] = unit
    return unit
  }
}

/// Parses the text of a unit: factors side by side bind tighter than `*` and `/`.
private struct UnitParser {
  private let bytes: [UInt8]
  private let units: [String: Unit]
  private var position = 0
  private var depth = 0

  init(_ text: String, _ units: [String: Unit]) {
    bytes = Array(text.utf8)
    self.units = units
  }

  mutating func parse() throws(SyntaxError) -> Unit {
    skipSpace()
    guard position < bytes.count else { throw SyntaxError(problem: .emptyUnit, at: 0) }
    let unit = try product()
    guard position == bytes.count else { throw unexpected() }
    return unit
  }

  private mutating func product() throws(SyntaxError) -> Unit {
    var unit = try sideBySide()
    while position < bytes.count, [UInt8(ascii: "*"), UInt8(ascii: "/")].contains(bytes[position]) {
      let at = position
      let isDivision = bytes[position] == UInt8(ascii: "/")
      position += 1
      let factor = try sideBySide()
      unit = try fitting(isDivision ? unit.divided(by: factor) : unit.times(factor), at)
    }
    return unit
  }

  private mutating func sideBySide() throws(SyntaxError) -> Unit {
    skipSpace()
    var unit = try factor()
    skipSpace()
    while position < bytes.count, beginsFactor(bytes[position]) {
      let at = position
      unit = try fitting(unit.times(try factor()), at)
      skipSpace()
    }
    return unit
  }

  private mutating func factor() throws(SyntaxError) -> Unit {
    let start = position
    var unit: Unit
    guard start < bytes.count else { throw unexpected() }
    if bytes[start] == UInt8(ascii: "(") {
      depth += 1
      guard depth < 50 else { throw SyntaxError(problem: .nestedTooDeeply(limit: 50), at: start) }
      position += 1
      unit = try product()
      guard position < bytes.count, bytes[position] == UInt8(ascii: ")") else {
        throw unexpected()
      }
      position += 1
      depth -= 1
    } else if Lexer.isLetter(bytes[start]) {
      while position < bytes.count, Lexer.isNameByte(bytes[position]) { position += 1 }
      let name = String(decoding: bytes[start..<position], as: UTF8.self)
      guard let known = units[name] else {
        let near = nearestName(to: name, among: units.keys.sorted())
        throw SyntaxError(problem: .unknownUnit(name, suggestion: near), at: start)
      }
      unit = known
    } else if Lexer.isDigit(bytes[start]) || bytes[start] == UInt8(ascii: ".") {
      unit = try number()
    } else {
      throw unexpected()
    }
    guard position < bytes.count, bytes[position] == UInt8(ascii: "^") else { return unit }
    let at = position
    position += 1
    return try fitting(unit.raised(to: try exponent()), at)
  }

  /// A decimal factor, exactly.
  private mutating func number() throws(SyntaxError) -> Unit {
    let start = position
    while position < bytes.count, Lexer.isNameByte(bytes[position]) || isNumberSign(position) {
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard decimalNumber(text) != nil, let unit = UnitParser.exactFactor(text) else {
      throw SyntaxError(problem: .notAUnitFactor(text), at: start)
    }
    return unit
  }

  private func isNumberSign(_ index: Int) -> Bool {
    if bytes[index] == UInt8(ascii: ".") { return true }
    let isSign = bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+")
    return isSign && index > 0 && bytes[index - 1] | 0x20 == UInt8(ascii: "e")
  }

  /// The factor in decimal digits: `1.5e9` is 15·10⁸.
  private static func exactFactor(_ text: String) -> Unit? {
    let parts = text.lowercased().split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let decimals = mantissa.count == 2 ? String(mantissa[1]) : ""
    guard let whole = Int(String(mantissa[0]) + decimals) else { return nil }
    let exponent = parts.count == 2 ? Int(parts[1]) : 0
    guard let exponent else { return nil }
    return Unit(whole: whole, tenToThe: exponent - decimals.utf8.count)
  }

  private mutating func exponent() throws(SyntaxError) -> Rational {
    let start = position
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
    while position < bytes.count, Lexer.isDigit(bytes[position]) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Int(text), abs(value) <= 100, let exponent = Rational(value) else {
      throw SyntaxError(
        problem: .expectedWholeNumber(found: text.isEmpty ? nil : text), at: start)
    }
    return exponent
  }

  private func fitting(_ unit: Unit?, _ at: Int) throws(SyntaxError) -> Unit {
    guard let unit else { throw SyntaxError(problem: .unitTooLarge, at: at) }
    return unit
  }

  private func unexpected() -> SyntaxError {
    let rest = String(decoding: bytes[position...], as: UTF8.self)
    return SyntaxError(problem: .unexpectedInUnit(rest.first.map(String.init)), at: position)
  }

  private func beginsFactor(_ byte: UInt8) -> Bool {
    Lexer.isNameByte(byte) || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ".")
  }

  private mutating func skipSpace() {
    while position < bytes.count, bytes[position] == 0x20 { position += 1 }
  }
}
