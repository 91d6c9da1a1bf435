/// The plain meaning of a model: one draw, one number at a time, by walking the trees.
///
/// It exists to be obviously right. It shares no evaluation code with the tape, and the tape must
/// agree with it to the last bit. It also explains a run that failed: what was read, and what it was.
public struct Oracle {
  private let model: Model
  private let scenario: Scenario
  private let draws: DrawSource
  private let draw: Int
  private let lane: LaneDesign.Lane?
  private let parameterDraw: UInt64
  private let copula: Copula
  private let hasPosterior: Bool
  /// `path[variable][element][year - first]`, once known.
  private var path: [[[Double?]]]
  private var tables: [QuantileTable.Law: QuantileTable] = [:]

  /// Where an expression is evaluated.
  private struct Point {
    var year: Int
    /// The current element of each set.
    var elements: [Int: Int] = [:]
  }

  /// Prepares draw number `draw` of a scenario, or a lane of a design: then draws count from those
  /// of its variant.
  public init(
    _ model: Model, _ scenario: Scenario, draws: DrawSource, posterior: PosteriorIndex? = nil,
    draw: Int, lane: LaneDesign.Lane? = nil
  ) throws(SimulationError) {
    self.model = model
    self.scenario = scenario
    self.draws = draws
    self.lane = lane
    let variant = lane.map { $0.design.variants[$0.variant] }
    self.draw = draw + Int(variant?.firstShockDraw ?? 0)
    let number = UInt64(draw) + (variant?.firstParameterDraw ?? 0)
    parameterDraw = posterior?.entry(of: number) ?? number
    hasPosterior = posterior != nil
    copula = try Copula(model, hasPosterior: hasPosterior)
    path = model.variables.map { variable in
      Array(
        repeating: Array(repeating: nil, count: model.timeline.count),
        count: model.elementCount(over: variable.over))
    }
  }

  /// The value of one element of a variable in a year; nil where the variable has no form.
  public mutating func value(
    variable: Int, element: Int = 0, year: Int
  ) throws(SimulationError) -> Double? {
    guard model.timeline.years.contains(year),
      let form = model.variables[variable].form(in: model.timeline.kinds(of: year))
    else { return nil }
    let index = year - model.timeline.first
    if let known = path[variable][element][index] { return known }
    let here = Scenario.Override(variable: variable, element: element, year: year, value: 0)
    func given(in overrides: [Scenario.Override]) -> Double? {
      overrides.last {
        $0.variable == here.variable && $0.element == here.element && $0.year == here.year
      }?.value
    }
    var value: Double
    if let fixed = given(in: scenario.fixed) {
      value = fixed
    } else {
      let point = Point(
        year: year, elements: elements(element, over: model.variables[variable].over))
      value = try evaluate(form.rules[form.ruleOfElement[element]], at: point)
      if let added = given(in: scenario.adjustments) { value += added }
      if let added = lane?.adjustment(variable, element: element, year: year) { value += added }
    }
    path[variable][element][index] = value
    return value
  }

  /// Evaluates an expression at one element of some sets, in a year.
  public mutating func value(
    of expression: Expression, element: Int = 0, over: [Int] = [], year: Int
  ) throws(SimulationError) -> Double {
    try evaluate(expression, at: Point(year: year, elements: elements(element, over: over)))
  }

  /// What the equation of a variable read in a year, with the names a planner knows.
  mutating func inputs(
    variable: Int, element: Int, year: Int
  ) throws(SimulationError) -> [SimulationError.NonFinite.Input] {
    guard let form = model.variables[variable].form(in: model.timeline.kinds(of: year)) else {
      return []
    }
    let over = model.variables[variable].over
    let point = Point(year: year, elements: elements(element, over: over))
    var found: [SimulationError.NonFinite.Input] = []
    for reference in form.rules[form.ruleOfElement[element]].references {
      let isBound = reference.subscripts.allSatisfy {
        if case .current(let set) = $0 { point.elements[set] != nil } else { true }
      }
      // Inside a sum the element varies: the sum's terms are variables with lines of their own.
      guard isBound else { continue }
      let name = describe(reference, at: point)
      guard !found.contains(where: { $0.name == name }) else { continue }
      found.append(.init(name: name, value: try read(reference, at: point)))
    }
    return found
  }

