internal import Synchronization

extension Simulation {
  /// The size, in bytes, up to which values are kept; beyond it every pass computes them again.
  public static let defaultMemory = 512 << 20

  /// Runs draws `0..<count` and summarises every output; nothing that grows with the draws is
  /// returned.
  ///
  /// The values are read twice: once to count, once to keep those near a wanted rank. If they do not
  /// fit in `memory` they are computed twice instead of kept.
  ///
  /// - Parameters:
  ///   - count: The number of draws, at least 1.
  ///   - levels: Probabilities of the quantiles, in [0, 1].
  ///   - thresholds: Conditions whose probabilities are wanted.
  ///   - memory: Bytes of values that may be kept. The results do not depend on it.
  public func summarize(
    draws count: Int, levels: [Double], thresholds: [Threshold] = [], workers: Int = 1,
    memory: Int = Simulation.defaultMemory, kernels: Kernels
  ) async throws(SimulationError) -> EnsembleSummary {
    precondition(count > 0 && levels.allSatisfy { 0 <= $0 && $0 <= 1 })
    let storedCount = program.columns.count { $0.isStored }
    let values: BlockValues
    let pilot: Columns
    if storedCount * count * MemoryLayout<Double>.stride <= memory {
      pilot = try await columns(draws: count, workers: workers, kernels: kernels)
      values = .stored(pilot)
    } else {
      let draws = min(count, Simulation.blockSize)
      pilot = try await columns(draws: draws, workers: 1, kernels: kernels)
      values = .computed(self, kernels)
    }
    let fold = ColumnFold(
      self, draws: count, quantiles: QuantileLevels(levels: levels, draws: count),
      thresholds: thresholds)
    var selectors = fold.selectors(pilot: pilot)
    let tallies = try await values.pass(draws: count, workers: workers) { [selectors] in
      Tally(selectors, blocks: fold.blockCount, thresholds: thresholds.count)
    } absorb: { [selectors] tally, block in
      fold.count(block, selectors, into: &tally)
    }
    let tally = Tally.joined(tallies)
    for column in selectors.indices { selectors[column]?.choose(counts: tally.bins[column]) }
    let kept = try await values.pass(draws: count, workers: workers) { [selectors] in
      selectors.map { RankSelector.Candidates(buckets: $0?.pivots.count ?? 0) }
    } absorb: { [selectors] candidates, block in
      for column in candidates.indices {
        guard let selector = selectors[column] else { continue }
        unsafe selector.collect(block.values(column), into: &candidates[column])
      }
    }
    return fold.summary(tally, selectors, kept)
  }
}

/// One block of draws, for whoever reads it.
@safe
struct Block {
  /// Its number.
  let number: Int
  /// How many draws it holds.
  let count: Int
  fileprivate let columns: Columns
  fileprivate let start: Int

  /// The values of a stored column.
  func values(_ column: Int) -> UnsafeBufferPointer<Double> {
    unsafe UnsafeBufferPointer(start: columns.pointer(column) + start, count: count)
  }
}

/// Where a pass reads the values of a run.
private enum BlockValues {
  /// Values that were kept.
  case stored(Columns)
  /// Values computed for the pass, and forgotten after each block.
  case computed(Simulation, Kernels)

  /// Shows every block once to some worker's state, in any order; returns the workers' states.
  func pass<State: Sendable>(
    draws: Int, workers: Int, start: @Sendable () -> State,
    absorb: @Sendable @escaping (inout State, Block) -> Void
  ) async throws(SimulationError) -> [State] {
    let workers = max(1, workers)
    let states = (0..<workers).map { _ in WorkerState(start()) }
    let size = Simulation.blockSize
    switch self {
    case .stored(let columns):
      let next = Atomic<Int>(0)
      @Sendable func work(_ worker: Int) {
        while true {
          let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard number * size < draws else { return }
          absorb(
            &states[worker].value,
            Block(
              number: number, count: min(size, draws - number * size), columns: columns,
              start: number * size))
        }
      }
      await withTaskGroup(of: Void.self) { group in
        for worker in 1..<workers { group.addTask { @Sendable in work(worker) } }
        work(0)
      }
    case .computed(let simulation, let kernels):
      let scratch = (0..<workers).map { _ in Columns(simulation.program.columns, draws: size) }
      unsafe try await simulation.forEachBlock(draws: draws, workers: workers, kernels: kernels) {
        _, worker in
        { column in unsafe scratch[worker].pointer(column) }
      } finished: { number, worker in
        absorb(
          &states[worker].value,
          Block(
            number: number, count: min(size, draws - number * size), columns: scratch[worker],
            start: 0))
      }
    }
    return states.map(\.value)
  }
}

