import CKernels
import Sim

/// Arguments the kernels are tried with.
enum KernelInputs {
  /// Every kind of double, and the places where the functions change branch.
  static let special: [Double] = {
    let positive: [Double] = [
      0, 0x1p-1074, 0x1.8p-1060, Double.leastNormalMagnitude.nextDown, 0x1p-1022, 1e-300, 1e-20,
      0x1p-53, 1e-9,
      0.0749, 0.075, 0.0751, 0.1, 0.25, 0.3465735902799727, 0.5, 0.6931471805599453,
      0.7071067811865476, 0.9249999, 0.9250001, 0.9999999999999999, 1, 1.0000000000000002, 1.5,
      1.5707963267948966, 2, 2.5, 3, 3.141592653589793, 4.25, 6.283185307179586, 8.499999999999998,
      8.5, 9.5, 14.999, 15, 15.001, 18.714973875118524, 29.9, 30, 37.6, 100.5, 708.3, 709.782,
      709.79,
      745.2, 1e4, 1e6, 1e9, 1e14, 0x1p52, 0x1p53, 1e22, 1e100, 1e154, 1e300,
      .greatestFiniteMagnitude, .infinity,
    ]
    return positive + positive.map { -$0 } + [.nan, -Double.nan, .signalingNaN]
  }()

  /// Random numbers: half of them any bits at all, half of ordinary size.
  static func random(_ count: Int, name: String) -> [Double] {
    let stream = RandomStream(seed: 7, name: name)
    return (0..<count).map { i in
      let u = stream.uniform(draw: UInt64(i), period: 0, substream: 0)
      let v = stream.uniform(draw: UInt64(i), period: 1, substream: 0)
      if i % 2 == 0 {
        return Double(bitPattern: UInt64(u * 0x1p32) << 32 | UInt64(v * 0x1p32))
      }
      return (u - 0.5) * (v < 0.3 ? 2 : v < 0.6 ? 20 : 2000)
    }
  }

  /// Random numbers in (0, 1), dense near both ends.
  static func probabilities(_ count: Int) -> [Double] {
    let stream = RandomStream(seed: 7, name: "probabilities")
    return (0..<count).map { i in
      let u = stream.uniform(draw: UInt64(i), period: 0, substream: 0)
      let v = stream.uniform(draw: UInt64(i), period: 1, substream: 0)
      let small = ScalarMath.pow(2, -53 * u)
      return v < 0.5 ? u : v < 0.75 ? small : 1 - max(small, 0x1p-53)
    }
  }

  /// The numbers, filled up with their last one to a multiple of eight.
  static func padded(_ values: [Double]) -> [Double] {
    guard let last = values.last else { return [] }
    return values + Array(repeating: last, count: (8 - values.count % 8) % 8)
  }
}

/// The first place where two rows differ in a bit; NaN is equal to NaN, whatever its sign and
/// payload.
func firstDifference(_ a: [Double], _ b: [Double]) -> Int? {
  a.indices.first { a[$0].bitPattern != b[$0].bitPattern && !(a[$0].isNaN && b[$0].isNaN) }
}

extension Kernels {
  /// A function of one row.
  func unary(_ kernel: Int, _ a: [Double]) -> [Double] {
    var out = [Double](repeating: 0, count: a.count)
    unsafe table.pointee.unary[kernel](&out, a, a.count)
    return out
  }

  /// A function of two rows.
  func binary(_ kernel: Int, _ a: [Double], _ b: [Double]) -> [Double] {
    var out = [Double](repeating: 0, count: a.count)
    unsafe table.pointee.binary_vv[kernel](&out, a, b, a.count)
    return out
  }
}
