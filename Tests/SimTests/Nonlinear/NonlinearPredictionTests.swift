import Testing

@testable import Sim

/// Predictions and resampling against linear regression, where both are known.
struct NonlinearPredictionTests {
  private let x = Expression.read(Reference(.series(1)))
  private func b(_ number: Int) -> Expression { .read(Reference(.parameter(number))) }

  private func line(_ y: [Double], _ xs: [Double], weights: [Double]? = nil) throws
    -> (RegressionFunction, NonlinearFit)
  {
    let line = Expression.binary(.add, b(0), .binary(.multiply, b(1), x))
    let problem = RegressionFunction(
      try ColumnFunction(.read(Reference(.series(0))), parameterCount: 0),
      try ColumnFunction(line, parameterCount: 2),
      columns: [y.map { DoubleDouble($0) }, xs.map { DoubleDouble($0) }], rows: y.count,
      weights: weights, kernels: try #require(Kernels.best))
    return (problem, try NonlinearFit(problem, from: [0, 0], within: ParameterBounds(count: 2)))
  }

  /// A straight line predicts as linear regression does.
  @Test(arguments: [nil, [1, 2, 1, 3, 0.5]])
  func aLineIsPredictedAsByRegression(weights: [Double]?) throws {
    let (xs, y) = ([0.0, 1, 2, 3, 4], [1.5, 2.5, 4.5, 7.5, 8])
    let (problem, fit) = try line(y, xs, weights: weights)
    let design = Design(columns: [("x", xs)])
    let linear = try LinearFit(
      response: y, design: design, weights: weights)
    let new = [-1, 2.5, 10].map { DoubleDouble($0) }
    let expected = try linear.predict([new])
    let found = fit.predict(problem, columns: [new, new], rows: 3)
    for (found, expected) in zip(found, expected) {
      let (found, expected) = (try #require(found), try #require(expected))
      let error = try #require(found.standardError)
      let expectedError = try #require(expected.standardError)
      #expect((found.fit - expected.fit).magnitude < 1e-12 * expected.fit.magnitude)
      #expect((error - expectedError).magnitude < 1e-12 * expectedError)
      for interval in [\RowPrediction.confidence, \.prediction] {
        let a = try #require(found[keyPath: interval])
        let b = try #require(expected[keyPath: interval])
        #expect((a.lowerBound - b.lowerBound).magnitude < 1e-11)
        #expect((a.upperBound - b.upperBound).magnitude < 1e-11)
      }
    }
    for (leverage, expected) in zip(fit.linearization.leverages, linear.leverages) {
      #expect((leverage - expected).magnitude < 1e-12)
    }
  }

  /// Where two parameters cannot be told apart, what hangs on their sum is still predicted, and what does
  /// not is refused an error.
  @Test func whatIsNotIdentifiedHasNoError() throws {
    let xs = [1.0, 2, 3, 4, 5]
    // y = a x + b x + c where x < 10, else a.
    let formula = Expression.conditional(
      .binary(.less, x, .number(10)),
      .binary(
        .add, b(2), .binary(.add, .binary(.multiply, b(0), x), .binary(.multiply, b(1), x))),
      b(0))
    let y = [1.1, 2.9, 5.2, 6.8, 9.1]
    let problem = RegressionFunction(
      observed: y.map { DoubleDouble($0) }, try ColumnFunction(formula, parameterCount: 3),
      columns: [xs, xs].map { $0.map { DoubleDouble($0) } }, weights: nil,
      kernels: try #require(Kernels.best))
    let fit = try NonlinearFit(problem, from: [1, 1, 0], within: ParameterBounds(count: 3))
    let new = [6, 20].map { DoubleDouble($0) }
    let found = fit.predict(problem, columns: [new, new], rows: 2)
    let (_, line) = try line(y, xs)
    let known = line.predict(try self.line(y, xs).0, columns: [new, new], rows: 2)
    let (inside, expected) = (try #require(found[0]), try #require(known[0]))
    let (error, expectedError) = (
      try #require(inside.standardError), try #require(expected.standardError)
    )
    #expect((inside.fit - expected.fit).magnitude < 1e-9)
    // One degree of freedom is spent on the parameter that says nothing.
    let lost = (Double(3) / 2).squareRoot()
    #expect((error - lost * expectedError).magnitude < 1e-6 * error)
    let outside = try #require(found[1])
    #expect(outside.standardError == nil && outside.prediction == nil)
  }

  /// A row the function has no value at.
  @Test func noValueNoPrediction() throws {
    let (problem, fit) = try line([1, 2, 4, 4], [0, 1, 2, 3])
    let new = [DoubleDouble(.nan), DoubleDouble(1)]
    let found = fit.predict(problem, columns: [new, new], rows: 2)
    #expect(found[0] == nil && found[1] != nil)
  }

  /// Refits of a straight line spread as its standard errors say: about σ √(1/Sxx) for the slope with equal
  /// errors, and by the errors that grow with x for the wild scheme.
  @Test func bootstrapsSpreadAsTheErrorsDo() throws {
    let xs = (0..<60).map(Double.init)
    let stream = RandomStream(seed: 3, name: "noise")
    let y = xs.enumerated().map { row, x in
      2 + 0.5 * x
        + 0.1 * x
        * ScalarMath.normalQuantile(stream.uniform(draw: UInt64(row), period: 0, substream: 0))
    }
    let (problem, fit) = try line(y, xs)
    let linear = try LinearFit(
      response: y, design: Design(columns: [("x", xs)]))
    func spread(_ scheme: NonlinearBootstrap.Scheme) -> Double {
      let bootstrap = NonlinearBootstrap(problem, fit, scheme: scheme, refits: 3000, seed: 7)
      #expect(bootstrap.failures == 0)
      let values = bootstrap.estimates[1]
      let mean = values.reduce(0, +) / Double(values.count)
      return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
        .squareRoot()
    }
    let classical = try linear.errors(.classical).standardErrors[1]
    let robust = try linear.errors(.heteroskedastic(.hc2)).standardErrors[1]
    #expect((spread(.residuals) / classical - 1).magnitude < 0.05)
    #expect((spread(.wild) / robust - 1).magnitude < 0.05)
    #expect((robust / classical - 1).magnitude > 0.08)
  }

  /// The same seed gives the same refits, however many are drawn at a time.
  @Test(arguments: [NonlinearBootstrap.Scheme.residuals, .wild])
  func refitsAreAFunctionOfTheirNumber(scheme: NonlinearBootstrap.Scheme) throws {
    let (problem, fit) = try line([1.5, 2.5, 4.5, 7.5, 8, 8.5], [0, 1, 2, 3, 4, 5])
    let few = NonlinearBootstrap(problem, fit, scheme: scheme, refits: 60, seed: 2)
    let more = NonlinearBootstrap(problem, fit, scheme: scheme, refits: 61, seed: 2)
    let added = more.estimates[0].filter { !few.estimates[0].contains($0) }
    #expect(added.count <= 1)
    #expect(
      NonlinearBootstrap(problem, fit, scheme: scheme, refits: 60, seed: 2).estimates
        == few.estimates)
    #expect(
      NonlinearBootstrap(problem, fit, scheme: scheme, refits: 60, seed: 3).estimates
        != few.estimates)
  }
}
