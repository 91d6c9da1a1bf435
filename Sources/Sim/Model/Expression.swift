/// The right-hand side of an equation, with every name resolved.
///
/// A value of this type has already been checked: names exist, subscripts fit, units agree.
/// Text is parsed elsewhere; here there are only trees. Two programs read them: the tape
/// (``Program``) and the scalar oracle (``Oracle``), which share no evaluation code.
public indirect enum Expression: Sendable {
  /// A literal.
  case number(Double)
  /// The period being computed, as a number (a calendar year, a day, a step).
  case year
  /// A named year of the timeline, as a number.
  case namedYear(NamedYear)
  /// A table, series, lever, parameter, shock or variable.
  case read(Reference)
  /// A function of one argument.
  case unary(UnaryFunction, Expression)
  /// A function of two arguments. `min` and `max` of more are nested from the left.
  case binary(BinaryFunction, Expression, Expression)
  /// `if(condition, then, else)`: the second argument where the condition is not zero.
  case conditional(Expression, Expression, Expression)
  /// A sum, mean, minimum or maximum over the elements of a set or subset, from first to last.
  case reduction(Reduction, Domain, Expression)
  /// A variate; only in priors and shock laws. Each call in a law has its own sub-stream.
  case draw(Distribution, substream: Int)
}

/// Functions of one argument; truth values are 1 and 0.
public enum UnaryFunction: String, CaseIterable, Sendable {
  case negate, not, exp, log, sqrt, abs, tanh, logit, logistic, sin, cos, atan
}

/// Functions of two arguments.
///
/// `minimum` and `maximum` are those of IEEE 754-2019: NaN if either argument is NaN, and −0 < +0.
/// Comparisons give 1 or 0 and are 0 when an argument is NaN, except `notEqual`, which is then 1.
/// `and` and `or` take any number that is not zero (NaN included) as true.
public enum BinaryFunction: String, CaseIterable, Sendable {
  case add, subtract, multiply, divide, power, minimum, maximum
  case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual, and, or
}

/// Ways to reduce an expression over a set.
///
/// All run from the first element to the last; `mean` is the sum divided by the number of elements.
public enum Reduction: String, CaseIterable, Sendable {
  case sum, mean, min, max
}

/// The elements of one set over which a reduction runs, in the order of the set.
public struct Domain: Equatable, Sendable {
  /// Index of the set in ``Model/sets``, whose current element the reduction binds.
  public var set: Int
  /// Positions in the set, increasing.
  public var elements: [Int]

  /// Creates a domain; `elements` are positions in set number `set`.
  public init(set: Int, elements: [Int]) {
    self.set = set
    self.elements = elements
  }
}

/// A distribution of one variate.
///
/// Arguments must be known before drawing: numbers and tables.
///
/// Every variate is a monotone function of one standard normal `z`, so truncation and Gaussian
/// copulas apply to all of them.
public indirect enum Distribution: Sendable {
  /// Mean and standard deviation.
  case normal(mean: Expression, sd: Expression)
  /// `median · exp(logSD · z)`.
  case lognormal(median: Expression, logSD: Expression)
  /// Shape parameters a and b, both positive, on (0, 1). `beta(mean: m, size: n)` is a = m n, b = (1 − m) n.
  case beta(a: Expression, b: Expression)
  /// On (low, high).
  case uniform(low: Expression, high: Expression)
  /// On (low, high) with the given mode.
  case triangular(low: Expression, mode: Expression, high: Expression)
  /// Shape and scale (mean = shape · scale), both positive.
  case gamma(shape: Expression, scale: Expression)
  /// Mean (the reciprocal of the rate).
  case exponential(mean: Expression)
  /// 1 with the given probability, else 0.
  case bernoulli(probability: Expression)
  /// The distribution conditioned on lying in [low, high]; a missing bound is infinite.
  case truncated(Distribution, low: Expression?, high: Expression?)
}

