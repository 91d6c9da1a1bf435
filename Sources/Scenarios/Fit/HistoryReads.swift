import Sim

/// Finds out whether a quantity can be known from history and parameters alone.
///
/// Dynamic equations of history read nothing else, which is checked with the model; what is left are
/// reads of later years, and reporting equations, which may read anything.
struct HistoryReads {
  let model: Model
  private var seen: Set<Point> = []

  /// A reporting equation in a year.
  private struct Point: Hashable {
    var variable: Int
    var year: Int
  }

  /// What stands in the way.
  enum Obstacle {
    /// A lever, an assumption or a shock.
    case target(Reference.Target)
    /// A year after the last observed one.
    case projection(Reference.Target, year: Int)
    /// A year in which there is no value.
    case missing(Reference.Target, year: Int)
  }

  /// Prepares to look at quantities of a model.
  init(_ model: Model) { self.model = model }

  /// The first obstacle behind each read of a quantity in a year, with the read's site.
  mutating func obstacles(in quantity: Expression, year: Int) -> [(Obstacle, site: Int)] {
    var found: [(Obstacle, site: Int)] = []
    for read in quantity.references {
      if let obstacle = obstacle(behind: read, in: year) { found.append((obstacle, read.site)) }
    }
    return found
  }

  private mutating func obstacle(behind read: Reference, in year: Int) -> Obstacle? {
    let when = model.timeline.resolve(read.time, in: year)
    switch read.target {
    case .constant, .inputDefault, .parameter: return nil
    case .input, .shock: return .target(read.target)
    case .series(let series):
      if let late = obstacle(ofYear: when, read.target) { return late }
      let column = when - model.timeline.first
      let isMissing = model.series[series].values.contains { $0[column].isNaN }
      return isMissing ? .missing(read.target, year: when) : nil
    case .variable(let variable):
      if let late = obstacle(ofYear: when, read.target) { return late }
      guard let form = model.variables[variable].form(in: model.timeline.kinds(of: when)) else {
        return .missing(read.target, year: when)
      }
      guard model.variables[variable].isReporting,
        seen.insert(Point(variable: variable, year: when)).inserted
      else { return nil }
      for inner in form.rules.flatMap(\.references) {
        if let obstacle = obstacle(behind: inner, in: when) {
          // A second quantity that reads the same equation must hear of it too.
          seen.remove(Point(variable: variable, year: when))
          return obstacle
        }
      }
      return nil
    }
  }

  private func obstacle(ofYear year: Int, _ target: Reference.Target) -> Obstacle? {
    if year > model.timeline.last { return .projection(target, year: year) }
    return year < model.timeline.first ? .missing(target, year: year) : nil
  }
}

extension AnalysisReport {
  /// Reports observations that need more than history and parameters.
  func checkObservations() {
    var reads = HistoryReads(document.model)
    for observation in document.observations + document.comparedFigures {
      for (obstacle, site) in reads.obstacles(in: observation.expression, year: observation.year) {
        report(obstacle, site)
      }
    }
  }

  private func report(_ obstacle: HistoryReads.Obstacle, _ site: Int) {
    let place = document.sites[site]
    let problem: Problem
    switch obstacle {
    case .target(let target):
      problem = .observationReads(name(target), kind(target))
    case .projection(let target, let year):
      problem = .observationReadsProjection(
        name(target), year: year, last: document.model.timeline.last)
    case .missing(let target, let year):
      if case .series(let series) = target, document.damagedSeries.contains(series) { return }
      if case .variable(let variable) = target, source.damagedVariables.contains(variable) {
        return
      }
      problem = .observationReadsNothing(name(target), year: year)
    }
    findings.report(problem, at: place)
  }
}
