import Foundation
import Testing

/// `grdp nls` as it is called, and what it says of input it cannot use.
struct NlsTests {
  // MARK: Certified values

  private struct Result: Decodable {
    struct Coefficient: Decodable {
      let name: String
      let estimate: Double
      let std_error, ci_low, ci_high: Double?
      let identified: Bool
    }
    let coefficients: [Coefficient]
    let residual_sd, rss: Double
    let condition: Double?
    let df, rank: Int
    let converged, identified: Bool
    let rescued_from: String?
  }

  private func run(_ arguments: [String], table: String) throws -> GrdpProcess {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Foundation.Data(table.utf8).write(to: folder.appending(path: "t.csv"))
    return try GrdpProcess(["nls"] + arguments, in: folder)
  }

  private func result(_ run: GrdpProcess) throws -> Result {
    try JSONDecoder().decode(Result.self, from: Foundation.Data(run.output.utf8))
  }

  /// The number of agreeing digits.
  private func digits(_ found: Double?, _ certified: Double) -> Double {
    guard let found else { return 0 }
    return found == certified ? 15 : -log10(abs(found - certified) / abs(certified))
  }

  /// BoxBOD of NIST from its first start, which leads to a plateau.
  @Test func aPlateauIsLeft() throws {
    let found = try result(
      run(
        ["y ~ b1*(1 - exp(-b2*x))", "t.csv", "--start", "b1=1,b2=1", "--json"],
        table: "x,y\n1,109\n2,149\n3,149\n5,191\n7,213\n10,224\n"))
    #expect(digits(found.coefficients[0].estimate, 213.80940889) > 10)
    #expect(digits(found.coefficients[1].estimate, 0.54723748542) > 10)
    #expect(digits(found.rss, 1168.0088766) > 10)
    #expect(found.rescued_from != nil)
  }

  /// The early part of a logistic curve does not say where it ends.
  private let early =
    "x,y\n0,1.174\n1,1.347\n2,1.634\n3,1.961\n4,2.679\n5,3.27\n6,3.875\n7,4.736\n8,5.803\n9,7.105\n"

  @Test func aCeilingThatIsNotIdentifiedIsNamed() throws {
    let found = try result(
      run(
        ["y ~ x", "t.csv", "--curve", "logistic", "--ceiling", "estimate", "--json"], table: early))
    #expect(!found.identified)
    #expect(!found.coefficients[0].identified)
    let held = try result(
      run(
        [
          "y ~ b1/(1 + exp(-b2*(x - b3)))", "t.csv", "--start", "b1=20,b2=.5,b3=5", "--lower",
          "b1=0", "--upper", "b1=40", "--json",
        ], table: early))
    #expect(held.coefficients.map(\.identified) == [false, true, true])
    #expect(held.coefficients[0].estimate == 40)
    #expect(held.coefficients[0].std_error == nil)
    #expect(digits(held.coefficients[1].estimate, 0.2267535568158032) > 12)
    #expect(digits(held.coefficients[2].estimate, 15.79427660338728) > 12)
    #expect(held.df == 8)
  }

  @Test func twoParametersThatCannotBeToldApart() throws {
    let found = try result(
      run(["y ~ a*c*x", "t.csv", "--start", "a=1,c=2", "--json"], table: early))
    #expect(found.rank == 1)
    #expect(found.condition ?? .infinity > 1e12)
    #expect(!found.identified)
  }

  /// A given ceiling with its source is printed, and the curve starts itself.
  @Test(arguments: ["logistic", "gompertz", "bass", "richards"])
  func aCurveWithItsCeiling(curve: String) throws {
    let table =
      "year,users\n"
      + (2008...2019).map { year in
        "\(year),\(100 / (1 + exp(-0.4 * (Double(year) - 2016))) + (year.isMultiple(of: 2) ? 1 : -1))"
      }.joined(separator: "\n") + "\n"
    let page = try run(
      [
        "users ~ year", "t.csv", "--curve", curve, "--ceiling", "100", "--ceiling-source",
        "population", "--lang", "en", "--intervals", "profile",
      ], table: table)
    #expect(page.exitCode == 0, "\(page.error)")
    #expect(page.output.contains("ceiling 100, given: population"))
    #expect(page.output.contains("Every parameter is identified."))
    #expect(page.output.split(separator: "\n").count < 25)
  }

