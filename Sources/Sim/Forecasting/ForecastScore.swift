/// How good one predictive distribution was.
public struct ForecastScore: Sendable {
  /// The absolute and the squared error of the median.
  public let absoluteError, squaredError: Double
  /// The continuous ranked probability score, from the quantiles.
  public let crps: Double
  /// The interval scores at 80 and 95 %.
  public let intervalScore80, intervalScore95: Double
  /// Whether the observation fell into the interval.
  public let isIn80, isIn95: Bool
  /// The probability integral transform: where in the distribution the observation fell.
  public let pit: Double

  /// Scores a distribution by what was observed.
  public init(_ forecast: PredictiveDistribution, observed: Double) {
    let quantiles = forecast.quantiles
    absoluteError = (observed - forecast.median).magnitude
    squaredError = absoluteError * absoluteError
    crps = Self.crps(quantiles, observed)
    let last = quantiles.count - 1
    intervalScore80 = Self.intervalScore(quantiles[2], quantiles[last - 2], 0.2, observed)
    intervalScore95 = Self.intervalScore(quantiles[0], quantiles[last], 0.05, observed)
    isIn80 = quantiles[2] <= observed && observed <= quantiles[last - 2]
    isIn95 = quantiles[0] <= observed && observed <= quantiles[last]
    pit = Self.pit(quantiles, observed)
  }

  /// Twice the pinball loss of each quantile, weighed by the trapezoid rule over the probabilities; the
  /// outermost two also stand for the tails beyond them.
  static func crps(_ quantiles: [Double], _ observed: Double) -> Double {
    var sum = 0.0
    for (index, probability) in PredictiveDistribution.probabilities.enumerated() {
      let error = observed - quantiles[index]
      sum +=
        PredictiveDistribution.weights[index] * 2
        * max(probability * error, (probability - 1) * error)
    }
    return sum
  }

  /// The interval score.
  ///
  /// T. Gneiting, A. E. Raftery, JASA 102 (2007), section 6.2.
  public static func intervalScore(
    _ low: Double, _ high: Double, _ alpha: Double, _ observed: Double
  ) -> Double {
    high - low + 2 / alpha * max(low - observed, 0) + 2 / alpha * max(observed - high, 0)
  }

  /// The CRPS of a normal distribution.
  ///
  /// Gneiting and Raftery 2007, eq. 21, with its sign reversed.
  public static func crps(mean: Double, sd: Double, observed: Double) -> Double {
    let z = (observed - mean) / sd
    return sd
      * (z * (2 * ScalarMath.normalCDF(z) - 1) + 2 * normalDensity(z)
        - 0.56418958354775628694807945156077)
  }

  /// Minus the logarithm of the normal density.
  public static func logScore(mean: Double, sd: Double, observed: Double) -> Double {
    let z = (observed - mean) / sd
    return ScalarMath.log(sd) + 0.91893853320467274178032973640562 + 0.5 * z * z
  }

  /// The CRPS of a sample, E|X − y| − ½E|X − X'|.
  ///
  /// A fair score divides the second mean by n(n − 1) in place of n², so that it is right on average
  /// for the distribution behind the sample (C. A. T. Ferro, Quarterly Journal of the Royal
  /// Meteorological Society 140, 2014).
  public static func crps(sample: [Double], observed: Double, isFair: Bool) -> Double {
    let sorted = sample.sorted()
    let n = Double(sorted.count)
    var (near, apart) = (0.0, 0.0)
    for (index, value) in sorted.enumerated() {
      near += (value - observed).magnitude
      // Each pair once: value minus all below it.
      apart += value * (2 * Double(index) + 1 - n)
    }
    return near / n - apart / (n * (isFair ? n - 1 : n))
  }

  private static func normalDensity(_ z: Double) -> Double {
    0.39894228040143267793994605993438 * ScalarMath.exp(-0.5 * z * z)
  }

  /// The probability at an observation, linear between the quantiles; beyond the outermost, half of
  /// what is left.
  private static func pit(_ quantiles: [Double], _ observed: Double) -> Double {
    let probabilities = PredictiveDistribution.probabilities
    guard let above = quantiles.firstIndex(where: { $0 >= observed }) else {
      return (1 + probabilities[probabilities.count - 1]) / 2
    }
    // Where several quantiles are the observation, their middle.
    let same = quantiles.lastIndex { $0 == observed } ?? above
    if quantiles[above] == observed { return (probabilities[above] + probabilities[same]) / 2 }
    guard above > 0 else { return probabilities[0] / 2 }
    let share = (observed - quantiles[above - 1]) / (quantiles[above] - quantiles[above - 1])
    return probabilities[above - 1] + share * (probabilities[above] - probabilities[above - 1])
  }
}
