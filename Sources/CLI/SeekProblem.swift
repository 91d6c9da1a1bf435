import Report
import Scenarios
import Sim

/// Turns what `grdp seek` was asked into a problem for the engine, or says what is wrong with it.
struct SeekProblem {
  /// Which bounds levers keep to.
  enum Bounds: String, CaseIterable { case plausible, possible }

  let scenario: LoadedScenario
  /// The targets asked for, in that order.
  let targets: [Target]
  let probability: Double
  let bounds: Bounds
  /// The levers that may be moved; nil means all.
  let levers: [String]?
  /// The variable that is the cost; nil means the model's.
  let cost: String?
  let discount: Double

  private var document: ModelDocument { scenario.model }
  private var timeline: Timeline { document.model.timeline }

  /// The targets that `asked` names among those of a scenario; a target beyond its end is an error.
  static func targets(
    _ asked: [String], of scenario: LoadedScenario
  ) throws(Diagnostics) -> [Target] {
    let byID = Dictionary(scenario.targets.map { ($0.id, $0) }) { _, last in last }
    let horizon = scenario.model.model.timeline.horizon
    let missing = asked.filter { byID[$0] == nil }
    if !missing.isEmpty {
      throw Diagnostics(
        missing.map {
          Diagnostic(.targetLeftOut($0, horizon: horizon), at: place(ofTarget: $0))
        })
    }
    return asked.compactMap { byID[$0] }
  }

  /// How messages show an argument.
  static func place(ofTarget text: String) -> SourceLocation {
    SourceLocation(file: "--target '\(text)'")
  }

  /// The problem.
  func problem(shockSeed: UInt64) throws(Diagnostics) -> GoalProblem {
    var found: [Diagnostic] = []
    checkTargets(&found)
    let levers = levers(&found)
    let cost = cost(&found)
    if !found.isEmpty { throw Diagnostics(found) }
    let fit = scenario.fit
    let assumptions = document.inputs.indices.filter { !document.model.inputs[$0].isLever }
    return GoalProblem(
      model: document.model, scenario: scenario.scenario,
      draws: .streams(parameters: fit?.seed ?? shockSeed, shocks: shockSeed),
      posterior: fit?.posterior, levers: levers,
      goals: targets.map { GoalProblem.Goal($0.event, probability: probability) },
      cost: cost ?? .init(variable: 0, weights: []),
      assumptions: assumptions.map { lever($0, document.inputs[$0].possible) },
      drivers: document.seek.drivers.map {
        .init(variable: $0.variable, element: $0.element, moved: $0.moved)
      })
  }

  // MARK: Targets

  private func checkTargets(_ found: inout [Diagnostic]) {
    for target in targets where target.years.upperBound < timeline.policyStart {
      found.append(
        Diagnostic(
          .targetBeforePolicy(
            target.id, year: target.years.upperBound, start: timeline.policyStart),
          at: SeekProblem.place(ofTarget: target.id)))
    }
    for (number, target) in targets.enumerated() {
      for other in targets.dropFirst(number + 1) where target.contradicts(other) {
        found.append(
          Diagnostic(
            .contradictoryTargets(target.id, other.id),
            at: SeekProblem.place(ofTarget: other.id)))
      }
    }
  }

  private var lastYear: Int { targets.map(\.years.upperBound).max() ?? timeline.horizon }

  // MARK: Levers

  private func levers(_ found: inout [Diagnostic]) -> [GoalProblem.Lever] {
    let all = document.inputs.indices.filter { document.model.inputs[$0].isLever }
    func range(_ input: Int) -> ClosedRange<Double> {
      let entry = document.inputs[input]
      return bounds == .possible ? entry.possible : entry.plausible ?? entry.possible
    }
    var chosen = all.filter { range($0).lowerBound < range($0).upperBound }
    if let names = levers {
      chosen = []
      let place = SourceLocation(file: "--levers \(names.joined(separator: ","))")
      for name in names {
        guard let input = document.input(named: name) else {
          found.append(Diagnostic(.unknownInput(name, suggestion: nil), at: place))
          continue
        }
        if range(input).lowerBound < range(input).upperBound {
          chosen.append(input)
        } else {
          found.append(Diagnostic(.inputHeld(document.inputs[input].entry.name), at: place))
        }
      }
    }
    if chosen.isEmpty && found.isEmpty {
      found.append(Diagnostic(.nothingToMove, at: SourceLocation(file: document.file)))
    }
    return chosen.map { lever($0, range($0)) }
  }

  private func lever(_ input: Int, _ bounds: ClosedRange<Double>) -> GoalProblem.Lever {
    GoalProblem.Lever(
      input: input, bounds: bounds, possible: document.inputs[input].possible,
      start: scenario.scenario.inputs[input][lastYear - timeline.first])
  }

  // MARK: Cost

  private func cost(_ found: inout [Diagnostic]) -> GoalProblem.Cost? {
    let model = document.model
    var variable = document.seek.cost
    let place = SourceLocation(file: cost.map { "--cost \($0)" } ?? document.file)
    if let cost {
      variable = document.variables.firstIndex { $0.name == cost || $0.symbols.contains(cost) }
      if variable == nil {
        found.append(Diagnostic(.unknownVariable(cost, suggestion: nil), at: place))
        return nil
      }
    }
    guard let variable else {
      found.append(Diagnostic(.costMissing, at: place))
      return nil
    }
    let years = timeline.policyStart...max(lastYear, timeline.policyStart)
    for year in years
    where model.variables[variable].form(in: timeline.kinds(of: year)) == nil
      || !model.variables[variable].over.isEmpty
    {
      found.append(
        Diagnostic(.costUndefined(model.variables[variable].name, year: year), at: place))
      return nil
    }
    var weight = 1.0
    return GoalProblem.Cost(
      variable: variable,
      weights: years.map { year in
        defer { weight /= 1 + discount }
        return (year, weight)
      })
  }
}

extension Target {
  /// The target as the engine follows it.
  var event: TargetEvent {
    TargetEvent(
      variable: variable, element: element, comparator: comparator.threshold, level: level,
      years: years, mustHoldThroughout: aggregate != .any)
  }

  /// Whether no value can satisfy this target and another.
  func contradicts(_ other: Target) -> Bool {
    guard quantity == other.quantity, definition == other.definition,
      aggregate == .every, other.aggregate == .every, years.overlaps(other.years)
    else { return false }
    func isUpward(_ target: Target) -> Bool {
      [.greater, .greaterOrEqual].contains(target.comparator)
    }
    guard isUpward(self) != isUpward(other) else { return false }
    let (low, high) = isUpward(self) ? (self, other) : (other, self)
    if low.level == high.level {
      return low.comparator == .greater || high.comparator == .less
    }
    return low.level > high.level
  }
}

extension ModelDocument {
  /// The position of a lever or assumption by its name or symbol.
  func input(named name: String) -> Int? {
    inputs.firstIndex { $0.entry.name == name }
      ?? inputs.firstIndex { $0.entry.symbols.contains(name) }
  }
}
