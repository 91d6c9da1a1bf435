import Testing

@testable import Sim

/// The scores of a back-test, against numbers worked out by hand or by another way.
struct BacktestTests {
  private let probabilities = PredictiveDistribution.probabilities

  /// The grid's CRPS of a standard normal is close to the exact one, and never below by much.
  @Test(arguments: [-3.0, -1, -0.2, 0, 0.7, 2.5])
  func theGridScoreIsNearTheExactOne(observed: Double) {
    let normal = PredictiveDistribution(mean: 0, sd: 1)
    let score = ForecastScore(normal, observed: observed)
    let exact = ForecastScore.crps(mean: 0, sd: 1, observed: observed)
    #expect((score.crps - exact).magnitude < 0.04 * (1 + observed.magnitude))
  }

  @Test func aPointForecastScoresItsError() {
    let point = PredictiveDistribution(quantiles: Array(repeating: 3, count: 13))
    let score = ForecastScore(point, observed: 5)
    // Twice the pinball loss is 2·p·2; with the trapezoid weights the mean probability is one half.
    let expected = zip(probabilities, PredictiveDistribution.weights).reduce(0) {
      $0 + 4 * $1.0 * $1.1
    }
    #expect(score.absoluteError == 2)
    #expect((score.crps - expected).magnitude < 1e-14 && (expected - 2).magnitude < 0.01)
    #expect(score.intervalScore80 == 20 && score.intervalScore95 == 80)
    #expect(!score.isIn80 && !score.isIn95)
    #expect((score.pit - 0.9875).magnitude < 1e-15)
  }

  @Test func theTransformIsUniformOnTheGrid() {
    let normal = PredictiveDistribution(mean: 0, sd: 1)
    for (probability, quantile) in zip(probabilities, normal.quantiles) {
      #expect((ForecastScore(normal, observed: quantile).pit - probability).magnitude < 1e-12)
    }
    #expect(ForecastScore(normal, observed: -9).pit == 0.0125)
    #expect((ForecastScore(normal, observed: 9).pit - 0.9875).magnitude < 1e-15)
  }

  @Test func weightsAddUpToOne() {
    #expect((PredictiveDistribution.weights.reduce(0, +) - 1).magnitude < 1e-15)
    #expect((PredictiveDistribution(mean: 7, sd: 2).mean - 7).magnitude < 1e-12)
  }

  private func series(_ count: Int, length: Int) -> [AnnualSeries] {
    (0..<count).map { number in
      AnnualSeries(
        name: "s\(number)", firstYear: 1990 + number % 3,
        values: (0..<length).map { Double(10 + $0 + (($0 * (number + 3)) % 4)) })
    }
  }

  @Test func windowsFollowTheRule() {
    let all = [
      AnnualSeries(name: "a", firstYear: 2000, values: Array(repeating: 1, count: 20)),
      AnnualSeries(name: "b", firstYear: 2000, values: Array(repeating: 1, count: 10)),
      AnnualSeries(name: "c", firstYear: 2000, values: Array(repeating: 1, count: 30)),
    ]
    let windows = Backtest.rollingWindows(
      of: all, first: 8, held: 3, step: { $0 == 0 ? 3 : 5 }, official: { $0 == 2 ? 24 : nil })
    let found = windows.map { "\($0.series):\($0.training)" }
    #expect(found == ["0:8", "0:11", "0:14", "0:17", "2:24"])
  }

  @Test func resultsDoNotDependOnTheWorkers() async throws {
    let all = series(6, length: 18)
    let windows = Backtest.rollingWindows(of: all, first: 8, held: 3, step: { _ in 3 })
    var tables: [[Double]] = []
    for workers in [1, 3] {
      let backtest = try await Backtest(
        all, windows: windows, methods: [.standard, .naive], horizon: 5, workers: workers)
      tables.append(backtest.results.flatMap { $0.distribution.quantiles + [$0.score.crps] })
    }
    #expect(tables[0] == tables[1])
    #expect(!tables[0].isEmpty)
  }

