import Foundation
import Testing

/// What `grdp run` prints.
struct PageTests {
  @Test(arguments: ["en", "vi"])
  func thePageOfTheTownIsAsRecorded(language: String) throws {
    let run = try Town.grdp("run", "steady.yaml", "push.yaml", "--lang", language)
    #expect(run.exitCode == 0)
    #expect(run.error.isEmpty)
    try Town.expect(Data(run.output.utf8), equalsFile: "page.\(language).txt")
  }

  @Test(arguments: ["en", "vi"])
  func threeShippedScenariosFitAScreen(language: String) throws {
    let run = try GrdpProcess(
      [
        "run", "scenarios/baseline.yaml", "scenarios/stalled.yaml", "scenarios/accelerated.yaml",
        "--draws", "50", "--lang", language,
      ], in: Town.project)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    // Two quantities with their outside views, what the share is made of, its arithmetic, one line for each target, and the judgements that matter most.
    #expect(lines.count <= 40)
    #expect(lines.filter { $0.hasPrefix("  ") }.allSatisfy { $0.count <= 100 })
    for word in language == "vi" ? ["Cơ sở", "Đình trệ", "Tăng tốc"] : ["Baseline", "Stalled"] {
      #expect(run.output.contains(word))
    }
    #expect(run.output.contains(language == "vi" ? "," : "."))
  }

  /// Two definitions on one page are told apart in the heads of the columns.
  @Test func definitionsAreNotMixed() throws {
    let folder = try TemporaryFolder.town()
    let wide = try folder.write(
      """
      schema: grdp-scenario/1
      id: wide
      title: Wide
      extends: steady.yaml
      definition: wide
      """, to: "wide.yaml")
    let run = try folder.grdp("run", "steady.yaml", "wide.yaml", "--lang", "en")
    #expect(run.output.contains("Digital share, % –"))
    #expect(run.output.contains(" Steady (narrow)    Wide (wide)\n"))
    let forecast = ForecastRows(try Town.forecast(of: [folder.path("steady.yaml"), wide]))
    #expect(
      try forecast.value("steady", "Digital Share|narrow", 2028, "median")
        < forecast.value("wide", "Digital Share|wide", 2028, "median"))
  }

  /// The parts of a share add up to it, in points, on the central path.
  @Test func partsAddUpToTheShare() throws {
    let run = try Town.grdp("run", "steady.yaml", "--lang", "en", "--draws", "10")
    let line = try #require(
      run.output.split(separator: "\n").first { $0.hasPrefix("  shops/port") })
    let parts = line.split(separator: " ").last.map {
      $0.split(separator: "/").compactMap { Double($0) }
    }
    let central = try ForecastRows(Town.forecast(of: ["steady.yaml"])).value(
      "steady", "Digital Share|narrow", 2028, "central")
    #expect(try #require(parts).count == 2)
    #expect(abs(try #require(parts).reduce(0, +) - 100 * central) <= 0.1001)
  }

  /// The probability of a target on the figures that are published first is that of the level that
  /// these reach.
  @Test func aTargetIsAlsoJudgedOnFirstReleases() throws {
    let results = try TemporaryFolder()
    _ = try Town.grdp("run", "steady.yaml", "--draws", "400", "--out", results.url.path)
    let rows = try String(decoding: results.bytes("probability.csv"), as: UTF8.self)
      .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    func value(_ target: String, _ statistic: String) throws -> Substring {
      try #require(rows.first { $0[3] == target && $0[12] == statistic })[13]
    }
    #expect(try value("share", "as first published") == value("lower", "probability"))
    #expect(try value("share", "probability") != value("lower", "probability"))
    #expect(try value("growth", "some year") == value("once", "probability"))
    #expect(!rows.contains { $0[3] == "growth" && $0[12] == "as first published" })
  }

  /// A sweep has a row for each combination; what no combination changes is said once.
  @Test(arguments: ["en", "vi"])
  func aSweepIsOneTable(language: String) throws {
    let folder = try TemporaryFolder.town()
    let file = try folder.write(
      """
      schema: grdp-scenario/1
      id: grid
      title: Grid
      extends: steady.yaml
      sweep:
        training: [100, 300]
        "trend[port]": {from: .04, to: .08, steps: 3}
      """, to: "grid.yaml")
    let run = try Town.grdp("run", file, "--lang", language)
    try Town.expect(Data(run.output.utf8), equalsFile: "sweep.\(language).txt")
    let rows = run.output.split(separator: "\n").filter {
      $0.contains("100  ") || $0.contains("300  ")
    }
    #expect(rows.count == 6)
  }

  /// A long sweep is cut on the page, and says so.
  @Test func aLongSweepIsCut() throws {
    let folder = try TemporaryFolder.town()
    let file = try folder.write(
      """
      schema: grdp-scenario/1
      id: grid
      title: Grid
      extends: steady.yaml
      sweep: {training: {from: 100, to: 300, steps: 30}}
      """, to: "grid.yaml")
    let short = try Town.grdp("run", file, "--lang", "en", "--draws", "10")
    #expect(short.output.contains("and 6 more combinations"))
    let whole = try Town.grdp("run", file, "--lang", "en", "--draws", "10", "--details")
    #expect(!whole.output.contains("more combinations"))
    #expect(
      whole.output.split(separator: "\n").count >= short.output.split(separator: "\n").count + 5)
  }

  /// A model that says nothing about its page shows two of its variables, in its own clock.
  @Test func aModelWithoutHeadlineHasAPage() throws {
    let run = try GrdpProcess(
      ["run", "models/sir.yaml", "--draws", "20", "--lang", "vi"], in: Town.project)
    #expect(
      run.output.contains("Dịch bệnh SIR\nNgười chưa mắc, người – trung vị [5 %; 95 %]\n  ngày 0 "))
    #expect(run.output.contains("Người đang mắc, người"))
  }

  @Test func theLocaleChoosesTheLanguage() throws {
    let page = try String(contentsOf: Town.folder.appending(path: "page.vi.txt"), encoding: .utf8)
    let run = try Town.grdp(
      "run", "steady.yaml", "push.yaml", environment: ["LC_ALL": "vi_VN.UTF-8"])
    #expect(run.output == page)
    let chosen = try Town.grdp(
      "run", "steady.yaml", "push.yaml", "--lang", "vi", environment: ["LC_ALL": "C"])
    #expect(chosen.output == page)
  }
}
