import Report
import Scenarios

/// The files that stand beside any results: what was set, what the numbers are about, and what they
/// depend on.
struct CompanionFiles {
  private let draws: Int
  private let seed: UInt64
  private var levers: LeverFile
  private var meta = MetaFile()
  private var manifest: Manifest

  init(_ scenarios: [LoadedScenario], _ warnings: Diagnostics, draws: Int, seed: UInt64) {
    self.draws = draws
    self.seed = seed
    let folder = SharedFolder(of: scenarios)
    levers = LeverFile(in: folder)
    manifest = Manifest(in: folder)
    manifest.append(warnings)
  }

  /// Adds a scenario.
  mutating func add(_ scenario: LoadedScenario, region: String) {
    levers.append(scenario, region: region)
    meta.append(scenario, region: region, draws: draws, seed: seed)
    manifest.append(scenario, draws: draws, seed: seed)
  }

  /// The texts of `levers.csv`, `meta.csv` and `manifest.json`.
  func texts() throws -> [String] {
    [levers.csv, meta.csv, try manifest.json(version: Grdp.version)]
  }
}
