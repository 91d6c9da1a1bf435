/// What is reported of one output over all draws.
public struct Summary: Hashable, Sendable {
  /// The output.
  public let output: Output
  /// Mean, standard deviation and number of draws.
  public let moments: Moments
  /// One value per level asked for, never decreasing.
  public let quantiles: [Double]
}

/// A condition on one output, whose probability is asked for.
public struct Threshold: Hashable, Sendable {
  /// How the output is compared with the level.
  public enum Comparator: String, CaseIterable, Sendable {
    case atLeast = ">="
    case above = ">"
    case atMost = "<="
    case below = "<"

    /// Whether a value compares with a level as it should.
    public func holds(_ value: Double, _ level: Double) -> Bool {
      switch self {
      case .atLeast: value >= level
      case .above: value > level
      case .atMost: value <= level
      case .below: value < level
      }
    }
  }

  /// The output.
  public var output: Output
  /// The comparison.
  public var comparator: Comparator
  /// The level, in the output's unit.
  public var level: Double

  /// Creates a threshold.
  public init(_ output: Output, _ comparator: Comparator, _ level: Double) {
    self.output = output
    self.comparator = comparator
    self.level = level
  }
}

/// A share of draws, with its Monte Carlo error.
public struct Probability: Hashable, Sendable {
  /// How many draws fulfil the condition.
  public let hits: Int
  /// How many draws there are.
  public let draws: Int
  /// How many independent draws they are worth.
  public let effectiveDraws: Double

  /// Creates a probability; a posterior with few distinct entries has fewer effective draws.
  public init(hits: Int, draws: Int, effectiveDraws: Double? = nil) {
    self.hits = hits
    self.draws = draws
    self.effectiveDraws = min(Double(draws), effectiveDraws ?? Double(draws))
  }

  /// The share of draws.
  public var estimate: Double { draws > 0 ? Double(hits) / Double(draws) : 0 }

  /// √(p (1 − p) / effective draws).
  public var standardError: Double {
    effectiveDraws > 0 ? (estimate * (1 - estimate) / effectiveDraws).squareRoot() : 0
  }
}

/// The summaries of a run.
public struct EnsembleSummary: Sendable {
  /// One per output, in the simulation's order.
  public let summaries: [Summary]
  /// One per threshold asked for; nil where its output is not defined in its year.
  public let probabilities: [Probability?]
  /// The number of draws.
  public let draws: Int
  /// How many independent draws they are worth: Monte Carlo errors are those of so many.
  public let effectiveDraws: Double

  /// The summary of an output.
  public func summary(of output: Output) -> Summary? {
    index[output].map { summaries[$0] }
  }

  private let index: [Output: Int]

  init(
    summaries: [Summary], probabilities: [Probability?], draws: Int, effectiveDraws: Double?
  ) {
    self.summaries = summaries
    self.probabilities = probabilities
    self.draws = draws
    self.effectiveDraws = min(Double(draws), effectiveDraws ?? Double(draws))
    index = Dictionary(
      summaries.enumerated().map { ($1.output, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

/// Quantile levels and their ranks.
///
/// Source: Hyndman & Fan, *Sample quantiles in statistical packages*, The American Statistician 50
/// (1996), definition 7: with h = (n − 1) p and k = ⌊h⌋, x(k) + (h − k)(x(k+1) − x(k)), ranks from 0.
struct QuantileLevels: Sendable {
  let levels: [Double]
  let draws: Int

  private func position(_ level: Double) -> (rank: Int, fraction: Double) {
    let h = Double(draws - 1) * level
    let rank = min(Int(h), draws - 1)
    return (rank, h - Double(rank))
  }

  /// Every rank needed, increasing.
  var ranks: [Int] {
    Set(
      levels.flatMap { level in
        let rank = position(level).rank
        return [rank, min(rank + 1, draws - 1)]
      }
    ).sorted()
  }

  /// The quantiles, from the values at ``ranks``.
  func quantiles(_ values: [Double]) -> [Double] {
    let at = Dictionary(uniqueKeysWithValues: zip(ranks, values))
    return levels.map { level in
      let (rank, fraction) = position(level)
      guard let low = at[rank], let high = at[min(rank + 1, draws - 1)] else { return .nan }
      return low + fraction * (high - low)
    }
  }
}
