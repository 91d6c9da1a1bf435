/// Where a run takes its parameters and shocks from.
public enum DrawSource: Sendable {
  /// Random streams, keyed by name: draw i of a stream is a function of the seed, the name and i.
  /// Parameters and shocks have seeds of their own, so a run's seed never moves a fit.
  case streams(parameters: UInt64, shocks: UInt64)
  /// Numbers from outside.
  case given(GivenDraws)

  /// The seed of the streams of parameters or of shocks.
  func seed(ofParameter isParameter: Bool) -> UInt64 {
    switch self {
    case .streams(let parameters, let shocks): isParameter ? parameters : shocks
    case .given: 0
    }
  }
}

/// Draws from outside: columns of numbers, one number per draw.
public struct GivenDraws: Sendable {
  /// All columns, of equal length.
  public var columns: [[Double]]
  /// `parameters[parameter][element]`: the column that holds it.
  public var parameters: [[Int]]
  /// `shocks[shock][element][year - first]`: the column that holds it; -1 is "no shock", zero.
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

  /// Draws of the given parameter values without any shock; `values[parameter][element]`.
  public init(parameters values: [[Double]], in model: Model) {
    var columns: [[Double]] = []
    let positions = values.map { elements in
      elements.map { value in
        columns.append([value])
        return columns.count - 1
      }
    }
    let none = Array(repeating: -1, count: model.timeline.count)
    self.init(
      columns: columns, parameters: positions,
      shocks: model.shocks.map { Array(repeating: none, count: $0.laws.count) })
  }

  /// The number of draws.
  public var count: Int { columns.first?.count ?? 0 }
}
