// Functions: a double gives the first digits, and a series or one step of Newton's method the rest.
// Each is accurate to about 1e-30 of the larger of the result and what it was reduced from.
extension DoubleDouble {
  /// The product with a power of two.
  private func scaled(_ exponent: Int) -> DoubleDouble {
    let halves = (exponent / 2, exponent - exponent / 2)
    func scale(_ x: Double) -> Double {
      x * Double(sign: .plus, exponent: halves.0, significand: 1)
        * Double(sign: .plus, exponent: halves.1, significand: 1)
    }
    return DoubleDouble(sum: scale(high), scale(low))
  }

  private static let ln2 = DoubleDouble(sum: 0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56)
  private static let halfPi = DoubleDouble(sum: 0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54)
  /// What π/2 still lacks.
  private static let halfPiRest = -0x1.f1976b7ed8fbcp-110

  /// π.
  public static let pi = DoubleDouble(sum: 0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53)

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
    if exponent.low == 0, exponent.high.magnitude <= 64, let whole = Int(exactly: exponent.high) {
      return power(whole)
    }
    let magnitude = high < 0 ? -self : self
    let value = (magnitude.logarithm() * exponent).exponential()
    return rough < 0 ? -value : value
  }
}
