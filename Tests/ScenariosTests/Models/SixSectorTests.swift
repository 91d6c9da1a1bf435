import FoundationEssentials
import Scenarios
import Sim
import Testing

/// The workload by which speed is compared: it has to be the same work.
@Suite struct SixSectorTests {
  static let parameters = ["p", "q", "b", "M", "om", "g", "da", "de", "ka", "cr", "eta", "th"]
  static let shocks = ["e1", "e2", "e3"]
  static let results = ["Y", "gr", "dsh", "abar"]
  static let years = 15

  /// 256 recorded draws of 57 numbers and the 60 results of each: 1e-10 of the result is asked for, 1e-12
  /// is reached.
  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: Checkout.shared("benchmarks/check_in.csv")),
      "there is no folder `shared` with the recorded draws of the workload beside the package"))
  func passesTheGate() async throws {
    let inputs = try table("benchmarks/check_in.csv", columns: 12 + 3 * Self.years)
    let expected = try table("benchmarks/check_out.csv", columns: 4 * Self.years)
    #expect(inputs.count == 256 && expected.count == 256)
    let scenario = try scenario()
    let document = scenario.model
    let outputs = try Self.results.flatMap { symbol in
      let column = try #require(document.pathColumns.first { $0.symbol == symbol })
      return (1...Self.years).map { Output(variable: column.variable, year: $0) }
    }
    let run = try await ScenarioRun(
      [scenario], outputs: outputs, draws: .given(try given(inputs, for: document)), count: 256)
    #expect(run.outputs == outputs)
    var largest = 0.0
    for draw in 0..<256 {
      for (column, recorded) in expected[draw].enumerated() {
        largest = max(largest, abs(run.columns[column, draw] - recorded) / abs(recorded))
      }
    }
    #expect(largest <= 1e-12)
  }

  /// The probabilities of the workload under the model's own priors; each tool draws its own numbers.
  @Test func probabilitiesAgreeWithinTheirErrors() async throws {
    let (draws, year) = (200_000, Self.years)
    let scenario = try scenario()
    let outputs = try ["total_output", "digital_share", "average_adoption"].map {
      try scenario.model.output($0, year: year)
    }
    let run = try await ScenarioRun(
      [scenario], outputs: outputs, draws: .streams(parameters: 1, shocks: 1), count: draws)
    var hits = [0, 0, 0]
    for draw in 0..<draws {
      let output = run.columns[0, draw] >= 195
      let share = run.columns[1, draw] >= 19
      if output { hits[0] += 1 }
      if share { hits[1] += 1 }
      if output && share && run.columns[2, draw] >= 0.85 { hits[2] += 1 }
    }
    for (count, reference) in zip(hits, [0.460, 0.592, 0.255]) {
      let probability = Probability(hits: count, draws: draws)
      #expect(abs(probability.estimate - reference) <= 3 * probability.standardError)
    }
  }

  private func scenario() throws -> LoadedScenario {
    let loaded = try Workspace.load(scenarios: [Checkout.path("models/w1.yaml")]).scenarios
    return try #require(loaded.first)
  }

  /// A table of numbers without a header.
  private func table(_ file: String, columns: Int) throws -> [[Double]] {
    let text = try SourceFile(reading: Checkout.shared(file)).text
    return try text.split(whereSeparator: \.isNewline).map { line in
      let row = try line.split(separator: ",").map { try #require(Double($0)) }
      try #require(row.count == columns)
      return row
    }
  }

  /// Rows of 12 parameters, then each shock over the years, as draws for the model.
  private func given(_ rows: [[Double]], for document: ModelDocument) throws -> GivenDraws {
    let columns = rows[0].indices.map { column in rows.map { $0[column] } }
    let parameters = try document.parameters.map { entry in
      [try #require(Self.parameters.firstIndex(of: entry.symbols[0]))]
    }
    let shocks = try document.shocks.map { entry in
      let shock = try #require(Self.shocks.firstIndex(of: entry.symbols[0]))
      let first = Self.parameters.count + shock * Self.years
      return [[-1] + (0..<Self.years).map { first + $0 }]
    }
    return GivenDraws(columns: columns, parameters: parameters, shocks: shocks)
  }
}
