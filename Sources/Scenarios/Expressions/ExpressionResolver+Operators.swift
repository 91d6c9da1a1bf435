import Sim

// Operators and functions, with their units.
extension ExpressionResolver {
  func binary(
    _ function: BinaryFunction, _ at: Int, _ left: Syntax, _ right: Syntax, _ scope: Scope
  ) -> Typed {
    switch function {
    case .and, .or:
      let (a, b) = (condition(left, scope), condition(right, scope))
      return Typed(
        expression: .binary(function, a, b), unit: .known(.plain), isCondition: true)
    case .power:
      return power(at, left, right, scope)
    case .multiply, .divide:
      let (a, b) = (resolve(left, scope), resolve(right, scope))
      let unit = product(a.unit, b.unit, isDivision: function == .divide, at, scope)
      return Typed(expression: .binary(function, a.expression, b.expression), unit: unit)
    case .add, .subtract, .minimum, .maximum:
      let (a, b) = (resolve(left, scope), resolve(right, scope))
      let unit = common(a.unit, b.unit, .sign(function.sign), at, scope)
      return Typed(expression: .binary(function, a.expression, b.expression), unit: unit)
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
      let (a, b) = (resolve(left, scope), resolve(right, scope))
      let unit = common(a.unit, b.unit, .sign(function.sign), at, scope)
      return Typed(
        expression: .binary(function, a.expression, b.expression),
        unit: unit.isUnknown ? .unknown : .known(.plain), isCondition: true)
    }
  }

  /// The unit that two values must share; a literal zero fits every unit.
  func common(
    _ left: ValueUnit, _ right: ValueUnit, _ join: Join, _ at: Int, _ scope: Scope
  ) -> ValueUnit {
    switch (left, right) {
    case (.unknown, _), (_, .unknown): return .unknown
    case (.any, let unit), (let unit, .any): return unit
    case (.known(let a), .known(let b)):
      guard a != b else { return left }
      report(
        .unitMismatch(
          join, left: a.description, right: b.description, factor: a.factor(from: b)), at, scope)
      return .unknown
    }
  }

  private func product(
    _ left: ValueUnit, _ right: ValueUnit, isDivision: Bool, _ at: Int, _ scope: Scope
  ) -> ValueUnit {
    switch (left, right) {
    case (.unknown, _), (_, .unknown): return .unknown
    case (.any, .any): return .any
    default: break
    }
    let (a, b) = (left.factor, right.factor)
    guard let unit = isDivision ? a.divided(by: b) : a.times(b) else {
      report(.unitTooLarge, at, scope)
      return .unknown
    }
    return .known(unit)
  }

  // MARK: Powers

  private func power(_ at: Int, _ base: Syntax, _ exponent: Syntax, _ scope: Scope) -> Typed {
    let (a, b) = (resolve(base, scope), resolve(exponent, scope))
    let unit: ValueUnit
    if case .number(let value) = b.expression, exponent.isPlainLiteral {
      unit = raised(a.unit, to: value, at, scope)
    } else {
      requirePlain(b.unit, { .exponentWithUnit($0) }, exponent.span.lowerBound, scope)
      requirePlain(a.unit, { .powerOfUnit($0) }, at, scope)
      unit = a.unit.isUnknown || b.unit.isUnknown ? .unknown : .known(.plain)
    }
    return Typed(expression: .binary(.power, a.expression, b.expression), unit: unit)
  }

  private func raised(
    _ unit: ValueUnit, to value: Double, _ at: Int, _ scope: Scope
  ) -> ValueUnit {
    guard case .known(let known) = unit else { return unit }
    if known.isPlain { return unit }
    guard let exponent = Rational(exactly: value), let power = known.raised(to: exponent) else {
      report(.unitTooLarge, at, scope)
      return .unknown
    }
    return .known(power)
  }

  private func requirePlain(
    _ unit: ValueUnit, _ problem: (String) -> Problem, _ at: Int, _ scope: Scope
  ) {
    if case .known(let unit) = unit, !unit.isPlain {
      report(problem(unit.description), at, scope)
    }
  }

  // MARK: Functions

