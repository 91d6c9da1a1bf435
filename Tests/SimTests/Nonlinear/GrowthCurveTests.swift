import Testing

@testable import Sim

struct GrowthCurveTests {
  private static let parameters: [GrowthCurve: [Double]] = [
    .logistic: [90, 0.45, 7], .gompertz: [90, 0.25, 6], .bass: [90, 0.01, 0.4],
    .richards: [90, 0.5, 8, 1.4],
  ]

  private func kernels() throws -> Kernels { try #require(Kernels.best) }

  /// A curve's own values are fitted exactly, from its own start, with and without the ceiling.
  @Test(arguments: GrowthCurve.allCases, [true, false])
  func findsTheCurveItsValuesCameFrom(curve: GrowthCurve, knowsCeiling: Bool) throws {
    let truth = try #require(GrowthCurveTests.parameters[curve])
    let times = (1...18).map(Double.init)
    let values = times.map { curve.value(at: $0, truth) }
    let fitter = GrowthCurveFitter(
      curve, times: times, ceiling: knowsCeiling ? 90 : nil, kernels: try kernels())
    let fit = try #require(fitter.fit(values))
    #expect(fit.outcome == .converged)
    #expect(fit.df == 18 - truth.count + (knowsCeiling ? 1 : 0))
    for (found, expected) in zip(fit.parameters, truth) {
      #expect((found - expected).magnitude < 1e-6 * expected)
    }
  }

  /// Derivatives agree with central differences.
  @Test(arguments: GrowthCurve.allCases)
  func derivativesAreThoseOfTheCurve(curve: GrowthCurve) throws {
    let point = try #require(GrowthCurveTests.parameters[curve])
    let times = (1...9).map(Double.init)
    let problem = RegressionFunction(
      observed: times.map { _ in DoubleDouble(0) }, curve.function(ceiling: nil),
      columns: [times.map { DoubleDouble($0) }], weights: nil, kernels: try kernels())
    let (residuals, derivatives) = problem.linearized(at: point)
    for (row, time) in times.enumerated() {
      #expect((residuals[row] + curve.value(at: time, point)).magnitude < 1e-12 * 90)
      for parameter in point.indices {
        var (above, below) = (point, point)
        let step = 1e-5 * point[parameter]
        above[parameter] += step
        below[parameter] -= step
        let difference = (curve.value(at: time, above) - curve.value(at: time, below)) / (2 * step)
        let slope = derivatives[parameter][row]
        #expect((slope - difference).magnitude < 1e-5 * max(1, difference.magnitude))
      }
    }
  }

  @Test func aSeriesThatIsNeverBelowTheCeilingHasNoStart() {
    #expect(GrowthCurve.logistic.start(times: [1, 2, 3], values: [5, 5, 5], ceiling: 5) == nil)
  }
}
