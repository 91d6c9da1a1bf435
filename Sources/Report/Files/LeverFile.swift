public import Scenarios
internal import Sim

/// `levers.csv`: every lever and assumption of every scenario in every year from policy start, with its
/// bounds and the file and line that set it.
public struct LeverFile {
  /// The header, exactly.
  public static let header = [
    "model", "scenario", "region", "kind", "name", "symbol", "unit", "year", "value", "default",
    "possible_low", "possible_high", "plausible_low", "plausible_high", "set_by",
  ]

  private var file = CSVText(header: header)
  private let folder: SharedFolder

  /// Starts an empty file that names other files from `folder`.
  public init(in folder: SharedFolder) { self.folder = folder }

  /// The file's text.
  public var csv: String { file.text }

  /// Adds a scenario.
  public mutating func append(_ loaded: LoadedScenario, region: String) {
    let model = loaded.model.model
    for (number, input) in loaded.model.inputs.enumerated() {
      let plausible = input.plausible ?? input.possible
      for year in model.timeline.years where year >= model.timeline.policyStart {
        let origin = loaded.document.valueOrigins[number][year - model.timeline.first].map {
          $0.line > 0 ? "\(folder.name(of: $0.file)):\($0.line)" : $0.file
        }
        file.append([
          loaded.model.id, loaded.document.id, region,
          model.inputs[number].isLever ? "lever" : "assumption", input.entry.name,
          input.entry.symbols.first ?? input.entry.name, input.entry.unit, String(year),
          CSVText.number(loaded.scenario.inputs[number][year - model.timeline.first]),
          CSVText.number(model.inputs[number].defaultValue),
          CSVText.number(input.possible.lowerBound), CSVText.number(input.possible.upperBound),
          CSVText.number(plausible.lowerBound), CSVText.number(plausible.upperBound),
          origin ?? "default",
        ])
      }
    }
  }
}
