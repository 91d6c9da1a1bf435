internal import CKernels

/// Exact order statistics of a column of any length, in as little memory as is wanted, by reading the
/// values several times.
///
/// The first block of values (the pilot) lays equal bins over its own range; values outside fall into
/// the end bins. The first pass counts. A bin that holds a wanted rank becomes a *group*. As long as
/// the groups of all columns hold more values than may be kept, a pass cuts each into smaller ranges
/// of ``Swift/Double/orderKey`` and counts again; a range of one value needs no more. The last pass
/// keeps the values of the groups, and the ranks are selected among them. A pass may read stored
/// values or values computed again, in any order and by any number of workers.
///
/// Values that very many draws share would defeat this; those the pilot shows are counted one by one.
struct RankSelector: Sendable {
  /// The number of equal bins of the first pass.
  let binCount: Int
  /// Zero-based ranks, increasing.
  let ranks: [Int]
  /// The mean of the pilot.
  let center: Double
  /// Values counted one by one, increasing.
  let sharedValues: [Double]
  private let low: Double
  private let scale: Double
  /// For each bin, which bucket its values go to; `noBucket` is none.
  private var bucketOfBin: [UInt16] = []
  /// For each bucket its first part, and the end of the last.
  private var firstPart: [Int] = []
  private var parts: [Part] = []
  private var groups: [Group] = []
  /// For each rank, its value once that is known.
  private var found: [Double]

  private static let noBucket = UInt16.max

  /// A range of keys in which values are counted or kept.
  private struct Part: Sendable {
    var low: UInt64
    var high: UInt64
    /// How many values there are, if the range is one shared value.
    var shared: Int?
    /// A counter holds `1 << shift` keys.
    var shift: UInt64 = 0
    /// The first counter of a counting pass; the first place of a keeping pass.
    var start = 0
  }

  /// Parts, one after another, that hold wanted ranks.
  private struct Group: Sendable {
    var bin: Int
    var parts: Range<Int>
    /// How many values it holds, those of shared values left out.
    var count: Int
    var wanted: [(position: Int, rank: Int)]
  }

  /// Lays the bins.
  init(pilot: Pilot, binCount: Int, ranks: [Int]) {
    self.ranks = ranks
    self.binCount = binCount
    low = pilot.low
    center = pilot.mean
    sharedValues = pilot.sharedValues
    let width = pilot.high - pilot.low
    scale = width > 0 && width.isFinite ? Double(binCount) / width : 0
    found = Array(repeating: .nan, count: ranks.count)
  }

  // MARK: The first pass

  /// The bin of a value: never decreasing in the value, because rounding is monotone.
  @inline(__always)
  private func bin(_ value: Double) -> Int {
    // In this order a NaN, which a failing run may show, lands in the first bin.
    Int(min(max(0, (value - low) * scale), Double(binCount - 1)))
  }

  /// Calls `body` with the bins of some values.
  @inline(__always)
  private func withBins(
    of values: UnsafeBufferPointer<Double>, _ body: (UnsafeMutableBufferPointer<UInt16>) -> Void
  ) {
    guard let first = values.baseAddress else { return }
    unsafe withUnsafeTemporaryAllocation(of: UInt16.self, capacity: values.count) { bins in
      guard let start = bins.baseAddress else { return }
      unsafe grdp_bins(start, first, low, scale, Double(binCount - 1), values.count)
      unsafe body(bins)
    }
  }

  /// Adds the bins of some values to `counts`.
  @unsafe func count(
    _ values: UnsafeBufferPointer<Double>, into counts: UnsafeMutablePointer<UInt32>
  ) {
    unsafe withBins(of: values) { bins in
      for index in bins.indices { unsafe counts[Int(bins[index])] &+= 1 }
    }
  }

  /// Calls `body` with the values whose bin has a bucket, and that bucket.
  @inline(__always)
  private func forEachInBuckets(
    _ values: UnsafeBufferPointer<Double>, _ body: (_ value: Double, _ bucket: Int) -> Void
  ) {
    unsafe withBins(of: values) { bins in
      unsafe bucketOfBin.withUnsafeBufferPointer { bucketOfBin in
        for index in bins.indices {
          let bucket = unsafe bucketOfBin[Int(bins[index])]
          if bucket != Self.noBucket { unsafe body(values[index], Int(bucket)) }
        }
      }
    }
  }

  /// Makes groups of the bins that hold a wanted rank, once everything is counted.
  mutating func choose(counts: [Int], shared: [Int]) {
    var sharedOfBin: [Int: [(value: Double, count: Int)]] = [:]
    for (value, count) in zip(sharedValues, shared) where count > 0 {
      sharedOfBin[bin(value), default: []].append((value, count))
    }
    var bin = -1
    var below = 0
    var end = 0
    for (position, rank) in ranks.enumerated() {
      let last = bin
      while end <= rank {
        bin += 1
        below = end
        end += counts[bin]
      }
      if bin != last { addGroup(bin, count: end - below, shared: sharedOfBin[bin] ?? []) }
      groups[groups.count - 1].wanted.append((position, rank - below))
    }
    indexParts()
  }

  /// One bin: its shared values, and the ranges between them.
  private mutating func addGroup(
    _ bin: Int, count: Int, shared: [(value: Double, count: Int)]
  ) {
    let first = parts.count
    var low = UInt64.min
    var rest = count
    for (value, count) in shared {
      let key = value.orderKey
      parts.append(Part(low: low, high: key - 1))
      parts.append(Part(low: key, high: key, shared: count))
      low = key + 1
      rest -= count
    }
    parts.append(Part(low: low, high: .max))
    groups.append(Group(bin: bin, parts: first..<parts.count, count: rest, wanted: []))
  }

