import Testing

@testable import Sim

/// Penalties, priors, effects, dependence and predictions against values solved with 80 digits, or
/// against a second way to the same number.
struct RegressionVariantTests {
  @Test func ridge() throws {
    let data = try RegressionCase("ridge")
    let design = Design(columns: try data.header.dropFirst().map { ($0, try data.column($0)) })
    let lambda = try data.certified("ridge_lambda")[0]
    let fit = try LinearFit(
      response: try data.column("y"), design: design, penalty: .ridge(lambda, for: design))
    #expect(try data.digits(fit.estimates, "estimate") >= 14)
    #expect(fit.effectiveCount < 6 && fit.effectiveCount > 1)
    #expect(throws: RegressionError.unsupported(.robustWithPenalty)) {
      try fit.errors(.heteroskedastic(.hc3))
    }
  }

  @Test func conjugatePosterior() throws {
    let data = try RegressionCase("conjugate")
    let design = Design(columns: [("x", try data.column("x"))])
    let posterior = try ConjugatePosterior(
      response: try data.column("y").map { DoubleDouble($0) }, design: design,
      prior: ConjugatePosterior.Prior(
        means: [0, 0.5], precisions: [0.01, 0.25], shape: 3, rate: 2))
    #expect(try data.digits(posterior.means, "estimate") >= 14)
    #expect(try data.digits(posterior.scaleMatrix.elements, "vn") >= 13)
    #expect(try data.digits([posterior.shape], "an") == 15)
    #expect(try data.digits([posterior.rate], "dn") >= 14)
    #expect(
      try data.digits([posterior.logMarginalLikelihood], "log_marginal_likelihood") >= 14)
  }

  @Test func panelWithTwoEffects() throws {
    let data = try RegressionCase("panel")
    let design = Design(
      columns: [("x1", try data.column("x1")), ("x2", try data.column("x2"))], intercept: false)
    let (provinces, years) = (try data.groups("province"), try data.groups("year"))
    for effects in [[provinces, years], [years, provinces]] {
      let fit = try LinearFit(
        response: try data.column("y"), design: design, effects: effects)
      #expect(fit.degreesOfFreedom == 308)
      #expect(fit.singletonCount == 0)
      #expect(try data.digits(fit.estimates, "estimate") >= 14)
      #expect(try data.digits([fit.residualSumOfSquares], "rss") >= 14)
      #expect(try data.digits(try fit.errors(.classical).standardErrors, "std_error") >= 14)
      let cluster = ErrorKind.cluster([provinces])
      #expect(
        try data.digits(try fit.errors(cluster, smallSample: .none).standardErrors, "cr0") >= 14)
      let corrected = try fit.errors(cluster, smallSample: .clusters)
      #expect(try data.digits(corrected.standardErrors, "cr1") >= 14)
      #expect(corrected.degreesOfFreedom == 62)
      #expect(corrected.correction == .clusters([63], factors: [63.0 / 62], isRepaired: false))
      // Province effects are nested in the clusters, so K counts x1, x2 and the six years.
      #expect(
        try fit.errors(cluster).correction
          == .clusters([63], factors: [63.0 / 62 * 377 / (378 - 8)], isRepaired: false))
    }
  }

  /// The same panel with a column for every province and year.
  @Test func effectsAreColumnsOfZerosAndOnes() throws {
    let data = try RegressionCase("panel")
    let (provinces, years) = (try data.groups("province"), try data.groups("year"))
    // Rows are left out, so that the panel is not balanced.
    let rows = provinces.indices.filter { $0 % 7 != 3 && $0 % 11 != 5 }
    let y = try data.column("y")
    let x = try ["x1", "x2"].map { name in (name, try data.column(name)) }
    func pick<T>(_ values: [T]) -> [T] { rows.map { values[$0] } }
    let absorbed = try LinearFit(
      response: pick(y), design: Design(columns: x.map { ($0.0, pick($0.1)) }, intercept: false),
      effects: [pick(provinces), pick(years)])
    var columns = x.map { ($0.0, pick($0.1)) }
    for group in 1..<63 {
      columns.append(("p\(group)", pick(provinces).map { $0 == group ? 1 : 0 }))
    }
    for group in 1..<6 { columns.append(("t\(group)", pick(years).map { $0 == group ? 1 : 0 })) }
    let full = try LinearFit(response: pick(y), design: Design(columns: columns))
    #expect(absorbed.degreesOfFreedom == full.degreesOfFreedom)
    for (a, b) in zip(absorbed.estimates, full.estimates[1...2]) { #expect(agreement(a, b) > 13) }
    for kind in [
      ErrorKind.classical, .heteroskedastic(.hc1), .heteroskedastic(.hc3), .cluster([years]),
    ] {
      // Leverage counts the effects; years are not nested in the clusters of the columns' fit.
      let clusters: ErrorKind = if case .cluster = kind { .cluster([pick(years)]) } else { kind }
      let a = try absorbed.errors(clusters, smallSample: .clusters).standardErrors
      let b = try full.errors(clusters, smallSample: .clusters).standardErrors
      for (a, b) in zip(a, b[1...2]) { #expect(agreement(a, b) > 12) }
    }
    // A prediction is the same both ways.
    let row = 17
    let one = try absorbed.predict(
      x.map { [DoubleDouble($0.1[row])] }, effects: [[provinces[row]], [years[row]]],
      kind: .heteroskedastic(.hc3))
    let other = try full.predict(
      columns.indices.map { place in
        switch place {
        case 0...1: [DoubleDouble(x[place].1[row])]
        case 2..<64: [provinces[row] == place - 1 ? .one : .zero]
        default: [years[row] == place - 63 ? .one : .zero]
        }
      }, kind: .heteroskedastic(.hc3))
    let (a, b) = (try #require(one[0]), try #require(other[0]))
    #expect(agreement(a.fit, b.fit) > 12)
    #expect(agreement(try #require(a.standardError), try #require(b.standardError)) > 12)
    let upper = try [a, b].map { try #require($0.prediction).upperBound }
    #expect(agreement(upper[0], upper[1]) > 12)
  }

  @Test func rowsAloneInAGroupAreLeftOut() throws {
    let fit = try LinearFit(
      response: [1, 2, 4, 3, 7, 9, 50],
      design: Design(
        columns: [("x", [0, 1, 3, 1, 4, 6, 2])], intercept: false),
      effects: [[0, 0, 0, 1, 1, 1, 2]])
    #expect(fit.singletonCount == 1)
    #expect(fit.rows == [0, 1, 2, 3, 4, 5])
    #expect(fit.degreesOfFreedom == 3)
  }

  @Test func dummyTrap() throws {
    let data = try RegressionCase("rankdef")
    let names = data.header.dropFirst()
    let design = Design(columns: try names.map { ($0, try data.column($0)) })
    let fit = try LinearFit(response: try data.column("y"), design: design)
    #expect(fit.rank == 4)
    #expect(fit.aliases.map(\.name) == ["x3"])
    #expect(
      fit.aliases[0].combination == [
        LinearFit.Alias.Term(factor: 1, name: "(Intercept)"),
        LinearFit.Alias.Term(factor: -1, name: "x1"), LinearFit.Alias.Term(factor: -1, name: "x2"),
      ])
    #expect(try data.digits([fit.estimates[3]], "slope_x") >= 14)
    #expect(try data.digits([fit.residualSumOfSquares], "rss") >= 14)
    #expect(try data.digits([fit.residualSD], "residual_sd") >= 14)
    #expect(try data.digits(fit.fitted, "fitted") >= 14)
    #expect(fit.degreesOfFreedom == 11)
  }

  @Test func whatHasNoAnswerIsRefused() throws {
    let x = [1.0, 2, 3, 4]
    func fit(_ y: [Double], _ columns: [(String, [Double])], _ weights: [Double]? = nil) throws
      -> LinearFit
    { try LinearFit(response: y, design: Design(columns: columns), weights: weights) }
    #expect(throws: RegressionError.tooFewRows(rows: 2, coefficients: 2)) {
      try fit([1, 2], [("x", [1, 2])])
    }
    #expect(throws: RegressionError.tooFewRows(rows: 4, coefficients: 4)) {
      try fit([1, 2, 4, 3], [("x", x), ("z", [1, 0, 0, 1]), ("w", [0, 1, 0, 5])])
    }
    #expect(throws: RegressionError.constantResponse(7)) { try fit([7, 7, 7, 7], [("x", x)]) }
    #expect(throws: RegressionError.noWeight) { try fit([1, 2, 4, 3], [("x", x)], [0, 0, 0, 0]) }
    #expect(throws: RegressionError.invalidWeight(row: 2, -1)) {
      try fit([1, 2, 4, 3], [("x", x)], [1, 1, -1, 1])
    }
    #expect(throws: RegressionError.notFinite(name: "x", row: 1)) {
      try fit([1, 2, 4, 3], [("x", [1, .nan, 3, 4])])
    }
    #expect(throws: RegressionError.noRows) { try fit([], [("x", [])]) }
    let constant = try fit([1, 2, 4, 3], [("x", x), ("c", [5, 5, 5, 5])])
    #expect(constant.aliases.map(\.name) == ["c"])
    #expect(
      constant.aliases[0].combination == [LinearFit.Alias.Term(factor: 5, name: "(Intercept)")])
    #expect(throws: RegressionError.tooFewClusters(1)) {
      try fit([1, 2, 4, 3], [("x", x)]).errors(.cluster([[0, 0, 0, 0]]))
    }
    #expect(throws: RegressionError.lagTooLong(lag: 4, rows: 4)) {
      try fit([1, 2, 4, 3], [("x", x)]).errors(.neweyWest(lag: 4))
    }
    let weighted = try fit([1, 2, 4, 3], [("x", x)], [1, 0, 1, 1])
    #expect(weighted.rows == [0, 2, 3])
    #expect(weighted.weightlessCount == 1)
  }

  /// Weights of 2 on half of the rows are those rows twice, but for the degrees of freedom.
  @Test func weightsAreRepeatedRows() throws {
    let data = try RegressionCase("norris")
    let (x, y) = (try data.column("x"), try data.column("y"))
    let weights = x.indices.map { $0 % 2 == 0 ? 2.0 : 1 }
    let weighted = try LinearFit(
      response: y, design: Design(columns: [("x", x)]), weights: weights)
    let twice = x.indices.flatMap { Array(repeating: $0, count: Int(weights[$0])) }
    let repeated = try LinearFit(
      response: twice.map { y[$0] }, design: Design(columns: [("x", twice.map { x[$0] })]))
    for (a, b) in zip(weighted.estimates, repeated.estimates) { #expect(agreement(a, b) > 14) }
    #expect(agreement(weighted.residualSumOfSquares, repeated.residualSumOfSquares) > 13)
  }

  @Test func predictionOfAKnownLine() throws {
    let x = [1.0, 2, 3, 4, 5]
    let fit = try LinearFit(
      response: [2.1, 3.9, 6.2, 7.8, 10.1], design: Design(columns: [("x", x)]))
    let found = try fit.predict([[DoubleDouble(6)]])
    let prediction = try #require(found[0])
    // By hand: b = 0.05 + 1.99 x, σ² = 0.107/3, Var = σ² (1/5 + 9/10).
    #expect(agreement(prediction.fit, 11.99) > 13)
    let error = try #require(prediction.standardError)
    #expect(agreement(error, (0.107 / 3 * 1.1).squareRoot()) > 12)
    let t = 3.182446305284263
    #expect(
      agreement(
        try #require(prediction.prediction).upperBound - prediction.fit,
        t * (0.107 / 3 * 2.1).squareRoot()) > 12)
    for bad in [Double.nan, .infinity] { #expect(try fit.predict([[DoubleDouble(bad)]]) == [nil]) }
  }
}
