import Sim
import Testing

/// Smoothed weights against an implementation in numpy, written from the same papers; where no two
/// ratios are equal it agrees with ArviZ 0.23 to all digits shown.
struct ParetoSmoothingTests {
  /// Ratios that another program smoothed, and what it found.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var draws: Int
    /// The logarithm of a ratio from a number in (0, 1), each of which occurs once.
    var logRatio: @Sendable (Double) -> Double
    var k, effectiveSize, largest, eighth: Double
    var tail: Int

    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "Pareto .3", draws: 1000, logRatio: { -0.3 * ScalarMath.log($0) },
      k: 0.323560643826062, effectiveSize: 832.378368062632, largest: 0.00684719773509743,
      eighth: 0.000899719515003515, tail: 95),
    Case(
      name: "Pareto .9", draws: 1000, logRatio: { -0.9 * ScalarMath.log($0) },
      k: 0.84426643340306, effectiveSize: 38.1442685006854, largest: 0.135919721346953,
      eighth: 0.000381105119216556, tail: 95),
    Case(
      name: "bounded, with equal ratios", draws: 1000,
      logRatio: { u in
        let x = (u * 1000 - 500) / 100
        return -0.5 * x * x
      },
      k: -1.54190251573126, effectiveSize: 354.337916007518, largest: 0.00398736639332221,
      eighth: 0.00319641849012333, tail: 95),
    Case(
      name: "Pareto .5", draws: 20_000, logRatio: { -0.5 * ScalarMath.log($0) },
      k: 0.499284350372255, effectiveSize: 6723.82680754983, largest: 0.0049971061436315,
      eighth: 2.85226265033718e-05, tail: 425),
    Case(
      name: "one draw outweighs the rest", draws: 20_000,
      logRatio: { 1.7 * ScalarMath.log($0 / (1 - $0)) },
      k: 1.66569225629853, effectiveSize: 2.04256251321389, largest: 0.688231558198329,
      eighth: 1.01318667601895e-07, tail: 425),
    Case(
      name: "normal likelihood", draws: 20_000,
      logRatio: { -800 * ($0 - 0.30001) * ($0 - 0.30001) },
      k: -1.7334377019384, effectiveSize: 1772.74848110408, largest: 0.000798079436273653,
      eighth: 4.06247547718178e-81, tail: 425),
  ]

  private func ratios(_ test: Case) -> [Double] {
    (0..<test.draws).map {
      test.logRatio((Double($0 * 7919 % test.draws) + 0.5) / Double(test.draws))
    }
  }

  private func isNear(_ a: Double?, _ b: Double, within tolerance: Double = 1e-9) -> Bool {
    guard let a else { return false }
    return (a - b).magnitude <= tolerance * b.magnitude
  }

  @Test(arguments: cases)
  func agreesWithNumpy(test: Case) {
    let smoothing = ParetoSmoothing(logRatios: ratios(test))
    #expect(smoothing.tailCount == test.tail)
    #expect(isNear(smoothing.k, test.k))
    #expect(isNear(smoothing.effectiveSize, test.effectiveSize))
    #expect(isNear(smoothing.weights.max(), test.largest))
    #expect(isNear(smoothing.weights[7], test.eighth))
    #expect(isNear(smoothing.weights.reduce(0, +), 1, within: 1e-12))
  }

  /// Ratios are known up to a factor only, however large.
  @Test(arguments: [-2000.0, 30, 5000])
  func aCommonFactorChangesNothing(factor: Double) {
    let logs = ratios(Self.cases[0])
    let plain = ParetoSmoothing(logRatios: logs)
    let scaled = ParetoSmoothing(logRatios: logs.map { $0 + factor })
    #expect(isNear(scaled.k, plain.k ?? .nan, within: 1e-6))
    #expect(isNear(scaled.effectiveSize, plain.effectiveSize, within: 1e-6))
  }

  @Test func equalRatiosAreLeftAlone() {
    let smoothing = ParetoSmoothing(logRatios: Array(repeating: -3, count: 1000))
    #expect(smoothing.k == 0)
    #expect(smoothing.weights.allSatisfy { $0 == 0.001 })
  }

  @Test func fewDrawsHaveNoShape() {
    #expect(ParetoSmoothing(logRatios: [0, 1, 2, 3, 4]).k == nil)
    let impossible = [Double](repeating: -.infinity, count: 999) + [0]
    let smoothing = ParetoSmoothing(logRatios: impossible)
    #expect(smoothing.k == nil)
    #expect(smoothing.effectiveSize == 1)
  }

  @Test(arguments: [(0.4, 2.0), (1e-14, 1.0), (-0.5, 0.3)])
  func quantilesInvertTheDistribution(k: Double, sigma: Double) {
    let distribution = GeneralizedPareto(k: k, sigma: sigma)
    for p in [1e-9, 0.1, 0.5, 0.9, 0.9999] {
      let x = distribution.quantile(p)
      let survival =
        k.magnitude < 1e-12
        ? ScalarMath.exp(-x / sigma) : ScalarMath.pow(1 + k * x / sigma, -1 / k)
      #expect((1 - survival - p).magnitude < 1e-13, "\(p)")
    }
  }

  /// The estimate is nearly that of maximum likelihood: on a perfect sample it finds the truth.
  @Test(arguments: [(0.2, 3.0), (0.6, 0.01), (-0.3, 10.0)])
  func estimatesAPerfectSample(k: Double, sigma: Double) throws {
    let truth = GeneralizedPareto(k: k, sigma: sigma)
    let sample = (0..<5000).map { truth.quantile((Double($0) + 0.5) / 5000) }
    let found = try #require(GeneralizedPareto(fittedTo: sample))
    #expect((found.k - k).magnitude < 0.01)
    #expect((found.sigma / sigma - 1).magnitude < 0.01)
  }
}
