package import CKernels

/// The element-wise functions of one SIMD level, over rows of doubles.
///
/// The tape calls the C functions of ``table`` itself. Rows hold a multiple of eight elements.
@safe public struct Kernels: Sendable {
  /// The level.
  public let level: SIMDLevel
  /// The C functions, which live as long as the program and never change.
  package nonisolated(unsafe) let table: UnsafePointer<grdp_kernels>

  /// The kernels of a level, or nil where the processor cannot run it.
  public init?(_ level: SIMDLevel) {
    guard let table = unsafe grdp_kernels_for(level.kernelLevel) else { return nil }
    self.level = level
    unsafe self.table = table
  }

  /// The kernels of the fastest level the processor can run; nil on one that is too old.
  public static var best: Kernels? { SIMDLevel.best.flatMap { Kernels($0) } }

  /// The kernels of the fastest level, where there has to be one.
  ///
  /// - Precondition: the processor has AVX and fused multiply-add, or is not of the x86 family.
  public static var required: Kernels {
    guard let kernels = best else { preconditionFailure("the processor lacks AVX and FMA") }
    return kernels
  }
}

extension UnaryFunction {
  /// The kernel that evaluates the function; nil for one that is written with others.
  package var kernel: Int? {
    switch self {
    case .negate: Int(GRDP_NEGATE)
    case .not: Int(GRDP_NOT)
    case .exp: Int(GRDP_EXP)
    case .log: Int(GRDP_LOG)
    case .sqrt: Int(GRDP_SQRT)
    case .abs: Int(GRDP_ABS)
    case .tanh: Int(GRDP_TANH)
    case .sin: Int(GRDP_SIN)
    case .cos: Int(GRDP_COS)
    case .atan: Int(GRDP_ATAN)
    case .logit, .logistic: nil
    }
  }
}

extension BinaryFunction {
  /// The kernel that evaluates the function.
  package var kernel: Int {
    switch self {
    case .add: Int(GRDP_ADD)
    case .subtract: Int(GRDP_SUBTRACT)
    case .multiply: Int(GRDP_MULTIPLY)
    case .divide: Int(GRDP_DIVIDE)
    case .power: Int(GRDP_POWER)
    case .minimum: Int(GRDP_MINIMUM)
    case .maximum: Int(GRDP_MAXIMUM)
    case .less: Int(GRDP_LESS)
    case .lessOrEqual: Int(GRDP_LESS_OR_EQUAL)
    case .greater: Int(GRDP_GREATER)
    case .greaterOrEqual: Int(GRDP_GREATER_OR_EQUAL)
    case .equal: Int(GRDP_EQUAL)
    case .notEqual: Int(GRDP_NOT_EQUAL)
    case .and: Int(GRDP_AND)
    case .or: Int(GRDP_OR)
    }
  }
}
