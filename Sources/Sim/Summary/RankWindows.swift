/// What is kept of a column so that its order statistics stay exact: how many values lie where, and
/// every value inside some windows.
///
/// The values are seen as ``Swift/Double/orderKey``. Windows are ranges of keys, disjoint and
/// increasing; between them values are only counted. Two such accounts of different draws can be
/// joined: inside the windows they share, nothing is lost. A rank of the whole can be read if it lies
/// in a window.
struct RankWindows: Sendable, Equatable {
  /// More windows than there are can ever be: two for each level asked for.
  static let mostWindows = 255

  /// The windows, increasing.
  private(set) var windows: [Window]
  /// `gaps[w]` values lie between window w − 1 and window w.
  private(set) var gaps: [Int]

  /// One range of keys and the values in it.
  struct Window: Sendable, Equatable {
    var range: ClosedRange<UInt64>
    /// Distinct keys, increasing.
    var keys: [UInt64] = []
    /// For each key, how many values of the window are not above it.
    var ends: [Int] = []

    /// How many values there are.
    var count: Int { ends.last ?? 0 }
  }

  /// Nothing yet, and everything to be kept.
  init() {
    windows = [Window(range: .min ... .max)]
    gaps = [0, 0]
  }

  /// An account made elsewhere; nil if it contradicts itself.
  init?(windows: [Window], gaps: [Int]) {
    let isOrdered = zip(windows, windows.dropFirst()).allSatisfy {
      $0.range.upperBound < $1.range.lowerBound
    }
    guard isOrdered, gaps.count == windows.count + 1, gaps.allSatisfy({ $0 >= 0 }),
      windows.allSatisfy(\.isSound)
    else { return nil }
    (self.windows, self.gaps) = (windows, gaps)
  }

  /// How many values there are.
  var count: Int { windows.reduce(gaps.reduce(0, +)) { $0 + $1.count } }

  /// The value at a rank, counted from 0; nil if only its neighbourhood is known.
  func value(at rank: Int) -> Double? {
    var rest = rank
    for (gap, window) in zip(gaps, windows) {
      rest -= gap
      if rest < 0 { return nil }
      if rest < window.count { return Double(orderKey: window.key(at: rest)) }
      rest -= window.count
    }
    return nil
  }

  // MARK: Growing

  /// The same windows with nothing in them.
  var emptied: RankWindows {
    var copy = self
    copy.gaps = Array(repeating: 0, count: gaps.count)
    for place in windows.indices { copy.windows[place] = Window(range: windows[place].range) }
    return copy
  }

  /// Adds values that were told apart by these windows: how many fell into each gap, and the keys in
  /// each window, in any order.
  mutating func add(gaps counts: [Int], keys: [[UInt64]]) {
    for place in gaps.indices { gaps[place] += counts[place] }
    for place in windows.indices where !keys[place].isEmpty {
      let added = Window(range: windows[place].range, unsorted: keys[place])
      windows[place] = windows[place].joined(added)
    }
  }

  /// Both accounts as one, in the windows they share.
  func joined(_ other: RankWindows) -> RankWindows {
    let shared = RankWindows.common(windows.map(\.range), other.windows.map(\.range))
    var sum = restricted(to: shared)
    let rest = other.restricted(to: shared)
    for place in sum.gaps.indices { sum.gaps[place] += rest.gaps[place] }
    for place in sum.windows.indices {
      sum.windows[place] = sum.windows[place].joined(rest.windows[place])
    }
    return sum
  }

  // MARK: Narrowing

  /// Keeps only the values near the quantiles at `levels`: those whose rank among the draws so far is
  /// at most `width` standard errors, and two ranks, from the expected one.
  ///
  /// The number of draws below a quantile of the distribution is binomial, whatever the distribution, so
  /// its standard error is √(n p (1 − p)).
  mutating func narrow(to levels: [Double], width: Double) {
    let count = count
    guard count > 0 else { return }
    let wanted = levels.compactMap { level -> ClosedRange<UInt64>? in
      let n = Double(count)
      let margin = width * (n * level * (1 - level)).squareRoot() + 2
      let low = (n * level - margin).rounded(.down)
      let high = (n * level + margin).rounded(.up)
      let first = low < 0 ? UInt64.min : key(atOrAbove: Int(low))
      let last = high >= n ? UInt64.max : key(atOrBelow: Int(high))
      return first <= last ? first...last : nil
    }
    let ranges = RankWindows.common(RankWindows.union(wanted), windows.map(\.range))
    self = restricted(to: ranges)
  }

  /// The key at a rank, or the first of the next window.
  private func key(atOrAbove rank: Int) -> UInt64 {
    var rest = rank
    for (gap, window) in zip(gaps, windows) {
      rest -= gap
      if rest < 0 { return window.range.lowerBound }
      if rest < window.count { return window.key(at: rest) }
      rest -= window.count
    }
    return .max
  }

