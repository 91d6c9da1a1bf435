/// A = V diag(λ) Vᵀ of a symmetric matrix; only its lower triangle is read.
public struct SymmetricEigen: Sendable {
  /// The eigenvalues in rising order.
  public let values: [Double]
  /// The eigenvectors as columns, each of length 1.
  public let vectors: Matrix

  /// Decomposes a matrix (`dsyevd`).
  ///
  /// - Precondition: it is square.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns, "the eigenvalues of a matrix that is not square")
    try matrix.requireFinite()
    var elements = matrix.elements
    var values = Array(repeating: 0.0, count: matrix.rows)
    if matrix.rows > 0 {
      let failed = LAPACK.syevd(&elements, order: matrix.rows, values: &values)
      guard failed == 0 else { throw .noConvergence }
    }
    self.values = values
    vectors = Matrix(rows: matrix.rows, columns: matrix.rows, elements: elements)
  }

  /// V diag(f(λ)) Vᵀ: the matrix with a function applied to its eigenvalues.
  public func mapping(_ function: (Double) -> Double) -> Matrix {
    var scaled = vectors
    for (column, value) in values.enumerated() {
      let factor = function(value)
      for row in 0..<vectors.rows { scaled[row, column] *= factor }
    }
    return scaled * vectors.transposed
  }
}
