/// How the sum of squares rises as one parameter moves and the others follow.
///
/// With S(b) the least sum of squares at a value b of the parameter, the interval holds every b with
/// (S(b) - S) / s² up to the square of Student's t (D. M. Bates, D. G. Watts, Nonlinear Regression
/// Analysis and Its Applications, Wiley 1988, chapter 6). Where S never rises so far, the data do not
/// identify the parameter on that side.
public struct ProfileLikelihood: Sendable {
  /// One end of an interval.
  public enum Limit: Hashable, Sendable {
    /// The sum of squares reaches the threshold here.
    case at(Double)
    /// The parameter meets its bound before.
    case bound(Double)
    /// No value was found that the data refuse.
    case none

    /// The number; nil where there is none.
    public var value: Double? {
      switch self {
      case .at(let value), .bound(let value): value
      case .none: nil
      }
    }
  }

  /// The ends of the interval.
  public let lower, upper: Limit
  /// A point with a smaller sum of squares that was met on the way.
  public let better: [Double]?

  /// Follows one parameter away from the minimum on both sides.
  public init(
    _ problem: RegressionFunction, _ fit: NonlinearFit, parameter: Int, level: Double = 0.95
  ) {
    var walk = Walk(problem, fit, parameter, level)
    lower = walk.limit(towards: -1)
    upper = walk.limit(towards: 1)
    better = walk.better
  }

  private struct Walk {
    let problem: RegressionFunction
    let fit: NonlinearFit
    let parameter: Int
    let estimate: Double
    let threshold: Double
    let unit: Double
    /// How far a parameter may go before it counts as not held by the data.
    let reach: Double
    let solver: LeastSquares
    var better: [Double]?

    init(_ problem: RegressionFunction, _ fit: NonlinearFit, _ parameter: Int, _ level: Double) {
      self.problem = problem
      self.fit = fit
      self.parameter = parameter
      let df = fit.linearization.df
      let threshold = StudentT(degreesOfFreedom: Double(df)).upperQuantile((1 - level) / 2)
      self.threshold = threshold
      estimate = fit.solution.parameters[parameter]
      let size = estimate == 0 ? 1 : estimate.magnitude
      let error = fit.linearization.standardErrors[parameter]
      unit = min(error ?? size, size)
      reach = 10 * (error.map { $0 * threshold } ?? size)
      solver = LeastSquares(problem)
      solver.refines = false
      solver.tolerance = 1e-6
      solver.iterationLimit = 200
    }

    /// The square root of (S(b) - S) / s², and the point; the other parameters start where they are in
    /// another point.
    mutating func height(at value: Double, from point: [Double]) -> (Double, [Double]) {
      var bounds = fit.bounds
      bounds.fix(parameter, at: value)
      var start = point
      start[parameter] = value
      let end = solver.minimize(from: start, within: bounds)
      guard end.rss.isFinite else { return (.infinity, start) }
      if end.rss < fit.solution.rss * (1 - 1e-6) { better = end.parameters }
      let variance = fit.linearization.residualSD * fit.linearization.residualSD
      return (max(0, (end.rss - fit.solution.rss) / variance).squareRoot(), end.parameters)
    }

    mutating func limit(towards side: Double) -> Limit {
      let bound = side < 0 ? fit.bounds.lower[parameter] : fit.bounds.upper[parameter]
      guard estimate != bound else { return .bound(bound) }
      var inner = (value: estimate, height: 0.0, point: fit.solution.parameters)
      var step = 0.5 * unit * threshold
      for _ in 0..<80 {
        var outer = inner.value + side * step
        let isBound = side < 0 ? outer <= bound : outer >= bound
        if isBound { outer = bound }
        let (height, point) = height(at: outer, from: inner.point)
        if height >= threshold { return .at(root(inner, outer, height)) }
        if isBound { return .bound(bound) }
        if (outer - estimate).magnitude > reach { return .none }
        inner = (outer, height, point)
        step *= 1.6
      }
      return .none
    }

    /// Where the height crosses the threshold, by regula falsi with halving (the Illinois rule).
    mutating func root(
      _ inner: (value: Double, height: Double, point: [Double]), _ outer: Double,
      _ outerHeight: Double
    ) -> Double {
      var (a, fa, point) = (inner.value, inner.height - threshold, inner.point)
      var (b, fb) = (outer, min(outerHeight, 3 * threshold) - threshold)
      for _ in 0..<80 {
        let c = fb == fa ? (a + b) / 2 : b - fb * (b - a) / (fb - fa)
        let (height, here) = height(at: c, from: point)
        let fc = min(height, 3 * threshold) - threshold
        if fc.magnitude < 1e-9 * threshold || (b - a).magnitude < 1e-10 * c.magnitude { return c }
        if fc < 0 {
          (a, fa, point) = (c, fc, here)
          fb /= 2
        } else {
          (b, fb) = (c, fc)
          fa /= 2
        }
      }
      return (a + b) / 2
    }
  }
}
