internal import CKernels

/// The steps of a ``ColumnFunction`` and of its derivatives, as calls of kernels on slots.
///
/// A slot is a column of numbers that is written once. Columns of data come first, then parameters,
/// then results. Derivatives are accumulated forward, step by step (A. Griewank, A. Walther, Evaluating
/// Derivatives, SIAM 2008, chapter 3); a product with a partial derivative of 0 is 0, also where the
/// branch that is not taken has no derivative at all.
struct ColumnProgram {
  /// What a step works on.
  enum Operand: Hashable {
    case number(Double)
    case slot(Int)
  }

  /// A step; it writes its slot.
  enum Step: Hashable {
    case fill(Double)
    case unary(Int, Int)
    case binary(Int, Operand, Operand)
    case select(Int, Operand, Operand)
    /// A product that is 0 where the first factor is.
    case product(Int, Int)
  }

  /// Number of columns of data, and of parameters.
  let columnCount, parameterCount: Int
  /// The steps, each with its slot: those of the value, then those of its derivatives.
  private(set) var steps: [(step: Step, slot: Int)] = []
  /// How many of the steps give the value.
  private(set) var valueSteps = 0
  /// The value.
  private(set) var value = Operand.number(0)
  /// The derivative by each parameter.
  private(set) var slopes: [Operand] = []
  /// Number of slots.
  private(set) var slotCount: Int
  private var known: [Step: Int] = [:]

  /// Translates a function.
  init(_ function: ColumnFunction) {
    parameterCount = function.parameterCount
    columnCount =
      1
      + (function.operations.compactMap {
        if case .column(let number) = $0 { number } else { nil }
      }.max() ?? -1)
    slotCount = columnCount + parameterCount
    var values: [Operand] = []
    for operation in function.operations { values.append(value(of: operation, values)) }
    value = values.last ?? .number(0)
    valueSteps = steps.count
    var derivatives: [[Int: Operand]] = []
    for (number, operation) in function.operations.enumerated() {
      derivatives.append(derivative(of: operation, values[number], values, derivatives))
    }
    slopes = (0..<parameterCount).map { derivatives.last?[$0] ?? .number(0) }
  }

  // MARK: Values

  private mutating func append(_ step: Step) -> Operand {
    if let slot = known[step] { return .slot(slot) }
    steps.append((step, slotCount))
    known[step] = slotCount
    slotCount += 1
    return .slot(slotCount - 1)
  }

  private mutating func unary(_ function: UnaryFunction, _ a: Operand) -> Operand {
    guard let kernel = function.kernel else { preconditionFailure("written with other functions") }
    return append(.unary(kernel, slot(a)))
  }

  private mutating func binary(_ function: BinaryFunction, _ a: Operand, _ b: Operand) -> Operand {
    if case (.number, .number) = (a, b) {
      return append(.binary(function.kernel, .slot(slot(a)), b))
    }
    return append(.binary(function.kernel, a, b))
  }

  /// The slot of an operand; a number is written into one.
  private mutating func slot(_ operand: Operand) -> Int {
    switch operand {
    case .slot(let slot): return slot
    case .number(let number):
      guard case .slot(let slot) = append(.fill(number)) else { preconditionFailure("no slot") }
      return slot
    }
  }

  private mutating func value(of operation: ColumnFunction.Operation, _ values: [Operand])
    -> Operand
  {
    switch operation {
    case .number(let number): .number(number)
    case .column(let number): .slot(number)
    case .parameter(let number): .slot(columnCount + number)
    case .unary(let function, let a): unary(function, values[a])
    case .binary(let function, let a, let b): binary(function, values[a], values[b])
    case .choose(let c, let a, let b): append(.select(slot(values[c]), values[a], values[b]))
    }
  }

  // MARK: Derivatives

