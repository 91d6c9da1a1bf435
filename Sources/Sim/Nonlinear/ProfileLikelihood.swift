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
  public init<Problem: LeastSquaresProblem>(
    _ problem: Problem, _ fit: NonlinearFit, parameter: Int, level: Double = 0.95
  ) {
    var walk = Walk(problem, fit, parameter, level)
    lower = walk.limit(towards: -1)
    upper = walk.limit(towards: 1)
    better = walk.better
  }

  private struct Walk<Problem: LeastSquaresProblem> {
    let problem: Problem
    let fit: NonlinearFit
    let parameter: Int
    let estimate: Double
    let threshold: Double
    let unit: Double
    var solver: LeastSquares
    var point: [Double]
    var better: [Double]?

    init(_ problem: Problem, _ fit: NonlinearFit, _ parameter: Int, _ level: Double) {
      self.problem = problem
      self.fit = fit
      self.parameter = parameter
      let df = fit.linearization.df
      threshold = StudentQuantile.twoSided(tail: 1 - level, df: df)
      estimate = fit.solution.parameters[parameter]
      let size = estimate == 0 ? 1 : estimate.magnitude
      unit = min(fit.linearization.standardErrors[parameter] ?? size, size)
      solver = LeastSquares(
        observations: problem.observationCount, parameters: problem.parameterCount)
      solver.refines = false
      solver.tolerance = 1e-6
      solver.iterationLimit = 200
      point = fit.solution.parameters
    }

    /// The square root of (S(b) - S) / s²; the other parameters start where they were last.
    mutating func height(at value: Double) -> Double {
      var bounds = fit.bounds
      bounds.fix(parameter, at: value)
      var start = point
      start[parameter] = value
      let end = solver.minimize(problem, from: start, within: bounds)
      guard end.rss.isFinite else { return .infinity }
      if end.rss < fit.solution.rss * (1 - 1e-6) { better = end.parameters }
      point = end.parameters
      let variance = fit.linearization.residualSD * fit.linearization.residualSD
      return max(0, (end.rss - fit.solution.rss) / variance).squareRoot()
    }

    mutating func limit(towards side: Double) -> Limit {
      point = fit.solution.parameters
      let bound = side < 0 ? fit.bounds.lower[parameter] : fit.bounds.upper[parameter]
      guard estimate != bound else { return .bound(bound) }
      var (inner, innerHeight) = (estimate, 0.0)
      var step = unit * threshold
      for _ in 0..<60 {
        var outer = inner + side * step
        let isBound = side < 0 ? outer <= bound : outer >= bound
        if isBound { outer = bound }
        let outerHeight = height(at: outer)
        if outerHeight >= threshold {
          return .at(root(inner, innerHeight, outer, outerHeight))
        }
        if isBound { return .bound(bound) }
        // A parameter that may grow a thousandfold is not held by the data.
        if (outer - estimate).magnitude > 1e3 * max(estimate.magnitude, unit) { return .none }
        (inner, innerHeight) = (outer, outerHeight)
        step *= 1.6
      }
      return .none
    }

    /// Where the height crosses the threshold, by regula falsi with halving (the Illinois rule).
    mutating func root(
      _ inner: Double, _ innerHeight: Double, _ outer: Double, _ outerHeight: Double
    ) -> Double {
      var (a, fa) = (inner, innerHeight - threshold)
      var (b, fb) = (outer, min(outerHeight, 1e3 * threshold) - threshold)
      for _ in 0..<60 {
        let c = fb == fa ? (a + b) / 2 : b - fb * (b - a) / (fb - fa)
        let fc = min(height(at: c), 1e3 * threshold) - threshold
        if fc.magnitude < 1e-9 * threshold || (b - a).magnitude < 1e-10 * c.magnitude { return c }
        if (fc < 0) == (fa < 0) {
          (a, fa) = (c, fc)
          fb /= 2
        } else {
          (b, fb) = (c, fc)
          fa /= 2
        }
        if fa == 0 { return a }
        if fb == 0 { return b }
      }
      return (a + b) / 2
    }
  }
}
