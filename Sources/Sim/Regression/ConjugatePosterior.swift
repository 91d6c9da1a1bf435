/// The exact posterior of a regression with the conjugate prior.
///
/// y | b, σ² ~ N(X b, σ²), b | σ² ~ N(m₀, σ² V₀) with V₀ diagonal, σ² ~ inverse gamma(a₀, d₀). Then
/// b | σ², y ~ N(m, σ² V) with V = (V₀⁻¹ + XᵀX)⁻¹ and σ² | y ~ inverse gamma(a, d). The rows of the prior
/// are added below those of the data and the whole is solved as any regression.
///
/// A. Gelman et al., Bayesian Data Analysis, 3rd ed., CRC 2014, section 14.8; A. O'Hagan, J. Forster,
/// Kendall's Advanced Theory of Statistics 2B, 2nd ed., Arnold 2004, section 11.
public struct ConjugatePosterior: Sendable {
  /// A prior.
  public struct Prior: Hashable, Sendable {
    /// The mean of each coefficient.
    public var means: [Double]
    /// The precision of each: one over the diagonal of V₀.
    public var precisions: [Double]
    /// a₀ and d₀ of the inverse gamma law of σ².
    public var shape, rate: Double

    /// Creates a prior.
    public init(means: [Double], precisions: [Double], shape: Double, rate: Double) {
      self.means = means
      self.precisions = precisions
      self.shape = shape
      self.rate = rate
    }
  }

  /// The regression with the rows of the prior.
  public let fit: LinearFit
  /// V of the posterior.
  public let scaleMatrix: Matrix
  /// a and d of the posterior of σ².
  public let shape, rate: Double
  /// The logarithm of the density of the data under the prior.
  public let logMarginalLikelihood: Double

  /// The mean of each coefficient.
  public var means: [Double] { fit.estimates }
  /// The degrees of freedom of the marginal t law of each coefficient.
  public var degreesOfFreedom: Double { 2 * shape }
  /// The scale of the marginal t law of each coefficient.
  public var scales: [Double] { scaleMatrix.diagonal.map { (rate / shape * $0).squareRoot() } }
  /// The standard deviation of each coefficient, which needs more than two degrees of freedom.
  public var standardDeviations: [Double] {
    scaleMatrix.diagonal.map { shape > 1 ? (rate / (shape - 1) * $0).squareRoot() : .infinity }
  }

  /// Computes the posterior.
  public init(
    response: [DoubleDouble], design: Design, prior: Prior, weights: [Double]? = nil,
    kernels: Kernels = .required
  ) throws(RegressionError) {
    precondition(
      prior.means.count == design.regressors.count
        && prior.precisions.count == design.regressors.count, "a prior for other coefficients")
    for (regressor, precision) in zip(design.regressors, prior.precisions)
    where !(precision > 0 && precision.isFinite) {
      throw .invalidPrior(regressor.name)
    }
    guard prior.shape > 0, prior.rate > 0 else { throw .invalidPrior("σ²") }
    let fit = try LinearFit(
      response: response, design: design, weights: weights,
      penalty: LinearFit.Penalty(precisions: prior.precisions, means: prior.means),
      kernels: kernels)
    self.fit = fit
    scaleMatrix = fit.map * fit.map.transposed
    let n = Double(fit.rows.count)
    shape = prior.shape + n / 2
    let pull = zip(fit.estimates, zip(prior.means, prior.precisions)).reduce(0) {
      $0 + $1.1.1 * ($1.0 - $1.1.0) * ($1.0 - $1.1.0)
    }
    rate = prior.rate + 0.5 * (fit.residualSumOfSquares + pull)
    // |V| is the square of |T| / |R|, both triangular.
    let logTriangle = fit.orthogonal.r.reduce(0) {
      $0 + ScalarMath.log($1[$1.count - 1].value.magnitude)
    }
    let logMap = fit.basis.rawMap.enumerated().reduce(0) {
      $0 + ScalarMath.log($1.element[$1.offset].value.magnitude)
    }
    let logPrecision = prior.precisions.reduce(0) { $0 + ScalarMath.log($1) }
    let logWeights = fit.weights?.reduce(0) { $0 + ScalarMath.log($1) } ?? 0
    logMarginalLikelihood =
      -0.5 * n * ScalarMath.log(2 * .pi) + 0.5 * logWeights + (logMap - logTriangle)
      + 0.5 * logPrecision + prior.shape * ScalarMath.log(prior.rate)
      - shape * ScalarMath.log(rate) + ScalarMath.logGamma(shape)
      - ScalarMath.logGamma(prior.shape)
  }
}
