internal import CKernels

/// Scheduling and row allocation.
struct Emission {
  let graph: Graph
  /// Live nodes and claims in the order of computation.
  private var schedule: [Step] = []
  private var isLive: [Bool]
  private var isChecked: [Bool]
  /// Position in the schedule of a node's last reader.
  private var lastUse: [Int32]
  private var rowOf: [Int32]
  private var freeRows: [Int32] = []
  /// The column each root feeds.
  private var columnOf: [Graph.ID: Int32] = [:]
  /// What is computed without a row of its own; nil without that pass.
  private var chains: Chains?
  /// The nodes with rows that the steps of the schedule read, one step after another, and where those
  /// of each begin.
  private var inputs: [Graph.ID] = []
  private var firstInput: [Int32] = []
  /// The other half of a pair of uniforms, computed by one instruction.
  private var pairs: [Graph.Node: Graph.ID] = [:]

  private(set) var instructions: [Program.Instruction] = []
  private(set) var rowCount = 1
  private(set) var numbers: [Double] = []
  private(set) var steps: [grdp_step] = []
  private(set) var identityRow: Int32?

  /// One entry of the schedule.
  enum Step {
    case node(Graph.ID)
    case claim(Claim)
  }

  init(
    _ lowering: Lowering, roots: [Graph.ID], sinks: [(stage: Int32, sink: Lowering.Sink)],
    kept: [Graph.ID]
  ) {
    graph = kept.isEmpty ? lowering.graph : lowering.graph.reading(kept)
    let count = graph.nodes.count
    isLive = Array(repeating: false, count: count)
    isChecked = Array(repeating: false, count: count)
    lastUse = Array(repeating: -1, count: count)
    rowOf = Array(repeating: -1, count: count)
    for root in roots { isLive[Int(root)] = true }
    for case (_, .claim(let claim)) in sinks {
      for node in claim.nodes(in: graph) { isLive[Int(node)] = true }
    }
    for id in stride(from: count - 1, through: 0, by: -1) where isLive[id] {
      for operand in graph.operands(of: Graph.ID(id)) { isLive[Int(operand)] = true }
    }
    order(lowering, sinks)
    for case .node(let id) in schedule
    where graph.nodes[Int(id)].operation == .uniform {
      pairs[graph.nodes[Int(id)]] = id
    }
  }

  /// Stages ascending; within one, first the dynamics in the order they were made, then what was asked
  /// for, each with what it still needs just before it: so few values wait in rows.
  private mutating func order(
    _ lowering: Lowering, _ sinks: [(stage: Int32, sink: Lowering.Sink)]
  ) {
    let stages = lowering.stages
    var dynamics: [[Graph.ID]] = Array(repeating: [], count: Int(stages.max() ?? 0) + 1)
    for id in 0..<lowering.dynamicNodeCount where isLive[id] && graph.nodes[id].operation != .kept {
      dynamics[Int(stages[id])].append(Graph.ID(id))
    }
    schedule.reserveCapacity(graph.nodes.count)
    var isPlaced = Array(repeating: false, count: graph.nodes.count)
    func place(_ id: Graph.ID, _ emission: inout Emission) {
      guard !isPlaced[Int(id)], emission.graph.value(id) == nil else { return }
      for operand in emission.graph.operands(of: id) { place(operand, &emission) }
      isPlaced[Int(id)] = true
      emission.schedule.append(.node(id))
    }
    var sinks = sinks[...]
    for (stage, made) in dynamics.enumerated() {
      for id in made { place(id, &self) }
      while let next = sinks.first, next.stage <= stage {
        switch next.sink {
        case .kept(let id): if isLive[Int(id)] { place(id, &self) }
        case .claim(let claim):
          for id in claim.nodes(in: graph) { place(id, &self) }
          schedule.append(.claim(claim))
        }
        sinks.removeFirst()
      }
    }
  }

  /// Marks the variables whose finiteness must be checked: those that could be NaN or infinite
  /// without some other checked value being so.
  mutating func markChecks(_ variables: [Graph.ID]) {
    var isVariable = Array(repeating: false, count: graph.nodes.count)
    for id in variables { isVariable[Int(id)] = true }
    var isCovered = Array(repeating: false, count: graph.nodes.count)
    for step in schedule.reversed() {
      guard case .node(let id) = step else { continue }
      isChecked[Int(id)] = isVariable[Int(id)] && !isCovered[Int(id)]
      guard isChecked[Int(id)] || isCovered[Int(id)] else { continue }
      let operation = graph.nodes[Int(id)].operation
      for (position, operand) in graph.operands(of: id).enumerated()
      where operation.preservesNonFinite(operand: position) {
        isCovered[Int(operand)] = true
      }
    }
  }