  private func elements(_ flat: Int, over: [Int]) -> [Int: Int] {
    var rest = flat
    var elements: [Int: Int] = [:]
    for set in over.reversed() {
      elements[set] = rest % model.sets[set].elements.count
      rest /= model.sets[set].elements.count
    }
    return elements
  }

  private func describe(_ reference: Reference, at point: Point) -> String {
    let (name, over) = model.declaration(of: reference.target)
    let label = model.elementLabel(name, flat(reference, over, at: point), over: over)
    switch reference.target {
    case .constant, .parameter: return label
    case .inputDefault: return "\(name).default"
    case .series, .input, .shock, .variable:
      return "\(label) \(model.timeline.resolve(reference.time, in: point.year))"
    }
  }

  // MARK: Evaluation

  private mutating func evaluate(
    _ expression: Expression, at point: Point
  ) throws(SimulationError) -> Double {
    switch expression {
    case .number(let number): return number
    case .year: return Double(point.year)
    case .namedYear(let name): return Double(model.timeline.year(name))
    case .read(let reference): return try read(reference, at: point)
    case .unary(let function, let a): return Oracle.apply(function, try evaluate(a, at: point))
    case .binary(.power, let base, .number(let exponent)):
      return Oracle.power(try evaluate(base, at: point), exponent)
    case .binary(let function, let a, let b):
      let left = try evaluate(a, at: point)
      return Oracle.apply(function, left, try evaluate(b, at: point))
    case .conditional(let condition, let a, let b):
      // Both sides are evaluated, as lanes do; only one is used.
      let test = try evaluate(condition, at: point)
      let yes = try evaluate(a, at: point)
      let no = try evaluate(b, at: point)
      return test != 0 ? yes : no
    case .reduction(let reduction, let domain, let inner):
      return try reduce(reduction, domain, inner, at: point)
    case .draw: throw .invalidLaw("a distribution outside a prior or shock law")
    }
  }

  private mutating func reduce(
    _ reduction: Reduction, _ domain: Domain, _ inner: Expression, at point: Point
  ) throws(SimulationError) -> Double {
    var terms: [Double] = []
    for element in domain.elements {
      var at = point
      at.elements[domain.set] = element
      terms.append(try evaluate(inner, at: at))
    }
    guard let first = terms.first else { return 0 }
    let rest = terms.dropFirst()
    switch reduction {
    case .sum: return rest.reduce(first, +)
    case .mean: return rest.reduce(first, +) / Double(terms.count)
    case .min: return rest.reduce(first) { ScalarMath.minimum($0, $1) }
    case .max: return rest.reduce(first) { ScalarMath.maximum($0, $1) }
    }
  }

  private func flat(_ reference: Reference, _ over: [Int], at point: Point) -> Int {
    zip(reference.subscripts, over).reduce(0) { index, dimension in
      let position: Int
      switch dimension.0 {
      case .current(let set): position = point.elements[set] ?? 0
      case .element(let element): position = element
      }
      return index * model.sets[dimension.1].elements.count + position
    }
  }

