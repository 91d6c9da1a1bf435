/// A generalised Pareto distribution of exceedances: F(x) = 1 − (1 + k x/σ)^(−1/k), x ≥ 0.
///
/// Positive k is a heavy tail without the moments of order 1/k and above; negative k is a tail that
/// ends at −σ/k.
public struct GeneralizedPareto: Hashable, Sendable {
  /// The shape.
  public var k: Double
  /// The scale, positive.
  public var sigma: Double

  /// Creates a distribution.
  public init(k: Double, sigma: Double) {
    self.k = k
    self.sigma = sigma
  }

  /// Estimates a distribution from a sample in ascending order; nil when it has fewer than five
  /// values or is too regular to have one.
  ///
  /// The profile likelihood of θ = −k/σ is averaged over a grid of 30 + ⌊√n⌋ quantiles of a weak
  /// prior for θ, which is nearly as efficient as maximum likelihood and never fails to converge:
  /// J. Zhang, M. A. Stephens, *A new and efficient estimation method for the generalized Pareto
  /// distribution*, Technometrics 51 (2009), 316-325, equations 5-7. The shape is then drawn towards
  /// 1/2 with the weight of ten observations: A. Vehtari, D. Simpson, A. Gelman, Y. Yao, J. Gabry,
  /// *Pareto smoothed importance sampling*, JMLR 25 (2024), appendix C.
  public init?(fittedTo sorted: [Double]) {
    let n = Double(sorted.count)
    guard sorted.count >= 5, let largest = sorted.last, largest > 0 else { return nil }
    let quartile = sorted[Int(n / 4 + 0.5) - 1]
    guard quartile > 0 else { return nil }
    let count = 30 + Int(n.squareRoot())
    let grid = (1...count).map { j in
      1 / largest + (1 - (Double(count) / (Double(j) - 0.5)).squareRoot()) / (3 * quartile)
    }
    let logLikelihood = grid.map { theta in
      let k = Self.shape(theta, sorted)
      return n * (ScalarMath.log(-theta / k) - k - 1)
    }
    guard let peak = logLikelihood.max(), peak.isFinite else { return nil }
    let weights = logLikelihood.map { ScalarMath.exp($0 - peak) }
    let total = weights.reduce(0, +)
    let theta = zip(grid, weights).reduce(0) { $0 + $1.0 * ($1.1 / total) }
    let shape = Self.shape(theta, sorted)
    sigma = -shape / theta
    k = (n * shape + Self.priorStrength * 0.5) / (n + Self.priorStrength)
    guard k.isFinite, sigma > 0, sigma.isFinite else { return nil }
  }

  /// How many observations the prior for the shape is worth.
  private static let priorStrength = 10.0

  /// The shape that maximises the likelihood for a given θ: the mean of log(1 − θ x).
  private static func shape(_ theta: Double, _ sample: [Double]) -> Double {
    sample.reduce(0) { $0 + ScalarMath.log1p(-theta * $1) } / Double(sample.count)
  }

  /// The value below which a share `p` of the distribution lies; `p` in [0, 1).
  public func quantile(_ p: Double) -> Double {
    let survival = -ScalarMath.log1p(-p)
    guard k.magnitude > 1e-12 else { return sigma * survival }
    return sigma * Self.expm1(k * survival) / k
  }

  /// Computes exp(x) − 1 by the device of Kahan, in which the errors of exp and log cancel.
  private static func expm1(_ x: Double) -> Double {
    let u = ScalarMath.exp(x)
    if u == 1 { return x }
    guard u.isFinite, u > 0, u - 1 > -1 else { return u - 1 }
    return (u - 1) * x / ScalarMath.log(u)
  }
}
