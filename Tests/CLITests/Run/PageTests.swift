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
    // Two tables, the arithmetic of the share and one line for each target.
    #expect(lines.count <= 32)
    #expect(lines.filter { $0.hasPrefix("  20") }.allSatisfy { $0.count <= 100 })
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
    #expect(run.output.contains("  year  Steady (narrow)    Wide (wide)\n"))
    let forecast = ForecastRows(try Town.forecast(of: [folder.path("steady.yaml"), wide]))
    #expect(
      try forecast.value("steady", "Digital Share|narrow", 2028, "median")
        < forecast.value("wide", "Digital Share|wide", 2028, "median"))
  }

  /// A model that says nothing about its page shows two of its variables, in its own clock.
  @Test func aModelWithoutHeadlineHasAPage() throws {
    let run = try GrdpProcess(
      ["run", "models/sir.yaml", "--draws", "20", "--lang", "vi"], in: Town.project)
    #expect(
      run.output.contains("Người chưa mắc, người – trung vị [5 %; 95 %]\n  ngày  Dịch bệnh SIR"))
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
