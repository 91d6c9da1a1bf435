public import Scenarios
public import Sim

/// What `grdp seek` found, with everything a page, a file or JSON says of it.
public struct SeekReport: Sendable {
  /// The scenario.
  public let scenario: LoadedScenario
  /// The targets, in the order of the problem's goals.
  public let targets: [Target]
  /// What was asked.
  public let problem: GoalProblem
  /// What was found.
  public let result: GoalResult
  /// Draws of the search and of the check, and the seed.
  public let draws, freshDraws: Int
  /// The seed of the run.
  public let seed: UInt64
  /// What a later year's cost is divided by for each year that passes, less one.
  public let discount: Double

  /// Collects what is reported.
  public init(
    _ scenario: LoadedScenario, targets: [Target], _ problem: GoalProblem, _ result: GoalResult,
    draws: Int, freshDraws: Int, seed: UInt64, discount: Double
  ) {
    self.scenario = scenario
    self.targets = targets
    self.problem = problem
    self.result = result
    self.draws = draws
    self.freshDraws = freshDraws
    self.seed = seed
    self.discount = discount
  }

  var model: ModelDocument { scenario.model }

  /// The packages with their names in files, the scenario first.
  var packages: [(name: String, package: GoalResult.Package)] {
    var all = [("scenario", result.scenario)]
    if let package = result.package { all.append(("least_cost", package)) }
    if let found = result.infeasibility {
      all.append(("best_attainable", found.best))
      if found.mostProbable.values != found.best.values {
        all.append(("most_probable", found.mostProbable))
      }
    }
    for (number, package) in result.alternatives.enumerated() {
      all.append(("alternative_\(number + 1)", package))
    }
    return all
  }

  /// The name of a lever.
  func name(ofLever lever: Int) -> String { model.inputs[problem.levers[lever].input].entry.name }

  /// The name and unit of what is relaxed.
  func subject(_ subject: GoalResult.Relaxation.Subject) -> (
    name: String, unit: String, kind: String
  ) {
    switch subject {
    case .lever(let lever):
      let entry = model.inputs[problem.levers[lever].input].entry
      return (entry.name, entry.unit, "lever")
    case .assumption(let assumption):
      let entry = model.inputs[problem.assumptions[assumption].input].entry
      return (entry.name, entry.unit, "assumption")
    case .driver(let driver):
      let place = problem.drivers[driver]
      let variable = model.model.variables[place.variable]
      return (
        model.model.elementLabel(variable.name, place.element, over: variable.over),
        model.variables[place.variable].unit, "driver"
      )
    }
  }

  /// The level of a target that is exceeded with the probability asked for.
  func level(_ package: GoalResult.Package, target: Int) -> Double {
    let margin = package.outcome.goals[target].margin
    let isUpward = [.greater, .greaterOrEqual].contains(targets[target].comparator)
    return targets[target].level + (isUpward ? margin : -margin)
  }
}
