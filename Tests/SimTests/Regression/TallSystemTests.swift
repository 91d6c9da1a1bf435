import Testing

@testable import Sim

/// Regressions that go through their rows panel by panel, against the same in double-double throughout.
struct TallSystemTests {
  /// A product, a square, a column far from zero and one of zeros and ones; 1,003 rows, which fill no
  /// whole number of panels.
  private func problem(
    rows: Int = 1003
  ) -> (response: [DoubleDouble], design: Design, weights: [Double]) {
    let stream = RandomStream(seed: 7, name: "tall")
    func uniform(_ row: Int, _ column: Int) -> Double {
      stream.uniform(draw: UInt64(row), period: column, substream: 0)
    }
    let first = (0..<rows).map { 2000 + 25 * uniform($0, 0) }
    let second = (0..<rows).map { uniform($0, 1) - 0.5 }
    let third = (0..<rows).map { DoubleDouble(uniform($0, 2)) / DoubleDouble(3) }
    let group = (0..<rows).map { uniform($0, 3) < 0.3 ? 1.0 : 0 }
    let design = Design(
      variables: [
        Design.Variable(name: "year", values: first), Design.Variable(name: "x", values: second),
        Design.Variable(name: "third", values: third),
        Design.Variable(name: "group", values: group),
      ],
      regressors: [
        Design.Regressor(name: "(Intercept)", powers: [:]),
        Design.Regressor(name: "year", powers: [0: 1]),
        Design.Regressor(name: "x", powers: [1: 1]),
        Design.Regressor(name: "x^2", powers: [1: 2]),
        Design.Regressor(name: "third", powers: [2: 1]),
        Design.Regressor(name: "group", powers: [3: 1]),
        Design.Regressor(name: "x:group", powers: [1: 1, 3: 1]),
      ], rowCount: rows)
    let response = (0..<rows).map { row in
      DoubleDouble(
        first[row] / 10 + second[row] - 3 * second[row] * second[row] + 2 * group[row]
          + uniform(row, 4))
    }
    return (response, design, (0..<rows).map { 0.5 + uniform($0, 5) })
  }

  private func fits(
    _ response: [DoubleDouble], _ design: Design, _ weights: [Double]?
  ) throws -> (tall: LinearFit, plain: LinearFit) {
    func fit(_ work: Int) throws -> LinearFit {
      try LinearFit(
        response: ExtendedColumn(response), design: design, weights: weights, effects: [],
        penalty: nil,
        extendedWork: work, kernels: .required)
    }
    let (tall, plain) = (try fit(0), try fit(.max))
    #expect(tall.tall != nil && plain.tall == nil)
    return (tall, plain)
  }

