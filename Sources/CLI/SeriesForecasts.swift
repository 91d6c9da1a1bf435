import Report
import Scenarios
import Sim

/// The forecasts of every series from its own last year, class by class.
struct SeriesForecasts {
  private(set) var entries: [SeriesForecastPage.Entry]
  /// The years ahead in which a series is given, by its name.
  private var given: [String: Set<Int>] = [:]

  /// Forecasts.
  ///
  /// - Parameter calibrations: what past errors say about the widths of the default, by class.
  init(
    _ series: [AnnualSeries], methods: [ForecastMethod], horizon: Int,
    calibrations: [String: ConformalCalibration]
  ) {
    struct Origin: Hashable {
      var pool: String
      var year: Int
    }
    var forecasters: [Origin: Forecaster] = [:]
    let pools = Dictionary(grouping: series.indices) { series[$0].pool }
    entries = series.indices.map { index in
      let one = series[index]
      let members = (pools[one.pool] ?? []).filter { series[$0].firstYear <= one.lastYear }
      let origin = Origin(pool: one.pool, year: one.lastYear)
      let forecaster =
        forecasters[origin]
        ?? Forecaster(
          members.map { series[$0] }, origin: origin.year, horizon: horizon, methods: Set(methods))
      forecasters[origin] = forecaster
      let place = members.firstIndex(of: index) ?? 0
      return SeriesForecastPage.Entry(
        series: one,
        forecasts: methods.compactMap { method in
          guard var years = forecaster.forecast(place, method) else { return nil }
          if method == .standard, let calibration = calibrations[one.pool] {
            years = years.enumerated().map { step, distribution in
              calibration.calibrated(
                distribution, horizon: step + 1, origin: one.lastYear,
                ceiling: one.effectiveCeiling)
            }
          }
          return (method, years)
        })
    }
  }

  /// Fixes some years of one series; returns how plausible the path is under the first method.
  mutating func condition(_ name: String, on values: [Int: Double]) throws -> Double {
    guard let index = entries.firstIndex(where: { $0.series.name == name }) else { return 1 }
    let last = entries[index].series.lastYear
    let given = Dictionary(uniqueKeysWithValues: values.map { ($0.key - last, $0.value) })
    self.given[name] = Set(given.keys)
    var plausibility = 1.0
    for place in entries[index].forecasts.indices.reversed() {
      let path = try ConditionalPath.forecast(
        entries[index].forecasts[place].years, given: given)
      let ceiling = entries[index].series.effectiveCeiling
      entries[index].forecasts[place].years = path.years.enumerated().map { step, year in
        given[step + 1] == nil
          ? PredictiveDistribution(quantiles: year.quantiles, ceiling: ceiling) : year
      }
      plausibility = path.plausibility
    }
    return plausibility
  }

  /// Makes one series the sum of all others, under every method that suits all of them; years that are
  /// given stay as they are.
  mutating func addUp(total name: String) throws {
    let total = entries.filter { $0.series.name == name }
    let ordered = total + entries.filter { $0.series.name != name }
    var places: [String: Int] = [:]
    for (place, entry) in ordered.enumerated() { places[entry.series.name] = place }
    for method in ordered[0].forecasts.map(\.method) {
      let forecasts = ordered.compactMap { entry in
        entry.forecasts.first { $0.method == method }?.years
      }
      guard forecasts.count == ordered.count else { continue }
      let sums = try TotalOfParts(
        ordered.map(\.series), forecasts, fixed: ordered.map { given[$0.series.name] ?? [] })
      for index in entries.indices {
        guard let place = places[entries[index].series.name],
          let column = entries[index].forecasts.firstIndex(where: { $0.method == method })
        else { continue }
        entries[index].forecasts[column].years = sums.distributions[place]
        entries[index].means[method] = sums.means[place]
      }
    }
  }
}
