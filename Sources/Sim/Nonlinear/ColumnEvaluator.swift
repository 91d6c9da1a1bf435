internal import CKernels

/// Evaluates a ``ColumnFunction`` over columns of data, with its derivatives, for lanes side by side.
///
/// All lanes read the same data; each has its own parameters. It keeps the working storage of one block
/// of rows, so a value belongs to one thread.
@safe final class ColumnEvaluator {
  /// Elements of a block: its results stay in the cache.
  private static let blockElements = 512

  /// Number of lanes: 1 or a multiple of 8.
  let lanes: Int
  /// Elements of a column of results: rows times lanes, and as many more as kernels may write.
  let columnLength: Int
  private let program: ColumnProgram
  private let kernels: Kernels
  private let elements: Int
  private let blockLength: Int
  /// The data, each number once for every lane.
  private let data: LaneStorage
  /// Parameters and results of one block.
  private let block: LaneStorage
  /// Where each slot is at the moment.
  private let slots: UnsafeMutablePointer<UnsafeMutablePointer<Double>>
  /// The slots that are written straight to their place among the results, with their number there.
  private let direct: [(slot: Int, result: Int)]
  /// The results that are copied there.
  private let copied: [(operand: ColumnProgram.Operand, result: Int)]

  /// Prepares the evaluation over columns of `rows` elements each.
  init(
    _ function: ColumnFunction, columns: [[Double]], rows: Int, lanes: Int = 1, kernels: Kernels
  ) {
    precondition(lanes == 1 || lanes.isMultiple(of: 8), "lanes come alone or in eights")
    program = ColumnProgram(function)
    (direct, copied) = ColumnEvaluator.places(program)
    self.lanes = lanes
    self.kernels = kernels
    elements = rows * lanes
    columnLength = max(8, (elements + 7) / 8 * 8)
    let blockRows = max(1, ColumnEvaluator.blockElements / lanes)
    blockLength = min(blockRows * lanes, columnLength)
    data = LaneStorage(count: program.columnCount * columnLength)
    block = LaneStorage(count: (program.slotCount - program.columnCount) * blockLength)
    unsafe slots = .allocate(capacity: program.slotCount)
    unsafe slots.initialize(repeating: data.start, count: program.slotCount)
    for slot in program.columnCount..<max(program.slotCount, program.columnCount) {
      unsafe slots[slot] = room(for: slot)
    }
    for number in 0..<program.columnCount {
      for element in 0..<columnLength {
        let row = min(element / lanes, rows - 1)
        data[number * columnLength + element] = row < 0 ? 0 : columns[number][row]
      }
    }
  }

  deinit { unsafe slots.deallocate() }

  /// Decides which results are computed in their place, those that are the last word of one step, and
  /// which are copied there.
  private static func places(
    _ program: ColumnProgram
  ) -> (direct: [(Int, Int)], copied: [(ColumnProgram.Operand, Int)]) {
    let computed = Set(program.steps.map(\.slot))
    var taken: Set<Int> = []
    var direct: [(Int, Int)] = []
    var copied: [(ColumnProgram.Operand, Int)] = []
    for (result, operand) in ([program.value] + program.slopes).enumerated() {
      if case .slot(let slot) = operand, computed.contains(slot), taken.insert(slot).inserted {
        direct.append((slot, result))
      } else {
        copied.append((operand, result))
      }
    }
    return (direct, copied)
  }

  /// Computes values, and derivatives column after column, for every row of every lane.
  ///
  /// - Parameters:
  ///   - parameters: parameter j of lane l is at j · lanes + l.
  ///   - values: a column of results.
  ///   - jacobian: where to put the derivative by each parameter, as many columns; left alone when nil.
  func evaluate(at parameters: LaneStorage, values: LaneStorage, jacobian: LaneStorage?) {
    var first = 0
    setParameters(parameters)
    while first < elements {
      let count = min(blockLength, columnLength - first)
      for number in 0..<program.columnCount {
        unsafe slots[number] = data.start + number * columnLength + first
      }
      for (slot, result) in direct {
        let isWanted = result == 0 || jacobian != nil
        unsafe slots[slot] = isWanted ? place(result, values, jacobian, first) : room(for: slot)
      }
      let last = jacobian == nil ? program.valueSteps : program.steps.count
      for number in 0..<last { perform(program.steps[number], count) }
      for (operand, result) in copied where result == 0 || jacobian != nil {
        let out = unsafe place(result, values, jacobian, first)
        switch operand {
        case .number(let number): unsafe kernels.table.pointee.fill(out, number, count)
        case .slot(let slot): unsafe out.update(from: slots[slot], count: count)
        }
      }
      first += blockLength
    }
  }

  /// The storage of a slot of parameters or results.
  private func room(for slot: Int) -> UnsafeMutablePointer<Double> {
    unsafe block.start + (slot - program.columnCount) * blockLength
  }

  /// Where a result goes: 0 is the value, then the derivatives.
  private func place(
    _ result: Int, _ values: LaneStorage, _ jacobian: LaneStorage?, _ first: Int
  ) -> UnsafeMutablePointer<Double> {
    guard result > 0, let jacobian else { return unsafe values.start + first }
    return unsafe jacobian.start + (result - 1) * columnLength + first
  }

  private func setParameters(_ parameters: LaneStorage) {
    for number in 0..<program.parameterCount {
      let slot = unsafe slots[program.columnCount + number]
      guard lanes > 1 else {
        unsafe kernels.table.pointee.fill(slot, parameters[number], blockLength)
        continue
      }
      let source = unsafe parameters.start + number * lanes
      var element = 0
      while element < blockLength {
        unsafe (slot + element).update(from: source, count: lanes)
        element += lanes
      }
    }
  }

  private func perform(_ numbered: (step: ColumnProgram.Step, slot: Int), _ count: Int) {
    let table = unsafe kernels.table
    let out = unsafe slots[numbered.slot]
    switch numbered.step {
    case .fill(let number): unsafe table.pointee.fill(out, number, count)
    case .unary(let kernel, let a): unsafe table.pointee.unary[kernel](out, slots[a], count)
    case .binary(let kernel, .slot(let a), .slot(let b)):
      unsafe table.pointee.binary_vv[kernel](out, slots[a], slots[b], count)
    case .binary(let kernel, .slot(let a), .number(let b)):
      unsafe table.pointee.binary_vs[kernel](out, slots[a], b, count)
    case .binary(let kernel, .number(let a), .slot(let b)):
      unsafe table.pointee.binary_sv[kernel](out, a, slots[b], count)
    case .binary(_, .number, .number): preconditionFailure("one of two operands is a slot")
    case .select(let c, .slot(let a), .slot(let b)):
      unsafe table.pointee.select_vv(out, slots[c], slots[a], slots[b], count)
    case .select(let c, .slot(let a), .number(let b)):
      unsafe table.pointee.select_vs(out, slots[c], slots[a], b, count)
    case .select(let c, .number(let a), .slot(let b)):
      unsafe table.pointee.select_sv(out, slots[c], a, slots[b], count)
    case .select(let c, .number(let a), .number(let b)):
      unsafe table.pointee.select_ss(out, slots[c], a, b, count)
    case .product(let a, let b):
      unsafe table.pointee.multiply_unless_zero(out, slots[a], slots[b], count)
    }
  }
}
