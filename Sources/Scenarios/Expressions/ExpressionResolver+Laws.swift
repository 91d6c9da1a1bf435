import Sim

/// A law with the places of its distribution calls, in the order of their sub-streams.
struct ResolvedLaw {
  var expression: Expression
  var calls: [Place]
}

// Priors and shock laws.
extension ExpressionResolver {
  /// The law a scalar holds, giving values in `unit`.
  func law(
    _ node: Located, over: [Int], unit: Unit?, of name: String, kind: LawKind
  ) -> ResolvedLaw {
    calls = []
    let expression = expression(node, purpose: .law, over: over, unit: unit, of: name)
    if kind == .drawn, calls.isEmpty, !expression.isWrong {
      findings.report(.lawWithoutDraw, at: Place(node, offset: 0))
    }
    return ResolvedLaw(expression: expression, calls: calls)
  }

  /// A distribution call.
  func draw(
    _ name: String, _ arguments: [Syntax.Argument], _ at: Int, _ scope: Scope
  ) -> Typed {
    let substream = calls.count
    calls.append(Place(scope.node, offset: at))
    guard let (distribution, unit) = distribution(name, arguments, at, scope) else { return .wrong }
    return Typed(expression: .draw(distribution, substream: substream), unit: unit)
  }

  private func distribution(
    _ name: String, _ arguments: [Syntax.Argument], _ at: Int, _ scope: Scope
  ) -> (Distribution, ValueUnit)? {
    guard let bound = bind(name, arguments, at, scope) else { return nil }
    if name == "truncated" { return truncated(bound, at, scope) }
    var inner = scope
    inner.purpose = .lawArgument
    let values = bound.mapValues { resolve($0, inner) }
    func value(_ label: String) -> Expression { values[label]?.expression ?? .number(.nan) }
    func shared(_ labels: String...) -> ValueUnit {
      labels.reduce(.any) { unit, label in
        common(
          unit, values[label]?.unit ?? .unknown, .function(name),
          bound[label]?.span.lowerBound ?? at, scope)
      }
    }
    func plain(_ labels: String...) {
      for label in labels {
        guard case .known(let unit) = values[label]?.unit, !unit.isPlain else { continue }
        report(
          .functionNeedsPlainNumber(name, unit: unit.description),
          bound[label]?.span.lowerBound ?? at, scope)
      }
    }
    switch name {
    case "normal": return (.normal(mean: value("mean"), sd: value("sd")), shared("mean", "sd"))
    case "lognormal":
      plain("log_sd")
      return (.lognormal(median: value("median"), logSD: value("log_sd")), shared("median"))
    case "uniform":
      return (.uniform(low: value("low"), high: value("high")), shared("low", "high"))
    case "triangular":
      return (
        .triangular(low: value("low"), mode: value("mode"), high: value("high")),
        shared("low", "mode", "high")
      )
    case "exponential": return (.exponential(mean: value("mean")), shared("mean"))
    case "bernoulli":
      plain("p")
      return (.bernoulli(probability: value("p")), .known(.plain))
    case "beta":
      plain("a", "b", "mean", "size")
      return (beta(values), .known(.plain))
    default:
      plain("shape")
      return (gamma(values), values["shape"] == nil ? shared("mean", "sd") : shared("scale"))
    }
  }

  /// a = mean · size, b = (1 − mean) · size.
  private func beta(_ values: [String: Typed]) -> Distribution {
    if let a = values["a"], let b = values["b"] {
      return .beta(a: a.expression, b: b.expression)
    }
    let mean = values["mean"]?.expression ?? .number(.nan)
    let size = values["size"]?.expression ?? .number(.nan)
    return .beta(
      a: .binary(.multiply, mean, size),
      b: .binary(.multiply, .binary(.subtract, .number(1), mean), size))
  }

  /// shape = (mean / sd)², scale = sd² / mean.
  private func gamma(_ values: [String: Typed]) -> Distribution {
    if let shape = values["shape"], let scale = values["scale"] {
      return .gamma(shape: shape.expression, scale: scale.expression)
    }
    let mean = values["mean"]?.expression ?? .number(.nan)
    let sd = values["sd"]?.expression ?? .number(.nan)
    let ratio = Expression.binary(.divide, mean, sd)
    return .gamma(
      shape: .binary(.multiply, ratio, ratio),
      scale: .binary(.divide, .binary(.multiply, sd, sd), mean))
  }

  private func truncated(
    _ bound: [String: Syntax], _ at: Int, _ scope: Scope
  ) -> (Distribution, ValueUnit)? {
    guard let law = bound["law"], case .call(let name, let arguments) = law.kind,
      FunctionName.distributions[name] != nil
    else {
      report(.truncatedNeedsDistribution, bound["law"]?.span.lowerBound ?? at, scope)
      return nil
    }
    guard let (inner, unit) = distribution(name, arguments, law.span.lowerBound, scope) else {
      return nil
    }
    var argument = scope
    argument.purpose = .lawArgument
    var result = unit
    func limit(_ label: String) -> Expression? {
      guard let syntax = bound[label] else { return nil }
      let value = resolve(syntax, argument)
      result = common(result, value.unit, .function("truncated"), syntax.span.lowerBound, scope)
      return value.expression
    }
    let (low, high) = (limit("low"), limit("high"))
    return (.truncated(inner, low: low, high: high), result)
  }

  /// The arguments of a distribution by name.
  private func bind(
    _ name: String, _ arguments: [Syntax.Argument], _ at: Int, _ scope: Scope
  ) -> [String: Syntax]? {
    let forms = FunctionName.distributions[name] ?? []
    var bound: [String: Syntax] = [:]
    for (position, argument) in arguments.enumerated() {
      let label: String
      if let given = argument.label {
        label = given
      } else {
        guard position < forms[0].count, arguments[..<position].allSatisfy({ $0.label == nil })
        else {
          report(.argumentsOfLaw(name, forms: forms), argument.value.span.lowerBound, scope)
          return nil
        }
        label = forms[0][position]
      }
      guard forms.contains(where: { $0.contains(label) }) else {
        let near = nearestName(to: label, among: forms.flatMap { $0 })
        report(
          .unknownArgument(label, of: name, suggestion: near, forms: forms), argument.labelAt,
          scope)
        return nil
      }
      guard bound.updateValue(argument.value, forKey: label) == nil else {
        report(.argumentTwice(label), argument.labelAt, scope)
        return nil
      }
    }
    guard forms.contains(where: { Set($0) == Set(bound.keys) }) else {
      report(.argumentsOfLaw(name, forms: forms), at, scope)
      return nil
    }
    return bound
  }
}

extension Expression {
  /// Whether it stands for an expression that was reported as wrong.
  var isWrong: Bool {
    switch self {
    case .number(let value): value.isNaN
    case .year, .namedYear, .read, .draw: false
    case .unary(_, let a), .reduction(_, _, let a): a.isWrong
    case .binary(_, let a, let b): a.isWrong || b.isWrong
    case .conditional(let a, let b, let c): a.isWrong || b.isWrong || c.isWrong
    }
  }
}
