import Sim
import Testing

/// The axioms of the Shapley value on games with known answers, and on a simulated one.
@Suite struct ShapleyValuesTests {
  /// The wedges of a game, from the value of every coalition.
  private func wedges(
    _ count: Int, _ value: (ShapleyValues.Coalition) -> Double
  ) -> [Double] {
    let shapley = ShapleyValues(groupCount: count, seed: 1)
    return shapley.terms.map { terms in
      terms.reduce(0) { $0 + $1.weight * value(shapley.coalitions[$1.coalition]) }
    }
  }

  private func has(_ coalition: ShapleyValues.Coalition, _ group: Int) -> Bool {
    coalition & (1 << ShapleyValues.Coalition(group)) != 0
  }

  /// The glove game: one left glove, two right gloves, a pair is worth 1.
  ///
  /// Known answer 2/3, 1/6, 1/6.
  @Test func theGloveGameHasItsKnownAnswer() {
    let found = wedges(3) { has($0, 0) && (has($0, 1) || has($0, 2)) ? 1 : 0 }
    for (own, known) in zip(found, [2.0 / 3, 1.0 / 6, 1.0 / 6]) {
      #expect(abs(own - known) < 1e-15)
    }
  }

  /// The airport game: a runway must be as long as the greatest plane needs, and each pays its share.
  @Test func theAirportGameHasItsKnownAnswer() {
    let costs = [8.0, 11, 13, 18]
    let found = wedges(4) { coalition in
      costs.indices.filter { has(coalition, $0) }.map { costs[$0] }.max() ?? 0
    }
    let known = [2.0, 3, 4, 9]
    for (own, answer) in zip(found, known) { #expect(abs(own - answer) < 1e-12) }
  }

  @Test(arguments: [1, 2, 5, 8, 12])
  func exactWedgesAddUpAndIdleGroupsHaveNothing(count: Int) {
    // Group 0 is idle; the others interact.
    func value(_ coalition: ShapleyValues.Coalition) -> Double {
      let others = (1..<max(2, count)).filter { has(coalition, $0) }.map { Double($0) * 0.37 }
      return others.reduce(1) { $0 * (1 + $1) } - 1
    }
    let found = wedges(count, value)
    let everything = (ShapleyValues.Coalition(1) << ShapleyValues.Coalition(count)) - 1
    #expect(found[0] == 0)
    #expect(abs(found.reduce(0, +) - value(everything)) <= 1e-11 * max(1, abs(value(everything))))
    let shapley = ShapleyValues(groupCount: count, seed: 1)
    #expect(shapley.isExact)
    #expect(shapley.coalitions.count == 1 << count)
    #expect(shapley.orderErrors(shapley.coalitions.map(value)).allSatisfy { $0 == 0 })
  }

  @Test func symmetricGroupsHaveEqualWedges() {
    let found = wedges(6) { coalition in
      let symmetric = [1, 3, 5].count { has(coalition, $0) }
      return Double(symmetric * symmetric) + (has(coalition, 0) ? 0.5 * Double(symmetric) : 0)
    }
    #expect(abs(found[1] - found[3]) < 1e-14)
    #expect(abs(found[3] - found[5]) < 1e-14)
    #expect(found[2] == 0)
  }

  /// With fourteen groups orders are drawn: sums are still exact, idle groups still have 0, and the
  /// error covers the distance from the known answer.
  @Test func drawnOrdersAddUpAndStateTheirError() {
    let count = 14
    // A product of pairs: the wedge of each of a pair is half of it.
    func value(_ coalition: ShapleyValues.Coalition) -> Double {
      (0..<6).reduce(0) {
        $0 + (has(coalition, 2 * $1) && has(coalition, 2 * $1 + 1) ? Double($1 + 1) : 0)
      }
    }
    let shapley = ShapleyValues(groupCount: count, seed: 5)
    #expect(!shapley.isExact)
    let values = shapley.coalitions.map(value)
    let found = shapley.terms.map { $0.reduce(0) { $0 + $1.weight * values[$1.coalition] } }
    #expect(abs(found.reduce(0, +) - 21) < 1e-10)
    #expect(found[12] == 0 && found[13] == 0)
    let errors = shapley.orderErrors(values)
    for group in 0..<12 {
      let known = Double(group / 2 + 1) / 2
      // An order and its reverse give each of a pair exactly half.
      #expect(abs(found[group] - known) <= 4 * errors[group] + 1e-12)
    }
  }

  /// The seed decides which orders are drawn, and nothing else does.
  @Test func drawnOrdersAreThoseOfTheSeed() {
    let first = ShapleyValues(groupCount: 13, seed: 2)
    #expect(first.coalitions == ShapleyValues(groupCount: 13, seed: 2).coalitions)
    #expect(first.coalitions != ShapleyValues(groupCount: 13, seed: 3).coalitions)
  }
}
