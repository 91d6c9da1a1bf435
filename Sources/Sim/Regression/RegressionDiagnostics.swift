/// What a regression says about itself as a whole.
public struct RegressionDiagnostics: Sendable {
  /// A statistic with its degrees of freedom and the probability of one at least as large.
  public struct Test: Hashable, Sendable {
    /// The statistic.
    public var statistic: Double
    /// The degrees of freedom of its law.
    public var degreesOfFreedom: [Double]
    /// The probability of one at least as large.
    public var p: Double
  }

  /// The share of the sum of squares explained: about the mean with an intercept, about 0 without.
  public let rSquared: Double
  /// The same with degrees of freedom taken into account.
  public let adjustedRSquared: Double
  /// The share explained of what absorbed effects leave; nil without any.
  public let withinRSquared: Double?
  /// Whether sums of squares are about the mean.
  public let isCentred: Bool
  /// All regressors but the intercept together; nil where there is none.
  public let f: Test?
  /// The logarithm of the likelihood at its largest, with normal errors.
  public let logLikelihood: Double
  /// Information criteria, counting the coefficients and the variance.
  public let aic, aicc, bic: Double
  /// The sum of squared errors when each row is predicted from the others.
  public let press: Double
  /// Durbin and Watson's statistic in the order of the rows.
  public let durbinWatson: Double
  /// Breusch and Pagan's test as studentised by Koenker; nil under weights, effects or a penalty.
  public let breuschPagan: Test?
  /// Ramsey's test with the second and third power of the fitted values; nil as above.
  public let reset: Test?
  /// Jarque and Bera's test of normal errors.
  public let jarqueBera: Test
  /// The variance inflation factor of each coefficient; nil for the intercept, and without one.
  public let varianceInflation: [Double?]

  /// Computes them all.
  ///
  /// Sources: H. Akaike, IEEE Trans. Autom. Control 19 (1974); C. M. Hurvich, C.-L. Tsai, Biometrika 76
  /// (1989); G. Schwarz, Ann. Statist. 6 (1978); D. M. Allen, Technometrics 16 (1974); J. Durbin, G. S.
  /// Watson, Biometrika 37 (1950); T. S. Breusch, A. R. Pagan, Econometrica 47 (1979) and R. Koenker,
  /// J. Econometrics 17 (1981); J. B. Ramsey, JRSS B 31 (1969); C. M. Jarque, A. K. Bera, Int. Stat.
  /// Review 55 (1987).
  public init(_ fit: LinearFit) {
    let (n, k) = (Double(fit.rows.count), fit.effectiveCount)
    let (rss, tss) = (fit.residualSumOfSquares, fit.totalSumOfSquares)
    isCentred = fit.hasIntercept
    rSquared = 1 - rss / tss
    adjustedRSquared = 1 - (rss / (n - k)) / (tss / (n - (fit.hasIntercept ? 1 : 0)))
    let explained = RegressionDiagnostics.explained(fit)
    withinRSquared = fit.effects == nil ? nil : explained / (explained + rss)
    let free = Double(fit.rank) - (fit.effects == nil && fit.hasIntercept ? 1 : 0)
    if free > 0 && !fit.isPenalised {
      let statistic = explained / free / (rss / (n - k))
      f = Test(
        statistic: statistic, degreesOfFreedom: [free, n - k],
        p: FisherF(numerator: free, denominator: n - k).upperTail(statistic))
    } else {
      f = nil
    }
    let logWeights = fit.weights?.reduce(0) { $0 + ScalarMath.log($1) } ?? 0
    logLikelihood =
      -0.5 * n * (ScalarMath.log(2 * .pi * rss / n) + 1) + 0.5 * logWeights
    let parameters = k + 1
    aic = -2 * logLikelihood + 2 * parameters
    aicc =
      n > parameters + 1
      ? aic + 2 * parameters * (parameters + 1) / (n - parameters - 1) : .infinity
    bic = -2 * logLikelihood + ScalarMath.log(n) * parameters
    press = zip(fit.scaledResiduals, fit.leverages).reduce(0) { sum, row in
      // A row of leverage 1 cannot be predicted from the others.
      guard row.1 < 1 - 1e-10 else { return sum }
      let error = row.0 / (1 - row.1)
      return sum + error * error
    }
    durbinWatson = RegressionDiagnostics.durbinWatson(fit.residuals)
    let isPlain = fit.weights == nil && fit.effects == nil && !fit.isPenalised
    breuschPagan = isPlain ? RegressionDiagnostics.breuschPagan(fit) : nil
    reset = isPlain ? RegressionDiagnostics.reset(fit) : nil
    jarqueBera = RegressionDiagnostics.jarqueBera(fit.scaledResiduals)
    varianceInflation = RegressionDiagnostics.varianceInflation(fit)
  }

  /// The sum of squares that the regressors explain beyond the intercept or the effects.
  private static func explained(_ fit: LinearFit) -> Double {
    guard fit.effects != nil else { return fit.totalSumOfSquares - fit.residualSumOfSquares }
    let own = fit.coordinates.suffix(fit.rank)
    return own.reduce(DoubleDouble.zero) { $0 + $1 * $1 }.value
  }

  private static func durbinWatson(_ e: [Double]) -> Double {
    let changes = zip(e.dropFirst(), e).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return changes / e.reduce(0) { $0 + $1 * $1 }
  }

