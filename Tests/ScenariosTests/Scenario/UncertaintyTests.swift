import Scenarios
import Sim
import Testing

/// What a scenario says about uncertainty: laws, known values, correlations, and draws that stay common.
struct UncertaintyTests {
  private static let draws = DrawSource.streams(parameters: 3, shocks: 3)

  private func run(
    _ child: String, base: String = "", count: Int = 400
  ) async throws -> ScenarioRun {
    let loaded = try ScenarioFiles(base: base, child: child).load()
    return try await ScenarioRun(loaded, draws: Self.draws, count: count)
  }

  /// The growth of a sector in 2025, which is `pace + bonus + weather` (effort is 1, demand 0).
  private func growth(_ run: ScenarioRun, _ sector: String = "farms") throws -> [Double] {
    try (0..<run.draws).map { draw in
      try run.value("output[\(sector)]", 2025, draw: draw)
        - run.value("output[\(sector)]", 2024, draw: draw)
    }
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let (a, b) = (mean(x), mean(y))
    let xy = zip(x, y).reduce(0) { $0 + ($1.0 - a) * ($1.1 - b) }
    let xx = x.reduce(0) { $0 + ($1 - a) * ($1 - a) }
    let yy = y.reduce(0) { $0 + ($1 - b) * ($1 - b) }
    return xy / (xx * yy).squareRoot()
  }

  private static let calm = """
    uncertainty:
      shocks: {weather: 0, noise: 0}

    """

  @Test func aParametersLawIsReplaced() async throws {
    let own = try await growth(run(Self.calm))
    let moved = try await growth(
      run(
        Self.calm.replacing(
          "shocks", with: "parameters: {pace: \"normal(mean: 5, sd: .5)\"}\n  shocks")))
    // The same draws under another mean: a shift by 3, draw by draw.
    for (a, b) in zip(own, moved) { #expect(abs(b - a - 3) < 1e-12) }
    let wider = try await growth(
      run(
        Self.calm.replacing(
          "shocks", with: "parameters: {pace: \"normal(mean: 2, sd: 1)\"}\n  shocks")))
    #expect(abs(mean(wider) - mean(own)) < 0.1)
    #expect(zip(own, wider).contains { abs($0 - $1) > 1 })
  }

  @Test func aParameterMayBeKnown() async throws {
    let fixed = Self.calm.replacing(
      "shocks", with: "parameters: {pace: 4, bonus: {farms: .5, plants: \"1 + 1\"}}\n  shocks")
    let run = try await run(fixed, count: 3)
    #expect(try growth(run) == [4.5, 4.5, 4.5])
    #expect(try growth(run, "plants") == [6, 6, 6])
  }

  @Test func oneElementIsReplaced() async throws {
    for form in [#""bonus[farms]": 7"#, "bonus: {farms: 7}"] {
      let run = try await run(
        Self.calm.replacing("shocks", with: "parameters: {pace: 0, \(form)}\n  shocks"), count: 5)
      #expect(try growth(run) == [7, 7, 7, 7, 7])
      let others = try growth(run, "plants")
      #expect(Set(others).count == 5)
      #expect(others.allSatisfy { abs($0 - 1) < 0.5 })
    }
  }

  @Test func aShocksLawIsReplaced() async throws {
    func parts(_ weather: String) async throws -> [Double] {
      try await growth(
        run(
          """
          uncertainty:
            parameters: {pace: 0, bonus: 0}
            shocks: {weather: \(weather)}
          """))
    }
    let own = try await parts("\"normal(mean: 0, sd: 1)\"")
    let larger = try await parts("\"normal(mean: 10, sd: 2)\"")
    for (a, b) in zip(own, larger) { #expect(abs(b - (10 + 2 * a)) < 1e-12) }
    #expect(try await parts("3") == Array(repeating: 3, count: 400))
  }

  @Test func correlationsAreAddedReplacedAndDropped() async throws {
    func rho(_ child: String, base: String = "") async throws -> Double {
      let run = try await run(child, base: base, count: 2000)
      return try correlation(growth(run), growth(run, "plants"))
    }
    // Without a common part only weather moves the sectors.
    let head = "uncertainty:\n  parameters: {pace: 0, bonus: 0}\n"
    func correlated(_ value: String) -> String {
      "  correlations: [{between: [\"weather[farms]\", \"weather[plants]\"], rho: \(value)}]\n"
    }
    #expect(try await abs(rho(head)) < 0.06)
    let base = head + correlated(".8")
    #expect(try await abs(rho(base) - 0.8) < 0.03)
    #expect(try await abs(rho("", base: base) - 0.8) < 0.03)
    // A later file replaces it, in whichever order the two are named.
    let reversed =
      "uncertainty:\n"
      + correlated("-.5").replacing(
        #"["weather[farms]", "weather[plants]"]"#, with: #"["weather[plants]", "weather[farms]"]"#)
    #expect(try await abs(rho(reversed, base: base) + 0.5) < 0.05)
    // What is known is correlated with nothing.
    #expect(
      try await growth(run("uncertainty: {shocks: {\"weather[farms]\": 1}}", base: base))[0] == 1)
  }

  /// Scenarios of other laws are other bound models; each has the bits it has alone, and draws are
  /// common where the laws are.
  @Test func lawsAreOnesOwnAndDrawsCommon() async throws {
    let files = try ScenarioFiles(
      child: """
        uncertainty:
          parameters: {pace: "normal(mean: 5, sd: .1)"}
        """,
      others: [
        "other.yaml": ScenarioFiles.scenario("other", "extends: base.yaml\nlevers: {effort: 2}")
      ])
    let together = try files.load(["base", "child", "other"])
    #expect(together[0].model.binding == together[2].model.binding)
    #expect(together[0].model.binding != together[1].model.binding)
    for scenario in together {
      let name = scenario.document.id
      let alone = try await ScenarioRun(files.load([name]), draws: Self.draws, count: 20)
      let run = try await ScenarioRun([scenario], draws: Self.draws, count: 20)
      for draw in 0..<20 {
        #expect(
          try run.value("total", 2030, draw: draw).bitPattern
            == alone.value("total", 2030, draw: draw).bitPattern)
      }
    }
    let base = try await ScenarioRun([together[0]], draws: Self.draws, count: 20)
    let child = try await ScenarioRun([together[1]], draws: Self.draws, count: 20)
    for draw in 0..<20 {
      #expect(
        try base.value("trouble", 2030, draw: draw) == child.value("trouble", 2030, draw: draw))
    }
  }

