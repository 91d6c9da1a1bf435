/// A random walk: the next year is the last one, plus a drift if asked, plus an independent change.
struct RandomWalk {
  /// What is expected of a change.
  enum Drift {
    /// Nothing.
    case none
    /// The mean of the known changes.
    case mean
    /// The mean of the known changes, as far as chance does not explain it; see ``RandomWalk/shrunk``.
    case shrunk
  }

  /// The last observation.
  let last: Double
  /// The mean change a year; 0 without drift.
  let drift: Double
  /// The standard deviation of a change.
  let sd: Double
  /// The number of observed changes.
  let count: Int
  private let kind: Drift

  /// Fits a walk.
  ///
  /// Without drift the variance is the mean of the squared changes; with it, that of the changes
  /// around their mean, by n − 1.
  init(_ values: [Double], drift kind: Drift) {
    let changes = zip(values.dropFirst(), values).map { $0 - $1 }
    count = changes.count
    last = values[values.count - 1]
    let drift =
      switch kind {
      case .none: 0.0
      case .mean: changes.reduce(0, +) / Double(count)
      case .shrunk:
        Self.shrunk(
          sum: changes.reduce(0, +), squares: changes.reduce(0) { $0 + $1 * $1 }, count: count)
      }
    let squares = changes.reduce(0) { $0 + ($1 - drift) * ($1 - drift) }
    sd = (squares / Double(kind == .none ? count : max(count - 1, 1))).squareRoot()
    (self.drift, self.kind) = (drift, kind)
  }

  /// The mean of so many changes, drawn to 0 by the part of its square that its own sampling error
  /// explains: m·max(0, 1 − v/m²), with v the variance of the changes, by n − 1, over n.
  ///
  /// The positive-part empirical Bayes estimate of one mean with an unknown prior variance around 0:
  /// B. Efron, C. Morris, JASA 68 (1973), sections 2 and 3.
  static func shrunk(sum: Double, squares: Double, count: Int) -> Double {
    let n = Double(count)
    let mean = sum / n
    let error = max(squares / n - mean * mean, 0) / max(n - 1, 1)
    return mean == 0 ? 0 : mean * max(0, 1 - error / (mean * mean))
  }

  /// The distribution so many years ahead; with drift, its own uncertainty h²·σ²/n is added.
  ///
  /// R. J. Hyndman, G. Athanasopoulos, Forecasting: principles and practice, 3rd ed., section 5.5.
  func forecast(_ years: Int) -> PredictiveDistribution {
    let h = Double(years)
    let variance = kind == .none ? h : h * (1 + h / Double(count))
    return PredictiveDistribution(mean: last + drift * h, sd: sd * variance.squareRoot())
  }
}
