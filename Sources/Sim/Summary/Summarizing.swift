internal import Synchronization

extension Simulation {
  /// The size, in bytes, up to which values are kept; beyond it every pass computes them again.
  public static let defaultMemory = 512 << 20

  /// The size, in bytes, of what the passes themselves keep and count: the most that is taken, whatever
  /// the number of draws, when values are not kept.
  static let passMemory = 24 << 20

  /// Runs draws `0..<count` and summarises every output; nothing that grows with the draws is
  /// returned.
  ///
  /// The values are read at least twice: to count, and to keep those near a wanted rank. If they do
  /// not fit in `memory` they are computed for each pass instead of kept, and there are as many passes
  /// as it takes to keep little: two up to some 40 million draws of 60 outputs, then three.
  ///
  /// - Parameters:
  ///   - count: The number of draws, at least 1.
  ///   - levels: Probabilities of the quantiles, in [0, 1].
  ///   - thresholds: Conditions whose probabilities are wanted.
  ///   - memory: Bytes of values that may be kept. The results do not depend on it.
  ///   - progress: Told, from any worker, which share of the simulation is about done.
  ///   - simulated: Told once when all values are kept, before they are summarised; at once if they
  ///     are not going to be kept.
  public func summarize(
    draws count: Int, levels: [Double], thresholds: [Threshold] = [], workers: Int = 1,
    memory: Int = Simulation.defaultMemory, kernels: Kernels,
    progress: @Sendable @escaping (Double) -> Void = { _ in }, simulated: () -> Void = {}
  ) async throws(SimulationError) -> EnsembleSummary {
    let found = try await summarizeColumns(
      draws: count, levels: levels, thresholds: columnThresholds(thresholds),
      workers: workers, memory: memory, kernels: kernels, progress: progress, simulated: simulated)
    return ensemble(found, draws: count)
  }

  /// The conditions as conditions on columns.
  func columnThresholds(_ thresholds: [Threshold]) -> [ColumnThreshold] {
    let position = Dictionary(
      zip(outputs, columnOfOutput), uniquingKeysWith: { first, _ in first })
    return thresholds.map {
      ColumnThreshold(column: position[$0.output], comparator: $0.comparator, level: $0.level)
    }
  }

  /// What was found of columns, as summaries of the outputs behind them.
  func ensemble(_ found: ColumnSummaries, draws: Int) -> EnsembleSummary {
    EnsembleSummary(
      summaries: zip(outputs, columnOfOutput).map { output, column in
        Summary(
          output: output, moments: found.columns[column].moments,
          quantiles: found.columns[column].quantiles)
      },
      probabilities: found.probabilities, draws: draws, effectiveDraws: effectiveSize)
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
    kernels: Kernels, progress: @Sendable @escaping (Double) -> Void, simulated: () -> Void = {}
  ) async throws(SimulationError) -> ColumnSummaries {
    precondition(count > 0 && levels.allSatisfy { 0 <= $0 && $0 <= 1 })
    let storedCount = kinds.count { $0.isStored }
    let isComputed = storedCount * count * MemoryLayout<Double>.stride > memory
    let values: ColumnValues =
      isComputed
      ? .computed(kernels)
      : .stored(
        try await kept(
          ofOutput: [], draws: count, workers: workers, kernels: kernels, progress: progress))
    simulated()
    let fold = ColumnFold(
      kinds, effectiveSize: effectiveSize, draws: count,
      quantiles: QuantileLevels(levels: levels, draws: count), thresholds: thresholds)
    let room = PassRoom(
      bytes: min(memory, Simulation.passMemory), workers: workers, isComputed: isComputed)
    var selectors = try await selectors(
      for: fold, binCount: room.binCount(draws: count, columns: storedCount), from: values)
    // Each pass is thought to be half of what is left.
    @Sendable func show(_ block: Int, inPass pass: Int) {
      guard isComputed else { return }
      let left = 1 / Double(1 << min(pass, 60))
      progress(1 - left * (1 - Simulation.share(block, of: count) / 2))
    }
    let moments = OrderedMoments(columns: selectors.count)
    let tallies = try await pass(
      over: values, draws: count, workers: workers,
      start: { [selectors] in Tally(selectors, thresholds: thresholds.count) },
      absorb: { [selectors] tally, chunk in
        fold.count(chunk, selectors[chunk.column], into: &tally)
      },
      finished: { tally, block in
        moments.append(tally.endBlock(), block: block)
        show(block, inPass: 0)
      })
    let hits = Tally.choose(tallies, for: &selectors)
    var passes = 1
    while selectors.reduce(0, { $0 + ($1?.candidateCount ?? 0) }) > room.candidates {
      try await narrow(
        &selectors, over: values, draws: count, workers: workers, room: room
      ) { [passes] in show($0, inPass: passes) }
      passes += 1
    }
    let candidates = Candidates()
    for column in selectors.indices { selectors[column]?.reserve(in: candidates) }
    candidates.allocate()
    _ = try await pass(
      over: values, draws: count, workers: workers,
      start: {},
      absorb: { [selectors] _, chunk in
        unsafe selectors[chunk.column]?.collect(chunk.values, into: candidates)
      },
      finished: { [passes] _, block in show(block, inPass: passes) })
    return fold.summaries(
      hits: hits, moments.all, values: selectors.map { $0?.select(from: candidates) ?? [] })
  }