  func call(
    _ name: String, _ arguments: [Syntax.Argument], _ syntax: Syntax, _ scope: Scope
  ) -> Typed {
    let at = syntax.span.lowerBound
    if FunctionName.distributions[name] != nil {
      guard scope.purpose == .law else {
        report(
          scope.purpose == .lawArgument ? .nestedDraw(name) : .drawOutsideLaw(name), at, scope)
        return .wrong
      }
      return draw(name, arguments, at, scope)
    }
    guard FunctionName.all.contains(name) else {
      if source.names.meaning(of: name) != nil {
        report(.notAFunction(name), at, scope)
      } else {
        report(
          .unknownFunction(
            name, suggestion: nearestName(to: name, among: FunctionName.all.sorted())),
          at, scope)
      }
      return .wrong
    }
    if let labelled = arguments.first(where: { $0.label != nil }) {
      report(.noNamedArguments(name), labelled.labelAt, scope)
      return .wrong
    }
    let values = arguments.map(\.value)
    if let function = FunctionName.plain[name] {
      return plainFunction(function, name, values, at, scope)
    }
    switch name {
    case "sqrt", "abs": return unaryFunction(name, values, at, scope)
    case "min", "max": return extremum(name, values, at, scope)
    case "clip": return clip(values, at, scope)
    case "if": return choice(values, at, scope)
    default:
      report(.reductionWithoutOver(name), at, scope)
      return .wrong
    }
  }

  private func has(
    _ count: Int, _ values: [Syntax], _ name: String, _ at: Int, _ scope: Scope
  ) -> Bool {
    if values.count == count { return true }
    report(.wrongArgumentCount(name, expected: count, found: values.count), at, scope)
    return false
  }

  private func plainFunction(
    _ function: UnaryFunction, _ name: String, _ values: [Syntax], _ at: Int, _ scope: Scope
  ) -> Typed {
    guard has(1, values, name, at, scope) else { return .wrong }
    let value = resolve(values[0], scope)
    requirePlain(
      value.unit, { .functionNeedsPlainNumber(name, unit: $0) }, values[0].span.lowerBound, scope)
    return Typed(
      expression: .unary(function, value.expression),
      unit: value.unit.isUnknown ? .unknown : .known(.plain))
  }

  private func unaryFunction(
    _ name: String, _ values: [Syntax], _ at: Int, _ scope: Scope
  ) -> Typed {
    guard has(1, values, name, at, scope) else { return .wrong }
    let value = resolve(values[0], scope)
    if name == "abs" {
      return Typed(expression: .unary(.abs, value.expression), unit: value.unit)
    }
    return Typed(
      expression: .unary(.sqrt, value.expression), unit: raised(value.unit, to: 0.5, at, scope))
  }

  private func extremum(
    _ name: String, _ values: [Syntax], _ at: Int, _ scope: Scope
  ) -> Typed {
    guard values.count >= 2 else {
      report(.extremumOfOne(name), at, scope)
      return .wrong
    }
    let function: BinaryFunction = name == "min" ? .minimum : .maximum
    var typed = resolve(values[0], scope)
    typed.isCondition = false
    for value in values.dropFirst() {
      let next = resolve(value, scope)
      typed.unit = common(
        typed.unit, next.unit, .function(name), value.span.lowerBound, scope)
      typed.expression = .binary(function, typed.expression, next.expression)
    }
    return typed
  }

  private func clip(_ values: [Syntax], _ at: Int, _ scope: Scope) -> Typed {
    guard has(3, values, "clip", at, scope) else { return .wrong }
    let parts = values.map { resolve($0, scope) }
    var unit = parts[0].unit
    for (part, value) in zip(parts, values).dropFirst() {
      unit = common(unit, part.unit, .function("clip"), value.span.lowerBound, scope)
    }
    let raised = Expression.binary(.maximum, parts[0].expression, parts[1].expression)
    return Typed(expression: .binary(.minimum, raised, parts[2].expression), unit: unit)
  }

  private func choice(_ values: [Syntax], _ at: Int, _ scope: Scope) -> Typed {
    guard has(3, values, "if", at, scope) else { return .wrong }
    let condition = condition(values[0], scope)
    let (then, otherwise) = (resolve(values[1], scope), resolve(values[2], scope))
    let unit = common(
      then.unit, otherwise.unit, .function("if"), values[2].span.lowerBound, scope)
    return Typed(
      expression: .conditional(condition, then.expression, otherwise.expression), unit: unit,
      isCondition: then.isCondition && otherwise.isCondition)
  }
}

/// What two values of different units were joined by.
public enum Join: Hashable, Sendable {
  /// An operator.
  case sign(String)
  /// A function.
  case function(String)
  /// The two sides of an identity.
  case identity
}

extension ExpressionResolver.ValueUnit {
  /// The unit as a factor of a product, where a literal zero is a plain number.
  fileprivate var factor: Unit {
    if case .known(let unit) = self { unit } else { .plain }
  }
}

extension Syntax {
  /// A number without a unit, possibly negative.
  fileprivate var isPlainLiteral: Bool {
    switch kind {
    case .number(_, unit: nil): true
    case .negate(let operand): operand.isPlainLiteral
    default: false
    }
  }
}

extension BinaryFunction {
  /// How it is written.
  fileprivate var sign: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .power: "^"
    case .minimum: "min"
    case .maximum: "max"
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .equal: "=="
    case .notEqual: "!="
    case .and: "and"
    case .or: "or"
    }
  }
}