  /// The key at a rank, or the last of the window before.
  private func key(atOrBelow rank: Int) -> UInt64 {
    var rest = rank
    var last = UInt64.min
    for (gap, window) in zip(gaps, windows) {
      rest -= gap
      if rest < 0 { return last }
      if rest < window.count { return window.key(at: rest) }
      rest -= window.count
      last = window.range.upperBound
    }
    return last
  }

  /// Only the values in `ranges`, each of which lies in one of the windows; the rest is counted.
  private func restricted(to ranges: [ClosedRange<UInt64>]) -> RankWindows {
    if ranges == windows.map(\.range) { return self }
    var found = RankWindows()
    found.windows = []
    found.gaps = []
    var counted = 0
    var before = 0
    var place = 0
    for range in ranges {
      while windows[place].range.upperBound < range.lowerBound {
        before += gaps[place] + windows[place].count
        place += 1
      }
      let window = windows[place]
      let below = before + gaps[place] + window.count(below: range.lowerBound)
      let part = window.part(range)
      found.gaps.append(below - counted)
      found.windows.append(part)
      counted = below + part.count
    }
    found.gaps.append(count - counted)
    return found
  }

  /// The ranges that are in both lists.
  private static func common(
    _ left: [ClosedRange<UInt64>], _ right: [ClosedRange<UInt64>]
  ) -> [ClosedRange<UInt64>] {
    var found: [ClosedRange<UInt64>] = []
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      let low = max(left[i].lowerBound, right[j].lowerBound)
      let high = min(left[i].upperBound, right[j].upperBound)
      if low <= high { found.append(low...high) }
      if left[i].upperBound < right[j].upperBound { i += 1 } else { j += 1 }
    }
    return found
  }

  /// Ranges that overlap become one.
  private static func union(_ ranges: [ClosedRange<UInt64>]) -> [ClosedRange<UInt64>] {
    var found: [ClosedRange<UInt64>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = found.last, range.lowerBound <= last.upperBound {
        found[found.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        found.append(range)
      }
    }
    return found
  }
}

extension RankWindows.Window {
  /// Counts keys in any order.
  init(range: ClosedRange<UInt64>, unsorted: [UInt64]) {
    self.range = range
    keys.reserveCapacity(unsorted.count)
    ends.reserveCapacity(unsorted.count)
    for (position, key) in unsorted.sorted().enumerated() {
      if key == keys.last {
        ends[ends.count - 1] = position + 1
      } else {
        keys.append(key)
        ends.append(position + 1)
      }
    }
  }

  /// Whether the keys increase, lie in the range, and are there at least once each.
  fileprivate var isSound: Bool {
    keys.count == ends.count && zip(keys, keys.dropFirst()).allSatisfy(<)
      && zip([0] + ends, ends).allSatisfy(<)
      && (keys.isEmpty || range.contains(keys[0]) && range.contains(keys[keys.count - 1]))
  }

  /// The key at a rank of the window.
  fileprivate func key(at rank: Int) -> UInt64 {
    keys[ends.firstPlace { $0 > rank }]
  }

  /// How many values are below a key.
  fileprivate func count(below key: UInt64) -> Int {
    let place = keys.firstPlace { $0 >= key }
    return place == 0 ? 0 : ends[place - 1]
  }

  /// The values in a smaller range.
  fileprivate func part(_ range: ClosedRange<UInt64>) -> RankWindows.Window {
    let first = keys.firstPlace { $0 >= range.lowerBound }
    let end = keys.firstPlace { $0 > range.upperBound }
    let below = first == 0 ? 0 : ends[first - 1]
    return RankWindows.Window(
      range: range, keys: Array(keys[first..<end]), ends: ends[first..<end].map { $0 - below })
  }

  /// The values of both windows, which have one range.
  fileprivate func joined(_ other: RankWindows.Window) -> RankWindows.Window {
    if other.keys.isEmpty { return self }
    if keys.isEmpty { return other }
    var sum = RankWindows.Window(range: range)
    sum.keys.reserveCapacity(keys.count + other.keys.count)
    sum.ends.reserveCapacity(keys.count + other.keys.count)
    var (i, j) = (0, 0)
    while i < keys.count || j < other.keys.count {
      let takesOwn = j == other.keys.count || i < keys.count && keys[i] <= other.keys[j]
      let takesOther = i == keys.count || j < other.keys.count && other.keys[j] <= keys[i]
      sum.keys.append(takesOwn ? keys[i] : other.keys[j])
      if takesOwn { i += 1 }
      if takesOther { j += 1 }
      sum.ends.append((i == 0 ? 0 : ends[i - 1]) + (j == 0 ? 0 : other.ends[j - 1]))
    }
    return sum
  }
}

extension Array {
  /// The first place where a condition holds that, once it holds, holds to the end; the end if it
  /// never does.
  fileprivate func firstPlace(where holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
