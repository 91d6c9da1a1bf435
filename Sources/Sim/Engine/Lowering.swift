/// Turns a model under some scenarios into one value graph over the whole path.
///
/// Time is unrolled: a lag is simply an earlier node. Whatever does not depend on the scenario
/// (all of history), on the year, or on the draw is shared because equal nodes are one node.
struct Lowering {
  let model: Model
  private(set) var graph: Graph
  /// Random streams used, by position.
  private(set) var streams: [StreamUse] = []
  /// Quantile tables used, by position.
  private(set) var tables: [QuantileTable] = []
  /// `stage[node]`: when to compute it; ascending stages keep few rows alive at once.
  private(set) var stages: [Int32] = []

  private let draws: DrawSource
  private let order: [[Int]]
  /// First row of each variable in ``values``.
  private let offset: [Int]
  private let rows: Int
  /// `values[scenario][row * years + year]`; -1 where not computed.
  private var values: [[Graph.ID]] = []
  private var scenarios: [Scenario] = []
  private var fixed: [[Int: Double]] = []
  private var adjusted: [[Int: Double]] = []
  private var parameterNodes: [[Graph.ID]]
  private var shockNodes: [[Graph.ID]]
  private var streamIDs: [StreamUse: Int] = [:]
  private var tableIDs: [QuantileTable.Law: Int] = [:]
  private let copula: Copula
  /// What lanes carry numbers for.
  private let carried: CarriedSubjects
  /// Whether parameters come from a posterior.
  private let hasPosterior: Bool
  /// What was asked for besides the dynamics.
  private var requests: [Sink] = []
  /// What was asked for, in the order in which it can be known.
  private(set) var sinks: [(stage: Int32, sink: Sink)] = []
  /// Whether something claimed is false whatever the draw.
  private(set) var isViolated = false
  /// Nodes below this number belong to the dynamics.
  private(set) var dynamicNodeCount = 0

  // The point of evaluation: changes as the walk goes.
  private var scenario = 0
  private var year: Int
  private var environment: [Int]
  private var currentStage: Int32 = 0

  /// What is asked for besides the dynamics.
  enum Sink {
    /// A value that is to be kept.
    case kept(Graph.ID)
    /// A comparison that must hold in every lane.
    case claim(Claim)

    /// What it reads, known numbers left out of comparisons.
    func nodes(in graph: Graph) -> [Graph.ID] {
      switch self {
      case .kept(let node): [node]
      case .claim(let claim): claim.nodes(in: graph)
      }
    }
  }

  /// One random stream of a run.
  struct StreamUse: Hashable {
    var stream: RandomStream
    /// Whether its draw number is that of the parameters (a posterior may repeat one) or of the run.
    var isParameter: Bool
  }

  init(
    _ model: Model, order: [[Int]], draws: DrawSource, hasPosterior: Bool,
    subjects: [LaneDesign.Subject] = [], passes: Passes = .all
  ) throws(SimulationError) {
    self.model = model
    graph = Graph(simplifies: passes.contains(.simplification))
    self.order = order
    self.draws = draws
    year = model.timeline.first
    environment = Array(repeating: -1, count: model.sets.count)
    var offset: [Int] = []
    var rows = 0
    for variable in model.variables {
      offset.append(rows)
      rows += model.elementCount(over: variable.over)
    }
    self.offset = offset
    self.rows = rows
    parameterNodes = model.parameters.map { Array(repeating: -1, count: $0.priors.count) }
    shockNodes = model.shocks.map {
      Array(repeating: -1, count: $0.laws.count * model.timeline.count)
    }
    self.hasPosterior = hasPosterior
    carried = CarriedSubjects(subjects)
    copula = try Copula(model, hasPosterior: hasPosterior)
  }

  // MARK: Scenarios

  /// Adds the dynamics of a scenario; returns its number.
  mutating func addScenario(
    _ added: Scenario, needing needed: Set<Int>
  ) throws(SimulationError) -> Int {
    scenario = scenarios.count
    scenarios.append(added)
    values.append(Array(repeating: -1, count: rows * model.timeline.count))
    fixed.append(overrideMap(added.fixed))
    adjusted.append(overrideMap(added.adjustments))
    let sharedYears = yearsSharedWithFirstScenario()
    for (index, year) in model.timeline.years.enumerated() {
      self.year = year
      if scenario > 0 && index < sharedYears {
        for row in 0..<rows {
          let cell = row * model.timeline.count + index
          values[scenario][cell] = values[0][cell]
        }
        continue
      }
      currentStage = Int32(scenario * model.timeline.count + index)
      for variable in order[index] where needed.contains(variable) {
        try computeVariable(variable)
      }
      stampStages()
    }
    dynamicNodeCount = graph.nodes.count
    return scenario
  }

