/// A = L Lᵀ of a symmetric positive definite matrix; only its lower triangle is read.
public struct Cholesky: Sendable {
  /// The lower triangular factor, with zeros above its diagonal.
  public let factor: Matrix

  /// Factors a matrix.
  ///
  /// - Precondition: it is square.
  /// - Throws: ``LinearAlgebraError/notPositiveDefinite(order:)`` where it is not positive definite.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    precondition(
      matrix.rows == matrix.columns, "the Cholesky factor of a matrix that is not square")
    try matrix.requireFinite()
    var elements = matrix.elements
    if matrix.rows > 0 {
      let order = LAPACK.potrf(&elements, order: matrix.rows)
      guard order == 0 else { throw .notPositiveDefinite(order: order) }
    }
    var factor = Matrix(rows: matrix.rows, columns: matrix.rows, elements: elements)
    for column in 1..<max(1, matrix.rows) {
      for row in 0..<column { factor[row, column] = 0 }
    }
    self.factor = factor
  }

  /// The X with A X = B.
  public func solve(_ b: Matrix) throws(LinearAlgebraError) -> Matrix {
    let half = try factor.solveTriangular(b, upper: false)
    return try factor.solveTriangular(half, upper: false, transposed: true)
  }

  /// The x with A x = b.
  public func solve(_ b: [Double]) throws(LinearAlgebraError) -> [Double] {
    try solve(Matrix(rows: b.count, columns: 1, elements: b)).elements
  }

  /// The logarithm of the determinant of A.
  public var logDeterminant: Double {
    2 * factor.diagonal.reduce(0) { $0 + ScalarMath.log($1) }
  }
}
