internal import CKernels

/// Evaluates a ``ColumnFunction`` over columns of data, block by block, with its derivatives.
///
/// It keeps the working storage of one block, so a value belongs to one thread.
@safe final class ColumnEvaluator {
  /// Rows of a block: its results stay in the cache.
  private static let blockRows = 512

  private let function: ColumnFunction
  private let kernels: Kernels
  private let columns: [[Double]]
  private let rowCount: Int
  private let stride: Int
  /// Where in the storage each step's value begins, and the derivatives after it.
  private let offsets: [Int]
  private let storage: UnsafeMutablePointer<Double>
  /// The first of three rows for partial derivatives.
  private let scratch: Int

  /// Prepares the evaluation over columns of `rows` elements each.
  init(_ function: ColumnFunction, columns: [[Double]], rows: Int, kernels: Kernels) {
    self.function = function
    self.kernels = kernels
    rowCount = rows
    let padded = (rows + 7) / 8 * 8
    self.columns = columns.map { column in
      column + Array(repeating: column.last ?? 0, count: padded - column.count)
    }
    stride = max(8, min(ColumnEvaluator.blockRows, padded))
    var offset = 0
    offsets = function.dependences.map { depends in
      defer { offset += 1 + depends.count }
      return offset
    }
    scratch = offset
    let size = (offset + 3) * stride
    unsafe storage = .allocate(capacity: size)
    unsafe storage.initialize(repeating: 0, count: size)
  }

  deinit { unsafe storage.deallocate() }

  /// Computes values, and derivatives column after column, for every row.
  ///
  /// - Parameter derivatives: where to put the derivative by each parameter; left alone when nil.
  func evaluate(
    at parameters: [Double], values: inout [Double], jacobian: inout [Double], derivatives: Bool
  ) {
    var first = 0
    while first < rowCount {
      let count = min(stride, rowCount - first)
      let padded = (count + 7) / 8 * 8
      for step in function.operations.indices {
        compute(step, at: parameters, first: first, count: padded)
        if derivatives { differentiate(step, padded) }
      }
      let last = function.operations.count - 1
      let result = unsafe row(offsets[last])
      for i in 0..<count { unsafe values[first + i] = result[i] }
      if derivatives {
        for (position, parameter) in function.dependences[last].enumerated() {
          let slope = unsafe row(offsets[last] + 1 + position)
          let target = parameter * rowCount + first
          for i in 0..<count { unsafe jacobian[target + i] = slope[i] }
        }
      }
      first += count
    }
  }

  // MARK: Values

  /// A row of the storage.
  private func row(_ slot: Int) -> UnsafeMutablePointer<Double> {
    unsafe storage + slot * stride
  }

  private func compute(_ step: Int, at parameters: [Double], first: Int, count: Int) {
    let out = unsafe row(offsets[step])
    switch function.operations[step] {
    case .number(let number): unsafe kernels.table.pointee.fill(out, number, count)
    case .parameter(let number): unsafe kernels.table.pointee.fill(out, parameters[number], count)
    case .column(let number):
      let column = columns[number]
      for i in 0..<count { unsafe out[i] = column[first + i] }
    case .unary(let function, let a): unsafe apply(function, row(offsets[a]), to: out, count)
    case .binary(let function, let a, let b):
      unsafe kernels.table.pointee.binary_vv[function.kernel](
        out, row(offsets[a]), row(offsets[b]), count)
    case .choose(let c, let a, let b):
      unsafe kernels.table.pointee.select_vv(
        out, row(offsets[c]), row(offsets[a]), row(offsets[b]), count)
    }
  }

  private func apply(
    _ function: UnaryFunction, _ x: UnsafeMutablePointer<Double>,
    to out: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    guard let kernel = function.kernel else { preconditionFailure("written with other functions") }
    unsafe kernels.table.pointee.unary[kernel](out, x, count)
  }

  // MARK: Derivatives

  /// The derivative of a step by one of its arguments.
  private enum Partial {
    case zero, one, minusOne
    /// In a row of the storage.
    case row(Int)
  }

  private func differentiate(_ step: Int, _ count: Int) {
    guard !function.dependences[step].isEmpty else { return }
    switch function.operations[step] {
    case .number, .column: break
    case .parameter: unsafe kernels.table.pointee.fill(row(offsets[step] + 1), 1, count)
    case .unary(let function, let a):
      combine(step, [(a, partial(function, of: a, result: step, count))], count)
    case .binary(let function, let a, let b):
      let (left, right) = partials(function, a, b, result: step, count)
      combine(step, [(a, left), (b, right)], count)
    case .choose(let c, let a, let b):
      let (test, left, right) = unsafe (row(offsets[c]), row(scratch), row(scratch + 1))
      for i in 0..<count {
        unsafe left[i] = test[i] != 0 ? 1 : 0
        unsafe right[i] = test[i] != 0 ? 0 : 1
      }
      combine(step, [(a, .row(scratch)), (b, .row(scratch + 1))], count)
    }
  }

