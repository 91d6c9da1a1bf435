import Scenarios
import Sim
import Testing

/// What the shipped scenarios say under the model's priors.
@Suite struct ReferenceBehaviourTests {
  static let draws = DrawSource.streams(parameters: 1, shocks: 1)

  /// Identities are checked on every draw and year of the run; medians stay in wide bands.
  @Test func shippedScenariosStayInBands() async throws {
    let ids = ["stalled", "baseline", "accelerated"]
    let loaded = try Workspace.load(
      scenarios: ids.map { Checkout.path("scenarios/\($0).yaml") }
    ).scenarios
    #expect(loaded.allSatisfy { $0.model.model.identities.count >= 20 })
    let names = ["digital_share[gso]", "productivity_real_growth", "grdp_real"]
    let run = try await ScenarioRun(
      loaded, outputs: outputs(names, years: 2016...2035, of: loaded), draws: Self.draws,
      count: 2000)
    for scenario in ids.indices {
      func share(_ year: Int) throws -> Double {
        try run.median("digital_share[gso]", year, scenario: scenario)
      }
      for year in 2016...2035 {
        #expect(try 0.10 < share(year) && share(year) < 0.45, "\(ids[scenario]) \(year)")
        if year <= 2024 {
          #expect(try year == 2016 || share(year) > share(year - 1))
        } else {
          let growth = try run.median("productivity_real_growth", year, scenario: scenario)
          #expect(0.04 < growth && growth < 0.12, "\(ids[scenario]) \(year)")
          #expect(try abs(share(year) - share(year - 1)) < 0.02)
        }
      }
      #expect(try 0.25 < share(2024) && share(2024) < 0.33)
    }
    for year in 2026...2035 {
      for name in names.dropLast() {
        let medians = try ids.indices.map { try run.median(name, year, scenario: $0) }
        #expect(medians[0] < medians[1] && medians[1] < medians[2], "\(name) \(year)")
      }
    }
    // Published GRDP is met in every draw, and history is the same under every policy.
    for draw in 0..<2000 {
      #expect(try abs(run.value("grdp_real", 2024, draw: draw) / 288_492 - 1) < 1e-12)
      let shares = try ids.indices.map {
        try run.value("digital_share[gso]", 2024, scenario: $0, draw: draw).bitPattern
      }
      #expect(Set(shares).count == 1)
    }
  }

  /// A lever whose effect rises with its dose, and what rises when.
  struct Dose: CustomTestStringConvertible {
    var lever: String
    /// Whether the whole range that is possible is meant, or only the plausible one.
    var isPossibleRange = true
    var rising = [
      "productivity_real": [2028, 2030, 2035], "digital_value[gso]": [2028, 2030, 2035],
    ]
    var testDescription: String { "\(lever), \(isPossibleRange ? "possible" : "plausible") range" }
  }

  /// Productivity and digital value added rise with money and effort, draw by draw.
  ///
  /// Training is the exception that the model documents ("up to the money they displace"): from 45,000
  /// to 60,000 people a year it takes money away from ICT capital, and digital value added of 2030
  /// falls by .04 % in one of 1,000 prior draws. So 2030 is claimed for the plausible range only.
  static let doses =
    [
      "digital_budget_share", "infrastructure_target", "online_service_target", "fdi_promotion",
      "institutional_reform",
    ].map { Dose(lever: $0) } + [
      Dose(
        lever: "training",
        rising: ["productivity_real": [2030, 2035], "digital_value[gso]": [2035]]),
      Dose(lever: "training", isPossibleRange: false, rising: ["digital_value[gso]": [2030]]),
    ]

  @Test(arguments: doses)
  func responseRisesWithTheDose(dose: Dose) async throws {
    let baseline = Checkout.path("scenarios/baseline.yaml")
    let document = try #require(Workspace.load(scenarios: [baseline]).scenarios.first).model
    let input = try #require(document.inputs.first { $0.entry.name == dose.lever })
    let range = try #require(dose.isPossibleRange ? input.possible : input.plausible)
    let steps = 5
    let loaded = try (0..<steps).map { step in
      let part = Double(step) / Double(steps - 1)
      let value = range.lowerBound + (range.upperBound - range.lowerBound) * part
      let loaded = try Workspace.load(scenarios: [baseline], set: ["\(dose.lever)=\(value)"])
      return try #require(loaded.scenarios.first)
    }
    let run = try await ScenarioRun(
      loaded, outputs: outputs(Array(dose.rising.keys), years: 2025...2035, of: loaded),
      draws: Self.draws, count: 200)
    for (variable, years) in dose.rising {
      func response(_ year: Int, _ draw: Int) throws -> [Double] {
        try (0..<steps).map { try run.value(variable, year, scenario: $0, draw: draw) }
      }
      for year in years {
        let falls = try (0..<run.draws).filter { draw in
          let response = try response(year, draw)
          return zip(response, response.dropFirst()).contains { $0 >= $1 }
        }
        #expect(falls == [], "\(variable) in \(year)")
      }
      // Before policy begins nothing may differ.
      for draw in 0..<run.draws {
        #expect(try Set(response(2025, draw).map(\.bitPattern)).count == 1)
      }
    }
  }

  private func outputs(
    _ names: [String], years: ClosedRange<Int>, of loaded: [LoadedScenario]
  ) throws -> [Output] {
    try loaded.indices.flatMap { scenario in
      try names.flatMap { name in
        try years.map { try loaded[0].model.output(name, year: $0, scenario: scenario) }
      }
    }
  }
}
