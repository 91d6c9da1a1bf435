import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp replay`: run given draws and write the path of every one.
struct Replay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run given parameter and shock values and write every draw's path.",
    discussion: """
      Columns are matched by symbol. The output has one row per scenario, draw and year and one \
      column per symbol of the model; a variable that is undefined in a year is an empty cell.
      """)

  @Argument(help: "Scenario files (or models, which then run with every default).")
  var scenarios: [String]

  @Option(help: "CSV with one row per draw: draw, then one column per parameter symbol.")
  var parameters: String

  @Option(help: "CSV with one row per draw and year: draw, year, then shock symbols.")
  var shocks: String?

  @Option(help: "CSV file to write.")
  var output: String

  @Option(help: "Set a lever or assumption: name=value, or name.2030=value for one year.")
  var set: [String] = []

  @OptionGroup var speech: SpeechOptions

  func run() async throws {
    let session = Session(speech)
    try await session.report {
      let kernels = try session.kernels()
      let loaded = try session.load(scenarios, set: set)
      let model = loaded[0].model
      let given = try DrawsFile(parameters: parameters, shocks: shocks, for: model)
      for name in given.quietShocks { session.say(session.language(.shockWithoutColumn(name))) }
      var paths = PathFile(model)
      for scenario in loaded {
        let simulation = try Simulation(
          model.model, analysis: ModelAnalysis(of: model.model), scenarios: [scenario.scenario],
          outputs: paths.outputs(scenario), draws: .given(given.draws))
        let columns = try await simulation.columns(draws: given.draws.count, kernels: kernels)
        paths.append(scenario, simulation.outputs, columns, draws: given.names)
      }
      try OutputFolder.write(file: output, contents: paths.csv, replaces: true)
      session.say(session.language(.wrote(output)))
    }
  }
}
