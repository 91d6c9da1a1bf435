import Scenarios
import Sim
import Testing

/// Targets: what they are read as, and that the engine computes their quantities.
struct TargetTests {
  private func targets(_ child: String, base: String = "", region: String = "") throws -> [Target] {
    try ScenarioFiles(base: base, child: child, region: region).load()[0].targets
  }

  @Test func everythingATargetSays() throws {
    let found = try targets(
      """
      targets:
        - id: half
          quantity: share
          comparator: ">="
          level: .5
          years: 2026..2028
          aggregate: mean
          definition: nso
          boundary: old
          basis: {vi: Giá hiện hành, en: Current prices}
          source: Plan 1
          label: {vi: Một nửa, en: One half}
          note: a note
      """)
    let target = try #require(found.first)
    #expect(found.count == 1)
    #expect(target.id == "half")
    #expect(target.quantity == "share")
    #expect(target.unit == "fraction")
    #expect(target.comparator == .greaterOrEqual)
    #expect(target.level == 0.5)
    #expect(target.years == 2026...2028)
    #expect(target.aggregate == .mean)
    #expect(target.definition == "gso")
    #expect(target.boundary == "old")
    #expect(target.basis == LocalizedText(vi: "Giá hiện hành", en: "Current prices"))
    #expect(target.source == "Plan 1")
    #expect(target.label == LocalizedText(vi: "Một nửa", en: "One half"))
    #expect(target.note == LocalizedText(vi: "a note", en: "a note"))
    #expect(target.location.line == 6)
  }

  /// The central path is known by hand: with pace 2 and bonus 1 a sector grows by 3 a year.
  @Test func theEngineComputesTheQuantity() async throws {
    let loaded = try ScenarioFiles(
      child: """
        targets:
          - {id: one, quantity: share, comparator: ">", level: .3, year: 2030, definition: mic}
          - {id: two, quantity: "total/total[-1] - 1", comparator: ">", level: .1, years: 2025..2030}
          - {id: three, quantity: "share[gso] - .1", comparator: "<", level: .3, year: 2024}
          - {id: four, quantity: share, comparator: "<=", level: .3, year: horizon}
          - {id: five, quantity: "total[2030]", comparator: "<=", level: "3{bn VND}", year: last}
        """
    ).load()[0]
    let outputs = loaded.targets.flatMap { target in
      loaded.model.model.timeline.years.map { target.output(scenario: 0, year: $0) }
    }
    let run = try await ScenarioRun([loaded], outputs: outputs, draws: .medians, count: 1)
    func value(_ target: Int, _ year: Int) -> Double? {
      run.value(loaded.targets[target].output(scenario: 0, year: year))
    }
    let path = (2020...2030).map { year in (farms: 10.0 + 3 * Double(max(0, year - 2024)), year) }
    for (farms, year) in path {
      let plants = farms + 10
      let total = farms + plants
      #expect(value(0, year) == (0.25 * farms + 0.5 * plants) / total)
      #expect(value(2, year) == (0.5 * farms + 0.25 * plants) / total - 0.1)
      #expect(value(3, year) == (0.5 * farms + 0.25 * plants) / total)
      #expect(value(4, year) == 66)
    }
    // Where something it reads is missing in the first year, a target is not defined there.
    #expect(value(1, 2020) == nil)
    #expect(value(1, 2021) == 0)
    #expect(value(1, 2025) == 36.0 / 30 - 1)
    #expect(loaded.targets.map(\.unit) == ["fraction", "1", "1", "fraction", "bn VND"])
    #expect(loaded.targets.map(\.definition) == ["mic", nil, "gso", "gso", nil])
    #expect(loaded.targets[4].years == 2024...2024)
  }

  @Test func theMeanOverYears() async throws {
    let loaded = try ScenarioFiles(
      child: """
        targets:
          - {id: a, quantity: total, comparator: ">", level: 1, years: 2026..2028, aggregate: mean}
          - {id: b, quantity: share, comparator: ">", level: 1, years: 2024..2025, aggregate: mean}
          - {id: c, quantity: share, comparator: ">", level: 1, years: 2024..2025, aggregate: any}
        """
    ).load()[0]
    #expect(loaded.targets.map(\.aggregate) == [.mean, .mean, .any])
    let outputs = loaded.targets.flatMap { target in
      target.years.map { target.output(scenario: 0, year: $0) }
    }
    let run = try await ScenarioRun([loaded], outputs: outputs, draws: .medians, count: 1)
    let share = [10.0 / 30, (0.5 * 13 + 0.25 * 23) / 36]
    let mean = (share[0] + share[1]) / 2
    #expect(outputs.map { run.value($0) } == [48, 48, 48, mean, mean, share[0], share[1]])
  }

