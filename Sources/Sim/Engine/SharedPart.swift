/// A program in two parts: what is the same whatever lanes carry, and what is not.
///
/// Under the variants of a design, or the candidates of a search, the draws of a row are the same, and
/// with them all of history, every shock, and whatever else no carried number reaches. The first part
/// computes that once for each row and keeps what the second reads; the second runs for every variant.
struct ProgramParts: Sendable {
  /// Computes the kept columns; nil where everything depends on what lanes carry.
  let shared: Program?
  /// Computes the rest, and stores the columns asked for.
  let own: Program

  /// Divides and compiles what `roots` need; see ``Program/init(_:roots:variables:sinks:kept:isViolated:passes:)``.
  init(_ lowering: Lowering, roots: [Graph.ID], variables: [Graph.ID], passes: Passes) {
    let graph = lowering.graph
    let depends = graph.dependsOnLanes
    let claims = lowering.sinks.filter { if case .claim = $0.sink { true } else { false } }
    let live = graph.ancestors(of: roots + claims.flatMap { $0.sink.nodes(in: graph) })
    var isKept = Array(repeating: false, count: graph.nodes.count)
    func keep(_ id: Graph.ID) {
      if !depends[Int(id)] && graph.value(id) == nil { isKept[Int(id)] = true }
    }
    /// Whether a claim, or what is asked for, depends on what lanes carry.
    func isOwn(_ sink: Lowering.Sink) -> Bool {
      sink.nodes(in: graph).contains { depends[Int($0)] }
    }
    for root in roots { keep(root) }
    for claim in claims where isOwn(claim.sink) {
      for node in claim.sink.nodes(in: graph) { keep(node) }
    }
    for id in graph.nodes.indices where live[id] && depends[id] {
      for operand in graph.operands(of: Graph.ID(id)) { keep(operand) }
    }
    let kept = graph.nodes.indices.filter { isKept[$0] }.map { Graph.ID($0) }
    own = Program(
      lowering, roots: roots, variables: variables.filter { depends[Int($0)] },
      sinks: lowering.sinks.filter {
        if case .kept = $0.sink { true } else { isOwn($0.sink) }
      }, kept: kept, isViolated: lowering.isViolated, passes: passes)
    let sharedClaims = claims.filter { !isOwn($0.sink) }
    let keptSinks = kept.map { (stage: lowering.stages[Int($0)], sink: Lowering.Sink.kept($0)) }
    let sinks = (keptSinks + sharedClaims).enumerated().sorted {
      ($0.element.stage, $0.offset) < ($1.element.stage, $1.offset)
    }
    shared =
      kept.isEmpty && sharedClaims.isEmpty
      ? nil
      : Program(
        lowering, roots: kept, variables: variables.filter { !depends[Int($0)] },
        sinks: sinks.map(\.element), isViolated: false, passes: passes)
  }
}

/// The kept columns of the rows of one unit.
@safe final class KeptRows: @unchecked Sendable {
  /// The first row of the unit in which something went wrong in the shared part.
  private(set) var firstFailure: Int?
  /// The first row, counted through the design, and how many there are.
  let start, count: Int
  private let storage: UnsafeMutablePointer<Double>

  /// Runs the shared part for the rows from `start`, at most ``Simulation/rowsPerUnit`` of them, on the
  /// draws of a variant.
  init(
    _ program: Program, of simulation: Simulation, in workspace: borrowing Workspace,
    design: LaneDesign, variant: Int, start: Int, count: Int
  ) {
    let stride = Simulation.rowsPerUnit
    (self.start, self.count) = (start, count)
    unsafe storage = LargePages.allocate(program.columns.count * stride)
    unsafe storage.initialize(repeating: 0, count: program.columns.count * stride)
    for first in Swift.stride(from: 0, to: count, by: workspace.width) {
      let lanes = min(workspace.width, count - first)
      unsafe workspace.run(
        program, draws: simulation.draws, posterior: simulation.posterior, design: design,
        variant: variant, start: start + first, count: lanes
      ) { column, values in
        guard let source = values.baseAddress else { return }
        unsafe (storage + column * stride + first).update(from: source, count: lanes)
      }
      if let lane = workspace.firstFailure(program, count: lanes), firstFailure == nil {
        firstFailure = start + first + lane
      }
    }
  }

  deinit { unsafe storage.deallocate() }

  /// A kept column from a row of the unit on.
  func pointer(_ column: Int, row: Int) -> UnsafePointer<Double> {
    unsafe UnsafePointer(storage + column * Simulation.rowsPerUnit + (row - start))
  }
}

