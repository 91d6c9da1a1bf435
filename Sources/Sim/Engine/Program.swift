internal import CKernels

/// Straight-line code over blocks of draws: the compiled form of a model under some scenarios.
///
/// An instruction reads and writes *rows* (one number per lane) and numbers known beforehand. There
/// is one instruction for each live node of the value graph, in an order that keeps few rows alive,
/// and rows are reused as soon as their last reader is done.
struct Program: Sendable {
  /// One step; 32 bytes.
  struct Instruction: Sendable {
    enum Kind: UInt8, Sendable {
      case given, kept, uniform, tableQuantile, unary
      case binaryVV, binaryVS, binarySV
      case selectVV, selectVS, selectSV, selectSS
      case fill, checkFinite, store
    }
    var kind: Kind
    /// Position in the kernel table of its kind.
    var function: UInt8 = 0
    /// Rows, or what `kind` says.
    var out: Int32
    var a: Int32 = -1
    var b: Int32 = -1
    var c: Int32 = -1
    /// A number known beforehand.
    var scalar: Double = 0
  }

  /// A value to keep for every draw.
  enum Column: Sendable {
    /// Stored by an instruction.
    case stored
    /// The same for every draw.
    case constant(Double)
  }

  private(set) var instructions: [Instruction] = []
  private(set) var rowCount = 0
  /// Second numbers of `selectSS`.
  private(set) var numbers: [Double] = []
  let streams: [Lowering.StreamUse]
  let tables: [QuantileTable]
  /// Whether any stream is read.
  private(set) var readsStreams = false
  private(set) var columns: [Column] = []
  /// The row that turns NaN in a lane where some variable is not finite.
  let finiteRow: Int32 = 0
  /// The row that is zero in a lane where some identity does not hold, if any is checked.
  private(set) var identityRow: Int32?

  /// Compiles what `roots` need.
  ///
  /// - Parameters:
  ///   - lowering: The graph, with all stages known.
  ///   - roots: The nodes to keep, one per column, all different.
  ///   - variables: Nodes that are values of variables, whose finiteness is checked.
  ///   - identities: The node that is zero in a lane where some identity does not hold.
  ///   - sinks: Roots and what joins identities, in the order in which they can be known; nil means those
  ///     of the lowering.
  ///   - kept: Nodes that are not computed but read from columns, in this order.
  init(
    _ lowering: Lowering, roots: [Graph.ID], variables: [Graph.ID], holds identities: Graph.ID?,
    sinks: [Graph.ID]? = nil, kept: [Graph.ID] = []
  ) {
    streams = lowering.streams
    tables = lowering.tables
    var emission = Emission(
      lowering, roots: roots + (identities.map { [$0] } ?? []), sinks: sinks ?? lowering.sinks,
      kept: kept)
    emission.markChecks(variables)
    emission.emit(roots: roots, pinned: identities)
    instructions = emission.instructions
    rowCount = emission.rowCount
    numbers = emission.numbers
    columns = roots.map { root in
      lowering.graph.value(root).map { .constant($0) } ?? .stored
    }
    if let identities, lowering.graph.value(identities) == nil {
      identityRow = emission.row(of: identities)
    } else if let identities, lowering.graph.value(identities) == 0 {
      identityRow = emission.zeroRow()
      instructions = emission.instructions
      rowCount = emission.rowCount
    }
    readsStreams = instructions.contains { $0.kind == .uniform }
  }
}

extension Program {
  /// The random numbers alone: what remains when everything else is left out.
  var randomPart: Program {
    var part = self
    part.instructions = instructions.filter { step in
      switch step.kind {
      case .uniform, .tableQuantile: true
      case .unary: step.function == UInt8(GRDP_NORMAL_QUANTILE)
      default: false
      }
    }
    part.identityRow = nil
    return part
  }
}

/// Scheduling and row allocation.
private struct Emission {
  let graph: Graph
  /// Live nodes in the order of computation.
  private var schedule: [Graph.ID] = []
  private var isLive: [Bool]
  private var isChecked: [Bool]
  /// Position in the schedule of a node's last reader.
  private var lastUse: [Int32]
  private var rowOf: [Int32]
  private var freeRows: [Int32] = []
  /// The kept column that holds a node; -1 for nodes that are computed.
  private var keptColumn: [Int32]
  /// The column each root feeds.
  private var columnOf: [Graph.ID: Int32] = [:]
  /// The other half of a pair of uniforms, computed by one instruction.
  private var pairs: [Graph.Node: Graph.ID] = [:]

