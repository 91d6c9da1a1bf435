/// What a search for a package found.
public struct GoalResult: Sendable {
  /// Values for the levers, and what they come to in draws that the search has not seen.
  public struct Package: Sendable {
    /// One value per lever.
    public var values: [Double]
    /// The outcome in fresh draws.
    public var outcome: PackageOutcome
  }

  /// What one more step would cost.
  public struct Marginal: Sendable {
    /// What is changed.
    public enum Change: Sendable {
      /// The level of a goal is raised (lowered, where less is better) by so much.
      case level(goal: Int, by: Double)
      /// Every goal is to be met with this probability.
      case probability(Double)
    }
    /// What is changed.
    public var change: Change
    /// The least cost then; nil if it cannot be reached any more.
    public var cost: Double?
  }

  /// A lever that stands at a bound.
  public struct Binding: Sendable {
    /// Position in ``GoalProblem/levers``.
    public var lever: Int
    /// Which bound.
    public var isUpper: Bool
    /// What a bound wider by a tenth of the range would save; nil where that is not possible.
    public var saving: Double?
  }

  /// What would make an unreachable goal reachable, all else as in the best package.
  public struct Relaxation: Sendable {
    /// What is relaxed.
    public enum Subject: Sendable {
      /// The bound of a lever.
      case lever(Int)
      /// An assumption.
      case assumption(Int)
      /// Something added every year from the start of policy to the last year of the goals.
      case driver(Int)
    }
    /// What is relaxed.
    public var subject: Subject
    /// Where it stands in the best package; 0 for an addition.
    public var from: Double
    /// The nearest value with which all goals are met; nil if none is within reach.
    public var needed: Double?
    /// The mean, in the best package and the last year of the goals, of what is added to.
    public var level: Double?
  }

  /// Why a goal is out of reach, and what would have to be true.
  public struct Infeasibility: Sendable {
    /// The package that reaches the best level with the probability asked for.
    public var best: Package
    /// The package that meets the goals most often; it may be the same.
    public var mostProbable: Package
    /// For each goal, the first later year in which that package meets it with the probability asked
    /// for; nil if there is none up to the horizon, or if the goal is about several years.
    public var years: [Int?]
    /// Whether some package within the possible bounds of all levers meets the goals; nil if these were
    /// the bounds.
    public var isReachableWithinPossible: Bool?
    /// What would make it reachable.
    public var relaxations: [Relaxation]
  }

  /// The scenario as it is.
  public var scenario: Package
  /// The cheapest package; nil if there is none.
  public var package: Package?
  /// Packages that cost little more and differ most.
  public var alternatives: [Package]
  /// For each lever, between which values it lies in packages that cost little more.
  public var ranges: [ClosedRange<Double>]
  /// What a step further would cost.
  public var marginals: [Marginal]
  /// Levers at their bounds.
  public var bindings: [Binding]
  /// Levers whose value does not enter the cost, as far as can be seen around the package.
  public var unpriced: [Int]
  /// What stands in the way; nil if there is a package.
  public var infeasibility: Infeasibility?
  /// How many packages were simulated, and over how many draws each search ran.
  public var evaluations: Int
}
