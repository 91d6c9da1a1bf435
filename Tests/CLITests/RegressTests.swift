import Foundation
import Testing

/// `grdp regress` as it is called: certified numbers through CSV and JSON, refusals, pages.
struct RegressTests {
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fixtures/Regression").standardized

  /// The value of a path of keys in what `--json` printed.
  private struct Answer {
    let object: [String: Any]

    init(_ output: String) throws {
      let any = try JSONSerialization.jsonObject(with: Foundation.Data(output.utf8))
      object = try #require(any as? [String: Any])
    }

    func number(_ key: String) throws -> Double { try #require(object[key] as? Double) }

    func coefficients(_ key: String) throws -> [Double] {
      let rows = try #require(object["coefficients"] as? [[String: Any]])
      return try rows.map { try #require($0[key] as? Double) }
    }
  }

  private func run(_ arguments: [String], in folder: URL = fixtures) throws -> GrdpProcess {
    try GrdpProcess(["regress"] + arguments, in: folder)
  }

  private func answer(_ arguments: [String], in folder: URL = fixtures) throws -> Answer {
    let run = try run(arguments + ["--json"], in: folder)
    #expect(run.exitCode == 0, "\(run.error)")
    return try Answer(run.output)
  }

  /// Certified numbers of a case.
  private func certified(_ name: String, _ quantity: String) throws -> [Double] {
    let text = try String(
      contentsOf: RegressTests.fixtures.appending(path: "certified.csv"), encoding: .utf8)
    var values: [Double] = []
    for line in text.split(separator: "\n") {
      let cells: [Substring] = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells[0] == name, cells[1] == quantity else { continue }
      values.append(try #require(Double(String(cells[3]))))
    }
    return values
  }

  private func digits(_ values: [Double], _ known: [Double]) -> Double {
    guard values.count == known.count else { return 0 }
    return zip(values, known).map { value, known in
      let error = (value - known).magnitude / (known == 0 ? 1 : known.magnitude)
      return error == 0 ? 15 : min(15, -log10(error))
    }.min() ?? 0
  }

  private static func powers(_ name: String, _ degree: Int) -> String {
    (1...degree).map { $0 == 1 ? name : "\(name)^\($0)" }.joined(separator: " + ")
  }

  static let sets: [(name: String, right: String, estimates: Double)] = [
    ("norris", "x", 13), ("pontius", "x + x^2", 13), ("noint1", "0 + x", 14),
    ("noint2", "x - 1", 14), ("filip", powers("x", 10), 13), ("wampler1", powers("x", 5), 15),
    ("wampler2", powers("x", 5), 13), ("wampler3", "x + I(x^2) + I(x*x*x) + x^4 + I(x^5)", 15),
    ("wampler4", powers("x", 5), 15), ("wampler5", powers("x", 5), 13),
    ("longley", "x1 + x2 + x3 + x4 + x5 + x6", 13), ("yearpoly3", powers("year", 3), 13),
    ("yearpower4", powers("year", 4), 13),
  ]

  @Test(arguments: sets.map(\.name))
  func certifiedSets(name: String) throws {
    let set = try #require(RegressTests.sets.first { $0.name == name })
    let answer = try answer(["y ~ \(set.right)", "\(name).csv"])
    let estimates = digits(try answer.coefficients("estimate"), try certified(name, "estimate"))
    let errors = digits(try answer.coefficients("std_error"), try certified(name, "std_error"))
    let sd = digits([try answer.number("residual_sd")], try certified(name, "residual_sd"))
    #expect(estimates >= set.estimates, "\(estimates)")
    #expect(errors >= 13, "\(errors)")
    #expect(sd >= 13, "\(sd)")
    if name.hasPrefix("year") {
      let robust = try self.answer(["y ~ \(set.right)", "\(name).csv", "--errors", "hc3"])
      #expect(digits(try robust.coefficients("std_error"), try certified(name, "hc3")) >= 12)
    }
  }

  @Test func panelWithEffectsAndClusters() throws {
    let formula = "y ~ x1 + x2 | province + year"
    let plain = try answer([formula, "panel.csv"])
    #expect(digits(try plain.coefficients("estimate"), try certified("panel", "estimate")) >= 14)
    #expect(digits(try plain.coefficients("std_error"), try certified("panel", "std_error")) >= 13)
    #expect(try plain.number("df") == 308)
    for (correction, quantity) in [("none", "cr0"), ("clusters", "cr1")] {
      let found = try answer([
        formula, "panel.csv", "--errors", "cluster:province", "--correction", correction,
      ])
      #expect(digits(try found.coefficients("std_error"), try certified("panel", quantity)) >= 13)
    }
    // The same slopes with a coefficient for each province and year.
    let dummies = try answer(["y ~ x1 + x2 + province + factor(year)", "panel.csv"])
    #expect(
      digits(
        Array(try dummies.coefficients("estimate")[1...2]), try certified("panel", "estimate"))
        >= 13)
  }

  @Test func priorsRidgeAndWeights() throws {
    let posterior = try answer([
      "y ~ x", "conjugate.csv", "--prior", "shape=3,rate=2,(Intercept)=0:0.01,x=0.5:0.25",
    ])
    #expect(
      digits(try posterior.coefficients("estimate"), try certified("conjugate", "estimate")) >= 14)
    let inside = try #require(posterior.object["posterior"] as? [String: Any])
    let evidence = try #require(inside["log_marginal_likelihood"] as? Double)
    #expect(digits([evidence], try certified("conjugate", "log_marginal_likelihood")) >= 14)
    let ridge = try answer(["y ~ x1 + x2 + x3 + x4 + x5", "ridge.csv", "--ridge", "2.5"])
    #expect(digits(try ridge.coefficients("estimate"), try certified("ridge", "estimate")) >= 14)
    let weighted = try answer(["y ~ x1 + x2", "weighted.csv", "--weights", "w"])
    #expect(
      digits(try weighted.coefficients("std_error"), try certified("weighted", "std_error")) >= 13)
  }

