/// A column of double-doubles, kept as two columns of doubles; the second only where it says anything.
///
/// What was measured or read from a file is a double, so most columns need half the memory, and the
/// kernels read them as they are.
public struct ExtendedColumn: RandomAccessCollection, Hashable, Sendable {
  /// The numbers rounded to doubles.
  let high: [Double]
  /// What the rounding left; nil where that is nothing.
  let low: [Double]?

  /// A column of doubles.
  public init(_ values: [Double]) { (high, low) = (values, nil) }

  /// A column of double-doubles.
  public init(_ values: [DoubleDouble]) {
    high = values.map(\.high)
    low = values.allSatisfy { $0.low == 0 } ? nil : values.map(\.low)
  }

  /// The first position.
  public var startIndex: Int { 0 }
  /// The position after the last.
  public var endIndex: Int { high.count }
  /// The number at a position.
  public subscript(position: Int) -> DoubleDouble {
    guard let low else { return DoubleDouble(high[position]) }
    return DoubleDouble(sum: high[position], low[position])
  }
}
