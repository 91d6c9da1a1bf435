public import Scenarios
public import Sim

/// What stands above any table of simulated numbers: what they are about, and where the draws come from.
struct PageHeading {
  private let language: Language
  private let first: LoadedScenario

  /// The heading of scenarios that share a region.
  init(_ scenarios: [LoadedScenario], in language: Language) {
    self.language = language
    first = scenarios[0]
  }

  /// The region with its boundary and data; the draws.
  func lines(draws: Int, seed: UInt64, effectiveDraws: Double) -> [String] {
    [title, origin(draws: draws, seed: seed, effectiveDraws: effectiveDraws)]
  }

  private var title: String {
    let region = first.region
    var parts = [region?.title.text(in: language) ?? first.model.title.text(in: language)]
    if let boundary = first.document.boundary ?? region?.boundary {
      parts.append(language(.boundary(boundary)))
    }
    if let vintage = region?.vintage { parts.append(language(.vintage(vintage))) }
    return parts.joined(separator: " · ")
  }

  private func origin(draws: Int, seed: UInt64, effectiveDraws: Double) -> String {
    let numbers = NumberText(language)
    guard let fit = first.fit else {
      return language(.drawsFromPrior(numbers.whole(draws), seed: seed))
    }
    let effective = numbers.fixed(effectiveDraws, decimals: 0)
    return language(
      .drawsFromPosterior(
        numbers.whole(draws), seed: seed, effective: effective, isForced: fit.isForced))
  }
}

extension ModelDocument {
  /// A year by itself; a period of another clock with its name: `day 10`.
  func periodLabel(_ period: Int, in language: Language) -> String {
    clockUnit == "yr" ? String(period) : "\(language.period(clockUnit)) \(period)"
  }
}

extension Timeline {
  /// The years a page shows: the last observed one, the horizon, and round years well between them;
  /// five at most.
  var shownYears: [Int] {
    // A model that only looks back is shown from its first year.
    let start = last < horizon ? last : first
    let span = horizon - start
    guard span > 0 else { return [start] }
    let step = Timeline.shownSteps.first { span / $0 <= 4 } ?? span
    let between = (start + max(1, step / 2)..<horizon).filter { $0 % step == 0 }
    return [start] + between + [horizon]
  }

  private static let shownSteps = [
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000,
  ]

  /// The year of the first target that is still ahead and about one year; else the last year.
  public func nextYear(of targets: [Target]) -> Int {
    let ahead = targets.map(\.years).filter { $0.count == 1 && $0.upperBound >= policyStart }
    return ahead.map(\.upperBound).min() ?? horizon
  }
}
