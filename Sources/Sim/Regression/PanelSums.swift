/// Sums over many rows: those of each thousand in doubles, and these to twice the precision.
enum PanelSums {
  private static let rows = 1024

  /// Σ term(row).
  @inline(__always)
  static func sum(_ count: Int, _ term: (Int) -> Double) -> Double {
    var total = DoubleDouble.zero
    for start in stride(from: 0, to: count, by: rows) {
      var part = 0.0
      for row in start..<min(start + rows, count) { part += term(row) }
      total += DoubleDouble(part)
    }
    return total.value
  }

  /// The sum of some numbers.
  static func sum(_ values: [Double]) -> Double { sum(values.count) { values[$0] } }

  /// The sum of the squares of some numbers.
  static func squares(_ values: [Double]) -> Double {
    sum(values.count) { values[$0] * values[$0] }
  }
}
