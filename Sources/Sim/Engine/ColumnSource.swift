internal import Synchronization

/// Some consecutive draws of one column.
@safe struct ColumnChunk {
  /// The column.
  var column: Int
  /// The first draw.
  var start: Int
  /// The values; they are gone after the call.
  var values: UnsafeBufferPointer<Double>
}

/// Something that gives columns of numbers, one number for each draw, block by block.
protocol ColumnSource: Sendable {
  /// Which columns differ between draws.
  var kinds: [Program.Column] { get }
  /// How many independent draws its posterior is worth; nil without one.
  var effectiveSize: Double? { get }

  /// Runs every block from `first` up to draw `count` once, in any order, on `workers` workers; blocks
  /// are of `size` draws.
  ///
  /// A worker gives `absorb` the columns of its blocks chunk by chunk, and tells `finished` when a
  /// block is complete. Blocks are begun in order.
  func forEachBlock(
    from first: Int, size: Int, draws count: Int, workers: Int, kernels: Kernels,
    absorb: @Sendable @escaping (_ chunk: ColumnChunk, _ worker: Int) -> Void,
    finished: @Sendable @escaping (_ block: Int, _ worker: Int) -> Void
  ) async throws(SimulationError)
}

extension ColumnSource {
  /// Runs every block from `first` on, by default of draws `0..<count`, once: the blocks in which sums
  /// are formed.
  func forEachBlock(
    from first: Int = 0, draws count: Int, workers: Int, kernels: Kernels,
    absorb: @Sendable @escaping (_ chunk: ColumnChunk, _ worker: Int) -> Void,
    finished: @Sendable @escaping (_ block: Int, _ worker: Int) -> Void
  ) async throws(SimulationError) {
    try await forEachBlock(
      from: first, size: Simulation.blockSize, draws: count, workers: workers, kernels: kernels,
      absorb: absorb, finished: finished)
  }

  /// Runs draws `0..<count` and keeps every value; `ofOutput` gives the column behind each output.
  func kept(
    ofOutput columnOfOutput: [Int], draws count: Int, workers: Int, kernels: Kernels,
    progress: @Sendable @escaping (Double) -> Void
  ) async throws(SimulationError) -> Columns {
    let columns = Columns(kinds, ofOutput: columnOfOutput, draws: count)
    // No sums are formed here, so blocks are as small as it takes for all workers to end together.
    let whole = Workspace.most
    let size = max(1, min(8, count / (16 * max(1, workers)) / whole)) * whole
    try await forEachBlock(
      from: 0, size: size, draws: count, workers: workers, kernels: kernels
    ) { chunk, _ in
      guard let values = unsafe chunk.values.baseAddress else { return }
      unsafe (columns.pointer(chunk.column) + chunk.start).update(
        from: values, count: chunk.values.count)
    } finished: { block, _ in
      progress(Simulation.share(block, size: size, of: count))
    }
    return columns
  }
}

extension Simulation: ColumnSource {
  var kinds: [Program.Column] { program.columns }
  var effectiveSize: Double? { posterior?.effectiveSize }
}

/// The blocks of a run, handed out in order to any number of workers.
final class BlockQueue: Sendable {
  /// A block and its draws.
  struct Block {
    var number: Int
    var draws: Range<Int>
  }

  private let size: Int
  private let draws: Int
  private let taken: Atomic<Int>
  private let failure = Atomic<Int>(Int.max)
  private let cancellation = Atomic<Bool>(false)

  /// The blocks of `size` draws from `first` on of draws `0..<draws`.
  init(from first: Int, size: Int, draws: Int) {
    self.size = size
    self.draws = draws
    taken = Atomic(first)
  }

  /// The next block; nil when there is none, when the task is cancelled, or after a failure.
  func next() -> Block? {
    let number = taken.wrappingAdd(1, ordering: .relaxed).oldValue
    let start = number * size
    if start >= draws { return nil }
    if Task.isCancelled {
      cancellation.store(true, ordering: .relaxed)
      return nil
    }
    // Blocks are begun in order, so those before the first failure are all run.
    if start > failure.load(ordering: .relaxed) { return nil }
    return Block(number: number, draws: start..<min(draws, start + size))
  }

  /// Says that a draw failed: no later block is handed out any more.
  func fail(atDraw draw: Int) { failure.min(draw, ordering: .relaxed) }

  /// The first draw that failed, whatever the number of workers; nil for none.
  var firstFailure: Int? {
    let draw = failure.load(ordering: .relaxed)
    return draw < Int.max ? draw : nil
  }

  /// Whether the run was cut short.
  var isCancelled: Bool { cancellation.load(ordering: .relaxed) }
}
