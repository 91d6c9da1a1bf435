internal import CQuantiles

/// Student's t distribution, by way of the beta distribution: with t, df/(df + t²) is beta(df/2, 1/2).
enum StudentQuantile {
  /// The t that |T| exceeds with probability `tail`.
  static func twoSided(tail: Double, df: Int) -> Double {
    var complement = 0.0
    let x = unsafe grdp_beta_quantile(Double(df) / 2, 0.5, tail, false, &complement)
    return (Double(df) * complement / x).squareRoot()
  }

  /// The probability that |T| exceeds `t`.
  static func tail(of t: Double, df: Int) -> Double {
    let df = Double(df)
    guard t.isFinite else { return t.isNaN ? .nan : 0 }
    return grdp_beta_cdf(df / 2, 0.5, df / (df + t * t), false)
  }
}
