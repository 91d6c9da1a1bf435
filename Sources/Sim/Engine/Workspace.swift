internal import CKernels

/// The scratch of one worker: rows of lanes, reused for every block it runs.
///
/// All unsafe storage of the engine is here. Rows were numbered, and so checked, when the program
/// was made.
@safe
struct Workspace: ~Copyable {
  /// Lanes computed together; chosen so that the rows of a block stay in cache.
  let width: Int
  private let rows: UnsafeMutablePointer<Double>
  private let drawNumbers: UnsafeMutablePointer<UInt64>
  private let parameterDrawNumbers: UnsafeMutablePointer<UInt64>
  private let tables: [QuantileTable]
  private let kernels: UnsafePointer<grdp_kernels>

  /// Makes room for blocks of a run of `lanes` lanes.
  init(for program: Program, lanes: Int, kernels: Kernels) {
    width = min(Workspace.width(rows: program.rowCount), (lanes + 7) & ~7)
    unsafe rows = LargePages.allocate(program.rowCount * width)
    unsafe rows.initialize(repeating: 0, count: program.rowCount * width)
    unsafe drawNumbers = .allocate(capacity: width)
    unsafe parameterDrawNumbers = .allocate(capacity: width)
    tables = program.tables
    unsafe self.kernels = unsafe kernels.table
  }

  deinit {
    unsafe rows.deallocate()
    unsafe drawNumbers.deallocate()
    unsafe parameterDrawNumbers.deallocate()
  }

  /// Two megabytes of rows, between 96 and ``most`` lanes; results do not depend on it.
  ///
  /// Few instructions of a block read rows of long ago, so those need not be in the nearest cache;
  /// fewer lanes would make the start of an instruction, and a branch foretold wrongly, cost more.
  private static func width(rows: Int) -> Int {
    let lanes = (2 << 20) / (max(rows, 1) * MemoryLayout<Double>.stride)
    return min(most, max(96, lanes / 48 * 48))
  }

  /// The most lanes computed together.
  ///
  /// Whole passes of a chain, which takes 48 lanes at a time (96 with vectors of eight). Rows of 512 would
  /// all begin at the same place of a page, where the processor takes a load for one of what was just
  /// stored to another row.
  static let most = 528

  /// A row's first lane.
  func row(_ number: Int32) -> UnsafeMutablePointer<Double> {
    unsafe rows + Int(number) * width
  }

