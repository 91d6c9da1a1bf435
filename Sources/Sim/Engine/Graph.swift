/// A value graph: every distinct computation of a run appears once.
///
/// Nodes are numbered in the order they were made, operands before users. Making the same node
/// twice gives the same number, so common subexpressions, everything that does not change with time,
/// and everything that scenarios share are found without looking for them. Nodes whose operands
/// are known numbers become known numbers.
struct Graph {
  /// A node's number.
  typealias ID = Int32

  /// One computation.
  struct Node: Hashable {
    var operation: Operation
    /// Operands: nodes, or what ``Operation`` says.
    var a: ID = -1
    var b: ID = -1
    var c: ID = -1
  }

  /// What a node computes from `a`, `b`, `c`.
  enum Operation: UInt8 {
    /// The number at position a of ``Graph/constants``.
    case constant
    /// Column a of the given draws, or, where b is 1, subject a of the lane's design.
    case given
    /// Column a of what another program has computed for these lanes.
    case kept
    /// Stream a, period index b, sub-stream c.
    case uniform
    /// Quantile table b at the standard normal a.
    case tableQuantile
    case negate, not, exp, log, log1p, sqrt, abs, tanh, sin, cos, atan
    case normalQuantile, normalCDF
    case add, subtract, multiply, divide, power, minimum, maximum
    case less, lessOrEqual, equal, notEqual, and, or
    /// b where a is not zero, else c.
    case select
  }

  /// Whether functions that give back an operand, or a cheaper function, are replaced.
  let simplifies: Bool
  private(set) var nodes: [Node] = []
  private(set) var constants: [Double] = []
  private var table: [ID] = Array(repeating: -1, count: 1 << 13)

  init(simplifies: Bool = true) { self.simplifies = simplifies }

  /// The node of a known number.
  mutating func constant(_ value: Double) -> ID {
    let number = value.isNaN ? Double.nan : value
    let known = find(slot(number)) { node, graph in
      node.operation == .constant
        && graph.constants[Int(node.a)].bitPattern == number.bitPattern
    }
    guard table[known] < 0 else { return table[known] }
    constants.append(number)
    return append(Node(operation: .constant, a: ID(constants.count - 1)), at: known)
  }

  /// The number of a node that is a known number.
  func value(_ id: ID) -> Double? {
    let node = nodes[Int(id)]
    return node.operation == .constant ? constants[Int(node.a)] : nil
  }

  /// The node of a leaf: given columns and uniforms.
  mutating func leaf(_ operation: Operation, _ a: Int, _ b: Int = -1, _ c: Int = -1) -> ID {
    intern(Node(operation: operation, a: ID(a), b: ID(b), c: ID(c)))
  }

  /// The node of a number that lanes carry.
  mutating func carried(_ subject: Int) -> ID { leaf(.given, subject, 1) }

  /// A quantile-table lookup.
  mutating func tableQuantile(_ z: ID, table: Int, of tables: [QuantileTable]) -> ID {
    if let known = value(z) { return constant(tables[table].value(atNormal: known)) }
    return intern(Node(operation: .tableQuantile, a: z, b: ID(table)))
  }

  /// A function of one argument.
  mutating func unary(_ operation: Operation, _ a: ID) -> ID {
    if let x = value(a) { return constant(fold(operation, x)) }
    return intern(Node(operation: operation, a: a))
  }

  /// A function of two arguments.
  mutating func binary(_ operation: Operation, _ a: ID, _ b: ID) -> ID {
    if let x = value(a), let y = value(b) { return constant(fold(operation, x, y)) }
    if simplifies, let simpler = simplified(operation, a, b) { return simpler }
    switch operation {
    case .add, .multiply, .equal, .notEqual, .and, .or, .minimum, .maximum:
      // Commutative to the bit, so one order serves both.
      return intern(Node(operation: operation, a: min(a, b), b: max(a, b)))
    default:
      return intern(Node(operation: operation, a: a, b: b))
    }
  }

