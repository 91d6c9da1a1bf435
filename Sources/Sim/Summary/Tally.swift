internal import Synchronization

/// What one worker counts in the first pass, over the blocks it reads.
struct Tally: Sendable {
  /// For each column, its bins one after another.
  private var bins: [UInt32]
  private let firstBin: [Int]
  /// For each column, its shared values.
  private var shared: [Int]
  private let firstShared: [Int]
  /// For each column, the block under way.
  private var strands: [Moments.Strands]
  private let centers: [Double]
  /// For each threshold.
  private var hits: [Int]
  private var blocks = 0
  /// Earlier blocks.
  private var earlier = Counts()

  /// Counts of many blocks.
  struct Counts: Sendable {
    var bins: [Int] = []
    var shared: [Int] = []
    var hits: [Int] = []
  }

  init(_ selectors: [RankSelector?], thresholds: Int) {
    firstBin = Tally.offsets(selectors.map { $0?.binCount ?? 0 })
    firstShared = Tally.offsets(selectors.map { $0?.sharedValues.count ?? 0 })
    bins = Array(repeating: 0, count: firstBin[selectors.count])
    shared = Array(repeating: 0, count: firstShared[selectors.count])
    centers = selectors.map { $0?.center ?? 0 }
    strands = centers.map { Moments.Strands(center: $0) }
    hits = Array(repeating: 0, count: thresholds)
  }

  private static func offsets(_ counts: [Int]) -> [Int] {
    counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
  }

  /// Counts some values of a column.
  mutating func add(_ chunk: ColumnChunk, _ selector: RankSelector) {
    let column = chunk.column
    unsafe bins.withUnsafeMutableBufferPointer { bins in
      guard let bins = bins.baseAddress else { return }
      unsafe selector.count(chunk.values, into: bins + firstBin[column])
    }
    for (place, value) in selector.sharedValues.enumerated() {
      for index in unsafe chunk.values.indices where unsafe chunk.values[index] == value {
        shared[firstShared[column] + place] += 1
      }
    }
    unsafe strands[column].add(chunk.values)
  }

  /// Counts the values of a column for which a condition holds.
  mutating func add(_ chunk: ColumnChunk, _ condition: ColumnThreshold, at threshold: Int) {
    for index in unsafe chunk.values.indices {
      if unsafe condition.comparator.holds(chunk.values[index], condition.level) {
        hits[threshold] += 1
      }
    }
  }

  /// The moments of the block that is complete; the next one begins.
  mutating func endBlock() -> [Moments] {
    let moments = strands.map { Moments($0) }
    strands = centers.map { Moments.Strands(center: $0) }
    blocks += 1
    // Before a 32-bit counter could be full.
    if blocks % (1 << 19) == 0 {
      addCounts(to: &earlier)
      bins = Array(repeating: 0, count: bins.count)
      shared = Array(repeating: 0, count: shared.count)
      hits = Array(repeating: 0, count: hits.count)
    }
    return moments
  }

  private func addCounts(to counts: inout Counts) {
    if counts.bins.isEmpty {
      counts = Counts(bins: bins.map { Int($0) }, shared: shared, hits: hits)
    } else {
      for place in bins.indices { counts.bins[place] += Int(bins[place]) }
      for place in shared.indices { counts.shared[place] += shared[place] }
      for place in hits.indices { counts.hits[place] += hits[place] }
    }
  }

  /// Lets every column choose its groups by all workers' counts together, since integers add in any
  /// order; returns how often each threshold held.
  static func choose(_ tallies: [Tally], for selectors: inout [RankSelector?]) -> [Int] {
    // Column by column, because the bins of all of them together are many pages of memory.
    for column in selectors.indices where selectors[column] != nil {
      let counts = counts(of: column, in: tallies)
      selectors[column]?.choose(counts: counts.bins, shared: counts.shared)
    }
    var hits = Array(repeating: 0, count: tallies[0].hits.count)
    for tally in tallies {
      for place in hits.indices { hits[place] += tally.hits[place] }
      for place in tally.earlier.hits.indices { hits[place] += tally.earlier.hits[place] }
    }
    return hits
  }

  /// The counts of one column by all workers.
  private static func counts(of column: Int, in tallies: [Tally]) -> (bins: [Int], shared: [Int]) {
    let (firstBin, firstShared) = (tallies[0].firstBin, tallies[0].firstShared)
    let (bin, value) = (firstBin[column], firstShared[column])
    var bins = Array(repeating: 0, count: firstBin[column + 1] - bin)
    var shared = Array(repeating: 0, count: firstShared[column + 1] - value)
    for tally in tallies {
      for place in bins.indices { bins[place] += Int(tally.bins[bin + place]) }
      for place in shared.indices { shared[place] += tally.shared[value + place] }
      guard !tally.earlier.bins.isEmpty else { continue }
      for place in bins.indices { bins[place] += tally.earlier.bins[bin + place] }
      for place in shared.indices { shared[place] += tally.earlier.shared[value + place] }
    }
    return (bins, shared)
  }
}

/// The moments of every column, joined block by block in the order of the blocks.
///
/// A block that is finished early waits; blocks are begun in order, so few ever wait.
final class OrderedMoments: Sendable {
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

/// What one worker counts in a narrowing pass.
struct PartCounters: Sendable {
  private var counters: [UInt32]
  private var blocks = 0
  private var earlier: [Int] = []

  init(count: Int) { counters = Array(repeating: 0, count: count) }

  /// Counts some values of a column.
  mutating func add(_ chunk: ColumnChunk, _ selector: RankSelector) {
    unsafe counters.withUnsafeMutableBufferPointer { counters in
      guard let first = counters.baseAddress else { return }
      unsafe selector.count(chunk.values, inPartsInto: first)
    }
  }

  /// A block is complete.
  mutating func endBlock() {
    blocks += 1
    // Before a 32-bit counter could be full.
    if blocks % (1 << 19) == 0 {
      earlier = PartCounters.joined([self])
      counters = Array(repeating: 0, count: counters.count)
    }
  }

  /// All workers' counts together.
  static func joined(_ all: [PartCounters]) -> [Int] {
    var sums = Array(repeating: 0, count: all[0].counters.count)
    for each in all {
      for place in sums.indices { sums[place] += Int(each.counters[place]) }
      for place in each.earlier.indices { sums[place] += each.earlier[place] }
    }
    return sums
  }
}