  @Test func aLaterFileCounts() async throws {
    let child = "uncertainty: {parameters: {pace: 1}, shocks: {weather: 0}}"
    let base = "uncertainty: {parameters: {pace: 2, bonus: 3}, shocks: {weather: 5}}"
    #expect(try await growth(run(child, base: base, count: 2)) == [4, 4])
  }

  /// A posterior says nothing about a law that a scenario has put in: it is drawn beside the fit.
  @Test func replacedLawsAreDrawnBesideAFit() async throws {
    let loaded = try ScenarioFiles(
      child: """
        uncertainty:
          parameters: {"bonus[farms]": "normal(mean: 10, sd: 1)", "bonus[plants]": "normal(mean: 20, sd: 1)"}
          shocks: {weather: 0}
          correlations: [{between: ["bonus[farms]", "bonus[plants]"], rho: .9}]
        """
    ).load(["base", "child"])
    let kernels = try #require(Kernels.best)
    let index = PosteriorIndex(entries: [5, 9], weights: [1, 1], seed: 1)
    func values(
      _ scenario: LoadedScenario, _ name: String, posterior: PosteriorIndex?,
      seeds: (UInt64, UInt64)
    ) async throws -> [Double] {
      let outputs = try [2024, 2025].map { try scenario.model.output(name, year: $0) }
      let simulation = try Simulation(
        scenario.model.model, analysis: ModelAnalysis(of: scenario.model.model),
        scenarios: [scenario.scenario], outputs: outputs,
        draws: .streams(parameters: seeds.0, shocks: seeds.1), posterior: posterior)
      let columns = try await simulation.columns(draws: 500, kernels: kernels)
      return (0..<500).map { columns[1, $0] - columns[0, $0] }
    }
    let child = loaded[1]
    // Growth of farms is pace + bonus[farms]: pace takes two values, the bonus is always new.
    let farms = try await values(child, "output[farms]", posterior: index, seeds: (1, 2))
    let plants = try await values(child, "output[plants]", posterior: index, seeds: (1, 2))
    #expect(Set(farms).count == 500)
    #expect(abs(mean(farms) - 12) < 0.7)
    #expect(correlation(farms, plants) > 0.85)
    // The seed of the run moves the replaced parameter, and only the seed of the fit moves pace.
    let other = try await values(child, "output[farms]", posterior: index, seeds: (1, 3))
    #expect(zip(farms, other).allSatisfy { $0 != $1 })
    // Without a posterior nothing is special about them.
    let prior = try await values(child, "output[farms]", posterior: nil, seeds: (2, 2))
    let paces = zip(farms, prior).map { $0 - $1 }
    #expect(Set(paces).count > 400)
    for draw in [0, 17, 499] {
      var oracle = try Oracle(
        child.model.model, child.scenario, draws: .streams(parameters: 1, shocks: 2),
        posterior: index, draw: draw)
      let output = try child.model.output("output[farms]", year: 2025)
      let value = try oracle.value(variable: output.variable, element: output.element, year: 2025)
      #expect(value == farms[draw] + 10)
    }
  }

