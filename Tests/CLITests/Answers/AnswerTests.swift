import Foundation
import Testing

/// `grdp compare`, `explain` and `stress`: what they print, what they write, and what they refuse.
struct AnswerTests {
  static let commands: [(String, [String])] = [
    ("compare", ["compare", "steady.yaml", "push.yaml", "--details"]),
    ("explain", ["explain", "push.yaml"]),
    ("stress", ["stress", "push.yaml", "--file", "stress.yaml"]),
  ]

  @Test(arguments: commands.indices, ["en", "vi"])
  func pagesAreAsRecorded(command: Int, language: String) throws {
    let (name, arguments) = AnswerTests.commands[command]
    let run = try GrdpProcess(arguments + ["--lang", language], in: Town.folder)
    #expect(run.exitCode == 0)
    #expect(run.error.isEmpty)
    try Town.expect(Data(run.output.utf8), equalsFile: "\(name).\(language).txt")
  }

  /// A difference is that of paired draws: adding the same lever to both changes the base, not the draws.
  @Test func filesAreWrittenAndDoNotDependOnThreads() throws {
    var texts: [String] = []
    for threads in ["1", "3"] {
      let folder = try TemporaryFolder()
      let run = try Town.grdp(
        "compare", "steady.yaml", "push.yaml", "--draws", "9000", "--threads", threads, "--out",
        folder.url.path, "--overwrite", "--lang", "en")
      #expect(run.exitCode == 0, "\(run.error)")
      #expect(
        folder.results == ["comparison.csv", "levers.csv", "manifest.json", "meta.csv"])
      texts.append(try folder.text("comparison.csv"))
    }
    #expect(texts[0] == texts[1])
    #expect(
      texts[0].hasPrefix(
        "model,scenario,base,region,variable,unit,year,statistic,value,standard_error\n"
          + "town,push,steady,Example Town,"))
    // History is the same in every draw, so it is left out; no cell is empty.
    #expect(!texts[0].contains(",2024,"))
    #expect(!texts[0].contains(",,"))
  }

  @Test func theBaseCanBeNamed() throws {
    let run = try Town.grdp(
      "compare", "steady.yaml", "push.yaml", "--base", "push", "--json", "--draws", "20")
    #expect(run.output.contains("\"base\": \"push\""))
    let unknown = try Town.grdp(
      "compare", "steady.yaml", "push.yaml", "--base", "x", "--lang", "en")
    #expect(unknown.exitCode == 64)
    #expect(unknown.error.contains("'x' is none of the scenarios named (steady, push)"))
  }

  /// Each change that makes a scenario unlike its base, and what is said of it.
  @Test(arguments: [
    ("definition: wide", "the definition 'wide', the base 'narrow'"),
    (
      "targets: [{id: share, quantity: \"digital_share[narrow]\", comparator: \"<=\", level: .218, year: 2028}]",
      "the target 'share' is not the one of the base"
    ),
  ])
  func unlikeIsNotCompared(change: String, message: String) throws {
    let folder = try TemporaryFolder.town()
    let file = try folder.write(
      "schema: grdp-scenario/1\nid: other\ntitle: Other\nextends: steady.yaml\n"
        + change + "\n", to: "other.yaml")
    let run = try folder.grdp("compare", "steady.yaml", file, "--lang", "en")
    #expect(run.exitCode == 65)
    #expect(run.error.contains(message), "\(run.error)")
    #expect(run.output.isEmpty)
  }

  @Test func anotherModelIsNotCompared() throws {
    let run = try Town.grdp(
      "compare", "steady.yaml", "\(Town.project.path)/models/solow_swan.yaml", "--lang", "en")
    #expect(run.exitCode == 65)
    #expect(run.error.contains("this scenario has the model 'solow_swan', the base 'town'"))
  }

  @Test func aScenarioDoesNotDifferFromItself() throws {
    let folder = try TemporaryFolder.town()
    let file = try folder.write(
      "schema: grdp-scenario/1\nid: same\ntitle: Same\nextends: steady.yaml\n",
      to: "same.yaml")
    let run = try folder.grdp("compare", "steady.yaml", file, "--lang", "en")
    #expect(run.output.contains("Nothing differs in any draw."))
    let explained = try folder.grdp("explain", file, "--against", "steady.yaml", "--lang", "en")
    #expect(explained.exitCode == 0)
    #expect(explained.output.contains("Nothing differs in any draw."))
  }

  /// Laws that differ are compared on the same draws, and are changes that can be explained.
  @Test func scenariosWithOtherLawsArePaired() throws {
    let folder = try TemporaryFolder.town()
    let file = try folder.write(
      """
      schema: grdp-scenario/1
      id: calm
      title: Calm
      extends: push.yaml
      uncertainty: {shocks: {harvest: "normal(mean: .002, sd: .01)"}}
      """, to: "calm.yaml")
    let run = try folder.grdp(
      "explain", file, "--against", "push.yaml", "--json", "--draws", "50", "--year", "2028")
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let outcomes = try #require(answer["outcomes"] as? [[String: Any]])
    let growth = try #require(outcomes.last)
    let wedges = try #require(growth["wedges"] as? [[String: Any]])
    #expect(wedges.compactMap { $0["group"] as? String } == ["harvest"])
    // The mean of the shock moves the growth of every sector by as much, and weights hardly move.
    let low = try #require(wedges[0]["p05"] as? Double)
    let high = try #require(wedges[0]["p95"] as? Double)
    #expect(abs(low - 0.002) < 2e-5 && abs(high - 0.002) < 2e-5)
  }

  @Test func groupsMustNameChanges() throws {
    let run = try Town.grdp("explain", "push.yaml", "--group", "a=demand", "--lang", "en")
    #expect(run.exitCode == 64)
    #expect(run.error.contains("'demand' is no change that is left (training)"))
  }

  @Test func aModelWithoutStressesSaysSo() throws {
    let run = try Town.grdp("stress", "push.yaml", "--lang", "en")
    #expect(run.exitCode == 65)
    #expect(run.error.contains("names no file of stresses"))
    let wrong = try Town.grdp("stress", "push.yaml", "--file", "region.yaml", "--lang", "en")
    #expect(wrong.exitCode == 65)
  }
}

