import Glibc
import Scenarios
import Sim
import Testing

/// Limits that no draw of the priors reaches: parameters from far outside bring them to light.
@Suite struct ReferenceLimitTests {
  /// Runs a fixture scenario with the first fixture draw, some parameters replaced by symbol.
  private func run(_ scenario: String, _ changes: [String: Double]) async throws -> ScenarioRun {
    let path = Checkout.fixture("reference/scenarios/\(scenario).yaml")
    let loaded = try Workspace.load(scenarios: [path]).scenarios
    let document = try #require(loaded.first).model
    var draws = try DrawsFile(
      parameters: Checkout.fixture("reference/parameters.csv"),
      shocks: Checkout.fixture("reference/shocks.csv"), for: document
    ).draws
    for (symbol, value) in changes {
      let number = try #require(document.parameters.firstIndex { $0.symbols.contains(symbol) })
      let element = try #require(document.parameters[number].symbols.firstIndex(of: symbol))
      draws.columns[draws.parameters[number][element]][0] = value
    }
    return try await ScenarioRun(loaded, draws: .given(draws), count: 1)
  }

  @Test(arguments: [(0.4, 0.3), (0.04, 0.04), (0.001, 0.005)])
  func firstAdoptionOfSmallFirms(given: Double, used: Double) async throws {
    let run = try await run("defaults", ["a15": given])
    #expect(try run.value("class_adoption[SME]", 2015) == used)
  }

  /// Without reform and with an effectiveness near 0, a tenth of the money still works.
  @Test func effectivenessOfSpending() async throws {
    let run = try await run("regress", ["eff0": 0.01])
    #expect(try run.value("spending_effectiveness", 2026) > 0.1)
    #expect(try run.value("spending_effectiveness", 2035) == 0.1)
  }

  /// Investment of local IT firms follows the digital market between half and two and a half times.
  @Test func marketOfLocalITFirms() async throws {
    let project = try TemporaryProject()
    let path = try project.write(
      """
      schema: grdp-scenario/1
      id: markets
      title: Markets of every size
      extends: baseline.yaml
      fix:
        digital_investment_relative: {2026: .1, 2027: .55, 2028: 2.4, 2029: 4}
      """, to: "scenarios/markets.yaml")
    let loaded = try Workspace.load(scenarios: [path]).scenarios
    let run = try await ScenarioRun(loaded, draws: .medians, count: 1)
    for (year, market) in [(2026, 0.5), (2027, 0.55), (2028, 2.4), (2029, 2.5)] {
      let general = try run.value("general_investment[ICTS]", year)
      let factor = try run.value("investment[ICTS]", year) / general
      #expect(abs(factor / pow(market, 0.7) - 1) < 1e-13)
    }
  }

  /// With a ceiling and rates close to 1 nobody is left, but adoption stays below 1.
  @Test func adoptionNeverReachesEveryone() async throws {
    let run = try await run("rush", ["mL": 0.99999, "pL": 0.5, "qL": 0.9])
    #expect(try run.value("class_adoption[LRG]", 2035) == 0.999)
  }
}
