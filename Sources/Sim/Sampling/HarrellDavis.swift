internal import CQuantiles

/// A quantile as a weighted mean of all order statistics, which moves smoothly with the sample.
///
/// F. E. Harrell, C. E. Davis, *A new distribution-free quantile estimator*, Biometrika 69 (1982)
/// 635-640: with n values and the level q, the i-th order statistic has the probability of
/// ((i − 1)/n, i/n] under beta((n + 1) q, (n + 1)(1 − q)).
struct HarrellDavis {
  private let first: Int
  private let weights: [Double]

  /// The weights of a level in (0, 1) for samples of so many values.
  init(level: Double, count: Int) {
    let (a, b) = (Double(count + 1) * level, Double(count + 1) * (1 - level))
    let below = (0...count).map { grdp_beta_cdf(a, b, Double($0) / Double(count), false) }
    let all = (0..<count).map { below[$0 + 1] - below[$0] }
    // The rest is too little to be seen in a double.
    let first = all.firstIndex { $0 > 1e-18 } ?? 0
    let last = all.lastIndex { $0 > 1e-18 } ?? count - 1
    self.first = first
    weights = Array(all[first...last])
  }

  /// The quantile of a sample in rising order.
  func quantile(ofSorted values: [Double]) -> Double {
    var sum = 0.0
    var total = 0.0
    for (offset, weight) in weights.enumerated() {
      sum += weight * values[first + offset]
      total += weight
    }
    return sum / total
  }
}
