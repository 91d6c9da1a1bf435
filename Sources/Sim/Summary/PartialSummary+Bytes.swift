extension PartialSummary {
  /// The summary as bytes, as docs/design/0008-past-one-machine.md says.
  public var bytes: [UInt8] {
    var out = ByteWriter()
    out.write(short: UInt64(draws))
    out.write(short: UInt64(blocks.lowerBound))
    out.write(short: UInt64(blocks.count))
    out.write(short: UInt64(centers.count))
    for center in centers { out.write(center) }
    out.write(short: UInt64(hits.count))
    for count in hits { out.write(short: UInt64(count)) }
    out.write(moments)
    for column in columns { out.write(column) }
    return out.bytes
  }

  /// The summary that some bytes stand for; nil if they stand for none.
  public init?(bytes: ArraySlice<UInt8>) {
    var reader = ByteReader(bytes)
    guard let (draws, blocks) = reader.extent(),
      let centers = reader.list(least: 8, { $0.double() }),
      let hits = reader.list(least: 1, { $0.shortInt() }),
      let moments = reader.moments(columns: centers.count, blocks)
    else { return nil }
    let count =
      blocks.isEmpty
      ? 0
      : min(draws, blocks.upperBound * Simulation.blockSize) - blocks.lowerBound
        * Simulation.blockSize
    var columns: [RankWindows] = []
    for _ in centers {
      guard let column = reader.windows(most: count), column.count == count else {
        return nil
      }
      columns.append(column)
    }
    guard reader.count == 0, hits.allSatisfy({ $0 <= count }) else { return nil }
    self.init(
      draws: draws, blocks: blocks, centers: centers, columns: columns, hits: hits,
      moments: moments)
  }

  /// The blocks of the summary that some bytes stand for, without a look at the rest; nil if they stand
  /// for none.
  public static func blocks(inBytes bytes: ArraySlice<UInt8>) -> Range<Int>? {
    var reader = ByteReader(bytes)
    return reader.extent()?.blocks
  }
}

extension ByteReader {
  /// With what a summary begins: the draws of the run, and its own blocks.
  fileprivate mutating func extent() -> (draws: Int, blocks: Range<Int>)? {
    guard let draws = shortInt(), let first = shortInt(), let length = shortInt(),
      let end = first.sum(length), draws > 0, end <= PartialSummary.blockCount(draws: draws)
    else { return nil }
    return (draws, first..<end)
  }
}

extension Int {
  /// The sum; nil if it is too large.
  fileprivate func sum(_ other: Int) -> Int? {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows || sum > Int.max / Simulation.blockSize ? nil : sum
  }
}

extension ByteWriter {
  fileprivate mutating func write(_ moments: BlockMoments) {
    for each in [moments.joined] + moments.waiting {
      write(short: UInt64(each.count))
      for column in each {
        write(short: UInt64(column.count))
        write(column.mean)
        write(column.squares)
      }
    }
  }

  fileprivate mutating func write(_ column: RankWindows) {
    write(short: UInt64(column.windows.count))
    for gap in column.gaps { write(short: UInt64(gap)) }
    for window in column.windows {
      write(window.range.lowerBound)
      write(window.range.upperBound)
      let repeated = zip([0] + window.ends, window.ends).count { $1 - $0 > 1 }
      write(short: UInt64(window.keys.count + repeated))
      var (key, end) = (window.range.lowerBound &- 1, 0)
      for place in window.keys.indices {
        write(short: window.keys[place] &- key)
        let more = window.ends[place] - end - 1
        if more > 0 {
          // A step of zero announces how many more values there are at the same key.
          write(short: 0)
          write(short: UInt64(more))
        }
        (key, end) = (window.keys[place], window.ends[place])
      }
    }
  }
}

extension ByteReader {
  fileprivate mutating func moments(columns: Int, _ blocks: Range<Int>) -> BlockMoments? {
    func block(_ reader: inout ByteReader) -> [Moments]? {
      reader.list(least: 17) { reader in
        guard let count = reader.shortInt(), let mean = reader.double(),
          let squares = reader.double()
        else { return nil }
        return Moments(count: count, mean: mean, squares: squares)
      }
    }
    guard let joined = block(&self), joined.count == (blocks.lowerBound == 0 ? columns : 0)
    else { return nil }
    var waiting: [[Moments]] = []
    for _ in blocks where blocks.lowerBound > 0 {
      guard let next = block(&self), next.count == columns else { return nil }
      waiting.append(next)
    }
    return BlockMoments(joined: joined, waiting: waiting, from: blocks.lowerBound)
  }

  fileprivate mutating func windows(most: Int) -> RankWindows? {
    guard let count = shortInt(), count < RankWindows.mostWindows else { return nil }
    var gaps: [Int] = []
    for _ in 0...count {
      guard let gap = shortInt(), gap <= most else { return nil }
      gaps.append(gap)
    }
    var windows: [RankWindows.Window] = []
    for _ in 0..<count {
      guard let window = window(most: most) else { return nil }
      windows.append(window)
    }
    return RankWindows(windows: windows, gaps: gaps)
  }

  private mutating func window(most: Int) -> RankWindows.Window? {
    guard let low = number(UInt64.self), let high = number(UInt64.self), low <= high,
      let count = shortInt(), count <= self.count
    else { return nil }
    var window = RankWindows.Window(range: low...high)
    window.keys.reserveCapacity(count)
    window.ends.reserveCapacity(count)
    var (key, end) = (low &- 1, 0)
    for _ in 0..<count {
      guard let step = short() else { return nil }
      if step > 0 {
        key &+= step
        end += 1
        window.keys.append(key)
        window.ends.append(end)
      } else {
        guard let more = shortInt(), more <= most, !window.ends.isEmpty else { return nil }
        end += more
        window.ends[window.ends.count - 1] = end
      }
      guard end <= most else { return nil }
    }
    return window
  }
}
