extension Simulation {
  /// Runs some blocks of a run and summarises them, so that the summary can be joined with those of the
  /// other blocks.
  ///
  /// Every draw is simulated once.
  /// Blocks come in batches. Of the first block every value is kept; from then on only those near the
  /// quantiles of the blocks before, and what is kept is narrowed whenever their number has doubled. So a
  /// part of n draws holds about 2 w √n √(p (1 − p)) values for each column and level p, with w the
  /// `windowWidth`. The result depends neither on the workers nor on where a run was continued.
  ///
  /// - Parameters:
  ///   - blocks: Which blocks; none is allowed.
  ///   - draws: The number of draws of the whole run.
  ///   - levels: Probabilities of the quantiles, in [0, 1].
  ///   - thresholds: Conditions whose probabilities are wanted.
  ///   - earlier: What an interrupted run of the same blocks had come to.
  ///   - windowWidth: Half the width of what is kept, in standard errors of the rank.
  ///   - progress: Told, from any worker, which share of the blocks is about done.
  ///   - finished: Given the summary of each batch alone; what it throws ends the run.
  public func partialSummary(
    ofBlocks blocks: Range<Int>, draws: Int, levels: [Double], thresholds: [Threshold] = [],
    continuing earlier: PartialSummary? = nil,
    windowWidth: Double = PartialSummary.windowWidth, workers: Int = 1, kernels: Kernels,
    progress: @Sendable @escaping (Double) -> Void = { _ in },
    finished: (PartialSummary) throws -> Void = { _ in }
  ) async throws -> PartialSummary {
    let conditions = columnThresholds(thresholds)
    var sum: PartialSummary
    if let earlier {
      sum = earlier
    } else {
      sum = PartialSummary(
        from: blocks.lowerBound, draws: draws,
        centers: try await centers(draws: draws, kernels: kernels), thresholds: conditions.count)
    }
    let columns = StoredColumns(kinds, conditions)
    while sum.blocks.upperBound < blocks.upperBound {
      let start = sum.blocks.upperBound
      let done = start - blocks.lowerBound
      // Up to the next power of two, and no more than a few blocks for each worker.
      let doubled = done == 0 ? 1 : 1 << (Int.bitWidth - done.leadingZeroBitCount)
      let end = min(blocks.upperBound, blocks.lowerBound + doubled, start + 8 * max(1, workers))
      let batch = try await batch(
        start..<end, after: sum, columns, workers: workers, kernels: kernels
      ) { block in
        progress(Double(block + 1 - blocks.lowerBound) / Double(blocks.count))
      }
      try finished(batch)
      sum.append(batch: batch, of: blocks, levels: levels, windowWidth: windowWidth)
    }
    return sum
  }

  /// The summaries of a whole run; nil if some quantile lies outside what was kept, so that only another
  /// way of summarising finds it.
  ///
  /// - Precondition: `partial` holds every block, and was made with these levels and thresholds.
  public func summary(
    of partial: PartialSummary, levels: [Double], thresholds: [Threshold] = []
  ) -> EnsembleSummary? {
    precondition(
      partial.blocks == 0..<PartialSummary.blockCount(draws: partial.draws)
        && fits(partial, thresholds: thresholds))
    let conditions = columnThresholds(thresholds)
    let fold = ColumnFold(
      kinds, effectiveSize: effectiveSize, draws: partial.draws,
      quantiles: QuantileLevels(levels: levels, draws: partial.draws), thresholds: conditions)
    let ranks = fold.quantiles.ranks
    var moments: [Moments] = []
    var values: [[Double]] = []
    var stored = 0
    for kind in kinds {
      guard kind.isStored else {
        moments.append(Moments())
        values.append([])
        continue
      }
      let found = ranks.compactMap { partial.columns[stored].value(at: $0) }
      guard found.count == ranks.count else { return nil }
      moments.append(partial.moments.joined[stored])
      values.append(found)
      stored += 1
    }
    return ensemble(
      fold.summaries(hits: partial.hits, moments, values: values), draws: partial.draws)
  }

