/// How likely a target is, and when it is reached, over the draws of a run.
public struct TargetOutcome: Sendable {
  /// The probability that the target is met.
  public var probability: Probability
  /// The probability that it is met by the figures that are published first, before revisions; nil if
  /// they are not revised.
  public var asFirstPublished: Probability?
  /// The probability that it holds in at least one of its years.
  public var someYear: Probability
  /// The probability that it holds in some projection year up to the horizon.
  public var everReached: Probability
  /// The probability that it held in an earlier projection year but not in the target's last one; nil
  /// if that year is observed.
  public var lostAgain: Probability?
  /// The first year by which at least half of the draws have reached it; nil if there is none.
  public var medianFirstYear: Int?
}

/// The outputs and conditions from which the outcome of one target under one scenario is read.
public struct TargetQuestion: Sendable {
  /// The scenario, as the simulation counts them.
  public let scenario: Int
  /// The target.
  public let target: TargetEvent
  private let variables: TargetVariables
  private let releases: TargetVariables?
  private let timeline: Timeline

  /// Creates a question about a target that `model` follows.
  ///
  /// - Parameter releases: what follows the same target on figures as they are first published.
  public init(
    scenario: Int, target: TargetEvent, variables: TargetVariables,
    releases: TargetVariables? = nil, timeline: Timeline
  ) {
    self.scenario = scenario
    self.target = target
    self.variables = variables
    self.releases = releases
    self.timeline = timeline
  }

  private func output(_ variable: Int, _ year: Int) -> Output {
    Output(scenario: scenario, variable: variable, year: year)
  }

  private var projection: [Int] { Array(timeline.years).filter { $0 > timeline.last } }

  /// The output that is 1 in a draw in which the target is met, and 0 in the others.
  public var metOutput: Output { output(met(variables), timeline.horizon) }

  /// What has to be counted: thresholds on variables that are 1 or 0.
  public var thresholds: [Threshold] {
    var asked = [metOutput, output(variables.someYear, timeline.horizon)]
    asked += projection.map { output(variables.reached, $0) }
    if target.years.upperBound > timeline.last {
      asked.append(output(variables.lost, target.years.upperBound))
    }
    if let releases { asked.append(output(met(releases), timeline.horizon)) }
    return asked.map { Threshold($0, .above, 0.5) }
  }

  /// The variable that is 1 when the target is met.
  private func met(_ variables: TargetVariables) -> Int {
    target.mustHoldThroughout ? variables.everyYear : variables.someYear
  }

  /// The outcome, from the probabilities of ``thresholds`` in their order.
  public func outcome(_ probabilities: [Probability?]) -> TargetOutcome? {
    var known = probabilities.compactMap { $0 }
    guard known.count == thresholds.count else { return nil }
    let asFirstPublished = releases == nil ? nil : known.removeLast()
    let reached = known[2..<2 + projection.count]
    let passage = zip(projection, reached).first { 2 * $0.1.hits >= $0.1.draws }
    return TargetOutcome(
      probability: known[0], asFirstPublished: asFirstPublished, someYear: known[1],
      everReached: reached.last ?? known[1],
      lostAgain: known.count > 2 + projection.count ? known[known.count - 1] : nil,
      medianFirstYear: passage?.0)
  }
}
