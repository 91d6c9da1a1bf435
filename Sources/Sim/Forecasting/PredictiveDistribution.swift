/// What is expected of one year: quantiles at fixed probabilities.
public struct PredictiveDistribution: Hashable, Sendable {
  /// The probabilities: .025 .05 .1 .2 … .9 .95 .975.
  public static let probabilities: [Double] = [
    0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975,
  ]
  /// The standard normal quantiles of the probabilities.
  static let normalScores = probabilities.map(ScalarMath.normalQuantile)
  /// The quantiles of Student's t with four degrees of freedom at the probabilities: heavier tails.
  ///
  /// With q = 4p(1 − p) and c = cos(acos(√q)/3)/√q, t = ±2√(c − 1) (W. T. Shaw, Journal of
  /// Computational Finance 9(4), 2006, section 3).
  static let heavyScores = probabilities.map { (probability: Double) -> Double in
    let root = (4 * probability * (1 - probability)).squareRoot()
    let angle = ScalarMath.atan((1 - root * root).squareRoot() / root) / 3
    let size = 2 * max(ScalarMath.cos(angle) / root - 1, 0).squareRoot()
    return probability < 0.5 ? -size : size
  }
  /// The place of the median.
  static let medianIndex = 6

  /// The quantile at each probability, not falling.
  public let quantiles: [Double]

  /// Creates a distribution from its quantiles, put in rising order and within a ceiling.
  ///
  /// - Precondition: one for each probability.
  public init(quantiles: [Double], ceiling: Double? = nil) {
    precondition(quantiles.count == Self.probabilities.count)
    let bounded = ceiling.map { top in quantiles.map { min(max($0, 0), top) } } ?? quantiles
    let isRising = zip(bounded, bounded.dropFirst()).allSatisfy { $0 <= $1 }
    self.quantiles = isRising ? bounded : bounded.sorted()
  }

  /// The normal distribution.
  public init(mean: Double, sd: Double) {
    quantiles = Self.normalScores.map { mean + sd * $0 }
  }

  /// The median.
  public var median: Double { quantiles[Self.medianIndex] }

  /// The mean, with the quantile function taken as linear between the probabilities and constant
  /// outside them.
  public var mean: Double {
    let sum = zip(quantiles, Self.weights).reduce(0) { $0 + $1.0 * $1.1 }
    // Rounding must not take it out of the range.
    return min(max(sum, quantiles[0]), quantiles[quantiles.count - 1])
  }

  /// The part of [0, 1] each quantile stands for: half the way to its neighbours, or all to the end.
  static let weights: [Double] = probabilities.indices.map { index in
    let below = index > 0 ? (probabilities[index] + probabilities[index - 1]) / 2 : 0
    let above =
      index + 1 < probabilities.count
      ? (probabilities[index] + probabilities[index + 1]) / 2 : 1
    return above - below
  }

  /// The central interval of a coverage such as .8 or .95; nil where its ends are not on the grid.
  public func interval(_ coverage: Double) -> ClosedRange<Double>? {
    let tail = (1 - coverage) / 2
    guard let low = Self.probabilities.firstIndex(where: { ($0 - tail).magnitude < 1e-9 })
    else { return nil }
    return quantiles[low]...quantiles[quantiles.count - 1 - low]
  }

  /// The distribution with every value transformed by a rising function.
  func mapping(ceiling: Double? = nil, _ rising: (Double) -> Double) -> PredictiveDistribution {
    PredictiveDistribution(quantiles: quantiles.map(rising), ceiling: ceiling)
  }

  /// The weighted mean of the quantile functions (Vincent averaging).
  ///
  /// L. J. Lichtendahl, Y. Grushka-Cockayne, R. L. Winkler, Management Science 59(7), 2013.
  static func average(
    _ parts: [(distribution: PredictiveDistribution, weight: Double)]
  ) -> PredictiveDistribution {
    let total = parts.reduce(0) { $0 + $1.weight }
    return PredictiveDistribution(
      quantiles: probabilities.indices.map { index in
        parts.reduce(0) { $0 + $1.weight * $1.distribution.quantiles[index] } / total
      })
  }

  /// The median of the quantile functions: no single part can move it far.
  static func median(_ parts: [PredictiveDistribution]) -> PredictiveDistribution {
    PredictiveDistribution(
      quantiles: probabilities.indices.map { index in
        let values = parts.map { $0.quantiles[index] }.sorted()
        return (values[values.count / 2] + values[(values.count - 1) / 2]) / 2
      })
  }

  /// The distribution with the distances from its median stretched by one factor up to the 80 % bounds
  /// and by another from the 95 % bounds on, going over from one to the other between them.
  func stretched(inner: Double, outer: Double, ceiling: Double?) -> PredictiveDistribution {
    let scores = Self.normalScores
    let (near, far) = (scores[scores.count - 3], scores[scores.count - 1])
    return PredictiveDistribution(
      quantiles: zip(quantiles, scores).map { quantile, score in
        let share = min(max((score.magnitude - near) / (far - near), 0), 1)
        return median + (quantile - median) * (inner + share * (outer - inner))
      }, ceiling: ceiling)
  }
}
