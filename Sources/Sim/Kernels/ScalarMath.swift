import CKernels

/// The mathematical functions of the language for one number.
///
/// They are what the kernels compute, to the last bit: the scalar oracle evaluates with these and
/// shares nothing with the blocks but the elementary functions of CKernels and SLEEF, which are called
/// here one number at a time.
public enum ScalarMath {
  /// The exponential.
  public static func exp(_ x: Double) -> Double { grdp_scalar_exp(x) }
  /// The natural logarithm.
  public static func log(_ x: Double) -> Double { grdp_scalar_log(x) }
  /// The logarithm of 1 + x.
  public static func log1p(_ x: Double) -> Double { grdp_scalar_log1p(x) }
  /// The square root, correctly rounded.
  public static func sqrt(_ x: Double) -> Double { x.squareRoot() }
  /// The absolute value.
  public static func abs(_ x: Double) -> Double { x.magnitude }
  /// The hyperbolic tangent.
  public static func tanh(_ x: Double) -> Double { grdp_scalar_tanh(x) }
  /// The sine of x radians.
  public static func sin(_ x: Double) -> Double { grdp_scalar_sin(x) }
  /// The cosine of x radians.
  public static func cos(_ x: Double) -> Double { grdp_scalar_cos(x) }
  /// The arctangent, in radians.
  public static func atan(_ x: Double) -> Double { grdp_scalar_atan(x) }
  /// x to the power y.
  public static func pow(_ x: Double, _ y: Double) -> Double { grdp_scalar_pow(x, y) }
  /// x·y + z, rounded once.
  public static func fma(_ x: Double, _ y: Double, _ z: Double) -> Double {
    grdp_scalar_fma(x, y, z)
  }

  /// The smaller of two numbers as in IEEE 754-2019: NaN if either is, and −0 < +0.
  public static func minimum(_ x: Double, _ y: Double) -> Double {
    if x.isNaN || y.isNaN { return .nan }
    if x == y { return x.sign == .minus ? x : y }
    return x < y ? x : y
  }

  /// The larger of two numbers as in IEEE 754-2019: NaN if either is, and −0 < +0.
  public static func maximum(_ x: Double, _ y: Double) -> Double {
    if x.isNaN || y.isNaN { return .nan }
    if x == y { return x.sign == .minus ? y : x }
    return x > y ? x : y
  }

  /// The standard normal distribution function, within 3 units in the last place.
  ///
  /// It is erfc(−x/√2)/2 with the rounding of the argument undone to first order.
  public static func normalCDF(_ x: Double) -> Double {
    let (high, low) = (0x1.6a09e667f3bcdp-1, -0x1.bdd3413b26456p-55)  // 1/√2
    let t = -x * high
    let value = grdp_scalar_erfc(t)
    guard t.magnitude < 30 else { return 0.5 * value }
    let lost = fma(-x, low, fma(-x, high, -t))
    let slope = t + fma(t, t, 0x1.45f306dc9c883p0).squareRoot()  // 4/π
    return 0.5 * fma(-value, lost * slope, value)
  }

  /// The standard normal quantile of a probability in (0, 1); relative error below 4e-16.
  ///
  /// In each of three regions it is a linear function plus a rational one: of u − 1/2 in the centre,
  /// of w = −log(tail probability) in the tails, of √w beyond w = 8.
  public static func normalQuantile(_ u: Double) -> Double {
    let q = u - 0.5
    guard q.magnitude > 0.425 else {
      let slope = fma(q * q, centre.value(at: fma(-q, q, 0.180625)), -0x1.a6a0d6f814637p-53)
      return fma(q, 0x1.40d931ff62706p+1, q * slope)  // √(2π), as two numbers
    }
    let w = -log(q < 0 ? u : 1 - u)
    let z: Double
    if w > 8 {
      let r = w.squareRoot()
      z = w.isInfinite ? w : fma(r, 1.4868140762523109899, farTail.value(at: r - 2.8))
    } else {
      z = fma(w, 0.36262527567054170241, tail.value(at: w - 2.59))
    }
    return q < 0 ? -z : z
  }

  /// Horner's rule with fused steps; the constant comes first.
  static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.dropLast().reversed().reduce(coefficients[coefficients.count - 1]) {
      fma($0, x, $1)
    }
  }

  private struct Rational {
    let numerator, denominator: [Double]

    func value(at x: Double) -> Double {
      polynomial(numerator, x) / polynomial(denominator, x)
    }
  }

  private static let centre = Rational(
    numerator: [
      4.8747659413999519918,
      190.11661984849071009,
      2785.4643140500411709,
      19092.443991512977487,
      62123.553757952861807,
      86033.883170364147396,
      36604.948975455757614,
      570.09423141011760805,
    ],
    denominator: [
      1.0,
      45.02447129344923834,
      791.14621665716689423,
      6880.0743249369711515,
      31040.481445176397584,
      69676.177056886739414,
      67725.878547738580957,
      19881.729253647089651,
    ])

  private static let tail = Rational(
    numerator: [
      0.5001904507803320689,
      0.70564916189914472418,
      0.335639968778792485,
      0.060792587043530604533,
      0.0014191129004179339768,
      -0.00067117951660672508218,
      -0.000055376240793493618354,
      -9.8730840049669731377e-7,
    ],
    denominator: [
      1.0,
      1.076416053189187809,
      0.43683044711732249002,
      0.083237237384750518753,
      0.0075492030003392069972,
      0.00029057886391979556491,
      3.3121986358095186852e-6,
      -1.4563972787547869681e-9,
    ])

  private static let farTail = Rational(
    numerator: [
      -0.8058712382919743869,
      -0.62879346522727960117,
      -0.19189021581563588191,
      -0.031359879316337953843,
      -0.002931758404548487506,
      -0.00013486965146906340645,
      -2.0885765840276861515e-6,
    ],
    denominator: [
      1.0,
      0.85650705259262533368,
      0.26014821629848069613,
      0.03367939702662362464,
      0.0017743846925288022613,
      0.000028780695620196362192,
    ])
}
