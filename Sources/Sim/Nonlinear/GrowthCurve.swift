/// S-shaped curves of growth towards a ceiling K.
///
/// With r a rate and m the time of inflection (for Richards, of the logistic inside it):
/// - logistic: K / (1 + e^(-r (t - m))) (P.-F. Verhulst, 1838);
/// - Gompertz: K exp(-e^(-r (t - m))) (B. Gompertz, Phil. Trans. R. Soc. 115 (1825));
/// - Bass: K (1 - e^(-(p + q) t)) / (1 + (q/p) e^(-(p + q) t)), t since the launch, with innovation p and
///   imitation q (F. M. Bass, A new product growth model for consumer durables, Management Science 15
///   (1969));
/// - Richards: K / (1 + e^(-r (t - m)))^(1/ν), with shape ν (F. J. Richards, A flexible growth function for
///   empirical use, J. Exp. Bot. 10 (1959)).
public enum GrowthCurve: String, CaseIterable, Sendable {
  case logistic, gompertz, bass, richards

  /// The parameters' names, the ceiling first.
  public var parameterNames: [String] {
    switch self {
    case .logistic, .gompertz: ["ceiling", "rate", "midpoint"]
    case .bass: ["ceiling", "innovation", "imitation"]
    case .richards: ["ceiling", "rate", "midpoint", "shape"]
    }
  }

  /// The curve as an expression of a time and its parameters, in the order of their names.
  public func formula(time: String, _ names: [String]) -> String {
    switch self {
    case .logistic: "\(names[0])/(1 + exp(-\(names[1])*(\(time) - \(names[2]))))"
    case .gompertz: "\(names[0])*exp(-exp(-\(names[1])*(\(time) - \(names[2]))))"
    case .bass:
      "\(names[0])*(1 - exp(-(\(names[1]) + \(names[2]))*\(time)))"
        + "/(1 + \(names[2])/\(names[1])*exp(-(\(names[1]) + \(names[2]))*\(time)))"
    case .richards:
      "\(names[0])/(1 + exp(-\(names[1])*(\(time) - \(names[2]))))^(1/\(names[3]))"
    }
  }

  /// The curve as a function of one column, the time.
  ///
  /// - Parameter ceiling: the ceiling; nil where it is the first parameter.
  public func function(ceiling: Double?) -> ColumnFunction {
    let time = Expression.read(Reference(.series(0)))
    func parameter(_ number: Int) -> Expression {
      if let ceiling { return number == 0 ? .number(ceiling) : .parameter(number - 1) }
      return .parameter(number)
    }
    let (a, b) = (parameter(1), parameter(2))
    let fall = -a * (time - b)
    let curve: Expression =
      switch self {
      case .logistic: parameter(0) / (1 + .exp(fall))
      case .gompertz: parameter(0) * .exp(-.exp(fall))
      case .bass:
        parameter(0) * (1 - .exp(-(a + b) * time)) / (1 + b / a * .exp(-(a + b) * time))
      case .richards: parameter(0) * .exp(-.log(1 + .exp(fall)) / parameter(3))
      }
    do {
      return try ColumnFunction(
        curve, parameterCount: parameterNames.count - (ceiling == nil ? 0 : 1))
    } catch {
      preconditionFailure("a curve reads a time and parameters")
    }
  }

  /// The value at a time; `parameters` with the ceiling first.
  public func value(at time: Double, _ parameters: [Double]) -> Double {
    let p = parameters
    switch self {
    case .logistic: return p[0] / (1 + ScalarMath.exp(-p[1] * (time - p[2])))
    case .gompertz: return p[0] * ScalarMath.exp(-ScalarMath.exp(-p[1] * (time - p[2])))
    case .bass:
      let e = ScalarMath.exp(-(p[1] + p[2]) * time)
      return p[0] * (1 - e) / (1 + p[2] / p[1] * e)
    case .richards:
      return p[0] / ScalarMath.pow(1 + ScalarMath.exp(-p[1] * (time - p[2])), 1 / p[3])
    }
  }

  /// Where the parameters may lie: what is a share of adopters a year, or an exponent, is positive.
  ///
  /// - Parameter ceiling: the highest observation, which a fitted ceiling may not be below by half.
  func bounds(estimatesCeiling: Bool) -> ParameterBounds {
    var bounds = ParameterBounds(count: parameterNames.count)
    switch self {
    case .logistic, .gompertz: break
    case .bass:
      bounds.lower[1] = 1e-12
      bounds.lower[2] = 0
    case .richards: bounds.lower[3] = 1e-3
    }
    guard !estimatesCeiling else { return bounds }
    return ParameterBounds(
      lower: Array(bounds.lower.dropFirst()), upper: Array(bounds.upper.dropFirst()))
  }
}

// Curves written as formulas are.
extension Expression {
  fileprivate static func parameter(_ number: Int) -> Expression {
    .read(Reference(.parameter(number)))
  }
  fileprivate static func exp(_ x: Expression) -> Expression { .unary(.exp, x) }
  fileprivate static func log(_ x: Expression) -> Expression { .unary(.log, x) }
  fileprivate static prefix func - (x: Expression) -> Expression { .unary(.negate, x) }
  fileprivate static func + (a: Expression, b: Expression) -> Expression { .binary(.add, a, b) }
  fileprivate static func - (a: Expression, b: Expression) -> Expression {
    .binary(.subtract, a, b)
  }
  fileprivate static func * (a: Expression, b: Expression) -> Expression {
    .binary(.multiply, a, b)
  }
  fileprivate static func / (a: Expression, b: Expression) -> Expression { .binary(.divide, a, b) }
  fileprivate static func + (a: Double, b: Expression) -> Expression { .number(a) + b }
  fileprivate static func - (a: Double, b: Expression) -> Expression { .number(a) - b }
}
