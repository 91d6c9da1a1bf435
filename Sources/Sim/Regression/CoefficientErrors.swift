/// What is assumed about the errors of a regression.
public enum ErrorKind: Hashable, Sendable {
  /// Independent, of one variance.
  case classical
  /// Independent, each of its own variance.
  case heteroskedastic(LeverageCorrection)
  /// Correlated with neighbours in the order of the rows, up to a lag; nil for the lag of the rule
  /// ⌊4 (n/100)^(2/9)⌋.
  case neweyWest(lag: Int?)
  /// Correlated in any way within clusters of one or two sets, given by row as numbers.
  case cluster([[Int]])

  /// How much a residual is enlarged for the leverage h of its row.
  ///
  /// H. White, Econometrica 48 (1980); J. G. MacKinnon, H. White, J. Econometrics 29 (1985); F.
  /// Cribari-Neto, Comput. Stat. Data Anal. 45 (2004); F. Cribari-Neto, T. C. Souza, K. L. P.
  /// Vasconcellos, Comm. Stat. 36 (2007), with δ as in the erratum 37 (2008).
  public enum LeverageCorrection: String, CaseIterable, Sendable {
    case hc0, hc1, hc2, hc3, hc4, hc5
  }
}

/// What the variances are multiplied by for the size of the sample.
public enum SmallSample: String, CaseIterable, Sendable {
  /// Clusters: G/(G−1) · (n−1)/(n−K). Newey and West: n/(n−K).
  case full
  /// Clusters: G/(G−1). Newey and West: nothing.
  case clusters
  /// Nothing.
  case none
}

/// The covariance of coefficients under an assumption about the errors.
public struct CoefficientErrors: Sendable {
  /// The covariance matrix of the kept coefficients.
  public let covariance: Matrix
  /// The degrees of freedom of the t distribution for tests and intervals.
  public let degreesOfFreedom: Double
  /// What was done about the size of the sample.
  public let correction: Correction

  /// The factors that variances were multiplied by, and what they were computed from.
  public enum Correction: Hashable, Sendable {
    /// σ² was estimated with n − K degrees of freedom.
    case residual
    /// By leverage, row by row; `factor` is n/(n−K) for HC1 and 1 otherwise. Rows of leverage 1 were
    /// left out, for they show no error.
    case leverage(ErrorKind.LeverageCorrection, factor: Double, leftOut: Int)
    /// Newey and West.
    case lag(Int, factor: Double)
    /// Clusters: their number in each set and the factor of each set; a third entry is for the
    /// intersection.
    case clusters([Int], factors: [Double], isRepaired: Bool)
    /// Resampling.
    case resampling(draws: Int, failed: Int)
  }

  /// The standard errors.
  public var standardErrors: [Double] { covariance.diagonal.map { max(0, $0).squareRoot() } }

  /// Creates errors from a covariance found elsewhere.
  public init(covariance: Matrix, degreesOfFreedom: Double, correction: Correction) {
    self.covariance = covariance
    self.degreesOfFreedom = degreesOfFreedom
    self.correction = correction
  }
}

extension LinearFit {
  /// The errors of the coefficients under an assumption.
  public func errors(
    _ kind: ErrorKind, smallSample: SmallSample = .full
  ) throws(RegressionError) -> CoefficientErrors {
    if isPenalised, kind != .classical { throw .unsupported(.robustWithPenalty) }
    // Without a penalty Q'Q is the identity.
    let influence = kind == .classical && !isPenalised ? map.transposed : self.influence
    return try errors(kind, of: influence, smallSample: smallSample)
  }

  /// How much each coefficient moves with the scaled response of each row: Q (T R⁻¹)ᵀ.
  var influence: Matrix { q * map.transposed }

