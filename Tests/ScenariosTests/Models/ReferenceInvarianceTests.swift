import Glibc
import Scenarios
import Sim
import Testing

/// Changes of the shipped model and its scenarios that must change nothing, or by a known factor.
@Suite struct ReferenceInvarianceTests {
  static let draws = DrawSource.streams(parameters: 7, shocks: 8)

  // MARK: Money

  /// The economy a thousand times larger, with every price of the programme in proportion.
  ///
  /// Published GRDP is the only money among the data (the deflator and all shares are ratios), and
  /// unit costs are the only other money in the model. Then every variable in money is 1000 times
  /// what it was and every other one is what it was, but for logarithms of money, which move by a
  /// known amount.
  @Test func moneyScales() async throws {
    let project = try TemporaryProject()
    let plain = try load(project, ["baseline", "accelerated"])
    try scaleMoney(in: project)
    let large = try load(project, ["baseline", "accelerated"])
    #expect(Set(moneyNumbers(of: plain[0].model)) == Set(Self.scaledNumbers))
    for name in Self.scaledNumbers {
      #expect(try numbers(name, large[0].model) == numbers(name, plain[0].model).map { $0 * 1000 })
    }
    let was = try await ScenarioRun(plain, draws: Self.draws, count: 3)
    let now = try await ScenarioRun(large, draws: Self.draws, count: 3)
    try #require(was.outputs == now.outputs)
    var wrong: [String] = []
    var scaled = 0
    for (column, output) in was.outputs.enumerated() {
      let entry = plain[0].model.variables[output.variable]
      if Self.logarithms.contains(entry.name) { continue }
      let isMoney = Self.isMoney(entry.unit)
      if isMoney { scaled += 1 }
      for draw in 0..<3 {
        let expected = was.columns[column, draw] * (isMoney ? 1000 : 1)
        if abs(now.columns[column, draw] - expected) > 1e-10 * max(1e-3, abs(expected)) {
          wrong.append("\(plain[0].model.label(of: output)) \(output.year)")
        }
      }
    }
    #expect(wrong.prefix(5) == [])
    #expect(scaled > 5000)
    try expectLogarithmsMove(from: was, to: now)
  }

  /// Variables that are, or contain, logarithms of money.
  static let logarithms = [
    "log_tfp", "log_tfp_before", "log_output", "log_output_before", "log_output_with_cycle",
    "tfp_level", "tfp_level_growth",
  ]
  /// Tables and series in money.
  static let scaledNumbers = [
    "grdp_real_observed", "capability_unit_cost", "training_unit_cost", "sme_support_unit_cost",
    "promotion_unit_cost", "reform_unit_cost",
  ]

  /// Whether a unit is money, or money per something that is not money.
  private static func isMoney(_ unit: String) -> Bool {
    unit.contains("VND") && !unit.contains("VND/VND")
  }

  private func moneyNumbers(of document: ModelDocument) -> [String] {
    (document.constants + document.series + document.parameters)
      .filter { Self.isMoney($0.unit) }.map(\.name)
      + document.inputs.filter { Self.isMoney($0.entry.unit) }.map(\.entry.name)
  }

  private func numbers(_ name: String, _ document: ModelDocument) throws -> [Double] {
    if let constant = document.model.constants.first(where: { $0.name == name }) {
      return constant.values
    }
    let series = try #require(document.model.series.first { $0.name == name })
    return series.values.flatMap { $0 }.filter { !$0.isNaN }
  }

  private func scaleMoney(in project: TemporaryProject) throws {
    for (old, new, times) in [
      (
        "{infrastructure: 300, e_government: 200, platforms: 150}",
        "{infrastructure: 300000, e_government: 200000, platforms: 150000}", 1
      ),
      ("default: .004\n", "default: 4\n", 1), ("default: .06\n", "default: 60.0\n", 1),
      ("default: 60\n", "default: 60000\n", 1), ("default: 15\n", "default: 15000\n", 1),
      ("1e-6{bn VND}\n", "1e-3{bn VND}\n", 2),
    ] {
      try project.replace(old, with: new, times: times, in: TemporaryProject.model)
    }
    var lines = try project.text(of: TemporaryProject.region)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let start = try #require(lines.firstIndex { $0.contains("grdp_real_observed:") }) + 1
    for index in start..<start + 10 {
      let parts = lines[index].split(separator: ":")
      let value = try #require(Double(parts[1].drop { $0 == " " }))
      lines[index] = "\(parts[0]): \(value * 1000)"
    }
    try project.write(lines.joined(separator: "\n"), to: TemporaryProject.region)
  }