/// The shipped model: wedges add up, and so do the decompositions.
struct AttributionOfShippedModelTests {
  @Test func wedgesAndPartsAddUp() throws {
    let run = try GrdpProcess(
      [
        "explain", "scenarios/accelerated.yaml", "--against", "scenarios/baseline.yaml", "--json",
        "--draws", "16", "--group",
        "programmes=digital_budget_share,training,infrastructure_target,online_service_target,"
          + "sme_support,platform_target",
      ], in: Town.project)
    try #require(run.exitCode == 0, "\(run.error)")
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let outcomes = try #require(answer["outcomes"] as? [[String: Any]])
    #expect(outcomes.count == 3)
    for outcome in outcomes {
      let wedges = try #require(outcome["wedges"] as? [[String: Any]])
      #expect(wedges.count == 3)
      let total = try #require((outcome["total"] as? [String: Any])?["mean"] as? Double)
      let sum = wedges.compactMap { $0["mean"] as? Double }.reduce(0, +)
      #expect(abs(sum - total) <= 1e-9 * max(1, abs(total)))
      // What the change is made of differs between the scenarios by just as much.
      let parts = try #require(outcome["parts"] as? [[String: Any]])
      let difference = parts.compactMap { $0["difference"] as? Double }.reduce(0, +)
      #expect(parts.count >= 3)
      #expect(abs(difference - total) <= 1e-9 * max(1, abs(total)))
    }
  }

  @Test func everyShippedStressRuns() throws {
    let run = try GrdpProcess(
      ["stress", "scenarios/baseline.yaml", "--draws", "16", "--lang", "en"], in: Town.project)
    #expect(run.exitCode == 0, "\(run.error)")
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 33)
    #expect(run.output.contains("How arbitrary is it"))
  }
}
