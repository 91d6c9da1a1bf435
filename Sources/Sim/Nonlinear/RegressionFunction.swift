/// Observations of a left side, and a right side with parameters: a problem written as a formula.
///
/// Rows are weighted by the square roots of the weights. A value belongs to one thread.
public final class RegressionFunction {
  /// The right side.
  public let function: ColumnFunction
  /// The left side at each row.
  public let response: [Double]
  /// The weight of each row; nil when all are 1.
  public let weights: [Double]?
  /// Number of rows.
  public let observationCount: Int
  /// Number of parameters of the right side.
  public let parameterCount: Int
  /// The parameters in which the right side is linear together.
  public let linearParameters: [Bool]

  let kernels: Kernels
  private let columns: [[DoubleDouble]]
  private let refinedResponse: [DoubleDouble]
  private let evaluator: ColumnEvaluator
  private let point, values, slopes: LaneStorage

  /// Prepares a problem.
  ///
  /// - Parameters:
  ///   - response: the left side, without parameters.
  ///   - columns: the data both sides read, all of one length, in doubled precision where the text of a
  ///     number has more digits than a double.
  ///   - weights: positive numbers, one per row; nil for none.
  public convenience init(
    _ response: ColumnFunction, _ function: ColumnFunction, columns: [[DoubleDouble]], rows: Int,
    weights: [Double]?, kernels: Kernels
  ) {
    self.init(
      observed: response.refinedValues(columns: columns, rows: rows, parameters: []), function,
      columns: columns, weights: weights, kernels: kernels)
  }

  /// Prepares a problem with the values of its left side.
  init(
    observed: [DoubleDouble], _ function: ColumnFunction, columns: [[DoubleDouble]],
    weights: [Double]?, kernels: Kernels
  ) {
    self.function = function
    self.columns = columns
    self.weights = weights
    self.kernels = kernels
    observationCount = observed.count
    parameterCount = function.parameterCount
    refinedResponse = observed
    response = observed.map(\.value)
    let linear = function.linearParameters
    linearParameters = (0..<function.parameterCount).map(linear.contains)
    evaluator = ColumnEvaluator(
      function, columns: columns.map { $0.map(\.value) }, rows: observed.count, kernels: kernels)
    point = LaneStorage(count: function.parameterCount)
    values = LaneStorage(count: evaluator.columnLength)
    slopes = LaneStorage(count: function.parameterCount * evaluator.columnLength)
  }

  /// An evaluator of the right side for lanes side by side.
  func evaluator(lanes: Int) -> ColumnEvaluator {
    ColumnEvaluator(
      function, columns: columns.map { $0.map(\.value) }, rows: observationCount, lanes: lanes,
      kernels: kernels)
  }

  /// The weighted residuals at a point, and the weighted derivatives of the right side by each parameter.
  public func linearized(
    at parameters: [Double]
  ) -> (residuals: [Double], derivatives: [[Double]]) {
    for (j, value) in parameters.enumerated() { point[j] = value }
    evaluator.evaluate(at: point, values: values, jacobian: slopes)
    let rows = 0..<observationCount
    let roots = weights.map { $0.map { $0.squareRoot() } }
    return (
      rows.map { (response[$0] - values[$0]) * (roots?[$0] ?? 1) },
      (0..<parameterCount).map { j in
        rows.map { slopes[j * evaluator.columnLength + $0] * (roots?[$0] ?? 1) }
      }
    )
  }

  /// The right side at each row.
  public func fitted(at parameters: [Double]) -> [Double] {
    for (j, value) in parameters.enumerated() { point[j] = value }
    evaluator.evaluate(at: point, values: values, jacobian: nil)
    return (0..<observationCount).map { values[$0] }
  }

  /// Observations in doubled precision: those of the problem, as they were read, or others.
  func refined(_ observations: [Double]) -> [DoubleDouble] {
    observations == response ? refinedResponse : observations.map { DoubleDouble($0) }
  }

  /// The weighted residuals of some observations in doubled precision.
  func refinedResiduals(
    at parameters: [DoubleDouble], observed: [DoubleDouble]
  ) -> [DoubleDouble] {
    let fitted = function.refinedValues(
      columns: columns, rows: observationCount, parameters: parameters)
    return fitted.indices.map { row in
      let residual = observed[row] - fitted[row]
      guard let weights else { return residual }
      return residual * DoubleDouble(weights[row]).squareRoot()
    }
  }
}
