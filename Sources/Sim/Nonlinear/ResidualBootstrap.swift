/// Intervals from refits to resampled residuals.
///
/// Residuals are centred and widened by √(n / df), drawn with replacement and added to the fitted
/// values; a refit starts from the estimates (B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap,
/// 1993, chapter 9). The interval is between the quantiles of the refitted estimates.
public struct ResidualBootstrap: Sendable {
  /// The refitted parameters, one list per parameter, of the refits that reached a minimum.
  public let estimates: [[Double]]
  /// Number of refits that did not.
  public let failures: Int

  /// Refits drawn at a time: a bound on memory, not on what is drawn.
  private static let batch = 4096

  /// Refits a regression.
  public init(_ problem: RegressionFunction, _ fit: NonlinearFit, refits: Int, seed: UInt64) {
    let n = problem.observationCount
    let fitted = problem.fitted(at: fit.solution.parameters)
    let mean = fit.linearization.residuals.reduce(0, +) / Double(n)
    let factor = (Double(n) / Double(fit.linearization.df)).squareRoot()
    let pool = fit.linearization.residuals.map { ($0 - mean) * factor }
    let stream = RandomStream(seed: seed, name: "residual bootstrap")
    let solver = LeastSquaresBatch(problem, lanes: nil)
    solver.iterationLimit = 200
    var estimates = fit.solution.parameters.map { _ in [Double]() }
    var failures = 0
    for first in stride(from: 0, to: refits, by: ResidualBootstrap.batch) {
      let numbers = first..<min(first + ResidualBootstrap.batch, refits)
      let drawn = numbers.flatMap { refit in
        (0..<n).map { row in
          let u = stream.uniform(draw: UInt64(refit), period: row, substream: 0)
          let drawn = pool[min(Int(u * Double(n)), n - 1)]
          return fitted[row] + drawn / (problem.weights?[row].squareRoot() ?? 1)
        }
      }
      for end in solver.fit(drawn, from: fit.solution.parameters, within: fit.bounds) {
        guard end.outcome == .converged else {
          failures += 1
          continue
        }
        for (parameter, value) in end.parameters.enumerated() {
          estimates[parameter].append(value)
        }
      }
    }
    self.estimates = estimates.map { $0.sorted() }
    self.failures = failures
  }

  /// The percentile interval of a parameter; nil when no refit reached a minimum.
  public func interval(_ parameter: Int, level: Double = 0.95) -> ClosedRange<Double>? {
    let values = estimates[parameter]
    guard values.count > 1 else { return nil }
    func quantile(_ p: Double) -> Double {
      let place = p * Double(values.count - 1)
      let below = Int(place)
      let above = min(below + 1, values.count - 1)
      return values[below] + (place - Double(below)) * (values[above] - values[below])
    }
    return quantile((1 - level) / 2)...quantile((1 + level) / 2)
  }
}
