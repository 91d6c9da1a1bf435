import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp run`: simulate scenarios, print the leading variables, write `forecast.csv`.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate scenarios: print what will happen, with bands, and write forecast.csv.",
    discussion: """
      Scenarios that share a model and a region run on the same draws, so their differences are \
      paired. The numbers do not depend on --threads, on GRDP_SIMD, or on how much memory there is.
      """)

  @Argument(help: "Scenario files (or models, which then run with every default).")
  var scenarios: [String]

  @Option(help: "Number of draws (default: what the first scenario says, else 10000).")
  var draws: Int?

  @Option(help: "Seed (default: what the first scenario says, else 1).")
  var seed: UInt64?

  @Option(help: "Set a lever or assumption: name=value, or name.2030=value for one year.")
  var set: [String] = []

  @Option(help: "Worker threads (default: all cores).")
  var threads: Int?

  @Option(help: "Folder to write forecast.csv into.")
  var out: String?

  @Flag(help: "Replace results that are in the folder already.")
  var overwrite = false

  @Flag(help: "Also write every element of variables over sets, such as sectors.")
  var details = false

  @Option(help: "Write the time of each phase to this file, as JSON.")
  var timings: String?

  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if let draws, draws < 1 || draws > 1_000_000_000_000 {
      throw ValidationError("--draws must be between 1 and 1000000000000")
    }
    if let threads, threads < 1 || threads > 4096 {
      throw ValidationError("--threads must be between 1 and 4096")
    }
  }

  func run() async throws {
    let session = Session(speech)
    try await session.report {
      let kernels = try session.kernels()
      let folder = out.map { OutputFolder($0, replaces: overwrite) }
      try folder?.checkFree(["forecast.csv"])
      var clock = PhaseClock()
      let loaded = try session.load(scenarios, set: set)
      clock.end("parse")
      let count = draws ?? loaded[0].document.draws ?? 10_000
      let seed = seed ?? loaded[0].document.seed ?? 1
      var forecasts: [Forecast] = []
      for group in ScenarioGroup.groups(loaded, details: details) {
        let simulation = try group.simulation(.streams(parameters: seed, shocks: seed))
        let central = try group.simulation(.medians)
        clock.end("compile")
        let summary = try await simulation.summarize(
          draws: count, levels: ScenarioGroup.levels, workers: threads ?? session.coreCount,
          kernels: kernels)
        let path = try await central.columns(draws: 1, kernels: kernels)
        clock.end("simulate")
        let page = RunPage(group.scenarios, summary, in: session.language)
        session.print(page.lines(draws: count, seed: seed))
        forecasts.append(
          Forecast(
            model: group.scenarios[0].model.id,
            region: group.scenarios[0].region?.region ?? "World",
            rows: group.rows(summary, central: central, path)))
        clock.end("summarise")
      }
      try folder?.write([("forecast.csv", Forecast.csv(forecasts))])
      if let out { session.say(session.language(.wrote("\(out)/forecast.csv"))) }
      clock.end("write")
      if let timings {
        try OutputFolder.write(file: timings, contents: clock.json, replaces: true)
      }
    }
  }
}
