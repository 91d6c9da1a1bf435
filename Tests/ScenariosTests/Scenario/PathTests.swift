import Scenarios
import Sim
import Testing

/// Paths of levers and assumptions, fixed values and add-factors, over 2020 to 2030 with policy
/// from 2026.
struct PathTests {
  private static let model =
    modelHead + """
      sets:
        sector: [farms, plants]
      levers:
        effort: {symbol: e, unit: "1", default: 1, possible: [0, 100], plausible: [0, 50]}
      assumptions:
        demand: {unit: "1", default: 2, possible: [-100, 100]}
      equations:
        output: {over: [sector], unit: "1", first: 1, later: "output[-1]"}
        trend: {unit: "1", last: 1, projection: effort.default}
      """

  private static func scenario(_ id: String, _ body: String) -> String {
    """
    schema: grdp-scenario/1
    id: \(id)
    title: {vi: Kịch bản, en: Scenario}
    \(body)
    """
  }

  private func load(
    _ body: String, base: String = "", set changes: [String] = []
  ) throws -> LoadedScenario {
    let files = try TemporaryFiles([
      "model.yaml": PathTests.model,
      "base.yaml": PathTests.scenario("base", "model: model.yaml\n" + base),
      "scenario.yaml": PathTests.scenario("child", "extends: base.yaml\n" + body),
    ])
    return try Workspace.load(scenarios: [files.path("scenario.yaml")], set: changes).scenarios[0]
  }

  /// The values of the lever from 2025 to 2030.
  private func effort(
    _ path: String, base: String = "", set changes: [String] = []
  ) throws -> [Double] {
    let lever = path.isEmpty ? "" : "levers: {effort: \(path)}"
    let loaded = try load(lever, base: base, set: changes)
    return Array(loaded.scenario.inputs[0][5...])
  }

  @Test(arguments: [
    ("3", [1.0, 3, 3, 3, 3, 3]),
    ("{2027: 3}", [1, 1, 3, 3, 3, 3]),
    ("{2026: 2, 2030: 6}", [1, 2, 3, 4, 5, 6]),
    ("{path: {2026: 2, 2030: 6}, interpolate: step}", [1, 2, 2, 2, 2, 6]),
    ("{path: {2026: 0, 2030: 8}, interpolate: smooth}", [1, 0, 1.25, 4, 6.75, 8]),
    ("{path: {2026: 2, 2028: 4}, after: return}", [1, 2, 3, 4, 1, 1]),
    ("{path: 2, operator: add}", [1, 3, 3, 3, 3, 3]),
    ("{path: {2027: 2, 2029: 4}, operator: scale, after: return}", [1, 1, 2, 3, 4, 1]),
    ("{path: {2027: 1}, operator: grow}", [1, 1, 2, 4, 8, 16]),
    ("{path: {2026: 1, 2028: 0}, operator: grow}", [1, 2, 3, 3, 3, 3]),
  ])
  func aPathOverYears(path: String, expected: [Double]) throws {
    #expect(try effort(path) == expected)
  }