  private static func breuschPagan(_ fit: LinearFit) -> Test? {
    guard fit.hasIntercept, fit.rank > 1 else { return nil }
    let n = Double(fit.rows.count)
    let squares = fit.residuals.map { $0 * $0 }
    let mean = squares.reduce(0, +) / n
    let distances = squares.map { $0 - mean }
    let explained = fit.explained(of: distances)
    let statistic = n * explained / distances.reduce(0) { $0 + $1 * $1 }
    let df = Double(fit.rank - 1)
    return Test(
      statistic: statistic, degreesOfFreedom: [df],
      p: ChiSquared(degreesOfFreedom: df).upperTail(statistic))
  }

  private static func reset(_ fit: LinearFit) -> Test? {
    let df = fit.degreesOfFreedom - 2
    guard df > 0 else { return nil }
    let n = Double(fit.rows.count)
    // With an intercept the powers of the distance from the mean span the same space.
    let values = fit.fitted
    let centre = fit.hasIntercept ? values.reduce(0, +) / n : 0
    let spread = values.map { ($0 - centre).magnitude }.max() ?? 0
    guard spread > 0 else { return nil }
    let fitted = values.map { ($0 - centre) / spread }
    guard let drop = fit.gain(fromPowersOf: fitted) else { return nil }
    let statistic = drop / 2 / ((fit.residualSumOfSquares - drop) / df)
    return Test(
      statistic: statistic, degreesOfFreedom: [2, df],
      p: FisherF(numerator: 2, denominator: df).upperTail(statistic))
  }

  private static func jarqueBera(_ e: [Double]) -> Test {
    let n = Double(e.count)
    let mean = e.reduce(0, +) / n
    func moment(_ power: Int) -> Double {
      e.reduce(0) { sum, value in
        sum + (0..<power).reduce(1.0) { product, _ in product * (value - mean) }
      } / n
    }
    let variance = moment(2)
    let skewness = moment(3) / (variance * variance.squareRoot())
    let kurtosis = moment(4) / (variance * variance)
    let statistic = n / 6 * (skewness * skewness + (kurtosis - 3) * (kurtosis - 3) / 4)
    return Test(
      statistic: statistic, degreesOfFreedom: [2],
      p: ChiSquared(degreesOfFreedom: 2).upperTail(statistic))
  }

  /// Var(b) over what it would be if the regressor were alone with the intercept.
  private static func varianceInflation(_ fit: LinearFit) -> [Double?] {
    guard fit.hasIntercept, fit.effects == nil, !fit.isPenalised else {
      return fit.regressors.map { _ in nil }
    }
    return fit.regressors.enumerated().map { index, regressor in
      guard !regressor.isIntercept else { return nil }
      let share = fit.map.row(index).reduce(0) { $0 + $1 * $1 }
      if let tall = fit.tall { return tall.sumOfSquares(of: regressor, aboutMean: true) * share }
      let column = (0..<fit.rows.count).map { row in
        regressor.powers.reduce(DoubleDouble.one) { product, entry in
          product * fit.design.variables[entry.key].values[row].power(entry.value)
        }
      }
      let alone = WeightedSystem.sumOfSquares(column, weights: fit.weights, aboutMean: true)
      return alone * share
    }
  }
}

extension LinearFit {
  /// The part of the squares of a vector that the columns explain.
  fileprivate func explained(of vector: [Double]) -> Double {
    if let tall { return tall.explained(of: vector) }
    return (q.transposed * vector).reduce(0) { $0 + $1 * $1 }
  }

  /// By how much the second and third power of a vector, as columns, lower the sum of squared residuals;
  /// nil if they are not new.
  fileprivate func gain(fromPowersOf vector: [Double]) -> Double? {
    if let tall { return tall.gain(fromPowersOf: vector, residuals: residuals) }
    let numbers = vector.map { DoubleDouble($0) }
    let q = q
    var basis = OrthogonalBasis(
      q: (0..<q.columns).map { q.column($0).map { DoubleDouble($0) } }, r: [])
    let residuals = residuals.map { DoubleDouble($0) }
    var drop = 0.0
    for power in [2, 3] {
      guard
        basis.append(numbers.map { $0.power(power) }, tolerance: TallSystem.newPart),
        let column = basis.q.last
      else { return nil }
      let part = column.dot(residuals).value
      drop += part * part
    }
    return drop
  }
}

/// What each row does to a regression.
///
/// R. D. Cook, Technometrics 19 (1977); D. A. Belsley, E. Kuh, R. E. Welsch, Regression Diagnostics,
/// Wiley 1980, chapter 2.
public struct RowInfluence: Sendable {
  /// The residual over its standard deviation σ √(1−h); NaN where the leverage is 1.
  public let standardised: [Double]
  /// The same with σ from the other rows.
  public let studentised: [Double]
  /// Cook's distance.
  public let cook: [Double]
  /// The change of the fitted value when the row is left out, in its standard errors.
  public let dffits: [Double]

  /// Computes them for every row of a regression.
  public init(_ fit: LinearFit) {
    let (k, df) = (fit.effectiveCount, fit.degreesOfFreedom)
    let variance = fit.residualVariance
    let rows = zip(fit.scaledResiduals, fit.leverages).map {
      e, h -> (Double, Double, Double, Double) in
      let rest = 1 - h
      guard rest > 1e-10 else { return (.nan, .nan, .nan, .nan) }
      let standardised = e / (variance * rest).squareRoot()
      let others = (fit.residualSumOfSquares - e * e / rest) / (df - 1)
      let studentised = e / (others * rest).squareRoot()
      return (
        standardised, studentised, standardised * standardised * h / rest / k,
        studentised * (h / rest).squareRoot()
      )
    }
    standardised = rows.map(\.0)
    studentised = rows.map(\.1)
    cook = rows.map(\.2)
    dffits = rows.map(\.3)
  }
}
