import Foundation
import Testing

/// Help, timings and behaviour checks.
struct CommandTests {
  @Test(arguments: [
    ([], ["check", "run", "replay"]),
    (
      ["run"],
      [
        "--draws", "--seed", "--set", "--threads", "--out", "--overwrite", "--details", "--timings",
        "--lang",
      ]
    ),
    (["replay"], ["--parameters", "--shocks", "--output", "--set", "--lang"]),
    (["check"], ["--lang"]),
  ])
  func helpNamesEveryOption(command: [String], options: [String]) throws {
    let run = try GrdpProcess(command + ["--help"], in: Town.folder)
    #expect(run.exitCode == 0)
    #expect(run.error.isEmpty)
    for option in options { #expect(run.output.contains(option)) }
    #expect(
      run.output.split(separator: "\n").allSatisfy { $0.hasPrefix("USAGE") || $0.count <= 80 })
  }

  @Test(arguments: [
    [], ["run"], ["replay"], ["check"], ["fit"], ["data"], ["schema"], ["show"],
    ["compare"], ["explain"], ["stress"],
  ])
  func helpIsInTheReadersLanguage(command: [String]) throws {
    let vietnamese = try GrdpProcess(
      command + ["--help"], in: Town.folder, environment: ["LANG": "vi_VN.UTF-8"])
    #expect(vietnamese.output.hasPrefix("CÔNG DỤNG: "))
    for word in ["OVERVIEW", "USAGE", "OPTIONS", "ARGUMENTS", "Show help", "See '", "(values"] {
      #expect(!vietnamese.output.contains(word))
    }
    // Every option's own words: none is left in English.
    for word in [" the ", " draws ", " file ", " with "] {
      #expect(!vietnamese.output.contains(word), "\(word)")
    }
    let english = try GrdpProcess(
      command + ["--help", "--lang", "en"], in: Town.folder,
      environment: ["LANG": "vi_VN.UTF-8"])
    #expect(english.output.hasPrefix("OVERVIEW: "))
  }

  @Test func timingsAreBesideTheResults() throws {
    let folder = try TemporaryFolder()
    let run = try Town.grdp(
      "run", "steady.yaml", "push.yaml", "--out", folder.path("results"), "--timings",
      folder.path("timings.json"))
    #expect(run.exitCode == 0)
    let timings = try JSONDecoder().decode(
      [String: Double].self, from: folder.bytes("timings.json"))
    #expect(Set(timings.keys) == ["parse", "compile", "simulate", "summarise", "write"])
    #expect(timings.values.allSatisfy { $0 >= 0 && $0 < 600 })
    #expect(try folder.bytes("results/forecast.csv") == Town.forecast())
  }

  // MARK: Behaviour checks

  @Test func theChecksOfTheTownHold() throws {
    let run = try Town.grdp("check", "steady.yaml", "push.yaml", "region.yaml", "--lang", "en")
    #expect(run.exitCode == 0)
    #expect(run.error.isEmpty)
    // Once for the region, not once for each scenario.
    #expect(
      run.output.hasSuffix(
        "region.yaml: 3 behaviour checks of the model 'town' hold in all 256 draws\n"))
    #expect(run.output.split(separator: "\n").count == 4)
  }

  @Test func theShippedChecksHold() throws {
    func files(_ folder: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(
        atPath: Town.project.appending(path: folder).path
      ).filter { $0.hasSuffix(".yaml") }.sorted().map { "\(folder)/\($0)" }
    }
    let run = try GrdpProcess(
      ["check", "--lang", "en"] + files("models") + files("data/regions") + files("scenarios"),
      in: Town.project)
    #expect(run.error.isEmpty)
    #expect(run.exitCode == 0)
    #expect(run.output.contains("behaviour checks of the model 'digital_economy' hold in all 256"))
  }

  /// A model without data is not run, and says nothing about its checks.
  @Test func schemasArePrinted() throws {
    for kind in ["model", "region", "scenario", "stress"] {
      let run = try GrdpProcess(["schema", kind], in: Town.project)
      let shipped = Town.project.appending(path: "schemas/\(kind).json")
      #expect(run.output == (try String(contentsOf: shipped, encoding: .utf8)))
      #expect(run.exitCode == 0 && run.error.isEmpty)
    }
    let all = try GrdpProcess(["schema", "--lang", "vi"], in: Town.project)
    let some = try GrdpProcess(
      ["schema", "scenario", "stress", "fit", "region", "model"], in: Town.project)
    #expect(all.output == some.output && all.output.contains("\"oneOf\""))
    let unknown = try GrdpProcess(["schema", "data", "--lang", "vi"], in: Town.project)
    #expect(unknown.error.hasPrefix("Lỗi: '<kinds>' không nhận 'data'; hãy chọn 'model', "))
    #expect(unknown.exitCode == 64)
  }

  @Test func aModelWithoutDataIsNotRun() throws {
    let run = try Town.grdp("check", "model.yaml", "--lang", "en")
    #expect(run.exitCode == 0)
    #expect(
      run.output == "model.yaml: model 'town' is in order: 8 equations, 2 parameters, 1 identity\n")
  }

  private static let contrary = """
    schema: grdp-model/1
    id: contrary
    title: Contrary
    clock: {unit: yr, first: 2020, last: 2020, policy_start: 2021, horizon: 2022}
    levers:
      tax: {default: .2, possible: [0, .5], plausible: [.1, .4], unit: fraction}
      full: {default: 1, possible: [0, 1], unit: fraction}
      stuck: {default: 1, possible: [1, 1], unit: fraction}
    parameters:
      response: {unit: "1", prior: "normal(mean: -1, sd: 1)"}
    equations:
      effort: {unit: "1", first: 1, later: 1 + response*(tax - tax.default)}
      output: {unit: "1", first: 1, projection: effort + full}
    checks:
      tax_hurts: {raise: tax, of: effort, in: horizon, expect: falls}
      full_helps: {raise: full, of: output, in: 2022, expect: rises}
      full_hurts: {raise: full, of: output, in: 2022, expect: falls}
      tax_in_the_past: {raise: tax, of: effort, in: first, expect: rises}
      stuck_helps: {raise: stuck, of: effort, in: horizon, expect: rises}
      later_than_ever: {raise: tax, of: effort, in: 2023, expect: rises}
    """

  @Test(arguments: ["en", "vi"])
  func checksThatDoNotHoldAreReported(language: String) throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Self.contrary, to: "contrary.yaml")
    let run = try GrdpProcess(["check", "contrary.yaml", "--lang", language], in: folder.url)
    #expect(run.exitCode == 65)
    #expect(run.output.isEmpty)
    try Town.expect(Data(run.error.utf8), equalsFile: "contrary.\(language).txt")
  }
}
