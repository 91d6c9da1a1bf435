/// Exact order statistics of a column of any length, by counting and then keeping only the values
/// near the ranks wanted.
///
/// The first block of values (the pilot) lays equal bins over its own range; values outside
/// fall into the end bins. One pass counts; a second keeps the values of the few bins that hold a
/// wanted rank. Both passes may read stored values or values computed again, in any order and by
/// any number of workers. A value that very many draws share is counted, not kept.
struct RankSelector: Sendable {
  /// The number of bins: 2,048, fewer for so few draws that counting them costs less than the bins.
  let binCount: Int

  /// Zero-based ranks, increasing.
  let ranks: [Int]
  /// The mean of the pilot.
  let center: Double
  private let low: Double
  private let scale: Double
  /// The pilot's own value at each rank: a guess at a value shared by many draws.
  private let guesses: [Double]
  /// For each bin, which bucket its values go to; 255 is none.
  private(set) var bucketOfBin: [UInt8] = []
  /// For each bucket, the value that is only counted.
  private(set) var pivots: [Double] = []
  /// For each rank: the bucket and the rank within it.
  private var places: [(bucket: Int, rank: Int)] = []

  /// Lays the bins.
  init(pilot: UnsafeBufferPointer<Double>, draws: Int, ranks: [Int]) {
    self.ranks = ranks
    binCount = min(2048, max(16, draws / 8))
    var (low, high, sum) = (Double.infinity, -Double.infinity, 0.0)
    for index in pilot.indices {
      let value = unsafe pilot[index]
      low = min(low, value)
      high = max(high, value)
      sum += value
    }
    self.low = low
    center = sum / Double(max(1, pilot.count))
    let width = high - low
    scale = width > 0 && width.isFinite ? Double(binCount) / width : 0
    // A value that very many draws share is likely to show in a few of them.
    var few: [Double] = []
    for index in stride(from: 0, to: pilot.count, by: max(1, pilot.count / 128)) {
      unsafe few.append(pilot[index])
    }
    few.sort()
    guesses = ranks.map { few[min($0 * few.count / max(draws, 1), few.count - 1)] }
  }

  /// The bin of a value: never decreasing in the value, because rounding is monotone.
  @inline(__always)
  func bin(_ value: Double) -> Int {
    // In this order a NaN, which a failing run may show, lands in the first bin.
    Int(min(max(0, (value - low) * scale), Double(binCount - 1)))
  }

  /// Adds the bins of some values to `counts`.
  func count(
    _ values: UnsafeBufferPointer<Double>, into counts: inout [UInt32]
  ) {
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      for index in values.indices { unsafe counts[bin(values[index])] += 1 }
    }
  }

  /// Chooses the bins to keep, once everything is counted.
  mutating func choose(counts: [UInt32]) {
    bucketOfBin = Array(repeating: 255, count: binCount)
    var bin = 0
    var below = 0
    for (position, rank) in ranks.enumerated() {
      while below + Int(counts[bin]) <= rank {
        below += Int(counts[bin])
        bin += 1
      }
      if bucketOfBin[bin] == 255 {
        bucketOfBin[bin] = UInt8(pivots.count)
        pivots.append(guesses[position])
      }
      places.append((Int(bucketOfBin[bin]), rank - below))
    }
  }

  /// Keeps the values of the chosen bins.
  func collect(_ values: UnsafeBufferPointer<Double>, into candidates: inout Candidates) {
    for index in values.indices {
      let value = unsafe values[index]
      let bucket = Int(bucketOfBin[bin(value)])
      if bucket == 255 { continue }
      if value == pivots[bucket] {
        candidates.shared[bucket] += 1
      } else {
        candidates.kept[bucket].append(value)
      }
    }
  }

  /// The values at the ranks, from all candidates together.
  func select(from candidates: inout Candidates) -> [Double] {
    places.map { place in
      let pivot = pivots[place.bucket]
      let below = candidates.partition(place.bucket, around: pivot)
      let shared = candidates.shared[place.bucket]
      if place.rank < below {
        return candidates.select(place.bucket, in: 0..<below, rank: place.rank)
      }
      if place.rank < below + shared { return pivot }
      let end = candidates.kept[place.bucket].count
      return candidates.select(place.bucket, in: below..<end, rank: place.rank - shared)
    }
  }

  /// What one worker kept.
  struct Candidates: Sendable {
    /// Values other than the pivot, by bucket.
    var kept: [[Double]]
    /// How many values equalled the pivot, by bucket.
    var shared: [Int]

    init(buckets: Int) {
      kept = Array(repeating: [], count: buckets)
      shared = Array(repeating: 0, count: buckets)
    }

    mutating func join(_ other: Candidates) {
      for bucket in kept.indices {
        kept[bucket] += other.kept[bucket]
        shared[bucket] += other.shared[bucket]
      }
    }

    /// Moves the values below `pivot` to the front; returns how many there are.
    fileprivate mutating func partition(_ bucket: Int, around pivot: Double) -> Int {
      kept[bucket].partition { $0 > pivot }
    }

    /// The value that would be at `rank` if the values in `range` were sorted where they are.
    ///
    /// Source: Hoare, *Algorithm 65: Find*, Communications of the ACM 4 (1961).
    fileprivate mutating func select(_ bucket: Int, in range: Range<Int>, rank: Int) -> Double {
      var (low, high) = (range.lowerBound, range.upperBound - 1)
      unsafe kept[bucket].withUnsafeMutableBufferPointer { values in
        while low < high {
          let pivot = unsafe median(values[low], values[(low + high) / 2], values[high])
          var (i, j) = (low, high)
          while i <= j {
            while unsafe values[i] < pivot { i += 1 }
            while unsafe values[j] > pivot { j -= 1 }
            if i <= j {
              unsafe values.swapAt(i, j)
              i += 1
              j -= 1
            }
          }
          if rank <= j {
            high = j
          } else if rank >= i {
            low = i
          } else {
            break
          }
        }
      }
      return kept[bucket][rank]
    }
  }
}

private func median(_ a: Double, _ b: Double, _ c: Double) -> Double {
  max(min(a, b), min(max(a, b), c))
}
