import Testing

@testable import Sim

/// What must hold for every method, whatever the series.
struct ForecasterTests {
  private static let climb = [2.0, 3, 5, 8, 13, 20, 30, 41, 52, 62, 70, 76]

  private func pool(ceiling: Double? = nil) -> [AnnualSeries] {
    (0..<12).map { shift in
      let values = (0..<20).map { year in
        let time = Double(year - shift) / 3
        let wiggle = Double((year * 7 + shift * 3) % 5) * 0.1
        return 90 / (1 + ScalarMath.exp(2 - time)) + 1 + wiggle
      }
      return AnnualSeries(
        name: "s\(shift)", pool: "curves", firstYear: 2000, values: values, ceiling: ceiling)
    }
  }

  @Test(arguments: ForecastMethod.allCases, [nil, 100.0])
  func quantilesRiseAndStayBelowTheCeiling(method: ForecastMethod, ceiling: Double?) throws {
    let forecaster = Forecaster(
      pool(ceiling: ceiling), origin: 2012, horizon: 10, methods: [method])
    let years = try #require(forecaster.forecast(3, method))
    #expect(years.count == 10)
    for year in years {
      #expect(year.quantiles.allSatisfy { $0.isFinite })
      #expect(zip(year.quantiles, year.quantiles.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(year.quantiles[0] <= year.mean && year.mean <= year.quantiles[12])
      if let ceiling {
        #expect(year.quantiles[0] >= 0 && year.quantiles[12] <= ceiling)
      }
    }
  }

  /// What came after the origin must not matter, of any series.
  @Test(arguments: ForecastMethod.allCases)
  func theFutureIsNotRead(method: ForecastMethod) {
    let all = pool(ceiling: 100)
    let cut = all.compactMap { $0.known(in: 2011) }
    let changed = all.map { one in
      AnnualSeries(
        name: one.name, pool: one.pool, firstYear: one.firstYear,
        values: one.values.enumerated().map { 2000 + $0 > 2011 ? 99 - $1 / 2 : $1 },
        ceiling: 100)
    }
    let forecasts = [all, cut, changed].map {
      Forecaster($0, origin: 2011, horizon: 6, methods: [method]).forecast(5, method)
    }
    #expect(forecasts[0] == forecasts[1])
    #expect(forecasts[0] == forecasts[2])
  }

  /// A series measured in thousands is forecast in thousands.
  @Test(arguments: [ForecastMethod.standard, .pooled, .theta, .damped, .drift, .arima])
  func theUnitDoesNotMatter(method: ForecastMethod) throws {
    let plain = pool()
    let scaled = plain.map {
      AnnualSeries(
        name: $0.name, pool: $0.pool, firstYear: $0.firstYear, values: $0.values.map { $0 * 1024 })
    }
    let (a, b) = (
      Forecaster(plain, origin: 2012, horizon: 5, methods: [method]),
      Forecaster(scaled, origin: 2012, horizon: 5, methods: [method])
    )
    let (x, y) = (try #require(a.forecast(4, method)), try #require(b.forecast(4, method)))
    for (left, right) in zip(x, y) {
      for (p, q) in zip(left.quantiles, right.quantiles) {
        #expect((1024 * p - q).magnitude < 1e-3 * q.magnitude)
      }
    }
  }

  @Test func aFlatSeriesStaysWhereItIs() throws {
    let flat = AnnualSeries(name: "flat", firstYear: 2000, values: Array(repeating: 5, count: 10))
    for method in [ForecastMethod.naive, .drift, .ses, .theta, .standard] {
      let forecaster = Forecaster([flat], origin: 2009, horizon: 3, methods: [method])
      let years = try #require(forecaster.forecast(0, method))
      #expect(years.allSatisfy { ($0.median - 5).magnitude < 1e-9 }, "\(method)")
    }
    #expect(ARIMA(flat.values) == nil)
  }

  @Test func zerosAndTheCeilingItselfAreTakenByLogits() throws {
    let values = [0, 0, 1, 5, 20, 60, 95, 100, 100, 100.0]
    let series = AnnualSeries(name: "s", firstYear: 2000, values: values, ceiling: 100)
    let forecaster = Forecaster([series], origin: 2009, horizon: 5, methods: [.logitDrift])
    for method in [ForecastMethod.logitDrift, .logitDamped] {
      let years = try #require(forecaster.forecast(0, method))
      #expect(years.allSatisfy { $0.quantiles[0] >= 0 && $0.quantiles[12] <= 100 })
    }
  }

  @Test func aValueAboveTheCeilingLiftsIt() throws {
    let series = AnnualSeries(
      name: "s", firstYear: 2000, values: [60, 70, 80, 90, 98, 104, 108, 110], ceiling: 100)
    #expect(series.effectiveCeiling == 1.05 * 110)
    #expect(series.known(in: 2004)?.effectiveCeiling == 100)
    let forecaster = Forecaster([series], origin: 2007, horizon: 5, methods: [.standard])
    let years = try #require(forecaster.forecast(0, .standard))
    #expect(years.allSatisfy { $0.quantiles[12] <= 1.05 * 110 && $0.median > 100 })
  }

  /// With one series there is nobody to learn from: four methods vote on every quantile, and only the
  /// outer bounds are moved out, by .3(1 − 1/h).
  @Test func aloneTheDefaultIsTheMedianOfFour() throws {
    let series = AnnualSeries(name: "s", firstYear: 2000, values: Self.climb)
    let forecaster = Forecaster(
      [series], origin: 2011, horizon: 4, methods: [.standard, .pooled])
    let standard = try #require(forecaster.forecast(0, .standard))
    let parts = try [ForecastMethod.naive, .theta, .shrunkDrift, .pooled].map {
      try #require(forecaster.forecast(0, $0))
    }
    for year in 0..<4 {
      let middle = PredictiveDistribution.median(parts.map { $0[year] })
      for index in 2...10 {
        #expect((standard[year].quantiles[index] - middle.quantiles[index]).magnitude < 1e-9)
      }
      let factor = 1 + 0.3 * (1 - 1 / Double(year + 1))
      let (low, high) = (standard[year].quantiles[0], standard[year].quantiles[12])
      #expect(
        (high - low - factor * (middle.quantiles[12] - middle.quantiles[0])).magnitude < 1e-9)
    }
  }

