/// Where parameters may lie.
public struct ParameterBounds: Hashable, Sendable {
  /// The lowest value of each parameter; -∞ for none.
  public var lower: [Double]
  /// The highest value of each parameter; ∞ for none.
  public var upper: [Double]

  /// No bounds on so many parameters.
  public init(count: Int) {
    lower = Array(repeating: -.infinity, count: count)
    upper = Array(repeating: .infinity, count: count)
  }

  /// Bounds; as many as parameters.
  public init(lower: [Double], upper: [Double]) {
    (self.lower, self.upper) = (lower, upper)
  }

  /// Holds a parameter at a value.
  public mutating func fix(_ parameter: Int, at value: Double) {
    lower[parameter] = value
    upper[parameter] = value
  }

  /// The nearest value of a parameter that is allowed.
  func clamped(_ value: Double, _ parameter: Int) -> Double {
    Swift.min(Swift.max(value, lower[parameter]), upper[parameter])
  }

  /// Whether a parameter has a bound.
  func isBounded(_ parameter: Int) -> Bool {
    lower[parameter] > -.infinity || upper[parameter] < .infinity
  }

  /// Whether a parameter is at a bound and its fall in rss leads out of it.
  ///
  /// - Parameter descent: the derivative of -rss/2 by the parameter.
  func blocks(_ parameter: Int, at value: Double, descent: Double) -> Bool {
    (value <= lower[parameter] && (descent <= 0 || lower[parameter] == upper[parameter]))
      || (value >= upper[parameter] && descent >= 0)
  }
}
