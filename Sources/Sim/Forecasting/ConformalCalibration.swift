/// How much wider or narrower the forecasts of a class should have been, from the errors already known.
///
/// Every past error is divided by the distance its own forecast gave from the median to the 80 and to
/// the 95 % bound on its side. Where the .8 quantile of the first ratio over all series of the class is
/// 1.2, intervals of 80 % should have been 1.2 times as wide; likewise for 95 %. The medians stay. This
/// is split conformal prediction with normalised scores (J. Lei, M. G'Sell, A. Rinaldo,
/// R. J. Tibshirani, L. Wasserman, JASA 113, 2018), pooled over series because one short series has too
/// few errors of its own, and restricted to years that had been observed at the origin. Errors of one
/// year are not independent, so the factors are drawn towards 1 by the number of years behind them.
public struct ConformalCalibration: Sendable {
  /// An error that became known in a year.
  private struct Surprise {
    var year: Int
    var ratio80, ratio95: Double
  }

  /// So many years of errors count as much as the forecasts' own widths.
  private static let halfYears = 20.0
  private var surprises: [Int: [Surprise]] = [:]

  /// Starts without errors.
  public init() {}

  /// Adds what a forecast, so many years ahead, turned out to be for a year.
  public mutating func add(
    _ forecast: PredictiveDistribution, observed: Double, year: Int, horizon: Int
  ) {
    let error = (observed - forecast.median).magnitude
    let isAbove = observed > forecast.median
    func width(_ coverage: Double) -> Double {
      guard let interval = forecast.interval(coverage) else { return 0 }
      return isAbove
        ? interval.upperBound - forecast.median : forecast.median - interval.lowerBound
    }
    let (near, far) = (width(0.8), width(0.95))
    guard near > 0, far > 0 else { return }
    surprises[horizon, default: []].append(
      Surprise(year: year, ratio80: error / near, ratio95: error / far))
  }

  /// The factors on the inner and on the outer quantiles of forecasts so many years ahead, from what was
  /// known at the end of a year.
  func factors(horizon: Int, knownIn year: Int) -> (inner: Double, outer: Double) {
    let known = (surprises[horizon] ?? []).filter { $0.year <= year }
    guard !known.isEmpty else { return (1, 1) }
    let years = Double(Set(known.map(\.year)).count)
    let weight = years / (years + Self.halfYears)
    // The correction for a finite number of errors matters for the outer quantile only.
    let outer = min(0.95 * (1 + 1 / Double(known.count)), 1)
    func factor(_ ratios: [Double], _ probability: Double) -> Double {
      ScalarMath.pow(max(ratios.sorted().quantile(probability), 0.2), weight)
    }
    return (factor(known.map(\.ratio80), 0.8), factor(known.map(\.ratio95), outer))
  }

  /// A forecast from an origin, so many years ahead, with its distances from the median stretched.
  ///
  /// The inner factor holds up to the 80 % bounds and goes over to the outer one at the 95 % bounds.
  public func calibrated(
    _ forecast: PredictiveDistribution, horizon: Int, origin: Int, ceiling: Double?
  ) -> PredictiveDistribution {
    let (inner, outer) = factors(horizon: horizon, knownIn: origin)
    return forecast.stretched(inner: inner, outer: outer, ceiling: ceiling)
  }
}
