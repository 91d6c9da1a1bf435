/// Sums over the rows of a column, four at a time: one running sum would wait for every addition.
enum ColumnSums {
  /// The scalar product of two columns.
  @inline(__always)
  static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
    var sums = SIMD4<Double>.zero
    var row = 0
    while row + 4 <= count {
      unsafe sums += four(a + row) * four(b + row)
      row += 4
    }
    var sum = (sums[0] + sums[2]) + (sums[1] + sums[3])
    while row < count {
      unsafe sum += a[row] * b[row]
      row += 1
    }
    return sum
  }

  /// Adds a multiple of a column to another.
  @inline(__always)
  static func add(
    _ factor: Double, times a: UnsafePointer<Double>, to b: UnsafeMutablePointer<Double>,
    _ count: Int
  ) {
    var row = 0
    while row + 4 <= count {
      let sum = unsafe four(b + row) + factor * four(a + row)
      unsafe UnsafeMutableRawPointer(b + row).storeBytes(of: sum, as: SIMD4<Double>.self)
      row += 4
    }
    while row < count {
      unsafe b[row] += factor * a[row]
      row += 1
    }
  }

  /// Whether all numbers are finite: a sum of zeros times each is.
  @inline(__always)
  static func areFinite(_ a: UnsafePointer<Double>, _ count: Int) -> Bool {
    var sums = SIMD4<Double>.zero
    var row = 0
    while row + 4 <= count {
      unsafe sums += four(a + row) * 0
      row += 4
    }
    var sum = sums.sum()
    while row < count {
      unsafe sum += a[row] * 0
      row += 1
    }
    return sum == 0
  }

  @inline(__always)
  private static func four(_ a: UnsafePointer<Double>) -> SIMD4<Double> {
    unsafe UnsafeRawPointer(a).loadUnaligned(as: SIMD4<Double>.self)
  }
}
