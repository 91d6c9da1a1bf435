import Foundation
import Scenarios
import Sim
import Testing

/// Several regions together: sums of levels, ratios of sums, and nothing else.
struct UnionTests {
  /// A model with an amount, a rate and a price of the parts, and what follows for the whole.
  private static let model = """
    schema: grdp-model/1
    id: small
    title: Small
    clock: {unit: yr}
    units: {VND: {}, person: {}}
    sets: {definition: [gso, mic], sector: [farms, plants]}
    data:
      start: {over: [sector], unit: bn VND}
      part: {over: [definition, sector], unit: fraction}
      people: {series: true, unit: person, years: first..last, union: sum, report: People}
      cost: {unit: bn VND/person, default: .5}
    levers:
      effort: {unit: "1", default: 1, possible: [0, 10]}
      training: {unit: person, default: 100, possible: [0, 1000], plausible: [0, 400], union: sum}
    parameters:
      pace: {unit: 1/yr, prior: "normal(mean: .04, sd: .01)"}
      size: {unit: x, prior: "lognormal(median: 1, log_sd: .1)"}
    shocks:
      weather: {over: [sector], unit: "1", law: "normal(mean: 0, sd: .02)"}
      luck: {unit: "1", law: "normal(mean: 0, sd: .02)"}
    equations:
      output:
        over: [sector]
        unit: bn VND
        union: sum
        first: start*size
        history: "output[-1]*exp(pace*1{yr})"
        projection: "output[-1]*exp(effort*pace*1{yr} + weather + luck) + 1e-3*cost*training"
      labour: {unit: person, union: sum, all: people, projection: "labour[-1]"}
      productivity: {unit: bn VND/person, union: same, all: sum(output over sector)/labour, report: Productivity}
      luck_now: {unit: "1", projection: luck}
    reporting:
      total: {unit: bn VND, all: sum(output over sector), report: Total}
      digital: {over: [definition], unit: bn VND, union: sum, all: sum(part*output over sector)}
      share: {over: [definition], unit: fraction, all: digital/total, report: "Share|{definition}"}
      growth: {unit: "1", later: "total/total[-1] - 1"}
      fortune: {unit: "1", projection: luck_now + 1}
    identities:
      whole: {over: [definition], equal: [share*total, digital]}
    headline: [share]

    """

  private static func region(
    _ id: String, start: String = "[10, 20]", people: Int = 1000, boundary: String = "old",
    rest: String = ""
  ) -> String {
    let years = (2020...2022).map { "\($0): \(people + $0 - 2020)" }.joined(separator: ", ")
    return """
      schema: grdp-region/1
      id: \(id)
      title: {vi: Nơi \(id), en: Place \(id)}
      region: \(id)
      boundary: \(boundary)
      vintage: test
      model: model.yaml
      years: {first: 2020, last: 2022, policy_start: 2023, horizon: 2025}
      data:
        start: \(start)
        part: {gso: [.1, .5], mic: [.2, .6]}
        people: {\(years)}
      \(rest)
      """
  }

  private static func union(_ parts: [String], _ rest: String = "") -> String {
    """
    schema: grdp-region/1
    id: both
    title: {vi: Cả hai, en: Both}
    boundary: merged
    vintage: test
    model: model.yaml
    parts: [\(parts.map { "\($0).yaml" }.joined(separator: ", "))]
    \(rest)
    """
  }

  private static func scenario(_ region: String, _ body: String = "") -> String {
    """
    schema: grdp-scenario/1
    id: plan
    title: Plan
    model: model.yaml
    region: \(region).yaml
    definition: gso
    \(body)
    """
  }

  /// The files of two regions, their union and scenarios `one`, `two` and `all`.
  private func files(_ changed: [String: String] = [:]) throws -> TemporaryFiles {
    let files = [
      "model.yaml": Self.model, "a.yaml": Self.region("a"),
      "b.yaml": Self.region("b", start: "[40, 7]", people: 700),
      "both.yaml": Self.union(["a", "b"], "local: [luck]"), "one.yaml": Self.scenario("a"),
      "two.yaml": Self.scenario("b"), "all.yaml": Self.scenario("both"),
    ]
    return try TemporaryFiles(files.merging(changed) { $1 })
  }