  /// How many leading years cannot differ from the first scenario's: history without overrides.
  private func yearsSharedWithFirstScenario() -> Int {
    let timeline = model.timeline
    let touched =
      (scenarios[0].fixed + scenarios[0].adjustments + scenarios[scenario].fixed
      + scenarios[scenario].adjustments).map(\.year).min()
    let end = min(timeline.last + 1, touched ?? Int.max)
    return max(0, end - timeline.first)
  }

  private func overrideMap(_ overrides: [Scenario.Override]) -> [Int: Double] {
    var map: [Int: Double] = [:]
    for each in overrides {
      let index = each.year - model.timeline.first
      map[(offset[each.variable] + each.element) * model.timeline.count + index] = each.value
    }
    return map
  }

  private mutating func stampStages() {
    while stages.count < graph.nodes.count { stages.append(currentStage) }
  }

  private mutating func computeVariable(_ number: Int) throws(SimulationError) {
    let variable = model.variables[number]
    guard let form = variable.form(in: model.timeline.kinds(of: year)) else { return }
    for element in form.ruleOfElement.indices {
      _ = try computeElement(element, of: number, variable, form)
    }
  }

  /// Computes one element of one variable in the current year.
  private mutating func computeElement(
    _ element: Int, of number: Int, _ variable: Variable, _ form: Form
  ) throws(SimulationError) -> Graph.ID {
    let cell = (offset[number] + element) * model.timeline.count + year - model.timeline.first
    if let known = fixed[scenario][cell] {
      values[scenario][cell] = graph.constant(known)
    } else {
      bind(element, over: variable.over)
      var node = try lower(form.rules[form.ruleOfElement[element]])
      if let added = adjusted[scenario][cell] {
        node = graph.binary(.add, node, graph.constant(added))
      }
      if let position = carried.adjustment(number, element: element, year: year) {
        node = graph.binary(.add, node, graph.carried(position))
      }
      values[scenario][cell] = node
    }
    return values[scenario][cell]
  }

  private mutating func bind(_ element: Int, over: [Int]) {
    var rest = element
    for set in over.reversed() {
      let count = model.sets[set].elements.count
      environment[set] = rest % count
      rest /= count
    }
  }

  // MARK: Reading values from outside

  /// The node of one element of a variable in a year; nil where the variable is undefined.
  mutating func node(
    scenario: Int, variable: Int, element: Int, year: Int
  ) throws(SimulationError) -> Graph.ID? {
    guard model.timeline.years.contains(year),
      model.variables[variable].form(in: model.timeline.kinds(of: year)) != nil
    else { return nil }
    self.scenario = scenario
    return try read(variable: variable, element: element, in: year)
  }

  /// The node of an expression at one element and year, read as a reporting equation is.
  mutating func node(
    of expression: Expression, element: Int, over: [Int], year: Int, scenario: Int
  ) throws(SimulationError) -> Graph.ID {
    self.scenario = scenario
    self.year = year
    bind(element, over: over)
    return try lower(expression)
  }

  /// Gives nodes made since the dynamics the earliest stage at which their operands exist.
  mutating func finishStages() {
    while stages.count < graph.nodes.count {
      let node = graph.nodes[stages.count]
      var stage: Int32 = 0
      if node.operation.operandCount > 0 { stage = max(stage, stages[Int(node.a)]) }
      if node.operation.operandCount > 1 { stage = max(stage, stages[Int(node.b)]) }
      if node.operation.operandCount > 2 { stage = max(stage, stages[Int(node.c)]) }
      stages.append(stage)
    }
  }

  // MARK: Expressions

  private mutating func lower(_ expression: Expression) throws(SimulationError) -> Graph.ID {
    switch expression {
    case .number(let value): return graph.constant(value)
    case .year: return graph.constant(Double(year))
    case .namedYear(let name): return graph.constant(Double(model.timeline.year(name)))
    case .read(let reference): return try read(reference)
    case .unary(let function, let a): return unary(function, try lower(a))
    case .binary(.power, let base, .number(let exponent)):
      return power(try lower(base), exponent)
    case .binary(let function, let a, let b):
      return binary(function, try lower(a), try lower(b))
    case .conditional(let condition, let a, let b):
      return graph.select(try lower(condition), try lower(a), try lower(b))
    case .reduction(let reduction, let domain, let inner):
      return try reduce(reduction, domain, inner)
    case .draw:
      throw .invalidLaw("a distribution outside a prior or shock law")
    }
  }