  /// Which parts belong to which bin.
  private mutating func indexParts() {
    bucketOfBin = Array(repeating: Self.noBucket, count: binCount)
    firstPart = []
    for group in groups {
      if bucketOfBin[group.bin] == Self.noBucket {
        bucketOfBin[group.bin] = UInt16(firstPart.count)
        firstPart.append(group.parts.lowerBound)
      }
    }
    firstPart.append(parts.count)
  }

  /// How many values a keeping pass would keep.
  var candidateCount: Int { groups.reduce(0) { $0 + $1.count } }
  /// How many ranges a counting pass would cut.
  var partCount: Int { parts.count }

  // MARK: Further passes

  /// The part of a bucket in which a value is counted or kept.
  private func part(_ key: UInt64, inBucket bucket: Int) -> Int? {
    for place in firstPart[bucket]..<firstPart[bucket + 1] where key <= parts[place].high {
      return key >= parts[place].low && parts[place].shared == nil ? place : nil
    }
    return nil
  }

  /// Cuts every part into at most `limit` counters, numbered from `start`; returns the end.
  ///
  /// - Precondition: `limit` is at least 2.
  mutating func cut(into limit: Int, from start: Int) -> Int {
    var end = start
    for group in groups {
      let keys = keys(ofBin: group.bin)
      for place in group.parts where parts[place].shared == nil {
        parts[place].low = max(parts[place].low, keys.lowerBound)
        parts[place].high = min(parts[place].high, keys.upperBound)
        parts[place].start = end
        guard parts[place].low <= parts[place].high else { continue }
        let width = parts[place].high - parts[place].low
        parts[place].shift = 0
        while width >> parts[place].shift >= UInt64(limit) { parts[place].shift += 1 }
        end += Int(width >> parts[place].shift) + 1
      }
    }
    return end
  }

  /// The keys whose values are in a bin; none if it is reached by no value.
  private func keys(ofBin wanted: Int) -> ClosedRange<UInt64> {
    /// The first key from which on the bin is at least `bin`.
    func first(_ bin: Int) -> UInt64 {
      var (low, high) = ((-Double.infinity).orderKey, Double.infinity.orderKey + 1)
      while low < high {
        let middle = low + (high - low) / 2
        if self.bin(Double(orderKey: middle)) >= bin { high = middle } else { low = middle + 1 }
      }
      return low
    }
    let low = first(wanted)
    return low...max(low, first(wanted + 1) - 1)
  }

  /// Adds the values in the parts to `counters`.
  @unsafe func count(
    _ values: UnsafeBufferPointer<Double>, inPartsInto counters: UnsafeMutablePointer<UInt32>
  ) {
    unsafe forEachInBuckets(values) { value, bucket in
      let key = value.orderKey
      guard let place = part(key, inBucket: bucket) else { return }
      let part = parts[place]
      unsafe counters[part.start + Int((key - part.low) >> part.shift)] += 1
    }
  }

  /// Replaces every group by the counters that hold a wanted rank, once everything is counted.
  mutating func narrow(_ counters: [Int]) {
    let (coarse, wide) = (groups, parts)
    groups = []
    parts = []
    for group in coarse {
      var wanted = group.wanted[...]
      var below = 0
      for part in wide[group.parts] where part.low <= part.high {
        let last = part.shared == nil ? (part.high - part.low) >> part.shift : 0
        for counter in 0...last {
          let count = part.shared ?? counters[part.start + Int(counter)]
          let within = wanted.prefix { $0.rank < below + count }
          wanted.removeFirst(within.count)
          let low = part.low + counter << part.shift
          let high = counter == last ? part.high : low + (1 << part.shift - 1)
          if low == high {
            for each in within { found[each.position] = Double(orderKey: low) }
          } else if !within.isEmpty {
            parts.append(Part(low: low, high: high))
            groups.append(
              Group(
                bin: group.bin, parts: parts.count - 1..<parts.count, count: count,
                wanted: within.map { ($0.position, $0.rank - below) }))
          }
          below += count
          if wanted.isEmpty { break }
        }
      }
    }
    indexParts()
  }

  /// Gives every part its places in `candidates`, which has not been allocated yet.
  mutating func reserve(in candidates: Candidates) {
    for group in groups {
      for place in group.parts where parts[place].shared == nil {
        parts[place].start = candidates.addRange(capacity: group.count)
      }
    }
  }

  /// Keeps the values in the parts.
  func collect(_ values: UnsafeBufferPointer<Double>, into candidates: Candidates) {
    unsafe forEachInBuckets(values) { value, bucket in
      guard let place = part(value.orderKey, inBucket: bucket) else { return }
      candidates.append(value, to: parts[place].start)
    }
  }

  /// The values at the ranks.
  func select(from candidates: Candidates) -> [Double] {
    var found = found
    for group in groups {
      var wanted = group.wanted[...]
      var below = 0
      for part in parts[group.parts] {
        let count = part.shared ?? candidates.count(part.start)
        let within = wanted.prefix { $0.rank < below + count }
        wanted.removeFirst(within.count)
        for each in within {
          found[each.position] =
            part.shared == nil
            ? candidates.select(rank: each.rank - below, in: part.start)
            : Double(orderKey: part.low)
        }
        below += count
      }
    }
    return found
  }
}
