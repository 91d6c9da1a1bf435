import Sim

/// A repeatable generator for tests (Steele, Lea & Flood, SplitMix64).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Random models full of what goes wrong: NaN, signed zeros, infinities, subnormals, sets with
/// several indices, subsets, overrides, lags and named years.
struct RandomModel {
  static let timeline = Timeline(first: 2000, last: 2004, policyStart: 2006, horizon: 2009)
  static let special: [Double] = [
    0, -0.0, 1, -1, 0.5, 2, -3.25, Double.leastNormalMagnitude / 8, -Double.leastNonzeroMagnitude,
    1e300, -1e300, .infinity, -.infinity, .nan,
    .pi, 1e-3, 7, 0.999, 710, -746,
  ]

  private var random: SplitMix64
  private(set) var model: Model
  /// How many right-hand sides were made.
  private(set) var expressionCount = 0

  init(seed: UInt64, variables: Int = 12) {
    random = SplitMix64(state: seed)
    model = Model(
      timeline: Self.timeline,
      sets: [
        ElementSet("a", ["x", "y", "z"]), ElementSet("b", ["u", "v"]),
        ElementSet("c", ["x", "y", "z"]),
      ])
    for over in [[], [0], [1], [0, 1], [1, 0]] {
      let count = model.elementCount(over: over)
      model.constants.append(
        Constant("k\(over)", over: over, values: (0..<count).map { _ in number() }))
      model.series.append(
        Series(
          "s\(over)", over: over,
          values: (0..<count).map { _ in
            // A hole would be an error of the model, so NaN stays out of series.
            Self.timeline.years.map { _ in
              let value = number()
              return value.isNaN ? 1 : value
            }
          }))
      model.parameters.append(
        Parameter("p\(over)", over: over, priors: Array(repeating: .number(0), count: count)))
      model.shocks.append(
        Shock("e\(over)", over: over, laws: Array(repeating: .number(0), count: count)))
    }
    for index in 0..<2 {
      model.inputs.append(Input("i\(index)", isLever: true, defaultValue: number()))
    }
    for index in 0..<variables { addVariable(index) }
  }

  /// Draws made of special values.
  mutating func draws(_ count: Int) -> GivenDraws {
    var columns: [[Double]] = []
    func column(_ me: inout RandomModel) -> Int {
      columns.append((0..<count).map { _ in me.number() })
      return columns.count - 1
    }
    var parameters: [[Int]] = []
    for parameter in model.parameters {
      parameters.append(parameter.priors.map { _ in column(&self) })
    }
    var shocks: [[[Int]]] = []
    for shock in model.shocks {
      shocks.append(
        shock.laws.map { _ in
          Self.timeline.years.map { $0 > Self.timeline.last ? column(&self) : -1 }
        })
    }
    return GivenDraws(columns: columns, parameters: parameters, shocks: shocks)
  }

  /// A scenario with random inputs, and now and then a fixed or adjusted value.
  mutating func scenario() -> Scenario {
    var inputs: [[Double]] = []
    for _ in model.inputs { inputs.append(Self.timeline.years.map { _ in number() }) }
    let isTouched = Bool.random(using: &random)
    return Scenario(
      id: "random", inputs: inputs, fixed: isTouched ? overrides() : [],
      adjustments: isTouched ? overrides() : [])
  }

  private mutating func overrides() -> [Scenario.Override] {
    var found: [Scenario.Override] = []
    for _ in 0..<3 {
      let variable = Int.random(in: 0..<model.variables.count, using: &random)
      let count = model.elementCount(over: model.variables[variable].over)
      let element = Int.random(in: 0..<count, using: &random)
      let year = Int.random(in: 2000...2009, using: &random)
      found.append(.init(variable: variable, element: element, year: year, value: number()))
    }
    return found
  }

  private mutating func number() -> Double {
    if Int.random(in: 0..<3, using: &random) == 0 {
      return Self.special.randomElement(using: &random) ?? 0
    }
    return Double.random(in: -2...2, using: &random)
  }

  private mutating func addVariable(_ index: Int) {
    let over = [[], [0], [1], [0, 1]].randomElement(using: &random) ?? []
    let kinds: [YearKinds] =
      Bool.random(using: &random)
      ? [.first, [.history, .projection]] : [.first, .last, .history, .projection]
    let isReporting = index >= 10
    model.variables.append(Variable("v\(index)", over: over, forms: [], isReporting: isReporting))
    var forms: [Form] = []
    for years in kinds {
      let count = model.elementCount(over: over)
      let rules = (0..<Int.random(in: 1...min(3, count), using: &random)).map { _ in
        expression(depth: 4, variable: index, over: over, years: years, bound: Set(over))
      }
      expressionCount += rules.count
      let ruleOfElement = (0..<count).map { _ in
        Int.random(in: rules.indices, using: &random)
      }
      forms.append(Form(years, rules: rules, ruleOfElement: ruleOfElement))
    }
    model.variables[index].forms = forms
  }

