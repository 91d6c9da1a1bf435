import CLAPACKE

/// The routines of LAPACK that are used, over arrays in column order.
///
/// A negative `info` says that an argument was wrong, which is a fault of this program; a positive one
/// is returned, for it speaks of the data.
enum LAPACK {
  /// Checks the returned `info` and gives what it says about the data.
  private static func checked(_ info: Int32, _ routine: StaticString) -> Int {
    precondition(info >= 0, "\(routine) was given a wrong argument \(-info)")
    return Int(info)
  }

  private static var columnMajor: Int32 { LAPACK_COL_MAJOR }

  /// QR with column pivoting; columns with a nonzero `pivots` entry go to the front.
  ///
  /// E. Anderson et al., LAPACK Users' Guide, 3rd ed., SIAM 1999, section 2.4.2.3; the norms are
  /// downdated as Z. Drmač, Z. Bujanović, ACM Trans. Math. Softw. 35(2), 2008.
  static func geqp3(_ a: inout [Double], rows: Int, columns: Int, pivots: inout [Int32])
    -> [Double]
  {
    var tau = Array(repeating: 0.0, count: max(1, min(rows, columns)))
    _ = checked(
      unsafe LAPACKE_dgeqp3(
        columnMajor, Int32(rows), Int32(columns), &a, Int32(max(1, rows)), &pivots,
        &tau), "dgeqp3")
    return tau
  }

  /// Multiplies by Q or its transpose, held as `count` reflectors.
  static func ormqr(
    _ reflectors: [Double], tau: [Double], count: Int, transposed: Bool, to b: inout [Double],
    rows: Int, columns: Int
  ) {
    let side = CChar(UInt8(ascii: "L"))
    let form = CChar(transposed ? UInt8(ascii: "T") : UInt8(ascii: "N"))
    _ = checked(
      unsafe LAPACKE_dormqr(
        columnMajor, side, form, Int32(rows), Int32(columns), Int32(count),
        reflectors, Int32(max(1, rows)), tau, &b, Int32(max(1, rows))), "dormqr")
  }

  /// Solves a triangular system in place; a positive result is the column of a zero on the diagonal.
  static func trtrs(
    _ a: [Double], leading: Int, order: Int, upper: Bool, transposed: Bool, _ b: inout [Double],
    columns: Int
  ) -> Int {
    let half = CChar(upper ? UInt8(ascii: "U") : UInt8(ascii: "L"))
    let form = CChar(transposed ? UInt8(ascii: "T") : UInt8(ascii: "N"))
    return checked(
      unsafe LAPACKE_dtrtrs(
        columnMajor, half, form, CChar(UInt8(ascii: "N")), Int32(order), Int32(columns),
        a, Int32(max(1, leading)), &b, Int32(max(1, order))), "dtrtrs")
  }

  /// The singular values and the thin left and right factors; positive when it did not converge.
  static func gesdd(
    _ a: inout [Double], rows: Int, columns: Int, vectors: Bool, values: inout [Double],
    left: inout [Double], right: inout [Double]
  ) -> Int {
    let order = min(rows, columns)
    return checked(
      unsafe LAPACKE_dgesdd(
        columnMajor, CChar(vectors ? UInt8(ascii: "S") : UInt8(ascii: "N")), Int32(rows),
        Int32(columns), &a, Int32(max(1, rows)), &values, &left,
        Int32(max(1, rows)), &right, Int32(max(1, order))), "dgesdd")
  }

  /// The lower Cholesky factor in place; a positive result is the order of a minor that is not positive.
  static func potrf(_ a: inout [Double], order: Int) -> Int {
    checked(
      unsafe LAPACKE_dpotrf(
        columnMajor, CChar(UInt8(ascii: "L")), Int32(order), &a, Int32(max(1, order))),
      "dpotrf")
  }

  /// Eigenvalues in rising order, and eigenvectors in place; positive when it did not converge.
  static func syevd(_ a: inout [Double], order: Int, values: inout [Double]) -> Int {
    checked(
      unsafe LAPACKE_dsyevd(
        columnMajor, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")), Int32(order), &a,
        Int32(max(1, order)), &values), "dsyevd")
  }
}
