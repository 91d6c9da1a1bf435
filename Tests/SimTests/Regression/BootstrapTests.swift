import Testing

@testable import Sim

/// Refits of resampled rows against refits from the start.
struct BootstrapTests {
  private func fit() throws -> (x: [Double], y: [Double], fit: LinearFit) {
    let data = try RegressionCase("norris")
    let (x, y) = (try data.column("x"), try data.column("y"))
    return (x, y, try LinearFit(response: y, design: Design(columns: [("x", x)])))
  }

  @Test func aRefitIsTheRegressionOfItsRows() throws {
    let (x, y, fit) = try fit()
    let refits = try Bootstrap(fit, scheme: .pairs, seed: 5).refits(3..<6)
    let stream = RandomStream(seed: 5, name: "bootstrap")
    let key = SIMD2(
      UInt32(truncatingIfNeeded: stream.key), UInt32(truncatingIfNeeded: stream.key >> 32))
    for refit in 3..<6 {
      let rows = (0..<36).map { place in
        let words = Philox.block(counter: SIMD4(UInt32(refit), 0, UInt32(place / 4), 0), key: key)
        return Int((UInt64(words[place % 4]) * 36) >> 32)
      }
      let again = try LinearFit(
        response: rows.map { y[$0] }, design: Design(columns: [("x", rows.map { x[$0] })]))
      let start = (refit - 3) * 2
      for (a, b) in zip(refits[start..<(start + 2)], again.estimates) {
        #expect(agreement(a, b) > 10)
      }
    }
  }

  @Test func refitsDependOnTheirNumberAlone() throws {
    let fit = try fit().fit
    for scheme in [Bootstrap.Scheme.pairs, .wild(clusters: nil)] {
      let bootstrap = try Bootstrap(fit, scheme: scheme, seed: 1)
      #expect(bootstrap.refits(0..<20) == bootstrap.refits(0..<7) + bootstrap.refits(7..<20))
      #expect(
        bootstrap.refits(0..<5) != (try Bootstrap(fit, scheme: scheme, seed: 2)).refits(0..<5))
    }
  }

  /// The wild bootstrap's variance is known: that of HC2, or of clusters without a correction.
  @Test func theWildBootstrapTendsToItsLimit() throws {
    let fit = try fit().fit
    let clusters = (0..<36).map { $0 / 3 }
    for (groups, kind) in [
      (nil, ErrorKind.heteroskedastic(.hc2)), (clusters, .cluster([clusters])),
    ] {
      let bootstrap = try Bootstrap(fit, scheme: .wild(clusters: groups), seed: 9)
      let errors = bootstrap.errors(bootstrap.refits(0..<4000), degreesOfFreedom: 34)
      let limit = try fit.errors(kind, smallSample: .none).standardErrors
      #expect(errors.correction == .resampling(draws: 4000, failed: 0))
      // The standard deviation of 4,000 draws is known within about 1.1 %.
      for (a, b) in zip(errors.standardErrors, limit) { #expect((a / b - 1).magnitude < 0.05) }
    }
  }

  @Test func resamplesWithoutASolutionAreCounted() throws {
    let fit = try LinearFit(
      response: [1, 2, 3, 5, 4, 8], design: Design(columns: [("d", [1, 0, 0, 0, 0, 0])]))
    let bootstrap = try Bootstrap(fit, scheme: .pairs, seed: 1)
    let errors = bootstrap.errors(bootstrap.refits(0..<1000), degreesOfFreedom: 4)
    guard case .resampling(1000, let failed) = errors.correction else {
      Issue.record("not a bootstrap")
      return
    }
    // The first row is missing with probability (5/6)^6 = 0.335.
    #expect((280...390).contains(failed))
    #expect(throws: RegressionError.unsupported(.pairsWithEffects)) {
      let absorbed = try LinearFit(
        response: [1, 2, 4, 3, 7, 9],
        design: Design(columns: [("x", [0, 1, 3, 1, 4, 6])], intercept: false),
        effects: [[0, 0, 0, 1, 1, 1]])
      _ = try Bootstrap(absorbed, scheme: .pairs, seed: 1)
    }
  }
}
