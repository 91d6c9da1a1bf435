internal import Scenarios
internal import Sim

/// `seek.csv`: the packages a search found, and what they come to.
public struct SeekFile {
  /// The header, exactly.
  public static let header = [
    "model", "scenario", "region", "package", "kind", "name", "unit", "value",
  ]

  private let report: SeekReport

  /// Prepares the file.
  public init(_ report: SeekReport) { self.report = report }

  /// The file's text.
  public var csv: String {
    var file = CSVText(header: SeekFile.header)
    func append(_ package: String, _ kind: String, _ name: String, _ unit: String, _ value: Double)
    {
      file.append([
        report.model.id, report.scenario.document.id, report.scenario.regionName,
        package, kind, name, unit, CSVText.number(value),
      ])
    }
    let cost = report.model.variables[report.problem.cost.variable]
    for (name, package) in report.packages {
      for (lever, value) in package.values.enumerated() {
        let entry = report.model.inputs[report.problem.levers[lever].input].entry
        append(name, "lever", entry.name, entry.unit, value)
      }
      append(name, "cost", cost.name, cost.unit, package.outcome.cost)
      append(name, "cost_error", cost.name, cost.unit, package.outcome.costError)
      for (number, target) in report.targets.enumerated() {
        let goal = package.outcome.goals[number]
        append(name, "probability", target.id, "1", goal.probability.estimate)
        append(name, "probability_error", target.id, "1", goal.probability.standardError)
        append(name, "level", target.id, target.unit, report.level(package, target: number))
      }
      append(name, "probability", "together", "1", package.outcome.together.estimate)
    }
    for (lever, range) in report.result.ranges.enumerated() {
      let entry = report.model.inputs[report.problem.levers[lever].input].entry
      append("near_least_cost", "lever_low", entry.name, entry.unit, range.lowerBound)
      append("near_least_cost", "lever_high", entry.name, entry.unit, range.upperBound)
    }
    for relaxation in report.result.infeasibility?.relaxations ?? [] {
      guard let needed = relaxation.needed else { continue }
      let subject = report.subject(relaxation.subject)
      append("best_attainable", "needed_\(subject.kind)", subject.name, subject.unit, needed)
    }
    return file.text
  }
}
