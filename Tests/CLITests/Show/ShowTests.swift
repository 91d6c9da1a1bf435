import Foundation
import Testing

/// `grdp show`: pages compared with recorded ones, and the JSON object.
///
/// After a change of words, `GRDP_RECORD=1 swift test --filter ShowTests` writes what is shown now.
struct ShowTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  private static var files: URL { folder.appending(path: "Files") }

  private static var isRecording: Bool {
    ProcessInfo.processInfo.environment["GRDP_RECORD"] != nil
  }

  @Test(
    arguments: [
      ("scenario", ["scenario.yaml"]),
      ("scenario-resolved", ["scenario.yaml", "--resolved", "--origin"]),
      ("scenario-set", ["base.yaml", "--set", "tr.2029=5000", "--set", "effort=3", "--origin"]),
      ("model", ["model.yaml"]),
      ("model-resolved", ["model.yaml", "--resolved", "--origin"]),
      ("region", ["region.yaml"]),
      ("region-resolved", ["region.yaml", "--resolved", "--origin"]),
    ], ["en", "vi"])
  func pages(page: (name: String, arguments: [String]), language: String) throws {
    let run = try GrdpProcess(
      ["show"] + page.arguments + ["--lang", language], in: Self.files)
    #expect(run.exitCode == 0)
    #expect(run.error.isEmpty)
    let expected = Self.folder.appending(path: "Pages/\(page.name).\(language).txt")
    if Self.isRecording { try Data(run.output.utf8).write(to: expected) }
    #expect(run.output == (try String(contentsOf: expected, encoding: .utf8)))
  }

  /// What JSON says of a scenario.
  private struct Shown: Decodable {
    struct Place: Decodable, Equatable {
      var file: String
      var line: Int
    }
    struct Input: Decodable {
      var name: String
      var values: [String: Double]
      var set_by: [String: Place?]
      var `default`: Double
    }
    struct Law: Decodable {
      var name: String
      var law: String
      var set_by: Place
    }
    struct Target: Decodable {
      var id: String
      var level: Double
      var aggregate: String
      var first_year: Int
      var last_year: Int
    }
    var kind: String
    var id: String
    var files: [String]
    var seed: String
    var inputs: [Input]
    var parameters: [Law]
    var sweep: [String: [Double]]
    var targets: [Target]
  }

  @Test func json() throws {
    let run = try GrdpProcess(["show", "scenario.yaml", "--json"], in: Self.files)
    let shown = try JSONDecoder().decode(Shown.self, from: Data(run.output.utf8))
    #expect(shown.kind == "scenario")
    #expect(shown.id == "grid")
    #expect(shown.files == ["scenario.yaml", "base.yaml"])
    #expect(shown.seed == "7")
    let training = try #require(shown.inputs.first { $0.name == "training" })
    #expect(training.values["2025"] == 1200)
    #expect(training.values["2027"] == 3000)
    #expect(training.values["2030"] == 4000)
    #expect(training.set_by["2027"] == Shown.Place(file: "base.yaml", line: 10))
    let demand = try #require(shown.inputs.first { $0.name == "demand" })
    #expect(demand.set_by["2026"] == .some(nil))
    #expect(demand.set_by["2027"] == Shown.Place(file: "base.yaml", line: 12))
    let effort = try #require(shown.inputs.first { $0.name == "effort" })
    #expect(effort.default == 2)
    #expect(effort.values["2026"] == 2.5)
    #expect(
      shown.parameters.map { "\($0.name) \($0.law) \($0.set_by.file)" } == [
        "pace normal(mean: .03, sd: .005) region.yaml", "bonus[farms] 1.5 scenario.yaml",
        "bonus[plants] uniform(0, 1) model.yaml",
      ])
    #expect(shown.sweep == ["training": [1000, 12000], "pace": [0.01, 0.015, 0.02]])
    #expect(shown.targets.map(\.id) == ["half", "large"])
    #expect(shown.targets.map(\.aggregate) == ["every", "any"])
    #expect(shown.targets[1].level == 100)
    #expect(shown.targets[1].first_year == 2026 && shown.targets[1].last_year == 2030)
  }

  @Test(arguments: ["model.yaml", "region.yaml"])
  func jsonOfOtherFiles(file: String) throws {
    let run = try GrdpProcess(["show", file, "--json"], in: Self.files)
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect(object?["kind"] as? String == String(file.dropLast(5)))
    let inputs = try #require(object?["inputs"] as? [[String: Any]])
    #expect(inputs.count == 3)
    let parameters = try #require(object?["parameters"] as? [[String: Any]])
    #expect(parameters.count == 3)
    #expect((object?["order"] as? [Any])?.count == (file == "model.yaml" ? 1 : nil))
  }

  @Test func mistakesAreReported() throws {
    let run = try GrdpProcess(["show", "nowhere.yaml", "--lang", "en"], in: Self.files)
    #expect(run.exitCode == 65)
    #expect(run.error == "nowhere.yaml: error: no such file\n")
    #expect(run.output.isEmpty)
  }
}