  @Test func dependentRegressorsAreNamed() throws {
    let answer = try answer(["y ~ x1 + x2 + x3 + x4", "rankdef.csv"])
    #expect(answer.object["aliased"] as? [String] == ["x3"])
    #expect(try answer.number("rank") == 4)
    let page = try run(["y ~ x1 + x2 + x3 + x4", "rankdef.csv", "--lang", "en"])
    #expect(page.output.contains("left out: x3 = (Intercept) - x1 - x2"))
  }

  // MARK: What is refused, and where

  static let table = """
    y,x,z,region,w,c,bad,one
    1,1,2,A,1,3,1,P
    3,2,1,A,1,3,2,P
    2,3,5,B,0,3,x,P
    5,4,3,B,1,3,4,P
    4,5,8,C,1,3,5,P
    7,6,NA,C,1,3,6,P
    6,7,4,C,1,3,7,P
    6,7,4,C,1,3,7,P

    """

  /// Arguments after the formula, and what is said at which place.
  static let mistakes: [(arguments: [String], says: String)] = [
    (["y x"], "formula:1:4: error: a formula needs '~'"),
    (["y ~ x ~ z"], "formula:1:7: error: a formula has one '~'"),
    (["y ~ "], "formula:1:5: error: a term is missing"),
    (["y ~ 0"], "nothing after '~'"),
    (["y ~ x + 2*z"], "formula:1:9: error: the number 2 is no term"),
    (["y ~ x / z"], "formula:1:7: error: '/' is no operator of a formula"),
    (["y ~ (x + z)^2"], "formula:1:12: error: only a single column or call"),
    (["y ~ x^0.5"], "formula:1:7: error: a power here is a whole number"),
    (["y ~ x - z"], "formula:1:9: error: 'z' cannot be taken away"),
    (["y ~ xx"], "formula:1:5: error: the table has no column 'xx'; did you mean 'x'?"),
    (["y ~ log(xx)"], "formula:1:9: error: the table has no column 'xx'"),
    (["y ~ ln(x)"], "formula:1:5: error: unknown function 'ln'"),
    (["y ~ log(x"], "formula:1:10: error: "),
    (["y ~ log(region)"], "formula:1:9: error: the column 'region' holds words"),
    (["y ~ bad"], "t.csv:4:13: error: 'x' is no number, but other cells of 'bad' are"),
    (["log(y - 1) ~ x"], "t.csv:2: error: 'log(y - 1)' is not a finite number in this row"),
    (["y ~ x | region + one + w"], "formula:1:24: error: at most two effects"),
    (["y ~ x | region | z ~ w"], "formula:1:16: error: instrumental variables"),
    (["y ~ x + one"], "formula:1:9: error: 'one' is 'P' in every row"),
    (["y ~ x | one"], "formula:1:9: error: 'one' is 'P' in every row"),
    (["c ~ x"], "t.csv: error: the response is 3 in every row"),
    (["y ~ x", "--errors", "cluster:one"], "at least two clusters"),
    (["y ~ x", "--errors", "cluster:regio"], "did you mean 'region'?"),
    (["y ~ x", "--errors", "nw:99"], "a lag of 99 does not fit 8 rows"),
    (["y ~ x", "--weights", "region"], "holds words"),
    (["y ~ x | region", "--errors", "bootstrap:100"], "use wild:N"),
    (["y ~ x | region", "--ridge", "1"], "do not go with absorbed effects"),
    (["y ~ x", "--prior", "shape=3,rate=2,x=0:1"], "no prior: '(Intercept)'"),
    (["y ~ x", "--prior", "shape=3,rate=2,q=0:1,*=0:1"], "the prior names 'q'"),
    (["y ~ x", "--prior", "shape=3,*=0:1"], "the prior of 'σ²'"),
  ]

