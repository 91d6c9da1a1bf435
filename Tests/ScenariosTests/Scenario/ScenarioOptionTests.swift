import Scenarios
import Sim
import Testing

/// What every option of a scenario does to the numbers: each test fails if the option is ignored.
///
/// On the central path a sector grows by `2 effort + demand + training + 1` a year from 2025 on, so the
/// total of 2030 is 42 + 4 Σ effort + 2 Σ demand + 2 Σ training over 2025 to 2030, where effort is 1
/// unless something says otherwise: 66.
struct ScenarioOptionTests {
  private func run(
    _ child: String, base: String = "", set changes: [String] = [],
    draws: DrawSource = .medians, count: Int = 1
  ) async throws -> ScenarioRun {
    let loaded = try ScenarioFiles(base: base, child: child).load(set: changes)
    return try await ScenarioRun(loaded, draws: draws, count: count)
  }

  private func total(
    _ child: String, base: String = "", set changes: [String] = [], _ year: Int = 2030
  ) async throws -> Double {
    try await run(child, base: base, set: changes).value("total", year)
  }

  private func expected(effort: [Double] = [1, 1, 1, 1, 1, 1], demand: [Double] = []) -> Double {
    42 + 4 * effort.reduce(0, +) + 2 * demand.reduce(0, +)
  }

  @Test(arguments: [
    ("", [1.0, 1, 1, 1, 1, 1]),
    // A number, and a path.
    ("3", [1, 3, 3, 3, 3, 3]),
    ("{2026: 2, 2030: 6}", [1, 2, 3, 4, 5, 6]),
    ("{2026: 2, 2027: 5}", [1, 2, 5, 5, 5, 5]),
    (#""3{1}""#, [1, 3, 3, 3, 3, 3]),
    // Interpolation.
    ("{path: {2026: 2, 2030: 6}, interpolate: linear}", [1, 2, 3, 4, 5, 6]),
    ("{path: {2026: 2, 2030: 6}, interpolate: step}", [1, 2, 2, 2, 2, 6]),
    ("{path: {2026: 0, 2029: 27}, interpolate: smooth}", [1, 0, 7, 20, 27, 27]),
    // What happens after the last year.
    ("{path: {2026: 2, 2028: 4}, after: hold}", [1, 2, 3, 4, 4, 4]),
    ("{path: {2026: 2, 2028: 4}, after: return}", [1, 2, 3, 4, 1, 1]),
    // Operators, on the default of 1.
    ("{path: {2026: 2}, operator: set}", [1, 2, 2, 2, 2, 2]),
    ("{path: {2026: 2}, operator: add}", [1, 3, 3, 3, 3, 3]),
    ("{path: {2026: 4, 2028: 6}, operator: scale, after: return}", [1, 4, 5, 6, 1, 1]),
    ("{path: {2026: 1}, operator: grow}", [1, 2, 4, 8, 16, 32]),
  ])
  func leverPaths(path: String, effort: [Double]) async throws {
    let lever = path.isEmpty ? "" : "levers: {effort: \(path)}"
    #expect(try await total(lever) == expected(effort: effort))
  }

  @Test(arguments: [
    ("{path: {2027: 2}, operator: set}", [1.0, 10, 2, 2, 2, 2]),
    ("{path: {2027: 2}, operator: add}", [1, 10, 13, 14, 15, 16]),
    ("{path: {2027: 2}, operator: scale}", [1, 10, 22, 24, 26, 28]),
    ("{path: {2027: .5}, operator: grow}", [1, 10, 15, 22.5, 33.75, 50.625]),
    ("{path: {2027: 2, 2028: 2}, after: return}", [1, 10, 2, 2, 13, 14]),
  ])
  func operatorsWorkOnWhatIsExtended(path: String, effort: [Double]) async throws {
    let base = "levers: {effort: {2026: 10, 2030: 14}}"
    #expect(
      try await total("levers: {effort: \(path)}", base: base) == expected(effort: effort))
  }

  @Test func assumptions() async throws {
    let found = try await total("assumptions: {demand: {2027: 1, 2030: 4}}")
    #expect(found == expected(demand: [0, 0, 1, 2, 3, 4]))
  }