  /// `a` where `condition` is not zero, else `b`.
  mutating func select(_ condition: ID, _ a: ID, _ b: ID) -> ID {
    if let known = value(condition) { return known != 0 ? a : b }
    if a == b { return a }
    return intern(Node(operation: .select, a: condition, b: a, c: b))
  }

  /// The nodes a node reads.
  func operands(of id: ID) -> Operands { Operands(nodes[Int(id)]) }

  /// The same graph with some nodes read from columns, in this order, instead of computed.
  func reading(_ kept: [ID]) -> Graph {
    var graph = self
    for (column, id) in kept.enumerated() {
      graph.nodes[Int(id)] = Node(operation: .kept, a: ID(column))
    }
    return graph
  }

  /// The operands of a node, which are at most three.
  struct Operands: RandomAccessCollection {
    private let node: Node
    let endIndex: Int
    var startIndex: Int { 0 }

    init(_ node: Node) {
      self.node = node
      endIndex = node.operation.operandCount
    }

    subscript(position: Int) -> ID { position == 0 ? node.a : position == 1 ? node.b : node.c }
  }

  // MARK: Interning

  /// Appends a node that was looked for in vain, and notes it where it would have been.
  private mutating func append(_ node: Node, at position: Int) -> ID {
    let id = ID(nodes.count)
    nodes.append(node)
    table[position] = id
    if nodes.count * 2 > table.count { grow() }
    return id
  }

  private mutating func intern(_ node: Node) -> ID {
    let known = find(slot(node)) { other, _ in other == node }
    return table[known] < 0 ? append(node, at: known) : table[known]
  }

  /// The place in the table of the node that `matches`, or the empty one where it would be.
  private func find(_ start: Int, _ matches: (Node, Graph) -> Bool) -> Int {
    var position = start & (table.count - 1)
    while table[position] >= 0, !matches(nodes[Int(table[position])], self) {
      position = (position + 1) & (table.count - 1)
    }
    return position
  }

  /// Where the search for a node begins: equal nodes, and equal numbers, begin at one place.
  private func slot(_ node: Node) -> Int {
    if node.operation == .constant { return slot(constants[Int(node.a)]) }
    var h = UInt64(truncatingIfNeeded: Int(node.a) &* 0x1_0000_0001 &+ Int(node.b))
    h = (h ^ (UInt64(UInt32(bitPattern: node.c)) << 24)) &+ UInt64(node.operation.rawValue)
    return Graph.mixed(h)
  }

  private func slot(_ number: Double) -> Int { Graph.mixed(number.bitPattern) }

  private static func mixed(_ bits: UInt64) -> Int {
    let h = (bits ^ (bits >> 31)) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: (h ^ (h >> 29)) >> 8)
  }

  private mutating func grow() {
    table = Array(repeating: -1, count: table.count * 4)
    for (id, node) in nodes.enumerated() { table[find(slot(node)) { _, _ in false }] = ID(id) }
  }
}

extension Graph.Operation {
  /// How many of a node's operands are nodes.
  var operandCount: Int {
    switch self {
    case .constant, .given, .kept, .uniform: 0
    case .tableQuantile, .negate, .not, .exp, .log, .log1p, .sqrt, .abs, .tanh, .sin, .cos, .atan,
      .normalQuantile, .normalCDF:
      1
    case .add, .subtract, .multiply, .divide, .power, .minimum, .maximum, .less, .lessOrEqual,
      .equal, .notEqual, .and, .or:
      2
    case .select: 3
    }
  }

  /// Whether a result is certain to be NaN or infinite when operand `position` is.
  ///
  /// Used to place finiteness checks only where a wrong number could disappear.
  func preservesNonFinite(operand position: Int) -> Bool {
    switch self {
    case .negate, .sqrt, .log, .abs, .add, .subtract, .multiply, .sin, .cos: true
    // ∞/x is infinite or NaN, but x/∞ is zero.
    case .divide: position == 0
    default: false
    }
  }
}