  @Test func intervalsOfFourKinds() throws {
    for intervals in ["wald", "profile", "bootstrap:200", "wild:200"] {
      let found = try result(
        run(
          ["log(y) ~ a + r*x", "t.csv", "--start", "a=0,r=.1", "--intervals", intervals, "--json"],
          table: early))
      for coefficient in found.coefficients {
        let low = try #require(coefficient.ci_low)
        let high = try #require(coefficient.ci_high)
        #expect(low < coefficient.estimate && coefficient.estimate < high)
        let width = (high - low) / (2 * (coefficient.std_error ?? .nan))
        #expect(width > 1.5 && width < 2.6, "\(intervals) \(width)")
      }
    }
  }

  /// Predictions on the page, as JSON and as a file; an empty cell has none.
  @Test func predictions() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Foundation.Data(early.utf8).write(to: folder.appending(path: "t.csv"))
    try Foundation.Data("x,note\n12,\n,b\n5,c\n".utf8).write(to: folder.appending(path: "new.csv"))
    let arguments = [
      "nls", "log(y) ~ a + r*x", "t.csv", "--start", "a=0,r=.1", "--predict", "new.csv", "--lang",
      "en",
    ]
    let page = try GrdpProcess(arguments + ["--csv", "out"], in: folder)
    #expect(page.exitCode == 0, "\(page.error)")
    #expect(page.output.contains("prediction: log(y)"))
    #expect(page.output.contains("no value: a cell is empty"))
    let text = try String(
      contentsOf: folder.appending(path: "out/predictions.csv"), encoding: .utf8)
    let rows = text.split(separator: "\n").map {
      $0.split(separator: ",").compactMap { Double($0) }
    }
    #expect(text.hasPrefix("line,fit,std_error,ci_low,ci_high,pi_low,pi_high\n"))
    #expect(rows.map(\.first) == [nil, 2, 3, 4] && rows.map(\.count) == [0, 7, 1, 7])
    #expect(
      page.error.contains("new.csv: no prediction for 1 of 3 rows (lines 3)"), "\(page.error)")
    // A straight line: regress says the same.
    try Foundation.Data("x\n12\n5\n".utf8).write(to: folder.appending(path: "full.csv"))
    let linear = try GrdpProcess(
      ["regress", "log(y) ~ x", "t.csv", "--predict", "full.csv", "--json"], in: folder)
    struct Predicted: Decodable {
      struct Row: Decodable {
        let line: Int
        let fit, std_error, ci_low, pi_high: Double?
      }
      let predictions: [Row]
    }
    let nonlinear = try GrdpProcess(arguments + ["--json"], in: folder)
    let found = try JSONDecoder().decode(
      Predicted.self, from: Foundation.Data(nonlinear.output.utf8)
    ).predictions
    let expected = try JSONDecoder().decode(
      Predicted.self, from: Foundation.Data(linear.output.utf8)
    ).predictions
    #expect(found.map(\.line) == [2, 3, 4] && found[1].fit == nil)
    for (a, b) in zip(found.filter { $0.fit != nil }, expected) {
      #expect(digits(a.fit, b.fit ?? 0) > 11)
      #expect(digits(a.std_error, b.std_error ?? 0) > 11)
      #expect(digits(a.ci_low, b.ci_low ?? 0) > 11)
      #expect(digits(a.pi_high, b.pi_high ?? 0) > 11)
    }
  }

  @Test func rowsThatCannotBePredicted() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Foundation.Data(early.utf8).write(to: folder.appending(path: "t.csv"))
    for (table, says) in [("xx\n1\n", "no column 'x'"), ("x\none\n2\n", "'one'")] {
      try Foundation.Data(table.utf8).write(to: folder.appending(path: "new.csv"))
      let run = try GrdpProcess(
        [
          "nls", "y ~ a + r*x", "t.csv", "--start", "a=0,r=.1", "--predict", "new.csv", "--lang",
          "en",
        ], in: folder)
      #expect(run.exitCode == 65)
      #expect(run.output.isEmpty && run.error.contains(says), "\(run.error)")
    }
  }

  // MARK: Input that cannot be used

  static let mistakes: [(arguments: [String], table: String, says: String)] = [
    (["y ~ b1*x", "t.csv"], "x,y\n1,2\n2,3\n3,5\n", "add --start b1=…"),
    (["y ~ b1*x", "t.csv", "--start", "b1=1,b2=2"], "x,y\n1,2\n2,3\n3,5\n", "'b2' does not enter"),
    (["y ~ b1*exp(x", "t.csv", "--start", "b1=1"], "x,y\n1,2\n2,3\n", "formula:1:13: error"),
    (["y ~ b1*arctan(x)", "t.csv", "--start", "b1=1"], "x,y\n1,2\n2,3\n", "did you mean 'atan'?"),
    (["y ~ b1*x", "t.csv", "--start", "b1=one"], "x,y\n1,2\n2,3\n", "not of the form name=number"),
    (["y b1*x", "t.csv", "--start", "b1=1"], "x,y\n1,2\n2,3\n", "a formula needs a left side"),
    (["b1 ~ b1*x", "t.csv", "--start", "b1=1"], "x,y\n1,2\n2,3\n", "stands on the left side"),
    (["y ~ x", "t.csv"], "x,y\n1,2\n2,3\n", "has no parameter"),
    (["y ~ x*y", "t.csv", "--start", "x=1"], "x,y\n1,2\n2,3\n", "is a column of the table"),
    (
      ["y ~ b1*x", "t.csv", "--start", "b1=5", "--upper", "b1=2"], "x,y\n1,2\n2,3\n3,5\n",
      "is not between -inf and 2"
    ),
    (
      ["y ~ b1*x", "t.csv", "--start", "b1=5", "--lower", "b1=9", "--upper", "b1=2"],
      "x,y\n1,2\n2,3\n3,5\n", "are reversed"
    ),
    (
      ["y ~ b1*log(x - 2)", "t.csv", "--start", "b1=1"], "x,y\n1,2\n2,3\n3,5\n",
      "no finite number here: y = 2, x = 1"
    ),
    (
      ["log(y) ~ b1*x", "t.csv", "--start", "b1=1"], "x,y\n1,0\n2,3\n", "the left side is no finite"
    ),
    (
      ["y ~ a + b*x", "t.csv", "--start", "a=1,b=1"], "x,y\n1,2\n2,3\n",
      "2 rows cannot tell 2 parameters"
    ),
    (
      ["y ~ a + b*x", "t.csv", "--start", "a=1,b=1"], "x,y\n1,2\n2,3\n3,\n",
      "(1 rows say nothing"
    ),
    (["y ~ b1*x", "t.csv", "--start", "b1=1"], "x,y\n1,two\n2,3\n3,4\n", "'two'"),
    (["y ~ b1*x", "t.csv", "--start", "b1=1"], "x,y\n1,4\n2,4\n3,4\n", "is 4 in every row"),
    (
      ["y ~ b1*x", "t.csv", "--start", "b1=1", "--weights", "w"], "x,y,w\n1,4,1\n2,5,-1\n3,4,1\n",
      "the weight -1 is negative"
    ),
    (
      ["y ~ b1*x", "t.csv", "--start", "b1=1", "--weights", "v"], "x,y,w\n1,4,1\n2,5,1\n3,4,1\n",
      "the table has no column 'v'"
    ),
    (
      ["y ~ year", "t.csv", "--curve", "logistic"], "year,y\n2001,4\n2002,5\n2003,7\n",
      "--ceiling-source"
    ),
    (
      ["y ~ year", "t.csv", "--curve", "logistic", "--ceiling", "100"],
      "year,y\n2001,4\n2002,5\n2003,7\n", "a ceiling is an assumption"
    ),
    (
      ["y ~ year", "t.csv", "--curve", "bass", "--ceiling", "6", "--ceiling-source", "s"],
      "year,y\n2001,4\n2002,5\n2003,7\n", "7 is above the ceiling 6"
    ),
    (
      ["y ~ year", "t.csv", "--curve", "bass", "--ceiling", "9", "--ceiling-source", "s"],
      "year,y\n2001,4\n2001,5\n2003,7\n", "a second row for 2001"
    ),
    (
      ["y ~ year", "t.csv", "--curve", "gompertz", "--ceiling", "9", "--ceiling-source", "s"],
      "year,y\n2001,-4\n2002,-5\n2003,-7\n", "needs positive values"
    ),
    (
      ["y ~ yeer", "t.csv", "--curve", "gompertz", "--ceiling", "9", "--ceiling-source", "s"],
      "year,y\n2001,4\n2002,5\n2003,7\n", "did you mean 'year'?"
    ),
  ]

  @Test(arguments: mistakes.indices)
  func refuses(number: Int) throws {
    let mistake = NlsTests.mistakes[number]
    let english = try run(mistake.arguments + ["--lang", "en"], table: mistake.table)
    #expect(english.exitCode == 65)
    #expect(english.output.isEmpty)
    #expect(english.error.contains(mistake.says), "\(english.error)")
    let vietnamese = try run(mistake.arguments + ["--lang", "vi"], table: mistake.table)
    #expect(vietnamese.exitCode == 65)
    #expect(vietnamese.error.contains("lỗi"))
    #expect(vietnamese.error != english.error)
  }

  @Test(arguments: [
    ["--intervals", "exact"], ["--intervals", "wild:7"], ["--intervals", "wild:90:x"],
    ["--starts", "0"], ["--ceiling", "5"], ["--overwrite"],
    ["--curve", "logistic", "--ceiling", "-3"],
    ["--curve", "logistic", "--ceiling", "estimate", "--ceiling-source", "s"],
  ])
  func optionsThatDoNotFit(options: [String]) throws {
    let run = try run(["y ~ x", "t.csv"] + options, table: "x,y\n1,2\n")
    #expect(run.exitCode == 64)
  }

  @Test func severalStartsAndFiles() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let waves = (0..<24).map { "\($0),\(sin(0.7 * Double($0)))" }.joined(separator: "\n")
    try Foundation.Data("x,y\n\(waves)\n".utf8).write(to: folder.appending(path: "t.csv"))
    let arguments = [
      "nls", "y ~ a*sin(w*x)", "t.csv", "--start", "a=1,w=1", "--starts", "30", "--details",
      "--csv", "out", "--lang", "en",
    ]
    let run = try GrdpProcess(arguments, in: folder)
    #expect(run.exitCode == 0, "\(run.error)")
    #expect(run.output.contains("distinct minima from 30 starting points"))
    #expect(run.output.contains("0.700000"))
    let coefficients = try String(
      contentsOf: folder.appending(path: "out/coefficients.csv"), encoding: .utf8)
    #expect(coefficients.hasPrefix("name,estimate,std_error,t,p,ci_low,ci_high,identified\n"))
    let fitted = try String(contentsOf: folder.appending(path: "out/fitted.csv"), encoding: .utf8)
    #expect(fitted.split(separator: "\n").count == 25)
    #expect(try GrdpProcess(arguments, in: folder).exitCode == 74)
    #expect(try GrdpProcess(arguments + ["--overwrite"], in: folder).exitCode == 0)
  }
}
