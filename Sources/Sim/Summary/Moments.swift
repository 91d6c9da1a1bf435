/// Mean and standard deviation, formed block by block in a fixed order.
///
/// Within a block the sums run in eight strands, by position modulo eight; blocks are joined from
/// first to last. Both are part of the format: the result does not depend on who computed which
/// block, or how many lanes were computed together.
///
/// Source for joining: Chan, Golub & LeVeque, *Updating formulae and a pairwise algorithm for
/// computing sample variances*, Stanford STAN-CS-79-773 (1979), equations 2.1.
public struct Moments: Hashable, Sendable {
  /// The number of values.
  public private(set) var count = 0
  /// Their mean; 0 if there are none.
  public private(set) var mean = 0.0
  /// The sum of squared differences from the mean.
  private var squares = 0.0

  /// The moments of nothing.
  public init() {}

  /// The moments of one value repeated.
  init(repeating value: Double, count: Int) {
    self.count = count
    mean = value
  }

  /// The moments of one block.
  init(block values: UnsafeBufferPointer<Double>) {
    count = values.count
    guard count > 0 else { return }
    unsafe mean = Moments.strandedSum(values) { $0 } / Double(count)
    let center = SIMD8(repeating: mean)
    unsafe squares = Moments.strandedSum(values) { ($0 - center) * ($0 - center) }
  }

  private static func strandedSum(
    _ values: UnsafeBufferPointer<Double>, _ term: (SIMD8<Double>) -> SIMD8<Double>
  ) -> Double {
    var strands = SIMD8<Double>(repeating: 0)
    let whole = values.count & ~7
    for start in stride(from: 0, to: whole, by: 8) {
      var lanes = SIMD8<Double>()
      for lane in 0..<8 { lanes[lane] = unsafe values[start + lane] }
      strands += term(lanes)
    }
    for index in whole..<values.count {
      let single = unsafe term(SIMD8(repeating: values[index]))
      strands[index & 7] += single[0]
    }
    return ((strands[0] + strands[1]) + (strands[2] + strands[3]))
      + ((strands[4] + strands[5]) + (strands[6] + strands[7]))
  }

  /// Adds the values of a later block.
  public mutating func join(_ other: Moments) {
    guard other.count > 0 else { return }
    let total = count + other.count
    let difference = other.mean - mean
    mean += difference * (Double(other.count) / Double(total))
    squares +=
      other.squares
      + difference * difference * (Double(count) * Double(other.count) / Double(total))
    count = total
  }

  /// The standard deviation with n − 1; 0 for fewer than two values.
  public var sd: Double { count > 1 ? (squares / Double(count - 1)).squareRoot() : 0 }

  /// The Monte Carlo standard error of the mean.
  public var standardError: Double { count > 0 ? sd / Double(count).squareRoot() : 0 }
}
