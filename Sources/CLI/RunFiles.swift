import Report
import Scenarios
import Sim

/// The files of one run, filled group by group.
struct RunFiles {
  /// The files' names; a run with a sweep has `sweep.csv` too.
  static let names = [
    "forecast.csv", "probability.csv", "components.csv", "levers.csv", "meta.csv", "manifest.json",
  ]

  private var forecasts: [Forecast] = []
  private var components: [Forecast] = []
  private var probabilities = ProbabilityFile()
  private var companions: CompanionFiles
  private var sweep = SweepFile()

  init(_ scenarios: [LoadedScenario], _ warnings: Diagnostics, draws: Int, seed: UInt64) {
    companions = CompanionFiles(scenarios, warnings, draws: draws, seed: seed)
  }

  /// Adds what a group of scenarios gave.
  mutating func add(
    _ group: ScenarioGroup, _ summary: EnsembleSummary, _ targets: [TargetResult],
    central: Simulation, _ path: Columns
  ) {
    forecasts.append(group.forecast(summary, central: central, path))
    components.append(group.components(summary, central: central, path))
    probabilities.append(targets, of: group.scenarios, region: group.region)
    for scenario in group.scenarios {
      companions.add(scenario, region: group.region)
      sweep.append(scenario, region: group.region)
    }
  }

  /// Each file's name and text.
  func contents() throws -> [(name: String, contents: String)] {
    let texts =
      [Forecast.csv(forecasts), probabilities.csv, Forecast.csv(components)]
      + (try companions.texts())
    let files = Array(zip(Self.names, texts))
    return sweep.isEmpty ? files : files + [("sweep.csv", sweep.csv)]
  }
}
