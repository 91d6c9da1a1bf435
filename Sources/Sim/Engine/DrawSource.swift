/// Where a run takes its parameters and shocks from.
public enum DrawSource: Sendable {
  /// Random streams, keyed by name: draw i of a stream is a function of the seed, the name and i.
  /// Parameters and shocks have seeds of their own, so a run's seed never moves a fit.
  case streams(parameters: UInt64, shocks: UInt64)
  /// Numbers from outside.
  case given(GivenDraws)
  /// Every uniform is one half, so each law that is a single distribution is at its median: the
  /// central path.
  case medians
  /// Shocks as in ``medians``, and a number for every parameter: `parameters[parameter][element]`;
  /// NaN stands for the median of its law.
  case fixed(parameters: [[Double]])

  /// The seed of the streams of parameters or of shocks.
  func seed(ofParameter isParameter: Bool) -> UInt64 {
    switch self {
    case .streams(let parameters, let shocks): isParameter ? parameters : shocks
    case .given, .medians, .fixed: 0
    }
  }
}

/// Draws from outside: columns of numbers, one number per draw.
public struct GivenDraws: Sendable {
  /// All columns, of equal length.
  public var columns: [[Double]]
  /// `parameters[parameter][element]`: the column that holds it.
  public var parameters: [[Int]]
  /// `shocks[shock][element][year - first]`: the column that holds it; -1 is "no shock", the law at
  /// its median.
  public var shocks: [[[Int]]]

  /// Creates given draws.
  ///
  /// - Precondition: the columns have equal length.
  public init(columns: [[Double]], parameters: [[Int]], shocks: [[[Int]]]) {
    precondition(Set(columns.map(\.count)).count <= 1, "columns must have equal length")
    self.columns = columns
    self.parameters = parameters
    self.shocks = shocks
  }

  /// The number of draws.
  public var count: Int { columns.first?.count ?? 0 }
}
