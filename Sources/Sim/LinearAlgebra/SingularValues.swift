/// A = U diag(s) Vᵀ, thin.
public struct SingularValues: Sendable {
  /// The singular values, largest first.
  public let values: [Double]
  /// The left vectors as columns; without columns if they were not asked for.
  public let left: Matrix
  /// The right vectors as rows, Vᵀ; without rows if they were not asked for.
  public let right: Matrix

  /// Decomposes a matrix by divide and conquer (`dgesdd`).
  public init(_ matrix: Matrix, vectors: Bool = true) throws(LinearAlgebraError) {
    try matrix.requireFinite()
    let order = min(matrix.rows, matrix.columns)
    var elements = matrix.elements
    var values = Array(repeating: 0.0, count: order)
    var left = Array(repeating: 0.0, count: max(1, matrix.rows * order))
    var right = Array(repeating: 0.0, count: max(1, order * matrix.columns))
    if order > 0 {
      let failed = LAPACK.gesdd(
        &elements, rows: matrix.rows, columns: matrix.columns, vectors: vectors, values: &values,
        left: &left, right: &right)
      guard failed == 0 else { throw .noConvergence }
    }
    self.values = values
    let kept = vectors ? order : 0
    self.left = Matrix(
      rows: matrix.rows, columns: kept, elements: Array(left.prefix(matrix.rows * kept)))
    self.right = Matrix(
      rows: kept, columns: matrix.columns, elements: Array(right.prefix(kept * matrix.columns)))
  }

  /// The largest singular value over the smallest; infinite where that is 0, and 1 without columns.
  public var condition: Double {
    guard let first = values.first, let last = values.last else { return 1 }
    return last == 0 ? .infinity : first / last
  }
}
