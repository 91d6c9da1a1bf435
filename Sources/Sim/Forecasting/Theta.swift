/// The Theta method: half the slope of a straight line on top of simple exponential smoothing.
///
/// V. Assimakopoulos, K. Nikolopoulos, International Journal of Forecasting 16 (2000), in the form
/// that R. J. Hyndman and B. Billah, ibid. 19 (2003), show it to have.
struct Theta {
  private let smoothing: ExponentialSmoothing
  private let halfSlope: Double

  init(_ values: [Double]) {
    smoothing = ExponentialSmoothing(values, trend: .none)
    halfSlope = StraightLine(values).slope / 2
  }

  /// The distribution so many years ahead, with variance σ²(1 + (h − 1)α²).
  func forecast(_ years: Int) -> PredictiveDistribution {
    let (h, alpha) = (Double(years), smoothing.alpha)
    let reach = (1 - ScalarMath.pow(1 - alpha, Double(smoothing.count))) / alpha
    return PredictiveDistribution(
      mean: smoothing.end.level + halfSlope * (h - 1 + reach),
      sd: (smoothing.variance * (1 + (h - 1) * alpha * alpha)).squareRoot())
  }
}

/// The Theta method with the weight of the line fitted: θ, the smoothing and the first level make the
/// squared one-year errors least.
///
/// J. A. Fiorucci, T. R. Pellegrini, F. Louzada, F. Petropoulos, A. B. Koehler, International Journal
/// of Forecasting 32 (2016): y = l' + (1 − 1/θ)((1 − α)ᵗ⁻¹ A + (1 − (1 − α)ᵗ)/α · B) + e,
/// l = α y + (1 − α) l', with the line A + B t of the series.
struct OptimisedTheta {
  private let alpha, weight, level: Double
  private let line: StraightLine
  private let count: Int
  private let variance: Double

  init(_ values: [Double]) {
    let line = StraightLine(values)
    func run(_ alpha: Double, _ weight: Double) -> (sum: Double, level: Double) {
      // Errors are linear in the first level, which is found exactly.
      var (level, unit, decay) = (0.0, 1.0, 1.0)
      var (yy, y1, s11) = (0.0, 0.0, 0.0)
      for value in values {
        let next = decay * (1 - alpha)
        let error =
          value - level - weight * (decay * line.constant + (1 - next) / alpha * line.slope)
        yy += error * error
        y1 += error * unit
        s11 += unit * unit
        level = alpha * value + (1 - alpha) * level
        unit *= 1 - alpha
        decay = next
      }
      let first = y1 / s11
      return (yy - first * y1, level + first * unit)
    }
    func parameters(_ point: [Double]) -> (alpha: Double, weight: Double) {
      let position = point.map { 1 / (1 + ScalarMath.exp(-$0)) }
      // θ from 1 to ∞ is the weight 1 − 1/θ from 0 to 1.
      return (0.1 + 0.89 * position[0], position[1])
    }
    var best: (point: [Double], value: Double) = ([0, 0], .infinity)
    for start in [[-1.0, 0], [2, 0], [2, 2]] {
      let found = NelderMead(tolerance: 1e-9, limit: 300).minimize(from: start, steps: [1, 1]) {
        let (alpha, weight) = parameters($0)
        return run(alpha, weight).sum
      }
      if found.value < best.value { best = found }
    }
    (alpha, weight) = parameters(best.point)
    let fit = run(alpha, weight)
    (level, self.line, count) = (fit.level, line, values.count)
    variance = max(fit.sum, 0) / Double(max(values.count - 3, 1))
  }

  /// The distribution so many years ahead.
  func forecast(_ years: Int) -> PredictiveDistribution {
    let h = Double(years)
    let decay = ScalarMath.pow(1 - alpha, Double(count))
    // Every later step adds the line's slope, weighed, to the path of the level.
    let first = weight * (decay * line.constant + (1 - decay * (1 - alpha)) / alpha * line.slope)
    return PredictiveDistribution(
      mean: level + first + weight * line.slope * (h - 1),
      sd: (variance * (1 + (h - 1) * alpha * alpha)).squareRoot())
  }
}

/// A least-squares line through values at the times 1, 2, 3 and so on.
struct StraightLine {
  /// The value at time 0, and the slope.
  let constant, slope: Double

  init(_ values: [Double]) {
    let middle = Double(values.count + 1) / 2
    let mean = values.reduce(0, +) / Double(values.count)
    var (sum, squares) = (0.0, 0.0)
    for (index, value) in values.enumerated() {
      let time = Double(index + 1) - middle
      sum += time * (value - mean)
      squares += time * time
    }
    slope = squares > 0 ? sum / squares : 0
    constant = mean - slope * middle
  }
}
