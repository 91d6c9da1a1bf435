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

  /// Adds the probabilities, one row for each target.
  func appendProbabilities(to table: inout ScenarioTable) {
    guard !results.isEmpty else { return }
    let isRevised = results.contains { $0.outcome.asFirstPublished != nil }
    table.section(language(.targetProbabilities(isRevised: isRevised)))
    append(to: &table) { probability($0.outcome) }
  }

  /// Adds when each target is reached, and whether it is lost again.
  func appendPassages(to table: inout ScenarioTable) {
    guard !results.isEmpty else { return }
    table.section(language(.firstPassage(timeline.horizon)))
    append(to: &table) { passage($0.outcome) }
  }

  private func append(to table: inout ScenarioTable, _ cell: (TargetResult) -> String) {
    var shown: Set<String> = []
    for result in results {
      let key = "\(result.target.location)"
      guard shown.insert(key).inserted else { continue }
      let cells = scenarios.indices.map { number in
        results.first { $0.scenario == number && "\($0.target.location)" == key }.map(cell) ?? ""
      }
      table.append(label(result.target), cells)
    }
  }

  private func label(_ target: Target) -> String {
    target.label?.text(in: language) ?? target.id
  }

  /// A probability in percent with its Monte Carlo error, and that of the figures first published;
  /// never 0 or 1, which no number of draws can show.
  private func probability(_ outcome: TargetOutcome) -> String {
    let p = outcome.probability
    let text = TargetTable.percent(p, in: language)
    guard let release = outcome.asFirstPublished, p.hits > 0, p.hits < p.draws else { return text }
    return "\(text) (\(numbers.fixed(100 * release.estimate, decimals: TargetTable.decimals(p))))"
  }

  /// A probability in percent with its Monte Carlo error.
  static func percent(_ p: Probability, in language: Language) -> String {
    let numbers = NumberText(language)
    let bound = numbers.whole(Int(p.effectiveDraws.rounded()))
    if p.hits == 0 { return language(.belowOneIn(bound)) }
    if p.hits == p.draws { return language(.allButOneIn(bound)) }
    return "\(numbers.fixed(100 * p.estimate, decimals: decimals(p))) ± "
      + numbers.fixed(100 * p.standardError, decimals: decimals(p))
  }

  private static func decimals(_ p: Probability) -> Int {
    min(p.estimate, 1 - p.estimate) < 0.01 ? 2 : 1
  }

  private func passage(_ outcome: TargetOutcome) -> String {
    let year = outcome.medianFirstYear.map(String.init) ?? language(.notBefore(timeline.horizon))
    let never = numbers.fixed(100 * (1 - outcome.everReached.estimate), decimals: 0)
    let lost = outcome.lostAgain.map { numbers.fixed(100 * $0.estimate, decimals: 1) + " %" } ?? "–"
    return "\(year); \(never) %; \(lost)"
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
    var lines = wrapped(language(.mustOutgrow), needs, separator: ", ")
    let before = max(timeline.first, timeline.last - 5)
    if before < timeline.last, let then = share(before), then > 0 {
      let growth = Self.excess(from: then, to: now, years: timeline.last - before)
      lines.append(
        language(
          .outgrewInHistory(
            before, timeline.last, percent(growth, 1), percent(then, 1), percent(now, 1))))
    }
    if !analogues.isEmpty {
      let cases = analogues.map {
        "\($0.label.text(in: language)) \($0.years.lowerBound)-\($0.years.upperBound) "
          + percent($0.excessGrowth, 1)
      }
      lines += wrapped(language(.outgrewElsewhere), cases, separator: " · ")
    }
    return lines
  }

  /// A sentence that ends in a list, on as many lines as it takes.
  private func wrapped(_ start: String, _ items: [String], separator: String) -> [String] {
    var lines = [start]
    for (number, item) in items.enumerated() {
      let text = (number == 0 ? " " : separator) + item
      if number > 0, lines[lines.count - 1].count + text.count > 100 {
        if separator == ", " { lines[lines.count - 1] += "," }
        lines.append("  " + item)
      } else {
        lines[lines.count - 1] += text
      }
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
