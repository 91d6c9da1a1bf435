import Sim

/// One thing in which a scenario differs from another of the same model and region.
public struct ScenarioChange: Sendable {
  /// What differs.
  public enum Subject: Hashable, Sendable {
    /// The path of a lever or assumption.
    case input(Int)
    /// The years and values at which a variable is fixed.
    case fix(variable: Int)
    /// The add-factors of a variable.
    case adjust(variable: Int)
    /// The law of a parameter.
    case parameterLaw(Int)
    /// The law of a shock.
    case shockLaw(Int)
    /// Which variates are correlated.
    case correlations
  }

  /// What differs.
  public var subject: Subject
  /// The name of the lever, assumption, variable, parameter or shock; `correlations` for these.
  public var name: String
  /// Its words.
  public var label: LocalizedText?
  /// Where the scenario says so; nil where it is the other one that says something.
  public var origin: SourceLocation?
}

extension LoadedScenario {
  /// Everything in which this scenario differs from `base`, a scenario of the same model and region:
  /// levers and assumptions first, then fixed and adjusted variables, then laws.
  public func changes(from base: LoadedScenario) -> [ScenarioChange] {
    inputChanges(from: base) + overrideChanges(from: base) + lawChanges(from: base)
  }

  private func inputChanges(from base: LoadedScenario) -> [ScenarioChange] {
    model.inputs.indices.compactMap { input in
      // Where one scenario ends earlier, only the years of both are compared.
      let differs = zip(scenario.inputs[input], base.scenario.inputs[input]).contains { $0 != $1 }
      guard differs else { return nil }
      let entry = model.inputs[input].entry
      return ScenarioChange(
        subject: .input(input), name: entry.name, label: entry.label,
        origin: document.inputOrigins[input])
    }
  }

  private func overrideChanges(from base: LoadedScenario) -> [ScenarioChange] {
    func changes(
      _ own: [Scenario.Override], _ other: [Scenario.Override], _ origins: [SourceLocation],
      _ subject: (Int) -> ScenarioChange.Subject
    ) -> [ScenarioChange] {
      let differing = Set(own).symmetricDifference(other)
      return Set(differing.map(\.variable)).sorted().map { variable in
        let entry = model.variables[variable]
        return ScenarioChange(
          subject: subject(variable), name: entry.name, label: entry.label,
          origin: zip(own, origins).first {
            $0.0.variable == variable && differing.contains($0.0)
          }?.1)
      }
    }
    return changes(scenario.fixed, base.scenario.fixed, document.fixedOrigins) {
      .fix(variable: $0)
    }
      + changes(
        scenario.adjustments, base.scenario.adjustments, document.adjustmentOrigins
      ) { .adjust(variable: $0) }
  }

  private func lawChanges(from base: LoadedScenario) -> [ScenarioChange] {
    func changes(
      _ entries: [Entry], _ own: [[LawEntry]], _ other: [[LawEntry]],
      _ subject: (Int) -> ScenarioChange.Subject
    ) -> [ScenarioChange] {
      entries.indices.compactMap { number in
        let differing = zip(own[number], other[number]).first { $0 != $1 }
        return differing.map { law, _ in
          ScenarioChange(
            subject: subject(number), name: entries[number].name, label: entries[number].label,
            origin: law.location)
        }
      }
    }
    var found = changes(model.parameters, model.parameterLaws, base.model.parameterLaws) {
      .parameterLaw($0)
    }
    found += changes(model.shocks, model.shockLaws, base.model.shockLaws) { .shockLaw($0) }
    if model.correlationOrigins != base.model.correlationOrigins {
      let added = model.correlationOrigins.first { !base.model.correlationOrigins.contains($0) }
      found.append(
        ScenarioChange(subject: .correlations, name: "correlations", label: nil, origin: added))
    }
    return found
  }
}