  private func expect(
    _ found: [Double], _ expected: [Double], digits: Double, _ what: Comment
  ) {
    #expect(found.count == expected.count, what)
    for (a, b) in zip(found, expected) { #expect(agreement(a, b) >= digits, what) }
  }

  @Test(arguments: [false, true])
  func everyNumberIsThatOfThePlainWay(isWeighted: Bool) throws {
    let (response, design, weights) = problem()
    let (tall, plain) = try fits(response, design, isWeighted ? weights : nil)
    expect(tall.estimates, plain.estimates, digits: 14.5, "estimates")
    let largest = plain.residuals.map(\.magnitude).max() ?? 0
    for (a, b) in zip(tall.residuals, plain.residuals) {
      #expect((a - b).magnitude <= 1e-14 * largest)
    }
    expect(tall.fitted, plain.fitted, digits: 14, "fitted")
    expect(tall.leverages, plain.leverages, digits: 11, "leverages")
    expect(
      [tall.residualSumOfSquares, tall.totalSumOfSquares, tall.withinSumOfSquares],
      [plain.residualSumOfSquares, plain.totalSumOfSquares, plain.withinSumOfSquares],
      digits: 14, "sums of squares")
    expect(
      [tall.condition, tall.centredCondition], [plain.condition, plain.centredCondition],
      digits: 9, "conditions")
    for kind in [ErrorKind.classical, .heteroskedastic(.hc3), .neweyWest(lag: 3)] {
      expect(
        try tall.errors(kind).standardErrors, try plain.errors(kind).standardErrors, digits: 11,
        "errors")
    }
    let (one, other) = (RegressionDiagnostics(tall), RegressionDiagnostics(plain))
    expect(
      [one.press, one.durbinWatson, one.aic, one.jarqueBera.statistic],
      [other.press, other.durbinWatson, other.aic, other.jarqueBera.statistic], digits: 11,
      "diagnostics")
    expect(
      one.varianceInflation.compactMap { $0 }, other.varianceInflation.compactMap { $0 },
      digits: 10, "variance inflation")
    #expect((one.reset == nil) == isWeighted && (one.breuschPagan == nil) == isWeighted)
    if let found = one.reset, let test = one.breuschPagan {
      expect(
        [found.statistic, test.statistic],
        [try #require(other.reset).statistic, try #require(other.breuschPagan).statistic],
        digits: 9, "tests")
    }
  }

  /// Columns are reflected in blocks of four; any number of them, and panels that are not full.
  @Test(arguments: 1...10)
  func anyNumberOfColumns(count: Int) throws {
    let stream = RandomStream(seed: 11, name: "columns")
    let rows = 301
    let columns = (0..<count).map { column in
      (0..<rows).map { stream.uniform(draw: UInt64($0), period: column, substream: 0) }
    }
    let response = (0..<rows).map { row in
      DoubleDouble(
        columns.reduce(1) { $0 + $1[row] }
          + stream.uniform(draw: UInt64(row), period: count, substream: 0))
    }
    let design = Design(
      columns: columns.enumerated().map { ("x\($0.offset)", $0.element) }, intercept: count > 1)
    let (tall, plain) = try fits(response, design, nil)
    expect(tall.estimates, plain.estimates, digits: 15, "estimates")
    expect(tall.residuals, plain.residuals, digits: 12, "residuals")
    expect(
      try tall.errors(.classical).standardErrors, try plain.errors(.classical).standardErrors,
      digits: 14, "errors")
  }

  @Test func whatAddsNothingIsNamed() throws {
    var (response, design, _) = problem()
    let (year, x) = (design.variables[0].values, design.variables[1].values)
    let sum = year.indices.map { year[$0] + DoubleDouble(2) * x[$0] }
    design.variables.append(Design.Variable(name: "sum", values: sum))
    design.regressors.append(Design.Regressor(name: "sum", powers: [4: 1]))
    let (tall, plain) = try fits(response, design, nil)
    #expect(tall.aliases.map(\.name) == ["sum"])
    #expect(tall.aliases == plain.aliases)
    expect(tall.estimates, plain.estimates, digits: 14.5, "estimates")
  }

  /// Bits do not depend on the level, and so on the processor.
  @Test func everyLevelGivesTheSameBits() throws {
    let (response, design, _) = problem()
    let fits = try SIMDLevel.allCases.compactMap { Kernels($0) }.map { kernels in
      try LinearFit(
        response: ExtendedColumn(response), design: design, weights: nil, effects: [], penalty: nil,
        extendedWork: 0, kernels: kernels)
    }
    for fit in fits.dropFirst() {
      #expect(fit.estimates.map(\.bitPattern) == fits[0].estimates.map(\.bitPattern))
      #expect(fit.residuals.map(\.bitPattern) == fits[0].residuals.map(\.bitPattern))
      #expect(fit.map == fits[0].map)
    }
  }

  @Test func resamplesOfALargeRegression() throws {
    let (response, design, _) = problem()
    let (tall, plain) = try fits(response, design, nil)
    let refits = try [tall, plain].map {
      try Bootstrap($0, scheme: .pairs, seed: 3).refits(0..<11)
    }
    expect(refits[0], refits[1], digits: 9, "refits")
  }
}
