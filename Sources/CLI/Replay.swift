import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp replay`: run given draws and write the path of every one.
struct Replay: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Chạy với các giá trị tham số và cú sốc cho trước, ghi quỹ đạo của từng lượt.",
      en: "Run given parameter and shock values and write every draw's path."),
    discussion: words(
      vi: """
        Các cột được ghép theo ký hiệu. Tệp kết quả có mỗi kịch bản, lượt và năm một dòng, mỗi ký \
        hiệu của mô hình một cột; biến không tồn tại ở một năm là ô trống.
        """,
      en: """
        Columns are matched by symbol. The output has one row per scenario, draw and year and one \
        column per symbol of the model; a variable that is undefined in a year is an empty cell.
        """))

  @Argument(
    help: .words(
      vi: "Tệp kịch bản (hoặc mô hình: khi đó mọi thứ ở mức mặc định).",
      en: "Scenario files (or models, which then run with every default)."),
    completion: .file(extensions: ["yaml"]))
  var scenarios: [String]

  @Option(
    help: .words(
      vi: "CSV, mỗi lượt một dòng: draw, rồi mỗi ký hiệu tham số một cột.",
      en: "CSV with one row per draw: draw, then one column per parameter symbol."),
    completion: .file(extensions: ["csv"]))
  var parameters: String

  @Option(
    help: .words(
      vi: "CSV, mỗi lượt và năm một dòng: draw, year, rồi các ký hiệu cú sốc.",
      en: "CSV with one row per draw and year: draw, year, then shock symbols."),
    completion: .file(extensions: ["csv"]))
  var shocks: String?

  @Option(
    help: .words(vi: "Tệp CSV để ghi.", en: "CSV file to write."),
    completion: .file(extensions: ["csv"]))
  var output: String

  @OptionGroup var changes: ChangeOptions
  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if output == "" {
      throw ValidationError(words(vi: "--output phải nêu một tệp", en: "--output must name a file"))
    }
  }

  func run(in session: Session) async throws {
    let kernels = try session.kernels()
    try OutputFolder.checkReady(file: output)
    let loaded = try session.load(scenarios, set: changes.set).scenarios
    try ScenarioGroup.checkOneFile(loaded)
    var paths = PathFile(loaded[0].model)
    var quiet: [String] = []
    // Years and data may differ between scenarios, so the files are read for each of them.
    for scenario in loaded {
      let model = scenario.model
      let given = try DrawsFile(parameters: parameters, shocks: shocks, for: model)
      for name in given.quietShocks where !quiet.contains(name) {
        session.say(session.language(.shockWithoutColumn(name)))
        quiet.append(name)
      }
      let simulation = try Simulation(
        model.model, analysis: ModelAnalysis(of: model.model), scenarios: [scenario.scenario],
        outputs: paths.outputs(scenario), draws: .given(given.draws))
      do {
        let columns = try await simulation.columns(draws: given.names.count, kernels: kernels)
        paths.append(scenario, simulation.outputs, columns, draws: given.names)
      } catch {
        throw RunFailure(error: error, drawNames: given.names)
      }
    }
    try session.checkInterruption()
    try OutputFolder.write(file: output, contents: paths.csv)
    session.say(session.language(.wrote(output)))
  }
}