  private mutating func read(
    _ reference: Reference, at point: Point
  ) throws(SimulationError) -> Double {
    let year = model.timeline.resolve(reference.time, in: point.year)
    let index = year - model.timeline.first
    let (name, over) = model.declaration(of: reference.target)
    let element = flat(reference, over, at: point)
    switch reference.target {
    case .constant(let number): return model.constants[number].values[element]
    case .series(let number): return model.series[number].values[element][index]
    case .inputDefault(let number): return model.inputs[number].defaultValue
    case .input(let number):
      return year < model.timeline.policyStart
        ? model.inputs[number].defaultValue
        : lane?.number(.input(number)) ?? scenario.inputs[number][index]
    case .parameter(let number):
      if let carried = lane?.number(.parameter(number, element: element)) { return carried }
      if case .given(let given) = draws {
        return given.columns[given.parameters[number][element]][draw]
      }
      if case .fixed(let parameters) = draws, !parameters[number][element].isNaN {
        return parameters[number][element]
      }
      return try sampleLaw(
        model.parameters[number].priors[element], .init(.parameter(number), element: element),
        at: Point(year: model.timeline.first, elements: elements(element, over: over)), period: 0)
    case .shock(let number):
      if case .given(let given) = draws, given.shocks[number][element][index] >= 0 {
        return given.columns[given.shocks[number][element][index]][draw]
      }
      return try sampleLaw(
        model.shocks[number].laws[element], .init(.shock(number), element: element),
        at: Point(year: year, elements: elements(element, over: over)), period: index)
    case .variable(let number):
      guard let value = try value(variable: number, element: element, year: year) else {
        throw .notComputed(variable: name, year: year)
      }
      return value
    }
  }

  private static func apply(_ function: UnaryFunction, _ x: Double) -> Double {
    switch function {
    case .negate: -x
    case .not: x == 0 ? 1 : 0
    case .exp: ScalarMath.exp(x)
    case .log: ScalarMath.log(x)
    case .sqrt: x.squareRoot()
    case .abs: x.magnitude
    case .tanh: ScalarMath.tanh(x)
    case .logit: ScalarMath.log(x / (1 - x))
    case .logistic: 1 / (1 + ScalarMath.exp(-x))
    case .sin: ScalarMath.sin(x)
    case .cos: ScalarMath.cos(x)
    case .atan: ScalarMath.atan(x)
    }
  }

  private static func apply(_ function: BinaryFunction, _ x: Double, _ y: Double) -> Double {
    switch function {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .power: ScalarMath.pow(x, y)
    case .minimum: ScalarMath.minimum(x, y)
    case .maximum: ScalarMath.maximum(x, y)
    case .less: x < y ? 1 : 0
    case .lessOrEqual: x <= y ? 1 : 0
    case .greater: x > y ? 1 : 0
    case .greaterOrEqual: x >= y ? 1 : 0
    case .equal: x == y ? 1 : 0
    case .notEqual: x != y ? 1 : 0
    case .and: x != 0 && y != 0 ? 1 : 0
    case .or: x != 0 || y != 0 ? 1 : 0
    }
  }

  private static func power(_ x: Double, _ exponent: Double) -> Double {
    switch exponent {
    case 0: 1
    case 1: x
    case 2: x * x
    case 3: x * x * x
    case 4: (x * x) * (x * x)
    case -1: 1 / x
    case 0.5: x.squareRoot()
    case 0.25: x.squareRoot().squareRoot()
    default: ScalarMath.pow(x, exponent)
    }
  }

  // MARK: Laws

  private mutating func sampleLaw(
    _ law: Expression, _ variate: Correlation.Variate, at point: Point, period: Int
  ) throws(SimulationError) -> Double {
    switch law {
    case .draw(let distribution, let substream):
      let source = source(variate, substream: substream, period: period)
      return try sample(distribution, source, at: point)
    case .unary(let function, let a):
      return Oracle.apply(function, try sampleLaw(a, variate, at: point, period: period))
    case .binary(.power, let base, .number(let exponent)):
      return Oracle.power(try sampleLaw(base, variate, at: point, period: period), exponent)
    case .binary(let function, let a, let b):
      let left = try sampleLaw(a, variate, at: point, period: period)
      return Oracle.apply(function, left, try sampleLaw(b, variate, at: point, period: period))
    case .conditional(let condition, let a, let b):
      let test = try sampleLaw(condition, variate, at: point, period: period)
      let chosen = test != 0 ? a : b
      return try sampleLaw(chosen, variate, at: point, period: period)
    case .number, .year, .namedYear, .read, .reduction:
      return try evaluate(law, at: point)
    }
  }

  /// Randomness of one variate: uniform or standard normal, whichever came first.
  private enum Source {
    case uniform(Double)
    case normal(Double)

    var u: Double {
      switch self {
      case .uniform(let u): u
      case .normal(let z): ScalarMath.normalCDF(z)
      }
    }

