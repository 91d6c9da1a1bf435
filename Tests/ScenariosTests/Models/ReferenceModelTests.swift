import FoundationEssentials
import Scenarios
import Sim
import Testing

/// The shipped model against paths that the reference program computed.
@Suite struct ReferenceModelTests {
  static let fixtures = [
    "claimed", "cut_and_claimed", "defaults", "dismantled", "neglect_underfunded", "regress",
    "rush", "starved", "unfunded",
  ]

  @Test func reproducesItsOwnRows() async throws {
    let recorded = try RecordedPaths.reference.get()
    let scenarios = Self.fixtures.map { Checkout.fixture("reference/scenarios/\($0).yaml") }
    try await expectAgreement(
      recorded, scenarios: scenarios, draws: "\(Checkout.root)/Tests/Fixtures/reference",
      cells: 9 * 6 * 21 * 42)
  }

  /// The rows recorded with the reference program itself are not part of this project.
  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: Checkout.shared("reference/oracle/expected.csv")),
      "there is no folder `shared` with the reference's recorded rows beside the package"))
  func reproducesTheRecordedOracle() async throws {
    let oracle = Checkout.shared("reference/oracle")
    let recorded = try RecordedPaths(reading: "\(oracle)/expected.csv")
    let scenarios =
      ["stalled", "baseline", "accelerated"].map { Checkout.path("scenarios/\($0).yaml") }
      + ["baseline_mic", "accelerated_broad", "claim_corner", "no_money", "retreat"].map {
        Checkout.fixture("oracle-scenarios/\($0).yaml")
      }
    try await expectAgreement(
      recorded, scenarios: scenarios, draws: oracle, cells: 8 * 16 * 21 * 42)
  }

  /// Runs every scenario and compares every cell; 1e-9 is what is asked for, 1e-12 what is reached.
  private func expectAgreement(
    _ recorded: RecordedPaths, scenarios: [String], draws folder: String, cells: Int
  ) async throws {
    let loaded = try Workspace.load(scenarios: scenarios).scenarios
    let document = try #require(loaded.first).model
    #expect(
      recorded.header
        == ["scenario", "definition", "draw", "year"] + document.pathColumns.map(\.symbol))
    #expect(Set(recorded.rows.map(\.scenario)) == Set(loaded.map(\.document.id)))
    let given = try DrawsFile(
      parameters: "\(folder)/parameters.csv", shocks: "\(folder)/shocks.csv", for: document)
    var agreement = RecordedPaths.Agreement()
    for scenario in loaded {
      agreement.add(try await recorded.agreement(of: scenario, on: given))
    }
    #expect(agreement.compared == cells)
    #expect(agreement.misplaced == [])
    for (symbol, difference) in agreement.largest {
      #expect(difference <= 1e-12, "\(symbol)")
    }
  }

  /// The levers in the scenario files are those with which the rows were computed.
  @Test func scenariosHaveTheRecordedLevers() throws {
    let file = try CSVFile(reading: Checkout.fixture("reference/scenarios.csv"))
    #expect(file.rows.map { $0[0] } == Self.fixtures)
    let loaded = try Workspace.load(
      scenarios: Self.fixtures.map { Checkout.fixture("reference/scenarios/\($0).yaml") })
    for (row, scenario) in zip(file.rows, loaded.scenarios) {
      #expect(scenario.document.definition == row[1])
      let model = scenario.model
      for (symbol, text) in zip(file.header, row).dropFirst(2) {
        let input = try #require(model.inputs.firstIndex { $0.entry.symbols == [symbol] })
        let start = model.model.timeline.policyStart - model.model.timeline.first
        let path = scenario.scenario.inputs[input]
        let initial = model.model.inputs[input].defaultValue
        #expect(path[..<start].allSatisfy { $0 == initial })
        #expect(path[start...].allSatisfy { $0 == Double(text) }, "\(row[0]) \(symbol)")
      }
    }
  }
}