  private(set) var instructions: [Program.Instruction] = []
  private(set) var rowCount = 1
  private(set) var numbers: [Double] = []

  init(_ lowering: Lowering, roots: [Graph.ID], sinks: [Graph.ID], kept: [Graph.ID]) {
    graph = lowering.graph
    let count = graph.nodes.count
    isLive = Array(repeating: false, count: count)
    isChecked = Array(repeating: false, count: count)
    keptColumn = Array(repeating: -1, count: count)
    for (column, id) in kept.enumerated() { keptColumn[Int(id)] = Int32(column) }
    lastUse = Array(repeating: -1, count: count)
    rowOf = Array(repeating: -1, count: count)
    for root in roots { isLive[Int(root)] = true }
    for id in stride(from: count - 1, through: 0, by: -1) where isLive[id] {
      for operand in operands(Graph.ID(id)) { isLive[Int(operand)] = true }
    }
    order(lowering, sinks)
    for (position, id) in schedule.enumerated() {
      for operand in operands(id) { lastUse[Int(operand)] = Int32(position) }
      if graph.nodes[Int(id)].operation == .uniform && keptColumn[Int(id)] < 0 {
        pairs[graph.nodes[Int(id)]] = id
      }
    }
  }

  /// Stages ascending; within one, first the dynamics in the order they were made, then what was asked
  /// for, each with what it still needs just before it: so few values wait in rows.
  private mutating func order(_ lowering: Lowering, _ sinks: [Graph.ID]) {
    let stages = lowering.stages
    var dynamics: [[Graph.ID]] = Array(repeating: [], count: Int(stages.max() ?? 0) + 1)
    for id in 0..<lowering.dynamicNodeCount where isLive[id] && keptColumn[id] < 0 {
      dynamics[Int(stages[id])].append(Graph.ID(id))
    }
    var isPlaced = Array(repeating: false, count: graph.nodes.count)
    func place(_ id: Graph.ID, _ emission: inout Emission) {
      guard !isPlaced[Int(id)], emission.graph.value(id) == nil else { return }
      for operand in emission.operands(id) { place(operand, &emission) }
      isPlaced[Int(id)] = true
      emission.schedule.append(id)
    }
    var sinks = sinks[...]
    for (stage, made) in dynamics.enumerated() {
      for id in made { place(id, &self) }
      while let sink = sinks.first, stages[Int(sink)] <= stage {
        if isLive[Int(sink)] { place(sink, &self) }
        sinks.removeFirst()
      }
    }
  }

  private func operands(_ id: Graph.ID) -> [Graph.ID] {
    keptColumn[Int(id)] < 0 ? graph.operands(id) : []
  }

  /// Marks the variables whose finiteness must be checked: those that could be NaN or infinite
  /// without some other checked value being so.
  mutating func markChecks(_ variables: [Graph.ID]) {
    var isVariable = Array(repeating: false, count: graph.nodes.count)
    for id in variables { isVariable[Int(id)] = true }
    var isCovered = Array(repeating: false, count: graph.nodes.count)
    for id in schedule.reversed() {
      isChecked[Int(id)] = isVariable[Int(id)] && !isCovered[Int(id)]
      guard isChecked[Int(id)] || isCovered[Int(id)] else { continue }
      let operation = graph.nodes[Int(id)].operation
      for (position, operand) in operands(id).enumerated()
      where operation.preservesNonFinite(operand: position) {
        isCovered[Int(operand)] = true
      }
    }
  }

  mutating func emit(roots: [Graph.ID], pinned: Graph.ID?) {
    for (column, root) in roots.enumerated() { columnOf[root] = Int32(column) }
    if let pinned { lastUse[Int(pinned)] = Int32.max }
    instructions.append(.init(kind: .fill, out: 0, scalar: 0))
    for (position, id) in schedule.enumerated() {
      // Operands read for the last time give up their rows first: a kernel may write where it reads.
      for operand in operands(id) where lastUse[Int(operand)] == Int32(position) {
        release(operand)
      }
      if rowOf[Int(id)] < 0 { emitNode(id) }
      if isChecked[Int(id)] {
        instructions.append(.init(kind: .checkFinite, out: 0, a: rowOf[Int(id)]))
      }
      if let column = columnOf[id] {
        instructions.append(.init(kind: .store, out: column, a: rowOf[Int(id)]))
      }
      if lastUse[Int(id)] < Int32(position) { release(id) }
    }
  }

