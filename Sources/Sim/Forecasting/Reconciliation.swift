/// Forecasts of a hierarchy made to add up.
///
/// With the summing matrix S (every series as a sum of bottom series) and a weight matrix W, the
/// reconciled forecasts are S (Sᵀ W⁻¹ S)⁻¹ Sᵀ W⁻¹ of the base ones (S. L. Wickramasuriya,
/// G. Athanasopoulos, R. J. Hyndman, Journal of the American Statistical Association 114, 2019). They
/// are computed in the equivalent form that needs no inverse of W: ŷ − W C ᵀ (C W Cᵀ)⁻¹ C ŷ, where
/// C ŷ are the sums that do not hold.
public struct Reconciliation: Sendable {
  /// How much each base forecast may be moved.
  public enum Weights: String, CaseIterable, Sendable {
    /// Alike.
    case ols
    /// By the number of bottom series it sums.
    case structural = "wls_struct"
    /// By the mean square of its errors.
    case variance = "wls_var"
    /// By the covariance of the errors, shrunk towards its diagonal.
    case shrink = "mint_shrink"
  }

  /// The reconciled forecasts, in the order of the rows of S.
  public let forecasts: [Double]
  /// How much of the covariances was shrunk away, where it was.
  public let shrinkage: Double?

  /// Reconciles forecasts.
  ///
  /// - Parameters:
  ///   - base: one forecast for each row of `summing`.
  ///   - summing: S; its last rows are the bottom series, a unit matrix.
  ///   - errors: past one-year errors, one row a year; used by ``Weights/variance`` and
  ///     ``Weights/shrink``.
  ///   - fixed: the rows that are known without error, and so do not move.
  /// - Throws: ``LinearAlgebraError`` where a weight is not positive, such as that of a series whose
  ///   errors are all zero, or where a sum and all its parts are fixed.
  public init(
    _ base: [Double], summing: Matrix, weights: Weights, errors: [[Double]] = [],
    fixed: Set<Int> = []
  ) throws(LinearAlgebraError) {
    var (w, shrinkage) = Self.weightMatrix(weights, summing, errors)
    for row in fixed {
      for column in 0..<summing.rows { (w[row, column], w[column, row]) = (0, 0) }
    }
    self.shrinkage = shrinkage
    let (rows, bottom) = (summing.rows, summing.columns)
    let sums = rows - bottom
    // C = [I, −A]: every upper series less the bottom series it sums.
    var constraints = Matrix(rows: sums, columns: rows)
    for row in 0..<sums {
      constraints[row, row] = 1
      for column in 0..<bottom { constraints[row, sums + column] = -summing[row, column] }
    }
    let moved = w * constraints.transposed
    let gaps = constraints * base
    let multipliers = try Cholesky(constraints * moved).solve(gaps)
    let change = moved * multipliers
    forecasts = zip(base, change).map { $0 - $1 }
  }

  /// Reconciles forecasts of quantities that cannot be negative.
  ///
  /// A bottom series that would become negative is fixed at zero and the rest is reconciled again, until
  /// none is negative: the active-set step of S. L. Wickramasuriya, B. A. Turlach, R. J. Hyndman,
  /// Statistics and Computing 30 (2020), without releasing.
  public static func nonnegative(
    _ base: [Double], summing: Matrix, weights: Weights, errors: [[Double]] = [],
    fixed: Set<Int> = []
  ) throws(LinearAlgebraError) -> [Double] {
    var zero: Set<Int> = []
    let sums = summing.rows - summing.columns
    while true {
      let kept = (0..<summing.columns).filter { !zero.contains($0) }
      guard !kept.isEmpty else { return base.map { _ in 0 } }
      let places = Array(0..<sums) + kept.map { sums + $0 }
      var reduced = Matrix(rows: places.count, columns: kept.count)
      for (row, place) in places.enumerated() {
        for (column, original) in kept.enumerated() {
          reduced[row, column] = summing[place, original]
        }
      }
      let result = try Reconciliation(
        places.map { base[$0] }, summing: reduced, weights: weights,
        errors: errors.map { year in places.map { year[$0] } },
        fixed: Set(places.indices.filter { fixed.contains(places[$0]) }))
      let negative = kept.indices.filter { result.forecasts[sums + $0] < 0 }
      if negative.isEmpty {
        var all = base.map { _ in 0.0 }
        for (value, place) in zip(result.forecasts, places) { all[place] = value }
        return all
      }
      zero.formUnion(negative.map { kept[$0] })
    }
  }

  // MARK: Weights

  private static func weightMatrix(
    _ weights: Weights, _ summing: Matrix, _ errors: [[Double]]
  ) -> (Matrix, shrinkage: Double?) {
    switch weights {
    case .ols: return (Matrix(diagonal: Array(repeating: 1, count: summing.rows)), nil)
    case .structural:
      return (Matrix(diagonal: (0..<summing.rows).map { summing.row($0).reduce(0, +) }), nil)
    case .variance: return (Matrix(diagonal: meanSquares(errors)), nil)
    case .shrink: return shrunkCovariance(errors)
    }
  }

  private static func meanSquares(_ errors: [[Double]]) -> [Double] {
    (errors.first ?? []).indices.map { column in
      errors.reduce(0) { $0 + $1[column] * $1[column] } / Double(errors.count)
    }
  }

  /// The covariance of errors around zero, shrunk towards its diagonal.
  ///
  /// The intensity is that of J. Schäfer, K. Strimmer, Statistical Applications in Genetics and
  /// Molecular Biology 4(1), 2005, on the correlations: the sum of their estimated variances over the
  /// sum of their squares, between 0 and 1.
  static func shrunkCovariance(_ errors: [[Double]]) -> (Matrix, shrinkage: Double?) {
    let variances = meanSquares(errors)
    let (size, n) = (variances.count, Double(errors.count))
    let scaled = errors.map { year in zip(year, variances).map { $0 / $1.squareRoot() } }
    var (variance, squares) = (0.0, 0.0)
    var correlation = Matrix(diagonal: Array(repeating: 1, count: size))
    for i in 0..<size {
      for j in 0..<i {
        let products = scaled.map { $0[i] * $0[j] }
        let mean = products.reduce(0, +) / n
        let spread = products.reduce(0) { $0 + $1 * $1 } / n - mean * mean
        variance += spread / (n - 1)
        squares += mean * mean
        (correlation[i, j], correlation[j, i]) = (mean, mean)
      }
    }
    let shrinkage = squares > 0 ? min(max(variance / squares, 0), 1) : 1
    for i in 0..<size {
      for j in 0..<size {
        let kept = i == j ? 1 : (1 - shrinkage) * correlation[i, j]
        correlation[i, j] = kept * (variances[i] * variances[j]).squareRoot()
      }
    }
    return (correlation, shrinkage)
  }
}
