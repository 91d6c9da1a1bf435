/// An ARIMA(p, d, q) with d at most 1, estimated by its exact likelihood.
///
/// The likelihood is that of the (differenced) observations, by the Kalman filter from the stationary
/// state (A. C. Harvey, Time Series Models, 2nd ed., 1993, section 4.4); a constant (a mean, or a drift
/// of the differences) is found exactly for every AR and MA, by generalised least squares.
struct ARIMA {
  /// Which one.
  struct Order: Hashable, Sendable {
    var p, d, q: Int
    var hasConstant: Bool
  }

  let order: Order
  let ar, ma: [Double]
  /// The mean, or with d = 1 the drift.
  let constant: Double
  let variance: Double
  let logLikelihood: Double
  /// Akaike's criterion with the correction for short series.
  let aicc: Double
  private let state: [Double]
  private let last: Double

  /// Estimates a model of one order; nil where the series is too short or is constant.
  init?(_ values: [Double], order: Order) {
    let series = order.d == 0 ? values : zip(values.dropFirst(), values).map { $0 - $1 }
    let n = series.count
    let parameters = order.p + order.q + (order.hasConstant ? 1 : 0) + 1
    guard n > parameters + 1, let last = values.last else { return nil }
    func run(_ point: [Double]) -> Filtered {
      let partial = point.map { ScalarMath.tanh($0) }
      return Filtered(
        series, ar: ARIMA.autoregression(Array(partial.prefix(order.p))),
        ma: Array(partial.dropFirst(order.p)), hasConstant: order.hasConstant)
    }
    var best: (point: [Double], value: Double) = ([], run([]).criterion(n))
    let width = order.p + order.q
    if width > 0 {
      best.value = .infinity
      for start in [-0.5, 0.1, 0.7] {
        let found = NelderMead(tolerance: 1e-11, limit: 300 * width).minimize(
          from: Array(repeating: start, count: width), steps: Array(repeating: 0.5, count: width)
        ) { run($0).criterion(n) }
        if found.value < best.value { best = found }
      }
    }
    guard best.value.isFinite else { return nil }
    let fit = run(best.point)
    let sum = fit.squares
    guard sum > 0 else { return nil }
    self.order = order
    (ar, ma) = (fit.ar, fit.ma)
    (constant, state, self.last) = (fit.constant, fit.state, last)
    variance = sum / Double(n - parameters + 1)
    logLikelihood =
      -0.5
      * (Double(n) * (1.8378770664093454836 + 1 + ScalarMath.log(sum / Double(n)))
        + fit.logVariances)
    let k = Double(parameters)
    aicc = -2 * logLikelihood + 2 * k + 2 * k * (k + 1) / (Double(n) - k - 1)
  }

  /// The small ARIMA with the least AICc among p ≤ 2, q ≤ 1, with and without a constant.
  ///
  /// d is 1 where the KPSS test rejects a constant level at 5 %. No more parameters than a quarter of
  /// the observations are estimated, the variance among them.
  init?(_ values: [Double]) {
    let d = StationarityTest.isStationary(values) ? 0 : 1
    var best: ARIMA?
    for p in 0...2 {
      for q in 0...1 {
        for hasConstant in [false, true] where d == 1 || hasConstant {
          let count = p + q + (hasConstant ? 1 : 0) + 1
          let isSmallest = count == 1 || (d == 0 && count == 2)
          guard isSmallest || 4 * count <= values.count else { continue }
          let order = Order(p: p, d: d, q: q, hasConstant: hasConstant)
          guard let model = ARIMA(values, order: order) else { continue }
          if model.aicc < best?.aicc ?? .infinity { best = model }
        }
      }
    }
    guard let best else { return nil }
    self = best
  }

  /// The distribution so many years ahead, with the variance of the ψ weights.
  func forecast(_ years: Int) -> PredictiveDistribution {
    let (mean, variance) = moments(years)
    return PredictiveDistribution(mean: mean, sd: variance.squareRoot())
  }

  /// The mean and the variance so many years ahead.
  func moments(_ years: Int) -> (mean: Double, variance: Double) {
    var (state, mean) = (state, last)
    var psi = [1.0] + ma
    psi += Array(repeating: 0, count: max(years - psi.count, 0))
    for lag in 1..<max(years, 1) {
      for (index, coefficient) in ar.enumerated() where lag > index {
        psi[lag] += coefficient * psi[lag - index - 1]
      }
    }
    var (total, spread) = (0.0, 0.0)
    for step in 0..<years {
      let value = constant + state[0]
      mean = order.d == 0 ? value : mean + value
      state = ARIMA.advanced(state, ar)
      total = order.d == 0 ? psi[step] : total + psi[step]
      spread += total * total
    }
    return (mean, variance * spread)
  }

  /// T a: the expected state of the next year.
  fileprivate static func advanced(_ state: [Double], _ ar: [Double]) -> [Double] {
    state.indices.map { index in
      (index < ar.count ? ar[index] * state[0] : 0)
        + (index + 1 < state.count ? state[index + 1] : 0)
    }
  }

