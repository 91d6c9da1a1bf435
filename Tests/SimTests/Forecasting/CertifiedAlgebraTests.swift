import Testing

@testable import Sim

/// Results certified with 50 digits: ours are rounded, so a few units in the last place are allowed on
/// the size of the largest intermediate number.
struct CertifiedAlgebraTests {
  private func expect(_ found: [Double], _ certified: [Double], within tolerance: Double) {
    #expect(found.count == certified.count)
    for (a, b) in zip(found, certified) {
      #expect((a - b).magnitude <= tolerance * max(1, b.magnitude), "\(a) against \(b)")
    }
  }

  @Test func scores() throws {
    let cases = try CertifiedCases.algebra("scores")
    #expect(cases.count == 2)
    for one in cases {
      let (mean, sd, y) = (one["mu"].number, one["sd"].number, one["y"].number)
      let interval = one["interval"]
      let certified = one["certified"]
      let sample = one["sample"].numbers
      expect(
        [
          ForecastScore.crps(mean: mean, sd: sd, observed: y),
          ForecastScore.logScore(mean: mean, sd: sd, observed: y),
          ForecastScore.crps(sample: sample, observed: y, isFair: false),
          ForecastScore.crps(sample: sample, observed: y, isFair: true),
          ForecastScore.intervalScore(
            interval["lower"].number, interval["upper"].number, interval["alpha"].number, y),
        ],
        [
          "crps_normal", "log_score_normal", "crps_sample_empirical", "crps_sample_fair",
          "interval_score",
        ].map { certified[$0].number }, within: 2e-14)
    }
  }

  @Test func localLinearTrendByTheKalmanFilter() throws {
    let cases = try CertifiedCases.algebra("kalman_llt")
    #expect(cases.count == 2)
    for one in cases {
      let (variance, start) = (one["var"], one["init"])
      let model = LocalLinearTrend(
        one["y"].numbers, observation: variance["obs"].number, level: variance["level"].number,
        slope: variance["slope"].number,
        start: .init(
          level: start["a"][0].number, slope: start["a"][1].number,
          levelVariance: start["P"][0][0].number, covariance: start["P"][0][1].number,
          slopeVariance: start["P"][1][1].number))
      expect([model.logLikelihood], [one["certified"]["loglik"].number], within: 1e-13)
      for (index, certified) in one["certified"]["forecast_mean_sd"].rows.enumerated() {
        let (mean, sd) = model.moments(index + 1)
        expect([mean, sd], certified, within: 1e-13)
      }
    }
  }

  @Test func reconciliation() throws {
    let cases = try CertifiedCases.algebra("mint")
    #expect(cases.count == 2)
    for one in cases {
      let rows = one["S"].rows
      var summing = Matrix(rows: rows.count, columns: rows[0].count)
      for (row, values) in rows.enumerated() {
        for (column, value) in values.enumerated() { summing[row, column] = value }
      }
      let (base, errors) = (one["base"].numbers, one["residuals"].rows)
      for weights in Reconciliation.Weights.allCases {
        let result = try Reconciliation(base, summing: summing, weights: weights, errors: errors)
        // 1e2 is the size of the forecasts: thirteen digits of them.
        expect(result.forecasts, one["certified"][weights.rawValue].numbers, within: 1e-13)
        if let shrinkage = result.shrinkage {
          expect([shrinkage], [one["certified"]["lambda_shrink"].number], within: 1e-13)
        }
        let bottom = Array(result.forecasts.suffix(summing.columns))
        expect(summing * bottom, result.forecasts, within: 1e-13)
      }
    }
  }

  /// The mean and the covariance of all steps of a vector autoregression of two lags, in one vector.
  private func jointForecast(_ one: JSON) -> (mean: [Double], covariance: Matrix) {
    func square(_ name: String) -> Matrix { Matrix(columns: one[name].rows).transposed }
    let (first, second, factor) = (square("A1"), square("A2"), square("chol_lower"))
    let steps = Int(one["h"].number)
    var history = one["history"].rows
    var responses: [Matrix] = []
    for step in 0..<steps {
      let (near, far) = (first * history[step + 1], second * history[step])
      history.append(one["c"].numbers.indices.map { one["c"].numbers[$0] + near[$0] + far[$0] })
      var response = step == 0 ? factor : first * responses[step - 1]
      if step > 1 {
        let older = second * responses[step - 2]
        for row in 0..<3 {
          for column in 0..<3 { response[row, column] += older[row, column] }
        }
      }
      responses.append(response)
    }
    var covariance = Matrix(rows: 3 * steps, columns: 3 * steps)
    for a in 0..<steps {
      for b in 0..<steps {
        for lag in 0...min(a, b) {
          let part = responses[a - lag] * responses[b - lag].transposed
          for row in 0..<3 {
            for column in 0..<3 { covariance[3 * a + row, 3 * b + column] += part[row, column] }
          }
        }
      }
    }
    return (Array(history.dropFirst(2).joined()), covariance)
  }

  /// A vector autoregression as one joint normal forecast of all its steps.
  @Test func conditionalForecasts() throws {
    let cases = try CertifiedCases.algebra("conditional_var")
    #expect(cases.count == 2)
    for one in cases {
      let (mean, covariance) = jointForecast(one)
      let certified = one["certified"]
      func all(_ name: String) -> [Double] { Array(certified[name].rows.joined()) }
      expect(mean, all("unconditional"), within: 1e-14)
      expect(
        covariance.diagonal.map { $0.squareRoot() }, all("unconditional_sd"), within: 1e-14)
      let variable = Int(one["conditions"]["variable"].number) - 1
      let steps = one["conditions"]["steps"].numbers.map { 3 * (Int($0) - 1) + variable }
      let conditions = zip(steps, one["conditions"]["values"].numbers).map {
        (place: $0, value: $1)
      }
      let path = try ConditionalPath(mean: mean, covariance: covariance, conditions: conditions)
      expect(path.mean, all("conditional_mean"), within: 1e-13)
      expect(path.sd, all("conditional_sd"), within: 1e-13)
      expect([path.distance], [certified["plausibility_mahalanobis"].number], within: 1e-13)
    }
  }

  /// χ² tails from the table of Abramowitz and Stegun, 26.8: P = .05 and .01.
  @Test(arguments: [
    (3.84145882069412, 1, 0.05), (5.99146454710798, 2, 0.05), (7.81472790325118, 3, 0.05),
    (9.48772903678116, 4, 0.05), (15.0862724693890, 5, 0.01), (16.8118938297709, 6, 0.01),
  ])
  func chiSquaredTail(x: Double, degrees: Int, expected: Double) {
    let tail = ConditionalPath.chiSquaredTail(x, degrees: degrees)
    #expect((tail - expected).magnitude < 1e-13)
  }
}