  private func run(_ scenario: String, _ files: TemporaryFiles, draws: Int = 40) async throws
    -> ScenarioRun
  {
    let loaded = try Workspace.load(scenarios: [files.path(scenario)]).scenarios
    return try await ScenarioRun(
      loaded, draws: .streams(parameters: 3, shocks: 3), count: draws)
  }

  private func problems(_ file: String, _ changed: [String: String]) throws -> [Problem] {
    let files = try files(changed)
    return withExtendedLifetime(files) {
      Workspace.check([files.path(file)]).diagnostics.all.map(\.problem)
    }
  }

  private func load(_ changed: [String: String] = [:]) throws -> LoadedScenario {
    let files = try files(changed)
    return try withExtendedLifetime(files) {
      try #require(try Workspace.load(scenarios: [files.path("all.yaml")]).scenarios.first)
    }
  }

  // MARK: Sums and ratios

  @Test func sharesAreRatiosOfSumsInEveryDraw() async throws {
    let run = try await run("all.yaml", try files())
    for draw in 0..<run.draws {
      for year in 2020...2025 {
        func sum(_ name: String) throws -> Double {
          try ["a", "b"].map { try run.value("\($0).\(name)", year, draw: draw) }.reduce(0, +)
        }
        let ratio = try sum("digital[gso]") / sum("total")
        #expect(abs(try run.value("share[gso]", year, draw: draw) - ratio) <= 1e-12 * ratio)
        let productivity = try sum("total") / sum("labour")
        #expect(
          abs(try run.value("productivity", year, draw: draw) - productivity)
            <= 1e-12 * productivity)
        // The mean of the shares is another number.
        let mean = try ["a", "b"].map { try run.value("\($0).share[gso]", year, draw: draw) }
          .reduce(0, +)
        #expect(abs(mean / 2 - ratio) > 1e-3)
      }
    }
  }

  @Test func aRegionTwiceHasItsOwnShare() async throws {
    let files = try files(["c.yaml": Self.region("c"), "both.yaml": Self.union(["a", "c"])])
    let (alone, twice) = (try await run("one.yaml", files), try await run("all.yaml", files))
    for draw in 0..<alone.draws {
      for year in 2020...2025 {
        for name in ["share[gso]", "share[mic]", "productivity", "growth"]
        where !(name == "growth" && year == 2020) {
          let one = try alone.value(name, year, draw: draw)
          #expect(try twice.value(name, year, draw: draw) == one, "\(name) \(year)")
        }
        let total = try alone.value("total", year, draw: draw)
        #expect(try twice.value("total", year, draw: draw) == 2 * total)
      }
    }
  }

  /// The first part draws under the model's own names, so it is the region by itself, bit for bit;
  /// another part shares what is common and draws the rest under its own name.
  @Test func thePartsAreTheRegionsThemselves() async throws {
    let files = try files()
    let (one, two) = (try await run("one.yaml", files), try await run("two.yaml", files))
    let all = try await run("all.yaml", files)
    var differs = false
    for draw in 0..<one.draws {
      for year in 2020...2025 {
        #expect(
          try all.value("a.total", year, draw: draw) == one.value("total", year, draw: draw))
        let other = try two.value("total", year, draw: draw)
        if year <= 2022 {
          #expect(try all.value("b.total", year, draw: draw) == other)
        } else if try all.value("b.total", year, draw: draw) != other {
          differs = true
        }
      }
    }
    #expect(differs, "luck is local")
  }

  @Test func withoutAPartItIsAnotherPlace() async throws {
    let third = ["c.yaml": Self.region("c", start: "[5, 90]", people: 300)]
    let three = try await run(
      "all.yaml", try files(third.merging(["both.yaml": Self.union(["a", "b", "c"])]) { $1 }))
    let two = try await run("all.yaml", try files(["both.yaml": Self.union(["a", "b"])]))
    #expect(
      try three.value("share[gso]", 2025, draw: 0) > two.value("share[gso]", 2025, draw: 0) + 0.01)
  }

  // MARK: What is common and what is not

  /// A prior of a part's own is a parameter of its own.
  @Test func aPriorOfAPartIsItsOwn() async throws {
    let own = Self.region("b", rest: "priors: {size: \"lognormal(median: 2, log_sd: .1)\"}")
    let files = try files(["b.yaml": own])
    let document = try load(["b.yaml": own]).model
    #expect(document.model.parameters.map(\.name) == ["pace", "size", "b.size"])
    #expect(document.model.shocks.map(\.name) == ["weather", "luck", "b.luck"])
    let run = try await run("all.yaml", files, draws: 400)
    let ratio = try run.median("b.total", 2020) / run.median("a.total", 2020)
    #expect(abs(ratio - 2) < 0.06)
  }

  /// An amount is divided in proportion to the parts' defaults, a rate is the same for both.
  @Test func leversOfTheWhole() async throws {
    let changed = [
      "b.yaml": Self.region("b", rest: "levers: {training: {default: 50}}"),
      "both.yaml": Self.union(["a", "b"]),
      "all.yaml": Self.scenario("both", "levers: {training: 300, effort: 2}"),
      "one.yaml": Self.scenario("a", "levers: {training: 200, effort: 2}"),
      "two.yaml": Self.scenario("b", "levers: {training: 100, effort: 2}"),
    ]
    let loaded = try load(changed)
    let training = try #require(loaded.model.inputs.firstIndex { $0.entry.name == "training" })
    #expect(loaded.model.model.inputs[training].defaultValue == 150)
    #expect(loaded.model.inputs[training].possible == 0...2000)
    let files = try files(changed)
    let whole = try await run("all.yaml", files, draws: 5)
    for (scenario, part) in [("one.yaml", "a"), ("two.yaml", "b")] {
      let alone = try await run(scenario, files, draws: 5)
      for draw in 0..<5 {
        #expect(
          try whole.value("\(part).total", 2025, draw: draw)
            == alone.value("total", 2025, draw: draw), "\(part)")
      }
    }
  }

  @Test func observedSeriesAreSummedAndDefaultsOfDataHold() throws {
    let loaded = try load()
    #expect(loaded.model.model.series[0].values[0].prefix(3) == [1700, 1702, 1704])
    let cost = try #require(loaded.model.model.constants.first { $0.name == "cost" })
    #expect(cost.values == [0.5])
    let dear = Self.region("b", rest: "  cost: 2")
    let constants = try load(["b.yaml": dear]).model.model.constants
    #expect(constants.first { $0.name == "b.cost" }?.values == [2])
    #expect(constants.first { $0.name == "cost" }?.values[0].isNaN == true)
  }

  /// Observations of the parts and of the whole are all there, each about its own quantity.
  @Test func observationsOfPartsAndWhole() throws {
    let own = Self.region(
      "b",
      rest: """
        observables: [{id: old, quantity: "share[gso]", year: 2021, value: .2, sd: .01, unit: fraction, label: Share}]
        """)
    let whole = Self.union(
      ["a", "b"],
      """
      observables: [{id: new, quantity: "share[gso]", year: 2022, value: .3, sd: .01, unit: fraction}]
      """)
    let files = try files(["b.yaml": own, "both.yaml": whole])
    let region = try Workspace.load(region: files.path("both.yaml")).region
    #expect(region.model.observations.map(\.id) == ["b.old", "new"])
    #expect(region.model.observations[0].label?.en == "Place b: Share")
    let variables = region.model.observations.map { observation -> String in
      guard case .variable(let number) = observation.expression.references[0].target else {
        return ""
      }
      return region.model.model.variables[number].name
    }
    #expect(variables == ["b.share", "share"])
  }

  // MARK: Mistakes

  @Test func whatAUnionCannotBe() throws {
    #expect(try problems("both.yaml", ["both.yaml": Self.union(["a"])]) == [.tooFewParts])
    #expect(try problems("both.yaml", ["both.yaml": Self.union(["a", "a"])]) == [.partTwice("a")])
    let nested = Self.union(["both", "a"]).replacing("id: both", with: "id: more")
    #expect(try problems("more.yaml", ["more.yaml": nested]) == [.partIsUnion("both")])
    let later = Self.region("b").replacing("horizon: 2025", with: "horizon: 2026")
    #expect(try problems("both.yaml", ["b.yaml": later]) == [.partOfOtherYears("b", "a")])
    let withData = Self.union(["a", "b"], "data: {cost: 1}")
    #expect(try problems("both.yaml", ["both.yaml": withData]) == [.keyOfParts("data")])
    #expect(
      try problems("a.yaml", ["a.yaml": Self.region("a", rest: "local: [luck]")])
        == [.keyOfUnions("local")])
    let unknown = Self.union(["a", "b"], "local: [lucky]")
    #expect(
      try problems("both.yaml", ["both.yaml": unknown])
        == [.notAVariate("lucky", suggestion: "luck")])
  }

  @Test func whatHasNoValueForTheWhole() throws {
    let target = Self.scenario(
      "both",
      "targets: [{id: t, quantity: fortune, comparator: '>', level: 1, year: 2025}]")
    #expect(try problems("all.yaml", ["all.yaml": target]) == [.undefinedInUnion("fortune")])
    let fixed = Self.scenario("both", "fix: {labour: {2024: 5}}")
    #expect(try problems("all.yaml", ["all.yaml": fixed]) == [.changeInUnion("labour")])
    let own = Self.region("b", rest: "levers: {effort: {default: 2}}")
    #expect(try problems("both.yaml", ["b.yaml": own]) == [.inputOfPartsDiffers("effort", [1, 2])])
  }

  @Test func theBoundaryIsThatOfTheUnion() throws {
    let old = Self.scenario("both", "boundary: old")
    #expect(
      try problems("all.yaml", ["all.yaml": old]) == [.otherBoundary("old", region: "merged")])
    let merged = Self.scenario("a", "boundary: merged")
    #expect(
      try problems("one.yaml", ["one.yaml": merged]) == [.otherBoundary("merged", region: "old")])
  }

  // MARK: The merged city

  /// The shipped union: its share is between those of its parts, and nearer to the larger.
  @Test func mergedHaiPhong() async throws {
    let loaded = try Workspace.load(
      scenarios: [Checkout.path("scenarios/hai_phong_merged/baseline.yaml")]).scenarios
    let names = ["grdp_nominal", "digital_value[gso]", "digital_share[gso]", "employment"]
    let outputs = try names.flatMap { name in
      try ["", "hai_phong_old.", "hai_duong."].flatMap { part in
        try [2020, 2030].map { try loaded[0].model.output(part + name, year: $0) }
      }
    }
    let run = try await ScenarioRun(
      loaded, outputs: outputs, draws: .streams(parameters: 1, shocks: 1), count: 50)
    for draw in 0..<50 {
      for year in [2020, 2030] {
        func parts(_ name: String) throws -> [Double] {
          try ["hai_phong_old", "hai_duong"].map {
            try run.value("\($0).\(name)", year, draw: draw)
          }
        }
        let ratio =
          try parts("digital_value[gso]").reduce(0, +) / parts("grdp_nominal").reduce(0, +)
        let share = try run.value("digital_share[gso]", year, draw: draw)
        #expect(abs(share - ratio) <= 1e-12)
        let shares = try parts("digital_share[gso]")
        #expect(shares.min() ?? 1 <= share && share <= shares.max() ?? 0)
      }
    }
  }
}