  private mutating func unary(_ function: UnaryFunction, _ a: Graph.ID) -> Graph.ID {
    switch function {
    case .negate: return graph.unary(.negate, a)
    case .not: return graph.unary(.not, a)
    case .exp: return graph.unary(.exp, a)
    case .log: return graph.unary(.log, a)
    case .sqrt: return graph.unary(.sqrt, a)
    case .abs: return graph.unary(.abs, a)
    case .tanh: return graph.unary(.tanh, a)
    case .sin: return graph.unary(.sin, a)
    case .cos: return graph.unary(.cos, a)
    case .atan: return graph.unary(.atan, a)
    case .logit:
      let odds = graph.binary(.divide, a, graph.binary(.subtract, graph.constant(1), a))
      return graph.unary(.log, odds)
    case .logistic:
      let one = graph.constant(1)
      let decay = graph.unary(.exp, graph.unary(.negate, a))
      return graph.binary(.divide, one, graph.binary(.add, one, decay))
    }
  }

  private mutating func binary(
    _ function: BinaryFunction, _ a: Graph.ID, _ b: Graph.ID
  ) -> Graph.ID {
    switch function {
    case .add: graph.binary(.add, a, b)
    case .subtract: graph.binary(.subtract, a, b)
    case .multiply: graph.binary(.multiply, a, b)
    case .divide: graph.binary(.divide, a, b)
    case .power: graph.binary(.power, a, b)
    case .minimum: graph.binary(.minimum, a, b)
    case .maximum: graph.binary(.maximum, a, b)
    case .less: graph.binary(.less, a, b)
    case .lessOrEqual: graph.binary(.lessOrEqual, a, b)
    case .greater: graph.binary(.less, b, a)
    case .greaterOrEqual: graph.binary(.lessOrEqual, b, a)
    case .equal: graph.binary(.equal, a, b)
    case .notEqual: graph.binary(.notEqual, a, b)
    case .and: graph.binary(.and, a, b)
    case .or: graph.binary(.or, a, b)
    }
  }

  /// A literal exponent becomes multiplications or roots where that is exact or nearly so; the
  /// table is part of the language (docs/language.md).
  private mutating func power(_ x: Graph.ID, _ exponent: Double) -> Graph.ID {
    switch exponent {
    case 0: return graph.constant(1)
    case 1: return x
    case 2: return graph.binary(.multiply, x, x)
    case 3: return graph.binary(.multiply, graph.binary(.multiply, x, x), x)
    case 4:
      let square = graph.binary(.multiply, x, x)
      return graph.binary(.multiply, square, square)
    case -1: return graph.binary(.divide, graph.constant(1), x)
    case 0.5: return graph.unary(.sqrt, x)
    case 0.25: return graph.unary(.sqrt, graph.unary(.sqrt, x))
    default: return graph.binary(.power, x, graph.constant(exponent))
    }
  }

  private mutating func reduce(
    _ reduction: Reduction, _ domain: Domain, _ inner: Expression
  ) throws(SimulationError) -> Graph.ID {
    let outer = environment[domain.set]
    defer { environment[domain.set] = outer }
    var result: Graph.ID = -1
    for element in domain.elements {
      environment[domain.set] = element
      let value = try lower(inner)
      if result < 0 {
        result = value
        continue
      }
      switch reduction {
      case .sum, .mean: result = graph.binary(.add, result, value)
      case .min: result = graph.binary(.minimum, result, value)
      case .max: result = graph.binary(.maximum, result, value)
      }
    }
    guard result >= 0 else { return graph.constant(0) }
    guard reduction == .mean else { return result }
    return graph.binary(.divide, result, graph.constant(Double(domain.elements.count)))
  }

