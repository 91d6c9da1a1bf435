/// Forecasts of a total and of its parts, made to add up.
public struct TotalOfParts: Sendable {
  /// The reconciled means: `means[series][year]`, the total first.
  public let means: [[Double]]
  /// The distributions, moved with their means.
  public let distributions: [[PredictiveDistribution]]
  /// How the forecasts were weighed.
  public let weights: Reconciliation.Weights

  /// Reconciles the means of every year.
  ///
  /// Weights come from one-year errors of a random walk with drift over the years all series have; where
  /// one of them never errs, the forecasts are weighed by the number of parts they sum. Where no
  /// observation is negative no mean will be, and a distribution is scaled with its mean; otherwise it
  /// is shifted. A ceiling still bounds every quantile.
  ///
  /// - Parameters:
  ///   - series: the total, then its parts; all end in the same year.
  ///   - forecasts: one distribution a year for each of them.
  ///   - fixed: for each of them, the years ahead, from 1, in which it is given and does not move.
  /// - Throws: ``LinearAlgebraError`` where the total and all parts are given in one year.
  public init(
    _ series: [AnnualSeries], _ forecasts: [[PredictiveDistribution]], fixed: [Set<Int>] = []
  ) throws(LinearAlgebraError) {
    let parts = series.count - 1
    var summing = Matrix(rows: series.count, columns: parts)
    for part in 0..<parts {
      summing[0, part] = 1
      summing[part + 1, part] = 1
    }
    let errors = Self.errors(of: series)
    let varies =
      errors.count > 2
      && series.indices.allSatisfy { column in
        errors.contains { $0[column] != 0 }
      }
    weights = varies ? .shrink : .structural
    let isNonnegative = series.allSatisfy { $0.values.allSatisfy { $0 >= 0 } }
    var means = series.map { _ in [Double]() }
    for year in forecasts[0].indices {
      let base = forecasts.map { $0[year].mean }
      let given = Set(fixed.indices.filter { fixed[$0].contains(year + 1) })
      let reconciled =
        isNonnegative
        ? try Reconciliation.nonnegative(
          base, summing: summing, weights: weights, errors: errors, fixed: given)
        : try Reconciliation(
          base, summing: summing, weights: weights, errors: errors, fixed: given
        ).forecasts
      for (index, mean) in reconciled.enumerated() { means[index].append(mean) }
    }
    self.means = means
    distributions = series.indices.map { index in
      forecasts[index].indices.map { year in
        let distribution = forecasts[index][year]
        let (old, new) = (distribution.mean, means[index][year])
        return distribution.mapping(ceiling: series[index].effectiveCeiling) {
          isNonnegative ? (old > 0 ? $0 * new / old : new) : $0 + new - old
        }
      }
    }
  }

  /// The changes of every series around their mean, over the years all have; one row a year.
  private static func errors(of series: [AnnualSeries]) -> [[Double]] {
    let count = series.map(\.values.count).min() ?? 0
    let changes = series.map { one in
      let values = one.values.suffix(count)
      let changes = zip(values.dropFirst(), values).map { $0 - $1 }
      let mean = changes.reduce(0, +) / Double(max(changes.count, 1))
      return changes.map { $0 - mean }
    }
    return (0..<max(count - 1, 0)).map { year in changes.map { $0[year] } }
  }
}
