import Testing

@testable import Sim

/// Many fits side by side give what each gives alone.
struct LeastSquaresBatchTests {
  private static let times = (0..<15).map(Double.init)
  private static let logistic = GrowthCurve.logistic.function(ceiling: nil)
  private static let start = [1, 0.3, 8]

  /// Logistic curves with noise, different in all parameters.
  private static let series: [[Double]] = (0..<43).map { number in
    let stream = RandomStream(seed: 15, name: "series")
    func uniform(_ period: Int) -> Double {
      stream.uniform(draw: UInt64(number), period: period, substream: 0)
    }
    let (ceiling, rate, middle) = (0.6 + uniform(0), 0.3 + 0.4 * uniform(1), 5 + 4 * uniform(2))
    return times.enumerated().map { row, time in
      GrowthCurve.logistic.value(at: time, [ceiling, rate, middle])
        + 0.06 * (uniform(3 + row) - 0.5)
    }
  }

  private func batch(_ level: SIMDLevel? = nil, weights: [Double]? = nil) throws
    -> LeastSquaresBatch
  {
    let kernels = try #require(level.map { Kernels($0) } ?? Kernels.best)
    return LeastSquaresBatch(
      LeastSquaresBatchTests.logistic, columns: [LeastSquaresBatchTests.times], weights: weights,
      kernels: kernels)
  }

  private func fit(
    _ series: [[Double]], _ level: SIMDLevel? = nil, within bounds: ParameterBounds? = nil
  ) throws -> [LeastSquares.Solution] {
    try batch(level).fit(
      Array(series.joined()), from: LeastSquaresBatchTests.start, within: bounds)
  }

  /// Whether two ends are the same to the last bit.
  private func same(_ a: LeastSquares.Solution, _ b: LeastSquares.Solution) -> Bool {
    a.parameters.map(\.bitPattern) == b.parameters.map(\.bitPattern)
      && a.rss.bitPattern == b.rss.bitPattern && a.outcome == b.outcome
      && a.iterations == b.iterations && a.rank == b.rank
      && a.bounded.map(\.parameter) == b.bounded.map(\.parameter)
  }

  /// A single fit, polished with residuals of 32 digits, and the fit among others.
  @Test func agreesWithSingleFits() throws {
    let kernels = try #require(Kernels.best)
    let ends = try fit(LeastSquaresBatchTests.series)
    for (values, end) in zip(LeastSquaresBatchTests.series, ends) {
      let problem = RegressionFunction(
        observed: values.map { DoubleDouble($0) }, LeastSquaresBatchTests.logistic,
        columns: [LeastSquaresBatchTests.times.map { DoubleDouble($0) }], weights: nil,
        kernels: kernels)
      let single = try NonlinearFit(
        problem, from: LeastSquaresBatchTests.start, within: ParameterBounds(count: 3))
      #expect(end.outcome == .converged)
      for (found, expected) in zip(end.parameters, single.solution.parameters) {
        #expect((found - expected).magnitude < 1e-9 * expected.magnitude)
      }
      #expect((end.rss - single.solution.rss).magnitude < 1e-12 * single.solution.rss)
    }
  }