  /// log Y moves by log 1000; log TFP by the part of it that capital does not explain.
  private func expectLogarithmsMove(from was: ScenarioRun, to now: ScenarioRun) throws {
    let document = was.scenarios[0].model
    let sectors = document.model.sets[
      try #require(document.sets.firstIndex { $0.name == "sector" })]
    for year in [2015, 2020, 2024, 2030, 2035] {
      var move = 0.0
      for sector in sectors.elements {
        let labour = try was.value("labour_elasticity[\(sector)]", year)
        let output = try was.value("output[\(sector)]", year)
        move += labour * output
        func difference(_ name: String) throws -> Double {
          try now.value("\(name)[\(sector)]", year) - was.value("\(name)[\(sector)]", year)
        }
        #expect(try abs(difference("log_tfp") - labour * log(1000)) < 1e-11)
        #expect(try abs(difference("log_output") - log(1000)) < 1e-11)
        if year > 2015 {
          #expect(try abs(difference("log_tfp_before") - labour * log(1000)) < 1e-11)
          #expect(try abs(difference("log_output_before") - log(1000)) < 1e-11)
        }
      }
      let average =
        try move / sectors.elements.reduce(0) { try $0 + was.value("output[\($1)]", year) }
      let level = try now.value("tfp_level", year) - was.value("tfp_level", year)
      #expect(abs(level - average * log(1000)) < 1e-11)
    }
  }

  // MARK: Levers

  /// Every lever and assumption set to its default, by each operator, is the baseline.
  @Test func defaultsChangeNothing() async throws {
    let project = try TemporaryProject()
    let inputs = try load(project, ["baseline"])[0].model
    func lines(_ isLever: Bool, _ value: (Double) -> String) -> String {
      zip(inputs.inputs, inputs.model.inputs).filter { $0.1.isLever == isLever }.map {
        "  \($0.0.entry.name): \(value($0.1.defaultValue))\n"
      }.joined()
    }
    let ways: [(String, (Double) -> String)] = [
      ("set", { "\($0)" }), ("path", { "{2026: \($0), 2031: \($0)}" }),
      ("add", { _ in "{path: {2027: 0}, operator: add, after: return}" }),
      ("scale", { _ in "{path: {2028: 1}, operator: scale, interpolate: smooth}" }),
      ("grow", { _ in "{path: {2026: 0}, operator: grow}" }),
    ]
    for (id, value) in ways {
      try write(
        project, id, "levers:\n\(lines(true, value))assumptions:\n\(lines(false, value))")
    }
    let loaded = try load(project, ["baseline"] + ways.map(\.0))
    #expect(loaded.last?.document.inputOrigins.allSatisfy { $0 != nil } == true)
    let run = try await ScenarioRun(loaded, draws: Self.draws, count: 2)
    expectEqualScenarios(run, tolerance: 0)
  }

  // MARK: Fixing and add-factors

  /// Variables fixed one at a time, at the values the equations give.
  static let fixed = [
    "employment", "state[infrastructure]", "output[ICTM]", "price[HTI]", "tfp_common",
    "class_adoption[SME]", "investment[LOG]", "digital_coefficient[gso, TRD]",
  ]

  @Test func fixingAtItsOwnValueChangesNothing() async throws {
    let project = try TemporaryProject()
    let baseline = try load(project, ["baseline"])
    let own = try await ScenarioRun(baseline, draws: .medians, count: 1)
    for (number, name) in Self.fixed.enumerated() {
      let values = try (2025...2035).map { "\($0): \(try own.value(name, $0))" }
      try write(
        project, "fix_\(number)", "fix:\n  \"\(name)\": {\(values.joined(separator: ", "))}\n")
    }
    // Without this the test would pass if `fix` did nothing.
    let moved = try own.value("employment", 2030) * 1.01
    try write(project, "fix_moved", "fix:\n  employment: {2030: \(moved)}\n")
    let ids = Self.fixed.indices.map { "fix_\($0)" }
    let run = try await ScenarioRun(load(project, ["baseline"] + ids), draws: .medians, count: 1)
    expectEqualScenarios(run, tolerance: 1e-12)
    let changed = try await ScenarioRun(load(project, ["fix_moved"]), draws: .medians, count: 1)
    #expect(try changed.value("employment", 2030) == moved)
    #expect(try changed.value("employment", 2029) == own.value("employment", 2029))
    #expect(try changed.value("grdp_real", 2030) > own.value("grdp_real", 2030))
    #expect(try changed.value("productivity_real", 2030) < own.value("productivity_real", 2030))
  }

  @Test func addingNothingChangesNothing() async throws {
    let project = try TemporaryProject()
    let document = try load(project, ["baseline"])[0].model
    let timeline = document.model.timeline
    let isDefined = { (variable: Variable) in
      variable.form(in: timeline.kinds(of: timeline.horizon)) != nil
    }
    let names = document.model.variables[document.declaredVariables].filter(isDefined).map(\.name)
    #expect(names.count > 100)
    let lines = names.map { "  \($0): {2025..horizon: 0}\n" }
    try write(project, "nothing", "adjust:\n\(lines.joined())")
    try write(project, "something", "adjust:\n  \"output[ICTM]\": {2030: -500}\n")
    let run = try await ScenarioRun(
      load(project, ["baseline", "nothing"]), draws: Self.draws, count: 3)
    expectEqualScenarios(run, tolerance: 0)
    let other = try await ScenarioRun(
      load(project, ["baseline", "something"]), draws: Self.draws, count: 1)
    func difference(_ name: String, _ year: Int) throws -> Double {
      try other.value(name, year, scenario: 1) - other.value(name, year)
    }
    #expect(try difference("output[ICTM]", 2029) == 0)
    #expect(try abs(difference("output[ICTM]", 2030) + 500) < 1e-9)
    #expect(try difference("output[ICTM]", 2031) != 0)
  }

  // MARK: Scenarios

  /// Scenarios that run together are the scenarios that run alone.
  @Test func companyChangesNothing() async throws {
    let ids = ["stalled", "accelerated"]
    let loaded = try Workspace.load(
      scenarios: ids.map { Checkout.path("scenarios/\($0).yaml") }
    ).scenarios
    let together = try await ScenarioRun(loaded, draws: Self.draws, count: 9)
    for number in loaded.indices {
      let alone = try await ScenarioRun([loaded[number]], draws: Self.draws, count: 9)
      var different: [String] = []
      for (column, output) in alone.outputs.enumerated() {
        var joint = output
        joint.scenario = number
        for draw in 0..<9 {
          let value = together.value(joint, draw: draw)?.bitPattern
          if value != alone.columns[column, draw].bitPattern {
            different.append("\(loaded[number].model.label(of: output)) \(output.year)")
          }
        }
      }
      #expect(different.prefix(5) == [])
      #expect(alone.outputs.count > 10_000)
    }
  }

  // MARK: Steps

  /// Writes a scenario that extends the baseline.
  private func write(_ project: TemporaryProject, _ id: String, _ body: String) throws {
    try project.write(
      """
      schema: grdp-scenario/1
      id: \(id)
      title: \(id)
      extends: baseline.yaml
      \(body)
      """, to: "scenarios/\(id).yaml")
  }

  private func load(_ project: TemporaryProject, _ ids: [String]) throws -> [LoadedScenario] {
    try Workspace.load(scenarios: ids.map { project.path("scenarios/\($0).yaml") }).scenarios
  }

  /// Every value of every scenario equals that of the first; 0 allows only the sign of zero.
  private func expectEqualScenarios(_ run: ScenarioRun, tolerance: Double) {
    var wrong: [String] = []
    for (column, output) in run.outputs.enumerated() where output.scenario > 0 {
      var first = output
      first.scenario = 0
      for draw in 0..<run.draws {
        let value = run.columns[column, draw]
        let expected = run.value(first, draw: draw)
        let isEqual =
          expected.map {
            value == $0 || abs(value - $0) <= tolerance * max(1, abs($0))
          } ?? false
        if !isEqual {
          let scenario = run.scenarios[output.scenario]
          wrong.append("\(scenario.document.id) \(scenario.model.label(of: output)) \(output.year)")
        }
      }
    }
    #expect(wrong.prefix(5) == [])
  }
}
