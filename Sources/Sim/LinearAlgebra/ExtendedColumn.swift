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

  /// The sum, the least and the largest of some numbers, as doubles.
  struct Extent: Sendable {
    var sum, least, largest: Double
  }

  /// The extent of the numbers; where one of them is not finite, its sum is neither.
  var extent: Extent {
    var total = DoubleDouble.zero
    var (least, largest) = (
      SIMD8<Double>(repeating: .infinity), SIMD8<Double>(repeating: -.infinity)
    )
    let whole = count / 8 * 8
    unsafe high.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: whole, by: 1024) {
        var sum = SIMD8<Double>.zero
        for place in stride(from: start, to: Swift.min(start + 1024, whole), by: 8) {
          let values = unsafe bytes.loadUnaligned(
            fromByteOffset: 8 * place, as: SIMD8<Double>.self)
          sum += values
          least.replace(with: values, where: values .< least)
          largest.replace(with: values, where: values .> largest)
        }
        total += DoubleDouble(sum.sum())
      }
    }
    var ends = (least.min(), largest.max())
    for value in high[whole...] {
      total += DoubleDouble(value)
      ends = (Swift.min(ends.0, value), Swift.max(ends.1, value))
    }
    return Extent(sum: total.value, least: ends.0, largest: ends.1)
  }

  /// The first number that is not finite, if there is one.
  func firstNotFinite(_ extent: Extent) -> Int? {
    extent.sum.isFinite && low == nil ? nil : firstIndex { !$0.isFinite }
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
