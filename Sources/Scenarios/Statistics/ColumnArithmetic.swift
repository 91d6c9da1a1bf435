import Sim

/// Evaluates an expression over the columns of a table, row by row.
///
/// Sums, differences, products, quotients and whole powers are formed in double-double, so that
/// `I((x - 2000)^4)` is not rounded before it is used; functions give doubles.
struct ColumnArithmetic {
  /// The numbers of each column that may be read.
  let columns: [String: [Double]]

  /// The mistakes of a tree: columns that are not there or hold words, functions nobody knows.
  ///
  /// - Parameter words: the columns that hold words, with the first cell that is no number where others
  ///   are.
  static func check(
    _ syntax: Syntax, names: [String], words: Set<String>, found: inout [SyntaxError],
    read: inout Set<String>
  ) {
    func report(_ problem: Problem, _ at: Int) {
      found.append(SyntaxError(problem: problem, at: at))
    }
    let at = syntax.span.lowerBound
    func visit(_ inner: Syntax, _ found: inout [SyntaxError], _ read: inout Set<String>) {
      check(inner, names: names, words: words, found: &found, read: &read)
    }
    switch syntax.kind {
    case .number(_, let unit):
      if let unit { report(.unexpectedCharacter("{", insteadWrite: nil), unit.at - 1) }
    case .name(let name, let subscripts, let isDefault):
      if let first = subscripts.first {
        report(.regression(.notAnOperator("[")), first.at - 1)
      } else if isDefault {
        report(.regression(.notAnOperator(".")), at + name.utf8.count)
      } else if names.contains(name) {
        read.insert(name)
        if words.contains(name) { report(.regression(.wordsNotNumbers(name)), at) }
      } else if name != "pi" {
        report(
          .regression(.unknownColumn(name, suggestion: nearestName(to: name, among: names))), at)
      }
    case .negate(let inner), .not(let inner): visit(inner, &found, &read)
    case .binary(_, _, let left, let right):
      visit(left, &found, &read)
      visit(right, &found, &read)
    case .reduction(let reduction, _, _, _):
      report(.regression(.notAnOperator("\(reduction.rawValue)( over )")), at)
    case .call(let name, let arguments):
      if let labelled = arguments.first(where: { $0.label != nil }) {
        report(.noNamedArguments(name), labelled.labelAt)
      }
      switch (counts[name], FunctionName.plain[name]) {
      case (nil, nil):
        report(
          .unknownFunction(
            name,
            suggestion: otherNames[name]
              ?? nearestName(to: name, among: Array(counts.keys) + FunctionName.plain.keys)), at)
      case (let count?, _) where count >= 0 && arguments.count != count:
        report(.wrongArgumentCount(name, expected: count, found: arguments.count), at)
      case (-1, _) where arguments.count < 2: report(.extremumOfOne(name), at)
      case (nil, _?) where arguments.count != 1:
        report(.wrongArgumentCount(name, expected: 1, found: arguments.count), at)
      default: break
      }
      for argument in arguments { visit(argument.value, &found, &read) }
    }
  }

  /// How many arguments a function takes; -1 for two or more.
  private static let counts = [
    "sqrt": 1, "abs": 1, "min": -1, "max": -1, "clip": 3, "if": 3, "I": 1,
  ]
  /// What other programs call a function of ours.
  private static let otherNames = [
    "ln": "log", "log10": "log", "arctan": "atan", "plogis": "logistic", "qlogis": "logit",
    "pmin": "min", "pmax": "max", "ifelse": "if", "poly": "x + x^2",
  ]

  /// The value of a checked tree in a row.
  func value(_ syntax: Syntax, row: Int) -> DoubleDouble {
    switch syntax.kind {
    case .number(let value, _): return DoubleDouble(value)
    case .name(let name, _, _):
      return DoubleDouble(columns[name]?[row] ?? (name == "pi" ? .pi : .nan))
    case .negate(let inner): return -value(inner, row: row)
    case .not(let inner): return DoubleDouble(value(inner, row: row) == .zero ? 1 : 0)
    case .binary(let function, _, let left, let right):
      return binary(function, value(left, row: row), value(right, row: row))
    case .call(let name, let arguments):
      return call(name, arguments.map { value($0.value, row: row) })
    case .reduction: return DoubleDouble(.nan)
    }
  }

  private func binary(
    _ function: BinaryFunction, _ a: DoubleDouble, _ b: DoubleDouble
  ) -> DoubleDouble {
    func truth(_ holds: Bool) -> DoubleDouble { DoubleDouble(holds ? 1 : 0) }
    let (x, y) = (a.value, b.value)
    switch function {
    case .add: return a + b
    case .subtract: return a - b
    case .multiply: return a * b
    case .divide: return a / b
    case .power:
      if b.low == 0, let whole = Int(exactly: y), whole.magnitude <= 40 { return a.power(whole) }
      return DoubleDouble(ScalarMath.pow(x, y))
    case .minimum: return DoubleDouble(ScalarMath.minimum(x, y))
    case .maximum: return DoubleDouble(ScalarMath.maximum(x, y))
    case .less: return truth(x < y)
    case .lessOrEqual: return truth(x <= y)
    case .greater: return truth(x > y)
    case .greaterOrEqual: return truth(x >= y)
    case .equal: return truth(x == y)
    case .notEqual: return truth(x != y)
    case .and: return truth(x != 0 && y != 0)
    case .or: return truth(x != 0 || y != 0)
    }
  }

  private func call(_ name: String, _ values: [DoubleDouble]) -> DoubleDouble {
    let x = values[0].value
    switch name {
    case "I": return values[0]
    case "sqrt": return x < 0 ? DoubleDouble(.nan) : values[0].squareRoot()
    case "abs": return x < 0 ? -values[0] : values[0]
    case "min": return values.dropFirst().reduce(values[0]) { binary(.minimum, $0, $1) }
    case "max": return values.dropFirst().reduce(values[0]) { binary(.maximum, $0, $1) }
    case "clip":
      return binary(.minimum, binary(.maximum, values[0], values[1]), values[2])
    case "if": return x != 0 ? values[1] : values[2]
    case "exp": return DoubleDouble(ScalarMath.exp(x))
    case "log": return DoubleDouble(ScalarMath.log(x))
    case "tanh": return DoubleDouble(ScalarMath.tanh(x))
    case "logit": return DoubleDouble(ScalarMath.log(x / (1 - x)))
    case "logistic": return DoubleDouble(1 / (1 + ScalarMath.exp(-x)))
    case "sin": return DoubleDouble(ScalarMath.sin(x))
    case "cos": return DoubleDouble(ScalarMath.cos(x))
    default: return DoubleDouble(ScalarMath.atan(x))
    }
  }
}
