/// A number of about 32 decimal digits: the exact sum of two doubles, the second below half a unit in
/// the last place of the first.
///
/// T. J. Dekker, A floating-point technique for extending the available precision, Numerische
/// Mathematik 18 (1971); Y. Hida, X. S. Li, D. H. Bailey, Algorithms for quad-double precision
/// floating point arithmetic, ARITH-15 (2001). Products are split by Dekker and Veltkamp, so no fused
/// operation is needed; a magnitude above 1e290 overflows.
public struct DoubleDouble: Hashable, Sendable {
  /// The number rounded to a double.
  public let high: Double
  /// What the rounding left.
  public let low: Double

  /// Zero.
  public static let zero = DoubleDouble(0)
  /// One.
  public static let one = DoubleDouble(1)

  /// A double as it is.
  @inline(__always)
  public init(_ value: Double) { (high, low) = (value, 0) }

  @inline(__always)
  private init(high: Double, low: Double) { (self.high, self.low) = (high, low) }

  /// The exact sum of two doubles.
  ///
  /// D. E. Knuth, The Art of Computer Programming, vol. 2, section 4.2.2, theorem B.
  @inline(__always)
  public init(sum a: Double, _ b: Double) {
    let sum = a + b
    let part = sum - a
    (high, low) = (sum, (a - (sum - part)) + (b - part))
  }

  /// The exact product of two doubles.
  @inline(__always)
  public init(product a: Double, _ b: Double) {
    let product = a * b
    let (ah, al) = DoubleDouble.split(a)
    let (bh, bl) = DoubleDouble.split(b)
    (high, low) = (product, ((ah * bh - product) + ah * bl + al * bh) + al * bl)
  }

  /// The upper 26 bits of a double and the rest.
  @inline(__always)
  private static func split(_ a: Double) -> (Double, Double) {
    let scaled = 134_217_729 * a
    let upper = scaled - (scaled - a)
    return (upper, a - upper)
  }

  /// The sum of two doubles of which the first is the larger.
  @inline(__always)
  private init(ordered a: Double, _ b: Double) {
    let sum = a + b
    (high, low) = (sum, b - (sum - a))
  }

  /// The sum.
  @inline(__always)
  public static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let upper = DoubleDouble(sum: a.high, b.high)
    let lower = DoubleDouble(sum: a.low, b.low)
    let first = DoubleDouble(ordered: upper.high, upper.low + lower.high)
    return DoubleDouble(ordered: first.high, first.low + lower.low)
  }

  /// The negative.
  @inline(__always)
  public static prefix func - (a: DoubleDouble) -> DoubleDouble {
    DoubleDouble(high: -a.high, low: -a.low)
  }

  /// The difference.
  @inline(__always)
  public static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  /// The product.
  @inline(__always)
  public static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let product = DoubleDouble(product: a.high, b.high)
    return DoubleDouble(
      ordered: product.high, product.low + (a.high * b.low + a.low * b.high))
  }

  /// The quotient.
  public static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    guard first.isFinite else { return DoubleDouble(first) }
    let afterFirst = a - b * DoubleDouble(first)
    let second = afterFirst.high / b.high
    let third = (afterFirst - b * DoubleDouble(second)).high / b.high
    return DoubleDouble(ordered: first, second) + DoubleDouble(third)
  }

  /// Adds a number to this one.
  @inline(__always)
  public static func += (a: inout DoubleDouble, b: DoubleDouble) { a = a + b }

  /// The square root; 0 of a number that is not positive.
  public func squareRoot() -> DoubleDouble {
    guard high > 0 else { return .zero }
    // One step of Newton from the root of the upper half.
    let root = high.squareRoot()
    let rest = self - DoubleDouble(product: root, root)
    return DoubleDouble(ordered: root, rest.high / (2 * root))
  }

  /// The number raised to a whole power.
  public func power(_ exponent: Int) -> DoubleDouble {
    guard exponent >= 0 else { return .one / power(-exponent) }
    var result = DoubleDouble.one
    for _ in 0..<exponent { result = result * self }
    return result
  }

  /// The number rounded to a double.
  @inline(__always)
  public var value: Double { high }

  /// Whether it is neither NaN nor infinite.
  public var isFinite: Bool { high.isFinite && low.isFinite }
}

extension Sequence where Element == DoubleDouble {
  /// The sum of the elements.
  var total: DoubleDouble { reduce(.zero) { $0 + $1 } }
}

extension Array where Element == DoubleDouble {
  /// The scalar product with another vector of the same length.
  func dot(_ other: [DoubleDouble]) -> DoubleDouble {
    var sum = DoubleDouble.zero
    for index in indices { sum += self[index] * other[index] }
    return sum
  }

  /// Takes a multiple of another vector away.
  mutating func subtract(_ factor: DoubleDouble, times other: [DoubleDouble]) {
    for index in indices { self[index] = self[index] - factor * other[index] }
  }

  /// The elements rounded to doubles.
  var values: [Double] { map(\.value) }
}
