/// What can be said about a model without running it: the order of its equations in each year,
/// and every read that can never be satisfied.
///
/// Order is found per year, not over the union of all forms: a model may be acyclic in each year
/// although its history and projection forms, taken together, are not.
public struct ModelAnalysis: Sendable {
  /// Something a model may not do; `site` is the ``Reference/site`` of the read.
  public enum Violation: Hashable, Sendable {
    /// These variables need each other in the same year. Each step reads the next, the last the first.
    case cycle([Step], year: Int)
    /// A variable is read in a year for which it has no form.
    case undefined(reader: Reader, variable: Int, year: Int, site: Int)
    /// A variable, series, shock or input is read before the first year or after the last.
    case outsideTimeline(reader: Reader, year: Int, site: Int)
    /// A form of history reads a lever, an assumption or a shock.
    case historyReads(reader: Reader, target: Reference.Target, site: Int)
    /// A dynamic equation reads a reporting variable.
    case dynamicsReadReporting(reader: Reader, variable: Int, site: Int)
    /// A dynamic equation reads a later year.
    case dynamicsReadFuture(reader: Reader, year: Int, site: Int)
    /// A series has no value where it is read.
    case seriesMissing(reader: Reader, series: Int, year: Int, site: Int)
    /// A shock is read in a year in which it is not drawn.
    case shockMissing(reader: Reader, shock: Int, year: Int, site: Int)
  }

  /// Who reads.
  public enum Reader: Hashable, Sendable {
    /// A variable, in a year.
    case variable(Int, year: Int)
    /// An identity, in a year.
    case identity(Int, year: Int)
  }

  /// One link of a cycle: `variable` reads the next one at `site`.
  public struct Step: Hashable, Sendable {
    /// Position in ``Model/variables``.
    public var variable: Int
    /// The read of the next variable of the cycle.
    public var site: Int
  }

  /// Everything wrong, in the order of the equations; empty if the model can run.
  public private(set) var violations: [Violation] = []
  /// For each year from the first: the dynamic variables that have a form there, in an order in
  /// which each can be computed from those before it.
  public private(set) var order: [[Int]] = []

  /// Analyses a model on its own timeline.
  public init(of model: Model) {
    var walk = Walk(model)
    for year in model.timeline.years {
      order.append(walk.dynamicOrder(in: year))
    }
    walk.checkReporting()
    walk.checkIdentities()
    violations = walk.violations
  }

  /// The years grouped into runs that share one order: the kinds of year of this model.
  public func ordersByYear(in timeline: Timeline) -> [(years: ClosedRange<Int>, order: [Int])] {
    var groups: [(years: ClosedRange<Int>, order: [Int])] = []
    for (year, order) in zip(timeline.years, order) {
      if let last = groups.last, last.order == order {
        groups[groups.count - 1].years = last.years.lowerBound...year
      } else {
        groups.append((year...year, order))
      }
    }
    return groups
  }
}

/// The traversal behind ``ModelAnalysis``: reads of every form, collected once.
private struct Walk {
  let model: Model
  /// `reads[variable][form]`.
  let reads: [[[Reference]]]
  /// For each year from the first, the form of each variable; -1 for none.
  private let formOfYear: [[Int]]
  var violations: [ModelAnalysis.Violation] = []
  /// Sites already reported, so that a mistake repeated every year is told once.
  private var reported: Set<Int> = []

  init(_ model: Model) {
    self.model = model
    reads = model.variables.map { $0.forms.map { $0.rules.flatMap(\.references) } }
    // Years of one kind share their list.
    var known: [YearKinds: [Int]] = [:]
    formOfYear = model.timeline.years.map { year in
      let kinds = model.timeline.kinds(of: year)
      if let forms = known[kinds] { return forms }
      let forms = model.variables.map { variable in
        variable.forms.firstIndex { !$0.years.isDisjoint(with: kinds) } ?? -1
      }
      known[kinds] = forms
      return forms
    }
  }

  /// The form a variable has in a year of the timeline; nil for none.
  private func form(of variable: Int, in year: Int) -> Int? {
    let form = formOfYear[year - model.timeline.first][variable]
    return form < 0 ? nil : form
  }

