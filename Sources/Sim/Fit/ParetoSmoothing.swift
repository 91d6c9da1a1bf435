/// Importance weights whose largest values have been smoothed, and what they are worth.
///
/// Source: A. Vehtari, D. Simpson, A. Gelman, Y. Yao, J. Gabry, *Pareto smoothed importance
/// sampling*, Journal of Machine Learning Research 25 (2024), 72:1-58, algorithm 1, for independent
/// draws. The M = min(S/5, 3√S) largest of S ratios are replaced by the expected order statistics of
/// a generalised Pareto distribution fitted to them, none above the largest raw ratio. Its shape k
/// tells whether the weights can be trusted: above 0.7 the error no longer falls at a usable rate.
public struct ParetoSmoothing: Sendable {
  /// The weight of each draw; they sum to 1.
  public let weights: [Double]
  /// The shape of the tail of the raw ratios: 0 when they are all the same, nil when there are too
  /// few different ones to tell.
  public let k: Double?
  /// How many ratios make up the tail.
  public let tailCount: Int

  /// How many independent draws the weighted ones are worth: 1/Σw².
  public var effectiveSize: Double { 1 / weights.reduce(0) { $0 + $1 * $1 } }

  /// Smooths ratios that are given as logarithms, up to a common constant.
  ///
  /// - Precondition: at least one is finite, none is NaN or +∞.
  public init(logRatios: [Double]) {
    precondition(logRatios.allSatisfy { !$0.isNaN && $0 < .infinity })
    let largest = logRatios.max() ?? -.infinity
    precondition(largest > -.infinity, "every ratio is zero")
    var ratios = logRatios.map { ScalarMath.exp($0 - largest) }
    // Equal ratios keep the order of their draws, so that the result is one and the same.
    let ascending = ratios.indices.sorted { (ratios[$0], $0) < (ratios[$1], $1) }
    let size = Self.tailSize(draws: ratios.count)
    tailCount = size
    k = Self.smooth(&ratios, tail: Array(ascending.suffix(size)), ascending: ascending)
    let total = ratios.reduce(0, +)
    weights = ratios.map { $0 / total }
  }

  /// The number of ratios that are smoothed.
  static func tailSize(draws: Int) -> Int {
    Int(min(0.2 * Double(draws), 3 * Double(draws).squareRoot()).rounded(.up))
  }

  /// Replaces the tail by quantiles of its own distribution; returns the shape.
  private static func smooth(_ ratios: inout [Double], tail: [Int], ascending: [Int]) -> Double? {
    guard tail.count >= 5, tail.count < ascending.count else { return nil }
    let largest = ratios[tail[tail.count - 1]]
    guard largest - ratios[tail[0]] > .ulpOfOne * largest else { return 0 }
    let cutoff = ratios[ascending[ascending.count - tail.count - 1]]
    let exceedances = tail.map { ratios[$0] - cutoff }
    guard let distribution = GeneralizedPareto(fittedTo: exceedances) else { return nil }
    for (rank, draw) in tail.enumerated() {
      let p = (Double(rank) + 0.5) / Double(tail.count)
      ratios[draw] = min(1, cutoff + distribution.quantile(p))
    }
    return distribution.k
  }
}
