/// Numbers for people, in the reader's own notation.
///
/// Vietnamese writes `1.234,5`, English `1,234.5`.
public struct NumberText: Sendable {
  private let decimal: Character
  /// The mark between groups of three digits.
  private let group: Character

  /// The notation of a language.
  public init(_ language: Language) {
    switch language {
    case .vi: (decimal, group) = (",", ".")
    case .en: (decimal, group) = (".", ",")
    }
  }

  /// A number with a fixed number of decimals.
  public func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return "–" }
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 1e18 else { return CSVText.number(value) }
    let digits = String(UInt64(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let whole = grouped(String(padded.dropLast(decimals)))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return sign + whole + (decimals > 0 ? "\(decimal)" + padded.suffix(decimals) : "")
  }

  /// A number with its sign, also when it is positive.
  public func signed(_ value: Double, decimals: Int) -> String {
    let text = fixed(value, decimals: decimals)
    return value > 0 && text.contains { $0.isNumber && $0 != "0" } ? "+" + text : text
  }

  /// A number with at most six decimals, and none that are zeros at the end.
  public func trimmed(_ value: Double) -> String {
    var text = fixed(value, decimals: 6)
    while text.last == "0" { text.removeLast() }
    if text.last == decimal { text.removeLast() }
    return text
  }

  /// A whole number.
  public func whole(_ value: Int) -> String { fixed(Double(value), decimals: 0) }

  /// The decimals that give a number of this size about four significant digits.
  public static func decimals(for magnitude: Double) -> Int {
    switch magnitude {
    case 1000...: 0
    case 100..<1000: 1
    case 10..<100: 2
    default: 3
    }
  }

  /// A number by itself, with about four significant digits.
  public func short(_ value: Double) -> String {
    fixed(value, decimals: NumberText.decimals(for: value.magnitude))
  }

  /// A number with so many significant digits; very large and very small ones with a power of ten.
  public func significant(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return value == .infinity ? "∞" : "–" }
    guard value != 0 else { return "0" }
    var exponent = NumberText.exponent(of: value.magnitude)
    if exponent >= -4 && exponent < digits + 2 {
      let text = fixed(value, decimals: max(0, digits - 1 - exponent))
      // A year is no year with a mark in it.
      return exponent == 3 ? text.filter { $0 != group } : text
    }
    var mantissa = value / NumberText.powerOfTen(exponent)
    if fixed(mantissa.magnitude, decimals: digits - 1).hasPrefix("10") {
      exponent += 1
      mantissa /= 10
    }
    let power = "\(exponent.magnitude)"
    return fixed(mantissa, decimals: digits - 1) + (exponent < 0 ? "e-" : "e+")
      + (power.utf8.count < 2 ? "0" : "") + power
  }

  private static func exponent(of magnitude: Double) -> Int {
    var exponent = 0
    while magnitude >= powerOfTen(exponent + 1) { exponent += 1 }
    while magnitude < powerOfTen(exponent) { exponent -= 1 }
    return exponent
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    (0..<exponent.magnitude).reduce(1.0) { power, _ in exponent < 0 ? power / 10 : power * 10 }
  }

  /// A probability with three decimals, or below what they show.
  public func probability(_ p: Double) -> String {
    p < 0.001 ? "< " + fixed(0.001, decimals: 3) : fixed(p, decimals: 3)
  }

  /// A number with all its digits, but without the dust that sums of decimals leave: .7 + .1 is .8.
  public func exact(_ value: Double) -> String {
    let clean = NumberText.withoutDust(value.magnitude)
    let text = CSVText.number(clean)
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let isPlain = parts[0].allSatisfy(\.isNumber)
    let whole = isPlain ? grouped(String(parts[0])) : String(parts[0])
    let fraction = parts.count > 1 ? "\(decimal)" + parts[1] : ""
    return (value < 0 ? "-" : "") + whole + fraction
  }

  /// The number of twelve significant digits that is within four units in the last place, if there is one.
  private static func withoutDust(_ magnitude: Double) -> Double {
    guard magnitude > 1e-9, magnitude < 1e12 else { return magnitude }
    var scale = 1.0
    while magnitude * scale < 1e11 { scale *= 10 }
    let rounded = (magnitude * scale).rounded() / scale
    return abs(rounded - magnitude) <= 4 * magnitude.ulp ? rounded : magnitude
  }

  private func grouped(_ digits: String) -> String {
    var result = ""
    for (position, digit) in digits.enumerated() {
      if position > 0 && (digits.count - position) % 3 == 0 { result.append(group) }
      result.append(digit)
    }
    return result
  }
}
