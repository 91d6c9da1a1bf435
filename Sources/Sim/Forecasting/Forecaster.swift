/// Forecasts of one class of series from one origin, by any method.
///
/// Only what was known at the origin enters: later observations are cut off before anything is
/// computed.
public struct Forecaster: Sendable {
  /// The series as known at the origin; those that had not begun are absent.
  public let series: [AnnualSeries]
  /// The number of years ahead.
  public let horizon: Int
  private let pools: [PooledGrowth]
  private let poolWeights: [Double]

  /// Prepares the forecasts.
  ///
  /// - Parameters:
  ///   - series: one class of series.
  ///   - origin: the last year that is known.
  ///   - methods: what will be asked; others are refused.
  public init(
    _ series: [AnnualSeries], origin: Int, horizon: Int, methods: Set<ForecastMethod>
  ) {
    let known = series.compactMap { $0.known(in: origin) }
    self.series = known
    self.horizon = horizon
    guard methods.contains(.standard) || methods.contains(.pooled) else {
      (pools, poolWeights) = ([], [])
      return
    }
    // Where there are ceilings, growth is compared in logits. Elsewhere it may be proportional or by
    // equal steps, and which of the two is not known in advance: both are used.
    let logWeight = Self.logShare * Self.trust(others: known.count - 1)
    var scales: [(MeasuringScale, Double)] = []
    if known.contains(where: { $0.ceiling != nil }) { scales += [(.logit, 1)] }
    if known.contains(where: { $0.ceiling == nil }) {
      scales += [(.log, logWeight), (.level, 1 - logWeight)]
    }
    pools = scales.map { PooledGrowth(known, scale: $0.0, horizon: horizon) }
    poolWeights = scales.map(\.1)
  }

  /// The forecasts of a series for the years after the origin; nil where the method does not suit.
  ///
  /// The default method is given as it is before ``ConformalCalibration``.
  ///
  /// - Precondition: the series has at least three observations.
  public func forecast(_ index: Int, _ method: ForecastMethod) -> [PredictiveDistribution]? {
    let one = series[index]
    let years = 1...horizon
    func bounded(_ forecast: (Int) -> PredictiveDistribution) -> [PredictiveDistribution] {
      years.map { year in
        let result = forecast(year)
        return one.ceiling == nil
          ? result
          : PredictiveDistribution(quantiles: result.quantiles, ceiling: one.effectiveCeiling)
      }
    }
    switch method {
    case .naive: return bounded(RandomWalk(one.values, drift: .none).forecast)
    case .drift: return bounded(RandomWalk(one.values, drift: .mean).forecast)
    case .ses: return bounded(ExponentialSmoothing(one.values, trend: .none).forecast)
    case .holt: return bounded(ExponentialSmoothing(one.values, trend: .linear).forecast)
    case .damped: return bounded(ExponentialSmoothing(one.values, trend: .damped).forecast)
    case .theta: return bounded(Theta(one.values).forecast)
    case .optimisedTheta: return bounded(OptimisedTheta(one.values).forecast)
    case .arima: return ARIMA(one.values).map { bounded($0.forecast) }
    case .localTrend: return bounded(LocalLinearTrend(one.values).forecast)
    case .logitDrift, .logitDamped: return transformed(one, method)
    case .shrunkDrift: return shrunkDrift(one)
    case .logistic, .gompertz, .bass, .richards:
      return GrowthCurve(rawValue: method.rawValue)
        .flatMap { GrowthCurveForecast($0, one.values, ceiling: one.effectiveCeiling) }
        .map { bounded($0.forecast) }
    case .pooled: return pooled(index)
    case .simple: return average(index, [.naive, .drift, .theta])
    case .bounded: return average(index, [.naive, .theta, .logitDrift])
    case .standard: return standard(index)
    }
  }