  /// AR coefficients from partial autocorrelations, which keeps them stationary.
  ///
  /// O. Barndorff-Nielsen, G. Schou, Journal of Multivariate Analysis 3 (1973).
  private static func autoregression(_ partial: [Double]) -> [Double] {
    var result: [Double] = []
    for value in partial {
      result = zip(result, result.reversed()).map { $0 - value * $1 } + [value]
    }
    return result
  }

  /// One pass of the filter with unit variance, over the series and over a column of ones.
  private struct Filtered {
    var ar, ma: [Double]
    var constant = 0.0
    var squares = 0.0
    var logVariances = 0.0
    var state: [Double]

    init(_ series: [Double], ar: [Double], ma: [Double], hasConstant: Bool) {
      (self.ar, self.ma) = (ar, ma)
      let size = max(ar.count, ma.count + 1)
      let shock = (0..<size).map { $0 == 0 ? 1 : $0 <= ma.count ? ma[$0 - 1] : 0 }
      var covariance = Filtered.stationary(ar, shock)
      var (own, unit) = (Array(repeating: 0.0, count: size), Array(repeating: 0.0, count: size))
      var (yy, y1, s11) = (0.0, 0.0, 0.0)
      for value in series {
        let variance = covariance[0][0]
        let (error, unitError) = (value - own[0], 1 - unit[0])
        logVariances += ScalarMath.log(variance)
        yy += error * error / variance
        y1 += error * unitError / variance
        s11 += unitError * unitError / variance
        let gain = covariance.map { $0[0] / variance }
        for index in 0..<size {
          own[index] += gain[index] * error
          unit[index] += gain[index] * unitError
        }
        let row = covariance[0]
        for i in 0..<size {
          for j in 0..<size { covariance[i][j] -= gain[i] * row[j] }
        }
        own = ARIMA.advanced(own, ar)
        unit = ARIMA.advanced(unit, ar)
        covariance = Filtered.advanced(covariance, ar, shock)
      }
      constant = hasConstant && s11 > 0 ? y1 / s11 : 0
      squares = hasConstant ? yy - constant * y1 : yy
      let fitted = constant
      state = zip(own, unit).map { $0 - fitted * $1 }
    }

    func criterion(_ n: Int) -> Double {
      Double(n) * ScalarMath.log(squares / Double(n)) + logVariances
    }

    /// T P Tᵀ + R Rᵀ.
    static func advanced(_ p: [[Double]], _ ar: [Double], _ shock: [Double]) -> [[Double]] {
      let rows = p.indices.map { column in ARIMA.advanced(p.map { $0[column] }, ar) }
      let both = p.indices.map { index in ARIMA.advanced(rows.map { $0[index] }, ar) }
      return p.indices.map { i in p.indices.map { both[i][$0] + shock[i] * shock[$0] } }
    }

    /// The P with P = T P Tᵀ + R Rᵀ, by doubling: after k rounds 2ᵏ terms of its series are summed.
    private static func stationary(_ ar: [Double], _ shock: [Double]) -> [[Double]] {
      let size = shock.count
      var transition = (0..<size).map { row in
        (0..<size).map { column in
          (column == 0 && row < ar.count ? ar[row] : 0) + (column == row + 1 ? 1 : 0)
        }
      }
      var sum = shock.map { a in shock.map { a * $0 } }
      for _ in 0..<60 {
        let moved = product(product(transition, sum), transposed(transition))
        let largest = moved.joined().reduce(0) { max($0, $1.magnitude) }
        for i in 0..<size {
          for j in 0..<size { sum[i][j] += moved[i][j] }
        }
        guard largest > 1e-17 * sum[0][0], sum[0][0].isFinite else { break }
        transition = product(transition, transition)
      }
      return sum
    }

    private static func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
      a.map { row in
        b[0].indices.map { column in row.indices.reduce(0) { $0 + row[$1] * b[$1][column] } }
      }
    }

    private static func transposed(_ a: [[Double]]) -> [[Double]] {
      a.indices.map { column in a.map { $0[column] } }
    }
  }
}

/// The KPSS test of a constant level.
///
/// D. Kwiatkowski, P. C. B. Phillips, P. Schmidt, Y. Shin, Journal of Econometrics 54 (1992), with
/// trunc(3√n/13) lags.
enum StationarityTest {
  /// Whether a constant level is not rejected at 5 %.
  static func isStationary(_ values: [Double]) -> Bool { statistic(values) < 0.463 }

  /// The statistic; 0 for a constant series.
  static func statistic(_ values: [Double]) -> Double {
    let n = values.count
    let mean = values.reduce(0, +) / Double(n)
    let errors = values.map { $0 - mean }
    var (sum, squares) = (0.0, 0.0)
    for error in errors {
      sum += error
      squares += sum * sum
    }
    let lags = Int(3 * Double(n).squareRoot() / 13)
    var variance = errors.reduce(0) { $0 + $1 * $1 }
    for lag in stride(from: 1, through: lags, by: 1) {
      let covariance = zip(errors.dropFirst(lag), errors).reduce(0) { $0 + $1.0 * $1.1 }
      variance += 2 * (1 - Double(lag) / Double(lags + 1)) * covariance
    }
    return variance > 0 ? squares / (Double(n) * variance) : 0
  }
}
