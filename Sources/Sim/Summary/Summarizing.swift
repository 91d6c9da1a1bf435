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
  ///   - progress: Told, from any worker, which share of the simulation is about done.
  public func summarize(
    draws count: Int, levels: [Double], thresholds: [Threshold] = [], workers: Int = 1,
    memory: Int = Simulation.defaultMemory, kernels: Kernels,
    progress: @Sendable @escaping (Double) -> Void = { _ in }
  ) async throws(SimulationError) -> EnsembleSummary {
    let position = Dictionary(
      zip(outputs, columnOfOutput), uniquingKeysWith: { first, _ in first })
    let found = try await summarizeColumns(
      draws: count, levels: levels,
      thresholds: thresholds.map {
        ColumnThreshold(column: position[$0.output], comparator: $0.comparator, level: $0.level)
      },
      workers: workers, memory: memory, kernels: kernels, progress: progress)
    return EnsembleSummary(
      summaries: zip(outputs, columnOfOutput).map { output, column in
        Summary(
          output: output, moments: found.columns[column].moments,
          quantiles: found.columns[column].quantiles)
      },
      probabilities: found.probabilities, draws: count, effectiveDraws: effectiveSize)
  }
}

/// A condition on one column; nil stands for a column that is not defined.
struct ColumnThreshold: Sendable {
  var column: Int?
  var comparator: Threshold.Comparator
  var level: Double
}

/// What is reported of every column, and how often each condition holds.
struct ColumnSummaries: Sendable {
  var columns: [(moments: Moments, quantiles: [Double])]
  var probabilities: [Probability?]
}

extension ColumnSource {
  /// Runs draws `0..<count` and summarises every column, as ``Simulation/summarize`` says.
  func summarizeColumns(
    draws count: Int, levels: [Double], thresholds: [ColumnThreshold], workers: Int, memory: Int,
    kernels: Kernels, progress: @Sendable @escaping (Double) -> Void
  ) async throws(SimulationError) -> ColumnSummaries {
    precondition(count > 0 && levels.allSatisfy { 0 <= $0 && $0 <= 1 })
    let storedCount = kinds.count { $0.isStored }
    let isComputed = storedCount * count * MemoryLayout<Double>.stride > memory
    let values: ColumnValues
    let pilot: Columns
    if !isComputed {
      pilot = try await kept(
        ofOutput: [], draws: count, workers: workers, kernels: kernels, progress: progress)
      values = .stored(pilot)
    } else {
      pilot = try await kept(
        ofOutput: [], draws: min(count, Simulation.blockSize), workers: 1, kernels: kernels,
        progress: { _ in })
      values = .computed(kernels)
    }
    let fold = ColumnFold(
      kinds, effectiveSize: effectiveSize, draws: count,
      quantiles: QuantileLevels(levels: levels, draws: count), thresholds: thresholds)
    var selectors = fold.selectors(pilot: pilot)
    let moments = OrderedMoments(columns: selectors.count)
    let tallies = try await pass(
      over: values, draws: count, workers: workers,
      start: { [selectors] in Tally(selectors, thresholds: thresholds.count) },
      absorb: { [selectors] tally, chunk in
        fold.count(chunk, selectors[chunk.column], into: &tally)
      },
      finished: { tally, block in
        moments.append(tally.endBlock(), block: block)
        if isComputed { progress(Simulation.share(block, of: count) / 2) }
      })
    let tally = Tally.joined(tallies)
    for column in selectors.indices { selectors[column]?.choose(counts: tally.bins[column]) }
    let kept = try await pass(
      over: values, draws: count, workers: workers,
      start: { [selectors] in
        selectors.map { RankSelector.Candidates(buckets: $0?.pivots.count ?? 0) }
      },
      absorb: { [selectors] candidates, chunk in
        unsafe selectors[chunk.column]?.collect(chunk.values, into: &candidates[chunk.column])
      },
      finished: { _, block in
        if isComputed { progress(0.5 + Simulation.share(block, of: count) / 2) }
      })
    return fold.summaries(tally, moments.all, selectors, kept)
  }

