internal import Scenarios
internal import Sim

/// What `grdp seek --json` prints.
public struct SeekJSON {
  private let report: SeekReport

  /// Prepares the object.
  public init(_ report: SeekReport) { self.report = report }

  /// The object.
  public var object: JSONText {
    let result = report.result
    return .object([
      ("scenario", .string(report.scenario.document.id)), ("model", .string(report.model.id)),
      ("region", report.scenario.region.map { .string($0.id) } ?? .null),
      ("draws", .integer(report.draws)), ("fresh_draws", .integer(report.freshDraws)),
      ("seed", .string(String(report.seed))), ("discount", .number(report.discount)),
      ("parameters", .string(report.scenario.fit == nil ? "prior" : "posterior")),
      ("targets", .list(report.targets.indices.map(target))),
      ("cost", .string(report.model.variables[report.problem.cost.variable].name)),
      ("verdict", .string(result.package == nil ? "infeasible" : "feasible")),
      ("packages", .list(report.packages.map { package($0.name, $0.package) })),
      ("ranges", .object(ranges)), ("marginal_costs", .list(result.marginals.map(marginal))),
      ("bounds_that_bind", .list(result.bindings.map(binding))),
      ("levers_without_cost", .list(result.unpriced.map { .string(report.name(ofLever: $0)) })),
      ("infeasibility", infeasibility), ("packages_simulated", .integer(result.evaluations)),
    ])
  }

  private func target(_ number: Int) -> JSONText {
    let target = report.targets[number]
    return .object([
      ("target", .string(target.id)), ("quantity", .string(target.quantity)),
      ("comparator", .string(target.comparator.rawValue)), ("level", .number(target.level)),
      ("unit", .string(target.unit)), ("first_year", .integer(target.years.lowerBound)),
      ("last_year", .integer(target.years.upperBound)),
      ("probability", .number(report.problem.goals[number].probability)),
    ])
  }

  private func package(_ name: String, _ package: GoalResult.Package) -> JSONText {
    let levers = package.values.enumerated().map {
      (key: report.name(ofLever: $0), value: JSONText.number($1))
    }
    let goals = report.targets.indices.map { number -> JSONText in
      let goal = package.outcome.goals[number]
      return .object([
        ("target", .string(report.targets[number].id)),
        ("probability", .number(goal.probability.estimate)),
        ("standard_error", .number(goal.probability.standardError)),
        ("level", .number(report.level(package, target: number))),
      ])
    }
    return .object([
      ("package", .string(name)), ("levers", .object(levers)),
      ("cost", .number(package.outcome.cost)), ("cost_error", .number(package.outcome.costError)),
      ("targets", .list(goals)), ("together", .number(package.outcome.together.estimate)),
    ])
  }

  private var ranges: [(key: String, value: JSONText)] {
    report.result.ranges.enumerated().map { lever, range in
      (report.name(ofLever: lever), .list([.number(range.lowerBound), .number(range.upperBound)]))
    }
  }

  private func marginal(_ marginal: GoalResult.Marginal) -> JSONText {
    var entries: [(key: String, value: JSONText)]
    switch marginal.change {
    case .level(let goal, let step):
      entries = [
        ("change", .string("level")), ("target", .string(report.targets[goal].id)),
        ("by", .number(step)),
      ]
    case .probability(let probability):
      entries = [("change", .string("probability")), ("to", .number(probability))]
    }
    entries.append(("cost", marginal.cost.map { .number($0) } ?? .null))
    return .object(entries)
  }

  private func binding(_ binding: GoalResult.Binding) -> JSONText {
    .object([
      ("lever", .string(report.name(ofLever: binding.lever))),
      ("bound", .string(binding.isUpper ? "upper" : "lower")),
      ("saving", binding.saving.map { .number($0) } ?? .null),
    ])
  }

  private var infeasibility: JSONText {
    guard let found = report.result.infeasibility else { return .null }
    return .object([
      ("years", .list(found.years.map { $0.map { .integer($0) } ?? .null })),
      ("within_possible", found.isReachableWithinPossible.map { .bool($0) } ?? .null),
      (
        "relaxations",
        .list(
          found.relaxations.map { relaxation in
            let subject = report.subject(relaxation.subject)
            return .object([
              ("kind", .string(subject.kind)), ("name", .string(subject.name)),
              ("unit", .string(subject.unit)), ("from", .number(relaxation.from)),
              ("needed", relaxation.needed.map { .number($0) } ?? .null),
              ("on_top_of", relaxation.level.map { .number($0) } ?? .null),
            ])
          })
      ),
    ])
  }
}
