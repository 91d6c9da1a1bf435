import Scenarios
import Sim

/// Scenarios of one model and region that are run together, draw by draw, also where their laws or
/// last years differ.
struct PairedScenarios {
  let scenarios: [LoadedScenario]
  /// One simulation for each bound model: its model, its scenarios, its targets.
  private var parts: [Part] = []
  /// The simulation of each scenario, and its position there.
  private var places: [(simulation: Int, scenario: Int)] = []

  private struct Part {
    var scenarios: [LoadedScenario]
    var model: Model
    var panel: TargetPanel
  }

  /// Groups scenarios by bound model.
  ///
  /// - Parameter sameYears: whether all must end in the same year.
  /// - Throws: scenarios that cannot be compared with the first.
  init(_ scenarios: [LoadedScenario], sameYears: Bool = false) throws(Diagnostics) {
    try Self.checkAlike(scenarios, sameYears: sameYears)
    self.scenarios = scenarios
    var members: [(key: String, scenarios: [LoadedScenario])] = []
    for loaded in scenarios {
      let key = loaded.model.binding
      let part = members.firstIndex { $0.key == key } ?? members.count
      if part == members.count { members.append((key, [])) }
      places.append((part, members[part].scenarios.count))
      members[part].scenarios.append(loaded)
    }
    parts = members.map { _, scenarios in
      var model = scenarios[0].model.model
      let panel = TargetPanel(scenarios, followedBy: &model)
      return Part(scenarios: scenarios, model: model, panel: panel)
    }
  }

  /// One weighted output; `output.scenario` counts ``scenarios``.
  func term(_ weight: Double, _ output: Output) -> Contrast.Term {
    let place = places[output.scenario]
    var own = output
    own.scenario = place.scenario
    return Contrast.Term(weight, simulation: place.simulation, own)
  }

  /// Whether a scenario meets a target, as a weighted output.
  func term(_ weight: Double, scenario: Int, meets target: String) -> Contrast.Term? {
    let place = places[scenario]
    return parts[place.simulation].panel.metOutput(of: target, scenario: place.scenario).map {
      Contrast.Term(weight, simulation: place.simulation, $0)
    }
  }

  /// The targets of the first scenario that all others have too.
  var sharedTargets: [Target] {
    scenarios[0].targets.filter { target in
      scenarios.allSatisfy { $0.targets.contains { $0.id == target.id } }
    }
  }

  /// The run in which these contrasts are formed.
  func paired(_ contrasts: [Contrast], shockSeed: UInt64) throws -> PairedSimulation {
    var outputs: [[Output]] = parts.map { _ in [] }
    var known: [Set<Output>] = parts.map { _ in [] }
    for term in contrasts.flatMap(\.terms)
    where known[term.simulation].insert(term.output).inserted {
      outputs[term.simulation].append(term.output)
    }
    let simulations = try parts.enumerated().map { number, part in
      let fit = part.scenarios[0].fit
      return try Simulation(
        part.model, analysis: ModelAnalysis(of: part.model),
        scenarios: part.scenarios.map(\.scenario), outputs: outputs[number],
        draws: .streams(parameters: fit?.seed ?? shockSeed, shocks: shockSeed),
        posterior: fit?.posterior)
    }
    return PairedSimulation(simulations, contrasts: contrasts)
  }

  /// How many independent draws so many draws are worth.
  func effectiveDraws(_ draws: Int) -> Double {
    min(Double(draws), scenarios.compactMap(\.fit?.effectiveSize).min() ?? .infinity)
  }

  // MARK: Like with like

  /// Refuses scenarios of another model, region, definition or boundary than the first, and targets
  /// that share an identifier but ask for something else.
  private static func checkAlike(
    _ scenarios: [LoadedScenario], sameYears: Bool
  ) throws(Diagnostics) {
    let first = scenarios[0]
    var found: [Diagnostic] = []
    var known: [String: ScenarioDocument] = [:]
    for loaded in scenarios {
      let place = SourceLocation(file: loaded.document.file)
      if let earlier = known.updateValue(loaded.document, forKey: loaded.document.id) {
        found.append(loaded.document.clash(with: earlier))
      }
      if let problem = loaded.unlikeness(to: first) {
        found.append(Diagnostic(problem, at: place))
        continue
      }
      let (own, last) = (loaded.model.model.timeline.horizon, first.model.model.timeline.horizon)
      if sameYears, own != last {
        found.append(Diagnostic(.unlike(.horizon, "\(own)", first: "\(last)"), at: place))
      }
      for target in loaded.targets {
        guard let other = first.targets.first(where: { $0.id == target.id }) else { continue }
        if !target.asksTheSame(as: other) {
          found.append(
            Diagnostic(
              .targetUnlike(target.id), at: target.location,
              notes: [Diagnostic.Note(.firstHere, at: other.location)]))
        }
      }
    }
    if !found.isEmpty { throw Diagnostics(found) }
  }
}

extension LoadedScenario {
  /// In what this scenario is unlike another, so that their numbers cannot be compared.
  fileprivate func unlikeness(to other: LoadedScenario) -> Problem? {
    func name(_ loaded: LoadedScenario, _ key: KeyPath<LoadedScenario, String?>) -> String {
      loaded[keyPath: key] ?? "–"
    }
    let kinds: [(Likeness, KeyPath<LoadedScenario, String?>)] = [
      (.model, \.model.id.optional), (.boundary, \.boundaryName), (.region, \.region?.id),
      (.definition, \.document.definition),
    ]
    for (likeness, key) in kinds where self[keyPath: key] != other[keyPath: key] {
      return .unlike(likeness, name(self, key), first: name(other, key))
    }
    let isOther = PathName.real(model.file) != PathName.real(other.model.file)
    return isOther ? .unlike(.model, model.file, first: other.model.file) : nil
  }

  private var boundaryName: String? { document.boundary ?? region?.boundary }
}

extension String {
  fileprivate var optional: String? { self }
}

extension Target {
  /// Whether two targets ask for the same of the same.
  fileprivate func asksTheSame(as other: Target) -> Bool {
    (quantity, comparator, level, unit) == (
      other.quantity, other.comparator, other.level, other.unit
    )
      && (years, aggregate, definition, boundary)
        == (other.years, other.aggregate, other.definition, other.boundary)
  }
}
