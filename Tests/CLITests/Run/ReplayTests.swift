import Foundation
import Testing

/// `grdp replay`: given draws go in, every path comes out.
struct ReplayTests {
  private static let parameters = """
    draw,g_port,e,g_shop
    low,.05,.08,.03
    high,.07,.12,.05

    """
  private static let shocks = """
    draw,year,h
    low,2025,-.01
    low,2026,0
    low,2027,.01
    low,2028,0
    high,2025,.02
    high,2026,.01
    high,2027,0
    high,2028,-.02

    """

  @Test func thePathsOfTheTownAreAsRecorded() throws {
    let folder = try TemporaryFolder()
    let parameters = try folder.write(Self.parameters, to: "parameters.csv")
    let shocks = try folder.write(Self.shocks, to: "shocks.csv")
    let run = try Town.grdp(
      "replay", "steady.yaml", "push.yaml", "--parameters", parameters, "--shocks", shocks,
      "--output", folder.path("paths.csv"), "--lang", "en")
    #expect(run.error == "wrote \(folder.path("paths.csv"))\n")
    #expect(run.exitCode == 0)
    #expect(run.output.isEmpty)
    try Town.expect(try folder.bytes("paths.csv"), equalsFile: "paths.csv")
    // Once by hand: output of the port in 2026, low draw, training at its default of 100.
    let row = try #require(
      try folder.text("paths.csv").split(separator: "\n").first {
        $0.hasPrefix("steady,narrow,low,2026,")
      })
    let values = row.split(separator: ",").map { Double($0) }
    let port =
      0.4 * 1100.5 * (1 + 0.05 - 0.01 + 0.08 * log(2.0) / 10)
      * (1 + 0.05 + 0 + 0.08 * log(2.0) / 10)
    let header = try folder.text("paths.csv").prefix { $0 != "\n" }.split(separator: ",")
    let column = try #require(header.firstIndex(of: "Y_port"))
    #expect(abs(try #require(values[column]) / port - 1) < 1e-14)
  }

  /// Draws at the medians, without shocks, give the central path of the forecast.
  @Test func medianDrawsGiveTheCentralPath() throws {
    let folder = try TemporaryFolder()
    let parameters = try folder.write(
      "draw,beta,gamma\nmedian,1.66334,.44036\n", to: "parameters.csv")
    let replay = try GrdpProcess(
      [
        "replay", "models/sir.yaml", "--parameters", parameters, "--output",
        folder.path("paths.csv"), "--set", "distancing=.3",
      ], in: Town.project)
    let run = try GrdpProcess(
      [
        "run", "models/sir.yaml", "--draws", "5", "--out", folder.url.path, "--set",
        "distancing=.3",
      ], in: Town.project)
    try #require(replay.exitCode == 0 && run.exitCode == 0)
    let forecast = ForecastRows(try folder.bytes("forecast.csv"))
    let lines = try folder.text("paths.csv").split(separator: "\n")
    let column = try #require(lines[0].split(separator: ",").firstIndex(of: "S"))
    #expect(lines.count == 122)
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let day = try #require(Int(cells[3]))
      let central = try forecast.value("sir", "Population|Susceptible", day, "central")
      #expect(abs(try #require(Double(cells[column])) / central - 1) < 1e-12)
    }
  }

  @Test func aPipeIsWrittenToAsItIs() throws {
    let folder = try TemporaryFolder()
    let parameters = try folder.write(Self.parameters, to: "parameters.csv")
    let shocks = try folder.write(Self.shocks, to: "shocks.csv")
    let run = try Shell.run(
      """
      "$grdp" replay steady.yaml push.yaml --parameters '\(parameters)' --shocks '\(shocks)' \
      --output /dev/stdout | cat > '\(folder.path("paths.csv"))'
      """)
    #expect(run.exitCode == 0)
    #expect(
      try folder.bytes("paths.csv")
        == Data(contentsOf: Town.folder.appending(path: "paths.csv")))
  }

  @Test func aShockWithoutAColumnIsNamed() throws {
    let folder = try TemporaryFolder()
    let parameters = try folder.write(Self.parameters, to: "parameters.csv")
    for (language, words) in [
      ("en", "warning: shock 'harvest' has no column; it stays at its median\n"),
      ("vi", "cảnh báo: cú sốc 'harvest' không có cột; giữ ở trung vị\n"),
    ] {
      let run = try Town.grdp(
        "replay", "steady.yaml", "push.yaml", "--parameters", parameters, "--output",
        folder.path("paths.csv"), "--lang", language)
      #expect(run.exitCode == 0)
      #expect(run.error.hasPrefix(words))
      #expect(run.error.split(separator: "\n").count == 2)
    }
  }

  @Test func modelsAreNotMixed() throws {
    let folder = try TemporaryFolder()
    let parameters = try folder.write("draw,beta,gamma\n0,1.6,.44\n", to: "parameters.csv")
    let run = try GrdpProcess(
      [
        "replay", "models/sir.yaml", "models/solow_swan.yaml", "--parameters", parameters,
        "--output", folder.path("paths.csv"), "--lang", "en",
      ], in: Town.project)
    #expect(
      run.error
        == "models/solow_swan.yaml: error: this is a scenario of the model 'solow_swan', the first one of 'sir'; replay each model by itself\n"
    )
    #expect(run.exitCode == 65)
    #expect(folder.names == ["parameters.csv"])
  }

  /// Messages call a draw by the name its file gives it.
  @Test func aDrawIsCalledByItsName() throws {
    let folder = try TemporaryFolder()
    let parameters = try folder.write(
      "draw,g_shop,g_port,e\nfine,.04,.06,.1\nbroken,1e308,.06,.1\n", to: "parameters.csv")
    let run = try Town.grdp(
      "replay", "steady.yaml", "--parameters", parameters, "--output", folder.path("paths.csv"),
      "--lang", "en")
    #expect(run.error.contains("error: output[shop] is ∞ in 2025, draw broken, scenario 'steady'"))
    #expect(run.exitCode == 65)
    #expect(folder.names == ["parameters.csv"])
  }
}
