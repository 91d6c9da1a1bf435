/// Forecasts from past origins, each scored by what then happened.
public struct Backtest: Sendable {
  /// One forecast of one year by one method.
  public struct Result: Sendable {
    /// The place of the window in ``Backtest/windows``.
    public var window: Int
    /// The place of the method in ``Backtest/methods``.
    public var method: Int
    /// Years ahead, from 1.
    public var horizon: Int
    /// What was forecast.
    public var distribution: PredictiveDistribution
    /// How good it was.
    public var score: ForecastScore
  }

  /// A series cut off at an origin.
  public struct Window: Hashable, Sendable {
    /// The place of the series.
    public var series: Int
    /// The number of years that were known.
    public var training: Int
  }

  /// The series.
  public let series: [AnnualSeries]
  /// The methods.
  public let methods: [ForecastMethod]
  /// The windows, by series and then by training length.
  public let windows: [Window]
  /// Every forecast, by window, method and horizon.
  public let results: [Result]
  /// What all errors of the default method say about its widths, by class.
  public let calibrations: [String: ConformalCalibration]

  /// Makes the forecasts.
  ///
  /// - Parameters:
  ///   - windows: what is cut off where; see ``rollingWindows(of:first:held:step:official:)``.
  ///   - workers: how many origins are worked on at a time; the results do not depend on it.
  ///   - progress: told the share that is done.
  /// - Throws: `CancellationError` when the task is cancelled.
  public init(
    _ series: [AnnualSeries], windows: [Window], methods: [ForecastMethod], horizon: Int,
    workers: Int, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws {
    (self.series, self.windows, self.methods) = (series, windows, methods)
    struct Origin: Hashable {
      var pool: String
      var year: Int
    }
    let origins = Dictionary(grouping: windows.indices) { index in
      let one = series[windows[index].series]
      return Origin(pool: one.pool, year: one.firstYear + windows[index].training - 1)
    }
    let work = origins.sorted { ($0.key.pool, $0.key.year) < ($1.key.pool, $1.key.year) }
    let pools = Dictionary(grouping: series.indices) { series[$0].pool }
    let found = try await withThrowingTaskGroup(of: [Result].self) { group in
      var waiting = work.makeIterator()
      func startNext() {
        guard let (origin, indices) = waiting.next() else { return }
        group.addTask {
          try Task.checkCancellation()
          return Self.results(
            series, members: pools[origin.pool] ?? [], origin: origin.year,
            indices.map { ($0, windows[$0]) }, methods, horizon)
        }
      }
      for _ in 0..<max(workers, 1) { startNext() }
      var results: [Result] = []
      var done = 0
      while let part = try await group.next() {
        results += part
        done += 1
        progress(Double(done) / Double(work.count))
        startNext()
      }
      return results.sorted {
        ($0.window, $0.method, $0.horizon) < ($1.window, $1.method, $1.horizon)
      }
    }
    calibrations =
      methods.firstIndex(of: .standard)
      .map { Self.calibrations(found, of: $0, series, windows) } ?? [:]
    results = Self.calibrated(found, by: calibrations, series, windows, methods)
  }

  /// The scored forecasts of all windows of one class with one origin.
  private static func results(
    _ series: [AnnualSeries], members: [Int], origin: Int, _ windows: [(Int, Window)],
    _ methods: [ForecastMethod], _ horizon: Int
  ) -> [Result] {
    let begun = members.filter { series[$0].firstYear <= origin }
    let places = Dictionary(uniqueKeysWithValues: begun.enumerated().map { ($1, $0) })
    let forecaster = Forecaster(
      begun.map { series[$0] }, origin: origin, horizon: horizon, methods: Set(methods))
    var results: [Result] = []
    for (index, window) in windows {
      guard let place = places[window.series] else { continue }
      let observed = series[window.series].values.dropFirst(window.training).prefix(horizon)
      for (number, method) in methods.enumerated() {
        guard let forecast = forecaster.forecast(place, method) else { continue }
        for (step, (distribution, value)) in zip(forecast, observed).enumerated() {
          results.append(
            Result(
              window: index, method: number, horizon: step + 1, distribution: distribution,
              score: ForecastScore(distribution, observed: value)))
        }
      }
    }
    return results
  }

  /// The results with the forecasts of the default method calibrated by those of its class that had
  /// been scored before.
  private static func calibrated(
    _ results: [Result], by calibrations: [String: ConformalCalibration],
    _ series: [AnnualSeries], _ windows: [Window], _ methods: [ForecastMethod]
  ) -> [Result] {
    guard let standard = methods.firstIndex(of: .standard) else { return results }
    return results.map { result in
      guard result.method == standard else { return result }
      let window = windows[result.window]
      let one = series[window.series]
      let origin = one.firstYear + window.training - 1
      var result = result
      result.distribution =
        calibrations[one.pool]?.calibrated(
          result.distribution, horizon: result.horizon, origin: origin,
          ceiling: one.known(in: origin)?.effectiveCeiling) ?? result.distribution
      result.score = ForecastScore(
        result.distribution, observed: one.values[window.training + result.horizon - 1])
      return result
    }
  }

  /// What the errors of one method say about the widths of its forecasts, by class.
  private static func calibrations(
    _ results: [Result], of method: Int, _ series: [AnnualSeries], _ windows: [Window]
  ) -> [String: ConformalCalibration] {
    var calibrations: [String: ConformalCalibration] = [:]
    for result in results where result.method == method {
      let window = windows[result.window]
      let one = series[window.series]
      let place = window.training + result.horizon - 1
      calibrations[one.pool, default: ConformalCalibration()].add(
        result.distribution, observed: one.values[place], year: one.firstYear + place,
        horizon: result.horizon)
    }
    return calibrations
  }

  /// The windows of an expanding sample: the first training length, then one every few years, as long
  /// as enough years are held out; only the official one of a series that has one.
  public static func rollingWindows(
    of series: [AnnualSeries], first: Int, held: Int, step: (Int) -> Int,
    official: (Int) -> Int? = { _ in nil }
  ) -> [Window] {
    series.indices.flatMap { index in
      let length = series[index].values.count
      if let training = official(index) {
        return training < length ? [Window(series: index, training: training)] : []
      }
      return stride(from: first, through: length - held, by: step(index)).map {
        Window(series: index, training: $0)
      }
    }
  }
}