  // MARK: Guards

  /// A series that doubles every year is not thought to go on so.
  ///
  /// Its median stays below growth by half a year, and the upper bound within four times what equal
  /// steps of the last size give.
  @Test(arguments: [6, 8, 12]) func anExplosiveSeriesIsNotExtrapolated(count: Int) throws {
    let values = (0..<count).map { ScalarMath.pow(2, Double($0)) }
    let series = AnnualSeries(name: "s", firstYear: 2000, values: values)
    let forecaster = Forecaster(
      [series], origin: series.lastYear, horizon: 10, methods: [.standard])
    let years = try #require(forecaster.forecast(0, .standard))
    let (last, step) = (values[count - 1], values[count - 1] - values[count - 2])
    for (year, distribution) in years.enumerated() {
      let h = Double(year + 1)
      #expect(distribution.median >= last)
      #expect(distribution.median <= last * ScalarMath.pow(1.5, h))
      #expect(distribution.quantiles[12] < last + 4 * h * step)
    }
  }

  @Test func aSeriesAtItsCeilingStaysNearIt() throws {
    let values = [20.0, 45, 70, 88, 96, 99, 100, 100, 100, 100]
    let series = AnnualSeries(name: "s", firstYear: 2000, values: values, ceiling: 100)
    let forecaster = Forecaster([series], origin: 2009, horizon: 10, methods: [.standard])
    let years = try #require(forecaster.forecast(0, .standard))
    for year in years {
      #expect(year.median > 95 && year.quantiles[12] <= 100 && year.quantiles[0] >= 0)
    }
  }

  /// Few points, zeros, negative values: finite quantiles that rise, and bounds that widen.
  @Test(arguments: [
    [3.0, 4, 4, 6, 7, 7], [0, 0, 0, 1, 0, 2, 1], [-5, 3, -2, 4, -1, 2, -3, 1],
    [1e9, 1.2e9, 0.9e9, 1.1e9, 1.4e9, 1.3e9], [1, 2, 4],
  ])
  func shortAndOddSeriesHaveAForecast(values: [Double]) throws {
    let series = AnnualSeries(name: "s", firstYear: 2000, values: values)
    let forecaster = Forecaster(
      [series], origin: series.lastYear, horizon: 10, methods: [.standard])
    let years = try #require(forecaster.forecast(0, .standard))
    var width = 0.0
    for year in years {
      #expect(year.quantiles.allSatisfy { $0.isFinite })
      let now = year.quantiles[12] - year.quantiles[0]
      #expect(now > width)
      width = now
    }
    // Nobody knows a decade from so little better than the series' own range.
    let range = (values.max() ?? 0) - (values.min() ?? 0)
    #expect(width > range / 2)
  }

  // MARK: Parts

  /// Changes 2, 0, 2, 0: the mean is 1, its squared standard error 1/3, so two thirds are kept; a mean
  /// below its standard error is dropped, one without error is kept whole.
  @Test func aDriftIsKeptAsFarAsChanceDoesNotExplainIt() {
    func drift(_ changes: [Double]) -> Double {
      RandomWalk.shrunk(
        sum: changes.reduce(0, +), squares: changes.reduce(0) { $0 + $1 * $1 },
        count: changes.count)
    }
    #expect((drift([2, 0, 2, 0]) - 2.0 / 3).magnitude < 1e-15)
    #expect(drift([3, -2, 1, -1]) == 0)
    #expect(drift([1.5, 1.5, 1.5]) == 1.5)
    #expect(RandomWalk([0, 2, 2, 4, 4], drift: .shrunk).drift == drift([2, 0, 2, 0]))
  }

