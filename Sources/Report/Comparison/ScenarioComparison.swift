public import Scenarios
public import Sim

/// Scenarios against a base, draw by draw.
public struct ScenarioComparison: Sendable {
  /// How one number differs between a scenario and the base, over the draws.
  public struct Difference: Sendable {
    /// The mean of the differences; its error is that of paired draws.
    public var mean: QuantileEstimates.Estimate
    /// The median of the differences.
    public var median: QuantileEstimates.Estimate
    /// The 5 % and 95 % quantiles of the differences.
    public var low, high: QuantileEstimates.Estimate
    /// How likely the scenario's number is the greater one.
    public var above: Probability
    /// How likely it is the smaller one.
    public var below: Probability
    /// Whether it is exactly zero in every draw.
    public var isZero: Bool

    /// Creates a difference from its parts.
    public init(
      mean: QuantileEstimates.Estimate, median: QuantileEstimates.Estimate,
      low: QuantileEstimates.Estimate, high: QuantileEstimates.Estimate, above: Probability,
      below: Probability, isZero: Bool
    ) {
      (self.mean, self.median, self.low, self.high) = (mean, median, low, high)
      (self.above, self.below, self.isZero) = (above, below, isZero)
    }
  }

  /// One element of a variable in a year, under a scenario and under the base.
  public struct Row: Sendable {
    /// The scenario, by its position; never 0, which is the base.
    public var scenario: Int
    /// The variable, by position in the model.
    public var variable: Int
    /// The flat element.
    public var element: Int
    /// The year.
    public var year: Int
    /// The difference.
    public var difference: Difference
    /// The 5 %, 50 % and 95 % quantiles under the base, and under the scenario.
    public var baseLevels, levels: [QuantileEstimates.Estimate]
    /// The standard deviation over draws under the base.
    public var spread: Double

    /// Creates a row.
    public init(
      scenario: Int, variable: Int, element: Int, year: Int, difference: Difference,
      baseLevels: [QuantileEstimates.Estimate], levels: [QuantileEstimates.Estimate],
      spread: Double
    ) {
      (self.scenario, self.variable, self.element, self.year) = (scenario, variable, element, year)
      (self.difference, self.spread) = (difference, spread)
      (self.baseLevels, self.levels) = (baseLevels, levels)
    }

    /// The size of the difference in standard deviations of the base; nil if the base has no spread.
    public var relativeSize: Double? {
      spread > 0 ? difference.mean.value.magnitude / spread : nil
    }
  }

  /// How likely a target is under a scenario and under the base.
  public struct TargetRow: Sendable {
    /// The scenario, by its position.
    public var scenario: Int
    /// The target.
    public var target: Target
    /// Its probability under the base.
    public var base: Probability
    /// Its probability under the scenario.
    public var probability: Probability
    /// The difference; its error is that of paired draws.
    public var difference: QuantileEstimates.Estimate

    /// Creates a row.
    public init(
      scenario: Int, target: Target, base: Probability, probability: Probability,
      difference: QuantileEstimates.Estimate
    ) {
      (self.scenario, self.target, self.base) = (scenario, target, base)
      (self.probability, self.difference) = (probability, difference)
    }
  }

  /// The scenarios, the base first.
  public var scenarios: [LoadedScenario]
  /// The number of draws.
  public var draws: Int
  /// The seed.
  public var seed: UInt64
  /// How many independent draws they are worth.
  public var effectiveDraws: Double
  /// Variables and years.
  public var rows: [Row]
  /// Targets.
  public var targets: [TargetRow]

  /// Creates a comparison.
  public init(
    _ scenarios: [LoadedScenario], draws: Int, seed: UInt64, effectiveDraws: Double, rows: [Row],
    targets: [TargetRow]
  ) {
    (self.scenarios, self.draws, self.seed) = (scenarios, draws, seed)
    (self.effectiveDraws, self.rows, self.targets) = (effectiveDraws, rows, targets)
  }

  /// The year in which variables are ranked: that of the next target, else the last.
  public static func rankedYear(_ scenarios: [LoadedScenario]) -> Int {
    let last = scenarios.map(\.model.model.timeline.horizon).min() ?? 0
    return min(last, scenarios[0].model.model.timeline.nextYear(of: scenarios[0].targets))
  }

  /// Whether more of a quantity is better or worse, as far as the targets on it say; nil where none
  /// does, or where they contradict each other.
  static func wantsMore(of label: String, orName name: String, _ targets: [Target]) -> Bool? {
    let wishes = Set(
      targets.filter { [label, name].contains($0.quantity) }.map { target in
        switch target.comparator {
        case .greater, .greaterOrEqual: true
        case .less, .lessOrEqual: false
        }
      })
    return wishes.count == 1 ? wishes.first : nil
  }
}
