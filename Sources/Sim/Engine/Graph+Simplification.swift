extension Graph {
  /// A node with the same value to the bit (NaN is NaN) that costs less, for a function of two
  /// arguments of which at most one is a known number; nil where there is none.
  mutating func simplified(_ operation: Operation, _ a: ID, _ b: ID) -> ID? {
    let (x, y) = (value(a), value(b))
    switch operation {
    case .add:
      // x + -0 is x; x + 0 is not, for -0.
      if x?.bitPattern == (-0.0).bitPattern { return b }
      return y?.bitPattern == (-0.0).bitPattern ? a : nil
    case .subtract:
      return y?.bitPattern == (0.0).bitPattern ? a : nil
    case .multiply:
      if x == 1 { return b }
      return y == 1 ? a : nil
    case .divide:
      guard let y else { return nil }
      if y == 1 { return a }
      // The quotient and the product are the same number before it is rounded.
      guard let inverse = y.exactInverse else { return nil }
      return binary(.multiply, a, constant(inverse))
    case .notEqual:
      if x == 0 && isBoolean(b) { return b }
      return y == 0 && isBoolean(a) ? a : nil
    default:
      return nil
    }
  }

  /// Whether a node is 0 or 1 in every lane.
  private func isBoolean(_ id: ID) -> Bool {
    switch nodes[Int(id)].operation {
    case .not, .less, .lessOrEqual, .equal, .notEqual, .and, .or: true
    default: false
    }
  }
}

extension Double {
  /// The inverse of a power of two; nil of any other number, or where one of the two is not normal.
  fileprivate var exactInverse: Double? {
    guard isNormal, significand == 1 else { return nil }
    let inverse = 1 / self
    return inverse.isNormal ? inverse : nil
  }
}
