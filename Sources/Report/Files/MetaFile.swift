public import Scenarios
internal import Sim

/// `meta.csv`: what each scenario's numbers are about, one fact a row: `scenario,key,value`.
public struct MetaFile {
  /// The header, exactly.
  public static let header = ["model", "scenario", "region", "key", "value"]

  private var file = CSVText(header: header)

  /// Starts an empty file.
  public init() {}

  /// The file's text.
  public var csv: String { file.text }

  /// Adds a scenario that was run with so many draws and this seed.
  public mutating func append(
    _ loaded: LoadedScenario, region: String, draws: Int, seed: UInt64
  ) {
    let timeline = loaded.model.model.timeline
    var facts: [(String, String)] = [
      ("title_vi", loaded.document.title.vi), ("title_en", loaded.document.title.en),
      ("definition", loaded.document.definition ?? "any"),
      ("boundary", loaded.document.boundary ?? loaded.region?.boundary ?? "any"),
      ("vintage", loaded.region?.vintage ?? "none"),
      ("region_id", loaded.region?.id ?? "none"),
      ("first_year", String(timeline.first)), ("last_observed_year", String(timeline.last)),
      ("policy_start", String(timeline.policyStart)), ("horizon", String(timeline.horizon)),
      ("draws", String(draws)), ("seed", String(seed)),
      ("parameters", loaded.fit == nil ? "prior" : "posterior"),
    ]
    if let fit = loaded.fit {
      facts.append(("fit_seed", String(fit.seed)))
      facts.append(("fit_effective_size", CSVText.number(fit.effectiveSize)))
      facts.append(("fit_forced", fit.isForced ? "yes" : "no"))
    }
    for (key, value) in facts {
      file.append([loaded.model.id, loaded.document.id, region, key, value])
    }
  }
}
