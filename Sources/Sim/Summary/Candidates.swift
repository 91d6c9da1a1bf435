internal import Synchronization

/// Values kept by all workers of a pass, in ranges of known capacity.
@safe final class Candidates: @unchecked Sendable {
  private var starts: [Int] = []
  private var capacity = 0
  private var values: UnsafeMutablePointer<Double>?
  private var counts: UnsafeMutablePointer<Atomic<Int>>?

  /// Adds a range; returns its number.
  ///
  /// - Precondition: ``allocate()`` has not been called.
  func addRange(capacity: Int) -> Int {
    starts.append(self.capacity)
    self.capacity += capacity
    return starts.count - 1
  }

  /// Makes room; memory that is never written is never taken.
  func allocate() {
    unsafe values = .allocate(capacity: max(1, capacity))
    let counts = UnsafeMutablePointer<Atomic<Int>>.allocate(capacity: max(1, starts.count))
    for range in starts.indices { unsafe (counts + range).initialize(to: Atomic(0)) }
    unsafe self.counts = unsafe counts
  }

  deinit {
    unsafe values?.deallocate()
    unsafe counts?.deallocate()
  }

  /// Keeps a value; from any worker.
  func append(_ value: Double, to range: Int) {
    guard let values = unsafe values, let counts = unsafe counts else { return }
    let place = unsafe counts[range].wrappingAdd(1, ordering: .relaxed).oldValue
    unsafe values[starts[range] + place] = value
  }

  /// How many values a range holds.
  func count(_ range: Int) -> Int {
    guard let counts = unsafe counts else { return 0 }
    return unsafe counts[range].load(ordering: .relaxed)
  }

  /// The value that would be at `rank` if the range were sorted.
  ///
  /// Source: Hoare, *Algorithm 65: Find*, Communications of the ACM 4 (1961).
  func select(rank: Int, in range: Int) -> Double {
    guard let all = unsafe values else { return .nan }
    let values = unsafe UnsafeMutableBufferPointer(
      start: all + starts[range], count: count(range))
    var (low, high) = (0, values.count - 1)
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
    // Both zeros are one value.
    return unsafe values[rank] + 0
  }
}

private func median(_ a: Double, _ b: Double, _ c: Double) -> Double {
  max(min(a, b), min(max(a, b), c))
}
