/// Exponential smoothing with additive errors: simple, Holt's linear trend, or a damped trend.
///
/// The innovations form of R. J. Hyndman, A. B. Koehler, J. K. Ord, R. D. Snyder, Forecasting with
/// Exponential Smoothing, Springer 2008: with level l, slope b and innovation e,
/// y = l' + φ b' + e, l = l' + φ b' + α e, b = φ b' + β e. Errors are additive throughout: a
/// multiplicative one on a short adoption curve gives absurd intervals.
struct ExponentialSmoothing {
  /// Which states there are.
  enum Trend {
    case none, linear, damped
  }

  /// The smoothing of the level and of the slope, and the damping.
  let alpha, beta, phi: Double
  /// The level and the slope before the first observation, and after the last.
  let start, end: (level: Double, slope: Double)
  /// The sum of squared innovations.
  let sumOfSquares: Double
  /// The number of observations.
  let count: Int
  /// Which states there are.
  let trend: Trend

  /// Maximises the likelihood: the least sum of squared innovations with α in [10⁻⁴, .9999], β in
  /// [10⁻⁴, α] and φ in [.8, .98].
  ///
  /// Innovations are linear in the initial states, so these are found exactly for every α, β, φ; the
  /// search runs over at most three parameters.
  init(_ values: [Double], trend: Trend) {
    let starts: [[Double]] =
      switch trend {
      case .none: [[0.1], [0.5], [0.95]]
      case .linear: [[0.1, 0.1], [0.5, 0.1], [0.95, 0.05], [0.95, 0.6]]
      case .damped: [[0.1, 0.1, 0.5], [0.5, 0.1, 0.8], [0.95, 0.05, 0.5], [0.95, 0.7, 0.8]]
      }
    // The search moves in the logits of the positions between the bounds.
    func parameters(_ point: [Double]) -> (alpha: Double, beta: Double, phi: Double) {
      let position = point.map { 1 / (1 + ScalarMath.exp(-$0)) }
      let alpha = 1e-4 + position[0] * (0.9999 - 1e-4)
      return (
        alpha, trend == .none ? 0 : 1e-4 + position[1] * max(alpha - 1e-4, 0),
        trend == .damped ? 0.8 + 0.18 * position[2] : 1
      )
    }
    let search = NelderMead(tolerance: 1e-9, limit: 160 * starts[0].count)
    var best: (point: [Double], value: Double) = (starts[0], .infinity)
    for start in starts {
      let logits = start.map { ScalarMath.log($0 / (1 - $0)) }
      let found = search.minimize(from: logits, steps: logits.map { _ in 1 }) { point in
        let (alpha, beta, phi) = parameters(point)
        return Self.fit(values, trend, alpha, beta, phi).sum
      }
      if found.value < best.value { best = found }
    }
    (alpha, beta, phi) = parameters(best.point)
    let fit = Self.fit(values, trend, alpha, beta, phi)
    (start, end) = (fit.start, fit.end)
    (sumOfSquares, count, self.trend) = (max(fit.sum, 0), values.count, trend)
  }

  /// The number of estimated parameters, initial states among them.
  var parameterCount: Int {
    switch trend {
    case .none: 2
    case .linear: 4
    case .damped: 5
    }
  }

  /// The variance of the innovations, by n less the number of parameters.
  var variance: Double { sumOfSquares / Double(max(count - parameterCount, 1)) }

  /// −n/2 · log(sum of squares), the likelihood as R's `ets` reports it.
  var logLikelihood: Double { -0.5 * Double(count) * ScalarMath.log(sumOfSquares) }

  /// The distribution so many years ahead: variance σ²(1 + Σ c_j²) with c_j = α + β(φ + … + φʲ).
  func forecast(_ years: Int) -> PredictiveDistribution {
    var (damping, sumOfDamping, spread) = (1.0, 0.0, 1.0)
    for step in 1...years {
      if step > 1 {
        let weight = alpha + beta * sumOfDamping
        spread += weight * weight
      }
      damping *= phi
      sumOfDamping += damping
    }
    return PredictiveDistribution(
      mean: end.level + (trend == .none ? 0 : end.slope * sumOfDamping),
      sd: (variance * spread).squareRoot())
  }

  /// One run of the recursions, linear in the initial states.
  private struct Fit {
    var sum: Double
    var start, end: (level: Double, slope: Double)
  }

  private static func fit(
    _ values: [Double], _ trend: Trend, _ alpha: Double, _ beta: Double, _ phi: Double
  ) -> Fit {
    // Three runs at once: from zero states on the data, from a unit level, from a unit slope.
    let shift = values[0]
    var level = SIMD4(0.0, 1, 0, 0)
    var slope = SIMD4(0.0, 0, trend == .none ? 0 : 1, 0)
    var (yy, y1, y2, s11, s12, s22) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for value in values {
      let ahead = level + phi * slope
      let error = SIMD4(value - shift, 0, 0, 0) - ahead
      yy += error[0] * error[0]
      y1 += error[0] * ahead[1]
      y2 += error[0] * ahead[2]
      s11 += ahead[1] * ahead[1]
      s12 += ahead[1] * ahead[2]
      s22 += ahead[2] * ahead[2]
      level = ahead + alpha * error
      slope = phi * slope + beta * error
    }
    let determinant = s11 * s22 - s12 * s12
    var (l, b) = (s11 > 0 ? y1 / s11 : 0, 0.0)
    if trend != .none, determinant > 1e-12 * s11 * s22 {
      l = (y1 * s22 - y2 * s12) / determinant
      b = (y2 * s11 - y1 * s12) / determinant
    }
    return Fit(
      sum: yy - l * y1 - b * y2, start: (shift + l, b),
      end: (
        shift + level[0] + l * level[1] + b * level[2], slope[0] + l * slope[1] + b * slope[2]
      ))
  }
}
