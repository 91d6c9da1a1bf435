internal import CKernels

/// A comparison of two nodes that must hold in every lane.
struct Claim: Hashable {
  /// How two numbers are compared.
  enum Comparison: Sendable {
    case less, lessOrEqual, equal
    /// Holds for a NaN.
    case notEqual
    /// The difference is at most ``Identity/tolerance``, relative to 1 + |right|.
    case agree

    /// Whether it holds for two known numbers, as the kernels have it.
    func holds(_ x: Double, _ y: Double) -> Bool {
      switch self {
      case .less: x < y
      case .lessOrEqual: x <= y
      case .equal: x == y
      case .notEqual: x != y
      case .agree: (x - y).magnitude <= Identity.tolerance * (1 + y.magnitude)
      }
    }

    /// Position in the tables of claims.
    var kernel: Int {
      switch self {
      case .less: Int(GRDP_CLAIM_LESS)
      case .lessOrEqual: Int(GRDP_CLAIM_LESS_OR_EQUAL)
      case .equal: Int(GRDP_CLAIM_EQUAL)
      case .notEqual: Int(GRDP_CLAIM_NOT_EQUAL)
      case .agree: Int(GRDP_CLAIM_AGREE)
      }
    }
  }

  var comparison: Comparison
  var a: Graph.ID
  var b: Graph.ID

  /// Its sides, known numbers left out.
  func nodes(in graph: Graph) -> [Graph.ID] { [a, b].filter { graph.value($0) == nil } }
}

extension Identity {
  /// How far the two sides of an equality may differ, relative to 1 + |right|.
  public static let tolerance = GRDP_AGREEMENT
}
