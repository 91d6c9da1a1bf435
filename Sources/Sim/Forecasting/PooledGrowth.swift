/// How series of one class have gone on from where they were: a regression of the change over h years
/// on the recent pace of change, fitted to every series and every year known at the origin.
///
/// It borrows strength from the reference class. With x the transformed series, m₀, m₁, m₂ the means of
/// its past changes with weights falling by 0, .6 and .85 a year, r their plain mean as far as chance
/// does not explain it (``RandomWalk/shrunk(sum:squares:count:)``), and for bounded series the level x
/// itself,
///
///     x(t+h) − x(t) = c + b₀ m₀ + b₁ m₁ + b₂ m₂ + a r (+ d x + e m₁ x) + s u,
///
/// where s is the scale of the series' own surprises, shrunk towards that of its class, and u has the
/// distribution the residuals of the class have had. There is one regression for every h, so nothing is
/// iterated. The coefficients are shrunk by a ridge towards a damped continuation of the recent pace and
/// a steady one of the mean; extreme residuals count less (P. J. Huber, Annals of Mathematical Statistics
/// 35, 1964). The residual quantiles are shrunk towards those of a random walk with heavy tails in
/// proportion to how few independent ones there are. Only observations up to the origin enter.
struct PooledGrowth {
  /// The few constants of the method, the same for every class.
  private enum Constant {
    /// How much of a weight is left after a year, for each mean pace.
    static let decays = [0, 0.6, 0.85]
    /// What is expected before any data of the class.
    ///
    /// This part of the middle pace, with so much of it left after each year, and this part of the
    /// reliable mean, every year. An adoption curve or a share of a whole slows down on its way, where
    /// other quantities keep growing.
    static let recentShare = 0.5
    static let damping = (free: 0.9, bounded: 0.8)
    static let steadyShare = (free: 0.45, bounded: 0.05)
    /// The ridge on standardised columns, for each year of the horizon, in a large class; in one of
    /// `smallClass` series it is twice that.
    static let ridge = 0.2
    static let smallClass = 20.0
    /// The fewest changes known at an origin.
    static let fewestChanges = 3
    /// Surprises are departures from this part of the middle pace; older ones weigh less.
    static let continuation = 0.8
    static let surpriseDecay = 0.9
    /// The spread of a one-year error in scales, and its growth with the horizon above that of a walk.
    static let priorSpread = 1.05
    static let spreadGrowth = 1.06
    /// So many independent residuals weigh as much as the shape expected before any.
    static let shapeWeight = 10.0
    /// Residuals of neighbouring years overlap; so many per year of the horizon are worth one.
    static let overlap = 3.0
    /// Residuals above so many medians are drawn in.
    static let clipping = 1.5
    static let rounds = 4
  }

  /// A year of a series from which the change is known or asked.
  private struct Row {
    var series: Int
    var position: Int
    var features: [Double]
    var scale: Double
  }

  /// The regression of one horizon.
  private struct Growth {
    var coefficients: [Double]
    /// The quantiles of the change in scales, around the fitted one.
    var quantiles: [Double]
  }

  private let scale: MeasuringScale
  private let series: [AnnualSeries]
  /// The last row of each series that suits.
  private let origins: [Int: Row]
  private let last: [Int: Double]
  private let growth: [Growth]
  /// The number of series that could be used.
  var seriesCount: Int { origins.count }

  /// Fits the regressions.
  ///
  /// - Parameters:
  ///   - series: one class, as known at the origin.
  ///   - horizon: the number of years ahead.
  init(_ series: [AnnualSeries], scale: MeasuringScale, horizon: Int) {
    var rows: [Row] = []
    var paths: [Int: [Double]] = [:]
    for (index, one) in series.enumerated() {
      guard one.values.count > Constant.fewestChanges, let path = scale.transformed(one) else {
        continue
      }
      paths[index] = path
      rows += Self.rows(of: path, series: index, scale: scale)
    }
    Self.shrinkScales(&rows, towardsClass: scale == .level ? 0.2 : 0.5)
    let ridge = Constant.ridge * (1 + Constant.smallClass / Double(max(paths.count, 1)))
    var growth: [Growth] = []
    for years in stride(from: 1, through: horizon, by: 1) {
      growth.append(
        Self.growth(
          over: years, rows, paths, isBounded: scale == .logit, ridge: ridge,
          before: growth.last?.quantiles))
    }
    var origins: [Int: Row] = [:]
    for row in rows where row.position == (paths[row.series]?.count ?? 0) - 1 {
      origins[row.series] = row
    }
    (self.scale, self.series, self.growth, self.origins) = (scale, series, growth, origins)
    last = paths.compactMapValues(\.last)
  }

