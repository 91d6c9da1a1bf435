import Glibc
import Scenarios
import Sim
import Testing

/// The language is general: a growth model, an epidemic, an econometric model and a sector ensemble,
/// each against answers that were found without this program.
@Suite struct GeneralModelTests {
  /// A folder of fixtures with the scenarios it holds rows of, and how well they must be met.
  struct Case: CustomTestStringConvertible {
    var folder: String
    var scenarios: [String]
    var hasShocks = false
    var draws: Int
    var cells: Int
    var tolerance: Double
    var testDescription: String { folder }
  }

  static let cases = [
    Case(
      folder: "solow_swan",
      scenarios: ["models/solow_swan.yaml", "Tests/Fixtures/solow_swan/thrifty.yaml"], draws: 3,
      cells: 48 * 4, tolerance: 1e-12),
    Case(
      folder: "sir", scenarios: ["models/sir.yaml"], draws: 3, cells: 36 * 3, tolerance: 1e-12),
    Case(
      folder: "klein_1", scenarios: ["Tests/Fixtures/klein_1/textbook.yaml"], draws: 1,
      cells: 21 * 6, tolerance: 1e-13),
    Case(
      folder: "w1", scenarios: ["models/w1.yaml"], hasShocks: true, draws: 8, cells: 120 * 4,
      tolerance: 1e-12),
  ]

  @Test(arguments: cases)
  func reproducesItsRows(of case: Case) async throws {
    let folder = Checkout.fixture(`case`.folder)
    let loaded = try Workspace.load(scenarios: `case`.scenarios.map(Checkout.path)).scenarios
    let given = try DrawsFile(
      parameters: "\(folder)/parameters.csv",
      shocks: `case`.hasShocks ? "\(folder)/shocks.csv" : nil,
      for: try #require(loaded.first).model)
    #expect(given.names.count == `case`.draws)
    let recorded = try RecordedPaths(reading: "\(folder)/expected.csv", leavingOut: ["S_final"])
    #expect(Set(recorded.rows.map(\.scenario)) == Set(loaded.map(\.document.id)))
    var agreement = RecordedPaths.Agreement()
    for scenario in loaded {
      agreement.add(try await recorded.agreement(of: scenario, on: given))
    }
    #expect(agreement.compared == `case`.cells)
    #expect(agreement.misplaced == [])
    #expect(agreement.worst.difference <= `case`.tolerance, "\(agreement.worst)")
  }

  /// In the long run capital per effective worker is at its closed-form steady state, and the gap
  /// shrinks by the closed-form factor.
  @Test func solowSwanConverges() async throws {
    let (run, given) = try await run("models/solow_swan.yaml", folder: "solow_swan")
    for draw in 0..<given.draws.count {
      let (a, d, n, g) = try (
        given.parameter("a", draw, run), given.parameter("d", draw, run),
        given.parameter("n", draw, run), given.parameter("g", draw, run)
      )
      let growth = (1 + n) * (1 + g)
      let steady = pow(0.24 / (growth - (1 - d)), 1 / (1 - a))
      let factor = a + (1 - a) * (1 - d) / growth
      func gap(_ year: Int) throws -> Double { try run.value("gap", year, draw: draw) }
      let capital = try run.value("capital_per_effective_worker", 400, draw: draw)
      #expect(try abs(run.value("steady_state", 400, draw: draw) / steady - 1) < 1e-13)
      #expect(try abs(run.value("convergence", 1, draw: draw) - factor) < 1e-15)
      #expect(abs(capital / steady - 1) < 1e-6)
      // Quadratic terms of the gap are of its own size.
      #expect(try abs(gap(150) / gap(149) - factor) < abs(gap(149)))
      #expect(try abs(gap(150)) < 0.01 && abs(gap(150)) > 1e-8)
    }
  }

  /// The epidemic ends at the final size, the root of an equation that needs no simulation.
  @Test func epidemicEndsAtItsFinalSize() async throws {
    let (run, given) = try await run("models/sir.yaml", folder: "sir")
    let file = try CSVFile(reading: Checkout.fixture("sir/expected.csv"))
    let column = try #require(file.column("S_final"))
    for draw in 0..<given.draws.count {
      let row = try #require(file.rows.first { $0[1] == given.names[draw] })
      let final = try #require(Double(row[column]))
      #expect(try abs(run.value("susceptible", 120, draw: draw) / final - 1) < 1e-12)
      for day in [0, 1, 9, 60, 120] {
        #expect(try abs(run.value("final_size_gap", day, draw: draw)) < 1e-13)
      }
    }
    // The boarding school of 1978: the peak on day 9, 293 ill; 19 boys escape.
    let ill = try (0...120).map { try run.value("infectious", $0) }
    #expect(ill.indices.max { ill[$0] < ill[$1] } == 9)
    #expect(abs(ill[9] - 293) < 0.5)
    #expect(try abs(run.value("susceptible", 120) - 19.1757887) < 1e-7)
  }

  /// Sums of squared residuals of two-stage least squares, as econometrics textbooks print them.
  @Test func kleinResidualsAreThoseOfTextbooks() async throws {
    let (run, _) = try await run("Tests/Fixtures/klein_1/textbook.yaml", folder: "klein_1")
    for (name, ours, printed) in [
      ("consumption_squares", 21.92499, 21.92525), ("investment_squares", 29.04868, 29.04686),
      ("wages_squares", 10.00528, 10.00496),
    ] {
      let sum = try run.value(name, 1941)
      #expect(abs(sum - ours) < 5e-6, "\(name)")
      // Printed coefficients have four decimals, those of the textbook sums have all.
      #expect(abs(sum / printed - 1) < 1e-4, "\(name)")
    }
  }

  /// Runs a scenario on the draws of its fixture, with every output.
  private func run(_ scenario: String, folder: String) async throws -> (ScenarioRun, DrawsFile) {
    let loaded = try Workspace.load(scenarios: [Checkout.path(scenario)]).scenarios
    let given = try DrawsFile(
      parameters: Checkout.fixture("\(folder)/parameters.csv"), shocks: nil,
      for: try #require(loaded.first).model)
    let run = try await ScenarioRun(loaded, draws: .given(given.draws), count: given.draws.count)
    return (run, given)
  }
}

extension DrawsFile {
  /// The value of a parameter in a draw.
  fileprivate func parameter(_ symbol: String, _ draw: Int, _ run: ScenarioRun) throws -> Double {
    let entries = run.scenarios[0].model.parameters
    let parameter = try #require(entries.firstIndex { $0.symbols == [symbol] })
    return draws.columns[draws.parameters[parameter][0]][draw]
  }
}