  private mutating func read(_ reference: Reference) throws(SimulationError) -> Graph.ID {
    let when = model.timeline.resolve(reference.time, in: year)
    let index = when - model.timeline.first
    switch reference.target {
    case .constant(let number):
      let constant = model.constants[number]
      return graph.constant(constant.values[flat(reference, over: constant.over)])
    case .series(let number):
      let series = model.series[number]
      return graph.constant(series.values[flat(reference, over: series.over)][index])
    case .input(let number):
      let isFree = when >= model.timeline.policyStart
      if isFree, let position = carried[.input(number)] { return graph.carried(position) }
      return graph.constant(
        isFree ? scenarios[scenario].inputs[number][index] : model.inputs[number].defaultValue)
    case .inputDefault(let number):
      return graph.constant(model.inputs[number].defaultValue)
    case .parameter(let number):
      return try parameter(number, flat(reference, over: model.parameters[number].over))
    case .shock(let number):
      return try shock(number, flat(reference, over: model.shocks[number].over), index)
    case .variable(let number):
      let element = flat(reference, over: model.variables[number].over)
      return try read(variable: number, element: element, in: when)
    }
  }

  private func flat(_ reference: Reference, over: [Int]) -> Int {
    var index = 0
    for (subscript_, set) in zip(reference.subscripts, over) {
      index *= model.sets[set].elements.count
      switch subscript_ {
      case .current(let bound): index += environment[bound]
      case .element(let element): index += element
      }
    }
    return index
  }

  /// A variable already computed, or a reporting variable, computed when first asked for.
  private mutating func read(
    variable number: Int, element: Int, in when: Int
  ) throws(SimulationError) -> Graph.ID {
    let cell =
      (offset[number] + element) * model.timeline.count + when - model.timeline.first
    let known = values[scenario][cell]
    if known >= 0 { return known }
    let variable = model.variables[number]
    guard variable.isReporting, let form = variable.form(in: model.timeline.kinds(of: when)) else {
      throw .notComputed(variable: variable.name, year: when)
    }
    let point = (year, environment)
    defer { (year, environment) = point }
    year = when
    return try computeElement(element, of: number, variable, form)
  }

  // MARK: Parameters and shocks

  private mutating func parameter(
    _ number: Int, _ element: Int
  ) throws(SimulationError) -> Graph.ID {
    let known = parameterNodes[number][element]
    if known >= 0 { return known }
    let parameter = model.parameters[number]
    let node: Graph.ID
    if let position = carried[.parameter(number, element: element)] {
      node = graph.carried(position)
    } else if case .given(let given) = draws {
      node = graph.leaf(.given, given.parameters[number][element])
    } else if case .fixed(let parameters) = draws, !parameters[number][element].isNaN {
      node = graph.constant(parameters[number][element])
    } else {
      node = try law(
        parameter.priors[element], .init(.parameter(number), element: element),
        over: parameter.over, period: 0)
    }
    parameterNodes[number][element] = node
    return node
  }

  private mutating func shock(
    _ number: Int, _ element: Int, _ period: Int
  ) throws(SimulationError) -> Graph.ID {
    let cell = element * model.timeline.count + period
    let known = shockNodes[number][cell]
    if known >= 0 { return known }
    let shock = model.shocks[number]
    let node: Graph.ID
    if case .given(let given) = draws, given.shocks[number][element][period] >= 0 {
      node = graph.leaf(.given, given.shocks[number][element][period])
    } else {
      node = try law(
        shock.laws[element], .init(.shock(number), element: element), over: shock.over,
        period: period)
    }
    shockNodes[number][cell] = node
    return node
  }

  /// Lowers a law for one element and period: the point of evaluation moves there and back.
  private mutating func law(
    _ law: Expression, _ variate: Correlation.Variate, over: [Int], period: Int
  ) throws(SimulationError) -> Graph.ID {
    let point = (year, environment)
    defer { (year, environment) = point }
    year = model.timeline.first + period
    bind(variate.element, over: over)
    return try lowerLaw(law, variate, period)
  }

  private mutating func lowerLaw(
    _ law: Expression, _ variate: Correlation.Variate, _ period: Int
  ) throws(SimulationError) -> Graph.ID {
    switch law {
    case .draw(let distribution, let substream):
      return try sample(
        distribution, try source(variate, substream: substream, period: period))
    case .unary(let function, let a):
      return unary(function, try lowerLaw(a, variate, period))
    case .binary(.power, let base, .number(let exponent)):
      return power(try lowerLaw(base, variate, period), exponent)
    case .binary(let function, let a, let b):
      let left = try lowerLaw(a, variate, period)
      return binary(function, left, try lowerLaw(b, variate, period))
    case .conditional(let condition, let a, let b):
      let test = try lowerLaw(condition, variate, period)
      let yes = try lowerLaw(a, variate, period)
      return graph.select(test, yes, try lowerLaw(b, variate, period))
    case .number, .year, .namedYear, .read, .reduction:
      return try lower(law)
    }
  }