  /// The distribution of a series so many years after its last observation; nil for a series that is
  /// too short or does not suit the scale.
  func forecast(series index: Int, _ years: Int) -> PredictiveDistribution? {
    guard let row = origins[index], let last = last[index] else { return nil }
    let growth = growth[years - 1]
    let centre = last + zip(row.features, growth.coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    return PredictiveDistribution(
      quantiles: growth.quantiles.map {
        scale.restored(centre + row.scale * $0, series[index])
      }, ceiling: series[index].effectiveCeiling)
  }

  // MARK: Rows

  /// The rows of one path, from the first year with enough changes before it.
  private static func rows(of path: [Double], series: Int, scale: MeasuringScale) -> [Row] {
    var sums = Constant.decays.map { _ in 0.0 }
    var weights = sums
    var (surprise, surpriseWeight) = (0.0, 0.0)
    var middlePace = 0.0
    var (sum, squares) = (0.0, 0.0)
    var rows: [Row] = []
    for position in path.indices.dropFirst() {
      let change = path[position] - path[position - 1]
      if position > 1 {
        let error = (change - Constant.continuation * middlePace).magnitude
        surprise = Constant.surpriseDecay * surprise + error
        surpriseWeight = Constant.surpriseDecay * surpriseWeight + 1
      }
      for (index, decay) in Constant.decays.enumerated() {
        sums[index] = decay * sums[index] + change
        weights[index] = decay * weights[index] + 1
      }
      let paces = zip(sums, weights).map { $0 / $1 }
      middlePace = paces[1]
      sum += change
      squares += change * change
      let reliable = RandomWalk.shrunk(sum: sum, squares: squares, count: position)
      guard position >= Constant.fewestChanges else { continue }
      rows.append(
        Row(
          series: series, position: position,
          features: features(paces + [reliable], level: path[position], scale),
          scale: surprise / surpriseWeight))
    }
    return rows
  }

  private static func features(
    _ paces: [Double], level: Double, _ scale: MeasuringScale
  ) -> [Double] {
    switch scale {
    // Without a constant the method does not depend on the unit of a series.
    case .level: paces
    case .log: paces + [1]
    case .logit: paces + [1, level, paces[1] * level]
    }
  }

  /// Draws every scale, in logarithms, some of the way to the median of the class.
  private static func shrinkScales(_ rows: inout [Row], towardsClass share: Double) {
    let sorted = rows.map(\.scale).sorted()
    guard !sorted.isEmpty else { return }
    let typical = (sorted[sorted.count / 2] + sorted[(sorted.count - 1) / 2]) / 2
    guard typical > 0 else { return }
    for index in rows.indices {
      let ratio = max(rows[index].scale / typical, 1e-3)
      rows[index].scale = typical * ScalarMath.pow(ratio, 1 - share)
    }
  }

  // MARK: Regression

  /// The coefficients expected before any data of the class, over so many years.
  private static func expected(over years: Double, width: Int, isBounded: Bool) -> [Double] {
    let damping = isBounded ? Constant.damping.bounded : Constant.damping.free
    let steady = isBounded ? Constant.steadyShare.bounded : Constant.steadyShare.free
    var result = Array(repeating: 0.0, count: width)
    guard width > Constant.decays.count else { return result }
    result[1] =
      Constant.recentShare * damping * (1 - ScalarMath.pow(damping, years)) / (1 - damping)
    result[Constant.decays.count] = steady * years
    return result
  }

  private static func growth(
    over years: Int, _ rows: [Row], _ paths: [Int: [Double]], isBounded: Bool, ridge: Double,
    before: [Double]?
  ) -> Growth {
    let h = Double(years)
    let width = rows.first?.features.count ?? 0
    let prior = expected(over: h, width: width, isBounded: isBounded)
    var targets: [Double] = []
    var columns: [Double] = []
    for row in rows where row.scale > 0 {
      guard let path = paths[row.series], row.position + years < path.count else { continue }
      var target = path[row.position + years] - path[row.position]
      for (feature, weight) in zip(row.features, prior) {
        target -= feature * weight
        columns.append(feature / row.scale)
      }
      targets.append(target / row.scale)
    }
    let fit = RidgeRegression(
      columns: columns, width: width, targets: targets, ridge: ridge * h,
      clipping: Constant.clipping, rounds: Constant.rounds)
    let shape =
      before.map { quantiles in
        quantiles.map { $0 * (h / (h - 1)).squareRoot() * Constant.spreadGrowth }
      } ?? PredictiveDistribution.heavyScores.map { Constant.priorSpread * $0 }
    return Growth(
      coefficients: zip(prior, fit.coefficients).map { $0 + $1 },
      quantiles: residualQuantiles(fit.residuals, years: h, shape: shape))
  }

  /// The quantiles of the residuals, drawn towards a shape where there are few of them.
  private static func residualQuantiles(
    _ residuals: [Double], years: Double, shape: [Double]
  ) -> [Double] {
    guard !residuals.isEmpty else { return shape }
    let independent = Double(residuals.count) / (Constant.overlap * years)
    let weight = independent / (independent + Constant.shapeWeight)
    let widening = 1 + 1 / max(independent, 1)
    let sorted = residuals.sorted()
    return zip(PredictiveDistribution.probabilities, shape).map { probability, expected in
      weight * widening * sorted.quantile(probability) + (1 - weight) * expected
    }
  }
}

extension [Double] {
  /// A quantile of sorted numbers, linear between the probabilities (k − ½)/n.
  ///
  /// Definition 5 of R. J. Hyndman, Y. Fan, The American Statistician 50(4), 1996.
  func quantile(_ probability: Double) -> Double {
    let position = probability * Double(count) - 0.5
    guard position > 0 else { return self[0] }
    guard position < Double(count - 1) else { return self[count - 1] }
    let below = Int(position)
    return self[below] + (position - Double(below)) * (self[below + 1] - self[below])
  }
}
