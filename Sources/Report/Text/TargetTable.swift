public import Scenarios
public import Sim

/// A target under one scenario, and how likely it is.
public struct TargetResult: Sendable {
  /// The scenario, by its position in the run.
  public var scenario: Int
  /// The target.
  public var target: Target
  /// Its outcome.
  public var outcome: TargetOutcome

  /// Creates a result.
  public init(scenario: Int, target: Target, outcome: TargetOutcome) {
    self.scenario = scenario
    self.target = target
    self.outcome = outcome
  }
}

/// The part of a page about targets: what they ask for, and how likely they are.
struct TargetTable {
  private let language: Language
  private let numbers: NumberText
  private let scenarios: [LoadedScenario]
  private let timeline: Timeline
  private let results: [TargetResult]

  init(
    _ scenarios: [LoadedScenario], _ results: [TargetResult], details: Bool, in language: Language
  ) {
    self.language = language
    numbers = NumberText(language)
    self.scenarios = scenarios
    timeline = scenarios[0].model.model.timeline
    let start = timeline.policyStart
    // Before policy starts nothing can be done about a target: it stands under the details.
    self.results = results.filter { details || $0.target.years.upperBound >= start }
  }

  /// The probabilities, one row for each target and one column for each scenario.
  var lines: [String] {
    guard !results.isEmpty else { return [] }
    return [language(.targetProbabilities)]
      + table { probability($0.outcome.probability) }.map { "  " + $0 }
  }

  /// When each target is reached, and whether it is lost again.
  var passageLines: [String] {
    guard !results.isEmpty else { return [] }
    return [language(.firstPassage(timeline.horizon))]
      + table { passage($0.outcome) }.map { "  " + $0 }
  }

  private func table(_ cell: (TargetResult) -> String) -> [String] {
    var table = TextTable([.left] + scenarios.map { _ in .left })
    table.append([""] + scenarios.map { $0.document.title.text(in: language) })
    var shown: Set<String> = []
    for result in results {
      let key = "\(result.target.location)"
      guard shown.insert(key).inserted else { continue }
      let cells = scenarios.indices.map { number in
        results.first { $0.scenario == number && "\($0.target.location)" == key }.map(cell) ?? ""
      }
      table.append([label(result.target)] + cells)
    }
    return table.lines
  }

  private func label(_ target: Target) -> String {
    target.label?.text(in: language) ?? target.id
  }

  /// A probability with its Monte Carlo error; never 0 or 1, which no number of draws can show.
  private func probability(_ p: Probability) -> String {
    let bound = numbers.whole(Int(p.effectiveDraws.rounded()))
    if p.hits == 0 { return language(.belowOneIn(bound)) }
    if p.hits == p.draws { return language(.allButOneIn(bound)) }
    let decimals = min(p.estimate, 1 - p.estimate) < 0.01 ? 2 : 1
    return numbers.fixed(100 * p.estimate, decimals: decimals) + " % ± "
      + numbers.fixed(100 * p.standardError, decimals: decimals)
  }

  private func passage(_ outcome: TargetOutcome) -> String {
    let year = outcome.medianFirstYear.map(String.init) ?? language(.notBefore(timeline.horizon))
    let never = 100 * (1 - outcome.everReached.estimate)
    let lost = outcome.lostAgain.map { numbers.fixed(100 * $0.estimate, decimals: 1) } ?? "–"
    return "\(year); \(numbers.fixed(never, decimals: 0)) %; \(lost) %"
  }
}

/// The arithmetic of a share target, before any model: how much faster than its whole a part must grow.
///
/// A share s of a whole grows by the factor (1 + growth of the part) / (1 + growth of the whole), so
/// from s₀ to s in n years it takes (s / s₀)^(1/n) − 1 a year *beyond* the growth of the whole.
struct ShareArithmetic {
  private let language: Language
  private let numbers: NumberText
  private let timeline: Timeline
  private let targets: [Target]
  private let analogues: [Analogue]
  /// The median of the share in a year.
  private let share: (Int) -> Double?

  init(
    _ targets: [Target], _ analogues: [Analogue], _ timeline: Timeline, in language: Language,
    share: @escaping (Int) -> Double?
  ) {
    self.language = language
    numbers = NumberText(language)
    self.timeline = timeline
    self.targets = targets
    self.analogues = analogues
    self.share = share
  }

  var lines: [String] {
    guard let now = share(timeline.last), now > 0 else { return [] }
    let needs = targets.compactMap { target -> String? in
      let year = target.years.upperBound
      guard target.years.count == 1, year >= timeline.policyStart, target.level > now else {
        return nil
      }
      let growth = Self.excess(from: now, to: target.level, years: year - timeline.last)
      return language(.neededFor(percent(target.level, 0), year, percent(growth, 1)))
    }
    guard !needs.isEmpty else { return [] }
    var lines = [language(.mustOutgrow(needs))]
    let before = max(timeline.first, timeline.last - 5)
    if before < timeline.last, let then = share(before), then > 0 {
      let growth = Self.excess(from: then, to: now, years: timeline.last - before)
      lines.append(
        language(
          .outgrewInHistory(
            before, timeline.last, percent(growth, 1), percent(then, 1), percent(now, 1))))
    }
    if !analogues.isEmpty {
      lines.append(
        language(
          .outgrewElsewhere(
            analogues.map {
              "\($0.label.text(in: language)) \($0.years.lowerBound)-\($0.years.upperBound) "
                + percent($0.excessGrowth, 1)
            })))
    }
    return lines
  }

  /// The yearly growth of a part beyond that of its whole.
  static func excess(from share: Double, to level: Double, years: Int) -> Double {
    ScalarMath.exp(ScalarMath.log(level / share) / Double(years)) - 1
  }

  private func percent(_ value: Double, _ decimals: Int) -> String {
    numbers.fixed(100 * value, decimals: decimals) + " %"
  }
}