  /// Naive on a straight line: the errors are 1, 2, 3 in steps of 1.
  @Test func measuresOfAStraightLine() async throws {
    let line = AnnualSeries(name: "line", firstYear: 2000, values: (0..<11).map(Double.init))
    let backtest = try await Backtest(
      [line], windows: [.init(series: 0, training: 8)], methods: [.naive], horizon: 3, workers: 1)
    let summary = BacktestSummary(backtest, backtest.results)
    #expect(summary.windowCount == 1)
    #expect(summary.estimates[.mae]?.value == 2)
    #expect(summary.estimates[.mase]?.value == 2)
    let rmsse = try #require(summary.estimates[.rmsse]?.value)
    #expect((rmsse * rmsse - 14.0 / 3).magnitude < 1e-12)
    #expect(backtest.results.map(\.horizon) == [1, 2, 3])
    #expect(backtest.results[0].distribution.median == 7)
    #expect(backtest.originYear(0) == 2007)
  }

  /// Two windows of each of two series: the clustered error by hand.
  @Test func errorsAreClustered() async throws {
    let a = AnnualSeries(name: "a", firstYear: 2000, values: [0, 1, 2, 3, 4, 5, 6])
    let b = AnnualSeries(name: "b", firstYear: 2010, values: [0, 3, 6, 9, 12, 15, 18])
    let windows = [3, 4].flatMap { training in
      [0, 1].map { Backtest.Window(series: $0, training: training) }
    }
    let backtest = try await Backtest(
      [a, b], windows: windows, methods: [.naive], horizon: 1, workers: 1)
    let mae = try #require(BacktestSummary(backtest, backtest.results).estimates[.mae])
    // Errors 1, 3, 1, 3: by series the sums of departures are −2 and 2, so √(8·2)/4 = 1.
    #expect(mae.value == 2)
    #expect((mae.error - 1).magnitude < 1e-12)
  }

  @Test func skillOfAMethodThatIsRightIsOne() async throws {
    let all = (0..<5).map { number in
      AnnualSeries(
        name: "s\(number)", firstYear: 2000, values: (0..<20).map { Double($0 * (number + 1)) })
    }
    let windows = Backtest.rollingWindows(of: all, first: 8, held: 3, step: { _ in 3 })
    let backtest = try await Backtest(
      all, windows: windows, methods: [.drift, .naive], horizon: 4, workers: 2)
    let parts = [0, 1].map { number in
      BacktestSummary(backtest, backtest.results.filter { $0.method == number })
    }
    let skill = try #require(parts[0].skill(against: parts[1], in: backtest, seed: 1, draws: 200))
    #expect((skill.value - 1).magnitude < 1e-9)
    #expect((skill.low - 1).magnitude < 1e-9 && (skill.high - 1).magnitude < 1e-9)
    let none = try #require(parts[1].skill(against: parts[1], in: backtest, seed: 1, draws: 50))
    #expect(none.value == 0 && none.low == 0 && none.high == 0)
  }
}

/// The calibration of widths by known errors.
struct ConformalCalibrationTests {
  private let normal = PredictiveDistribution(mean: 0, sd: 1)

  /// Ten years with errors of exactly twice the 80 % bound: the factor is 2^(10/30).
  private func calibration() -> ConformalCalibration {
    var calibration = ConformalCalibration()
    for year in 2000..<2010 {
      let bound = normal.quantiles[10]
      calibration.add(
        normal, observed: year % 2 == 0 ? 2 * bound : -2 * bound, year: year, horizon: 1)
    }
    return calibration
  }

  @Test func factorsAreDrawnTowardsOneByTheYears() {
    let (inner, outer) = calibration().factors(horizon: 1, knownIn: 2009)
    #expect((inner - ScalarMath.pow(2, 1.0 / 3)).magnitude < 1e-12)
    let ratio = 2 * normal.quantiles[10] / normal.quantiles[12]
    #expect((outer - ScalarMath.pow(ratio, 1.0 / 3)).magnitude < 1e-12)
  }

  @Test func onlyYearsThatWereKnownCount() {
    let calibration = calibration()
    #expect(calibration.factors(horizon: 1, knownIn: 1999) == (1, 1))
    let (inner, _) = calibration.factors(horizon: 1, knownIn: 2004)
    #expect((inner - ScalarMath.pow(2, 0.2)).magnitude < 1e-12)
    #expect(calibration.factors(horizon: 2, knownIn: 2009) == (1, 1))
  }

