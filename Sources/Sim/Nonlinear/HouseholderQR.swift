internal import CKernels

/// Householder QR with column pivoting of the tall matrices of many lanes, side by side.
///
/// P. Businger, G. H. Golub, Linear least squares solutions by Householder transformations, Numer.
/// Math. 7 (1965). The right-hand side is transformed along. Every lane has its own order of columns. For
/// matrices of a few columns, where a call of LAPACK would cost more than the arithmetic.
@safe final class HouseholderQR {
  /// The columns, `length` elements each; afterwards the upper triangle is R.
  let matrix: LaneStorage
  /// The right-hand side; afterwards Qᵀ times it.
  let side: LaneStorage
  /// Number of rows, of columns and of lanes, and the elements from one column to the next.
  let rows, columns, lanes, length: Int

  private let kernels: Kernels
  /// The column of the matrix that each column of R stands for.
  private let pivots: LaneStorage
  private let norms: LaneStorage
  /// The sum of squares of the right-hand side below the triangle.
  private let rest: LaneStorage

  /// Room for matrices of this size.
  init(rows: Int, columns: Int, lanes: Int = 1, length: Int? = nil, kernels: Kernels) {
    (self.rows, self.columns, self.lanes) = (rows, columns, lanes)
    self.length = length ?? rows * lanes
    self.kernels = kernels
    matrix = LaneStorage(count: columns * self.length)
    side = LaneStorage(count: self.length)
    pivots = LaneStorage(count: columns * lanes)
    norms = LaneStorage(count: 2 * columns * lanes)
    rest = LaneStorage(count: lanes)
  }

  /// An element of R, of which only the first rows are there.
  @inline(__always)
  func r(_ row: Int, _ column: Int, lane: Int) -> Double {
    row < rows ? matrix[column * length + row * lanes + lane] : 0
  }

  /// An element of Qᵀ times the right-hand side.
  @inline(__always)
  func side(_ row: Int, lane: Int) -> Double { row < rows ? side[row * lanes + lane] : 0 }

  /// The column of the matrix that a column of R stands for.
  @inline(__always)
  func pivot(_ column: Int, lane: Int) -> Int { Int(pivots[column * lanes + lane]) }

  /// The sums of squares of the right-hand side above and from a row.
  func squaredSide(split row: Int, lane: Int) -> (above: Double, below: Double) {
    var above = 0.0
    for i in 0..<row { above += side[i * lanes + lane] * side[i * lanes + lane] }
    var below = rest[lane]
    for i in row..<max(row, min(rows, columns)) {
      below += side[i * lanes + lane] * side[i * lanes + lane]
    }
    return (above, below)
  }

  /// The number of diagonal elements of R above a share of the first.
  func rank(tolerance: Double, lane: Int) -> Int {
    guard columns > 0 else { return 0 }
    let limit = tolerance * r(0, 0, lane: lane).magnitude
    let most = min(rows, columns)
    return (0..<most).first { !(r($0, $0, lane: lane).magnitude > limit) } ?? most
  }

  /// Factorises the matrices in place.
  func factor() {
    var lanesOfMatrix = unsafe grdp_lane_matrix(
      elements: matrix.start, length: length, side: side.start, pivots: pivots.start,
      norms: norms.start, rest: rest.start)
    unsafe kernels.table.pointee.lane_factorize(&lanesOfMatrix, rows, columns, lanes)
  }
}
