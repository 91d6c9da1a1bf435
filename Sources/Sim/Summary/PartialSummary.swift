/// The summary of some consecutive blocks of a run, which can be joined to that of the blocks that follow.
///
/// What is joined gives the same bits as one run of all blocks: the moments of every block are kept
/// until those before it are there, counts are whole numbers, and quantiles are read from values that
/// are kept near the wanted ranks (``RankWindows``).
public struct PartialSummary: Sendable, Equatable {
  /// The number of draws of the whole run.
  public let draws: Int
  /// The blocks that are in it.
  public private(set) var blocks: Range<Int>
  /// For each column that differs between draws, the number its sums are formed around: the mean of the
  /// run's first block.
  let centers: [Double]
  /// For each of those columns, its values.
  private(set) var columns: [RankWindows]
  /// For each threshold, how often it held.
  private(set) var hits: [Int]
  private(set) var moments: BlockMoments

  /// Half the width of a window, in standard errors of the rank: a quantile of the run lies outside the
  /// window of a part in about 3 of 10¹² cases.
  public static let windowWidth = 7.0

  /// The number of blocks of a run.
  public static func blockCount(draws: Int) -> Int {
    (draws + Simulation.blockSize - 1) / Simulation.blockSize
  }

  /// The blocks of shard `number` of `count`, counted from 1: as even as whole blocks allow.
  ///
  /// - Precondition: `number` is between 1 and `count`.
  public static func blocks(ofShard number: Int, of count: Int, draws: Int) -> Range<Int> {
    precondition(1 <= number && number <= count)
    let all = blockCount(draws: draws)
    func end(_ shard: Int) -> Int { all / count * shard + min(shard, all % count) }
    return end(number - 1)..<end(number)
  }

  /// Nothing yet of a run, from block `first` on.
  init(from first: Int, draws: Int, centers: [Double], thresholds: Int) {
    self.draws = draws
    blocks = first..<first
    self.centers = centers
    columns = centers.map { _ in RankWindows() }
    hits = Array(repeating: 0, count: thresholds)
    moments = BlockMoments(columns: centers.count, from: first)
  }

  init(
    draws: Int, blocks: Range<Int>, centers: [Double], columns: [RankWindows], hits: [Int],
    moments: BlockMoments
  ) {
    self.draws = draws
    self.blocks = blocks
    self.centers = centers
    self.columns = columns
    self.hits = hits
    self.moments = moments
  }

  /// Whether it is about the same draws of the same columns and thresholds.
  public func isOfSameRun(as other: PartialSummary) -> Bool {
    draws == other.draws && centers.map(\.bitPattern) == other.centers.map(\.bitPattern)
      && hits.count == other.hits.count
  }

  /// Adds the blocks that follow.
  ///
  /// - Precondition: `next` begins where this ends, and is of the same run.
  public mutating func append(_ next: PartialSummary) {
    appendValues(next)
    moments.append(next.moments)
  }

  /// Adds the blocks that follow, but for their moments.
  private mutating func appendValues(_ next: PartialSummary) {
    precondition(next.blocks.lowerBound == blocks.upperBound && isOfSameRun(as: next))
    for place in columns.indices { columns[place] = columns[place].joined(next.columns[place]) }
    for place in hits.indices { hits[place] += next.hits[place] }
    blocks = blocks.lowerBound..<next.blocks.upperBound
  }

  /// Keeps only what is near the quantiles at `levels`.
  public mutating func narrow(to levels: [Double], width: Double = windowWidth) {
    for place in columns.indices { columns[place].narrow(to: levels, width: width) }
  }

  /// Joins parts that follow each other, each asked for once, in order.
  ///
  /// Values are joined in pairs of pairs, so that none is copied more often than the number of parts
  /// has binary digits; moments are joined in order. At most as many parts are held at once.
  ///
  /// - Precondition: there is a part, and they are of one run, from its first block on.
  public static func joined(
    _ count: Int, levels: [Double], part: (Int) throws -> PartialSummary
  ) rethrows -> PartialSummary {
    var moments: BlockMoments?
    func joined(_ range: Range<Int>) throws -> PartialSummary {
      guard range.count > 1 else {
        var leaf = try part(range.lowerBound)
        if moments == nil { moments = leaf.moments } else { moments?.append(leaf.moments) }
        leaf.moments = BlockMoments(columns: 0, from: leaf.blocks.lowerBound)
        return leaf
      }
      let middle = range.lowerBound + range.count / 2
      var sum = try joined(range.lowerBound..<middle)
      sum.appendValues(try joined(middle..<range.upperBound))
      sum.narrow(to: levels)
      return sum
    }
    var all = try joined(0..<count)
    if let moments { all.moments = moments }
    return all
  }

  /// Adds a batch of blocks as ``Simulation/partialSummary(ofBlocks:draws:levels:thresholds:continuing:windowWidth:workers:kernels:progress:finished:)``
  /// does, narrowing where it does.
  public mutating func append(
    batch: PartialSummary, of all: Range<Int>, levels: [Double], windowWidth: Double = windowWidth
  ) {
    append(batch)
    let done = blocks.upperBound - all.lowerBound
    if done & (done - 1) == 0 || blocks.upperBound == all.upperBound {
      narrow(to: levels, width: windowWidth)
    }
  }
}

/// The moments of blocks that follow each other.
///
/// Joining is not associative in the last bits, so blocks wait one by one until the run's first block is
/// there, and are then joined in order.
struct BlockMoments: Sendable, Equatable {
  /// For each column; what is joined, if the blocks are the first of the run.
  private(set) var joined: [Moments]
  /// For each further block, for each column.
  private(set) var waiting: [[Moments]] = []
  private let isFirst: Bool

  init(columns: Int, from first: Int) {
    isFirst = first == 0
    joined = Array(repeating: Moments(), count: isFirst ? columns : 0)
  }

  /// Moments that were formed elsewhere.
  init(joined: [Moments], waiting: [[Moments]], from first: Int) {
    isFirst = first == 0
    self.joined = joined
    self.waiting = waiting
  }

  /// Adds the moments of one more block.
  mutating func append(_ block: [Moments]) {
    if isFirst {
      for column in joined.indices { joined[column].join(block[column]) }
    } else {
      waiting.append(block)
    }
  }

  /// Adds the blocks that follow.
  mutating func append(_ next: BlockMoments) {
    // Only a batch that stands for the run's first blocks has something joined.
    if !next.joined.isEmpty { joined = next.joined }
    for block in next.waiting { append(block) }
  }
}

extension PartialSummary {
  /// What an interrupted run of `all` blocks had come to, from its batches; nil if it had none.
  ///
  /// Batches that do not follow each other, and those after them, are left out.
  public static func continued(
    _ batches: [PartialSummary], of all: Range<Int>, levels: [Double]
  ) -> PartialSummary? {
    guard let first = batches.first else { return nil }
    var sum = PartialSummary(
      from: all.lowerBound, draws: first.draws, centers: first.centers,
      thresholds: first.hits.count)
    for batch in batches {
      guard batch.blocks.lowerBound == sum.blocks.upperBound,
        batch.blocks.upperBound <= all.upperBound, batch.isOfSameRun(as: sum)
      else { break }
      sum.append(batch: batch, of: all, levels: levels)
    }
    return sum
  }
}
