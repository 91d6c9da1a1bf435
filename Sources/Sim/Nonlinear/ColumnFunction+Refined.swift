extension ColumnFunction {
  /// The values in doubled precision, row by row.
  ///
  /// - Parameters:
  ///   - columns: the data, all of one length.
  ///   - parameters: as many as the function has.
  public func refinedValues(
    columns: [[DoubleDouble]], rows: Int, parameters: [DoubleDouble]
  ) -> [DoubleDouble] {
    var results = [DoubleDouble](repeating: DoubleDouble(0), count: operations.count)
    return (0..<rows).map { row in
      for (step, operation) in operations.enumerated() {
        results[step] =
          switch operation {
          case .number(.pi): DoubleDouble.pi
          case .number(let number): DoubleDouble(number)
          case .column(let number): columns[number][row]
          case .parameter(let number): parameters[number]
          case .unary(let function, let a): ColumnFunction.refined(function, results[a])
          case .binary(let function, let a, let b):
            ColumnFunction.refined(function, results[a], results[b])
          case .choose(let c, let a, let b): results[c].value != 0 ? results[a] : results[b]
          }
      }
      return results[operations.count - 1]
    }
  }

  private static func refined(_ function: UnaryFunction, _ x: DoubleDouble) -> DoubleDouble {
    switch function {
    case .negate: -x
    case .not: DoubleDouble(x.value == 0 ? 1 : 0)
    case .exp: x.exponential()
    case .log: x.logarithm()
    case .sqrt: x.high > 0 ? x.squareRoot() : DoubleDouble(x.high.squareRoot())
    case .abs: x.high < 0 ? -x : x
    case .tanh: x.hyperbolicTangent()
    case .sin: x.sineAndCosine().sine
    case .cos: x.sineAndCosine().cosine
    case .atan: x.arctangent()
    case .logit: (x / (DoubleDouble(1) - x)).logarithm()
    case .logistic: refined(.divide, .one, refined(.add, .one, (-x).exponential()))
    }
  }

  private static func refined(
    _ function: BinaryFunction, _ x: DoubleDouble, _ y: DoubleDouble
  ) -> DoubleDouble {
    func truth(_ holds: Bool) -> DoubleDouble { DoubleDouble(holds ? 1 : 0) }
    let order = finite(x - y, else: x.high - y.high).value
    switch function {
    case .add: return finite(x + y, else: x.high + y.high)
    case .subtract: return finite(x - y, else: x.high - y.high)
    case .multiply: return finite(x * y, else: x.high * y.high)
    case .divide: return finite(x / y, else: x.high / y.high)
    case .power: return x.power(y)
    case .minimum: return x.high.isNaN || y.high.isNaN ? DoubleDouble(.nan) : order <= 0 ? x : y
    case .maximum: return x.high.isNaN || y.high.isNaN ? DoubleDouble(.nan) : order >= 0 ? x : y
    case .less: return truth(order < 0)
    case .lessOrEqual: return truth(order <= 0)
    case .greater: return truth(order > 0)
    case .greaterOrEqual: return truth(order >= 0)
    case .equal: return truth(order == 0)
    case .notEqual: return truth(order != 0)
    case .and: return truth(x.value != 0 && y.value != 0)
    case .or: return truth(x.value != 0 || y.value != 0)
    }
  }

  /// A result of doubled precision, or that of doubles where infinities came in its way.
  private static func finite(_ result: DoubleDouble, else plain: Double) -> DoubleDouble {
    result.isFinite ? result : DoubleDouble(plain)
  }
}
