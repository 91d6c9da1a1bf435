public import Sim

/// A base and another scenario, and every combination of what the other one changes.
public struct ScenarioMixture: Sendable {
  /// The base.
  public let base: LoadedScenario
  /// The other scenario.
  public let other: LoadedScenario
  /// What it changes; where correlations differ, the laws and they are one change.
  public let changes: [ScenarioChange]

  /// Compares two scenarios of one model, region and last year.
  public init(base: LoadedScenario, other: LoadedScenario) {
    self.base = base
    self.other = other
    var changes = other.changes(from: base)
    if let correlations = changes.first(where: { $0.subject == .correlations }) {
      changes.removeAll(where: \.subject.isLaw)
      changes.append(correlations)
    }
    self.changes = changes
  }

  /// The base with some of the changes made.
  public func scenario(making made: Set<ScenarioChange.Subject>, id: String) -> Scenario {
    var scenario = base.scenario
    scenario.id = id
    for case .input(let input) in made { scenario.inputs[input] = other.scenario.inputs[input] }
    func mixed(
      _ own: [Scenario.Override], _ others: [Scenario.Override], _ isMade: (Int) -> Bool
    ) -> [Scenario.Override] {
      own.filter { !isMade($0.variable) } + others.filter { isMade($0.variable) }
    }
    scenario.fixed = mixed(base.scenario.fixed, other.scenario.fixed) {
      made.contains(.fix(variable: $0))
    }
    scenario.adjustments = mixed(base.scenario.adjustments, other.scenario.adjustments) {
      made.contains(.adjust(variable: $0))
    }
    return scenario
  }

  /// The base's model with the laws that some of the changes bring.
  public func model(making made: Set<ScenarioChange.Subject>) -> Model {
    let laws = made.filter(\.isLaw)
    var model = base.model.model
    guard !laws.isEmpty else { return model }
    let changed = other.model.model
    if laws.contains(.correlations) {
      (model.parameters, model.shocks) = (changed.parameters, changed.shocks)
      model.correlations = changed.correlations
    }
    for law in laws {
      switch law {
      case .parameterLaw(let number): model.parameters[number] = changed.parameters[number]
      case .shockLaw(let number): model.shocks[number] = changed.shocks[number]
      case .input, .fix, .adjust, .correlations: break
      }
    }
    model.fittedCorrelations = changed.fittedCorrelations
    return model
  }
}

extension ScenarioChange.Subject {
  /// Whether it belongs to the model and not to the scenario.
  public var isLaw: Bool {
    switch self {
    case .parameterLaw, .shockLaw, .correlations: true
    case .input, .fix, .adjust: false
    }
  }
}

extension LoadedScenario {
  /// The same model with every lever and assumption at its default and nothing fixed or adjusted.
  public func withDefaults(id: String, title: LocalizedText) -> LoadedScenario {
    var base = self
    base.scenario = Scenario(defaultsOf: model.model, id: id)
    base.document.id = id
    base.document.title = title
    base.document.inputOrigins = base.document.inputOrigins.map { _ in nil }
    base.document.valueOrigins = base.document.valueOrigins.map { $0.map { _ in nil } }
    base.document.fixedOrigins = []
    base.document.adjustmentOrigins = []
    return base
  }
}