  private func readsOf(_ variable: Int, in year: Int) -> [Reference]? {
    form(of: variable, in: year).map { reads[variable][$0] }
  }

  private mutating func report(_ site: Int, _ violation: ModelAnalysis.Violation) {
    if reported.insert(site).inserted { violations.append(violation) }
  }

  /// Orders the dynamic variables of one year; reports what they may not read.
  mutating func dynamicOrder(in year: Int) -> [Int] {
    var needs: [[(variable: Int, site: Int)]] = Array(repeating: [], count: model.variables.count)
    var members: [Int] = []
    for variable in model.variables.indices where !model.variables[variable].isReporting {
      guard let reads = readsOf(variable, in: year) else { continue }
      members.append(variable)
      let reader = ModelAnalysis.Reader.variable(variable, year: year)
      needs[variable] = reads.compactMap { sameYearNeed($0, reader: reader, year: year) }
    }
    return depthFirstOrder(members, needs: needs, year: year)
  }

  /// Checks one read of a dynamic equation; returns what must be computed before it this year.
  private mutating func sameYearNeed(
    _ read: Reference, reader: ModelAnalysis.Reader, year: Int
  ) -> (variable: Int, site: Int)? {
    let when = model.timeline.resolve(read.time, in: year)
    if year <= model.timeline.last {
      switch read.target {
      case .input, .shock:
        report(read.site, .historyReads(reader: reader, target: read.target, site: read.site))
        return nil
      case .constant, .series, .inputDefault, .parameter, .variable: break
      }
    }
    guard isReadable(read, reader: reader, when: when) else { return nil }
    guard case .variable(let variable) = read.target else { return nil }
    if model.variables[variable].isReporting {
      report(
        read.site, .dynamicsReadReporting(reader: reader, variable: variable, site: read.site))
      return nil
    }
    if when > year {
      report(read.site, .dynamicsReadFuture(reader: reader, year: when, site: read.site))
      return nil
    }
    return when == year ? (variable, read.site) : nil
  }

  /// Whether there is a value to read; reports if not.
  private mutating func isReadable(
    _ read: Reference, reader: ModelAnalysis.Reader, when: Int
  ) -> Bool {
    switch read.target {
    case .constant, .inputDefault, .parameter:
      return true
    case .series, .input, .shock, .variable:
      guard model.timeline.years.contains(when) else {
        report(read.site, .outsideTimeline(reader: reader, year: when, site: read.site))
        return false
      }
    }
    switch read.target {
    case .variable(let variable):
      if form(of: variable, in: when) == nil {
        report(
          read.site, .undefined(reader: reader, variable: variable, year: when, site: read.site))
        return false
      }
    case .series(let series):
      if model.series[series].values.contains(where: { $0[when - model.timeline.first].isNaN }) {
        report(
          read.site, .seriesMissing(reader: reader, series: series, year: when, site: read.site))
        return false
      }
    case .shock(let shock):
      if when <= model.timeline.last && !model.shocks[shock].inAllYears {
        report(read.site, .shockMissing(reader: reader, shock: shock, year: when, site: read.site))
        return false
      }
    case .constant, .input, .inputDefault, .parameter: break
    }
    return true
  }

  /// Depth-first topological order; each cycle is reported once and then ignored.
  ///
  /// Without recursion: a chain of equations may be longer than a thread's stack is deep.
  private mutating func depthFirstOrder(
    _ members: [Int], needs: [[(variable: Int, site: Int)]], year: Int
  ) -> [Int] {
    var order: [Int] = []
    var isDone = Array(repeating: false, count: needs.count)
    var isOnPath = isDone
    /// The variables under way, each with how many of its needs have been looked at.
    var path: [(variable: Int, seen: Int)] = []
    var cycles: [[ModelAnalysis.Step]] = []
    for member in members where !isDone[member] {
      path.append((member, 0))
      isOnPath[member] = true
      while let (variable, seen) = path.last {
        if seen == needs[variable].count {
          path.removeLast()
          isOnPath[variable] = false
          isDone[variable] = true
          order.append(variable)
          continue
        }
        path[path.count - 1].seen = seen + 1
        let need = needs[variable][seen].variable
        if isOnPath[need], let start = path.firstIndex(where: { $0.variable == need }) {
          cycles.append(
            path[start...].map {
              .init(variable: $0.variable, site: needs[$0.variable][$0.seen - 1].site)
            })
        } else if !isDone[need] {
          path.append((need, 0))
          isOnPath[need] = true
        }
      }
    }
    for cycle in cycles {
      // The same circle is met every year: it is told once, by the site that closes it.
      guard let last = cycle.last else { continue }
      report(last.site, .cycle(cycle, year: year))
    }
    return order
  }