  /// The errors of linear functions of the response, given as columns of their influence.
  ///
  /// Every kind is a sum over outer products of influence times residual, so nothing but Q is needed;
  /// (XᵀX)⁻¹ is never formed.
  func errors(
    _ kind: ErrorKind, of influence: Matrix, smallSample: SmallSample
  ) throws(RegressionError) -> CoefficientErrors {
    let (n, k) = (Double(rows.count), effectiveCount)
    switch kind {
    case .classical:
      var covariance = influence.transposed * influence
      covariance.scale(by: residualVariance)
      return CoefficientErrors(
        covariance: covariance, degreesOfFreedom: degreesOfFreedom, correction: .residual)
    case .heteroskedastic(let type):
      let (factors, leftOut) = leverageFactors(type)
      let scores = scores(
        influence,
        scaledResiduals.indices.map {
          scaledResiduals[$0] * factors[$0].squareRoot()
        })
      return CoefficientErrors(
        covariance: scores.transposed * scores, degreesOfFreedom: degreesOfFreedom,
        correction: .leverage(type, factor: type == .hc1 ? n / (n - k) : 1, leftOut: leftOut))
    case .neweyWest(let lag):
      let lag = lag ?? LinearFit.automaticLag(rows.count)
      guard lag >= 0, lag < rows.count else { throw .lagTooLong(lag: lag, rows: rows.count) }
      let factor = smallSample == .full ? n / (n - k) : 1
      var covariance = LinearFit.neweyWest(scores(influence, scaledResiduals), lag: lag)
      covariance.scale(by: factor)
      return CoefficientErrors(
        covariance: covariance, degreesOfFreedom: degreesOfFreedom,
        correction: .lag(lag, factor: factor))
    case .cluster(let sets):
      return try clustered(sets, scores(influence, scaledResiduals), smallSample)
    }
  }

  /// The lag of Newey and West that is a function of the number of rows alone.
  ///
  /// W. K. Newey, K. D. West, Rev. Econ. Studies 61 (1994), the rule for the Bartlett kernel.
  public static func automaticLag(_ rows: Int) -> Int {
    let lag = 4 * ScalarMath.pow(Double(rows) / 100, 2.0 / 9)
    return min(rows - 1, Int(lag.rounded(.down)))
  }

  private func scores(_ influence: Matrix, _ residuals: [Double]) -> Matrix {
    var scores = influence
    for column in 0..<scores.columns {
      for row in 0..<scores.rows { scores[row, column] *= residuals[row] }
    }
    return scores
  }

  /// What squared residuals are multiplied by.
  private func leverageFactors(
    _ type: ErrorKind.LeverageCorrection
  ) -> (factors: [Double], leftOut: Int) {
    let (n, k) = (Double(rows.count), effectiveCount)
    let largest = leverages.max() ?? 0
    var leftOut = 0
    let factors = leverages.map { h -> Double in
      let rest = 1 - h
      let relative = n * h / k
      let power: Double =
        switch type {
        case .hc0, .hc1: 0
        case .hc2: 1
        case .hc3: 2
        case .hc4: min(4, relative)
        case .hc5: min(relative, max(4, 0.7 * n * largest / k)) / 2
        }
      guard power > 0 else { return type == .hc1 ? n / (n - k) : 1 }
      guard rest > 1e-10 else {
        leftOut += 1
        return 0
      }
      return ScalarMath.pow(rest, -power)
    }
    return (factors, leftOut)
  }

  /// Σ over lags of Bartlett weights times autocovariances of the scores.
  ///
  /// W. K. Newey, K. D. West, Econometrica 55 (1987).
  private static func neweyWest(_ scores: Matrix, lag: Int) -> Matrix {
    var sum = scores.transposed * scores
    for distance in 0..<lag {
      let shift = distance + 1
      let weight = 1 - Double(shift) / Double(lag + 1)
      for i in 0..<scores.columns {
        for j in 0...i {
          var product = 0.0
          for row in shift..<scores.rows {
            product +=
              scores[row, i] * scores[row - shift, j] + scores[row - shift, i] * scores[row, j]
          }
          sum[i, j] += weight * product
          if i != j { sum[j, i] += weight * product }
        }
      }
    }
    return sum
  }
}

extension Matrix {
  /// Multiplies every element.
  mutating func scale(by factor: Double) {
    self = Matrix(rows: rows, columns: columns, elements: elements.map { $0 * factor })
  }

  /// Adds a multiple of another matrix of the same shape.
  mutating func add(_ other: Matrix, times factor: Double) {
    self = Matrix(
      rows: rows, columns: columns,
      elements: zip(elements, other.elements).map { $0 + factor * $1 })
  }
}
