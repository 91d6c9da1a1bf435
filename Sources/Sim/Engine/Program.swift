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
      case claimVV, claimVS, claimSV
      case chain, fill, checkFinite, store
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
  /// The steps of chains: `a` is the first, `b` how many there are.
  private(set) var steps: [grdp_step] = []
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
  ///   - sinks: Roots and claims, with when they can be known, in that order; nil means those of the lowering.
  ///   - kept: Nodes that are not computed but read from columns, in this order.
  ///   - isViolated: Whether some identity does not hold whatever the draw.
  init(
    _ lowering: Lowering, roots: [Graph.ID], variables: [Graph.ID],
    sinks: [(stage: Int32, sink: Lowering.Sink)]? = nil, kept: [Graph.ID] = [], isViolated: Bool,
    passes: Passes
  ) {
    streams = lowering.streams
    tables = lowering.tables
    var emission = Emission(lowering, roots: roots, sinks: sinks ?? lowering.sinks, kept: kept)
    emission.markChecks(variables)
    emission.emit(roots: roots, isViolated: isViolated, passes: passes)
    instructions = emission.instructions
    rowCount = emission.rowCount
    numbers = emission.numbers
    steps = emission.steps
    identityRow = emission.identityRow
    columns = roots.map { root in
      lowering.graph.value(root).map { .constant($0) } ?? .stored
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