  mutating func emit(roots: [Graph.ID], isViolated: Bool, passes: Passes) {
    for (column, root) in roots.enumerated() { columnOf[root] = Int32(column) }
    if passes.contains(.chains) {
      chains = Chains(graph, schedule) { isChecked[Int($0)] || columnOf[$0] != nil }
    }
    listInputs()
    for position in schedule.indices {
      for place in firstInput[position]..<firstInput[position + 1] {
        lastUse[Int(inputs[Int(place)])] = Int32(position)
      }
    }
    instructions.append(.init(kind: .fill, out: 0, scalar: 0))
    let hasClaims = schedule.contains { if case .claim = $0 { true } else { false } }
    if hasClaims || isViolated {
      let row = takeRow()
      identityRow = row
      instructions.append(.init(kind: .fill, out: row, scalar: isViolated ? 0 : 1))
    }
    for (position, step) in schedule.enumerated() {
      // Operands read for the last time give up their rows first: a kernel may write where it reads.
      for place in firstInput[position]..<firstInput[position + 1]
      where lastUse[Int(inputs[Int(place)])] == Int32(position) {
        release(inputs[Int(place)])
      }
      switch step {
      case .claim(let claim): emit(claim)
      case .node(let id): emit(id, at: Int32(position))
      }
    }
  }

  /// Finds out which rows each step reads.
  private mutating func listInputs() {
    firstInput.reserveCapacity(schedule.count + 1)
    inputs.reserveCapacity(2 * schedule.count)
    for step in schedule {
      firstInput.append(Int32(inputs.count))
      switch step {
      case .claim(let claim): inputs += claim.nodes(in: graph)
      case .node(let id):
        if let chains {
          if !chains.isAbsorbed[Int(id)] { chains.addLeaves(of: id, in: graph, to: &inputs) }
        } else {
          for operand in graph.operands(of: id) where graph.value(operand) == nil {
            inputs.append(operand)
          }
        }
      }
    }
    firstInput.append(Int32(inputs.count))
  }

  private mutating func emit(_ id: Graph.ID, at position: Int32) {
    if let chains, chains.isAbsorbed[Int(id)] { return }
    if rowOf[Int(id)] < 0 { emitNode(id) }
    if isChecked[Int(id)] && chains?.isChain(id) != true {
      instructions.append(.init(kind: .checkFinite, out: 0, a: rowOf[Int(id)]))
    }
    if let column = columnOf[id] {
      instructions.append(.init(kind: .store, out: column, a: rowOf[Int(id)]))
    }
    if lastUse[Int(id)] < position { release(id) }
  }

  private mutating func emit(_ claim: Claim) {
    guard let holds = identityRow else { return }
    let function = UInt8(claim.comparison.kernel)
    if let number = graph.value(claim.b) {
      instructions.append(
        .init(kind: .claimVS, function: function, out: holds, a: row(of: claim.a), scalar: number))
    } else if let number = graph.value(claim.a) {
      instructions.append(
        .init(kind: .claimSV, function: function, out: holds, b: row(of: claim.b), scalar: number))
    } else {
      instructions.append(
        .init(
          kind: .claimVV, function: function, out: holds, a: row(of: claim.a), b: row(of: claim.b)))
    }
  }

  /// The row a node is in.
  private func row(of id: Graph.ID) -> Int32 { rowOf[Int(id)] }

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
    if let chains, chains.isChain(id) {
      let made = chains.steps(of: id, in: graph) { rowOf[Int($0)] }
      instructions.append(
        .init(
          kind: .chain, out: out, a: Int32(steps.count), b: Int32(made.count),
          c: isChecked[Int(id)] ? 0 : -1))
      steps += made
      return
    }
    switch node.operation {
    case .constant: break
    case .given: instructions.append(.init(kind: .given, out: out, a: node.a, b: node.b))
    case .kept: instructions.append(.init(kind: .kept, out: out, a: node.a))
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
