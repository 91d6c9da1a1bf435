internal import CKernels

/// The pass that gives arithmetic with one reader no row of its own.
///
/// A chain is a node with the operands it is made of, followed down one side as long as they are
/// arithmetic that nothing else reads; a product on the other side belongs to it too. It is one
/// instruction whose intermediate results stay in registers. Every step is rounded as it was.
struct Chains {
  /// Whether a node is computed inside the one that reads it.
  private(set) var isAbsorbed: [Bool]
  /// Which operand of a node its chain goes on with; -1 where it begins.
  private var spine: [Int8]
  /// Whether the other operand is a product computed with it.
  private var takesProduct: [Bool]

  /// Finds the chains of a schedule.
  ///
  /// - Parameter needsRow: Whether more than its reader wants a node.
  init(_ graph: Graph, _ schedule: [Emission.Step], needsRow: (Graph.ID) -> Bool) {
    let count = graph.nodes.count
    isAbsorbed = Array(repeating: false, count: count)
    spine = Array(repeating: -1, count: count)
    takesProduct = Array(repeating: false, count: count)
    var readers = Array(repeating: Int32(0), count: count)
    for step in schedule {
      switch step {
      case .node(let id):
        for operand in graph.operands(of: id) { readers[Int(operand)] += 1 }
      case .claim(let claim): for id in claim.nodes(in: graph) { readers[Int(id)] += 1 }
      }
    }
    /// How many steps a node takes in a chain; 0 where it needs a row of its own.
    var length = Array(repeating: Int32(0), count: count)
    for case .node(let id) in schedule
    where graph.nodes[Int(id)].operation.chainCode != nil {
      let node = graph.nodes[Int(id)]
      let (a, b) = (length[Int(node.a)], length[Int(node.b)])
      if a > 0 || b > 0 {
        let other = a >= b ? node.b : node.a
        spine[Int(id)] = a >= b ? 0 : 1
        isAbsorbed[Int(a >= b ? node.a : node.b)] = true
        if length[Int(other)] == 1, graph.nodes[Int(other)].operation == .multiply {
          takesProduct[Int(id)] = true
          isAbsorbed[Int(other)] = true
        }
      }
      // With this node's reader and the row it begins with, a chain has two steps more.
      if readers[Int(id)] == 1 && !needsRow(id) && max(a, b) + 3 <= GRDP_CHAIN_MOST {
        length[Int(id)] = max(a, b) + 1
      }
    }
  }

  /// Whether a node is the end of a chain.
  func isChain(_ id: Graph.ID) -> Bool { spine[Int(id)] >= 0 && !isAbsorbed[Int(id)] }

  /// Appends the nodes with rows that a node and what it absorbs read.
  func addLeaves(of id: Graph.ID, in graph: Graph, to found: inout [Graph.ID]) {
    for operand in graph.operands(of: id) where graph.value(operand) == nil {
      if isAbsorbed[Int(operand)] {
        addLeaves(of: operand, in: graph, to: &found)
      } else {
        found.append(operand)
      }
    }
  }

  /// The steps of a chain.
  func steps(
    of id: Graph.ID, in graph: Graph, row: (Graph.ID) -> Int32
  ) -> [grdp_step] {
    var steps: [grdp_step] = []
    addSteps(of: id, graph, row, &steps)
    return steps
  }

  private func addSteps(
    of id: Graph.ID, _ graph: Graph, _ row: (Graph.ID) -> Int32, _ steps: inout [grdp_step]
  ) {
    let node = graph.nodes[Int(id)]
    var isReversed = spine[Int(id)] == 1
    if spine[Int(id)] >= 0 {
      addSteps(of: isReversed ? node.b : node.a, graph, row, &steps)
    } else if node.operation == .multiply {
      steps.append(product(node, GRDP_CHAIN_LOAD, graph, row))
      return
    } else {
      isReversed = graph.value(node.a) != nil
      steps.append(operand(isReversed ? node.b : node.a, GRDP_CHAIN_LOAD, graph, row))
    }
    guard let codes = node.operation.chainCode else { return }
    let code = isReversed ? codes.reversed : codes.forward
    let other = isReversed ? node.a : node.b
    steps.append(
      takesProduct[Int(id)]
        ? product(graph.nodes[Int(other)], code, graph, row) : operand(other, code, graph, row))
  }

  private func operand(
    _ id: Graph.ID, _ code: Int, _ graph: Graph, _ row: (Graph.ID) -> Int32
  ) -> grdp_step {
    if let number = graph.value(id) {
      return grdp_step(code: Int32(4 * code + GRDP_OPERAND_NUMBER), a: 0, b: 0, number: number)
    }
    return grdp_step(code: Int32(4 * code + GRDP_OPERAND_ROW), a: row(id), b: 0, number: 0)
  }

  private func product(
    _ node: Graph.Node, _ code: Int, _ graph: Graph, _ row: (Graph.ID) -> Int32
  ) -> grdp_step {
    let (x, y) = (graph.value(node.a), graph.value(node.b))
    guard let number = x ?? y else {
      return grdp_step(
        code: Int32(4 * code + GRDP_OPERAND_ROWS), a: row(node.a), b: row(node.b), number: 0)
    }
    return grdp_step(
      code: Int32(4 * code + GRDP_OPERAND_MULTIPLE), a: row(x == nil ? node.a : node.b), b: 0,
      number: number)
  }
}

extension Graph.Operation {
  /// What a step of a chain does for this function: with the other operand second, and first; nil
  /// where it is not a step.
  fileprivate var chainCode: (forward: Int, reversed: Int)? {
    switch self {
    case .add: (GRDP_CHAIN_ADD, GRDP_CHAIN_ADD)
    case .subtract: (GRDP_CHAIN_SUBTRACT, GRDP_CHAIN_SUBTRACT_FROM)
    case .multiply: (GRDP_CHAIN_MULTIPLY, GRDP_CHAIN_MULTIPLY)
    case .divide: (GRDP_CHAIN_DIVIDE, GRDP_CHAIN_DIVIDE_INTO)
    case .minimum: (GRDP_CHAIN_MINIMUM, GRDP_CHAIN_MINIMUM)
    case .maximum: (GRDP_CHAIN_MAXIMUM, GRDP_CHAIN_MAXIMUM)
    default: nil
    }
  }
}