  private mutating func derivative(
    of operation: ColumnFunction.Operation, _ value: Operand, _ values: [Operand],
    _ derivatives: [[Int: Operand]]
  ) -> [Int: Operand] {
    switch operation {
    case .number, .column: return [:]
    case .parameter(let number): return [number: .number(1)]
    case .unary(let function, let a):
      guard !derivatives[a].isEmpty else { return [:] }
      return chain([(partial(function, of: values[a], value), derivatives[a])])
    case .binary(let function, let a, let b):
      let (inA, inB) = (derivatives[a], derivatives[b])
      guard !inA.isEmpty || !inB.isEmpty else { return [:] }
      let terms = partials(
        function, values[a], values[b], value, byFirst: !inA.isEmpty, bySecond: !inB.isEmpty)
      return chain([(terms.0, inA), (terms.1, inB)])
    case .choose(let c, let a, let b):
      guard !derivatives[a].isEmpty || !derivatives[b].isEmpty else { return [:] }
      let isFirst = binary(.notEqual, .slot(slot(values[c])), .number(0))
      let isSecond = unary(.not, isFirst)
      return chain([(isFirst, derivatives[a]), (isSecond, derivatives[b])])
    }
  }

  /// Adds up partial times derivative over the arguments, for every parameter.
  private mutating func chain(
    _ terms: [(partial: Operand, derivatives: [Int: Operand])]
  ) -> [Int: Operand] {
    var result: [Int: Operand] = [:]
    for parameter in Set(terms.flatMap(\.derivatives.keys)).sorted() {
      var sum = Operand.number(0)
      for term in terms {
        guard let slope = term.derivatives[parameter] else { continue }
        let product = product(term.partial, slope)
        if product == .number(0) { continue }
        sum = sum == .number(0) ? product : binary(.add, sum, product)
      }
      result[parameter] = sum
    }
    return result
  }

  private mutating func product(_ a: Operand, _ b: Operand) -> Operand {
    switch (a, b) {
    case (.number(let a), .number(let b)): return .number(a * b)
    case (.number(0), _), (_, .number(0)): return .number(0)
    case (.number(1), let other), (let other, .number(1)): return other
    case (.number(-1), let other), (let other, .number(-1)): return unary(.negate, other)
    case (.slot(let a), .slot(let b)): return append(.product(a, b))
    default: return binary(.multiply, a, b)
    }
  }

  private mutating func partial(
    _ function: UnaryFunction, of x: Operand, _ value: Operand
  ) -> Operand {
    switch function {
    case .negate: return .number(-1)
    case .not: return .number(0)
    case .exp: return value
    case .log: return binary(.divide, .number(1), x)
    case .sqrt: return binary(.divide, .number(0.5), value)
    case .abs:
      return append(.select(slot(binary(.less, x, .number(0))), .number(-1), .number(1)))
    case .tanh: return binary(.subtract, .number(1), binary(.multiply, value, value))
    case .sin: return unary(.cos, x)
    case .cos: return unary(.negate, unary(.sin, x))
    case .atan:
      return binary(.divide, .number(1), binary(.add, .number(1), binary(.multiply, x, x)))
    case .logit, .logistic: preconditionFailure("written with other functions")
    }
  }

  private mutating func partials(
    _ function: BinaryFunction, _ x: Operand, _ y: Operand, _ value: Operand, byFirst: Bool,
    bySecond: Bool
  ) -> (Operand, Operand) {
    switch function {
    case .add: return (.number(1), .number(1))
    case .subtract: return (.number(1), .number(-1))
    case .multiply: return (y, x)
    case .divide:
      return (
        byFirst ? binary(.divide, .number(1), y) : .number(0),
        bySecond ? binary(.divide, unary(.negate, value), y) : .number(0)
      )
    case .power:
      // y x^(y-1) by x, and x^y log x by y, which is 0 where x^y is.
      var (left, right) = (Operand.number(0), Operand.number(0))
      if byFirst {
        left = binary(.multiply, y, binary(.power, x, binary(.subtract, y, .number(1))))
      }
      if bySecond { right = product(value, unary(.log, x)) }
      return (left, right)
    case .minimum, .maximum:
      let isFirst = binary(.equal, value, x)
      return (isFirst, unary(.not, isFirst))
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or:
      return (.number(0), .number(0))
    }
  }
}