/// A use of a name inside an expression.
public struct Reference: Sendable {
  /// What the name stands for; the number is a position in the array of the same name in ``Model``.
  public enum Target: Hashable, Sendable {
    case constant(Int)
    case series(Int)
    case input(Int)
    case inputDefault(Int)
    case parameter(Int)
    case shock(Int)
    case variable(Int)
  }

  /// What is read.
  public var target: Target
  /// One subscript for each set the target is declared over, in the target's order.
  public var subscripts: [Subscript]
  /// When it is read; constants, parameters and defaults have no time: `.lag(0)`.
  public var time: TimeReference
  /// Where the name stands in the text: an opaque number the reader of the text gave, for messages.
  public var site: Int

  /// Creates a reference.
  public init(
    _ target: Target, subscripts: [Subscript] = [], time: TimeReference = .lag(0), site: Int = 0
  ) {
    self.target = target
    self.subscripts = subscripts
    self.time = time
    self.site = site
  }
}

/// How one dimension of a reference is chosen.
public enum Subscript: Hashable, Sendable {
  /// The element of this set that the equation, or the nearest enclosing reduction, is at.
  case current(set: Int)
  /// A fixed element, by position.
  case element(Int)
}

/// When a name is read, seen from the period being computed.
public enum TimeReference: Hashable, Sendable {
  /// So many periods ago; 0 is now. Negative numbers (the future) only in reporting equations.
  case lag(Int)
  /// A named year plus an offset.
  case named(NamedYear, offset: Int)
  /// A fixed period.
  case absolute(Int)
}

extension Expression {
  /// The same expression with some variables read in the place of others, by position.
  ///
  /// - Precondition: a variable and its replacement are over the same sets.
  public func readingVariables(_ replacements: [Int: Int]) -> Expression {
    replacingReads { reference in
      var reference = reference
      if case .variable(let variable) = reference.target, let other = replacements[variable] {
        reference.target = .variable(other)
      }
      return .read(reference)
    }
  }

  /// The same expression with every read replaced, those in the arguments of distributions included.
  public func replacingReads(_ replacement: (Reference) -> Expression) -> Expression {
    func replaced(_ part: Expression) -> Expression { part.replacingReads(replacement) }
    switch self {
    case .number, .year, .namedYear: return self
    case .read(let reference): return replacement(reference)
    case .unary(let function, let a): return .unary(function, replaced(a))
    case .binary(let function, let a, let b): return .binary(function, replaced(a), replaced(b))
    case .conditional(let c, let a, let b):
      return .conditional(replaced(c), replaced(a), replaced(b))
    case .reduction(let reduction, let domain, let a):
      return .reduction(reduction, domain, replaced(a))
    case .draw(let distribution, let substream):
      return .draw(distribution.replacingReads(replacement), substream: substream)
    }
  }
}

extension Distribution {
  fileprivate func replacingReads(_ replacement: (Reference) -> Expression) -> Distribution {
    func replaced(_ part: Expression) -> Expression { part.replacingReads(replacement) }
    switch self {
    case .normal(let mean, let sd): return .normal(mean: replaced(mean), sd: replaced(sd))
    case .lognormal(let median, let logSD):
      return .lognormal(median: replaced(median), logSD: replaced(logSD))
    case .beta(let a, let b): return .beta(a: replaced(a), b: replaced(b))
    case .uniform(let low, let high): return .uniform(low: replaced(low), high: replaced(high))
    case .triangular(let low, let mode, let high):
      return .triangular(low: replaced(low), mode: replaced(mode), high: replaced(high))
    case .gamma(let shape, let scale):
      return .gamma(shape: replaced(shape), scale: replaced(scale))
    case .exponential(let mean): return .exponential(mean: replaced(mean))
    case .bernoulli(let probability): return .bernoulli(probability: replaced(probability))
    case .truncated(let inner, let low, let high):
      return .truncated(
        inner.replacingReads(replacement), low: low.map(replaced), high: high.map(replaced))
    }
  }
}
