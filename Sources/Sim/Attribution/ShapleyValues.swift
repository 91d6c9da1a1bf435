/// Which combinations of changes have to be simulated, and with which weights their outcomes are the
/// Shapley values of the changes.
///
/// The wedge of a change is its marginal effect averaged over every order in which the changes might
/// be made. Wedges add up to the whole difference, a change that does nothing has exactly 0, and two
/// changes that always do the same have the same. Up to ``mostExact`` groups every combination is
/// used; above it, some orders are drawn, each with its reverse.
///
/// Sources: Shapley, *A value for n-person games*, in Contributions to the Theory of Games II (1953);
/// for drawn orders, Castro, Gómez & Tejada, *Polynomial calculation of the Shapley value based on
/// sampling*, Computers & Operations Research 36 (2009).
public struct ShapleyValues: Sendable {
  /// The most groups of which every combination is simulated.
  public static let mostExact = 12
  /// The orders that are drawn above it; half of them are the reverse of the others.
  public static let drawnOrders = 32

  /// A set of groups, bit by bit.
  public typealias Coalition = UInt64

  /// The number of groups.
  public let groupCount: Int
  /// The combinations to simulate: none of the changes first, all of them second.
  public let coalitions: [Coalition]
  /// Whether every combination is there.
  public let isExact: Bool
  /// `terms[group]`: positions in ``coalitions`` with their weights, each combination with the group
  /// directly followed by the same without it.
  public let terms: [[(weight: Double, coalition: Int)]]
  /// The orders that were drawn, each as the positions of its growing combinations; empty if exact.
  private let orders: [(groups: [Int], positions: [Int])]

  /// Plans the wedges of `groupCount` groups; `seed` decides the drawn orders.
  ///
  /// - Precondition: between 1 and 63 groups.
  public init(groupCount: Int, seed: UInt64) {
    precondition((1...63).contains(groupCount), "between 1 and 63 groups")
    self.groupCount = groupCount
    isExact = groupCount <= ShapleyValues.mostExact
    let everything = (Coalition(1) << Coalition(groupCount)) - 1
    var coalitions: [Coalition] = [0, everything]
    var position: [Coalition: Int] = [0: 0, everything: 1]
    func place(_ coalition: Coalition) -> Int {
      if let known = position[coalition] { return known }
      position[coalition] = coalitions.count
      coalitions.append(coalition)
      return coalitions.count - 1
    }
    var terms: [[(weight: Double, coalition: Int)]] = Array(repeating: [], count: groupCount)
    func append(_ group: Int, _ weight: Double, _ without: Coalition) {
      terms[group].append((weight, place(without | (1 << Coalition(group)))))
      terms[group].append((-weight, place(without)))
    }
    var orders: [(groups: [Int], positions: [Int])] = []
    if isExact {
      let weights = ShapleyValues.weights(groupCount)
      for group in 0..<groupCount {
        for coalition in 0...everything where coalition & (1 << Coalition(group)) == 0 {
          append(group, weights[coalition.nonzeroBitCount], coalition)
        }
      }
    } else {
      for order in ShapleyValues.drawn(groupCount, seed) {
        var coalition: Coalition = 0
        var positions = [0]
        for group in order {
          append(group, 1 / Double(ShapleyValues.drawnOrders), coalition)
          coalition |= 1 << Coalition(group)
          positions.append(place(coalition))
        }
        orders.append((order, positions))
      }
    }
    self.coalitions = coalitions
    self.terms = terms
    self.orders = orders
  }

  /// The weight of a marginal effect by the number of changes made before: s! (n − s − 1)! / n!.
  private static func weights(_ n: Int) -> [Double] {
    // 1 / (n · C(n − 1, s)), built up from s = 0.
    var binomial = 1.0
    return (0..<n).map { s in
      if s > 0 { binomial *= Double(n - s) / Double(s) }
      return 1 / (Double(n) * binomial)
    }
  }

  private static func drawn(_ n: Int, _ seed: UInt64) -> [[Int]] {
    let stream = RandomStream(seed: seed, name: "orders of changes")
    return (0..<drawnOrders / 2).flatMap { number in
      let keys = (0..<n).map {
        stream.uniform(draw: UInt64(number), period: $0, substream: 0)
      }
      let order = (0..<n).sorted { keys[$0] < keys[$1] }
      return [order, order.reversed()]
    }
  }

  /// The standard error that comes from drawing orders and not using all, for each group, from the mean
  /// outcome of each combination; 0 when all are used.
  public func orderErrors(_ means: [Double]) -> [Double] {
    guard !isExact else { return Array(repeating: 0, count: groupCount) }
    var effects: [[Double]] = Array(repeating: [], count: groupCount)
    for pair in stride(from: 0, to: orders.count, by: 2) {
      // An order and its reverse are one independent observation.
      var sum = Array(repeating: 0.0, count: groupCount)
      for order in orders[pair...pair + 1] {
        for (step, group) in order.groups.enumerated() {
          sum[group] += means[order.positions[step + 1]] - means[order.positions[step]]
        }
      }
      for group in 0..<groupCount { effects[group].append(sum[group] / 2) }
    }
    return effects.map { values in
      let n = Double(values.count)
      let mean = values.reduce(0, +) / n
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / (n - 1) / n).squareRoot()
    }
  }
}
