import Glibc
import Scenarios
import Sim
import Testing

/// Quantities that planners read and targets name, recomputed from the path they report on.
///
/// The reference program has no columns for them.
@Suite struct ReportedQuantityTests {
  static let draws = DrawSource.streams(parameters: 3, shocks: 4)
  static let count = 4

  private func run() async throws -> ScenarioRun {
    let loaded = try Workspace.load(scenarios: [Checkout.path("scenarios/accelerated.yaml")])
    return try await ScenarioRun(loaded.scenarios, draws: Self.draws, count: Self.count)
  }

  @Test(
    arguments: [
      ("grdp_real_growth", "grdp_real"), ("grdp_nominal_growth", "grdp_nominal"),
      ("deflator_growth", "deflator"), ("productivity_real_growth", "productivity_real"),
      ("productivity_nominal_growth", "productivity_nominal"),
    ])
  func growthIsThatOfItsLevel(growth: String, level: String) async throws {
    let run = try await run()
    for draw in 0..<Self.count {
      for year in 2016...2035 {
        let (before, now) = try (
          run.value(level, year - 1, draw: draw), run.value(level, year, draw: draw)
        )
        #expect(try abs(run.value(growth, year, draw: draw) - (now - before) / before) < 1e-13)
      }
    }
  }

  /// Growing at the average rate from the year before policy leads to the level of the year.
  @Test(arguments: ["productivity_real", "productivity_nominal"])
  func averageGrowthLeadsToTheLevel(level: String) async throws {
    let run = try await run()
    for draw in 0..<Self.count {
      let start = try run.value(level, 2025, draw: draw)
      #expect(try run.value("\(level)_growth_average", 2025, draw: draw) == 0)
      for year in 2026...2035 {
        let average = try run.value("\(level)_growth_average", year, draw: draw)
        let reached = (2026...year).reduce(start) { level, _ in level * (1 + average) }
        #expect(try abs(reached / run.value(level, year, draw: draw) - 1) < 1e-13)
      }
      let first = try run.value("\(level)_growth", 2026, draw: draw)
      #expect(try abs(run.value("\(level)_growth_average", 2026, draw: draw) - first) < 1e-13)
    }
  }

  /// The share as first published differs by the release error, which history has too.
  @Test func firstReleaseIsTheShareWithItsError() async throws {
    let run = try await run()
    let document = run.scenarios[0].model
    let shock = try #require(document.shocks.firstIndex { $0.name == "release_error" })
    for draw in 0..<Self.count {
      var oracle = try Oracle(
        document.model, run.scenarios[0].scenario, draws: Self.draws, draw: draw)
      for year in 2015...2035 {
        let error = try oracle.value(of: .read(Reference(.shock(shock))), year: year)
        for definition in ["gso", "mic", "broad"] {
          let share = try run.value("digital_share[\(definition)]", year, draw: draw)
          let release = try run.value(
            "digital_share_first_release[\(definition)]", year, draw: draw)
          #expect(error != 0 && abs(log(release / share) - error) < 1e-13)
        }
      }
    }
  }

  @Test func partsOfTheShare() async throws {
    let run = try await run()
    for draw in 0..<Self.count {
      for year in 2015...2035 {
        func value(_ name: String) throws -> Double { try run.value(name, year, draw: draw) }
        for definition in ["gso", "mic", "broad"] {
          let hardware = try value("nominal_output[ICTM]") / value("grdp_nominal")
          let rest = try value("digital_share[\(definition)]") - hardware
          #expect(
            try abs(value("digital_share_without_electronics[\(definition)]") - rest) < 1e-14)
          let digital = try value("digital_share[\(definition)]") * value("grdp_nominal")
          #expect(try abs(value("digital_value[\(definition)]") / digital - 1) < 1e-13)
          let lowest = try ["HTI", "LOG", "TRD", "FIN", "GOV", "AGR", "OTH"].map {
            try value("digital_coefficient[\(definition), \($0)]")
          }.min()
          #expect(try value("digital_coefficient_lowest[\(definition)]") == lowest)
        }
      }
    }
  }
}
