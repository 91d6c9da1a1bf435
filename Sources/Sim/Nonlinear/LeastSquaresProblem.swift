/// Observations and a function fitted to them: what ``LeastSquares`` minimises the residuals of.
///
/// With weights w, every row is multiplied by √w.
public protocol LeastSquaresProblem {
  /// Number of observations.
  var observationCount: Int { get }
  /// Number of parameters.
  var parameterCount: Int { get }
  /// The Euclidean norm of the (weighted) observations: rounding errors are measured against it.
  var responseNorm: Double { get }

  /// Computes the residuals (observed minus fitted) at a point.
  ///
  /// - Parameters:
  ///   - residuals: as many elements as observations. One that is not finite refuses the point.
  ///   - jacobian: derivatives of the fitted values by the parameters, one column of as many rows as
  ///     observations after another; left alone unless `derivatives` is true.
  func evaluate(
    at parameters: [Double], residuals: inout [Double], jacobian: inout [Double], derivatives: Bool)

  /// The residuals in doubled precision at a point in doubled precision; nil where they cannot be had.
  func refinedResiduals(at parameters: [DoubleDouble]) -> [DoubleDouble]?

  /// For each parameter, whether the fitted function is linear in it and in all others so marked.
  var linearParameters: [Bool] { get }
}

extension LeastSquaresProblem {
  /// No residuals in doubled precision.
  public func refinedResiduals(at parameters: [DoubleDouble]) -> [DoubleDouble]? { nil }

  /// No parameter is known to be linear.
  public var linearParameters: [Bool] { Array(repeating: false, count: parameterCount) }
}