  private mutating func expression(
    depth: Int, variable: Int, over: [Int], years: YearKinds, bound: Set<Int>
  ) -> Expression {
    func inner(_ me: inout RandomModel, bound: Set<Int>) -> Expression {
      me.expression(depth: depth - 1, variable: variable, over: over, years: years, bound: bound)
    }
    guard depth > 0 else { return leaf(variable: variable, years: years, bound: bound) }
    switch Int.random(in: 0..<12, using: &random) {
    case 0..<2: return leaf(variable: variable, years: years, bound: bound)
    case 2..<4:
      let function = UnaryFunction.allCases.randomElement(using: &random) ?? .exp
      return .unary(function, inner(&self, bound: bound))
    case 4:
      let exponents: [Double] = [0, 1, 2, 3, 4, -1, 0.5, 0.25, 1.7, -2]
      let exponent = exponents.randomElement(using: &random) ?? 2
      return .binary(.power, inner(&self, bound: bound), .number(exponent))
    case 5:
      return .conditional(
        inner(&self, bound: bound), inner(&self, bound: bound), inner(&self, bound: bound))
    case 6..<8:
      let set = Int.random(in: 0..<2, using: &random)
      let all = Array(model.sets[set].elements.indices)
      let elements = Bool.random(using: &random) ? all : Array(all.dropFirst())
      let reduction = Reduction.allCases.randomElement(using: &random) ?? .sum
      return .reduction(
        reduction, Domain(set: set, elements: elements), inner(&self, bound: bound.union([set])))
    default:
      let function = BinaryFunction.allCases.randomElement(using: &random) ?? .add
      return .binary(function, inner(&self, bound: bound), inner(&self, bound: bound))
    }
  }

  private mutating func leaf(
    variable: Int, years: YearKinds, bound: Set<Int>
  ) -> Expression {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: return .number(number())
    case 1: return .year
    case 2: return .namedYear(NamedYear.allCases.randomElement(using: &random) ?? .last)
    case 3:
      let n = Int.random(in: model.constants.indices, using: &random)
      return read(.constant(n), model.constants[n].over, .lag(0), bound)
    case 4:
      let n = Int.random(in: model.series.indices, using: &random)
      return read(.series(n), model.series[n].over, .lag(0), bound)
    case 5:
      let n = Int.random(in: model.parameters.indices, using: &random)
      return read(.parameter(n), model.parameters[n].over, .lag(0), bound)
    case 6 where years == .projection:
      let n = Int.random(in: model.shocks.indices, using: &random)
      return read(.shock(n), model.shocks[n].over, .lag(0), bound)
    case 6: return .read(Reference(.inputDefault(0)))
    case 7 where years == .projection: return .read(Reference(.input(1)))
    default: return variableRead(variable: variable, years: years, bound: bound)
    }
  }

  /// Reads an earlier variable of the same year, or any at a lag that exists.
  private mutating func variableRead(
    variable: Int, years: YearKinds, bound: Set<Int>
  ) -> Expression {
    let isReporting = model.variables[variable].isReporting
    if variable > 0, years == .first || Bool.random(using: &random) {
      let n = Int.random(in: 0..<variable, using: &random)
      let time: TimeReference =
        isReporting && !model.variables[n].isReporting && Bool.random(using: &random)
        ? .named(.horizon, offset: -1) : .lag(0)
      return read(.variable(n), model.variables[n].over, time, bound)
    }
    guard years != .first else { return .number(number()) }
    let n = Int.random(in: 0...variable, using: &random)
    let times: [TimeReference] =
      years == .projection
      ? [.lag(1), .lag(3), .named(.last, offset: 0), .named(.last, offset: -2), .absolute(2003)]
      : [.lag(1), .named(.first, offset: 0), .absolute(2000)]
    return read(
      .variable(n), model.variables[n].over, times.randomElement(using: &random) ?? .lag(1), bound)
  }

  private mutating func read(
    _ target: Reference.Target, _ over: [Int], _ time: TimeReference, _ bound: Set<Int>
  ) -> Expression {
    let subscripts = over.map { set in
      // Set c is a second index over the elements of a; it is bound when a is.
      bound.contains(set) && Bool.random(using: &random)
        ? Subscript.current(set: set)
        : Subscript.element(
          Int.random(in: model.sets[set].elements.indices, using: &random))
    }
    return .read(Reference(target, subscripts: subscripts, time: time))
  }
}
