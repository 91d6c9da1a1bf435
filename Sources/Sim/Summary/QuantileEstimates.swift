/// Quantiles with their Monte Carlo errors, from order statistics.
///
/// The number of draws below the true p-quantile is binomial, so one standard error of the level is
/// δ = √(p (1 − p) / n), and half the distance between the quantiles at p − δ and p + δ is one
/// standard error of the value, whatever the distribution.
///
/// Source: Woodruff, *Confidence intervals for medians and other position measures*, Journal of the
/// American Statistical Association 47 (1952); David & Nagaraja, *Order Statistics* (2003), 7.1.
public struct QuantileEstimates: Sendable {
  /// A quantile and its standard error.
  public struct Estimate: Hashable, Sendable {
    /// The quantile.
    public var value: Double
    /// Its standard error.
    public var standardError: Double
  }

  /// The levels of the quantiles that are wanted.
  public let wanted: [Double]
  private let draws: Double

  /// Prepares to estimate quantiles from draws that are worth `draws` independent ones.
  public init(_ wanted: [Double], effectiveDraws draws: Double) {
    self.wanted = wanted
    self.draws = draws
  }

  /// The levels to ask a simulation for: least, greatest, and three for each quantile.
  public var levels: [Double] {
    [0, 1]
      + wanted.flatMap { level in
        let error = (level * (1 - level) / max(1, draws)).squareRoot()
        return [level, max(0, level - error), min(1, level + error)]
      }
  }

  /// The estimates, from quantiles at ``levels``.
  public func estimates(_ quantiles: [Double]) -> [Estimate] {
    wanted.indices.map { number in
      let first = 2 + 3 * number
      return Estimate(
        value: quantiles[first], standardError: (quantiles[first + 2] - quantiles[first + 1]) / 2)
    }
  }

  /// Whether every draw gave exactly zero.
  public static func isZero(_ quantiles: [Double]) -> Bool {
    quantiles[0] == 0 && quantiles[1] == 0
  }
}
