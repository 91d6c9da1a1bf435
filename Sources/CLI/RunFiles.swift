import Report
import Scenarios
import Sim

/// The files of one run, filled group by group.
struct RunFiles {
  /// The files' names; a run with a sweep has `sweep.csv` too.
  static let names = [
    "forecast.csv", "probability.csv", "components.csv", "levers.csv", "meta.csv", "manifest.json",
  ]

  private let draws: Int
  private let seed: UInt64
  private var forecasts: [Forecast] = []
  private var components: [Forecast] = []
  private var probabilities = ProbabilityFile()
  private var levers: LeverFile
  private var meta = MetaFile()
  private var sweep = SweepFile()
  private var manifest: Manifest

  init(_ scenarios: [LoadedScenario], _ warnings: Diagnostics, draws: Int, seed: UInt64) {
    self.draws = draws
    self.seed = seed
    let folder = SharedFolder(of: scenarios)
    levers = LeverFile(in: folder)
    manifest = Manifest(in: folder)
    manifest.append(warnings)
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
      levers.append(scenario, region: group.region)
      meta.append(scenario, region: group.region, draws: draws, seed: seed)
      manifest.append(scenario, draws: draws, seed: seed)
      sweep.append(scenario, region: group.region)
    }
  }

  /// Each file's name and text.
  func contents() throws -> [(name: String, contents: String)] {
    let texts = [
      Forecast.csv(forecasts), probabilities.csv, Forecast.csv(components), levers.csv, meta.csv,
      try manifest.json(version: Grdp.version),
    ]
    let files = Array(zip(Self.names, texts))
    return sweep.isEmpty ? files : files + [("sweep.csv", sweep.csv)]
  }
}
