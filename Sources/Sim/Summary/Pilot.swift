/// What the first block of a column tells about the rest: where to lay bins, and which values come back.
struct Pilot: Sendable {
  /// How many values it will have seen in the end.
  let count: Int
  private(set) var low = Double.infinity
  private(set) var high = -Double.infinity
  private var sum = 0.0
  private var seen = 0
  private var few: [Double] = []

  init(count: Int) { self.count = count }

  /// Adds the next values, in the order of their draws.
  mutating func add(_ values: UnsafeBufferPointer<Double>) {
    var (low, high, sum) = (low, high, sum)
    for index in values.indices {
      let value = unsafe values[index]
      low = min(low, value)
      high = max(high, value)
      sum += value
    }
    (self.low, self.high, self.sum) = (low, high, sum)
    let step = max(1, count / 128)
    for index in stride(from: (step - seen % step) % step, to: values.count, by: step) {
      few.append(unsafe values[index])
    }
    seen += values.count
  }

  /// The mean.
  var mean: Double { sum / Double(max(1, count)) }

  /// Values that showed more than once in a sample, the most frequent of them, increasing: very many
  /// draws are likely to share them.
  var sharedValues: [Double] {
    let sorted = few.sorted()
    guard zip(sorted, sorted.dropFirst()).contains(where: ==) else { return [] }
    var found: [(value: Double, times: Int)] = []
    for value in sorted {
      if let last = found.last, last.value == value {
        found[found.count - 1].times += 1
      } else {
        found.append((value, 1))
      }
    }
    let shared = found.filter { $0.times > 1 }.sorted {
      ($1.times, $0.value) < ($0.times, $1.value)
    }
    return shared.prefix(16).map(\.value).sorted()
  }
}
