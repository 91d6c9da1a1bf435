internal import CQuantiles

/// Tail probabilities of a binomial distribution.
enum BinomialTail {
  /// The probability of at least `hits` successes in `trials`: the regularised incomplete beta function
  /// I(rate; hits, trials − hits + 1).
  static func probability(ofAtLeast hits: Int, of trials: Int, rate: Double) -> Double {
    if hits <= 0 { return 1 }
    if hits > trials || rate <= 0 { return 0 }
    if rate >= 1 { return 1 }
    return grdp_beta_cdf(Double(hits), Double(trials - hits + 1), rate, false)
  }
}
