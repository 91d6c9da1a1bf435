/// The mark between a number and its fraction.
public enum DecimalMark: Character, Hashable, Sendable {
  case point = "."
  case comma = ","

  /// The mark that groups thousands where this one is the decimal mark.
  public var other: DecimalMark { self == .point ? .comma : .point }
}

/// A number as people and spreadsheets write it, and what its marks can mean.
enum SheetNumber: Equatable {
  /// Without a mark, or grouped by spaces only.
  case plain(Double)
  /// There is one way to read it, and it shows which mark is the decimal one.
  case decided(Double, DecimalMark)
  /// One mark before exactly three digits: a fraction if `mark` is the decimal mark, else thousands.
  case either(fraction: Double, thousands: Double, DecimalMark)

  /// Reads text; nil when it is no number.
  init?(_ text: String) {
    if let hasPoint = SheetNumber.isPlain(text), let number = decimalNumber(text) {
      self = hasPoint ? .decided(number, .point) : .plain(number)
      return
    }
    guard var parts = Parts(text) else { return nil }
    guard parts.removeSpaces() else { return nil }
    let marks = parts.body.filter { DecimalMark(rawValue: $0) != nil }
    guard let last = marks.last, let mark = DecimalMark(rawValue: last) else {
      guard let number = parts.number(parts.body, mark: .point) else { return nil }
      self = .plain(number)
      return
    }
    switch (marks.count, marks.allSatisfy { $0 == last }) {
    case (1, _): self.init(one: mark, parts)
    case (_, true):
      guard let number = parts.grouped(parts.body, by: mark) else { return nil }
      self = .decided(number, mark.other)
    case (_, false):
      guard let number = parts.grouped(parts.body, by: mark.other, decimal: mark) else {
        return nil
      }
      self = .decided(number, mark)
    }
  }

  /// Whether text has a decimal point, where it can be read in one way only; nil for all other text.
  ///
  /// Such text, as in most cells of a long table, is digits, perhaps after a minus, and perhaps with a
  /// fraction of other than three.
  private static func isPlain(_ text: String) -> Bool? {
    var (whole, fraction, hasPoint) = (0, 0, false)
    for (place, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if hasPoint { fraction += 1 } else { whole += 1 }
      case UInt8(ascii: "-") where place == 0: break
      case UInt8(ascii: ".") where !hasPoint: hasPoint = true
      default: return nil
      }
    }
    guard whole > 0, !hasPoint || (fraction > 0 && fraction != 3) else { return nil }
    return hasPoint
  }

  private init?(one mark: DecimalMark, _ parts: Parts) {
    guard let fraction = parts.number(parts.body, mark: mark) else { return nil }
    if parts.mayGroup, let thousands = parts.grouped(parts.body, by: mark) {
      self = .either(fraction: fraction, thousands: thousands, mark)
    } else {
      self = .decided(fraction, mark)
    }
  }

  /// The pieces of a number before its marks are understood.
  private struct Parts {
    var isNegative = false
    var body: String
    var exponent = ""
    private var hasSpaces = false

    init?(_ text: String) {
      body = text.trimmed
      if let sign = body.first, "+-\u{2212}".contains(sign) {
        isNegative = sign != "+"
        body.removeFirst()
      }
      if let e = body.firstIndex(where: { $0 == "e" || $0 == "E" }) {
        exponent = "e" + body[body.index(after: e)...]
        body = String(body[..<e])
      }
      let allowed = body.allSatisfy {
        $0.isDigit || $0 == "." || $0 == "," || Parts.isSpace($0)
      }
      guard allowed, body.contains(where: \.isDigit) else { return nil }
    }

    private static func isSpace(_ character: Character) -> Bool {
      character == " " || character == "\u{A0}" || character == "\u{202F}"
    }

    /// Takes spaces out that group thousands; false when they group nothing.
    mutating func removeSpaces() -> Bool {
      let whole = body.prefix { $0 != "." && $0 != "," }
      let groups = whole.split(omittingEmptySubsequences: false, whereSeparator: Parts.isSpace)
      hasSpaces = groups.count > 1
      guard Parts.areGroups(groups), !body.dropFirst(whole.count).contains(where: Parts.isSpace)
      else { return false }
      body.removeAll(where: Parts.isSpace)
      return true
    }

    /// Whether a mark before three digits may group thousands here.
    var mayGroup: Bool { exponent.isEmpty && !hasSpaces && body.first != "0" }

    /// The number with a decimal mark and no groups.
    func number(_ text: String, mark: DecimalMark) -> Double? {
      let plain = String(text.map { $0 == mark.rawValue ? "." : $0 })
      guard plain.last != "." else { return nil }
      return decimalNumber((isNegative ? "-" : "") + plain + exponent)
    }

    /// The number with groups of three digits, and a fraction if `decimal` is given.
    func grouped(_ text: String, by mark: DecimalMark, decimal: DecimalMark? = nil) -> Double? {
      let fraction = decimal.flatMap { text.firstIndex(of: $0.rawValue) } ?? text.endIndex
      let groups = text[..<fraction].split(
        separator: mark.rawValue, omittingEmptySubsequences: false)
      guard Parts.areGroups(groups) else { return nil }
      return number(groups.joined() + text[fraction...], mark: decimal ?? mark.other)
    }

    /// Whether these are one to three digits and then groups of exactly three; or all in one.
    private static func areGroups(_ groups: [Substring]) -> Bool {
      guard groups.count > 1 else { return true }
      return (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
    }
  }
}

extension Character {
  /// Whether it is a digit of the Arabic numerals, `0` to `9`.
  var isDigit: Bool { ("0"..."9").contains(self) }
}

extension String {
  /// The text without spaces at its ends.
  var trimmed: String {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
