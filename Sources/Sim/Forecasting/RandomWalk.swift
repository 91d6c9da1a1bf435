/// A random walk: the next year is the last one, plus a drift if asked, plus an independent change.
struct RandomWalk {
  /// The last observation.
  let last: Double
  /// The mean change a year; 0 without drift.
  let drift: Double
  /// The standard deviation of a change.
  let sd: Double
  /// The number of observed changes.
  let count: Int
  private let hasDrift: Bool

  /// Fits a walk.
  ///
  /// Without drift the variance is the mean of the squared changes; with it, that of the changes
  /// around their mean, by n − 1.
  init(_ values: [Double], hasDrift: Bool) {
    let changes = zip(values.dropFirst(), values).map { $0 - $1 }
    count = changes.count
    last = values[values.count - 1]
    let drift = hasDrift ? changes.reduce(0, +) / Double(count) : 0
    let squares = changes.reduce(0) { $0 + ($1 - drift) * ($1 - drift) }
    sd = (squares / Double(hasDrift ? max(count - 1, 1) : count)).squareRoot()
    (self.drift, self.hasDrift) = (drift, hasDrift)
  }

  /// The distribution so many years ahead; with drift, its own uncertainty h²·σ²/n is added.
  ///
  /// R. J. Hyndman, G. Athanasopoulos, Forecasting: principles and practice, 3rd ed., section 5.5.
  func forecast(_ years: Int) -> PredictiveDistribution {
    let h = Double(years)
    let variance = hasDrift ? h * (1 + h / Double(count)) : h
    return PredictiveDistribution(mean: last + drift * h, sd: sd * variance.squareRoot())
  }
}