  /// Runs `program` for the draws from `start`, at most ``width`` of them; `store(c, values)` is
  /// given the values of column c as soon as they are known.
  ///
  /// - Parameter kept: What the shared part has computed for these rows.
  func run(
    _ program: Program, draws: DrawSource, posterior: PosteriorIndex?,
    design: LaneDesign? = nil, variant: Int = 0, kept: KeptRows? = nil, start: Int, count: Int,
    store: (Int, UnsafeBufferPointer<Double>) -> Void
  ) {
    let n = (count + 7) & ~7
    let firstDraw = design?.variants[variant].firstShockDraw ?? 0
    let firstParameterDraw = design?.variants[variant].firstParameterDraw ?? 0
    for lane in 0..<(program.readsStreams ? n : 0) {
      unsafe drawNumbers[lane] = firstDraw + UInt64(start + lane)
      let draw = firstParameterDraw + UInt64(start + lane)
      unsafe parameterDrawNumbers[lane] = posterior?.entry(of: draw) ?? draw
    }
    let k = unsafe kernels.pointee
    unsafe program.steps.withUnsafeBufferPointer { steps in
      for step in program.instructions {
        let out = unsafe rows + Int(step.out) * width
        switch step.kind {
        case .unary:
          unsafe k.unary[Int(step.function)](out, row(step.a), n)
        case .binaryVV:
          unsafe k.binary_vv[Int(step.function)](out, row(step.a), row(step.b), n)
        case .binaryVS:
          unsafe k.binary_vs[Int(step.function)](out, row(step.a), step.scalar, n)
        case .binarySV:
          unsafe k.binary_sv[Int(step.function)](out, step.scalar, row(step.b), n)
        case .selectVV:
          unsafe k.select_vv(out, row(step.a), row(step.b), row(step.c), n)
        case .selectVS:
          unsafe k.select_vs(out, row(step.a), row(step.b), step.scalar, n)
        case .selectSV:
          unsafe k.select_sv(out, row(step.a), step.scalar, row(step.c), n)
        case .selectSS:
          unsafe k.select_ss(out, row(step.a), step.scalar, program.numbers[Int(step.c)], n)
        case .chain:
          guard let first = steps.baseAddress else { continue }
          let finite = unsafe step.c < 0 ? nil : row(step.c)
          unsafe k.chain(out, finite, rows, width, first + Int(step.a), Int(step.b), n)
        case .claimVV:
          unsafe k.claim_vv[Int(step.function)](out, row(step.a), row(step.b), n)
        case .claimVS:
          unsafe k.claim_vs[Int(step.function)](out, row(step.a), step.scalar, n)
        case .claimSV:
          unsafe k.claim_sv[Int(step.function)](out, step.scalar, row(step.b), n)
        case .fill:
          unsafe k.fill(out, step.scalar, n)
        case .checkFinite:
          unsafe k.check_finite(out, row(step.a), n)
        case .store:
          unsafe store(Int(step.out), UnsafeBufferPointer(start: row(step.a), count: count))
        case .uniform:
          let use = program.streams[Int(step.a)]
          let numbers = unsafe use.isParameter ? parameterDrawNumbers : drawNumbers
          unsafe k.philox_uniform(
            out, step.c < 0 ? nil : row(step.c), numbers, use.stream.key, UInt32(step.b),
            UInt32(step.scalar), n)
        case .tableQuantile:
          unsafe k.table_quantile(out, row(step.a), tables[Int(step.b)].table, n)
        case .kept:
          if let kept {
            unsafe out.update(from: kept.pointer(Int(step.a), row: start), count: n)
          }
        case .given:
          if step.b > 0 {
            unsafe copyCarried(
              design, variant, subject: Int(step.a), start: start, count: count, n: n, to: out)
          } else {
            unsafe copyGiven(
              draws, column: Int(step.a), start: Int(firstDraw) + start, count: count, n: n, to: out
            )
          }
        }
      }
    }
  }

  /// Copies a given column; lanes beyond the last draw repeat it.
  private func copyGiven(
    _ draws: DrawSource, column: Int, start: Int, count: Int, n: Int,
    to out: UnsafeMutablePointer<Double>
  ) {
    guard case .given(let given) = draws else { return }
    let values = given.columns[column]
    for lane in 0..<n { unsafe out[lane] = values[start + min(lane, count - 1)] }
  }

  /// Copies what lanes carry for a subject; lanes beyond the last row repeat it.
  private func copyCarried(
    _ design: LaneDesign?, _ variant: Int, subject: Int, start: Int, count: Int, n: Int,
    to out: UnsafeMutablePointer<Double>
  ) {
    guard let design else { return }
    switch design.variants[variant].values[subject] {
    case .number(let number): unsafe kernels.pointee.fill(out, number, n)
    case .column(let column):
      let values = design.columns[column]
      for lane in 0..<n { unsafe out[lane] = values[start + min(lane, count - 1)] }
    }
  }

  /// The first of `count` lanes in which some variable was not finite, or an identity did not hold.
  func firstFailure(_ program: Program, count: Int) -> Int? {
    (0..<count).first { lane in
      if unsafe row(program.finiteRow)[lane].isNaN { return true }
      guard let identities = program.identityRow else { return false }
      return unsafe row(identities)[lane] == 0
    }
  }
}

/// A workspace in an array, or that may be absent.
final class OwnedWorkspace {
  let workspace: Workspace

  init(for program: Program, lanes: Int, kernels: Kernels) {
    workspace = Workspace(for: program, lanes: lanes, kernels: kernels)
  }
}