  /// The quantiles of Student's t with 4 degrees of freedom, from tables.
  @Test func heavyTailsAreThoseOfStudent() {
    let expected = [
      0, 0.270722295, 0.568649063, 0.940964577, 1.533206274, 2.131846786, 2.776445105,
    ]
    for (index, value) in expected.enumerated() {
      #expect((PredictiveDistribution.heavyScores[6 + index] - value).magnitude < 1e-8)
      #expect((PredictiveDistribution.heavyScores[6 - index] + value).magnitude < 1e-8)
    }
  }

  @Test func theMedianOfDistributionsIgnoresOneOutlier() {
    let parts = [0.0, 1, 1e12].map { PredictiveDistribution(mean: $0, sd: 1) }
    #expect(PredictiveDistribution.median(parts) == parts[1])
    let middle = PredictiveDistribution.median(parts + [PredictiveDistribution(mean: 2, sd: 1)])
    #expect((middle.median - 1.5).magnitude < 1e-12)
  }

  @Test func stretchingMovesOnlyTheOuterBounds() {
    let plain = PredictiveDistribution(mean: 5, sd: 2)
    let wide = plain.stretched(inner: 1, outer: 1.5, ceiling: nil)
    #expect(wide.interval(0.8) == plain.interval(0.8) && wide.median == plain.median)
    #expect((wide.quantiles[12] - 5 - 1.5 * (plain.quantiles[12] - 5)).magnitude < 1e-12)
    #expect(wide.quantiles[11] > plain.quantiles[11] && wide.quantiles[11] < wide.quantiles[12])
  }

  @Test func equalWeightsAverageQuantiles() throws {
    let series = AnnualSeries(name: "s", firstYear: 2000, values: Self.climb)
    let forecaster = Forecaster([series], origin: 2011, horizon: 2, methods: [.simple])
    let parts = try [ForecastMethod.naive, .drift, .theta].map {
      try #require(forecaster.forecast(0, $0))
    }
    let simple = try #require(forecaster.forecast(0, .simple))
    for index in 0..<13 {
      let mean = parts.reduce(0) { $0 + $1[1].quantiles[index] } / 3
      #expect((simple[1].quantiles[index] - mean).magnitude < 1e-12)
    }
  }

  /// The numbers of the local linear trend's diffuse start: the likelihood of three points by hand.
  @Test func theDiffuseLikelihoodIsThatOfTheOtherPoints() {
    // With σ² = (1, 0, 0) the third point given two is normal with mean 2 y₂ − y₁ and variance 6.
    let start = LocalLinearTrend.State(
      level: 3, slope: 1, levelVariance: 5, covariance: 3, slopeVariance: 2)
    let model = LocalLinearTrend([4.5], observation: 1, level: 0, slope: 0, start: start)
    let expected = ForecastScore.logScore(mean: 3, sd: 6.0.squareRoot(), observed: 4.5)
    #expect((model.logLikelihood + expected).magnitude < 1e-14)
    let fitted = LocalLinearTrend([1, 2, 3, 4.5, 5, 6.5, 7])
    #expect(fitted.logLikelihood.isFinite)
    let (mean, sd) = fitted.moments(1)
    #expect(mean > 7 && mean < 9 && sd > 0)
  }

  @Test func kpssOfAWalkAndOfNoise() {
    #expect(!StationarityTest.isStationary((0..<30).map(Double.init)))
    #expect(StationarityTest.isStationary((0..<30).map { Double(($0 * 17) % 7) }))
    // Σ of partial sums of (−1, 0, 1): S = −1, −1, 0; 2/(9 · 2/3) = 1/3.
    #expect((StationarityTest.statistic([1, 2, 3]) - 1.0 / 3).magnitude < 1e-15)
  }

  @Test func theRidgeAloneIsTheRidge() {
    // One column of ones scaled to itself: b = Σt / (n + ridge).
    let fit = RidgeRegression(
      columns: [1, 1, 1, 1], width: 1, targets: [1, 1, 1, 1], ridge: 4, clipping: 100, rounds: 2)
    #expect((fit.coefficients[0] - 0.5).magnitude < 1e-11)
    #expect(fit.residuals.allSatisfy { ($0 - 0.5).magnitude < 1e-11 })
  }

  @Test func theSimplexFindsRosenbrocksValley() {
    let found = NelderMead().minimize(from: [-1.2, 1], steps: [0.5, 0.5]) { point in
      let (a, b) = (1 - point[0], point[1] - point[0] * point[0])
      return a * a + 100 * b * b
    }
    #expect((found.point[0] - 1).magnitude < 1e-4 && (found.point[1] - 1).magnitude < 1e-4)
  }
}
