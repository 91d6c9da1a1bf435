/// A P = Q R by Householder reflections with column pivoting.
///
/// The columns are taken in an order that makes the diagonal of R fall in magnitude, so a drop shows a
/// numerical rank below the number of columns. Scale the columns first: the order, and so the rank,
/// depends on their units.
public struct PivotedQR: Sendable {
  /// The number of rows and of columns of A.
  public let rows, columns: Int
  /// The column of A that stands at each place of A P.
  public let pivots: [Int]

  private let factored: [Double]
  private let tau: [Double]

  /// Factors a matrix.
  ///
  /// - Parameter leading: the columns that go to the front and are not exchanged with the others.
  public init(_ matrix: Matrix, leading: Set<Int> = []) throws(LinearAlgebraError) {
    try matrix.requireFinite()
    rows = matrix.rows
    columns = matrix.columns
    var elements = matrix.elements
    var places = (0..<matrix.columns).map { Int32(leading.contains($0) ? 1 : 0) }
    if rows == 0 || columns == 0 {
      pivots = Array(0..<columns)
      factored = elements
      tau = []
      return
    }
    tau = LAPACK.geqp3(&elements, rows: rows, columns: columns, pivots: &places)
    factored = elements
    pivots = places.map { Int($0) - 1 }
  }

  /// The number of reflectors: the smaller of rows and columns.
  public var order: Int { min(rows, columns) }

  /// The magnitudes on the diagonal of R.
  public var diagonal: [Double] { (0..<order).map { factored[$0 * rows + $0].magnitude } }

  /// The number of diagonal elements of R above a fraction of the largest.
  public func rank(tolerance: Double) -> Int {
    let diagonal = diagonal
    let limit = tolerance * (diagonal.max() ?? 0)
    return diagonal.firstIndex { !($0 > limit) } ?? diagonal.count
  }

  /// The upper triangular factor: as many rows as there are reflectors.
  public var r: Matrix {
    var result = Matrix(rows: order, columns: columns)
    for column in 0..<columns {
      for row in 0..<min(column + 1, order) { result[row, column] = factored[column * rows + row] }
    }
    return result
  }

  /// The first columns of Q.
  public func q(columns count: Int) -> Matrix {
    var unit = Matrix(rows: rows, columns: count)
    for index in 0..<count { unit[index, index] = 1 }
    return apply(to: unit)
  }

  /// Q B.
  ///
  /// - Precondition: B has as many rows as A.
  public func apply(to b: Matrix) -> Matrix { multiplied(b, transposed: false) }

  /// Qᵀ B.
  ///
  /// - Precondition: B has as many rows as A.
  public func applyTransposed(to b: Matrix) -> Matrix { multiplied(b, transposed: true) }

  private func multiplied(_ b: Matrix, transposed: Bool) -> Matrix {
    precondition(b.rows == rows, "a product with Q that does not fit")
    guard order > 0, b.columns > 0 else { return b }
    var elements = b.elements
    LAPACK.ormqr(
      factored, tau: tau, count: order, transposed: transposed, to: &elements, rows: rows,
      columns: b.columns)
    return Matrix(rows: rows, columns: b.columns, elements: elements)
  }

  /// The x that makes ‖A x − b‖ least with the first `rank` pivot columns; the others get 0.
  public func solve(_ b: [Double], rank: Int? = nil) throws(LinearAlgebraError) -> [Double] {
    let rank = rank ?? order
    let projected = applyTransposed(to: Matrix(rows: rows, columns: 1, elements: b))
    let head = Array(projected.elements.prefix(rank))
    let solution = try r.leading(rows: rank, columns: rank).solveTriangular(head)
    var x = Array(repeating: 0.0, count: columns)
    for (place, value) in solution.enumerated() { x[pivots[place]] = value }
    return x
  }
}

extension Matrix {
  /// The x with T x = b, or Tᵀ x = b, where T is the upper (or lower) triangle of this matrix.
  ///
  /// - Precondition: the matrix is square and as high as b.
  public func solveTriangular(_ b: [Double], upper: Bool = true, transposed: Bool = false)
    throws(LinearAlgebraError) -> [Double]
  {
    try solveTriangular(
      Matrix(rows: b.count, columns: 1, elements: b), upper: upper, transposed: transposed
    ).elements
  }

  /// The X with T X = B, or Tᵀ X = B, where T is the upper (or lower) triangle of this matrix.
  ///
  /// - Precondition: the matrix is square and as high as B.
  public func solveTriangular(_ b: Matrix, upper: Bool = true, transposed: Bool = false)
    throws(LinearAlgebraError) -> Matrix
  {
    precondition(rows == columns && b.rows == rows, "a triangular system that does not fit")
    guard rows > 0, b.columns > 0 else { return b }
    var solution = b.elements
    let zero = LAPACK.trtrs(
      elements, leading: rows, order: rows, upper: upper, transposed: transposed, &solution,
      columns: b.columns)
    guard zero == 0 else { throw .singular(column: zero - 1) }
    return Matrix(rows: b.rows, columns: b.columns, elements: solution)
  }
}
