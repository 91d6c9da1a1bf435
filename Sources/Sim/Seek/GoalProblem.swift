/// What is to be reached, with what, and what it costs.
public struct GoalProblem: Sendable {
  /// A lever that may be moved.
  public struct Lever: Sendable {
    /// Position in ``Model/inputs``.
    public var input: Int
    /// Between which values.
    public var bounds: ClosedRange<Double>
    /// Bounds that nothing may leave; at least as wide.
    public var possible: ClosedRange<Double>
    /// Where the scenario has it in the last year of the targets.
    public var start: Double

    /// Creates a lever.
    public init(
      input: Int, bounds: ClosedRange<Double>, possible: ClosedRange<Double>, start: Double
    ) {
      self.input = input
      self.bounds = bounds
      self.possible = possible
      self.start = start
    }
  }

  /// A target and the probability with which it is to be met.
  public struct Goal: Sendable {
    /// The target.
    public var event: TargetEvent
    /// Strictly between 0 and 1.
    public var probability: Double

    /// Creates a goal.
    public init(_ event: TargetEvent, probability: Double) {
      self.event = event
      self.probability = probability
    }
  }

  /// What a package costs in a draw: a weighted sum over years.
  public struct Cost: Sendable {
    /// A variable and its element.
    public var variable: Int
    /// Its flat element.
    public var element: Int
    /// The years that count, each with its weight (discounting).
    public var weights: [(year: Int, weight: Double)]

    /// Creates a cost.
    public init(variable: Int, element: Int = 0, weights: [(year: Int, weight: Double)]) {
      self.variable = variable
      self.element = element
      self.weights = weights
    }
  }

  /// A quantity to which something might be added every year, to ask what would have to be true.
  public struct Driver: Hashable, Sendable {
    /// A variable and its element.
    public var variable: Int
    /// Its flat element.
    public var element: Int
    /// The variables that the same is added to: this one, unless it only sums others up.
    public var moved: [Int]

    /// Creates a driver.
    public init(variable: Int, element: Int = 0, moved: [Int]? = nil) {
      self.variable = variable
      self.element = element
      self.moved = moved ?? [variable]
    }
  }

  /// The model, without violations.
  public var model: Model
  /// The scenario; its paths of the levers are replaced by constant values.
  public var scenario: Scenario
  /// Where parameters and shocks come from.
  public var draws: DrawSource
  /// Which prior draw each draw uses; nil for the prior itself.
  public var posterior: PosteriorIndex?
  /// What may be moved.
  public var levers: [Lever]
  /// What is to be reached, all of it.
  public var goals: [Goal]
  /// What it costs.
  public var cost: Cost
  /// Assumptions that are not policy: if nothing else helps, how far they would have to move.
  public var assumptions: [Lever]
  /// Quantities to which something would have to be added.
  public var drivers: [Driver]

  /// Creates a problem.
  public init(
    model: Model, scenario: Scenario, draws: DrawSource, posterior: PosteriorIndex? = nil,
    levers: [Lever], goals: [Goal], cost: Cost, assumptions: [Lever] = [], drivers: [Driver] = []
  ) {
    self.model = model
    self.scenario = scenario
    self.draws = draws
    self.posterior = posterior
    self.levers = levers
    self.goals = goals
    self.cost = cost
    self.assumptions = assumptions
    self.drivers = drivers
  }

  /// The last year of any goal.
  public var lastYear: Int { goals.map(\.event.years.upperBound).max() ?? model.timeline.horizon }

  /// What lanes carry: levers, then assumptions, then what is added to each driver's variables.
  var subjects: [LaneDesign.Subject] {
    let years = model.timeline.policyStart...max(lastYear, model.timeline.policyStart)
    return (levers + assumptions).map { .input($0.input) }
      + drivers.flatMap { driver in
        driver.moved.map { variable in
          LaneDesign.Subject.adjustment(variable, element: driver.element, years: years)
        }
      }
  }
}
