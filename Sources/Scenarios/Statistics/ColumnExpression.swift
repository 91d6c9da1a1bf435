import Sim

/// Turns a parsed expression over columns of a table and parameters into one the engine evaluates.
///
/// Columns become series, parameters parameters, each by its number. Units, sets, time and draws have no
/// place in it.
struct ColumnExpression {
  /// What the expression is part of.
  enum Formula {
    /// A formula of `regress`, whose grammar has `I( )`; these columns hold words.
    case linear(words: Set<String>)
    /// A formula of `nls` with these parameters.
    case nonlinear(parameters: [String])
  }

  /// The columns that may be read.
  let columns: [String]
  private let formula: Formula
  /// The parameters by name.
  private let parameters: [String]
  /// The columns that were read, in the order of their numbers.
  private(set) var used: [String] = []
  /// The mistakes that were found, with bytes from the beginning of the text.
  private(set) var mistakes: [SyntaxError] = []
  /// The parameters that were read.
  private(set) var read: Set<Int> = []

  init(columns: [String], in formula: Formula) {
    (self.columns, self.formula) = (columns, formula)
    switch formula {
    case .linear: parameters = []
    case .nonlinear(let names): parameters = names
    }
  }

  /// The expression of a tree; what is wrong with it is collected.
  mutating func resolve(_ syntax: Syntax) -> Expression {
    switch syntax.kind {
    case .number(let value, let unit):
      if let unit { report(.unexpectedCharacter("{", insteadWrite: nil), unit.at - 1) }
      return .number(value)
    case .name(let name, let subscripts, let isDefault):
      if let first = subscripts.first {
        report(foreign("["), first.at - 1)
      } else if isDefault {
        report(foreign("."), syntax.span.lowerBound + name.utf8.count)
      }
      return reference(name, syntax.span.lowerBound)
    case .negate(let inner): return .unary(.negate, resolve(inner))
    case .not(let inner): return .unary(.not, resolve(inner))
    case .binary(let function, _, let a, let b):
      let left = resolve(a)
      let right = resolve(b)
      // A minus sign before a literal belongs to it, so that x^-1 and x^(-1) are one power.
      if case .unary(.negate, .number(let value)) = right {
        return .binary(function, left, .number(-value))
      }
      return .binary(function, left, right)
    case .call(let name, let arguments): return call(name, arguments, syntax.span.lowerBound)
    case .reduction(let reduction, _, _, _):
      report(foreign("\(reduction.rawValue)( over )"), syntax.span.lowerBound)
      return .number(0)
    }
  }

  private mutating func reference(_ name: String, _ at: Int) -> Expression {
    if let parameter = parameters.firstIndex(of: name) {
      read.insert(parameter)
      return .read(Reference(.parameter(parameter)))
    }
    if columns.contains(name) {
      if case .linear(let words) = formula, words.contains(name) {
        report(.regression(.wordsNotNumbers(name)), at)
      }
      let number =
        used.firstIndex(of: name)
        ?? {
          used.append(name)
          return used.count - 1
        }()
      return .read(Reference(.series(number)))
    }
    if name == "pi" { return .number(.pi) }
    let suggestion = nearestName(to: name, among: columns + parameters + ["pi"])
    switch formula {
    case .linear: report(.regression(.unknownColumn(name, suggestion: suggestion)), at)
    case .nonlinear:
      report(.nonlinear(.parameterWithoutStart(name, suggestion: suggestion)), at)
    }
    return .number(0)
  }

  /// A sign of the language that has no place in a formula.
  private func foreign(_ sign: String) -> Problem {
    switch formula {
    case .linear: .regression(.notAnOperator(sign))
    case .nonlinear: .nonlinear(.notInFormula(sign))
    }
  }

  private var isLinear: Bool {
    if case .linear = formula { true } else { false }
  }

  private mutating func call(
    _ name: String, _ arguments: [Syntax.Argument], _ at: Int
  ) -> Expression {
    if let labelled = arguments.first(where: { $0.label != nil }) {
      report(.noNamedArguments(name), labelled.labelAt)
    }
    let values = arguments.map { resolve($0.value) }
    func expect(_ count: Int) -> Bool { values.count == count }
    var expected = 1
    switch name {
    case "I" where isLinear && expect(1): return values[0]
    case "sqrt" where expect(1): return .unary(.sqrt, values[0])
    case "abs" where expect(1): return .unary(.abs, values[0])
    case "min" where values.count > 1:
      return values.dropFirst().reduce(values[0]) { .binary(.minimum, $0, $1) }
    case "max" where values.count > 1:
      return values.dropFirst().reduce(values[0]) { .binary(.maximum, $0, $1) }
    case "clip" where expect(3):
      return .binary(.minimum, .binary(.maximum, values[0], values[1]), values[2])
    case "if" where expect(3): return .conditional(values[0], values[1], values[2])
    case "min", "max":
      report(.extremumOfOne(name), at)
      return .number(0)
    case "clip", "if": expected = 3
    case "sqrt", "abs": break
    case "I" where isLinear: break
    default:
      guard let function = FunctionName.plain[name] else {
        let known = FunctionName.plain.keys.sorted() + ["sqrt", "abs", "min", "max", "clip", "if"]
        let isName = columns.contains(name) || parameters.contains(name)
        report(
          isName
            ? .notAFunction(name)
            : .unknownFunction(
              name,
              suggestion: ColumnExpression.otherNames[name] ?? nearestName(to: name, among: known)),
          at)
        return .number(0)
      }
      if expect(1) { return .unary(function, values[0]) }
    }
    report(.wrongArgumentCount(name, expected: expected, found: values.count), at)
    return .number(0)
  }

  /// What other programs call a function of ours.
  private static let otherNames = [
    "ln": "log", "log10": "log", "arctan": "atan", "plogis": "logistic", "qlogis": "logit",
    "pmin": "min", "pmax": "max", "ifelse": "if", "poly": "x + x^2",
  ]

  private mutating func report(_ problem: Problem, _ at: Int) {
    mistakes.append(SyntaxError(problem: problem, at: at))
  }
}