/// What one worker builds up; only that worker touches it while a pass lasts.
private final class WorkerState<Value: Sendable>: @unchecked Sendable {
  var value: Value
  init(_ value: Value) { self.value = value }
}

extension Program.Column {
  /// Whether it differs between draws.
  var isStored: Bool { if case .stored = self { true } else { false } }
}

/// Counts of one worker over the blocks it read.
struct Tally: Sendable {
  /// `bins[column][bin]`, empty for a column that is the same for every draw.
  var bins: [[UInt64]]
  /// `moments[block][column]`, empty where another worker read the block.
  var moments: [[Moments]]
  /// `hits[threshold]`.
  var hits: [Int]

  init(_ selectors: [RankSelector?], blocks: Int, thresholds: Int) {
    bins = selectors.map { $0 == nil ? [] : Array(repeating: 0, count: RankSelector.binCount) }
    moments = Array(repeating: [], count: blocks)
    hits = Array(repeating: 0, count: thresholds)
  }

  /// All workers' counts together. Integers add in any order; each block has one owner.
  static func joined(_ tallies: [Tally]) -> Tally {
    var all = tallies[0]
    for tally in tallies.dropFirst() {
      for column in all.bins.indices {
        for bin in all.bins[column].indices { all.bins[column][bin] += tally.bins[column][bin] }
      }
      for (block, moments) in tally.moments.enumerated() where !moments.isEmpty {
        all.moments[block] = moments
      }
      for threshold in all.hits.indices { all.hits[threshold] += tally.hits[threshold] }
    }
    return all
  }
}

/// How the columns of a run become summaries.
private struct ColumnFold: Sendable {
  let outputs: [Output]
  let columns: [Program.Column]
  let draws: Int
  let quantiles: QuantileLevels
  let thresholds: [Threshold]
  /// For each threshold, its column; nil if its output is not defined.
  let columnOfThreshold: [Int?]

  init(
    _ simulation: Simulation, draws: Int, quantiles: QuantileLevels, thresholds: [Threshold]
  ) {
    outputs = simulation.outputs
    columns = simulation.program.columns
    self.draws = draws
    self.quantiles = quantiles
    self.thresholds = thresholds
    let position = Dictionary(
      simulation.outputs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    columnOfThreshold = thresholds.map { position[$0.output] }
  }

  var blockCount: Int { (draws + Simulation.blockSize - 1) / Simulation.blockSize }

  func selectors(pilot: Columns) -> [RankSelector?] {
    let first = Block(
      number: 0, count: min(pilot.draws, Simulation.blockSize), columns: pilot, start: 0)
    return columns.indices.map { column in
      guard columns[column].isStored else { return nil }
      return unsafe RankSelector(
        pilot: first.values(column), draws: draws, ranks: quantiles.ranks)
    }
  }

  func count(_ block: Block, _ selectors: [RankSelector?], into tally: inout Tally) {
    tally.moments[block.number] = columns.indices.map { column in
      guard let selector = selectors[column] else { return Moments() }
      let values = unsafe block.values(column)
      unsafe selector.count(values, into: &tally.bins[column])
      return unsafe Moments(block: values)
    }
    for (index, threshold) in thresholds.enumerated() {
      guard let column = columnOfThreshold[index] else { continue }
      if case .constant(let value) = columns[column] {
        tally.hits[index] += threshold.holds(value) ? block.count : 0
      } else {
        for unsafe value in unsafe block.values(column) where threshold.holds(value) {
          tally.hits[index] += 1
        }
      }
    }
  }

  func summary(
    _ tally: Tally, _ selectors: [RankSelector?], _ kept: [[RankSelector.Candidates]]
  ) -> EnsembleSummary {
    let summaries = columns.indices.map { column in
      if case .constant(let value) = columns[column] {
        return Summary(
          output: outputs[column], moments: Moments(repeating: value, count: draws),
          quantiles: quantiles.levels.map { _ in value })
      }
      var moments = Moments()
      for block in tally.moments { moments.join(block[column]) }
      var candidates = kept[0][column]
      for other in kept.dropFirst() { candidates.join(other[column]) }
      let values = selectors[column]?.select(from: &candidates) ?? []
      return Summary(
        output: outputs[column], moments: moments, quantiles: quantiles.quantiles(values))
    }
    let probabilities = zip(tally.hits, columnOfThreshold).map { hits, column in
      column.map { _ in Probability(hits: hits, draws: draws) }
    }
    return EnsembleSummary(summaries: summaries, probabilities: probabilities, draws: draws)
  }
}
