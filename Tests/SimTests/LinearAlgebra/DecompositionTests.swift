import Sim
import Testing

/// The decompositions against their definitions, on matrices small enough to check by hand.
struct DecompositionTests {
  private let tall = Matrix(columns: [[1, 1, 1, 1], [1, 2, 3, 4], [1, 4, 9, 16]])

  /// The largest difference of two matrices.
  private func distance(_ a: Matrix, _ b: Matrix) -> Double {
    zip(a.elements, b.elements).map { ($0 - $1).magnitude }.max() ?? 0
  }

  @Test func qrGivesTheMatrixBack() throws {
    let qr = try PivotedQR(tall)
    let product = qr.q(columns: 3) * qr.r
    let permuted = Matrix(columns: qr.pivots.map { Array(tall.column($0)) })
    #expect(distance(product, permuted) < 1e-14)
    #expect(
      distance(qr.q(columns: 3).transposed * qr.q(columns: 3), Matrix(diagonal: [1, 1, 1])) < 1e-15)
    #expect(qr.pivots[0] == 2)
    #expect(qr.rank(tolerance: 1e-12) == 3)
  }

  @Test func leadingColumnsStayInFront() throws {
    let qr = try PivotedQR(tall, leading: [0])
    #expect(qr.pivots == [0, 2, 1])
  }

  @Test func leastSquaresSolution() throws {
    // y = 1 + 2x exactly, and a column that is the sum of the two others.
    let matrix = Matrix(columns: [[1, 1, 1], [0, 1, 2], [1, 2, 3]])
    let qr = try PivotedQR(matrix)
    #expect(qr.rank(tolerance: 1e-12) == 2)
    let x = try qr.solve([1, 3, 5], rank: 2)
    for (fitted, y) in zip(matrix * x, [1.0, 3, 5]) { #expect((fitted - y).magnitude < 1e-14) }
    let full = try PivotedQR(tall).solve([6, 17, 34, 57])
    for (value, expected) in zip(full, [1.0, 2, 3]) {
      #expect((value - expected).magnitude < 1e-12)
    }
  }

  @Test func triangularSystems() throws {
    let upper = Matrix(columns: [[2, 0], [1, 4]])
    #expect(try upper.solveTriangular([4, 8]) == [1, 2])
    #expect(try upper.solveTriangular([2, 9], transposed: true) == [1, 2])
    #expect(throws: LinearAlgebraError.singular(column: 1)) {
      try Matrix(columns: [[1, 0], [5, 0]]).solveTriangular([1, 1])
    }
  }

  @Test func singularValuesOfAKnownMatrix() throws {
    let values = try SingularValues(Matrix(columns: [[3, 0], [0, -4]]))
    #expect(values.values == [4, 3])
    #expect(values.condition == 4.0 / 3)
    let full = try SingularValues(tall)
    let rebuilt = full.left * Matrix(diagonal: full.values) * full.right
    #expect(distance(rebuilt, tall) < 1e-13)
    #expect(try SingularValues(Matrix(columns: [[0, 0]])).condition == .infinity)
  }

  @Test func choleskySolvesAndNamesTheMinorThatFails() throws {
    let cholesky = try Cholesky(Matrix(columns: [[4, 2], [2, 5]]))
    #expect(cholesky.factor == Matrix(columns: [[2, 1], [0, 2]]))
    #expect(try cholesky.solve([8, 14]) == [0.75, 2.5])
    #expect((cholesky.logDeterminant - 2.772588722239781).magnitude < 1e-15)
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) {
      try Cholesky(Matrix(columns: [[1, 2], [2, 1]]))
    }
  }

  @Test func eigenvaluesOfAKnownMatrix() throws {
    let eigen = try SymmetricEigen(Matrix(columns: [[2, 1], [1, 2]]))
    for (value, expected) in zip(eigen.values, [1.0, 3]) {
      #expect((value - expected).magnitude < 1e-15)
    }
    let inverse = eigen.mapping { 1 / $0 }
    #expect(
      distance(inverse * Matrix(columns: [[2, 1], [1, 2]]), Matrix(diagonal: [1, 1])) < 1e-15)
  }

  @Test func notANumberIsRefusedWithItsPlace() {
    let matrix = Matrix(columns: [[1, 2], [3, .nan]])
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 1)) { try PivotedQR(matrix) }
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 1)) { try SingularValues(matrix) }
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 1)) { try Cholesky(matrix) }
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 1)) { try SymmetricEigen(matrix) }
  }

  @Test func emptyMatricesDecompose() throws {
    let none = Matrix(rows: 3, columns: 0)
    #expect(try PivotedQR(none).rank(tolerance: 1e-12) == 0)
    #expect(try SingularValues(none).values.isEmpty)
    #expect(try PivotedQR(none).solve([1, 2, 3]).isEmpty)
  }
}
