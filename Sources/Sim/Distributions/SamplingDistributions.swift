internal import CQuantiles

/// Student's t distribution.
public struct StudentT: Hashable, Sendable {
  /// The degrees of freedom.
  public let degreesOfFreedom: Double

  /// Creates the distribution.
  public init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

  /// The probability of a value at most x.
  public func cdf(_ x: Double) -> Double { grdp_student_cdf(degreesOfFreedom, x, false) }

  /// The probability of a value at least as far from 0 as x, on either side.
  public func twoSided(_ x: Double) -> Double {
    2 * grdp_student_cdf(degreesOfFreedom, x.magnitude, true)
  }

  /// The value below which the probability is p.
  public func quantile(_ p: Double) -> Double { grdp_student_quantile(degreesOfFreedom, p, false) }

  /// The value above which the probability is p.
  public func upperQuantile(_ p: Double) -> Double {
    grdp_student_quantile(degreesOfFreedom, p, true)
  }
}

/// The F distribution.
public struct FisherF: Hashable, Sendable {
  /// The degrees of freedom above and below the line.
  public let numerator, denominator: Double

  /// Creates the distribution.
  public init(numerator: Double, denominator: Double) {
    (self.numerator, self.denominator) = (numerator, denominator)
  }

  /// The probability of a value of at least x.
  public func upperTail(_ x: Double) -> Double {
    grdp_fisher_cdf(numerator, denominator, x, true)
  }
}

/// The chi-squared distribution.
public struct ChiSquared: Hashable, Sendable {
  /// The degrees of freedom.
  public let degreesOfFreedom: Double

  /// Creates the distribution.
  public init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

  /// The probability of a value of at least x.
  public func upperTail(_ x: Double) -> Double { grdp_gamma_cdf(degreesOfFreedom / 2, x / 2, true) }

  /// The value above which the probability is p.
  public func upperQuantile(_ p: Double) -> Double {
    2 * grdp_gamma_quantile(degreesOfFreedom / 2, p, true)
  }
}

extension ScalarMath {
  /// The logarithm of the gamma function of a positive number.
  public static func logGamma(_ x: Double) -> Double { grdp_log_gamma(x) }
}
