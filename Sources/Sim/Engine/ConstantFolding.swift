internal import CKernels

extension Graph {
  /// The value of a function of a known number: what the kernels give, to the bit.
  func fold(_ operation: Operation, _ x: Double) -> Double {
    guard let kernel = operation.unaryKernel else {
      preconditionFailure("\(operation) has no kernel of one argument")
    }
    return unsafe Graph.evaluate { out, kernels in
      unsafe kernels.pointee.fill(out, x, 8)
      unsafe kernels.pointee.unary[Int(kernel)](out, out, 8)
    }
  }

  /// The value of a function of two known numbers: what the kernels give, to the bit.
  func fold(_ operation: Operation, _ x: Double, _ y: Double) -> Double {
    switch operation {
    // These are exact in IEEE 754, whatever computes them.
    case .add: return x + y
    case .subtract: return x - y
    case .multiply: return x * y
    case .divide: return x / y
    default: break
    }
    guard let kernel = operation.binaryKernel else {
      preconditionFailure("\(operation) has no kernel of two arguments")
    }
    return unsafe Graph.evaluate { out, kernels in
      unsafe kernels.pointee.fill(out, x, 8)
      unsafe kernels.pointee.binary_vs[Int(kernel)](out, out, y, 8)
    }
  }

  /// Runs kernels of the scalar level, which every supported machine has, on one short row.
  private static func evaluate(
    _ body: (UnsafeMutablePointer<Double>, UnsafePointer<grdp_kernels>) -> Void
  ) -> Double {
    guard let kernels = unsafe grdp_kernels_for(GRDP_LEVEL_SCALAR) else {
      preconditionFailure("the machine lacks the scalar level; the caller checks this at start")
    }
    return unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: 8) { row in
      guard let out = row.baseAddress else { return .nan }
      unsafe body(out, kernels)
      return unsafe out[0]
    }
  }
}
