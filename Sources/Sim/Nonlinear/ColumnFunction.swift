internal import CKernels

/// A function of columns of data and of parameters, with exact derivatives by the parameters.
///
/// It is compiled from an ``Expression`` in which a series stands for a column and a parameter for a
/// parameter, each by its number; nothing else is read. Values come from the ``Kernels`` of the engine,
/// derivatives by forward accumulation beside them (A. Griewank, A. Walther, Evaluating Derivatives,
/// SIAM 2008, chapter 3). Where a function has a kink (`abs`, `min`, `max`, `if`) the derivative is that
/// of the branch taken.
public struct ColumnFunction: Sendable {
  /// One step of the computation, on the results of earlier steps.
  enum Operation: Hashable, Sendable {
    case number(Double)
    case column(Int)
    case parameter(Int)
    case unary(UnaryFunction, Int)
    case binary(BinaryFunction, Int, Int)
    case choose(Int, Int, Int)
  }

  /// An expression that reads something other than a column or a parameter.
  public struct Unsupported: Error, Sendable {}

  /// The steps; the last gives the value.
  private(set) var operations: [Operation] = []
  /// The parameters that each step depends on, increasing.
  private(set) var dependences: [[Int]] = []
  private var known: [Operation: Int] = [:]
  /// Number of parameters.
  public let parameterCount: Int

  /// Compiles an expression.
  ///
  /// - Throws: ``Unsupported``, for an expression with years, draws, reductions or other references.
  public init(_ expression: Expression, parameterCount: Int) throws(Unsupported) {
    self.parameterCount = parameterCount
    let root = try add(expression)
    // The value is the last step.
    if root != operations.count - 1 { _ = append(.binary(.add, root, append(.number(0)))) }
    known = [:]
  }

  /// The parameters the function depends on, increasing.
  public var parameters: [Int] { dependences.last ?? [] }

  /// The columns the function reads.
  public var columns: Set<Int> {
    Set(operations.compactMap { if case .column(let number) = $0 { number } else { nil } })
  }

  // MARK: Compilation

  private mutating func add(_ expression: Expression) throws(Unsupported) -> Int {
    switch expression {
    case .number(let number): return append(.number(number))
    case .read(let reference):
      switch reference.target {
      case .series(let number): return append(.column(number))
      case .parameter(let number): return append(.parameter(number))
      default: throw Unsupported()
      }
    case .unary(.logit, let a):
      let x = try add(a)
      let rest = append(.binary(.subtract, append(.number(1)), x))
      return append(.unary(.log, append(.binary(.divide, x, rest))))
    case .unary(.logistic, let a):
      let power = append(.unary(.exp, append(.unary(.negate, try add(a)))))
      let one = append(.number(1))
      return append(.binary(.divide, one, append(.binary(.add, one, power))))
    case .unary(let function, let a): return append(.unary(function, try add(a)))
    case .binary(.power, let base, .number(let exponent)):
      return power(try add(base), exponent)
    case .binary(let function, let a, let b):
      let left = try add(a)
      return append(.binary(function, left, try add(b)))
    case .conditional(let condition, let a, let b):
      let test = try add(condition)
      let yes = try add(a)
      return append(.choose(test, yes, try add(b)))
    case .year, .namedYear, .reduction, .draw: throw Unsupported()
    }
  }

  /// Small powers as products, as the engine lowers them.
  private mutating func power(_ x: Int, _ exponent: Double) -> Int {
    switch exponent {
    case 0: return append(.number(1))
    case 1: return x
    case 2: return append(.binary(.multiply, x, x))
    case 3: return append(.binary(.multiply, append(.binary(.multiply, x, x)), x))
    case 4:
      let square = append(.binary(.multiply, x, x))
      return append(.binary(.multiply, square, square))
    case -1: return append(.binary(.divide, append(.number(1)), x))
    case 0.5: return append(.unary(.sqrt, x))
    default: return append(.binary(.power, x, append(.number(exponent))))
    }
  }

  private mutating func append(_ operation: Operation) -> Int {
    if let found = known[operation] { return found }
    let arguments: [Int] =
      switch operation {
      case .number, .column, .parameter: []
      case .unary(_, let a): [a]
      case .binary(_, let a, let b): [a, b]
      case .choose(let c, let a, let b): [c, a, b]
      }
    var depends = Set(arguments.flatMap { dependences[$0] })
    if case .parameter(let number) = operation { depends.insert(number) }
    operations.append(operation)
    dependences.append(depends.sorted())
    known[operation] = operations.count - 1
    return operations.count - 1
  }

  // MARK: Linearity

  /// Whether the function is an affine function of these parameters, whatever the others are.
  public func isAffine(in parameters: Set<Int>) -> Bool {
    var affine: [Bool] = []
    func isFree(_ step: Int) -> Bool { parameters.isDisjoint(with: dependences[step]) }
    for (step, operation) in operations.enumerated() {
      let holds: Bool =
        switch operation {
        case .number, .column, .parameter: true
        case .unary(.negate, let a): affine[a]
        case .binary(.add, let a, let b), .binary(.subtract, let a, let b): affine[a] && affine[b]
        case .binary(.multiply, let a, let b):
          (isFree(a) && affine[b]) || (affine[a] && isFree(b))
        case .binary(.divide, let a, let b): affine[a] && isFree(b)
        case .choose(let c, let a, let b): isFree(c) && affine[a] && affine[b]
        case .unary, .binary: isFree(step)
        }
      affine.append(holds || isFree(step))
    }
    return affine.last ?? true
  }

  /// A set of parameters in which the function is affine together, the first ones preferred.
  public var linearParameters: Set<Int> {
    var chosen: Set<Int> = []
    for parameter in parameters where isAffine(in: chosen.union([parameter])) {
      chosen.insert(parameter)
    }
    return chosen
  }
}
