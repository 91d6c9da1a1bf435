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
  private(set) var squares = 0.0

  /// The moments of nothing.
  public init() {}

  /// Moments that were formed elsewhere.
  init(count: Int, mean: Double, squares: Double) {
    self.count = count
    self.mean = mean
    self.squares = squares
  }

  /// The moments of one value repeated.
  init(repeating value: Double, count: Int) {
    self.count = count
    mean = value
  }

  /// The moments of a block whose strands are complete.
  init(_ strands: Strands) {
    count = strands.count
    guard count > 0 else { return }
    let offset = strands.first / Double(count)
    mean = strands.center + offset
    // The centre is near the mean, so little cancels; rounding must not make a square negative.
    squares = max(0, strands.second - strands.first * offset)
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

  /// Sums of differences from a centre, and of their squares, over part of a block.
  struct Strands: Sendable {
    /// A number near the mean, the same for every block of a column.
    let center: Double
    private(set) var count = 0
    private var sums = SIMD8<Double>(repeating: 0)
    private var squareSums = SIMD8<Double>(repeating: 0)

    init(center: Double) { self.center = center }

    /// Adds the next values of the block; all calls but the last bring a multiple of eight.
    mutating func add(_ values: UnsafeBufferPointer<Double>) {
      let whole = values.count & ~7
      for start in stride(from: 0, to: whole, by: 8) {
        var lanes = SIMD8<Double>()
        for lane in 0..<8 { lanes[lane] = unsafe values[start + lane] }
        let difference = lanes - center
        sums += difference
        squareSums += difference * difference
      }
      for index in whole..<values.count {
        let difference = unsafe values[index] - center
        sums[index & 7] += difference
        squareSums[index & 7] += difference * difference
      }
      count += values.count
    }

    var first: Double { Strands.total(sums) }
    var second: Double { Strands.total(squareSums) }

    private static func total(_ s: SIMD8<Double>) -> Double {
      ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
    }
  }
}
