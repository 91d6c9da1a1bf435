/// Which prior draw each draw of a posterior run uses.
///
/// Draw i takes the retained entry found by inverting the cumulative weights at a uniform of its
/// own, so it is a function of i alone, whatever the number of draws, blocks or workers.
public struct PosteriorIndex: Sendable {
  /// The prior draws that were retained.
  public let entries: [UInt64]
  /// How many independent draws the entries are worth; Monte Carlo errors cannot be smaller than
  /// those of so many.
  public let effectiveSize: Double
  /// Cumulative weights, ending at 1.
  private let cumulative: [Double]
  private let stream: RandomStream

  /// Creates an index over `entries` with the given positive weights, in any scale.
  ///
  /// - Parameter effectiveSize: How many independent draws they are worth; as many as there are,
  ///   unless it is known better.
  /// - Precondition: as many weights as entries, at least one.
  public init(
    entries: [UInt64], weights: [Double], seed: UInt64, effectiveSize: Double? = nil
  ) {
    precondition(!entries.isEmpty && entries.count == weights.count)
    self.entries = entries
    self.effectiveSize = effectiveSize ?? Double(entries.count)
    let total = weights.reduce(0, +)
    var sum = 0.0
    cumulative = weights.map {
      sum += $0
      return sum / total
    }
    stream = RandomStream(seed: seed, name: "posterior")
  }

  /// The prior draw behind draw `draw`.
  public func entry(of draw: UInt64) -> UInt64 {
    let u = stream.uniform(draw: draw, period: 0, substream: 0)
    var low = 0
    var high = entries.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] < u { low = middle + 1 } else { high = middle }
    }
    return entries[low]
  }
}