  /// Neither the order of the data sets nor how many there are nor the instruction set shows in a result.
  @Test func neighboursAndLevelsDoNotShow() throws {
    let series = LeastSquaresBatchTests.series
    let ends = try fit(series)
    let backwards = try fit(series.reversed())
    for (a, b) in zip(ends, backwards.reversed()) { #expect(same(a, b)) }
    for count in [1, 2, 5, 9, 17] {
      for (a, b) in zip(try fit(Array(series[20..<20 + count])), ends[20...]) {
        #expect(same(a, b))
      }
    }
    for level in SIMDLevel.supported() {
      for (a, b) in zip(try fit(series, level), ends) { #expect(same(a, b)) }
    }
    let again = try batch()
    _ = again.fit(series[0], from: LeastSquaresBatchTests.start)
    for (a, b) in zip(
      again.fit(Array(series.joined()), from: LeastSquaresBatchTests.start), ends)
    {
      #expect(same(a, b))
    }
  }

  /// Every data set may have its own start.
  @Test func eachFromItsOwnStart() throws {
    let series = LeastSquaresBatchTests.series
    let starts = series.indices.flatMap { number -> [Double] in [1 + 0.01 * Double(number), 0.4, 6]
    }
    let ends = try batch().fit(Array(series.joined()), from: starts)
    for (number, end) in ends.enumerated() {
      let alone = try batch().fit(
        series[number], from: Array(starts[3 * number..<3 * number + 3]))
      #expect(same(end, alone[0]))
    }
  }

  /// Data sets that have no answer end as what they are and leave their neighbours alone.
  @Test func degenerateLanes() throws {
    let good = Array(LeastSquaresBatchTests.series[0..<12])
    let n = LeastSquaresBatchTests.times.count
    let zero = Array(repeating: 0.0, count: n)
    let flat = Array(repeating: 0.7, count: n)
    var hole = good[3]
    hole[4] = .nan
    var endless = good[3]
    endless[0] = .infinity
    let huge = good[1].map { $0 * 1e200 }
    let mixed = try fit([zero] + good[0..<4] + [flat, hole, endless] + good[4..<12] + [huge])
    let ends = try fit(good)
    for (a, b) in zip(Array(mixed[1..<5]) + Array(mixed[8..<16]), ends) { #expect(same(a, b)) }
    #expect(mixed[6].outcome == .startNotFinite && mixed[7].outcome == .startNotFinite)
    #expect(mixed[6].parameters == LeastSquaresBatchTests.start)
    // A series of zeros: the ceiling goes to zero, and nothing is left to tell the rest.
    #expect(mixed[0].rss < 1e-20)
    // A flat series leaves nothing to explain, wherever the midpoint is.
    #expect(mixed[5].rss < 1e-6)
    let found = mixed.flatMap(\.parameters)
    #expect(found.allSatisfy { $0.isFinite })
    for (number, values) in [zero, flat, huge].enumerated() {
      #expect(same(try fit([values])[0], mixed[[0, 5, 16][number]]))
    }
  }

  /// Two observations cannot tell three parameters: an exact fit of lower rank, and no failure.
  @Test func fewerRowsThanParameters() throws {
    let kernels = try #require(Kernels.best)
    let batch = LeastSquaresBatch(
      LeastSquaresBatchTests.logistic, columns: [[3, 9]], kernels: kernels)
    let ends = batch.fit(
      (0..<8).flatMap { [0.1 + 0.01 * Double($0), 0.6] }, from: LeastSquaresBatchTests.start)
    for end in ends {
      #expect(end.outcome == .converged)
      #expect(end.rank <= 2)
      #expect(end.rss < 1e-20)
    }
  }

  /// Where the ceiling would be higher than its bound it is held there, in those lanes only.
  @Test func boundsHoldSomeLanes() throws {
    var bounds = ParameterBounds(count: 3)
    bounds.upper[0] = 1.1
    let free = try fit(LeastSquaresBatchTests.series)
    let ends = try fit(LeastSquaresBatchTests.series, within: bounds)
    var held = 0
    for (number, end) in ends.enumerated() {
      #expect(end.outcome == .converged)
      if free[number].parameters[0] > 1.1 {
        held += 1
        #expect(end.parameters[0] == 1.1)
        #expect(end.bounded.map(\.parameter) == [0])
        #expect(end.bounded.allSatisfy { $0.slope < 0 })
        #expect(end.rss > free[number].rss)
        let known = LeastSquaresBatch(
          GrowthCurve.logistic.function(ceiling: 1.1), columns: [LeastSquaresBatchTests.times],
          kernels: try #require(Kernels.best))
        let best = known.fit(LeastSquaresBatchTests.series[number], from: [0.3, 8])[0]
        #expect((best.rss - end.rss).magnitude < 1e-10 * end.rss)
      } else {
        #expect(end.bounded.isEmpty)
        for (a, b) in zip(end.parameters, free[number].parameters) {
          #expect((a - b).magnitude < 1e-8 * b.magnitude)
        }
      }
      #expect(
        same(end, try fit([LeastSquaresBatchTests.series[number]], within: bounds)[0]))
    }
    #expect(held > 5 && held < 40)
  }

  /// A weight of 2 is the row twice.
  @Test func weightsCountRows() throws {
    let kernels = try #require(Kernels.best)
    let times = LeastSquaresBatchTests.times
    let weights = times.indices.map { $0 == 4 ? 2.0 : 1 }
    let twice = LeastSquaresBatch(
      LeastSquaresBatchTests.logistic, columns: [times + [times[4]]], kernels: kernels)
    let series = Array(LeastSquaresBatchTests.series[0..<9])
    let weighted = try batch(weights: weights).fit(
      Array(series.joined()), from: LeastSquaresBatchTests.start)
    let repeated = twice.fit(
      series.flatMap { $0 + [$0[4]] }, from: LeastSquaresBatchTests.start)
    for (a, b) in zip(weighted, repeated) {
      #expect((a.rss - b.rss).magnitude < 1e-12 * b.rss)
      for (x, y) in zip(a.parameters, b.parameters) {
        #expect((x - y).magnitude < 1e-9 * y.magnitude)
      }
    }
  }

  /// More rows than a block of the evaluator, and a function with every kind of step.
  @Test func longSeries() throws {
    let kernels = try #require(Kernels.best)
    let x = (0..<700).map { Double($0) / 100 }
    let (a, b, c) = (
      Expression.read(Reference(.parameter(0))), Expression.read(Reference(.parameter(1))),
      Expression.read(Reference(.parameter(2)))
    )
    let column = Expression.read(Reference(.series(0)))
    let wave = Expression.binary(
      .add, .binary(.multiply, a, .unary(.sin, .binary(.multiply, b, column))),
      .conditional(.binary(.less, column, .number(3)), c, .binary(.multiply, c, c)))
    let batch = LeastSquaresBatch(
      try ColumnFunction(wave, parameterCount: 3), columns: [x], kernels: kernels)
    let truths = (0..<5).map { [1 + Double($0), 1.2, 0.5 + 0.1 * Double($0)] }
    let observed = truths.flatMap { truth in
      x.map { truth[0] * ScalarMath.sin(truth[1] * $0) + ($0 < 3 ? truth[2] : truth[2] * truth[2]) }
    }
    for (end, truth) in zip(batch.fit(observed, from: [1, 1.1, 1]), truths) {
      #expect(end.outcome == .converged)
      for (found, expected) in zip(end.parameters, truth) {
        #expect((found - expected).magnitude < 1e-9 * expected)
      }
    }
  }
}