  /// Whether a partial summary has as many columns and thresholds as this simulation.
  public func fits(_ partial: PartialSummary, thresholds: [Threshold]) -> Bool {
    partial.centers.count == kinds.count { $0.isStored } && partial.hits.count == thresholds.count
  }

  /// The mean of every column over the run's first block.
  private func centers(draws: Int, kernels: Kernels) async throws -> [Double] {
    let count = min(draws, Simulation.blockSize)
    let pilots = WorkerState(kinds.map { _ in Pilot(count: count) })
    try await forEachBlock(draws: count, workers: 1, kernels: kernels) { chunk, _ in
      unsafe pilots.value[chunk.column].add(chunk.values)
    } finished: { _, _ in
    }
    return zip(kinds, pilots.value).filter { $0.0.isStored }.map { $0.1.mean }
  }

  /// Some blocks by themselves, told apart by the windows of those before.
  private func batch(
    _ blocks: Range<Int>, after sum: PartialSummary, _ columns: StoredColumns, workers: Int,
    kernels: Kernels, show: @Sendable @escaping (_ block: Int) -> Void
  ) async throws -> PartialSummary {
    let workers = min(max(1, workers), blocks.count)
    let filters = sum.columns.map { WindowFilter($0) }
    let states = (0..<workers).map { _ in
      WorkerState(
        WindowTally(sum.columns, centers: sum.centers, thresholds: sum.hits.count))
    }
    let end = min(sum.draws, blocks.upperBound * Simulation.blockSize)
    try await forEachBlock(
      from: blocks.lowerBound, draws: end, workers: workers, kernels: kernels
    ) { chunk, worker in
      let stored = columns.place[chunk.column]
      guard stored >= 0 else { return }
      states[worker].value.add(chunk, at: stored, filters[stored])
      for (threshold, condition) in columns.conditions[chunk.column] {
        states[worker].value.add(chunk, condition, at: threshold)
      }
    } finished: { block, worker in
      states[worker].value.endBlock(block)
      show(block)
    }
    var moments = BlockMoments(columns: sum.centers.count, from: blocks.lowerBound)
    for (_, block) in states.flatMap(\.value.moments).sorted(by: { $0.block < $1.block }) {
      moments.append(block)
    }
    let hits = sum.hits.indices.map { place in states.reduce(0) { $0 + $1.value.hits[place] } }
    return PartialSummary(
      draws: sum.draws, blocks: blocks, centers: sum.centers,
      columns: await sorted(states.map(\.value), into: sum.columns), hits: hits, moments: moments)
  }

  /// What all workers kept, column by column.
  private func sorted(
    _ tallies: [WindowTally], into columns: [RankWindows]
  ) async -> [RankWindows] {
    @Sendable func column(_ number: Int) -> RankWindows {
      var sum = columns[number].emptied
      for tally in tallies { sum.add(gaps: tally.gaps[number], keys: tally.keys[number]) }
      return sum
    }
    return await withTaskGroup(of: [(Int, RankWindows)].self) { group in
      for worker in tallies.indices {
        group.addTask {
          stride(from: worker, to: columns.count, by: tallies.count).map { ($0, column($0)) }
        }
      }
      var found = columns
      for await part in group {
        for (number, windows) in part { found[number] = windows }
      }
      return found
    }
  }
}

/// The columns that differ between draws, and the conditions on them.
private struct StoredColumns: Sendable {
  /// For each column its place among those that differ; -1 for one that does not.
  private(set) var place: [Int]
  /// For each column its conditions, with their numbers.
  private(set) var conditions: [[(number: Int, condition: ColumnThreshold)]]

  init(_ kinds: [Program.Column], _ thresholds: [ColumnThreshold]) {
    var stored = 0
    place = kinds.map { kind in
      guard kind.isStored else { return -1 }
      stored += 1
      return stored - 1
    }
    conditions = kinds.map { _ in [] }
    for (number, threshold) in thresholds.enumerated() {
      if let column = threshold.column { conditions[column].append((number, threshold)) }
    }
  }
}
