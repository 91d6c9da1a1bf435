/// Which columns add something to those before them.
///
/// The rank is that of LAPACK's column-pivoted QR of the columns scaled to length 1. Where it is less
/// than the number of columns, they are taken in their order, on the triangular factor, and a column is
/// dropped when what is new in it is below the tolerance.
struct Dependence {
  /// The columns that were kept.
  let kept: [Int]
  /// The columns that were dropped, each with the kept columns it is a combination of.
  let combinations: [(column: Int, of: [(column: Int, factor: Double)])]

  init(_ columns: [[DoubleDouble]], lengths: [Double], leading: Set<Int>) throws(RegressionError) {
    let tolerance = LinearFit.rankTolerance
    let scales = lengths.map { $0 > 0 ? $0 : 1 }
    let matrix = Matrix(
      columns: zip(columns, scales).map { column, scale in column.map { $0.value / scale } },
      rows: columns.first?.count ?? 0)
    let qr: PivotedQR
    do {
      qr = try PivotedQR(matrix, leading: leading)
    } catch {
      throw .linearAlgebra(error)
    }
    if qr.diagonal.filter({ $0 > tolerance }).count == columns.count {
      kept = Array(columns.indices)
      combinations = []
      return
    }
    let triangle = qr.r
    var elements = Array(repeating: [DoubleDouble](), count: columns.count)
    for (place, column) in qr.pivots.enumerated() {
      elements[column] = triangle.column(place).map { DoubleDouble($0) }
    }
    var basis = OrthogonalBasis()
    var kept: [Int] = []
    var combinations: [(column: Int, of: [(column: Int, factor: Double)])] = []
    for (column, vector) in elements.enumerated() {
      let (rest, coordinates) = basis.project(vector)
      if rest.dot(rest).squareRoot().value > tolerance {
        basis.append(vector, tolerance: 0)
        kept.append(column)
      } else {
        let factors = basis.solve(coordinates)
        let combination = zip(kept, factors).compactMap { other, factor in
          factor.value.magnitude > 1e-9
            ? (column: other, factor: factor.value * scales[column] / scales[other]) : nil
        }
        combinations.append((column, combination))
      }
    }
    (self.kept, self.combinations) = (kept, combinations)
  }
}
