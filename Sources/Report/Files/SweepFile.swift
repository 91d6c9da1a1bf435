public import Scenarios

/// `sweep.csv`: which values each scenario of a sweep has, so that results can be keyed by them.
public struct SweepFile {
  /// The header, exactly.
  public static let header = ["model", "scenario", "region", "name", "value"]

  private var file = CSVText(header: header)
  /// Whether no scenario belongs to a sweep.
  public private(set) var isEmpty = true

  /// Starts an empty file.
  public init() {}

  /// The file's text.
  public var csv: String { file.text }

  /// Adds a scenario, if it belongs to a sweep.
  public mutating func append(_ loaded: LoadedScenario, region: String) {
    for each in loaded.sweepValues {
      isEmpty = false
      file.append([
        loaded.model.id, loaded.document.id, region, each.name, CSVText.number(each.value),
      ])
    }
  }
}
