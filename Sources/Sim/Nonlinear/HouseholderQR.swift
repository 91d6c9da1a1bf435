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

  /// An element of R.
  func r(_ row: Int, _ column: Int) -> Double { matrix[column * rows + row] }

  /// Factorises the matrix in place.
  mutating func factor() {
    let (m, n) = (rows, columns)
    for j in 0..<n {
      pivots[j] = j
      exactNorms[j] = squaredNorm(column: j, from: 0)
      norms[j] = exactNorms[j]
    }
    for k in 0..<min(m, n) {
      bringLargest(to: k)
      let norm = squaredNorm(column: k, from: k).squareRoot()
      guard norm > 0 else { continue }
      let head = matrix[k * m + k]
      let diagonal = head > 0 ? -norm : norm
      let scale = 1 / (head - diagonal)
      unsafe matrix.withUnsafeMutableBufferPointer { a in
        unsafe side.withUnsafeMutableBufferPointer { b in
          let v = unsafe a.baseAddress.unsafelyUnwrapped + k * m
          for i in k + 1..<max(m, k + 1) { unsafe v[i] *= scale }
          let tau = -1 / (scale * diagonal)
          for j in k + 1..<max(n, k + 1) {
            unsafe HouseholderQR.reflect(v, a.baseAddress.unsafelyUnwrapped + j * m, k, m, tau)
          }
          unsafe HouseholderQR.reflect(v, b.baseAddress.unsafelyUnwrapped, k, m, tau)
          unsafe v[k] = diagonal
        }
      }
      for j in k + 1..<max(n, k + 1) {
        let top = matrix[j * m + k]
        norms[j] -= top * top
        // What is left after many subtractions has few digits.
        if norms[j] < 1e-6 * exactNorms[j] {
          exactNorms[j] = squaredNorm(column: j, from: k + 1)
          norms[j] = exactNorms[j]
        }
      }
    }
  }

  /// Applies I - tau v vᵀ, with 1 in place of v[k], to the elements from k of a column.
  private static func reflect(
    _ v: UnsafeMutablePointer<Double>, _ x: UnsafeMutablePointer<Double>, _ k: Int, _ m: Int,
    _ tau: Double
  ) {
    var sum = unsafe x[k]
    for i in k + 1..<max(m, k + 1) { unsafe sum += v[i] * x[i] }
    sum *= tau
    unsafe x[k] -= sum
    for i in k + 1..<max(m, k + 1) { unsafe x[i] -= sum * v[i] }
  }

  private mutating func bringLargest(to k: Int) {
    var largest = k
    for j in k + 1..<max(columns, k + 1) where norms[j] > norms[largest] { largest = j }
    guard largest != k else { return }
    for i in 0..<rows { matrix.swapAt(k * rows + i, largest * rows + i) }
    pivots.swapAt(k, largest)
    norms.swapAt(k, largest)
    exactNorms.swapAt(k, largest)
  }

  private func squaredNorm(column: Int, from first: Int) -> Double {
    unsafe matrix.withUnsafeBufferPointer { a in
      var sum = 0.0
      for i in column * rows + first..<(column + 1) * rows { unsafe sum += a[i] * a[i] }
      return sum
    }
  }

  /// The number of diagonal elements of R above a share of the first.
  func rank(tolerance: Double) -> Int {
    guard columns > 0 else { return 0 }
    let limit = tolerance * r(0, 0).magnitude
    return (0..<min(rows, columns)).first { !(r($0, $0).magnitude > limit) } ?? min(rows, columns)
  }
}
