internal import CQuantiles

/// A distribution whose arguments are numbers, checked.
enum KnownDistribution {
  case normal(mean: Double, sd: Double)
  case lognormal(median: Double, logSD: Double)
  /// A law without a closed-form quantile function, times a scale.
  case table(QuantileTable.Law, scale: Double)
  case uniform(low: Double, high: Double)
  case triangular(low: Double, mode: Double, high: Double)
  case exponential(mean: Double)
  case bernoulli(probability: Double)
  case truncated(Distribution, Cut)

  /// The part of an inner distribution that a truncation keeps, as probabilities counted from the
  /// lower tail, or from the upper one (`isUpper`), in the order in which values rise.
  struct Cut {
    var start: Double
    var end: Double
    var isUpper: Bool
    var low: Double
    var high: Double
  }

  /// Evaluates and checks the arguments of `distribution`.
  init(
    _ distribution: Distribution, constant: (Expression) throws(SimulationError) -> Double
  ) throws(SimulationError) {
    func require(_ holds: Bool, _ rule: String) throws(SimulationError) {
      guard holds else { throw .invalidLaw(rule) }
    }
    switch distribution {
    case .normal(let mean, let sd):
      let (mean, sd) = (try constant(mean), try constant(sd))
      try require(mean.isFinite && sd >= 0 && sd.isFinite, "normal: sd must not be negative")
      self = .normal(mean: mean, sd: sd)
    case .lognormal(let median, let logSD):
      let (median, logSD) = (try constant(median), try constant(logSD))
      try require(
        median > 0 && median.isFinite && logSD >= 0 && logSD.isFinite,
        "lognormal: median must be positive and log_sd not negative")
      self = .lognormal(median: median, logSD: logSD)
    case .beta(let a, let b):
      let (a, b) = (try constant(a), try constant(b))
      try require(
        a > 0 && b > 0 && a.isFinite && b.isFinite,
        "beta: a and b must be positive (a mean strictly between 0 and 1, a positive size)")
      self = .table(.beta(a: a, b: b), scale: 1)
    case .gamma(let shape, let scale):
      let (shape, scale) = (try constant(shape), try constant(scale))
      try require(
        shape > 0 && scale > 0 && shape.isFinite && scale.isFinite,
        "gamma: shape and scale must be positive")
      self = .table(.gamma(shape: shape), scale: scale)
    case .uniform(let low, let high):
      let (low, high) = (try constant(low), try constant(high))
      try require(low <= high && (high - low).isFinite, "uniform: low must not exceed high")
      self = .uniform(low: low, high: high)
    case .triangular(let low, let mode, let high):
      let (low, mode, high) = (try constant(low), try constant(mode), try constant(high))
      try require(
        low <= mode && mode <= high && low < high && (high - low).isFinite,
        "triangular: low <= mode <= high, low < high")
      self = .triangular(low: low, mode: mode, high: high)
    case .exponential(let mean):
      let mean = try constant(mean)
      try require(mean > 0 && mean.isFinite, "exponential: mean must be positive")
      self = .exponential(mean: mean)
    case .bernoulli(let probability):
      let probability = try constant(probability)
      try require(0 <= probability && probability <= 1, "bernoulli: 0 <= p <= 1")
      self = .bernoulli(probability: probability)
    case .truncated(let inner, let low, let high):
      var (below, above) = (-Double.infinity, Double.infinity)
      if let low { below = try constant(low) }
      if let high { above = try constant(high) }
      try require(below < above, "truncated: low must be below high")
      let known = try KnownDistribution(inner, constant: constant)
      self = .truncated(inner, try known.cut(low: below, high: above))
    }
  }

  private func cut(low: Double, high: Double) throws(SimulationError) -> Cut {
    // Counted from the tail in which the interval lies, so that little is lost to 1 − tiny.
    let isUpper = try cumulative(low, upper: false) > 0.5
    let start = try cumulative(low, upper: isUpper)
    let end = try cumulative(high, upper: isUpper)
    guard abs(end - start) > 0 else {
      throw .invalidLaw("truncated: no probability between the bounds")
    }
    return Cut(start: start, end: end, isUpper: isUpper, low: low, high: high)
  }

  /// The probability of a value below `x` (or above it).
  private func cumulative(_ x: Double, upper: Bool) throws(SimulationError) -> Double {
    if x.isInfinite { return (x > 0) == upper ? 0 : 1 }
    func tail(_ z: Double) -> Double { ScalarMath.normalCDF(upper ? -z : z) }
    func side(_ below: Double) -> Double {
      let below = min(max(below, 0), 1)
      return upper ? 1 - below : below
    }
    switch self {
    case .normal(let mean, let sd): return tail((x - mean) / sd)
    case .lognormal(let median, let logSD):
      return x <= 0 ? (upper ? 1 : 0) : tail(ScalarMath.log(x / median) / logSD)
    case .table(let law, let scale): return law.cumulative(x / scale, upper: upper)
    case .uniform(let low, let high): return side((x - low) / (high - low))
    case .triangular(let low, let mode, let high):
      if x <= low { return upper ? 1 : 0 }
      if x >= high { return upper ? 0 : 1 }
      return side(
        x < mode
          ? (x - low) * (x - low) / ((high - low) * (mode - low))
          : 1 - (high - x) * (high - x) / ((high - low) * (high - mode)))
    case .exponential(let mean):
      if x <= 0 { return upper ? 1 : 0 }
      let survival = ScalarMath.exp(-x / mean)
      return upper ? survival : 1 - survival
    case .bernoulli, .truncated:
      throw .invalidLaw("truncated: a bernoulli or truncated law cannot be truncated")
    }
  }
}

extension QuantileTable.Law {
  /// The probability below `x`, or above it, at scale 1.
  func cumulative(_ x: Double, upper: Bool) -> Double {
    switch self {
    case .beta(let a, let b): grdp_beta_cdf(a, b, min(max(x, 0), 1), upper)
    case .gamma(let shape): grdp_gamma_cdf(shape, max(x, 0), upper)
    }
  }
}
