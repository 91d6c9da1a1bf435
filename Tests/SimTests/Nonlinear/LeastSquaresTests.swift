import Testing

@testable import Sim

struct LeastSquaresTests {
  /// y = a exp(b x) or another function of one column x.
  private func problem(
    _ expression: Expression, _ y: [Double], _ x: [Double], parameters: Int,
    weights: [Double]? = nil
  ) throws -> RegressionFunction {
    let kernels = try #require(Kernels.best)
    return RegressionFunction(
      try ColumnFunction(.read(Reference(.series(0))), parameterCount: 0),
      try ColumnFunction(expression, parameterCount: parameters),
      columns: [y.map { DoubleDouble($0) }, x.map { DoubleDouble($0) }], rows: y.count,
      weights: weights, kernels: kernels)
  }

  private let x = Expression.read(Reference(.series(1)))
  private func b(_ number: Int) -> Expression { .read(Reference(.parameter(number))) }

  /// A straight line has the estimates and errors of linear regression: here slope 2, intercept 1 and
  /// residuals ±1/2 that are orthogonal to both.
  @Test func aLineIsSolvedInOneStep() throws {
    let line = Expression.binary(.add, b(0), .binary(.multiply, b(1), x))
    let problem = try problem(line, [1.5, 2.5, 4.5, 7.5], [0, 1, 2, 3], parameters: 2)
    let fit = try NonlinearFit(
      problem, from: [10, -3], within: ParameterBounds(count: 2))
    #expect(fit.converged)
    #expect(problem.linearParameters == [true, true])
    #expect((fit.solution.parameters[0] - 1).magnitude < 1e-14)
    #expect((fit.solution.parameters[1] - 2).magnitude < 1e-14)
    #expect((fit.solution.rss - 1).magnitude < 1e-14)
    // s² = 1/2; var(slope) = s² / 5; var(intercept) = s² (1/4 + 1.5²/5).
    let errors = fit.linearization.standardErrors.compactMap { $0 }
    #expect((errors[1] - (0.1).squareRoot()).magnitude < 1e-14)
    #expect((errors[0] - (0.35).squareRoot()).magnitude < 1e-14)
  }

  /// A weight of 2 is the row twice.
  @Test func weightsCountRows() throws {
    let curve = Expression.binary(.multiply, b(0), .unary(.exp, .binary(.multiply, b(1), x)))
    let once = try problem(
      curve, [1, 2, 5, 9], [0, 1, 2, 3], parameters: 2, weights: [1, 2, 1, 1])
    let twice = try problem(curve, [1, 2, 2, 5, 9], [0, 1, 1, 2, 3], parameters: 2)
    let bounds = ParameterBounds(count: 2)
    let (a, b) = (
      try NonlinearFit(once, from: [1, 1], within: bounds),
      try NonlinearFit(twice, from: [1, 1], within: bounds)
    )
    #expect((a.solution.rss - b.solution.rss).magnitude < 1e-12)
    for (left, right) in zip(a.solution.parameters, b.solution.parameters) {
      #expect((left - right).magnitude < 1e-12)
    }
  }

  /// Where a bound holds the rate, the other parameter is the best for it.
  @Test func aBoundHolds() throws {
    let curve = Expression.binary(.multiply, b(0), .unary(.exp, .binary(.multiply, b(1), x)))
    let problem = try problem(curve, [1, 2.7, 7.4, 20.1], [0, 1, 2, 3], parameters: 2)
    var bounds = ParameterBounds(count: 2)
    bounds.upper[1] = 0.5
    let fit = try NonlinearFit(problem, from: [1, 0.1], within: bounds)
    let powers = [0, 0.5, 1, 1.5].map { ScalarMath.exp($0) }
    let best =
      zip(powers, [1, 2.7, 7.4, 20.1]).reduce(0) { $0 + $1.0 * $1.1 }
      / powers.reduce(0) { $0 + $1 * $1 }
    #expect(fit.converged)
    #expect(fit.solution.parameters[1] == 0.5)
    #expect((fit.solution.parameters[0] - best).magnitude < 1e-12)
    #expect(fit.solution.bounded.map(\.parameter) == [1])
    #expect(try #require(fit.solution.bounded.first).slope < 0)
    #expect(fit.linearization.df == 3)
  }

  /// For a linear parameter the profile interval is Wald's.
  @Test func profileOfALineIsWald() throws {
    let line = Expression.binary(.add, b(0), .binary(.multiply, b(1), x))
    let problem = try problem(line, [1.5, 2.5, 4.5, 7.5, 8], [0, 1, 2, 3, 4], parameters: 2)
    let fit = try NonlinearFit(problem, from: [0, 0], within: ParameterBounds(count: 2))
    for parameter in 0..<2 {
      let wald = try #require(fit.waldInterval(parameter))
      let profile = ProfileLikelihood(problem, fit, parameter: parameter)
      let low = try #require(profile.lower.value)
      let high = try #require(profile.upper.value)
      #expect((low - wald.lowerBound).magnitude < 1e-6)
      #expect((high - wald.upperBound).magnitude < 1e-6)
      #expect(profile.better == nil)
    }
  }

  /// Derivatives of every function agree with central differences.
  @Test func derivativesOfEveryFunction() throws {
    let p = b(0)
    let functions: [Expression] =
      UnaryFunction.allCases.filter { $0 != .not }.map { .unary($0, .binary(.multiply, p, x)) }
      + [
        .binary(.power, p, x), .binary(.power, x, p), .binary(.divide, x, p),
        .binary(.minimum, p, x), .binary(.maximum, p, x), .binary(.power, p, .number(-2.5)),
        .conditional(.binary(.less, x, .number(0.5)), p, .binary(.multiply, p, p)),
      ]
    let xs = [0.2, 0.4, 0.6, 0.8]
    for function in functions {
      let problem = try problem(function, [0, 0, 0, 0], xs, parameters: 1)
      func values(_ at: Double) -> (residuals: [Double], slopes: [Double]) {
        let (residuals, derivatives) = problem.linearized(at: [at])
        return (residuals, derivatives[0])
      }
      let step = 1e-6
      let (above, below, here) = (values(0.7 + step), values(0.7 - step), values(0.7))
      let refined = problem.refinedResiduals(
        at: [DoubleDouble(0.7)], observed: xs.map { _ in DoubleDouble(0) })
      for row in xs.indices {
        let difference = -(above.residuals[row] - below.residuals[row]) / (2 * step)
        #expect((here.slopes[row] - difference).magnitude < 1e-7, "\(function)")
        #expect((refined[row].value - here.residuals[row]).magnitude < 1e-15 * 8, "\(function)")
      }
    }
  }
}