  /// The row a node is in.
  func row(of id: Graph.ID) -> Int32 { rowOf[Int(id)] }

  /// A row of zeros, computed at the end.
  mutating func zeroRow() -> Int32 {
    let row = takeRow()
    instructions.append(.init(kind: .fill, out: row, scalar: 0))
    return row
  }

  private mutating func takeRow() -> Int32 {
    if let row = freeRows.popLast() { return row }
    rowCount += 1
    return Int32(rowCount - 1)
  }

  private mutating func release(_ id: Graph.ID) {
    guard rowOf[Int(id)] >= 0, lastUse[Int(id)] != Int32.max else { return }
    freeRows.append(rowOf[Int(id)])
    // A node may be an operand twice; it is released once.
    lastUse[Int(id)] = Int32.max
  }

  private mutating func emitNode(_ id: Graph.ID) {
    let node = graph.nodes[Int(id)]
    let out = takeRow()
    rowOf[Int(id)] = out
    if keptColumn[Int(id)] >= 0 {
      instructions.append(.init(kind: .kept, out: out, a: keptColumn[Int(id)]))
      return
    }
    switch node.operation {
    case .constant: break
    case .given: instructions.append(.init(kind: .given, out: out, a: node.a, b: node.b))
    case .uniform: emitUniform(id, node, out)
    case .tableQuantile:
      instructions.append(.init(kind: .tableQuantile, out: out, a: row(of: node.a), b: node.b))
    case .select: emitSelect(node, out)
    default:
      if let function = node.operation.unaryKernel {
        instructions.append(
          .init(kind: .unary, function: function, out: out, a: row(of: node.a)))
      } else if let function = node.operation.binaryKernel {
        emitBinary(node, function, out)
      }
    }
  }

  private mutating func emitUniform(_ id: Graph.ID, _ node: Graph.Node, _ out: Int32) {
    var other = node
    other.b = node.b ^ 1
    var even = out
    var odd: Int32 = -1
    if let pair = pairs[other], rowOf[Int(pair)] < 0 {
      rowOf[Int(pair)] = takeRow()
      odd = rowOf[Int(pair)]
    }
    if node.b & 1 == 1 { swap(&even, &odd) }
    if even < 0 {
      // The kernel always writes the even half: it goes to a row that is free again at once.
      even = takeRow()
      freeRows.append(even)
    }
    instructions.append(
      .init(
        kind: .uniform, function: UInt8(0), out: even, a: node.a, b: node.b >> 1, c: odd,
        scalar: Double(node.c)))
  }

  private mutating func emitBinary(_ node: Graph.Node, _ function: UInt8, _ out: Int32) {
    if let number = graph.value(node.b) {
      instructions.append(
        .init(
          kind: .binaryVS, function: function, out: out, a: row(of: node.a), scalar: number))
    } else if let number = graph.value(node.a) {
      instructions.append(
        .init(
          kind: .binarySV, function: function, out: out, b: row(of: node.b), scalar: number))
    } else {
      instructions.append(
        .init(
          kind: .binaryVV, function: function, out: out, a: row(of: node.a),
          b: row(of: node.b)))
    }
  }

  private mutating func emitSelect(_ node: Graph.Node, _ out: Int32) {
    let condition = row(of: node.a)
    switch (graph.value(node.b), graph.value(node.c)) {
    case (nil, nil):
      instructions.append(
        .init(
          kind: .selectVV, out: out, a: condition, b: row(of: node.b), c: row(of: node.c)))
    case (nil, let number?):
      instructions.append(
        .init(kind: .selectVS, out: out, a: condition, b: row(of: node.b), scalar: number))
    case (let number?, nil):
      instructions.append(
        .init(kind: .selectSV, out: out, a: condition, c: row(of: node.c), scalar: number))
    case (let first?, let second?):
      numbers.append(second)
      instructions.append(
        .init(
          kind: .selectSS, out: out, a: condition, c: Int32(numbers.count - 1), scalar: first))
    }
  }
}

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
    case .constant, .given, .uniform, .tableQuantile, .add, .subtract, .multiply, .divide, .power,
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
    case .constant, .given, .uniform, .tableQuantile, .negate, .not, .exp, .log, .log1p, .sqrt,
      .abs, .tanh, .sin, .cos, .atan, .normalQuantile, .normalCDF, .select:
      nil
    }
  }
}
