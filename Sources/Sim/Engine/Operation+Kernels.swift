internal import CKernels

extension Graph.Operation {
  /// Position in the unary kernel table.
  var unaryKernel: UInt8? {
    switch self {
    case .negate: UInt8(GRDP_NEGATE)
    case .not: UInt8(GRDP_NOT)
    case .exp: UInt8(GRDP_EXP)
    case .log: UInt8(GRDP_LOG)
    case .log1p: UInt8(GRDP_LOG1P)
    case .sqrt: UInt8(GRDP_SQRT)
    case .abs: UInt8(GRDP_ABS)
    case .tanh: UInt8(GRDP_TANH)
    case .sin: UInt8(GRDP_SIN)
    case .cos: UInt8(GRDP_COS)
    case .atan: UInt8(GRDP_ATAN)
    case .normalQuantile: UInt8(GRDP_NORMAL_QUANTILE)
    case .normalCDF: UInt8(GRDP_NORMAL_CDF)
    case .constant, .given, .kept, .uniform, .tableQuantile, .add, .subtract, .multiply, .divide,
      .power,
      .minimum, .maximum, .less, .lessOrEqual, .equal, .notEqual, .and, .or, .select:
      nil
    }
  }

  /// Position in the binary kernel table.
  var binaryKernel: UInt8? {
    switch self {
    case .add: UInt8(GRDP_ADD)
    case .subtract: UInt8(GRDP_SUBTRACT)
    case .multiply: UInt8(GRDP_MULTIPLY)
    case .divide: UInt8(GRDP_DIVIDE)
    case .power: UInt8(GRDP_POWER)
    case .minimum: UInt8(GRDP_MINIMUM)
    case .maximum: UInt8(GRDP_MAXIMUM)
    case .less: UInt8(GRDP_LESS)
    case .lessOrEqual: UInt8(GRDP_LESS_OR_EQUAL)
    case .equal: UInt8(GRDP_EQUAL)
    case .notEqual: UInt8(GRDP_NOT_EQUAL)
    case .and: UInt8(GRDP_AND)
    case .or: UInt8(GRDP_OR)
    case .constant, .given, .kept, .uniform, .tableQuantile, .negate, .not, .exp, .log, .log1p,
      .sqrt,
      .abs, .tanh, .sin, .cos, .atan, .normalQuantile, .normalCDF, .select:
      nil
    }
  }
}
