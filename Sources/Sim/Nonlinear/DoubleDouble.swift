/// A number held as the unevaluated sum of two doubles, about 32 decimal digits.
///
/// The residuals of a fit are the small difference of large numbers; computed with these they keep
/// all the digits of a double. Sums and products follow T. J. Dekker, A floating-point technique for
/// extending the available precision, Numer. Math. 18 (1971), and Y. Hida, X. S. Li, D. H. Bailey,
/// Algorithms for quad-double precision floating point arithmetic, ARITH-15 (2001).
public struct DoubleDouble: Hashable, Sendable {
  /// The sum rounded to a double.
  public let high: Double
  /// What rounding lost.
  public let low: Double

  /// The sum of two doubles of which the first may be the smaller.
  public init(_ high: Double, _ low: Double = 0) {
    let sum = high + low
    guard sum.isFinite else {
      (self.high, self.low) = (sum, 0)
      return
    }
    let part = sum - high
    (self.high, self.low) = (sum, (high - (sum - part)) + (low - part))
  }

  /// The nearest double.
  public var double: Double { high + low }

  /// The value with its sign turned.
  public static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(-a.high, -a.low) }

  /// The sum.
  public static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let sum = DoubleDouble(a.high, b.high)
    guard sum.high.isFinite else { return sum }
    let rest = DoubleDouble(a.low, b.low)
    let middle = DoubleDouble(sum.high, sum.low + rest.high)
    return DoubleDouble(middle.high, middle.low + rest.low)
  }

  /// The difference.
  public static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  /// The product.
  public static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let product = a.high * b.high
    guard product.isFinite else { return DoubleDouble(product) }
    let lost = ScalarMath.fma(a.high, b.high, -product)
    return DoubleDouble(product, lost + (a.high * b.low + a.low * b.high))
  }

  /// The quotient.
  public static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    guard first.isFinite, b.high.isFinite else { return DoubleDouble(first) }
    let rest = a - b * DoubleDouble(first)
    let second = rest.high / b.high
    let third = (rest - b * DoubleDouble(second)).high / b.high
    return DoubleDouble(first, second) + DoubleDouble(third)
  }

  /// The square root.
  public func squareRoot() -> DoubleDouble {
    let root = high.squareRoot()
    guard root > 0, root.isFinite else { return DoubleDouble(root) }
    let rest = self - DoubleDouble(root) * DoubleDouble(root)
    return DoubleDouble(root, rest.high / (2 * root))
  }

  /// The product with a power of two.
  func scaled(_ exponent: Int) -> DoubleDouble {
    let halves = (exponent / 2, exponent - exponent / 2)
    func scale(_ x: Double) -> Double {
      x * Double(sign: .plus, exponent: halves.0, significand: 1)
        * Double(sign: .plus, exponent: halves.1, significand: 1)
    }
    return DoubleDouble(scale(high), scale(low))
  }
}

// Functions: a double gives the first digits, and a series or one step of Newton's method the rest.
// Each is accurate to about 1e-30 of the larger of the result and what it was reduced from.
extension DoubleDouble {
  private static let ln2 = DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56)
  private static let halfPi = DoubleDouble(0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54)
  /// What π/2 still lacks.
  private static let halfPiRest = -0x1.f1976b7ed8fbcp-110

  /// π.
  public static let pi = DoubleDouble(0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53)

  /// The exponential: 2^k (1 + s)^512 with 512 t = x - k ln 2 and s the Taylor series of e^t - 1.
  public func exponential() -> DoubleDouble {
    guard high < 709.7 else { return DoubleDouble(ScalarMath.exp(high)) }
    guard high > -708 else { return DoubleDouble(high.isNaN ? .nan : ScalarMath.exp(high)) }
    let k = (high / DoubleDouble.ln2.high).rounded()
    let t = (self - DoubleDouble.ln2 * DoubleDouble(k)).scaled(-9)
    var term = t
    var sum = t
    for n in 2...9 {
      term = term * t / DoubleDouble(Double(n))
      sum = sum + term
    }
    for _ in 0..<9 { sum = sum + sum + sum * sum }
    return (sum + DoubleDouble(1)).scaled(Int(k))
  }

  /// The natural logarithm, by a step of Newton's method on the exponential.
  public func logarithm() -> DoubleDouble {
    let first = ScalarMath.log(high)
    guard first.isFinite, high > 1e-300 else { return DoubleDouble(first) }
    var value = DoubleDouble(first)
    value = value + (self * (-value).exponential() - DoubleDouble(1))
    return value + (self * (-value).exponential() - DoubleDouble(1))
  }

  /// The sine and the cosine; above 2^40 radians only those of a double.
  public func sineAndCosine() -> (sine: DoubleDouble, cosine: DoubleDouble) {
    guard high.magnitude < 0x1p40 else {
      return (DoubleDouble(ScalarMath.sin(high)), DoubleDouble(ScalarMath.cos(high)))
    }
    let quarter = (high / DoubleDouble.halfPi.high).rounded()
    let x =
      self - DoubleDouble.halfPi * DoubleDouble(quarter)
      - DoubleDouble(DoubleDouble.halfPiRest * quarter)
    let square = x * x
    var (sine, cosine) = (DoubleDouble(0), DoubleDouble(0))
    var term = DoubleDouble(1)
    for n in 0..<28 {
      // Terms x^n / n!, with the sign of (-1)^(n/2) taken into the step.
      if n.isMultiple(of: 2) { cosine = cosine + term } else { sine = sine + term }
      let step = DoubleDouble(Double(n + 1))
      term = term / step
      if !n.isMultiple(of: 2) { term = -term * square }
    }
    sine = sine * x
    switch Int(quarter) & 3 {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }

  /// The arctangent, in radians, by steps of Newton's method on the sine and the cosine.
  public func arctangent() -> DoubleDouble {
    var value = DoubleDouble(ScalarMath.atan(high))
    guard high.isFinite else { return value }
    for _ in 0..<2 {
      let (sine, cosine) = value.sineAndCosine()
      value = value + (self * cosine - sine) / (cosine + self * sine)
    }
    return value
  }

  /// The hyperbolic tangent.
  public func hyperbolicTangent() -> DoubleDouble {
    guard high.magnitude < 40 else { return DoubleDouble(ScalarMath.tanh(high)) }
    let e = (self + self).exponential()
    return (e - DoubleDouble(1)) / (e + DoubleDouble(1))
  }

  /// This number to a power; a negative base only with a whole exponent.
  public func power(_ exponent: DoubleDouble) -> DoubleDouble {
    let rough = ScalarMath.pow(high, exponent.high)
    guard rough.isFinite, rough != 0, high != 0 else { return DoubleDouble(rough) }
    if exponent.low == 0, exponent.high == exponent.high.rounded(), exponent.high.magnitude <= 64 {
      var product = DoubleDouble(1)
      for _ in 0..<Int(exponent.high.magnitude) { product = product * self }
      return exponent.high < 0 ? DoubleDouble(1) / product : product
    }
    let magnitude = high < 0 ? -self : self
    let value = (magnitude.logarithm() * exponent).exponential()
    return rough < 0 ? -value : value
  }
}