  /// The uniform of a variate, as it serves for `reader`: that of its own, or one it is correlated with.
  private mutating func uniform(
    _ variate: Correlation.Variate, for reader: Correlation.Variate, substream: Int, period: Int
  ) -> Graph.ID {
    var isParameter = false
    if case .parameter(let number) = variate.target {
      let call = LaneDesign.Subject.uniform(
        number, element: variate.element, substream: substream)
      if let position = carried[call] { return graph.carried(position) }
    }
    guard case .streams = draws else { return graph.constant(0.5) }
    if case .parameter = variate.target {
      isParameter = !(hasPosterior && model.isReplaced(reader))
    }
    let use = StreamUse(
      stream: RandomStream(
        seed: draws.seed(ofParameter: isParameter), name: model.streamName(variate)),
      isParameter: isParameter)
    let number = streamIDs[use] ?? streams.count
    if number == streams.count {
      streams.append(use)
      streamIDs[use] = number
    }
    return graph.leaf(.uniform, number, period, substream)
  }

  /// Where a distribution call takes its randomness from: a uniform of its own, or, if it is
  /// correlated with others, a combination of their normals.
  private mutating func source(
    _ variate: Correlation.Variate, substream: Int, period: Int
  ) throws(SimulationError) -> Source {
    guard let terms = copula.terms(of: variate) else {
      return Source(
        uniform: uniform(variate, for: variate, substream: substream, period: period))
    }
    var z: Graph.ID = -1
    for term in terms {
      let normal = graph.unary(
        .normalQuantile,
        uniform(term.variate, for: variate, substream: substream, period: period))
      let part = graph.binary(.multiply, graph.constant(term.weight), normal)
      z = z < 0 ? part : graph.binary(.add, z, part)
    }
    return Source(normal: z)
  }

  /// The randomness behind one variate: a uniform u, a standard normal z = Φ⁻¹(u), or both.
  private struct Source {
    var uniform: Graph.ID?
    var normal: Graph.ID?
  }

  private mutating func z(_ source: Source) -> Graph.ID {
    if let normal = source.normal { return normal }
    return graph.unary(.normalQuantile, source.uniform ?? -1)
  }

  private mutating func u(_ source: Source) -> Graph.ID {
    if let uniform = source.uniform { return uniform }
    return graph.unary(.normalCDF, source.normal ?? -1)
  }

  /// Samples a distribution by inverse CDF; formulas as in ``Distribution``.
  private mutating func sample(
    _ distribution: Distribution, _ source: Source
  ) throws(SimulationError) -> Graph.ID {
    let known = try KnownDistribution(distribution) { expression throws(SimulationError) in
      try self.known(expression)
    }
    switch known {
    case .normal(let mean, let sd):
      let spread = graph.binary(.multiply, graph.constant(sd), z(source))
      return graph.binary(.add, graph.constant(mean), spread)
    case .lognormal(let median, let logSD):
      let exponent = graph.binary(.multiply, graph.constant(logSD), z(source))
      return graph.binary(.multiply, graph.constant(median), graph.unary(.exp, exponent))
    case .table(let law, let scale):
      let position = try table(law)
      let value = graph.tableQuantile(z(source), table: position, of: tables)
      return scale == 1 ? value : graph.binary(.multiply, graph.constant(scale), value)
    case .uniform(let low, let high):
      let part = graph.binary(.multiply, graph.constant(high - low), u(source))
      return graph.binary(.add, graph.constant(low), part)
    case .triangular(let low, let mode, let high):
      return triangular(low, mode, high, u(source))
    case .exponential(let mean):
      let survival = graph.unary(.log1p, graph.unary(.negate, u(source)))
      return graph.binary(.multiply, graph.constant(mean), graph.unary(.negate, survival))
    case .bernoulli(let probability):
      return graph.binary(.less, u(source), graph.constant(probability))
    case .truncated(let inner, let cut):
      return try truncated(inner, cut, u(source))
    }
  }

  private mutating func triangular(
    _ low: Double, _ mode: Double, _ high: Double, _ u: Graph.ID
  ) -> Graph.ID {
    let rising = graph.binary(.multiply, graph.constant((high - low) * (mode - low)), u)
    let rest = graph.binary(.subtract, graph.constant(1), u)
    let falling = graph.binary(.multiply, graph.constant((high - low) * (high - mode)), rest)
    return graph.select(
      graph.binary(.less, u, graph.constant((mode - low) / (high - low))),
      graph.binary(.add, graph.constant(low), graph.unary(.sqrt, rising)),
      graph.binary(.subtract, graph.constant(high), graph.unary(.sqrt, falling)))
  }