/// What rows have in common whatever lanes carry, kept for designs that are run one after another.
public final class PreparedRows: Sendable {
  fileprivate let firstParameterDraw, firstShockDraw: UInt64
  fileprivate let units: [KeptRows]

  fileprivate init(
    _ simulation: Simulation, _ shared: Program, rows: Int, firstDraw: UInt64, kernels: Kernels
  ) {
    firstParameterDraw = firstDraw
    firstShockDraw = firstDraw
    let workspace = Workspace(
      for: shared, lanes: min(rows, Simulation.rowsPerUnit), kernels: kernels)
    let design = LaneDesign(rows: rows, variants: [.init(numbers: [], firstDraw: firstDraw)])
    units = stride(from: 0, to: rows, by: Simulation.rowsPerUnit).map { start in
      KeptRows(
        shared, of: simulation, in: workspace, design: design, variant: 0, start: start,
        count: min(Simulation.rowsPerUnit, rows - start))
    }
  }

  /// What is known of a unit, if `variant` is run on the same draws and the unit has no further rows.
  fileprivate func rows(
    _ unit: Int, count: Int, under variant: LaneDesign.Variant
  ) -> KeptRows? {
    guard variant.firstParameterDraw == firstParameterDraw,
      variant.firstShockDraw == firstShockDraw, units.indices.contains(unit),
      units[unit].count >= count
    else { return nil }
    return units[unit]
  }
}

extension Simulation {
  /// Computes what the rows `0..<rows` of designs that begin at `firstDraw` have in common; nil if there
  /// is nothing.
  ///
  /// Memory: 8 bytes for each row and each number that the rest of the program reads.
  public func prepare(rows: Int, firstDraw: UInt64 = 0, kernels: Kernels) -> PreparedRows? {
    shared.map { PreparedRows(self, $0, rows: rows, firstDraw: firstDraw, kernels: kernels) }
  }
}

/// The scratch of one worker that runs designs.
final class DesignBench {
  /// Rows of the part that depends on what lanes carry.
  let own: Workspace
  private let sharing: OwnedWorkspace?
  private let simulation: Simulation
  private let prepared: PreparedRows?
  private var unit = 0
  private var design = LaneDesign(rows: 0, variants: [])
  /// What the unit's rows have in common, for each pair of first draws met so far.
  private var known: [(variant: LaneDesign.Variant, rows: KeptRows)] = []

  init(
    for simulation: Simulation, rows: Int, prepared: PreparedRows? = nil, kernels: Kernels
  ) {
    let lanes = min(rows, Simulation.rowsPerUnit)
    self.simulation = simulation
    self.prepared = prepared
    own = Workspace(for: simulation.program, lanes: lanes, kernels: kernels)
    sharing = simulation.shared.map { OwnedWorkspace(for: $0, lanes: lanes, kernels: kernels) }
  }

  /// Goes to a unit of a design.
  func begin(_ unit: Int, of design: LaneDesign) {
    self.unit = unit
    self.design = design
    known = []
  }

  /// What the unit's rows have in common with other variants on the same draws; nil if nothing is.
  func keptRows(under number: Int) -> KeptRows? {
    guard let shared = simulation.shared, let sharing else { return nil }
    let start = unit * Simulation.rowsPerUnit
    let count = min(Simulation.rowsPerUnit, design.rows - start)
    let variant = design.variants[number]
    if let rows = prepared?.rows(unit, count: count, under: variant) { return rows }
    let found = known.first {
      $0.variant.firstParameterDraw == variant.firstParameterDraw
        && $0.variant.firstShockDraw == variant.firstShockDraw
    }
    if let found { return found.rows }
    let rows = KeptRows(
      shared, of: simulation, in: sharing.workspace, design: design, variant: number, start: start,
      count: count)
    known.append((variant, rows))
    return rows
  }
}

extension Graph {
  /// For each node, whether it depends on a number that lanes carry.
  var dependsOnLanes: [Bool] {
    var depends = Array(repeating: false, count: nodes.count)
    for (id, node) in nodes.enumerated() {
      depends[id] =
        node.operation == .given
        ? node.b == 1 : operands(of: ID(id)).contains { depends[Int($0)] }
    }
    return depends
  }

  /// For each node, whether one of `roots` is it or needs it.
  func ancestors(of roots: [ID]) -> [Bool] {
    var isNeeded = Array(repeating: false, count: nodes.count)
    for root in roots { isNeeded[Int(root)] = true }
    for id in stride(from: nodes.count - 1, through: 0, by: -1) where isNeeded[id] {
      for operand in operands(of: ID(id)) { isNeeded[Int(operand)] = true }
    }
    return isNeeded
  }
}
