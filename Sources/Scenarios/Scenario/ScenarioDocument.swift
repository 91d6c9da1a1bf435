public import Sim

/// What a scenario file says besides what the engine needs.
public struct ScenarioDocument: Sendable {
  /// The most draws a file or the command line may ask for.
  public static let mostDraws = 1_000_000_000_000

  /// The file it was read from.
  public var file: String
  /// The scenario files it was read from: the scenario itself, what it extends, and so on.
  public var chain: [String]
  /// Its identifier: that of the file, followed by the swept values in a sweep.
  public var id: String
  /// The identifier as the file has it.
  public var fileID: String
  /// Its title.
  public var title: LocalizedText
  /// The definition its share is stated under; an element of the model's set `definition`.
  public var definition: String?
  /// The boundary of the region.
  public var boundary: String?
  /// The number of draws it asks for.
  public var draws: Int?
  /// The seed it asks for.
  public var seed: UInt64?
  /// Anything else.
  public var notes: LocalizedText?
  /// Where the value of each lever and assumption comes from, by position in `Model.inputs`;
  /// nil means its default.
  public var inputOrigins: [SourceLocation?]
  /// Where each value of each lever and assumption comes from, beside `Scenario.inputs`; nil means
  /// its default.
  public var valueOrigins: [[SourceLocation?]]
  /// Where each fixed value comes from, beside `Scenario.fixed`.
  public var fixedOrigins: [SourceLocation]
  /// Where each add-factor comes from, beside `Scenario.adjustments`.
  public var adjustmentOrigins: [SourceLocation]
  /// The grid of its sweep: each name with the values it takes.
  public var sweep: [(name: String, values: [Double])] = []
}

/// A scenario with everything it needs to run.
public struct LoadedScenario: Sendable {
  /// What the scenario file says.
  public var document: ScenarioDocument
  /// What the engine runs.
  public var scenario: Scenario
  /// The model, bound to the region.
  public var model: ModelDocument
  /// The region; nil when the model needs none.
  public var region: RegionDocument?
  /// The posterior of the parameters in that region; nil when the run is one of the priors.
  public var fit: FitDocument?
  /// For a scenario of a sweep, the value of each swept name, in the order of the file; its identifier
  /// is that of the file followed by these.
  public var sweepValues: [SweepValue] = []
  /// What somebody wants to be so: the region's targets and the scenario's own, those beyond the
  /// last year of the scenario left out.
  public var targets: [Target] = []
  /// The same with each judgement of its model's file of stresses moved, if that was asked for.
  public var judgements = JudgedScenarios.none

  /// The name of the region in machine files; `World`, as IAMC files have it, when there is none.
  public var regionName: String { region?.region ?? "World" }
}

/// A scenario with each judgement of its model moved.
public enum JudgedScenarios: Sendable {
  /// The model names no judgements, or they were not asked for.
  case none
  /// What the model says about them is wrong: `grdp stress` says what.
  case mistaken
  /// One for each judgement.
  case moved([LoadedScenario])
}
