internal import CSobol

/// Points that fill the unit cube evenly: a Sobol sequence, scrambled.
///
/// Directions: S. Joe, F. Y. Kuo, *Constructing Sobol sequences with better two-dimensional
/// projections*, SIAM J. Sci. Comput. 30 (2008) 2635-2654. Scrambling: nested uniform (Owen 1995) by a
/// hash of each digit's leading digits, B. Burley, *Practical hash-based Owen scrambling*, Journal of
/// Computer Graphics Techniques 9, 4 (2020) 1-20. The first 2^m points are a net in every dimension,
/// and each coordinate is uniform on (0, 1).
public struct SobolSequence: Sendable {
  /// The largest number of dimensions.
  public static var mostDimensions: Int { grdp_sobol_most_dimensions() }

  private let directions: [UInt32]
  private let seeds: [UInt32]?

  /// The sequence in so many dimensions; with a seed, scrambled by it.
  ///
  /// - Precondition: at least one dimension, at most ``mostDimensions``.
  public init(dimensions: Int, seed: UInt64?) {
    precondition((1...SobolSequence.mostDimensions).contains(dimensions), "no such Sobol sequence")
    var directions = Array(repeating: 0 as UInt32, count: 32 * dimensions)
    let status = unsafe grdp_sobol_directions(dimensions, &directions)
    precondition(status == 0, "no direction numbers")
    self.directions = directions
    seeds = seed.map { seed in
      (0..<dimensions).map { dimension in
        let stream = RandomStream(seed: seed, name: "sobol \(dimension)")
        return UInt32(truncatingIfNeeded: stream.key)
      }
    }
  }

  /// One coordinate of point number `index`, counted from 0.
  public func coordinate(_ dimension: Int, of index: Int) -> Double {
    var bits: UInt32 = 0
    var rest = UInt32(index)
    var bit = 0
    while rest != 0 {
      if rest & 1 == 1 { bits ^= directions[32 * dimension + bit] }
      rest >>= 1
      bit += 1
    }
    return value(bits, dimension)
  }

  private func value(_ bits: UInt32, _ dimension: Int) -> Double {
    let digits = seeds.map { SobolSequence.scrambled(bits, seed: $0[dimension]) } ?? bits
    return (Double(digits) + 0.5) * 0x1p-32
  }

  /// A column of the first `count` points.
  public func column(_ dimension: Int, count: Int) -> [Double] {
    // From one index to the next all digits up to the lowest that becomes 1 change.
    var changes: [UInt32] = []
    for bit in 0..<32 { changes.append((changes.last ?? 0) ^ directions[32 * dimension + bit]) }
    var bits: UInt32 = 0
    return (0..<count).map { index in
      if index > 0 { bits ^= changes[index.trailingZeroBitCount] }
      return value(bits, dimension)
    }
  }

  /// The permutation of Laine and Karras with Burley's constants, applied to the digits in order.
  private static func scrambled(_ x: UInt32, seed: UInt32) -> UInt32 {
    var x = reversed(x)
    x ^= x &* 0x3d20_adea
    x = x &+ seed
    x = x &* ((seed >> 16) | 1)
    x ^= x &* 0x0552_6c56
    x ^= x &* 0x53a2_2864
    return reversed(x)
  }

  private static func reversed(_ x: UInt32) -> UInt32 {
    var x = x.byteSwapped
    x = (x & 0x0f0f_0f0f) << 4 | (x >> 4) & 0x0f0f_0f0f
    x = (x & 0x3333_3333) << 2 | (x >> 2) & 0x3333_3333
    return (x & 0x5555_5555) << 1 | (x >> 1) & 0x5555_5555
  }
}
