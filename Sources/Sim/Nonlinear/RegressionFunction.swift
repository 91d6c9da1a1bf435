/// Observations of a left side, and a right side with parameters: a problem written as a formula.
///
/// Rows are weighted by the square roots of the weights. A value belongs to one thread.
public final class RegressionFunction: LeastSquaresProblem {
  /// The right side.
  public let function: ColumnFunction
  /// The left side at each row.
  public private(set) var response: [Double]
  /// The weight of each row; nil when all are 1.
  public let weights: [Double]?
  /// Number of rows.
  public let observationCount: Int
  /// Number of parameters of the right side.
  public let parameterCount: Int
  /// The Euclidean norm of the weighted left side.
  public private(set) var responseNorm: Double
  /// The parameters in which the right side is linear together.
  public let linearParameters: [Bool]

  private let evaluator: ColumnEvaluator
  private let roots: [Double]?
  private let columns: [[DoubleDouble]]
  private var refinedResponse: [DoubleDouble]

  /// Prepares a problem.
  ///
  /// - Parameters:
  ///   - response: the left side, without parameters.
  ///   - columns: the data both sides read, all of one length, in doubled precision where the text of a
  ///     number has more digits than a double.
  ///   - weights: positive numbers, one per row; nil for none.
  public init(
    _ response: ColumnFunction, _ function: ColumnFunction, columns: [[DoubleDouble]], rows: Int,
    weights: [Double]?, kernels: Kernels
  ) {
    self.function = function
    self.columns = columns
    self.weights = weights
    observationCount = rows
    parameterCount = function.parameterCount
    roots = weights?.map { $0.squareRoot() }
    evaluator = ColumnEvaluator(
      function, columns: columns.map { $0.map(\.value) }, rows: rows, kernels: kernels)
    refinedResponse = response.refinedValues(columns: columns, rows: rows, parameters: [])
    self.response = refinedResponse.map(\.value)
    responseNorm = 0
    let linear = function.linearParameters
    linearParameters = (0..<function.parameterCount).map(linear.contains)
    measure()
  }

  /// Puts other observations in the place of the left side.
  func replaceResponse(_ values: [Double]) {
    response = values
    refinedResponse = values.map { DoubleDouble($0) }
    measure()
  }

  private func measure() {
    var sum = 0.0
    for (row, value) in response.enumerated() { sum += value * value * (weights?[row] ?? 1) }
    responseNorm = sum.squareRoot()
  }

  /// Computes the weighted residuals, and the derivatives of the right side.
  public func evaluate(
    at parameters: [Double], residuals: inout [Double], jacobian: inout [Double], derivatives: Bool
  ) {
    evaluator.evaluate(
      at: parameters, values: &residuals, jacobian: &jacobian, derivatives: derivatives)
    for row in 0..<observationCount { residuals[row] = response[row] - residuals[row] }
    guard let roots else { return }
    for row in 0..<observationCount { residuals[row] *= roots[row] }
    guard derivatives else { return }
    for column in 0..<parameterCount {
      for row in 0..<observationCount { jacobian[column * observationCount + row] *= roots[row] }
    }
  }

  /// The weighted residuals in doubled precision.
  public func refinedResiduals(at parameters: [DoubleDouble]) -> [DoubleDouble]? {
    let fitted = function.refinedValues(
      columns: columns, rows: observationCount, parameters: parameters)
    return fitted.indices.map { row in
      let residual = refinedResponse[row] - fitted[row]
      guard let weights else { return residual }
      return residual * DoubleDouble(weights[row]).squareRoot()
    }
  }

  /// The right side at each row.
  public func fitted(at parameters: [Double]) -> [Double] {
    var values = response
    var none: [Double] = []
    evaluator.evaluate(at: parameters, values: &values, jacobian: &none, derivatives: false)
    return values
  }
}
