/// The prior draws that stand for a posterior, and how often each does.
///
/// Systematic resampling: with the weights laid end to end on a line, count c of a draw is how many
/// of `size` equally spaced points fall on its piece, so |c − size · weight| < 1 and most draws
/// without influence drop out. The points are at (j + ½)/size: the draws are independent, so their
/// order is as good as random, and no random offset is needed.
///
/// Source: J. Carpenter, P. Clifford, P. Fearnhead, *Improved particle filter for nonlinear
/// problems*, IEE Proceedings Radar, Sonar and Navigation 146 (1999), 2-7.
public struct RetainedDraws: Hashable, Sendable {
  /// The number of points; docs/design/0004-fit-file.md says why so many.
  public static let size = 250_000

  /// The prior draws, ascending.
  public let draws: [UInt64]
  /// How many points each stands for; positive.
  public let counts: [Int]

  /// Takes draws that were retained before.
  ///
  /// - Precondition: as many counts as draws, all positive, at least one.
  public init(draws: [UInt64], counts: [Int]) {
    precondition(!draws.isEmpty && draws.count == counts.count && counts.allSatisfy { $0 > 0 })
    self.draws = draws
    self.counts = counts
  }

  /// Resamples draws 0, 1, … with the given weights, which sum to 1.
  public init(weights: [Double], size: Int = RetainedDraws.size) {
    var draws: [UInt64] = []
    var counts: [Int] = []
    var sum = 0.0
    var taken = 0
    for (draw, weight) in weights.enumerated() {
      sum += weight
      // Rounding may leave the sum below 1: the last point then goes to the last draw of all.
      let isLast = draw == weights.count - 1
      let end = isLast ? size : min(size, Int((sum * Double(size) + 0.5).rounded(.down)))
      guard end > taken else { continue }
      draws.append(UInt64(draw))
      counts.append(end - taken)
      taken = end
    }
    self.init(draws: draws, counts: counts)
  }

  /// The number of points.
  public var size: Int { counts.reduce(0, +) }

  /// How many draws that all count the same they are worth: (Σc)²/Σc².
  public var effectiveSize: Double {
    let total = Double(size)
    return total * total / counts.reduce(0) { $0 + Double($1) * Double($1) }
  }
}
