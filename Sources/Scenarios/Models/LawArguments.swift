import Glibc
import Sim

/// Finds arguments with which a law is no distribution: a negative spread, a probability of 2.
struct LawArguments {
  /// The tables laws may read.
  let constants: [Constant]
  /// The sets, for strides of tables.
  let sets: [ElementSet]
  /// Which element of each set the law is for.
  var positions: [Int: Int]

  /// The first impossible argument of each distribution call, with the number of the call.
  func problems(in law: Expression) -> [(substream: Int, problem: Problem)] {
    switch law {
    case .number, .year, .namedYear, .read: []
    case .unary(_, let a), .reduction(_, _, let a): problems(in: a)
    case .binary(_, let a, let b): problems(in: a) + problems(in: b)
    case .conditional(let a, let b, let c): problems(in: a) + problems(in: b) + problems(in: c)
    case .draw(let distribution, let substream):
      problem(of: distribution).map { [(substream, $0)] } ?? []
    }
  }

  private func problem(of distribution: Distribution) -> Problem? {
    switch distribution {
    case .normal(_, let sd): positive(("sd", sd))
    case .lognormal(let median, let logSD): positive(("median", median), ("log_sd", logSD))
    // What was given as mean and size, or mean and sd, is blamed under these names.
    case .beta(
      .binary(.multiply, let mean, let size), .binary(.multiply, .binary(.subtract, _, _), _)):
      positive(("size", size))
        ?? (value(mean) <= 0 || value(mean) >= 1
          ? .impossibleArgument("mean", value(mean), .properFraction) : nil)
    case .beta(let a, let b): positive(("a", a), ("b", b))
    case .gamma(
      .binary(.multiply, .binary(.divide, let mean, let sd), _), .binary(.divide, _, _)):
      positive(("mean", mean), ("sd", sd))
    case .gamma(let shape, let scale): positive(("shape", shape), ("scale", scale))
    case .exponential(let mean): positive(("mean", mean))
    case .bernoulli(let probability):
      outside(value(probability), 0...1).map { .impossibleArgument("p", $0, .probability) }
    case .uniform(let low, let high):
      ordered(("low", value(low)), ("high", value(high)), strictly: true)
    case .triangular(let low, let mode, let high):
      ordered(("low", value(low)), ("high", value(high)), strictly: true)
        ?? ordered(("low", value(low)), ("mode", value(mode)), strictly: false)
        ?? ordered(("mode", value(mode)), ("high", value(high)), strictly: false)
    case .truncated(let law, let low, let high): problem(of: law) ?? truncation(law, low, high)
    }
  }

  private func truncation(_ law: Distribution, _ low: Expression?, _ high: Expression?) -> Problem?
  {
    let low = low.map(value) ?? -.infinity
    let high = high.map(value) ?? .infinity
    guard !low.isNaN, !high.isNaN else { return nil }
    if low >= high { return .impossibleOrder("low", low, "high", high) }
    let support = support(of: law)
    guard !support.low.isNaN, !support.high.isNaN else { return nil }
    return low < support.high && high > support.low ? nil : .emptyTruncation(low: low, high: high)
  }

  /// The interval a distribution gives values in.
  private func support(of law: Distribution) -> (low: Double, high: Double) {
    switch law {
    case .normal: (-.infinity, .infinity)
    case .lognormal, .gamma, .exponential: (0, .infinity)
    case .beta, .bernoulli: (0, 1)
    case .uniform(let low, let high), .triangular(let low, _, let high): (value(low), value(high))
    case .truncated(let inner, let low, let high):
      (
        max(support(of: inner).low, low.map(value) ?? -.infinity),
        min(support(of: inner).high, high.map(value) ?? .infinity)
      )
    }
  }

  private func positive(_ arguments: (name: String, value: Expression)...) -> Problem? {
    for (name, expression) in arguments where value(expression) <= 0 {
      return .impossibleArgument(name, value(expression), .positive)
    }
    return nil
  }

  private func outside(_ value: Double, _ range: ClosedRange<Double>) -> Double? {
    value.isNaN || range.contains(value) ? nil : value
  }

  private func ordered(
    _ low: (String, Double), _ high: (String, Double), strictly: Bool
  ) -> Problem? {
    let isWrong = strictly ? low.1 >= high.1 : low.1 > high.1
    return isWrong ? .impossibleOrder(low.0, low.1, high.0, high.1) : nil
  }

  // MARK: Values

  /// The value of an argument; NaN where it is not known.
  private func value(_ expression: Expression) -> Double {
    switch expression {
    case .number(let number): number
    case .year, .namedYear, .draw: .nan
    case .read(let reference): value(reference)
    case .unary(let function, let a): function.value(value(a))
    case .binary(let function, let a, let b): function.value(value(a), value(b))
    case .conditional(let condition, let a, let b):
      value(condition) != 0 ? value(a) : value(b)
    case .reduction(let reduction, let domain, let body): reduced(reduction, domain, body)
    }
  }

  private func value(_ reference: Reference) -> Double {
    guard case .constant(let index) = reference.target else { return .nan }
    var flat = 0
    for (place, set) in zip(reference.subscripts, constants[index].over) {
      let position: Int
      switch place {
      case .element(let element): position = element
      case .current(let bound): position = positions[bound] ?? 0
      }
      flat = flat * sets[set].elements.count + position
    }
    let values = constants[index].values
    return values.indices.contains(flat) ? values[flat] : .nan
  }

  private func reduced(_ reduction: Reduction, _ domain: Domain, _ body: Expression) -> Double {
    let values = domain.elements.map { element in
      var inner = self
      inner.positions[domain.set] = element
      return inner.value(body)
    }
    guard let first = values.first else { return .nan }
    switch reduction {
    case .sum: return values.dropFirst().reduce(first, +)
    case .mean: return values.dropFirst().reduce(first, +) / Double(values.count)
    case .min: return values.dropFirst().reduce(first) { Double.minimum($0, $1) }
    case .max: return values.dropFirst().reduce(first) { Double.maximum($0, $1) }
    }
  }
}

extension UnaryFunction {
  /// The value for a checker: the last bits do not matter here.
  fileprivate func value(_ x: Double) -> Double {
    switch self {
    case .negate: -x
    case .not: x == 0 ? 1 : 0
    case .exp: Glibc.exp(x)
    case .log: Glibc.log(x)
    case .sqrt: x.squareRoot()
    case .abs: Swift.abs(x)
    case .tanh: Glibc.tanh(x)
    case .logit: Glibc.log(x / (1 - x))
    case .logistic: 1 / (1 + Glibc.exp(-x))
    case .sin: Glibc.sin(x)
    case .cos: Glibc.cos(x)
    case .atan: Glibc.atan(x)
    }
  }
}

extension BinaryFunction {
  /// The value for a checker: the last bits do not matter here.
  fileprivate func value(_ x: Double, _ y: Double) -> Double {
    switch self {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .power: pow(x, y)
    case .minimum: Double.minimum(x, y)
    case .maximum: Double.maximum(x, y)
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
}