    var z: Double {
      switch self {
      case .uniform(let u): ScalarMath.normalQuantile(u)
      case .normal(let z): z
      }
    }
  }

  private func uniform(
    _ variate: Correlation.Variate, for reader: Correlation.Variate, substream: Int, period: Int
  ) -> Double {
    var isParameter = false
    if case .parameter(let number) = variate.target {
      let call = LaneDesign.Subject.uniform(
        number, element: variate.element, substream: substream)
      if let carried = lane?.number(call) { return carried }
    }
    guard case .streams = draws else { return 0.5 }
    if case .parameter = variate.target {
      isParameter = !(hasPosterior && model.isReplaced(reader))
    }
    let stream = RandomStream(
      seed: draws.seed(ofParameter: isParameter), name: model.streamName(variate))
    return stream.uniform(
      draw: isParameter ? parameterDraw : UInt64(draw), period: period,
      substream: UInt32(substream))
  }

  private func source(_ variate: Correlation.Variate, substream: Int, period: Int) -> Source {
    guard let terms = copula.terms(of: variate) else {
      return .uniform(uniform(variate, for: variate, substream: substream, period: period))
    }
    let parts = terms.map { term in
      let u = uniform(term.variate, for: variate, substream: substream, period: period)
      return term.weight * ScalarMath.normalQuantile(u)
    }
    return .normal(parts.dropFirst().reduce(parts[0], +))
  }

  private mutating func sample(
    _ distribution: Distribution, _ source: Source, at point: Point
  ) throws(SimulationError) -> Double {
    var known: [Double] = []
    for argument in distribution.arguments { known.append(try evaluate(argument, at: point)) }
    var next = known.makeIterator()
    // Arguments are asked for in the order in which they were listed.
    let distribution = try KnownDistribution(distribution) { _ in next.next() ?? .nan }
    return try sample(distribution, source, at: point)
  }

  private mutating func sample(
    _ distribution: KnownDistribution, _ source: Source, at point: Point
  ) throws(SimulationError) -> Double {
    switch distribution {
    case .normal(let mean, let sd): return mean + sd * source.z
    case .lognormal(let median, let logSD): return median * ScalarMath.exp(logSD * source.z)
    case .table(let law, let scale):
      let value = try table(law).value(atNormal: source.z)
      return scale == 1 ? value : scale * value
    case .uniform(let low, let high): return low + (high - low) * source.u
    case .triangular(let low, let mode, let high):
      let u = source.u
      return u < (mode - low) / (high - low)
        ? low + ((high - low) * (mode - low) * u).squareRoot()
        : high - ((high - low) * (high - mode) * (1 - u)).squareRoot()
    case .exponential(let mean): return mean * -ScalarMath.log1p(-source.u)
    case .bernoulli(let probability): return source.u < probability ? 1 : 0
    case .truncated(let inner, let cut):
      let tail = cut.start + (cut.end - cut.start) * source.u
      let value = try sample(
        inner, cut.isUpper ? .normal(-ScalarMath.normalQuantile(tail)) : .uniform(tail), at: point)
      return ScalarMath.minimum(ScalarMath.maximum(value, cut.low), cut.high)
    }
  }

  private mutating func table(_ law: QuantileTable.Law) throws(SimulationError) -> QuantileTable {
    if let known = tables[law] { return known }
    do {
      let table = try QuantileTable(law)
      tables[law] = table
      return table
    } catch {
      throw .invalidLaw("\(error)")
    }
  }
}

extension Model {
  /// The name of what a reference reads, and the sets it is declared over.
  func declaration(of target: Reference.Target) -> (name: String, over: [Int]) {
    switch target {
    case .constant(let number): (constants[number].name, constants[number].over)
    case .series(let number): (series[number].name, series[number].over)
    case .input(let number), .inputDefault(let number): (inputs[number].name, [])
    case .parameter(let number): (parameters[number].name, parameters[number].over)
    case .shock(let number): (shocks[number].name, shocks[number].over)
    case .variable(let number): (variables[number].name, variables[number].over)
    }
  }
}