  /// Shows every value once to some worker's state, in any order of blocks; returns the states.
  private func pass<State: Sendable>(
    over values: ColumnValues, draws: Int, workers: Int, start: @Sendable () -> State,
    absorb: @Sendable @escaping (inout State, ColumnChunk) -> Void,
    finished: @Sendable @escaping (inout State, _ block: Int) -> Void = { _, _ in }
  ) async throws(SimulationError) -> [State] {
    let states = (0..<max(1, workers)).map { _ in WorkerState(start()) }
    switch values {
    case .stored(let columns):
      await readStored(columns, draws: draws, workers: states.count) { chunk, worker in
        absorb(&states[worker].value, chunk)
      } finished: { block, worker in
        finished(&states[worker].value, block)
      }
    case .computed(let kernels):
      try await forEachBlock(draws: draws, workers: states.count, kernels: kernels) {
        chunk, worker in
        absorb(&states[worker].value, chunk)
      } finished: { block, worker in
        finished(&states[worker].value, block)
      }
    }
    return states.map(\.value)
  }

  private func readStored(
    _ columns: Columns, draws: Int, workers: Int,
    absorb: @Sendable @escaping (ColumnChunk, _ worker: Int) -> Void,
    finished: @Sendable @escaping (_ block: Int, _ worker: Int) -> Void
  ) async {
    let size = Simulation.blockSize
    let stored = kinds.indices.filter { kinds[$0].isStored }
    let next = Atomic<Int>(0)
    @Sendable func work(_ worker: Int) {
      while true {
        let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
        let start = block * size
        guard start < draws else { return }
        for column in stored {
          let values = unsafe UnsafeBufferPointer<Double>(
            start: columns.pointer(column) + start, count: min(size, draws - start))
          unsafe absorb(ColumnChunk(column: column, start: start, values: values), worker)
        }
        finished(block, worker)
      }
    }
    await withTaskGroup(of: Void.self) { group in
      for worker in 1..<workers { group.addTask { @Sendable in work(worker) } }
      work(0)
    }
  }
}

/// Where a pass reads the values of a run.
private enum ColumnValues {
  /// Values that were kept.
  case stored(Columns)
  /// Values computed for the pass, and forgotten as they are read.
  case computed(Kernels)
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

/// The moments of every column, joined block by block in the order of the blocks.
///
/// A block that is finished early waits; blocks are begun in order, so few ever wait.
private final class OrderedMoments: Sendable {
  private struct State {
    var joined: [Moments]
    var waiting: [Int: [Moments]] = [:]
    var next = 0
  }
  private let state: Mutex<State>

  init(columns: Int) {
    state = Mutex(State(joined: Array(repeating: Moments(), count: columns)))
  }

  func append(_ moments: [Moments], block: Int) {
    state.withLock { state in
      state.waiting[block] = moments
      while let ready = state.waiting.removeValue(forKey: state.next) {
        for column in ready.indices { state.joined[column].join(ready[column]) }
        state.next += 1
      }
    }
  }

  var all: [Moments] { state.withLock { $0.joined } }
}

/// Counts of one worker over the blocks it read.
private struct Tally: Sendable {
  /// `bins[column][bin]`, empty for a column that is the same for every draw.
  var bins: [[UInt32]]
  /// `strands[column]` of the block under way.
  var strands: [Moments.Strands]
  /// `hits[threshold]`.
  var hits: [Int]
  private let centers: [Double]

  init(_ selectors: [RankSelector?], thresholds: Int) {
    bins = selectors.map { Array(repeating: 0, count: $0?.binCount ?? 0) }
    centers = selectors.map { $0?.center ?? 0 }
    strands = centers.map { Moments.Strands(center: $0) }
    hits = Array(repeating: 0, count: thresholds)
  }

