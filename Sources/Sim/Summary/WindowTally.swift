internal import CKernels

/// Tells the values of a column apart by its windows.
struct WindowFilter: Sendable {
  /// The windows' ranges.
  private let ranges: [ClosedRange<UInt64>]
  private let low: Double
  private let scale: Double
  /// For each of equal bins over the windows: in which gap its values are, or that it takes a closer look.
  private let gapOfBin: [UInt8]

  private static let binCount = 1024
  private static let needsLook = UInt8.max

  init(_ windows: RankWindows) {
    let ranges = windows.windows.map(\.range)
    precondition(ranges.count < RankWindows.mostWindows)
    let edges = ranges.flatMap {
      [Double(orderKey: $0.lowerBound), Double(orderKey: $0.upperBound)]
    }
    let finite = edges.filter(\.isFinite)
    let (least, greatest) = (finite.min() ?? 0, finite.max() ?? 0)
    let width = greatest - least
    let scale = width > 0 && width.isFinite ? Double(Self.binCount) / width : 0
    // Where there is no scale every value is looked at.
    var gaps = Array(repeating: scale > 0 ? UInt8(0) : Self.needsLook, count: Self.binCount)
    func bin(_ key: UInt64) -> Int {
      let edge = Double(orderKey: key)
      if edge.isNaN { return key < 1 << 63 ? 0 : Self.binCount - 1 }
      // As the kernel has it; never decreasing in the value, because rounding is monotone.
      let place = (edge - least) * scale
      return Int(Swift.min(place > 0 ? place : 0, Double(Self.binCount - 1)))
    }
    if scale > 0 {
      for (number, range) in ranges.enumerated() {
        let bins = bin(range.lowerBound)...bin(range.upperBound)
        for place in bins { gaps[place] = Self.needsLook }
        for place in gaps.indices.dropFirst(bins.upperBound + 1) { gaps[place] = UInt8(number + 1) }
      }
    }
    (self.ranges, low, self.scale, gapOfBin) = (ranges, least, scale, gaps)
  }

  /// Counts and keeps some values.
  func add(
    _ values: UnsafeBufferPointer<Double>, gaps: inout [Int], keys: inout [[UInt64]]
  ) {
    guard let first = values.baseAddress else { return }
    unsafe withUnsafeTemporaryAllocation(of: UInt16.self, capacity: values.count) { bins in
      guard let start = bins.baseAddress else { return }
      unsafe grdp_bins(start, first, low, scale, Double(Self.binCount - 1), values.count)
      for index in values.indices {
        let gap = unsafe gapOfBin[Int(bins[index])]
        if gap == Self.needsLook {
          unsafe look(values[index].orderKey, &gaps, &keys)
        } else {
          gaps[Int(gap)] += 1
        }
      }
    }
  }

  private func look(_ key: UInt64, _ gaps: inout [Int], _ keys: inout [[UInt64]]) {
    for place in ranges.indices {
      if key < ranges[place].lowerBound {
        gaps[place] += 1
        return
      }
      if key <= ranges[place].upperBound {
        keys[place].append(key)
        return
      }
    }
    gaps[ranges.count] += 1
  }
}

/// What one worker sees of some blocks: counts and kept values, and what is summed block by block.
struct WindowTally: Sendable {
  /// For each column what fell between the windows, and the keys inside them.
  private(set) var gaps: [[Int]]
  private(set) var keys: [[[UInt64]]]
  /// For each threshold.
  private(set) var hits: [Int]
  /// The moments of every finished block.
  private(set) var moments: [(block: Int, ofColumn: [Moments])] = []
  private var strands: [Moments.Strands]
  private let centers: [Double]

  init(_ columns: [RankWindows], centers: [Double], thresholds: Int) {
    gaps = columns.map { Array(repeating: 0, count: $0.gaps.count) }
    keys = columns.map { Array(repeating: [], count: $0.windows.count) }
    hits = Array(repeating: 0, count: thresholds)
    self.centers = centers
    strands = centers.map { Moments.Strands(center: $0) }
  }

  /// Takes in some values of a column.
  mutating func add(_ chunk: ColumnChunk, at column: Int, _ filter: WindowFilter) {
    unsafe filter.add(chunk.values, gaps: &gaps[column], keys: &keys[column])
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

  /// A block is complete.
  mutating func endBlock(_ block: Int) {
    moments.append((block, strands.map { Moments($0) }))
    strands = centers.map { Moments.Strands(center: $0) }
  }
}
