/// The kinds of YAML files that are read.
public enum FileKind: String, CaseIterable, Sendable {
  case model, region, scenario, fit

  /// What stands under `schema:` in a file of the kind.
  public var identifier: String { "grdp-\(rawValue)/1" }

  /// The keys of a file of the kind, all the way down.
  public var mapping: Mapping {
    switch self {
    case .model: ModelReader.keys
    case .region: RegionSource.keys
    case .scenario: ScenarioSource.keys
    case .fit: FitReader.keys
    }
  }

  /// The kind with an identifier.
  init?(identifier: String) {
    guard let kind = FileKind.allCases.first(where: { $0.identifier == identifier }) else {
      return nil
    }
    self = kind
  }
}
