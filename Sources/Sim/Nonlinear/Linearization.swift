/// The least-squares problem made linear at its minimum: standard errors and what the data identify.
///
/// The covariance is s² (JᵀJ)⁻¹, from the singular values of the Jacobian with columns of length 1.
public struct Linearization: Sendable {
  /// The parameters that are not held by a bound.
  public let free: [Int]
  /// Rank of the Jacobian of the free parameters.
  public let rank: Int
  /// Condition number of the Jacobian with columns of length 1.
  public let condition: Double
  /// Degrees of freedom: observations less free parameters.
  public let df: Int
  /// Residual standard deviation, √(rss / df).
  public let residualSD: Double
  /// Standard error of every parameter; nil for one that is held or that the Jacobian does not identify.
  public let standardErrors: [Double?]
  /// Correlation of the estimates; NaN where there is no standard error.
  public let correlation: Matrix
  /// The (weighted) residuals.
  public let residuals: [Double]
  /// The leverage of each row: the diagonal of the projection on the tangent plane.
  public let leverages: [Double]
  /// For each direction the data identify, its components on the free parameters over the spread of the
  /// rows along it: (JᵀJ)⁻¹ is the sum of their products.
  private let identified: [[Double]]
  /// The directions they do not identify, as changes of the free parameters.
  private let lost: [[Double]]

  /// Linearises a problem where a search ended.
  public init(
    _ problem: RegressionFunction, at solution: LeastSquares.Solution,
    within bounds: ParameterBounds
  ) throws(LinearAlgebraError) {
    let (n, p) = (problem.observationCount, problem.parameterCount)
    let (residuals, derivatives) = problem.linearized(at: solution.parameters)
    let held = Set(solution.bounded.map(\.parameter))
    let free = (0..<p).filter { !held.contains($0) && bounds.lower[$0] < bounds.upper[$0] }
    self.free = free
    self.residuals = residuals
    df = n - free.count
    let deviation = df > 0 ? (solution.rss / Double(df)).squareRoot() : .nan
    residualSD = deviation
    let columns = free.map { derivatives[$0] }
    let norms = columns.map { LeastSquares.norm($0) }
    let scaled = zip(columns, norms).map { column, norm in
      norm > 0 ? column.map { $0 / norm } : column
    }
    let parts = try SingularValues(Matrix(columns: scaled, rows: n))
    condition = parts.condition
    let limit =
      LeastSquares.rankTolerance(rows: n, columns: p) * (parts.values.first ?? 0)
    let rank = parts.values.count { $0 > limit }
    self.rank = rank
    // Rows of these matrices are free parameters.
    let weighted = free.indices.map { i in
      (0..<rank).map { parts.right[$0, i] / parts.values[$0] }
    }
    let isLost = free.indices.map { i in
      norms[i] == 0 || (rank..<free.count).contains { parts.right[$0, i].magnitude > 1e-6 }
    }
    var errors: [Double?] = Array(repeating: nil, count: p)
    var correlation = Matrix(
      rows: p, columns: p, elements: Array(repeating: .nan, count: p * p))
    for (i, parameter) in free.enumerated() where !isLost[i] {
      let length = LeastSquares.squaredNorm(weighted[i]).squareRoot()
      errors[parameter] = deviation * length / norms[i]
      for (j, other) in free.enumerated() where !isLost[j] {
        let dot = zip(weighted[i], weighted[j]).reduce(0) { $0 + $1.0 * $1.1 }
        correlation[parameter, other] =
          dot / (length * LeastSquares.squaredNorm(weighted[j]).squareRoot())
      }
    }
    standardErrors = errors
    self.correlation = correlation
    let known = (0..<rank).map { k in
      free.indices.map { norms[$0] > 0 ? weighted[$0][k] / norms[$0] : 0 }
    }
    identified = known
    lost = (rank..<max(rank, free.count)).map { k in
      free.indices.map { norms[$0] > 0 ? parts.right[k, $0] / norms[$0] : parts.right[k, $0] }
    }
    leverages = (0..<n).map { row in
      known.reduce(0) { sum, direction in
        let share = free.indices.reduce(0) { $0 + direction[$1] * derivatives[free[$1]][row] }
        return sum + share * share
      }
    }
  }

  /// The standard error of a function of the parameters (delta method), of which the derivative by each is
  /// given; nil where it changes in a direction the data do not identify.
  func standardError(of gradient: [Double]) -> Double? {
    func along(_ direction: [Double]) -> (sum: Double, size: Double) {
      free.indices.reduce((0, 0)) { total, i in
        let part = gradient[free[i]] * direction[i]
        return (total.0 + part, max(total.1, part.magnitude))
      }
    }
    for direction in lost {
      let (sum, size) = along(direction)
      if sum.magnitude > 1e-6 * size { return nil }
    }
    let squares = identified.reduce(0) { $0 + along($1).sum * along($1).sum }
    return residualSD * squares.squareRoot()
  }
}

extension LeastSquares {
  /// The Euclidean norm, safe from overflow and underflow.
  static func norm(_ values: [Double]) -> Double {
    let sum = squaredNorm(values)
    if sum > 1e-280 && sum < 1e280 { return sum.squareRoot() }
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0, largest.isFinite else { return largest }
    return largest * squaredNorm(values.map { $0 / largest }).squareRoot()
  }

  /// The sum of squares.
  static func squaredNorm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
}
