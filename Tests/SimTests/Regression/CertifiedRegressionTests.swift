import Testing

@testable import Sim

/// The eleven linear sets of NIST's Statistical Reference Datasets (https://www.itl.nist.gov/div898/strd),
/// and polynomials in the raw calendar year, solved with 80 digits.
struct CertifiedRegressionTests {
  /// A set and the digits that are asked of coefficients, standard errors and residual deviation.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var degree: Int
    var intercept = true
    /// Certified values have 15 digits; where the data are not doubles, less can be had.
    var estimates: Double
    var errors = 13.0

    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "norris", degree: 1, estimates: 13),
    Case(name: "pontius", degree: 2, estimates: 13),
    Case(name: "noint1", degree: 1, intercept: false, estimates: 14),
    Case(name: "noint2", degree: 1, intercept: false, estimates: 14),
    Case(name: "filip", degree: 10, estimates: 13),
    Case(name: "wampler1", degree: 5, estimates: 15),
    Case(name: "wampler2", degree: 5, estimates: 13),
    Case(name: "wampler3", degree: 5, estimates: 15),
    Case(name: "wampler4", degree: 5, estimates: 15),
    Case(name: "wampler5", degree: 5, estimates: 13),
  ]

  @Test(arguments: cases)
  func polynomials(of set: Case) throws {
    let data = try RegressionCase(set.name)
    let design = Design(
      polynomial: "x", try data.column("x"), degree: set.degree, intercept: set.intercept)
    let fit = try LinearFit(response: try data.column("y"), design: design)
    try check(fit, data, set)
  }

  @Test func longley() throws {
    let data = try RegressionCase("longley")
    let design = Design(columns: try (1...6).map { ("x\($0)", try data.column("x\($0)")) })
    let fit = try LinearFit(response: try data.column("y"), design: design)
    try check(fit, data, Case(name: "longley", degree: 1, estimates: 13))
  }

  private func check(_ fit: LinearFit, _ data: RegressionCase, _ set: Case) throws {
    #expect(fit.aliases.isEmpty)
    #expect(fit.degreesOfFreedom == (try data.certified("df"))[0])
    let errors = try fit.errors(.classical).standardErrors
    let reached = [
      try data.digits(fit.estimates, "estimate"), try data.digits(errors, "std_error"),
      try data.digits([fit.residualSD], "residual_sd"),
      try data.digits([fit.residualSumOfSquares], "rss"),
    ]
    #expect(reached[0] >= set.estimates)
    #expect(reached[1] >= set.errors)
    #expect(reached[2] >= set.errors)
    #expect(reached[3] >= set.errors - 1)
  }

  @Test(arguments: ["yearpoly1", "yearpoly2", "yearpoly3", "yearpower4"])
  func rawCalendarYears(name: String) throws {
    let data = try RegressionCase(name)
    let degree = try #require(name.last?.wholeNumberValue)
    let design = Design(polynomial: "year", try data.column("year"), degree: degree)
    let fit = try LinearFit(response: try data.column("y"), design: design)
    try checkRobust(fit, data, 14)
  }

  /// Powers of the year that were rounded before they came here, so that they are four columns.
  @Test func roundedPowersOfCalendarYears() throws {
    let data = try RegressionCase("yearpoly4")
    let design = Design(columns: try data.header.dropFirst().map { ($0, try data.column($0)) })
    let fit = try LinearFit(response: try data.column("y"), design: design)
    #expect(fit.aliases.isEmpty)
    try checkRobust(fit, data, 9)
  }

  @Test func collinearDrivers() throws {
    let data = try RegressionCase("collinear")
    let names = data.header.dropFirst()
    let design = Design(columns: try names.map { ($0, try data.column($0)) })
    let fit = try LinearFit(response: try data.column("y"), design: design)
    try checkRobust(fit, data, 12)
  }

  @Test func weighted() throws {
    let data = try RegressionCase("weighted")
    let names = data.header.filter { $0.hasPrefix("x") }
    let design = Design(columns: try names.map { ($0, try data.column($0)) })
    let fit = try LinearFit(
      response: try data.column("y"), design: design, weights: try data.column("w"))
    try checkRobust(fit, data, 13)
  }

  private func checkRobust(_ fit: LinearFit, _ data: RegressionCase, _ digits: Double) throws {
    var reached = [
      try data.digits(fit.estimates, "estimate"),
      try data.digits(try fit.errors(.classical).standardErrors, "std_error"),
      try data.digits([fit.residualSD], "residual_sd"),
      try data.digits(fit.leverages, "leverage"),
      try data.digits([RegressionDiagnostics(fit).durbinWatson], "dw"),
    ]
    for type in ["hc0", "hc1", "hc2", "hc3"] {
      let kind = try #require(ErrorKind.LeverageCorrection(rawValue: type))
      reached.append(
        try data.digits(try fit.errors(.heteroskedastic(kind)).standardErrors, type))
    }
    #expect((reached.min() ?? 0) >= digits)
  }

  /// Panel by panel, and by LAPACK's QR of the whole.
  @Test(arguments: [true, false])
  func largeProblemsAreRefinedToTheSameDigits(byPanels: Bool) throws {
    for name in ["longley", "filip", "wampler5"] {
      let data = try RegressionCase(name)
      let design =
        name == "longley"
        ? Design(columns: try (1...6).map { ("x\($0)", try data.column("x\($0)")) })
        : Design(
          polynomial: "x", try data.column("x"), degree: name == "filip" ? 10 : 5)
      let fit = try LinearFit(
        response: ExtendedColumn(try data.column("y")), design: design, weights: nil,
        effects: [], penalty: nil, extendedWork: 0, kernels: byPanels ? .required : nil)
      #expect((fit.tall != nil) == byPanels)
      let reached = [
        try data.digits(fit.estimates, "estimate"),
        try data.digits(try fit.errors(.classical).standardErrors, "std_error"),
        try data.digits([fit.residualSD], "residual_sd"),
      ]
      #expect(reached[0] >= 13)
      #expect(reached[1] >= 10)
      #expect(reached[2] >= 13)
    }
  }
}
