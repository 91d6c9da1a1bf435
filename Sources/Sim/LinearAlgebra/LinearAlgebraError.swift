/// What can be wrong with the numbers given to a decomposition.
///
/// A wrong shape is a fault of the caller and stops the program; these are faults of the data.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  /// An element is NaN or infinite.
  case notFinite(row: Int, column: Int)
  /// A triangular matrix has a zero on its diagonal, so a system has no unique solution.
  case singular(column: Int)
  /// The leading minor of this order is not positive.
  case notPositiveDefinite(order: Int)
  /// An iteration did not converge.
  case noConvergence
}