  /// Replacing a law does not make a fit stale, but correlating what it knows is refused.
  @Test func aFitIsKeptBesideReplacedLaws() throws {
    let project = try TemporaryProject()
    func load(_ uncertainty: String) throws -> LoadedScenario {
      let path = try project.write(
        ScenarioFiles.scenario("own", "extends: baseline.yaml\nuncertainty: \(uncertainty)"),
        to: "scenarios/own.yaml")
      return try Workspace.load(scenarios: [path], readsFits: true).scenarios[0]
    }
    let loaded = try load("{parameters: {ict_depreciation: .07}, shocks: {common_tfp_shock: 0}}")
    let fit = try #require(loaded.fit)
    guard case .fixed(let center) = fit.center(of: loaded.model.model) else { return }
    let number = try #require(loaded.model.parameters.firstIndex { $0.name == "ict_depreciation" })
    #expect(center[number][0].isNaN)
    #expect(center.joined().count { $0.isNaN } == 1)
    let error = #expect(throws: Diagnostics.self) {
      try load(
        #"{parameters: {ict_depreciation: "normal(.06, .01)"}, correlations: [{between: [ict_depreciation, capital_elasticity], rho: .3}]}"#
      )
    }
    #expect(error?.all.map(\.problem) == [.correlationOfFitted("capital_elasticity")])
  }

  @Test(arguments: [
    ("parameters: {pase: 1}", Problem.unknownParameter("pase", suggestion: "pace")),
    ("shocks: {wether: 1}", .unknownShock("wether", suggestion: "weather")),
    ("shocks: {pace: 1}", .lawUnderOtherKey("pace", isShock: false)),
    ("parameters: {weather: 1}", .lawUnderOtherKey("weather", isShock: true)),
    (
      #"parameters: {"bonus[shops]": 1}"#,
      .unknownElement("shops", suggestion: nil, sets: ["sector"])
    ),
    (
      #"parameters: {pace: "normal(mean: 1, sd: -1)"}"#,
      .impossibleArgument("sd", -1, .positive)
    ),
    (
      #"parameters: {pace: "normal(mean: 1{bn VND}, sd: 1{bn VND})"}"#,
      .unitOfEquation(name: "pace", declared: "1", found: "bn VND", factor: nil)
    ),
    (
      #"correlations: [{between: [pace, "weather[farms]"], rho: .5}]"#,
      .correlationOfDifferentKinds
    ),
    (
      #"{parameters: {pace: "2*normal(0, 1)"}, correlations: [{between: [pace, "bonus[farms]"], rho: .5}]}"#,
      .correlationOfCompound("pace")
    ),
    (
      "laws: {}",
      .unknownKey("laws", suggestion: nil, known: ["parameters", "shocks", "correlations"])
    ),
  ])
  func whatIsWrong(section: String, problem: Problem) throws {
    let text = section.hasPrefix("{") ? section : "{\(section)}"
    #expect(try ScenarioFiles(child: "uncertainty: \(text)").problems() == [problem])
  }
}