  @Test func aScenarioAddsAndReplacesByIdentifier() throws {
    let region = """
      targets:
        - {id: a, quantity: total, comparator: ">", level: 1, year: 2030}
        - {id: b, quantity: total, comparator: ">", level: 2, year: 2030}
      """
    let base = """
      targets:
        - {id: c, quantity: total, comparator: ">", level: 3, year: 2030}
      """
    let child = """
      targets:
        - {id: d, quantity: total, comparator: ">", level: 5, year: 2030}
        - {id: a, quantity: growth, comparator: "<", level: 4, year: 2029}
      """
    #expect(try targets("", region: region).map(\.id) == ["a", "b"])
    let found = try targets(child, base: base, region: region)
    #expect(found.map(\.id) == ["a", "b", "c", "d"])
    #expect(found.map(\.level) == [4, 2, 3, 5])
    #expect(found[0].quantity == "growth")
    #expect(found[0].years == 2029...2029)
    #expect(found[1].location.file.hasSuffix("/region.yaml"))
  }

  /// Scenarios with different targets share one bound model, so they can run together.
  @Test func scenariosWithDifferentTargetsRunTogether() async throws {
    let loaded = try ScenarioFiles(
      base: """
        targets:
          - {id: a, quantity: total, comparator: ">", level: 1, year: 2030}
        """,
      child: """
        levers: {effort: 2}
        targets:
          - {id: a, quantity: "2*total", comparator: ">", level: 1, year: 2030}
        """
    ).load(["base", "child"])
    #expect(loaded[0].model.binding == loaded[1].model.binding)
    let outputs = loaded.indices.map { loaded[$0].targets[0].output(scenario: $0, year: 2030) }
    let run = try await ScenarioRun(loaded, outputs: outputs, draws: .medians, count: 1)
    #expect(outputs.map { run.value($0) } == [66, 172])
  }

  @Test func aTargetBeyondTheLastYearIsLeftOut() throws {
    let files = try ScenarioFiles(
      child: """
        horizon: 2028
        targets:
          - {id: near, quantity: total, comparator: ">", level: 1, year: 2028}
          - {id: far, quantity: total, comparator: ">", level: 1, year: 2030}
        """)
    #expect(try files.load()[0].targets.map(\.id) == ["near"])
    #expect(
      files.problems() == [.targetAfterHorizon("far", years: 2030...2030, horizon: 2028)])
  }

  @Test(arguments: [
    (
      "{quantity: totl, level: 1, year: 2030}",
      Problem.unknownName("totl", suggestion: "total")
    ),
    (
      #"{quantity: total, level: "1{bn}", year: 2030}"#,
      .unitOfNumber(name: "a", declared: "bn VND", found: "bn")
    ),
    (
      "{quantity: total, level: 1, unit: million VND, year: 2030}",
      .unitOfNumber(name: "a", declared: "bn VND", found: "million VND")
    ),
    (
      "{quantity: total, level: 1, year: 2031}",
      .yearsOutsideRun(2031...2031, 2020...2030)
    ),
    (
      "{quantity: total, level: 1, years: 2030..2029}", .yearsReversed("2030..2029")
    ),
    (
      "{quantity: share, level: 1, year: 2030, definition: mix}",
      .unknownElement("mix", suggestion: "mic", sets: ["definition"])
    ),
    (
      #"{quantity: "share[gso]", level: 1, year: 2030, definition: mic}"#,
      .targetMixesDefinitions("a", ["gso", "mic"])
    ),
    (
      #"{quantity: "share[gso] - share[mic]", level: 1, year: 2030}"#,
      .targetMixesDefinitions("a", ["gso", "mic"])
    ),
    (
      #"{quantity: max(share over definition), level: 1, year: 2030}"#,
      .targetMixesDefinitions("a", ["gso", "mic"])
    ),
    (
      "{quantity: total, level: 1, year: 2030, boundary: merged}",
      .targetOfOtherBoundary("a", "merged", region: "old")
    ),
    (
      "{quantity: total, level: 1, year: 2030, aggregate: some}",
      .expectedOneOf(["every", "any", "mean"], found: .text("some"))
    ),
    (
      "{quantity: growth, level: 1, year: 2020}",
      .undefinedRead("growth", readBy: "target:a", WhichYear(kind: .first, year: 2020))
    ),
  ])
  func whatIsWrongWithATarget(target: String, problem: Problem) throws {
    let words = target.replacing("{quantity", with: #"{id: a, comparator: ">", quantity"#)
    #expect(try ScenarioFiles(child: "targets:\n  - \(words)").problems() == [problem])
    #expect(try ScenarioFiles(region: "targets:\n  - \(words)").problems("region") == [problem])
  }

  @Test func comparatorsCompare() {
    let signs = Target.Comparator.allCases
    #expect(signs.map { $0.holds(1, 2) } == [true, true, false, false])
    #expect(signs.map { $0.holds(2, 2) } == [false, true, false, true])
    #expect(signs.map { $0.holds(3, 2) } == [false, false, true, true])
    #expect(signs.map { $0.holds(.nan, 2) } == [false, false, false, false])
  }
}