  /// Adds up partial times derivative over the arguments, for every parameter.
  private func combine(_ step: Int, _ terms: [(argument: Int, partial: Partial)], _ count: Int) {
    for (position, parameter) in function.dependences[step].enumerated() {
      let out = unsafe row(offsets[step] + 1 + position)
      unsafe kernels.table.pointee.fill(out, 0, count)
      for term in terms {
        guard let inner = function.dependences[term.argument].firstIndex(of: parameter) else {
          continue
        }
        let slope = unsafe row(offsets[term.argument] + 1 + inner)
        switch term.partial {
        case .zero: break
        case .one: for i in 0..<count { unsafe out[i] += slope[i] }
        case .minusOne: for i in 0..<count { unsafe out[i] -= slope[i] }
        case .row(let slot):
          let factor = unsafe row(slot)
          // The branch that is not taken may have no derivative at all.
          for i in 0..<count { unsafe out[i] += factor[i] == 0 ? 0 : factor[i] * slope[i] }
        }
      }
    }
  }

  private func partial(
    _ function: UnaryFunction, of argument: Int, result step: Int, _ count: Int
  ) -> Partial {
    let (x, value) = unsafe (row(offsets[argument]), row(offsets[step]))
    let out = unsafe row(scratch)
    switch function {
    case .negate: return .minusOne
    case .not: return .zero
    case .exp: return .row(offsets[step])
    case .log: for i in 0..<count { unsafe out[i] = 1 / x[i] }
    case .sqrt: for i in 0..<count { unsafe out[i] = 0.5 / value[i] }
    case .abs: for i in 0..<count { unsafe out[i] = x[i] < 0 ? -1 : 1 }
    case .tanh: for i in 0..<count { unsafe out[i] = 1 - value[i] * value[i] }
    case .sin: unsafe apply(.cos, x, to: out, count)
    case .cos:
      unsafe apply(.sin, x, to: out, count)
      for i in 0..<count { unsafe out[i] = -out[i] }
    case .atan: for i in 0..<count { unsafe out[i] = 1 / (1 + x[i] * x[i]) }
    case .logit, .logistic: preconditionFailure("written with other functions")
    }
    return .row(scratch)
  }

  private func partials(
    _ function: BinaryFunction, _ a: Int, _ b: Int, result step: Int, _ count: Int
  ) -> (Partial, Partial) {
    let (x, y, value) = unsafe (row(offsets[a]), row(offsets[b]), row(offsets[step]))
    let (left, right) = unsafe (row(scratch), row(scratch + 1))
    switch function {
    case .add: return (.one, .one)
    case .subtract: return (.one, .minusOne)
    case .multiply: return (.row(offsets[b]), .row(offsets[a]))
    case .divide:
      for i in 0..<count {
        unsafe left[i] = 1 / y[i]
        unsafe right[i] = -value[i] / y[i]
      }
    case .power: powerPartials(a, b, result: step, count)
    case .minimum, .maximum:
      for i in 0..<count {
        let isLeft = unsafe value[i] == x[i]
        unsafe left[i] = isLeft ? 1 : 0
        unsafe right[i] = isLeft ? 0 : 1
      }
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or:
      return (.zero, .zero)
    }
    return (.row(scratch), .row(scratch + 1))
  }

  /// The derivatives of x^y: y x^(y-1) by x, and x^y log x by y, which is 0 at x = 0.
  private func powerPartials(_ a: Int, _ b: Int, result step: Int, _ count: Int) {
    let (x, y, value) = unsafe (row(offsets[a]), row(offsets[b]), row(offsets[step]))
    let (left, right, spare) = unsafe (row(scratch), row(scratch + 1), row(scratch + 2))
    if !function.dependences[a].isEmpty {
      for i in 0..<count { unsafe spare[i] = y[i] - 1 }
      unsafe kernels.table.pointee.binary_vv[BinaryFunction.power.kernel](left, x, spare, count)
      for i in 0..<count { unsafe left[i] *= y[i] }
    }
    if !function.dependences[b].isEmpty {
      unsafe apply(.log, x, to: right, count)
      for i in 0..<count { unsafe right[i] = value[i] == 0 ? 0 : value[i] * right[i] }
    }
  }
}
