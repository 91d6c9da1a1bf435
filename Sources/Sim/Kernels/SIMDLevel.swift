import CKernels

/// An instruction set the kernels are built for.
///
/// Results do not depend on it; only the time does.
public enum SIMDLevel: String, CaseIterable, Comparable, Sendable {
  /// One lane. On x86-64 it needs AVX and FMA3, the least this program runs on.
  case scalar
  /// Four lanes: AVX2 and FMA3.
  case avx2
  /// Eight lanes: AVX-512 F and DQ.
  case avx512

  /// The levels this processor can run, slowest first.
  ///
  /// None means the processor is too old.
  public static func supported() -> [SIMDLevel] {
    allCases.filter { grdp_level_supported($0.kernelLevel) }
  }

  /// The fastest level this processor can run.
  public static var best: SIMDLevel? { supported().last }

  var kernelLevel: grdp_level {
    switch self {
    case .scalar: GRDP_LEVEL_SCALAR
    case .avx2: GRDP_LEVEL_AVX2
    case .avx512: GRDP_LEVEL_AVX512
    }
  }

  /// Slower levels come first.
  public static func < (a: SIMDLevel, b: SIMDLevel) -> Bool {
    a.kernelLevel.rawValue < b.kernelLevel.rawValue
  }
}
