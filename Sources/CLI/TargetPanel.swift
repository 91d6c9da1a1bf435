import Report
import Scenarios
import Sim

/// The targets of a group of scenarios: what has to be simulated for them, and what came out.
struct TargetPanel {
  /// One target under one scenario.
  private struct Entry {
    var scenario: Int
    var target: Target
    var question: TargetQuestion
  }

  private var entries: [Entry] = []

  /// Follows the targets of `scenarios` by adding variables to `model`.
  init(_ scenarios: [LoadedScenario], followedBy model: inout Model) {
    var followed: [String: Followed] = [:]
    for (number, loaded) in scenarios.enumerated() {
      for target in loaded.targets {
        let key = "\(target.location) \(target.variable) \(target.element)"
        let known = followed[key] ?? Self.follow(target, by: &model)
        followed[key] = known
        entries.append(
          Entry(
            scenario: number, target: target,
            question: TargetQuestion(
              scenario: number, target: known.event, variables: known.variables,
              releases: known.releases, timeline: model.timeline)))
      }
    }
  }

  /// A target as the model follows it, and the same on figures as they are first published.
  private struct Followed {
    var event: TargetEvent
    var variables: TargetVariables
    var releases: TargetVariables?
  }

  private static func follow(_ target: Target, by model: inout Model) -> Followed {
    var event = TargetEvent(
      variable: target.variable, element: target.element, comparator: target.comparator.threshold,
      level: target.level, years: target.years, mustHoldThroughout: target.aggregate != .any)
    var followed = Followed(
      event: event, variables: model.follow(event, name: "target \(target.id)"))
    if let release = target.firstRelease, target.years.upperBound > model.timeline.last {
      event.variable = release
      followed.releases = model.follow(event, name: "target \(target.id), first release")
    }
    return followed
  }

  /// The conditions whose probabilities the run has to count.
  var thresholds: [Threshold] { entries.flatMap(\.question.thresholds) }

  /// The outputs those conditions are on.
  var outputs: [Output] { thresholds.map(\.output) }

  /// The output that says whether a scenario meets the target with an identifier; nil for a target it
  /// does not have.
  func metOutput(of id: String, scenario: Int) -> Output? {
    entries.first { $0.scenario == scenario && $0.target.id == id }?.question.metOutput
  }

  /// The outcomes, in the order of scenarios and their targets.
  func outcomes(_ summary: EnsembleSummary) -> [TargetResult] {
    var rest = summary.probabilities[...]
    return entries.compactMap { entry in
      let count = entry.question.thresholds.count
      defer { rest = rest.dropFirst(count) }
      return entry.question.outcome(Array(rest.prefix(count))).map {
        TargetResult(scenario: entry.scenario, target: entry.target, outcome: $0)
      }
    }
  }
}

extension Target.Comparator {
  /// The comparison as the engine counts it.
  var threshold: Threshold.Comparator {
    switch self {
    case .less: .below
    case .lessOrEqual: .atMost
    case .greater: .above
    case .greaterOrEqual: .atLeast
    }
  }
}
