/// A dense matrix of doubles, stored column by column as LAPACK has it.
public struct Matrix: Hashable, Sendable {
  /// The number of rows and of columns.
  public let rows, columns: Int
  /// The elements: column 0 from its first row, then column 1, and so on.
  public private(set) var elements: [Double]

  /// Creates a matrix of zeros.
  public init(rows: Int, columns: Int) {
    self.init(rows: rows, columns: columns, elements: Array(repeating: 0, count: rows * columns))
  }

  /// Creates a matrix from its elements in column order.
  ///
  /// - Precondition: there are rows × columns of them.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(
      rows >= 0 && columns >= 0 && elements.count == rows * columns,
      "a matrix of other than rows × columns elements")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// Creates a matrix from its columns.
  ///
  /// - Precondition: all are equally long; `rows` is their length where there is none.
  public init(columns: [[Double]], rows: Int? = nil) {
    let height = rows ?? columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == height }, "columns of unequal length")
    self.init(rows: height, columns: columns.count, elements: Array(columns.joined()))
  }

  /// Creates a square matrix with these numbers on its diagonal.
  public init(diagonal: [Double]) {
    self.init(rows: diagonal.count, columns: diagonal.count)
    for (index, value) in diagonal.enumerated() { self[index, index] = value }
  }

  /// The element of a row and a column, both from 0.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[column * rows + row] }
    set { elements[column * rows + row] = newValue }
  }

  /// The elements of a column.
  public func column(_ index: Int) -> ArraySlice<Double> {
    elements[(index * rows)..<((index + 1) * rows)]
  }

  /// The elements of a row.
  public func row(_ index: Int) -> [Double] { (0..<columns).map { self[index, $0] } }

  /// The elements on the diagonal.
  public var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for column in 0..<columns {
      for row in 0..<rows { result[column, row] = self[row, column] }
    }
    return result
  }

  /// The product with another matrix.
  ///
  /// - Precondition: the left one has as many columns as the right one has rows.
  public static func * (left: Matrix, right: Matrix) -> Matrix {
    precondition(left.columns == right.rows, "a product of matrices that do not fit")
    var result = Matrix(rows: left.rows, columns: right.columns)
    for column in 0..<right.columns {
      for inner in 0..<left.columns {
        let factor = right[inner, column]
        for row in 0..<left.rows { result[row, column] += left[row, inner] * factor }
      }
    }
    return result
  }

  /// The product with a vector.
  ///
  /// - Precondition: the vector is as long as the matrix is wide.
  public static func * (left: Matrix, right: [Double]) -> [Double] {
    precondition(left.columns == right.count, "a product of a matrix and a vector that do not fit")
    var result = Array(repeating: 0.0, count: left.rows)
    for (column, factor) in right.enumerated() {
      for row in 0..<left.rows { result[row] += left[row, column] * factor }
    }
    return result
  }

  /// The rows from the first one and the columns from the first one.
  public func leading(rows: Int, columns: Int) -> Matrix {
    var result = Matrix(rows: rows, columns: columns)
    for column in 0..<columns {
      for row in 0..<rows { result[row, column] = self[row, column] }
    }
    return result
  }

  /// Refuses elements that are no finite numbers.
  func requireFinite() throws(LinearAlgebraError) {
    guard let index = elements.firstIndex(where: { !$0.isFinite }) else { return }
    throw .notFinite(row: index % rows, column: index / rows)
  }
}
