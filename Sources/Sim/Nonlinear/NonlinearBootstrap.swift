/// Intervals from refits to resampled observations, a function of the seed and the number of the refit alone.
///
/// A refit starts from the estimates; the interval is between the quantiles of the refitted estimates.
public struct NonlinearBootstrap: Sendable {
  /// How observations are resampled around the fitted values.
  public enum Scheme: Hashable, Sendable {
    /// Residuals, centred and widened by √(n / df), are drawn with replacement (B. Efron, R. J. Tibshirani,
    /// An Introduction to the Bootstrap, 1993, chapter 9): the errors are taken to be alike.
    case residuals
    /// Residuals, widened by 1/√(1 − h), keep their row and get a random sign (R. Davidson, E. Flachaire,
    /// The wild bootstrap, tamed at last, J. Econometrics 146 (2008)): their spread may differ from row to
    /// row. h is the leverage in the tangent plane.
    case wild
  }

  /// The refitted parameters in increasing order, one list per parameter, of the refits that reached a
  /// minimum.
  public let estimates: [[Double]]
  /// Number of refits that did not.
  public let failures: Int

  /// Refits drawn at a time: a bound on memory, not on what is drawn.
  private static let refitsAtOnce = 4096

  /// Refits a regression.
  public init(
    _ problem: RegressionFunction, _ fit: NonlinearFit, scheme: Scheme, refits: Int, seed: UInt64
  ) {
    let sample = Sample(problem, fit, scheme, seed)
    let solver = LeastSquaresBatch(problem)
    solver.iterationLimit = 200
    var estimates = fit.solution.parameters.map { _ in [Double]() }
    var failures = 0
    for first in stride(from: 0, to: refits, by: NonlinearBootstrap.refitsAtOnce) {
      let numbers = first..<min(first + NonlinearBootstrap.refitsAtOnce, refits)
      let drawn = numbers.flatMap(sample.observations)
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

  /// What is drawn from.
  private struct Sample {
    let fitted: [Double]
    /// Weighted residuals, widened.
    let pool: [Double]
    let roots: [Double]?
    let scheme: Scheme
    let stream: RandomStream

    init(_ problem: RegressionFunction, _ fit: NonlinearFit, _ scheme: Scheme, _ seed: UInt64) {
      fitted = problem.fitted(at: fit.solution.parameters)
      roots = problem.weights?.map { $0.squareRoot() }
      self.scheme = scheme
      let residuals = fit.linearization.residuals
      switch scheme {
      case .residuals:
        let mean = residuals.reduce(0, +) / Double(residuals.count)
        let factor = (Double(residuals.count) / Double(fit.linearization.df)).squareRoot()
        pool = residuals.map { ($0 - mean) * factor }
        stream = RandomStream(seed: seed, name: "residual bootstrap")
      case .wild:
        // A row that determines a parameter alone has no residual to widen.
        pool = zip(residuals, fit.linearization.leverages).map { residual, leverage in
          leverage < 1 - 1e-10 ? residual / (1 - leverage).squareRoot() : residual
        }
        stream = RandomStream(seed: seed, name: "wild bootstrap")
      }
    }

    /// The observations of a refit.
    func observations(_ refit: Int) -> [Double] {
      fitted.indices.map { row in
        let u = stream.uniform(draw: UInt64(refit), period: row, substream: 0)
        let drawn: Double =
          switch scheme {
          case .residuals: pool[min(Int(u * Double(pool.count)), pool.count - 1)]
          case .wild: u < 0.5 ? -pool[row] : pool[row]
          }
        return fitted[row] + drawn / (roots?[row] ?? 1)
      }
    }
  }
}
