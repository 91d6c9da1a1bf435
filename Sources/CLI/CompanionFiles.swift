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

extension ResultOptions {
  /// The files of a folder of results: a command's own, then those beside it.
  private static func names(_ own: String) -> [String] {
    [own, "levers.csv", "meta.csv", "manifest.json"]
  }

  /// Checks, before anything is run, that the folder asked for can take a command's results.
  func checkReady(_ own: String) throws { try folder?.checkReady(Self.names(own)) }

  /// Writes a command's own file and what stands beside any results, if a folder is asked for.
  func write(
    _ own: String, _ text: @autoclosure () -> String, of scenarios: [LoadedScenario],
    _ warnings: Diagnostics, draws: Int, seed: UInt64, in session: Session
  ) throws {
    guard let folder, let out else { return }
    var companions = CompanionFiles(scenarios, warnings, draws: draws, seed: seed)
    for scenario in scenarios { companions.add(scenario, region: scenario.regionName) }
    let names = Self.names(own)
    try folder.write(Array(zip(names, [text()] + (try companions.texts()))))
    session.say(session.language(.wrote("\(out)/{\(names.joined(separator: ","))}")))
  }
}
