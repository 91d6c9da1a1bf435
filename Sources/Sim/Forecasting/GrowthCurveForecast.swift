/// A growth curve fitted to a series, going on from the last observation.
///
/// The departures from the curve are taken to be a random walk: the forecast adds the growth of the
/// curve to the last observation, and its variance grows by that of the yearly changes of the
/// departures. A curve that did not pass through the last point would begin with a jump.
struct GrowthCurveForecast {
  private let curve: GrowthCurve
  private let parameters: [Double]
  private let last: Double
  private let count: Int
  private let sd: Double

  /// Fits a curve; nil where the series gives no starting values or the search did not end well.
  ///
  /// Times are 1, 2, 3 …, so a Bass curve is launched the year before the first observation.
  init?(_ curve: GrowthCurve, _ values: [Double], ceiling: Double?) {
    guard let kernels = Kernels(.scalar), let last = values.last else { return nil }
    let times = values.indices.map { Double($0 + 1) }
    let fitter = GrowthCurveFitter(curve, times: times, ceiling: ceiling, kernels: kernels)
    guard let fit = fitter.fit(values), fit.rss.isFinite,
      fit.parameters.allSatisfy(\.isFinite)
    else { return nil }
    let departures = zip(times, values).map { $1 - curve.value(at: $0, fit.parameters) }
    let changes = zip(departures.dropFirst(), departures).map { $0 - $1 }
    let estimated = fit.parameters.count - (ceiling == nil ? 0 : 1)
    let freedom = Double(max(changes.count - estimated, 1))
    sd = (changes.reduce(0) { $0 + $1 * $1 } / freedom).squareRoot()
    (self.curve, parameters, self.last, count) = (curve, fit.parameters, last, values.count)
  }

  /// The distribution so many years ahead.
  func forecast(_ years: Int) -> PredictiveDistribution {
    let growth =
      curve.value(at: Double(count + years), parameters)
      - curve.value(at: Double(count), parameters)
    return PredictiveDistribution(mean: last + growth, sd: sd * Double(years).squareRoot())
  }
}