  /// The inner distribution at the part of its probability that lies between the bounds, counted
  /// from the nearer tail so that a far upper tail keeps its digits.
  private mutating func truncated(
    _ inner: Distribution, _ cut: KnownDistribution.Cut, _ u: Graph.ID
  ) throws(SimulationError) -> Graph.ID {
    let width = graph.binary(.multiply, graph.constant(cut.end - cut.start), u)
    let tail = graph.binary(.add, graph.constant(cut.start), width)
    let value: Graph.ID
    if cut.isUpper {
      let z = graph.unary(.negate, graph.unary(.normalQuantile, tail))
      value = try sample(inner, Source(normal: z))
    } else {
      value = try sample(inner, Source(uniform: tail))
    }
    let above = graph.binary(.maximum, value, graph.constant(cut.low))
    return graph.binary(.minimum, above, graph.constant(cut.high))
  }

  private mutating func known(_ expression: Expression) throws(SimulationError) -> Double {
    let node = try lower(expression)
    guard let value = graph.value(node) else {
      throw .invalidLaw("a distribution's argument is not a known number")
    }
    return value
  }

  private mutating func table(_ law: QuantileTable.Law) throws(SimulationError) -> Int {
    if let known = tableIDs[law] { return known }
    do {
      tables.append(try QuantileTable(law))
    } catch {
      throw .invalidLaw("\(error)")
    }
    tableIDs[law] = tables.count - 1
    return tables.count - 1
  }
}

extension Lowering {
  /// Asks for a value that is to be kept.
  mutating func keep(_ node: Graph.ID) { requests.append(.kept(node)) }

  /// Asks for the identities of one year of one scenario to be checked.
  mutating func claim(
    _ identities: [Identity], scenario: Int, year: Int
  ) throws(SimulationError) {
    for identity in identities where identity.years.contains(year) {
      for element in 0..<model.elementCount(over: identity.over) {
        func side(
          _ expression: Expression, _ lowering: inout Lowering
        ) throws(SimulationError) -> Graph.ID {
          try lowering.node(
            of: expression, element: element, over: identity.over, year: year, scenario: scenario)
        }
        switch identity.claim {
        case .holds(let condition): claimTrue(try side(condition, &self))
        case .equal(let left, let right):
          let left = try side(left, &self)
          claim(.agree, left, try side(right, &self))
        }
      }
    }
  }

  /// Claims that a node is not zero: every part of a conjunction apart, a comparison as such.
  private mutating func claimTrue(_ node: Graph.ID) {
    let condition = graph.nodes[Int(node)]
    switch condition.operation {
    case .and:
      claimTrue(condition.a)
      claimTrue(condition.b)
    case .less: claim(.less, condition.a, condition.b)
    case .lessOrEqual: claim(.lessOrEqual, condition.a, condition.b)
    case .equal: claim(.equal, condition.a, condition.b)
    case .notEqual: claim(.notEqual, condition.a, condition.b)
    default: claim(.notEqual, node, graph.constant(0))
    }
  }

  private mutating func claim(_ comparison: Claim.Comparison, _ a: Graph.ID, _ b: Graph.ID) {
    if let x = graph.value(a), let y = graph.value(b) {
      if !comparison.holds(x, y) { isViolated = true }
    } else {
      requests.append(.claim(Claim(comparison: comparison, a: a, b: b)))
    }
  }

  /// Puts everything asked for in the order in which it can be known.
  ///
  /// Call it once, after the last request.
  mutating func finish() {
    finishStages()
    let known = requests.map { stage(of: $0) }
    var claimed: Set<Claim> = []
    for position in requests.indices.sorted(by: { (known[$0], $0) < (known[$1], $1) }) {
      if case .claim(let claim) = requests[position], !claimed.insert(claim).inserted { continue }
      sinks.append((known[position], requests[position]))
    }
  }

  /// When something can be known.
  private func stage(of sink: Sink) -> Int32 {
    sink.nodes(in: graph).map { stages[Int($0)] }.max() ?? 0
  }

  /// Every node that is the value of a variable in some scenario, element and year.
  var variableNodes: [Graph.ID] { values.flatMap { $0.filter { $0 >= 0 } } }
}
