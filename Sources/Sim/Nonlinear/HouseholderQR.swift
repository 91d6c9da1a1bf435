/// Householder QR with column pivoting of a tall matrix, without allocation after the first use.
///
/// P. Businger, G. H. Golub, Linear least squares solutions by Householder transformations, Numer.
/// Math. 7 (1965). The right-hand side is transformed along. For matrices of a few columns, where a
/// call of LAPACK would cost more than the arithmetic.
struct HouseholderQR {
  /// The matrix, column after column of `rows` elements; afterwards its upper triangle is R.
  var matrix: [Double]
  /// The right-hand side; afterwards Qᵀ times it.
  var side: [Double]
  /// The column of the matrix that each column of R stands for.
  private(set) var pivots: [Int]
  private(set) var rows: Int
  private(set) var columns: Int
  private var norms: [Double]
  private var exactNorms: [Double]

  /// Room for a matrix of this size.
  init(rows: Int, columns: Int) {
    (self.rows, self.columns) = (rows, columns)
    matrix = Array(repeating: 0, count: rows * columns)
    side = Array(repeating: 0, count: rows)
    pivots = Array(repeating: 0, count: columns)
    norms = pivots.map { _ in 0 }
    exactNorms = norms
  }

  /// Makes room for another number of columns, at most as many as at first.
  mutating func setColumns(_ count: Int) { columns = count }

  /// Sets a column to a multiple of elements that begin somewhere in a list.
  mutating func setColumn(_ column: Int, to values: [Double], from first: Int, times factor: Double)
  {
    let rows = rows
    unsafe matrix.withUnsafeMutableBufferPointer { matrix in
      unsafe values.withUnsafeBufferPointer { values in
        for i in 0..<rows { unsafe matrix[column * rows + i] = values[first + i] * factor }
      }
    }
  }

  /// Sets the right-hand side.
  mutating func setSide(to values: [Double]) {
    let rows = rows
    unsafe side.withUnsafeMutableBufferPointer { side in
      unsafe values.withUnsafeBufferPointer { values in
        for i in 0..<rows { unsafe side[i] = values[i] }
      }
    }
  }

  /// The sums of squares of the right-hand side above and from a row.
  func squaredSide(split row: Int) -> (above: Double, below: Double) {
    unsafe side.withUnsafeBufferPointer { side in
      guard let first = side.baseAddress else { return (0, 0) }
      return unsafe (
        ColumnSums.dot(first, first, row),
        ColumnSums.dot(first + row, first + row, side.count - row)
      )
    }
  }

  /// An element of R.
  func r(_ row: Int, _ column: Int) -> Double { matrix[column * rows + row] }

  /// Factorises the matrix in place.
  mutating func factor() {
    let (m, n) = (rows, columns)
    guard m > 0, n > 0 else { return }
    unsafe matrix.withUnsafeMutableBufferPointer { matrix in
      unsafe side.withUnsafeMutableBufferPointer { side in
        unsafe norms.withUnsafeMutableBufferPointer { norms in
          unsafe exactNorms.withUnsafeMutableBufferPointer { exactNorms in
            unsafe pivots.withUnsafeMutableBufferPointer { pivots in
              unsafe HouseholderQR.factor(
                matrix.baseAddress.unsafelyUnwrapped, side.baseAddress.unsafelyUnwrapped,
                Order(
                  norms: norms.baseAddress.unsafelyUnwrapped,
                  exactNorms: exactNorms.baseAddress.unsafelyUnwrapped,
                  pivots: pivots.baseAddress.unsafelyUnwrapped),
                m, n)
            }
          }
        }
      }
    }
  }

  /// What the order of the columns rests on: squared norms of what is left of each.
  @unsafe private struct Order {
    /// As updated from step to step.
    let norms: UnsafeMutablePointer<Double>
    /// As last summed.
    let exactNorms: UnsafeMutablePointer<Double>
    let pivots: UnsafeMutablePointer<Int>
  }

  private static func factor(
    _ a: UnsafeMutablePointer<Double>, _ side: UnsafeMutablePointer<Double>, _ order: Order,
    _ m: Int, _ n: Int
  ) {
    for j in 0..<n {
      let norm = unsafe ColumnSums.dot(a + j * m, a + j * m, m)
      unsafe order.pivots[j] = j
      unsafe order.norms[j] = norm
      unsafe order.exactNorms[j] = norm
    }
    for k in 0..<min(m, n) {
      unsafe bringLargest(to: k, a, order, m, n)
      let v = unsafe a + (k * m + k)
      let left = m - k
      let norm = unsafe ColumnSums.dot(v, v, left).squareRoot()
      guard norm > 0 else { continue }
      let head = unsafe v[0]
      let diagonal = head > 0 ? -norm : norm
      let scale = 1 / (head - diagonal)
      unsafe v[0] = 1
      for i in 1..<max(left, 1) { unsafe v[i] *= scale }
      let tau = -1 / (scale * diagonal)
      // I - tau v vᵀ
      for j in k + 1..<max(n, k + 1) {
        let column = unsafe a + (j * m + k)
        unsafe ColumnSums.add(-tau * ColumnSums.dot(v, column, left), times: v, to: column, left)
        let top = unsafe column[0]
        unsafe order.norms[j] -= top * top
        // What is left after many subtractions has few digits.
        if unsafe order.norms[j] < 1e-6 * order.exactNorms[j] {
          let norm = unsafe ColumnSums.dot(column + 1, column + 1, left - 1)
          unsafe order.exactNorms[j] = norm
          unsafe order.norms[j] = norm
        }
      }
      unsafe ColumnSums.add(-tau * ColumnSums.dot(v, side + k, left), times: v, to: side + k, left)
      unsafe v[0] = diagonal
    }
  }

  private static func bringLargest(
    to k: Int, _ a: UnsafeMutablePointer<Double>, _ order: Order, _ m: Int, _ n: Int
  ) {
    var largest = k
    for j in k + 1..<max(n, k + 1) where unsafe order.norms[j] > order.norms[largest] {
      largest = j
    }
    guard largest != k else { return }
    for i in 0..<m {
      let kept = unsafe a[k * m + i]
      unsafe a[k * m + i] = a[largest * m + i]
      unsafe a[largest * m + i] = kept
    }
    unsafe swap(&order.pivots[k], &order.pivots[largest])
    unsafe swap(&order.norms[k], &order.norms[largest])
    unsafe swap(&order.exactNorms[k], &order.exactNorms[largest])
  }

  /// The number of diagonal elements of R above a share of the first.
  func rank(tolerance: Double) -> Int {
    guard columns > 0 else { return 0 }
    let limit = tolerance * r(0, 0).magnitude
    return (0..<min(rows, columns)).first { !(r($0, $0).magnitude > limit) } ?? min(rows, columns)
  }
}