  private func folder(_ files: [String: String]) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      try Foundation.Data(text.utf8).write(to: folder.appending(path: name))
    }
    return folder
  }

  @Test func mistakesAreNamedAtTheirPlace() throws {
    let folder = try folder(["t.csv": RegressTests.table])
    defer { try? FileManager.default.removeItem(at: folder) }
    for mistake in RegressTests.mistakes {
      let arguments = [mistake.arguments[0], "t.csv"] + mistake.arguments.dropFirst()
      let run = try run(arguments + ["--lang", "en"], in: folder)
      #expect(run.exitCode == 65, "\(mistake.arguments)")
      #expect(run.output.isEmpty)
      #expect(run.error.contains(mistake.says), "\(mistake.arguments): \(run.error)")
      let vietnamese = try self.run(arguments + ["--lang", "vi"], in: folder)
      #expect(vietnamese.error.contains(": lỗi: "), "\(mistake.arguments)")
      #expect(!vietnamese.error.contains(mistake.says))
    }
  }

  @Test func aCaretPointsAtTheColumn() throws {
    let folder = try folder(["t.csv": RegressTests.table])
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try run(["y ~ x + xz", "t.csv", "--lang", "en"], in: folder)
    #expect(
      run.error == """
        formula:1:9: error: the table has no column 'xz'; did you mean 'x'?
        1 │ y ~ x + xz
          │         ^

        """)
  }

  @Test func twoRowsAreTooFew() throws {
    let folder = try folder(["t.csv": "y,x\n1,2\n3,5\n"])
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try run(["y ~ x", "t.csv", "--lang", "en"], in: folder)
    #expect(run.exitCode == 65)
    #expect(run.error.contains("2 rows cannot give 2 coefficients and an error"))
    let more = try self.run(["y ~ factor(x6)", "longley.csv", "--lang", "en"])
    #expect(more.exitCode == 65)
    #expect(more.error.contains("16 rows cannot give 16 coefficients and an error"))
  }

  @Test func usageErrors() throws {
    for arguments in [
      ["--errors", "hc9"], ["--errors", "bootstrap:3"], ["--level", "2"], ["--ridge", "-1"],
      ["--ridge", "1", "--prior", "shape=1,rate=1,*=0:1"], ["--ridge", "1", "--errors", "hc3"],
      ["--overwrite"], ["--correction", "some"],
    ] {
      let run = try run(["y ~ x", "norris.csv"] + arguments)
      #expect(run.exitCode == 64, "\(arguments)")
      #expect(run.output.isEmpty)
    }
  }

  @Test func whatIsLeftOutIsSaid() throws {
    let folder = try folder(["t.csv": RegressTests.table])
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try run(["y ~ x + z + c", "t.csv", "--weights", "w", "--lang", "en"], in: folder)
    #expect(run.exitCode == 0)
    #expect(run.output.contains("left out because a cell is missing: 1 (line 7)"))
    #expect(run.output.contains("left out because their weight is 0: 1"))
    #expect(run.output.contains("repeat an earlier row exactly: 1 (line 9)"))
    #expect(run.output.contains("left out: c = 3·(Intercept)"))
  }

  @Test func groupsAreCountedWithoutThoseOfOneRow() throws {
    let folder = try folder(["t.csv": "g,y,x\nA,1,2\nA,3,5\nB,2,1\nB,4,6\nB,3,3\nC,9,9\n"])
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try run(["y ~ x | g", "t.csv", "--errors", "cluster:g", "--lang", "en"], in: folder)
    #expect(run.output.contains("absorbed: g (2)"), "\(run.output)")
    #expect(run.output.contains("by cluster, g (2)"), "\(run.output)")
  }

  // MARK: Errors, tables, predictions

  @Test(arguments: [
    "hc0", "hc1", "hc2", "hc3", "hc4", "hc5", "nw", "nw:1", "cluster:year",
    "cluster:province,year", "bootstrap:200", "wild:200", "wild:200:province",
  ])
  func everyKindOfErrors(kind: String) throws {
    let plain = try answer(["y ~ x1 + x2", "panel.csv"])
    let found = try answer(["y ~ x1 + x2", "panel.csv", "--errors", kind])
    #expect(try found.coefficients("estimate") == (try plain.coefficients("estimate")))
    let (a, b) = (try found.coefficients("std_error"), try plain.coefficients("std_error"))
    #expect(a != b)
    #expect(zip(a, b).allSatisfy { $0 > 0.2 * $1 && $0 < 5 * $1 })
    for language in ["vi", "en"] {
      let page = try run(["y ~ x1 + x2", "panel.csv", "--errors", kind, "--lang", language])
      #expect(page.exitCode == 0)
      #expect(page.output.contains(language == "en" ? "errors: " : "sai số: "))
    }
  }

  @Test func predictionsAndTables() throws {
    let folder = try folder([
      "t.csv": RegressTests.table, "new.csv": "x,region\n8,B\n9,C\n",
      "bad.csv": "x,region\n8,D\nk,B\n",
    ])
    defer { try? FileManager.default.removeItem(at: folder) }
    let arguments = ["y ~ x + region", "t.csv", "--predict", "new.csv", "--csv", "out"]
    let found = try answer(arguments, in: folder)
    let rows = try #require(found.object["predictions"] as? [[String: Any]])
    let b = try found.coefficients("estimate")
    let fits = try rows.map { try #require($0["fit"] as? Double) }
    #expect(digits(fits, [b[0] + 8 * b[1] + b[2], b[0] + 9 * b[1] + b[3]]) > 13)
    for name in ["coefficients", "rows", "statistics", "predictions"] {
      let text = try String(
        contentsOf: folder.appending(path: "out/\(name).csv"), encoding: .utf8)
      #expect(text.split(separator: "\n").count > 2)
    }
    let again = try run(arguments, in: folder)
    #expect(again.exitCode == 74)
    #expect(try run(arguments + ["--overwrite"], in: folder).exitCode == 0)
    let bad = try run(
      ["y ~ x + region", "t.csv", "--predict", "bad.csv", "--lang", "en"], in: folder)
    #expect(bad.exitCode == 65)
    #expect(bad.error.contains("bad.csv:2:3: error: 'D' did not occur in 'region'"))
    #expect(bad.error.contains("bad.csv:3:1: error: 'k' is no number"))
  }

  /// A row with an empty cell, or in which the formula has no value, is left without one, and said so.
  @Test func rowsWithoutAPrediction() throws {
    let folder = try folder([
      "t.csv": RegressTests.table, "new.csv": "x,region,y\n8,B,\n,C,1\n9,,2\n-1,C,3\n9,C,NA\n",
      "full.csv": "x,region\n8,B\n9,C\n", "none.csv": "x,region\n,B\n",
    ])
    defer { try? FileManager.default.removeItem(at: folder) }
    let formula = "y ~ log(x) + region"
    let found = try answer([formula, "t.csv", "--predict", "new.csv", "--csv", "out"], in: folder)
    let full = try answer([formula, "t.csv", "--predict", "full.csv"], in: folder)
    let rows = try #require(found.object["predictions"] as? [[String: Any]])
    let expected = try #require(full.object["predictions"] as? [[String: Any]])
    #expect(rows.map { $0["line"] as? Int } == [2, 3, 4, 5, 6])
    for name in ["fit", "std_error", "ci_low", "ci_high", "pi_low", "pi_high"] {
      let values = rows.map { $0[name] as? Double }
      #expect(rows.allSatisfy { $0.keys.contains(name) })
      #expect(values[1...3].allSatisfy { $0 == nil })
      #expect([values[0], values[4]] == expected.map { $0[name] as? Double }, "\(name)")
    }
    let text = try String(
      contentsOf: folder.appending(path: "out/predictions.csv"), encoding: .utf8)
    #expect(text.split(separator: "\n")[2...4] == ["3,,,,,,", "4,,,,,,", "5,,,,,,"])
    for (language, reason, note) in [
      (
        "en", "no value: a cell is empty, or the formula has none there",
        "new.csv: no prediction for 3 of 5 rows (lines 3, 4, 5)\n"
      ),
      (
        "vi", "không có giá trị: ô trống, hoặc công thức không tính được ở đó",
        "new.csv: 3 trong 5 dòng không có giá trị dự báo (dòng 3, 4, 5)\n"
      ),
    ] {
      let page = try run(
        [formula, "t.csv", "--predict", "new.csv", "--lang", language], in: folder)
      #expect(page.exitCode == 0 && page.error == note, "\(page.error)")
      #expect(page.output.components(separatedBy: reason).count == 4, "\(page.output)")
      let whole = try run(
        [formula, "t.csv", "--predict", "full.csv", "--lang", language], in: folder)
      #expect(whole.exitCode == 0 && whole.error.isEmpty)
      let none = try run(
        [formula, "t.csv", "--predict", "none.csv", "--lang", language], in: folder)
      #expect(none.exitCode == 0 && none.output.contains(reason), "\(none.output)")
    }
    // An effect that is absorbed is a cell that is read.
    let absorbed = try run(
      ["y ~ x | region", "t.csv", "--predict", "new.csv", "--lang", "en"], in: folder)
    #expect(absorbed.error.contains("no prediction for 2 of 5 rows (lines 3, 4)"))
  }

  @Test func formulasMeanTheSame() throws {
    func estimates(_ formula: String) throws -> [Double] {
      try answer([formula, "panel.csv"]).coefficients("estimate").sorted()
    }
    for (a, b) in [
      ("y ~ x1*x2", "y ~ x1 + x2 + x1:x2"), ("y ~ x1 + I(x1*x2)", "y ~ x1 + x1:x2"),
      ("y ~ x1*x2 - x2", "y ~ x1 + x2:x1"), ("y ~ (x1 + x2):x1", "y ~ x1 + x2:x1"),
      ("y ~ 0 + x1", "y ~ x1 - 1"), ("y ~ x1 + `x2`", "y ~ x2 + x1"),
      ("y ~ x1^2 + x1", "y ~ I(x1^2) + x1"), ("I(y * 1) ~ x1", "y ~ x1"),
    ] {
      let (left, right) = (try estimates(a), try estimates(b))
      #expect(digits(left, right) > 12, "\(a) and \(b)")
    }
  }

  @Test(arguments: ["en", "vi"])
  func thePage(language: String) throws {
    let run = try run([
      "y ~ x1 + x2 | province + year", "panel.csv", "--errors", "cluster:province", "--details",
      "--lang", language,
    ])
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Regress/panel.\(language).txt")
    if ProcessInfo.processInfo.environment["GRDP_RECORD"] != nil {
      try Foundation.Data(run.output.utf8).write(to: file)
    }
    #expect(run.output == (try String(contentsOf: file, encoding: .utf8)))
  }

  /// `GRDP_SIMD` is heeded, and changes nothing.
  @Test func instructionSetChangesNothing() throws {
    func page(_ level: String) throws -> GrdpProcess {
      try GrdpProcess(
        ["regress", "y ~ x1 + x2", "panel.csv", "--errors", "bootstrap:99", "--lang", "en"],
        in: RegressTests.fixtures, environment: ["GRDP_SIMD": level])
    }
    let usual = try page("")
    #expect(usual.exitCode == 0, "\(usual.error)")
    for level in SIMDLevels.supported { #expect(try page(level).output == usual.output) }
    for level in SIMDLevels.missing { #expect(try page(level).exitCode == 69) }
    #expect(try page("sse9").exitCode == 64)
  }
}