  /// Reporting equations may read any year; what they may not do is need themselves.
  mutating func checkReporting() {
    struct Instance: Hashable {
      var variable: Int
      var year: Int
    }
    var done: Set<Instance> = []
    var path: [(instance: Instance, site: Int)] = []
    func visit(_ instance: Instance, _ walk: inout Walk) {
      if done.contains(instance) { return }
      if let start = path.firstIndex(where: { $0.instance == instance }) {
        let steps = path[start...].map {
          ModelAnalysis.Step(variable: $0.instance.variable, site: $0.site)
        }
        walk.report(steps[steps.count - 1].site, .cycle(steps, year: instance.year))
        return
      }
      let reader = ModelAnalysis.Reader.variable(instance.variable, year: instance.year)
      for read in walk.readsOf(instance.variable, in: instance.year) ?? [] {
        let when = walk.model.timeline.resolve(read.time, in: instance.year)
        guard walk.isReadable(read, reader: reader, when: when),
          case .variable(let variable) = read.target, walk.model.variables[variable].isReporting
        else { continue }
        path.append((instance, read.site))
        visit(Instance(variable: variable, year: when), &walk)
        path.removeLast()
      }
      done.insert(instance)
    }
    for year in model.timeline.years {
      for variable in model.variables.indices where model.variables[variable].isReporting {
        visit(Instance(variable: variable, year: year), &self)
      }
    }
  }

  /// Identities may read whatever exists in the years they are claimed for.
  mutating func checkIdentities() {
    for (index, identity) in model.identities.enumerated() {
      let expressions: [Expression] =
        switch identity.claim {
        case .equal(let left, let right): [left, right]
        case .holds(let condition): [condition]
        }
      let reads = expressions.flatMap(\.references)
      for year in identity.years {
        for read in reads {
          let when = model.timeline.resolve(read.time, in: year)
          _ = isReadable(read, reader: .identity(index, year: year), when: when)
        }
      }
    }
  }
}

extension Expression {
  /// Every reference in the expression, from left to right.
  public var references: [Reference] {
    var found: [Reference] = []
    collectReferences(into: &found)
    return found
  }

  private func collectReferences(into found: inout [Reference]) {
    switch self {
    case .number, .year, .namedYear: break
    case .read(let reference): found.append(reference)
    case .unary(_, let a): a.collectReferences(into: &found)
    case .binary(_, let a, let b):
      a.collectReferences(into: &found)
      b.collectReferences(into: &found)
    case .conditional(let c, let a, let b):
      c.collectReferences(into: &found)
      a.collectReferences(into: &found)
      b.collectReferences(into: &found)
    case .reduction(_, _, let a): a.collectReferences(into: &found)
    case .draw(let distribution, _):
      for argument in distribution.arguments { argument.collectReferences(into: &found) }
    }
  }
}

extension Distribution {
  /// The arguments, in the order in which ``KnownDistribution`` asks for them.
  var arguments: [Expression] {
    switch self {
    case .normal(let a, let b), .lognormal(let a, let b), .beta(let a, let b),
      .uniform(let a, let b), .gamma(let a, let b):
      [a, b]
    case .triangular(let a, let b, let c): [a, b, c]
    case .exponential(let a), .bernoulli(let a): [a]
    case .truncated(let inner, let low, let high):
      [low, high].compactMap { $0 } + inner.arguments
    }
  }
}