  /// Equal weights on the quantiles of some methods.
  private func average(
    _ index: Int, _ methods: [ForecastMethod]
  ) -> [PredictiveDistribution]? {
    let parts = methods.compactMap { forecast(index, $0) }
    guard parts.count == methods.count else { return nil }
    return (0..<horizon).map { year in .average(parts.map { ($0[year], 1) }) }
  }

  /// A method in logits or in logarithms; nil for a series that may be negative.
  private func transformed(
    _ one: AnnualSeries, _ method: ForecastMethod
  ) -> [PredictiveDistribution]? {
    let scale: MeasuringScale = one.ceiling == nil ? .log : .logit
    guard let path = scale.transformed(one) else { return nil }
    let forecast =
      method == .logitDrift
      ? RandomWalk(path, drift: .mean).forecast
      : ExponentialSmoothing(path, trend: .damped).forecast
    return (1...horizon).map { year in
      forecast(year).mapping(ceiling: one.effectiveCeiling) { scale.restored($0, one) }
    }
  }

  /// A walk with a shrunken drift, in logits or logarithms where these suit.
  private func shrunkDrift(_ one: AnnualSeries) -> [PredictiveDistribution] {
    let scale: MeasuringScale = one.ceiling == nil ? .log : .logit
    guard let path = scale.transformed(one) else {
      let forecast = RandomWalk(one.values, drift: .shrunk).forecast
      return (1...horizon).map {
        forecast($0).mapping(ceiling: one.effectiveCeiling) { value in value }
      }
    }
    let forecast = RandomWalk(path, drift: .shrunk).forecast
    return (1...horizon).map { year in
      forecast(year).mapping(ceiling: one.effectiveCeiling) { scale.restored($0, one) }
    }
  }

  // MARK: Pools

  /// The pooled forecast, averaged over the scales that suit the series.
  private func pooled(_ index: Int) -> [PredictiveDistribution]? {
    let suiting = pools.indices.filter { pools[$0].forecast(series: index, 1) != nil }
    guard !suiting.isEmpty else { return nil }
    return (1...horizon).map { year in
      .average(
        suiting.compactMap { pool in
          pools[pool].forecast(series: index, year).map { ($0, poolWeights[pool]) }
        })
    }
  }

  /// The weight of growth rates, against equal steps, in a large class.
  private static let logShare = 0.5
  /// The weight of the pool in a large class.
  private static let poolShare = 0.6
  /// How much too narrow the 95 % bounds of a lone series become with the years, in the end.
  private static let unforeseen = 0.3

  /// How much a class of so many other series is trusted; three give half.
  private static func trust(others: Int) -> Double {
    Double(max(others, 0)) / (Double(max(others, 0)) + 3)
  }

  /// For a lone series the median, quantile by quantile, of naive, Theta, the shrunken drift and what the
  /// pool expects before any class; for a large class the pool and the median of the other three; between
  /// the two for a small one.
  private func standard(_ index: Int) -> [PredictiveDistribution]? {
    let parts = [ForecastMethod.naive, .theta, .shrunkDrift].compactMap { forecast(index, $0) }
    guard parts.count == 3 else { return nil }
    let pooled = pooled(index)
    let trust = Self.trust(others: (pools.map(\.seriesCount).max() ?? 1) - 1)
    return (0..<horizon).map { year in
      let votes = parts.map { $0[year] }
      let robust = PredictiveDistribution.median(votes)
      guard let pool = pooled?[year] else { return robust }
      let combined = PredictiveDistribution.average([
        (pool, trust * Self.poolShare), (robust, trust * (1 - Self.poolShare)),
        (.median(votes + [pool]), 1 - trust),
      ])
      // The parts know the noise of the known years; what changes the course of a series comes on top.
      let growth = 1 + Self.unforeseen * (1 - 1 / Double(year + 1))
      return combined.stretched(
        inner: 1, outer: ScalarMath.pow(growth, 1 - trust),
        ceiling: series[index].effectiveCeiling)
    }
  }
}