  @Test func aPathChangesTheOneItExtends() throws {
    let base = "levers: {effort: {2026: 10, 2030: 14}}"
    #expect(try effort("", base: base) == [1, 10, 11, 12, 13, 14])
    #expect(try effort("{2028: 5}", base: base) == [1, 10, 11, 5, 5, 5])
    #expect(
      try effort("{path: {2027: 1, 2028: 2}, operator: add, after: return}", base: base) == [
        1, 10, 12, 14, 13, 14,
      ])
  }

  /// The years before a path keep the default: a jump is told, unless it is plain that one is meant.
  @Test(arguments: [
    ("{2028: 3, 2030: 5}", [1.0, 1, 1, 3, 4, 5], true), ("{2027: 3}", [1, 1, 3, 3, 3, 3], true),
    ("{path: {2028: 3}, interpolate: step}", [1, 1, 1, 3, 3, 3], false),
    ("{path: {2028: 3}, after: return}", [1, 1, 1, 3, 1, 1], false),
    ("{path: {2028: 3}, operator: add}", [1, 1, 1, 4, 4, 4], false),
    ("{2026: 3, 2030: 3}", [1, 3, 3, 3, 3, 3], false), ("{2028: 1}", [1, 1, 1, 1, 1, 1], false),
  ])
  func aPathWithoutAHead(path: String, expected: [Double], isTold: Bool) throws {
    let files = try TemporaryFiles([
      "model.yaml": PathTests.model,
      "scenario.yaml": PathTests.scenario(
        "child", "model: model.yaml\nlevers: {effort: \(path)}"),
    ])
    let (scenarios, warnings) = try Workspace.load(scenarios: [files.path("scenario.yaml")])
    #expect(Array(scenarios[0].scenario.inputs[0][5...]) == expected)
    let first = path.contains("2028") ? 2028 : 2027
    #expect(
      warnings.map(\.problem)
        == (isTold ? [.pathWithoutHead("effort", years: 2026...(first - 1), first: first)] : []))
  }

  @Test func aPathOverThatOfAnotherScenarioNeedsNoHead() throws {
    let files = try TemporaryFiles([
      "model.yaml": PathTests.model,
      "base.yaml": PathTests.scenario("base", "model: model.yaml\nlevers: {effort: 2}"),
      "scenario.yaml": PathTests.scenario(
        "child", "extends: base.yaml\nlevers: {effort: {2028: 4}}"),
    ])
    let (scenarios, warnings) = try Workspace.load(
      scenarios: [files.path("scenario.yaml")], set: ["effort.2030=5"])
    #expect(Array(scenarios[0].scenario.inputs[0][5...]) == [1, 2, 2, 4, 4, 5])
    #expect(warnings.isEmpty)
  }

  @Test func theCommandLineComesLast() throws {
    #expect(try effort("3", set: ["effort=4"]) == [1, 4, 4, 4, 4, 4])
    #expect(try effort("3", set: ["e.2028=4.5"]) == [1, 3, 3, 4.5, 3, 3])
    #expect(try effort("3", set: ["effort=4", "effort.2030=5"]) == [1, 4, 4, 4, 4, 5])
  }

  @Test(arguments: [
    ("effort", Problem.badSetting),
    ("effort=much", .expectedNumber(found: .text("much"))),
    ("efort=1", .unknownInput("efort", suggestion: "effort")),
    ("effort.soon=1", .expectedYear(found: .text("soon"))),
    ("effort.2025=1", .beforePolicyStart(2025, start: 2026)),
    ("effort.2031=1", .afterHorizon(2031, horizon: 2030)),
    ("effort=101", .outsidePossible("effort", value: 101, year: nil, 0...100)),
  ])
  func aChangeThatIsWrong(change: String, problem: Problem) throws {
    let error = #expect(throws: Diagnostics.self) { try effort("3", set: [change]) }
    #expect(error?.all.map(\.problem) == [problem])
    #expect(error?.all.first?.location == SourceLocation(file: "--set \(change)"))
  }

  @Test func originsSayWhichFileSetWhat() throws {
    let loaded = try load("levers: {effort: 3}", base: "assumptions:\n  demand: 1")
    let origins = loaded.document.inputOrigins
    #expect(origins[0]?.file.hasSuffix("/scenario.yaml") == true)
    #expect(origins[0]?.line == 5)
    #expect(origins[1]?.file.hasSuffix("/base.yaml") == true)
    #expect(origins[1]?.line == 6)
    #expect(loaded.document.chain.count == 2)
  }

  @Test func fixedValuesAndAddFactors() throws {
    let loaded = try load(
      """
      fix:
        "output[plants]": {2027..2028: 7}
      adjust:
        output: {horizon: 2}
        trend: {last+1..2026: .5}
      """, base: #"fix: {"output[plants]": {2028: 1, 2029: 9}}"#)
    let years = loaded.scenario.fixed.map { "\($0.variable) \($0.element) \($0.year) \($0.value)" }
    #expect(years == ["0 1 2028 7.0", "0 1 2029 9.0", "0 1 2027 7.0"])
    let added = loaded.scenario.adjustments.map {
      "\($0.variable) \($0.element) \($0.year) \($0.value)"
    }
    #expect(added == ["0 0 2030 2.0", "0 1 2030 2.0", "1 0 2025 0.5", "1 0 2026 0.5"])
  }

  @Test func aScenarioMayEndEarlierOrLater() throws {
    #expect(try load("horizon: 2027").scenario.inputs[0].count == 8)
    #expect(try load("horizon: 2040").model.model.timeline.horizon == 2040)
    // What the extended scenario says about later years is not held against it.
    let short = try load("horizon: 2027", base: "levers: {effort: {2026: 1, 2030: 5}}")
    #expect(short.scenario.inputs[0][6...] == [1, 2])
  }
}