  /// Lays the bins of every column by the first block.
  private func selectors(
    for fold: ColumnFold, binCount: Int, from values: ColumnValues
  ) async throws(SimulationError) -> [RankSelector?] {
    let pilots = try await pass(
      over: values, draws: min(fold.draws, Simulation.blockSize), workers: 1,
      start: {
        kinds.map { _ in Pilot(count: min(fold.draws, Simulation.blockSize)) }
      },
      absorb: { pilots, chunk in unsafe pilots[chunk.column].add(chunk.values) })
    return kinds.indices.map { column in
      guard kinds[column].isStored else { return nil }
      return RankSelector(
        pilot: pilots[0][column], binCount: binCount, ranks: fold.quantiles.ranks)
    }
  }

  /// One more counting pass: every group of values becomes smaller.
  private func narrow(
    _ selectors: inout [RankSelector?], over values: ColumnValues, draws: Int, workers: Int,
    room: PassRoom, show: @Sendable @escaping (_ block: Int) -> Void
  ) async throws(SimulationError) {
    let limit = room.counters(parts: selectors.reduce(0) { $0 + ($1?.partCount ?? 0) })
    var end = 0
    for column in selectors.indices {
      end = selectors[column]?.cut(into: limit, from: end) ?? end
    }
    let counted = try await pass(
      over: values, draws: draws, workers: workers,
      start: { [end] in PartCounters(count: end) },
      absorb: { [selectors] counters, chunk in
        if let selector = selectors[chunk.column] { counters.add(chunk, selector) }
      },
      finished: { counters, block in
        counters.endBlock()
        show(block)
      })
    let all = PartCounters.joined(counted)
    for column in selectors.indices { selectors[column]?.narrow(all) }
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

/// What the passes may take.
private struct PassRoom {
  let bytes: Int
  let workers: Int
  let isComputed: Bool

  /// Bins of the first pass: 2,048, fewer for so few draws that counting them costs less than the
  /// bins, and more where a pass costs a simulation.
  func binCount(draws: Int, columns: Int) -> Int {
    let perBin = max(1, columns) * MemoryLayout<UInt32>.stride * (max(1, workers) + 2)
    let most = isComputed ? min(1 << 15, bytes / 2 / perBin) : 2048
    return max(16, min(most, draws / 8))
  }

  /// Values that may be kept.
  var candidates: Int { bytes / 2 / MemoryLayout<Double>.stride }

  /// Counters each part is cut into.
  func counters(parts: Int) -> Int {
    let perCounter = max(1, parts) * MemoryLayout<UInt32>.stride * (max(1, workers) + 2)
    return max(16, min(1024, bytes / 2 / perCounter))
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
final class WorkerState<Value: Sendable>: @unchecked Sendable {
  var value: Value
  init(_ value: Value) { self.value = value }
}

extension Program.Column {
  /// Whether it differs between draws.
  var isStored: Bool { if case .stored = self { true } else { false } }
}
