/// A jointly normal forecast, and what becomes of it when some of its numbers are fixed.
///
/// All conditions act at once: fixing one year after another would be wrong, for a condition on a later
/// year also says something about the years before it (D. F. Waggoner, T. Zha, Conditional forecasts in
/// dynamic multivariate models, Review of Economics and Statistics 81(4), 1999).
public struct ConditionalPath: Sendable {
  /// The expected numbers.
  public let mean: [Double]
  /// Their standard deviations; 0 for those that were fixed.
  public let sd: [Double]
  /// How far the conditions are from what was expected: the squared Mahalanobis distance.
  public let distance: Double
  /// The number of conditions.
  public let conditionCount: Int

  /// Fixes some numbers.
  ///
  /// - Parameters:
  ///   - mean: of all numbers.
  ///   - covariance: of all numbers.
  ///   - conditions: numbers by their place.
  /// - Throws: ``LinearAlgebraError`` where the conditions contradict each other.
  public init(
    mean: [Double], covariance: Matrix, conditions: [(place: Int, value: Double)]
  ) throws(LinearAlgebraError) {
    let places = conditions.map(\.place)
    var fixed = Matrix(rows: places.count, columns: places.count)
    var across = Matrix(rows: places.count, columns: mean.count)
    for (row, place) in places.enumerated() {
      for (column, other) in places.enumerated() { fixed[row, column] = covariance[place, other] }
      for column in mean.indices { across[row, column] = covariance[place, column] }
    }
    let factor = try Cholesky(fixed)
    let surprise = conditions.map { $0.value - mean[$0.place] }
    let weights = try factor.solve(surprise)
    let gains = try factor.solve(across)
    distance = zip(surprise, weights).reduce(0) { $0 + $1.0 * $1.1 }
    conditionCount = conditions.count
    var (result, sd) = (mean, mean)
    for place in mean.indices {
      var known = 0.0
      for row in places.indices {
        result[place] += across[row, place] * weights[row]
        known += across[row, place] * gains[row, place]
      }
      sd[place] = max(covariance[place, place] - known, 0).squareRoot()
    }
    for (place, value) in conditions { (result[place], sd[place]) = (value, 0) }
    (self.mean, self.sd) = (result, sd)
  }

  /// The probability of conditions at least as far from what was expected: the χ² tail of the distance.
  public var plausibility: Double {
    guard conditionCount > 0 else { return 1 }
    return Self.chiSquaredTail(distance, degrees: conditionCount)
  }

  /// The χ² tail by its finite sum.
  ///
  /// M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 26.4.4 and 26.4.5.
  static func chiSquaredTail(_ x: Double, degrees: Int) -> Double {
    let isOdd = degrees % 2 == 1
    var sum = isOdd ? 2 * ScalarMath.normalCDF(-x.squareRoot()) : ScalarMath.exp(-x / 2)
    var term =
      isOdd
      ? ScalarMath.exp(-x / 2) * (2 * x / 3.14159265358979323846).squareRoot()
      : ScalarMath.exp(-x / 2) * x / 2
    var step = isOdd ? 3 : 4
    while step <= degrees {
      sum += term
      term *= x / Double(step)
      step += 2
    }
    return min(sum, 1)
  }
}

extension ConditionalPath {
  /// Predictive distributions of consecutive years, given what some of those years are.
  public struct Forecast: Sendable {
    /// One distribution a year.
    public let years: [PredictiveDistribution]
    /// The probability of a path at least as far from the expected one.
    public let plausibility: Double
  }

  /// Conditions the forecast of a path on values of some of its years.
  ///
  /// Every year is taken to normal scores through its own distribution. Their correlation is that of a
  /// walk, √(h/k) for the years h < k: the errors of a forecast accumulate. The scores are conditioned
  /// jointly and taken back.
  ///
  /// - Parameter given: values by years ahead, from 1.
  /// - Throws: ``LinearAlgebraError`` where a value is no finite number.
  public static func forecast(
    _ years: [PredictiveDistribution], given: [Int: Double]
  ) throws(LinearAlgebraError) -> Forecast {
    let count = years.count
    var correlation = Matrix(rows: count, columns: count)
    for row in 0..<count {
      for column in 0..<count {
        correlation[row, column] =
          (Double(min(row, column) + 1) / Double(max(row, column) + 1)).squareRoot()
      }
    }
    let conditions = given.keys.sorted().filter { (1...count).contains($0) }.map { year in
      (place: year - 1, value: years[year - 1].normalScore(of: given[year] ?? 0))
    }
    let path = try ConditionalPath(
      mean: Array(repeating: 0, count: count), covariance: correlation, conditions: conditions)
    let conditioned = (0..<count).map { place in
      if let value = given[place + 1] {
        return PredictiveDistribution(
          quantiles: PredictiveDistribution.probabilities.map { _ in value })
      }
      return PredictiveDistribution(
        quantiles: PredictiveDistribution.normalScores.map {
          years[place].quantile(atNormalScore: path.mean[place] + path.sd[place] * $0)
        })
    }
    return Forecast(years: conditioned, plausibility: path.plausibility)
  }
}

extension PredictiveDistribution {
  /// The normal score of a value: linear between the quantiles, and with the slope of the outermost two
  /// beyond them.
  func normalScore(of value: Double) -> Double {
    let scores = Self.normalScores
    var index = quantiles.firstIndex { $0 >= value } ?? quantiles.count - 1
    index = min(max(index, 1), quantiles.count - 1)
    let width = quantiles[index] - quantiles[index - 1]
    guard width > 0 else {
      return value < quantiles[index] ? -8 : value > quantiles[index] ? 8 : scores[index]
    }
    let share = (value - quantiles[index - 1]) / width
    let score = scores[index - 1] + share * (scores[index] - scores[index - 1])
    return min(max(score, -8), 8)
  }

  /// The value at a normal score, the inverse of ``normalScore(of:)``.
  func quantile(atNormalScore score: Double) -> Double {
    let scores = Self.normalScores
    var index = scores.firstIndex { $0 >= score } ?? scores.count - 1
    index = min(max(index, 1), scores.count - 1)
    let share = (score - scores[index - 1]) / (scores[index] - scores[index - 1])
    return quantiles[index - 1] + share * (quantiles[index] - quantiles[index - 1])
  }
}