  /// The moments of the block that is complete; the next one begins.
  mutating func endBlock() -> [Moments] {
    let moments = strands.map { Moments($0) }
    strands = centers.map { Moments.Strands(center: $0) }
    return moments
  }

  /// All workers' counts together: integers add in any order.
  static func joined(_ tallies: [Tally]) -> Tally {
    var all = tallies[0]
    for tally in tallies.dropFirst() {
      for column in all.bins.indices {
        // Taken out, so that it is changed in place.
        var bins = all.bins[column]
        all.bins[column] = []
        for (bin, count) in tally.bins[column].enumerated() { bins[bin] += count }
        all.bins[column] = bins
      }
      for threshold in all.hits.indices { all.hits[threshold] += tally.hits[threshold] }
    }
    return all
  }
}

/// How the columns of a run become summaries.
private struct ColumnFold: Sendable {
  let columns: [Program.Column]
  let draws: Int
  let effectiveDraws: Double?
  let quantiles: QuantileLevels
  let thresholds: [ColumnThreshold]
  /// For each column, the thresholds on it.
  let thresholdsOfColumn: [[Int]]

  init(
    _ columns: [Program.Column], effectiveSize: Double?, draws: Int, quantiles: QuantileLevels,
    thresholds: [ColumnThreshold]
  ) {
    self.columns = columns
    self.draws = draws
    effectiveDraws = effectiveSize
    self.quantiles = quantiles
    self.thresholds = thresholds
    var ofColumn: [[Int]] = Array(repeating: [], count: columns.count)
    for (number, threshold) in thresholds.enumerated() {
      if let column = threshold.column { ofColumn[column].append(number) }
    }
    thresholdsOfColumn = ofColumn
  }

  func selectors(pilot: Columns) -> [RankSelector?] {
    columns.indices.map { column in
      guard columns[column].isStored else { return nil }
      let values = unsafe UnsafeBufferPointer<Double>(
        start: pilot.pointer(column), count: min(pilot.draws, Simulation.blockSize))
      return unsafe RankSelector(pilot: values, draws: draws, ranks: quantiles.ranks)
    }
  }

  func count(_ chunk: ColumnChunk, _ selector: RankSelector?, into tally: inout Tally) {
    unsafe selector?.count(chunk.values, into: &tally.bins[chunk.column])
    unsafe tally.strands[chunk.column].add(chunk.values)
    for threshold in thresholdsOfColumn[chunk.column] {
      let condition = thresholds[threshold]
      for index in unsafe chunk.values.indices {
        if unsafe condition.comparator.holds(chunk.values[index], condition.level) {
          tally.hits[threshold] += 1
        }
      }
    }
  }

  func summaries(
    _ tally: Tally, _ moments: [Moments], _ selectors: [RankSelector?],
    _ kept: [[RankSelector.Candidates]]
  ) -> ColumnSummaries {
    let ofColumn: [(moments: Moments, quantiles: [Double])] = columns.indices.map { column in
      if case .constant(let value) = columns[column] {
        return (
          Moments(repeating: value, count: draws), quantiles.levels.map { _ in value }
        )
      }
      var candidates = kept[0][column]
      for other in kept.dropFirst() { candidates.join(other[column]) }
      let values = selectors[column]?.select(from: &candidates) ?? []
      return (moments[column], quantiles.quantiles(values))
    }
    return ColumnSummaries(
      columns: ofColumn, probabilities: thresholds.indices.map { probability($0, tally) })
  }

  private func probability(_ threshold: Int, _ tally: Tally) -> Probability? {
    let condition = thresholds[threshold]
    guard let column = condition.column else { return nil }
    if case .constant(let value) = columns[column] {
      return Probability(
        hits: condition.comparator.holds(value, condition.level) ? draws : 0, draws: draws,
        effectiveDraws: effectiveDraws)
    }
    return Probability(
      hits: tally.hits[threshold], draws: draws, effectiveDraws: effectiveDraws)
  }
}
