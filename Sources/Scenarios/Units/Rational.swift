/// An exact fraction in lowest terms, for the exponents of units.
struct Rational: Hashable, Sendable {
  let numerator: Int
  /// Positive.
  let denominator: Int

  /// Creates a fraction, or nil when it has no value or its terms do not fit.
  init?(_ numerator: Int, _ denominator: Int = 1) {
    guard denominator != 0, numerator > Int.min, denominator > Int.min else { return nil }
    let divisor = Rational.commonDivisor(numerator.magnitude, denominator.magnitude)
    let sign = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / Int(divisor)
    self.denominator = sign * denominator / Int(divisor)
  }

  private init(whole: Int) { (numerator, denominator) = (whole, 1) }

  static let zero = Rational(whole: 0)
  static let one = Rational(whole: 1)
  static let minusOne = Rational(whole: -1)

  /// The fraction a number stands for, when that has at most six decimals: `.25` is 1/4.
  init?(exactly value: Double) {
    let scale = 1_000_000
    let scaled = (value * Double(scale)).rounded()
    guard abs(scaled) < 1e12, scaled / Double(scale) == value else { return nil }
    self.init(Int(scaled), scale)
  }

  static func + (a: Rational, b: Rational) -> Rational? {
    let (left, o1) = a.numerator.multipliedReportingOverflow(by: b.denominator)
    let (right, o2) = b.numerator.multipliedReportingOverflow(by: a.denominator)
    let (sum, o3) = left.addingReportingOverflow(right)
    let (denominator, o4) = a.denominator.multipliedReportingOverflow(by: b.denominator)
    return o1 || o2 || o3 || o4 ? nil : Rational(sum, denominator)
  }

  static func * (a: Rational, b: Rational) -> Rational? {
    let (numerator, o1) = a.numerator.multipliedReportingOverflow(by: b.numerator)
    let (denominator, o2) = a.denominator.multipliedReportingOverflow(by: b.denominator)
    return o1 || o2 ? nil : Rational(numerator, denominator)
  }

  private static func commonDivisor(_ a: UInt, _ b: UInt) -> UInt {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
  }
}

extension Rational: CustomStringConvertible {
  var description: String {
    denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)"
  }
}
