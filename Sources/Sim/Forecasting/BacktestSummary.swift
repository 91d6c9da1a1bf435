/// What a back-test says about one method: every measure averaged over the years of a window, and then
/// over windows.
public struct BacktestSummary: Sendable {
  /// What is measured.
  public enum Measure: String, CaseIterable, Sendable {
    case mae, mase, rmsse, crps
    case intervalScore80 = "is80"
    case intervalScore95 = "is95"
    case coverage80 = "cov80"
    case coverage95 = "cov95"
    case pit
  }

  /// A mean over windows.
  public struct Estimate: Sendable {
    /// The mean.
    public var value: Double
    /// Its standard error, with windows of one series, or of one origin year, taken as dependent; the
    /// larger of the two.
    public var error: Double
  }

  /// How much lower the CRPS is than that of a reference, as a share of it.
  public struct Skill: Sendable {
    /// The share; negative where the method is worse.
    public var value: Double
    /// The 2.5 and 97.5 % points of the bootstrap.
    public var low, high: Double
  }

  /// The number of windows.
  public let windowCount: Int
  /// The measures; one that no window allows, such as MASE of flat series, is absent.
  public let estimates: [Measure: Estimate]
  /// The share of observations in each tenth of the predictive distribution.
  public let pitTenths: [Double]
  /// The mean CRPS of each window, by the window's number.
  private let crpsOfWindow: [Int: Double]

  /// Summarises some of the results of a back-test.
  ///
  /// - Parameter selection: results of one method.
  public init(_ backtest: Backtest, _ selection: [Backtest.Result]) {
    var windows: [Int: [Measure: Mean]] = [:]
    var tenths = Array(repeating: 0.0, count: 10)
    for result in selection {
      let window = backtest.windows[result.window]
      let known = Array(backtest.series[window.series].values.prefix(window.training))
      for (measure, value) in Self.values(result.score, known: known) {
        windows[result.window, default: [:]][measure, default: Mean()].add(value)
      }
      tenths[min(9, Int(10 * result.score.pit))] += 1 / Double(selection.count)
    }
    windowCount = windows.count
    pitTenths = tenths
    let order = windows.keys.sorted()
    var estimates: [Measure: Estimate] = [:]
    for measure in Measure.allCases {
      let values: [(window: Int, value: Double)] = order.compactMap { index in
        guard let mean = windows[index]?[measure]?.value else { return nil }
        return (index, measure == .rmsse ? mean.squareRoot() : mean)
      }
      if !values.isEmpty { estimates[measure] = Self.estimate(values, in: backtest) }
    }
    self.estimates = estimates
    crpsOfWindow = windows.compactMapValues { $0[.crps]?.value }
  }

  private struct Mean {
    private var sum = 0.0
    private var count = 0.0

    mutating func add(_ value: Double) {
      sum += value
      count += 1
    }

    var value: Double { sum / count }
  }

  /// The measures of one forecast; those relative to the changes of the known years only where there
  /// are any.
  private static func values(
    _ score: ForecastScore, known: [Double]
  ) -> [(Measure, Double)] {
    var values: [(Measure, Double)] = [
      (.mae, score.absoluteError), (.crps, score.crps),
      (.intervalScore80, score.intervalScore80), (.intervalScore95, score.intervalScore95),
      (.coverage80, score.isIn80 ? 1 : 0), (.coverage95, score.isIn95 ? 1 : 0),
      (.pit, score.pit),
    ]
    let changes = zip(known.dropFirst(), known).map { $0 - $1 }
    let count = Double(changes.count)
    let absolute = changes.reduce(0) { $0 + $1.magnitude } / count
    if absolute > 0 {
      let squared = changes.reduce(0) { $0 + $1 * $1 } / count
      values += [(.mase, score.absoluteError / absolute), (.rmsse, score.squaredError / squared)]
    }
    return values
  }

  private static func estimate(
    _ values: [(window: Int, value: Double)], in backtest: Backtest
  ) -> Estimate {
    let n = Double(values.count)
    let mean = values.reduce(0) { $0 + $1.value } / n
    func error(_ cluster: (Int) -> Int) -> Double {
      var sums: [Int: Double] = [:]
      for (window, value) in values { sums[cluster(window), default: 0] += value - mean }
      let groups = Double(sums.count)
      guard groups > 1 else { return .infinity }
      let squares = sums.keys.sorted().reduce(0) { $0 + (sums[$1] ?? 0) * (sums[$1] ?? 0) }
      return (squares * groups / (groups - 1)).squareRoot() / n
    }
    return Estimate(
      value: mean,
      error: max(error { backtest.windows[$0].series }, error { backtest.originYear($0) }))
  }

  /// The skill against a reference on the windows both have.
  ///
  /// The interval is of a paired bootstrap that draws series and origin years at the same time, and
  /// gives a window the product of its two counts (A. B. Owen, Annals of Applied Statistics 1, 2007):
  /// windows of one series overlap, and a common shock hits all series of a year.
  public func skill(
    against reference: BacktestSummary, in backtest: Backtest, seed: UInt64, draws: Int = 1000
  ) -> Skill? {
    let pairs = crpsOfWindow.keys.sorted().compactMap { index in
      reference.crpsOfWindow[index].map {
        (
          series: backtest.windows[index].series, year: backtest.originYear(index),
          own: crpsOfWindow[index] ?? $0, other: $0
        )
      }
    }
    let total = pairs.reduce(0) { $0 + $1.other }
    guard total > 0 else { return nil }
    let series = Array(Set(pairs.map(\.series))).sorted()
    let years = Array(Set(pairs.map(\.year))).sorted()
    let seriesPlace = Dictionary(uniqueKeysWithValues: series.enumerated().map { ($1, $0) })
    let yearPlace = Dictionary(uniqueKeysWithValues: years.enumerated().map { ($1, $0) })
    let places = pairs.map { (seriesPlace[$0.series] ?? 0, yearPlace[$0.year] ?? 0) }
    let stream = RandomStream(seed: seed, name: "skill")
    var skills: [Double] = []
    for draw in 0..<draws {
      func counts(_ size: Int, substream: UInt32) -> [Double] {
        var counts = Array(repeating: 0.0, count: size)
        for place in 0..<size {
          let u = stream.uniform(draw: UInt64(draw), period: place, substream: substream)
          counts[min(size - 1, Int(u * Double(size)))] += 1
        }
        return counts
      }
      let (ofSeries, ofYear) = (
        counts(series.count, substream: 0), counts(years.count, substream: 1)
      )
      var (own, other) = (0.0, 0.0)
      for (pair, place) in zip(pairs, places) {
        let weight = ofSeries[place.0] * ofYear[place.1]
        own += weight * pair.own
        other += weight * pair.other
      }
      if other > 0 { skills.append(1 - own / other) }
    }
    skills.sort()
    guard !skills.isEmpty else { return nil }
    return Skill(
      value: 1 - pairs.reduce(0) { $0 + $1.own } / total, low: skills.quantile(0.025),
      high: skills.quantile(0.975))
  }
}

extension Backtest {
  /// The last year that was known in a window.
  public func originYear(_ window: Int) -> Int {
    series[windows[window].series].firstYear + windows[window].training - 1
  }
}
