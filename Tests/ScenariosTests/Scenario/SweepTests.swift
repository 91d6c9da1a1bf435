import Scenarios
import Sim
import Testing

/// Grids over levers, assumptions and parameters.
struct SweepTests {
  private func load(
    _ child: String, base: String = "", set changes: [String] = []
  ) throws -> [LoadedScenario] {
    try ScenarioFiles(base: base, child: child).load(set: changes)
  }

  @Test func everyCombinationIsAScenario() throws {
    let loaded = try load(
      """
      sweep:
        effort: [1, 2.5, 3]
        demand: {from: .5, to: 2, steps: 4}
      """)
    #expect(
      loaded.map(\.document.id) == [
        "child[effort=1, demand=0.5]", "child[effort=1, demand=1]", "child[effort=1, demand=1.5]",
        "child[effort=1, demand=2]", "child[effort=2.5, demand=0.5]",
        "child[effort=2.5, demand=1]", "child[effort=2.5, demand=1.5]",
        "child[effort=2.5, demand=2]", "child[effort=3, demand=0.5]", "child[effort=3, demand=1]",
        "child[effort=3, demand=1.5]", "child[effort=3, demand=2]",
      ])
    #expect(loaded.map(\.scenario.id) == loaded.map(\.document.id))
    #expect(loaded.allSatisfy { $0.document.fileID == "child" })
    #expect(loaded[5].sweepValues.map(\.name) == ["effort", "demand"])
    #expect(loaded[5].sweepValues.map(\.value) == [2.5, 1])
    #expect(loaded[5].sweepValues.map(\.unit) == ["1", "1"])
    #expect(
      loaded[5].document.title
        == LocalizedText(
          vi: "Kịch bản [effort=2.5, demand=1]", en: "Scenario [effort=2.5, demand=1]"))
    // All share one bound model, so all run at once, on the same draws.
    #expect(Set(loaded.map(\.model.binding)).count == 1)
  }

  /// The total of 2030 is 42 + 4 Σ effort + 2 Σ demand over 2025 to 2030, with effort 1 in 2025.
  @Test func theValuesReachTheEngine() async throws {
    let loaded = try load("sweep: {effort: [1, 3], demand: [0, 2]}")
    let run = try await ScenarioRun(loaded, draws: .medians, count: 1)
    let totals = try loaded.indices.map { try run.value("total", 2030, scenario: $0) }
    #expect(totals == [66, 86, 106, 126])
    #expect(loaded[3].document.inputOrigins[0]?.line == 5)
  }

  @Test func itComesAfterPathsAndBeforeTheCommandLine() async throws {
    let loaded = try load(
      "levers: {effort: {2026: 7, 2030: 9}}\nsweep: {effort: [1, 3]}", set: ["effort.2030=4"])
    #expect(
      loaded.map { $0.scenario.inputs[0].suffix(6) } == [[1, 1, 1, 1, 1, 4], [1, 3, 3, 3, 3, 4]])
  }

  /// A parameter held at values: other bound models, the same draws of everything else.
  @Test func parametersAreHeldAtValues() async throws {
    let loaded = try load(#"sweep: {pace: [1, 2], "bonus[farms]": [0, 10]}"#)
    #expect(
      loaded.map(\.document.id) == [
        "child[pace=1, bonus[farms]=0]", "child[pace=1, bonus[farms]=10]",
        "child[pace=2, bonus[farms]=0]", "child[pace=2, bonus[farms]=10]",
      ])
    #expect(Set(loaded.map(\.model.binding)).count == 4)
    var values: [[Double]] = []
    for scenario in loaded {
      let run = try await ScenarioRun(
        [scenario], draws: .streams(parameters: 1, shocks: 1), count: 10)
      values.append(try (0..<10).map { try run.value("total", 2025, draw: $0) })
    }
    for draw in 0..<10 {
      // Both sectors grow by pace, one by the bonus.
      #expect(abs(values[2][draw] - values[0][draw] - 2) < 1e-12)
      #expect(abs(values[1][draw] - values[0][draw] - 10) < 1e-12)
      #expect(abs(values[3][draw] - values[0][draw] - 12) < 1e-12)
    }
  }

  @Test func aScenarioThatExtendsItHasNoSweep() throws {
    let loaded = try load("levers: {effort: 2}", base: "sweep: {effort: [1, 2]}")
    #expect(loaded.map(\.document.id) == ["child"])
    #expect(loaded[0].sweepValues.isEmpty)
  }

  @Test func stepsAreAsRoundAsTheyLook() throws {
    let loaded = try load("sweep: {demand: {from: .005, to: .02, steps: 4}}")
    #expect(loaded.map { $0.sweepValues[0].text } == ["0.005", "0.01", "0.015", "0.02"])
    let others = try load("sweep: {demand: {from: -10, to: 20, steps: 10}}")
    #expect(others.map { $0.sweepValues[0].text }[3] == "0")
    #expect(others.map { $0.sweepValues[0].text }[1] == "-6.66666666667")
  }

  @Test(arguments: [
    ("{efort: [1, 2]}", [Problem.cannotBeSwept("efort", suggestion: "effort")]),
    ("{output: [1, 2]}", [.cannotBeSwept("output", suggestion: nil)]),
    ("{effort: 3}", [.expectedSweep(found: .text("3"))]),
    ("{effort: []}", [.expectedSweep(found: .list)]),
    ("{effort: [1, 2, 1]}", [.sweepValueTwice(1)]),
    (
      "{effort: [1, 60, 101]}",
      [
        .outsidePlausible("effort", value: 60, year: nil, 0...50),
        .outsidePossible("effort", value: 101, year: nil, 0...100),
      ]
    ),
    (
      #"{training: ["1{thousand person}"]}"#,
      [
        .unitOfNumber(name: "training", declared: "person", found: "thousand person")
      ]
    ),
    ("{effort: {from: 1, to: 1, steps: 3}}", [.sweepValueTwice(1)]),
    (
      "{effort: {from: 1, to: 2, steps: 1}}",
      [.expectedInteger(atLeast: 2, atMost: nil, found: .text("1"))]
    ),
    (
      "{effort: {from: 1, to: 2, steps: 17}, demand: {from: 1, to: 2, steps: 16}}",
      [
        .sweepTooLarge(combinations: 272, limit: 256)
      ]
    ),
    (
      #"{"bonus[shops]": [1]}"#,
      [
        .unknownElement("shops", suggestion: nil, sets: ["sector"])
      ]
    ),
  ])
  func whatIsWrong(sweep: String, problems: [Problem]) throws {
    #expect(try ScenarioFiles(child: "sweep: \(sweep)").problems() == problems)
  }
}
