public import Scenarios
public import Sim

/// Which change of a scenario did how much of its difference from a base.
public struct Attribution: Sendable {
  /// What one group of changes contributes to one number.
  public struct Wedge: Sendable {
    /// The mean contribution; contributions of all groups add up to the mean difference.
    public var mean: QuantileEstimates.Estimate
    /// The median and the 5 % and 95 % quantiles over draws.
    public var median, low, high: QuantileEstimates.Estimate
    /// The mean effect of the group by itself, added to the base.
    public var alone: QuantileEstimates.Estimate
    /// The standard error that comes from drawing orders of changes; 0 when all are used.
    public var orderError: Double
    /// Whether it is exactly zero in every draw.
    public var isZero: Bool

    /// The part of the contribution that the group has only together with others.
    public var interaction: Double { mean.value - alone.value }

    /// Creates a wedge.
    public init(
      mean: QuantileEstimates.Estimate, median: QuantileEstimates.Estimate,
      low: QuantileEstimates.Estimate, high: QuantileEstimates.Estimate,
      alone: QuantileEstimates.Estimate, orderError: Double, isZero: Bool
    ) {
      (self.mean, self.median, self.low, self.high) = (mean, median, low, high)
      (self.alone, self.orderError, self.isZero) = (alone, orderError, isZero)
    }
  }

  /// A part of the change of a number since the last observed year, in the mean over draws.
  public struct Part: Sendable {
    /// The variable that is the part, by position.
    public var variable: Int
    /// Under the base, under the scenario, and the paired difference.
    public var base, other, difference: QuantileEstimates.Estimate

    /// Creates a part.
    public init(
      variable: Int, base: QuantileEstimates.Estimate, other: QuantileEstimates.Estimate,
      difference: QuantileEstimates.Estimate
    ) {
      (self.variable, self.base, self.other, self.difference) = (variable, base, other, difference)
    }
  }

  /// A number that is explained.
  public struct Outcome: Sendable {
    /// The variable, by position.
    public var variable: Int
    /// The flat element.
    public var element: Int
    /// Its mean under the base.
    public var base: Double
    /// One wedge for each group.
    public var wedges: [Wedge]
    /// The whole difference.
    public var total: Wedge
    /// What its change since the last observed year is made of; empty if the model does not say.
    public var parts: [Part]
    /// For a ratio, each group's mean wedge of numerator and denominator relative to their base.
    public var ratio: [(numerator: Double, denominator: Double)]

    /// Creates an outcome.
    public init(
      variable: Int, element: Int, base: Double, wedges: [Wedge], total: Wedge, parts: [Part],
      ratio: [(numerator: Double, denominator: Double)]
    ) {
      (self.variable, self.element, self.base, self.wedges) = (variable, element, base, wedges)
      (self.total, self.parts, self.ratio) = (total, parts, ratio)
    }
  }

  /// Changes that are made together.
  public struct Group: Sendable {
    /// Its name in files: that of its change, or the one it was given.
    public var name: String
    /// The changes in it.
    public var changes: [ScenarioChange]

    /// Creates a group.
    public init(name: String, changes: [ScenarioChange]) {
      self.name = name
      self.changes = changes
    }
  }

  /// The base and the scenario.
  public var base, other: LoadedScenario
  /// The year.
  public var year: Int
  /// The number of draws.
  public var draws: Int
  /// The seed.
  public var seed: UInt64
  /// How many independent draws they are worth.
  public var effectiveDraws: Double
  /// The groups.
  public var groups: [Group]
  /// How many combinations of groups were simulated.
  public var coalitionCount: Int
  /// Whether those are all there are.
  public var isExact: Bool
  /// The numbers that are explained.
  public var outcomes: [Outcome]

  /// Creates an attribution.
  public init(
    base: LoadedScenario, other: LoadedScenario, year: Int, draws: Int, seed: UInt64,
    effectiveDraws: Double, groups: [Group], coalitionCount: Int, isExact: Bool,
    outcomes: [Outcome]
  ) {
    (self.base, self.other, self.year) = (base, other, year)
    (self.draws, self.seed, self.effectiveDraws) = (draws, seed, effectiveDraws)
    (self.groups, self.coalitionCount, self.isExact) = (groups, coalitionCount, isExact)
    self.outcomes = outcomes
  }
}
