import Scenarios

extension Appearance {
  /// Whether it looks like a number with a decimal comma.
  var hasDecimalComma: Bool {
    let text: String
    switch self {
    case .text(let plain), .quoted(let plain): text = plain
    case .nothing, .list, .map: return false
    }
    return text.contains(",") && text.allSatisfy { $0.isNumber || ",.-+".contains($0) }
  }
}

/// A text that fits a message, or as many characters as it may have.
func shortened(_ text: String, to length: Int = 40) -> String {
  let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
  return line.count <= length ? line : line.prefix(length - 1) + "…"
}

/// The widest line of a page whose tables are fitted to a screen, in characters.
let widestLine = 100

/// A text on as many lines as it needs at that width, broken between words but not before a `%`; all
/// but the first are indented.
func folded(_ text: String, to width: Int = widestLine, indent: String = "  ") -> [String] {
  var lines: [String] = []
  var line = String(text.prefix { $0 == " " })
  var isEmpty = true
  for piece in text.replacing(" %", with: "\u{a0}%").split(separator: " ") {
    let word = piece.replacing("\u{a0}", with: " ")
    if !isEmpty, line.count + 1 + word.count > width {
      lines.append(line)
      line = indent + word
    } else {
      line += (isEmpty ? "" : " ") + word
    }
    isEmpty = false
  }
  return lines + [line]
}

/// A number in base 16, at least two digits.
func hexadecimal(_ value: some BinaryInteger) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return digits.count < 2 ? "0" + digits : digits
}

/// A character by its number, as Unicode writes it.
func codePoint(_ value: UInt32) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

/// `2026..2030`, or one year.
func yearsShown(_ years: ClosedRange<Int>) -> String {
  years.count == 1 ? "\(years.lowerBound)" : "\(years.lowerBound)..\(years.upperBound)"
}

/// Bounds, with a word between them.
func rangeShown(_ range: ClosedRange<Double>, _ word: String) -> String {
  "\(shown(range.lowerBound)) \(word) \(shown(range.upperBound))"
}

/// A pattern that tells the elements of these sets apart: `{sector}_{firm}`.
func placeholders(_ sets: [String]) -> String { sets.map { "{\($0)}" }.joined(separator: "_") }

/// A few years.
func list(_ years: [Int]) -> String {
  let first = years.prefix(6).map { "\($0)" }.joined(separator: ", ")
  return years.count > 6 ? "\(first), …" : first
}

/// The ways to call a distribution: `beta(a, b) or beta(mean, size)`.
func signatures(_ name: String, _ forms: [[String]], or: String) -> String {
  forms.map { "\(name)(\($0.joined(separator: ", ")))" }.joined(separator: " \(or) ")
}