  @Test func theMedianStaysAndTheBoundsMove() {
    let calibration = calibration()
    let (inner, outer) = calibration.factors(horizon: 1, knownIn: 2009)
    let after = calibration.calibrated(normal, horizon: 1, origin: 2009, ceiling: nil)
    #expect(after.median == 0)
    #expect((after.quantiles[10] / normal.quantiles[10] - inner).magnitude < 1e-12)
    #expect((after.quantiles[12] / normal.quantiles[12] - outer).magnitude < 1e-12)
    let bounded = calibration.calibrated(normal, horizon: 1, origin: 2009, ceiling: 1)
    #expect(bounded.quantiles.allSatisfy { $0 >= 0 && $0 <= 1 })
  }
}

/// Totals and paths.
struct ForecastConditionTests {
  private let years = (1...4).map { year in
    PredictiveDistribution(mean: 10, sd: Double(year).squareRoot())
  }

  /// For a walk whose fourth year is given, the others lie on the line to it (a Brownian bridge).
  @Test func aGivenEndPullsTheYearsBefore() throws {
    let path = try ConditionalPath.forecast(years, given: [4: 11])
    for (index, year) in path.years.dropLast().enumerated() {
      let share = Double(index + 1) / 4
      #expect((year.median - (10 + share)).magnitude < 0.03)
      let sd = (4 * share * (1 - share)).squareRoot()
      let width = year.quantiles[12] - year.quantiles[0]
      #expect((width / (2 * 1.959964 * sd) - 1).magnitude < 0.02)
    }
    #expect(path.years[3].quantiles.allSatisfy { $0 == 11 })
    // Half a standard deviation or more on either side: 2(1 − Φ(.5)), up to the grid.
    #expect((path.plausibility - 0.617).magnitude < 0.01)
  }

  @Test func scoresAndQuantilesAreInverse() {
    let normal = years[0]
    for score in [-3.0, -1.1, 0, 0.3, 2.5] {
      let value = normal.quantile(atNormalScore: score)
      #expect((normal.normalScore(of: value) - score).magnitude < 1e-12)
    }
  }

  @Test func totalsAddUpAndStayPositive() throws {
    let series = [[14.0, 15, 17, 18, 20], [10, 11, 12, 13.5, 15], [4, 4, 5, 4.5, 5]].enumerated()
      .map { AnnualSeries(name: "\($0)", firstYear: 2000, values: $1) }
    let forecasts = [25.0, 16, 5].map { mean in
      [1.0, 2].map { PredictiveDistribution(mean: mean, sd: $0) }
    }
    let sums = try TotalOfParts(series, forecasts)
    #expect(sums.weights == .shrink)
    for year in 0..<2 {
      #expect((sums.means[1][year] + sums.means[2][year] - sums.means[0][year]).magnitude < 1e-12)
      for index in 0..<3 {
        let mean = sums.distributions[index][year].mean
        #expect((mean - sums.means[index][year]).magnitude < 1e-9)
      }
    }
  }

  /// 4 + 8 is 2 more than 10: what is given does not move, and the others share the gap alike.
  @Test func whatIsGivenDoesNotMove() throws {
    var summing = Matrix(rows: 3, columns: 2)
    for (row, column) in [(0, 0), (0, 1), (1, 0), (2, 1)] { summing[row, column] = 1 }
    for (fixed, expected) in [
      (Set([0]), [10.0, 3, 7]), ([1], [11, 4, 7]), ([0, 2], [10, 2, 8]),
    ] {
      let result = try Reconciliation.nonnegative(
        [10, 4, 8], summing: summing, weights: .ols, fixed: fixed)
      for (value, right) in zip(result, expected) { #expect((value - right).magnitude < 1e-12) }
    }
    #expect(throws: LinearAlgebraError.self) {
      try Reconciliation([10, 4, 8], summing: summing, weights: .ols, fixed: [0, 1, 2])
    }
  }

  /// The bottom forecast −3 is fixed at zero, and what is left is spread over the rest.
  @Test func noPartBecomesNegative() throws {
    var summing = Matrix(rows: 3, columns: 2)
    for (row, column) in [(0, 0), (0, 1), (1, 0), (2, 1)] { summing[row, column] = 1 }
    let result = try Reconciliation.nonnegative([4, 8, -3], summing: summing, weights: .ols)
    #expect(result[2] == 0)
    #expect((result[0] - 6).magnitude < 1e-12 && (result[1] - 6).magnitude < 1e-12)
  }
}
