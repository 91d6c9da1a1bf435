internal import CKernels

/// Linear least squares by Householder QR with column pivoting, for the tall matrices of many lanes side by
/// side.
///
/// P. Businger, G. H. Golub, Linear least squares solutions by Householder transformations, Numer.
/// Math. 7 (1965). The right-hand side is transformed along. Every lane has its own order of columns. For
/// matrices of a few columns, where a call of LAPACK would cost more than the arithmetic.
@safe final class HouseholderQR {
  /// The columns; afterwards the upper triangle is R.
  ///
  /// Element i of column j of a lane is at j · length + i · lanes + lane.
  let matrix: LaneStorage
  /// The right-hand side; afterwards Qᵀ times it.
  let side: LaneStorage
  /// The least-squares solution in the order of the matrix; 0 for columns beyond the rank.
  let step: LaneStorage
  /// The length of the solution.
  let stepLength: LaneStorage
  /// The sums of squares of Qᵀ times the right-hand side up to the rank, and beyond.
  let inside, outside: LaneStorage
  /// Number of rows, of columns and of lanes, and the elements from one column to the next.
  let rows, columns, lanes, length: Int

  private let kernels: Kernels
  private let ranks: LaneStorage
  /// The column of the matrix that each column of R stands for.
  private let pivots: LaneStorage
  private let norms: LaneStorage

  /// Room for matrices of this size.
  init(rows: Int, columns: Int, lanes: Int = 1, length: Int? = nil, kernels: Kernels) {
    (self.rows, self.columns, self.lanes) = (rows, columns, lanes)
    self.length = length ?? rows * lanes
    self.kernels = kernels
    matrix = LaneStorage(count: columns * self.length)
    side = LaneStorage(count: self.length)
    step = LaneStorage(count: columns * lanes)
    pivots = LaneStorage(count: columns * lanes)
    norms = LaneStorage(count: 2 * columns * lanes)
    stepLength = LaneStorage(count: lanes)
    ranks = LaneStorage(count: lanes)
    inside = LaneStorage(count: lanes)
    outside = LaneStorage(count: lanes)
  }

  /// An element of R, of which only the first rows are there.
  @inline(__always)
  func r(_ row: Int, _ column: Int, lane: Int) -> Double {
    row < rows ? matrix[column &* length &+ row &* lanes &+ lane] : 0
  }

  /// An element of Qᵀ times the right-hand side.
  @inline(__always)
  func side(_ row: Int, lane: Int) -> Double { row < rows ? side[row &* lanes &+ lane] : 0 }

  /// The column of the matrix that a column of R stands for.
  @inline(__always)
  func pivot(_ column: Int, lane: Int) -> Int { Int(pivots[column &* lanes &+ lane]) }

  /// The number of elements on the diagonal of R above the tolerance.
  @inline(__always)
  func rank(lane: Int) -> Int { Int(ranks[lane]) }

  /// Factorises the matrices in place.
  ///
  /// - Parameter tolerance: the share of the first element on the diagonal of R below which others are 0.
  func factor(tolerance: Double) {
    var problem = unsafe grdp_lane_matrix(
      elements: matrix.start, length: length, side: side.start, tolerance: tolerance,
      pivots: pivots.start, norms: norms.start, step: step.start, stepLength: stepLength.start,
      rank: ranks.start, inside: inside.start, outside: outside.start)
    unsafe kernels.table.pointee.lane_factorize(&problem, rows, columns, lanes)
  }
}
