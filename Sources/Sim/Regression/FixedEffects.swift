/// One or two sets of groups whose effects are taken out before the regression.
///
/// The larger set is taken out by subtracting (weighted) group means, the smaller by a column of zeros
/// and ones per group, itself so reduced. That is exact also for an unbalanced panel, and a group that
/// another set already explains shows as a column without anything new, so degrees of freedom are
/// counted and not assumed. (R. Frisch, F. V. Waugh, Econometrica 1, 1933; M. C. Lovell, JASA 58, 1963.)
struct FixedEffects: Sendable {
  /// The group of each row in the set that is subtracted, from 0.
  let groups: [Int]
  let groupCount: Int
  /// The group of each row in the set that becomes columns, if there are two sets.
  let others: [Int]?
  let otherCount: Int
  /// Whether the sets were exchanged.
  let isSwapped: Bool
  private let weights: [Double]?
  private let totals: [DoubleDouble]

  init(_ sets: [[Int]], weights: [Double]?) {
    let counts = sets.map { ($0.max() ?? -1) + 1 }
    isSwapped = sets.count > 1 && counts[1] > counts[0]
    groups = isSwapped ? sets[1] : sets[0]
    groupCount = isSwapped ? counts[1] : counts[0]
    others = sets.count > 1 ? (isSwapped ? sets[0] : sets[1]) : nil
    otherCount = sets.count > 1 ? (isSwapped ? counts[0] : counts[1]) : 0
    self.weights = weights
    var totals = Array(repeating: DoubleDouble.zero, count: groupCount)
    for (row, group) in groups.enumerated() {
      totals[group] += DoubleDouble(weights?[row] ?? 1)
    }
    self.totals = totals
  }

  /// The mean of a column in each group.
  func means(_ column: [DoubleDouble]) -> [DoubleDouble] {
    var sums = Array(repeating: DoubleDouble.zero, count: groupCount)
    for (row, group) in groups.enumerated() {
      sums[group] += weights.map { DoubleDouble($0[row]) * column[row] } ?? column[row]
    }
    return zip(sums, totals).map { $0 / $1 }
  }

  /// A column less its group means.
  func reduced(_ column: [DoubleDouble]) -> [DoubleDouble] {
    let means = means(column)
    return column.indices.map { column[$0] - means[groups[$0]] }
  }

  /// The share of a row in its group: its part of the leverage.
  func leverage(_ row: Int) -> Double {
    (weights?[row] ?? 1) / totals[groups[row]].value
  }

  /// One over the (weighted) number of rows in a group.
  func inverseTotal(_ group: Int) -> Double { 1 / totals[group].value }

  /// The columns of the other set, the first group being the reference.
  var columns: [[DoubleDouble]] {
    guard let others else { return [] }
    return (1..<max(1, otherCount)).map { group in others.map { $0 == group ? .one : .zero } }
  }

  /// The rows that are not alone in a group of any set; leaving one out may leave another alone.
  static func withoutSingletons(_ sets: [[Int]]) -> [Int] {
    var rows = Array(sets[0].indices)
    while true {
      var kept = rows
      for set in sets {
        var sizes: [Int: Int] = [:]
        for row in kept { sizes[set[row], default: 0] += 1 }
        kept = kept.filter { sizes[set[$0], default: 0] > 1 }
      }
      if kept.count == rows.count { return rows }
      rows = kept
    }
  }
}