  @Test func extensionIsADifference() async throws {
    let base = "levers: {effort: 3}\nassumptions: {demand: 1}"
    #expect(
      try await total("", base: base)
        == expected(effort: [1, 3, 3, 3, 3, 3], demand: [0, 1, 1, 1, 1, 1]))
    #expect(
      try await total("levers: {effort: 2}", base: base)
        == expected(effort: [1, 2, 2, 2, 2, 2], demand: [0, 1, 1, 1, 1, 1]))
  }

  @Test func theCommandLine() async throws {
    let levers = "levers: {effort: {2026: 2, 2030: 6}}"
    #expect(try await total(levers, set: ["effort=5"]) == expected(effort: [1, 5, 5, 5, 5, 5]))
    // One year alone: the others stay what the file says.
    #expect(
      try await total(levers, set: ["effort.2028=9"]) == expected(effort: [1, 2, 3, 9, 5, 6]))
    #expect(
      try await total(levers, set: ["e.2030=9", "demand=1"])
        == expected(effort: [1, 2, 3, 4, 5, 9], demand: [0, 1, 1, 1, 1, 1]))
  }

  @Test func fixedValues() async throws {
    let fix = #"fix: {"output[farms]": {2027: 100}}"#
    let run = try await run(fix)
    #expect(try run.value("output[farms]", 2026) == 16)
    #expect(try run.value("output[farms]", 2027) == 100)
    #expect(try run.value("output[farms]", 2030) == 109)
    #expect(try run.value("output[plants]", 2030) == 38)
    // A value of a file that is extended holds until it is replaced.
    let both = try await self.run("fix: {output: {2028: 7}}", base: fix)
    #expect(try both.value("output[farms]", 2027) == 100)
    #expect(try both.value("output[farms]", 2028) == 7)
    #expect(try both.value("output[plants]", 2028) == 7)
  }

  @Test func addFactors() async throws {
    let run = try await run("adjust: {output: {2027..2028: -5}, growth: {2030: .5}}")
    #expect(try run.value("total", 2026) == 42)
    #expect(try run.value("total", 2027) == 38)
    #expect(try run.value("total", 2028) == 34)
    #expect(try run.value("total", 2030) == 46)
    #expect(try run.value("growth", 2030) == 46.0 / 40 - 1 + 0.5)
    let extended = try await total(
      "adjust: {output: {2028: 1}}", base: "adjust: {output: {2027: 1}}")
    #expect(extended == 66 + 4)
  }

  /// A unit beside a number is checked, and changes nothing.
  @Test func unitsBesideNumbers() async throws {
    let found = try await total(
      """
      levers: {training: "1{person}"}
      adjust: {output: {2030: "2{bn VND}"}}
      """)
    #expect(found == 66 + 10 + 4)
    let wrong = try ScenarioFiles(
      child: """
        levers:
          training: {2026: "8{thousand person}"}
          effort: {path: {2026: "8{person}"}, operator: scale}
        fix: {output: {2030: "2{million VND}"}}
        """)
    #expect(
      wrong.problems() == [
        .unitOfNumber(name: "training", declared: "person", found: "thousand person"),
        .unitOfNumber(name: "effort", declared: "1", found: "person"),
        .unitOfNumber(name: "output", declared: "bn VND", found: "million VND"),
      ])
  }

  @Test func theHorizon() async throws {
    let files = try ScenarioFiles(base: "horizon: 2040", child: "horizon: 2028")
    let loaded = try files.load(["base", "child"])
    #expect(loaded.map(\.model.model.timeline.horizon) == [2040, 2028])
    #expect(loaded[0].model.binding != loaded[1].model.binding)
    let long = try await ScenarioRun([loaded[0]], draws: .medians, count: 1)
    #expect(try long.value("total", 2040) == 126)
    let short = try await ScenarioRun([loaded[1]], draws: .medians, count: 1)
    #expect(try short.value("total", 2028) == 54)
    #expect(short.outputs.map(\.year).max() == 2028)
  }

  @Test func theDefinitionChoosesTheShare() async throws {
    for (definition, share) in [("gso", 23.5 / 66), ("nso", 23.5 / 66), ("mic", 26.0 / 66)] {
      let files = try ScenarioFiles(child: "definition: \(definition)")
      let loaded = try files.load()[0]
      let variable = try #require(loaded.model.variables.firstIndex { $0.name == "share" })
      let elements = loaded.elements(of: variable, details: false)
      #expect(elements.count == 1)
      let run = try await ScenarioRun([loaded], draws: .medians, count: 1)
      let output = Output(variable: variable, element: elements[0], year: 2030)
      let found = try #require(run.value(output))
      #expect(abs(found - share) < 1e-15, "\(definition)")
    }
  }

  @Test func drawsAndSeed() async throws {
    let loaded = try ScenarioFiles(
      base: "draws: 20\nseed: 7", child: "seed: 8"
    ).load(["base", "child"])
    #expect(loaded.map(\.document.draws) == [20, 20])
    #expect(loaded.map(\.document.seed) == [7, 8])
    func totals(_ scenario: LoadedScenario, seed: UInt64?) async throws -> [Double] {
      let seed = try #require(seed)
      let run = try await ScenarioRun(
        [scenario], draws: .streams(parameters: seed, shocks: seed),
        count: try #require(scenario.document.draws))
      return try (0..<run.draws).map { try run.value("total", 2030, draw: $0) }
    }
    let own = try await totals(loaded[0], seed: loaded[0].document.seed)
    #expect(own.count == 20)
    #expect(try await totals(loaded[1], seed: loaded[1].document.seed) != own)
    #expect(try await totals(loaded[1], seed: 7) == own)
  }
}
