/// The random numbers of one parameter or shock: a function of draw, period and sub-stream.
///
/// **Format** (part of the results: changing it changes every forecast). With `mix` the step of
/// SplitMix64 (add 0x9e3779b97f4a7c15; then its three xor-shifts and two multiplications) and FNV-1a
/// in 64 bits over the UTF-8 bytes of the name, the key is `mix(mix(seed) ^ fnv1a(name))`. A block of
/// Philox4x32-10 is made with the words of the key, low first, from the counter
/// (draw low, draw high, period / 2, sub-stream), where the period counts from 0. Its first two words
/// belong to the even period, the others to the odd one. With k the 52 high bits of the 64-bit
/// number whose low half is the earlier word, the uniform is (k + 1/2) 2⁻⁵², exactly: it lies in
/// [2⁻⁵³, 1 − 2⁻⁵³].
///
/// A number depends on nothing but these arguments, so a new parameter never moves another's, any
/// draw can be replayed alone, and scenarios share draws.
public struct RandomStream: Hashable, Sendable {
  /// The Philox key.
  public let key: UInt64

  /// The stream of a name, such as `depreciation` or `innovation[SME]`.
  public init(seed: UInt64, name: String) {
    let tag = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    key = Self.mix(Self.mix(seed) ^ tag)
  }

  /// One uniform in (0, 1).
  ///
  /// - Precondition: the period counts from 0 and is below 2³³.
  public func uniform(draw: UInt64, period: Int, substream: UInt32) -> Double {
    let block = Philox.block(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: draw), UInt32(truncatingIfNeeded: draw >> 32),
        UInt32(period >> 1), substream),
      key: SIMD2(UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32)))
    let (low, high) = period & 1 == 0 ? (block[0], block[1]) : (block[2], block[3])
    let k = (UInt64(high) << 32 | UInt64(low)) >> 12
    return (Double(k) + 0.5) * 0x1p-52
  }

  /// One step of SplitMix64 from the state `x`.
  ///
  /// G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom number generators,
  /// OOPSLA 2014.
  private static func mix(_ x: UInt64) -> UInt64 {
    var z = x &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Philox4x32-10: a random function of a counter and a key.
///
/// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, Parallel random numbers: as easy as 1, 2, 3,
/// SC11 (2011).
public enum Philox {
  /// The four words at a counter.
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (counter, key) = (counter, key)
    for _ in 0..<10 {
      let first = (0xd251_1f53 as UInt32).multipliedFullWidth(by: counter[0])
      let second = (0xcd9e_8d57 as UInt32).multipliedFullWidth(by: counter[2])
      counter = SIMD4(
        second.high ^ counter[1] ^ key[0], second.low, first.high ^ counter[3] ^ key[1], first.low)
      key = key &+ SIMD2(0x9e37_79b9, 0xbb67_ae85)
    }
    return counter
  }
}
