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

  /// A vector autoregression written as one joint normal forecast of all its steps.
  @Test func conditionalForecasts() throws {
    let cases = try CertifiedCases.algebra("conditional_var")
    #expect(cases.count == 2)
    for one in cases {
      let (first, second) = (one["A1"].rows, one["A2"].rows)
      let (constant, factor) = (one["c"].numbers, one["chol_lower"].rows)
      let steps = Int(one["h"].number)
      var history = one["history"].rows
      var responses: [[[Double]]] = []
      var mean: [Double] = []
      for step in 0..<steps {
        let (last, before) = (history[history.count - 1], history[history.count - 2])
        let next = (0..<3).map { row in
          constant[row]
            + (0..<3).reduce(0) {
              $0 + first[row][$1] * last[$1] + second[row][$1] * before[$1]
            }
        }
        history.append(next)
        mean += next
        // Ψ of this step times the factor of the shocks.
        func moved(_ by: [[Double]], _ response: [[Double]]) -> [[Double]] {
          by.map { row in
            (0..<3).map { column in (0..<3).reduce(0) { $0 + row[$1] * response[$1][column] } }
          }
        }
        if step == 0 {
          responses.append(factor)
        } else {
          var response = moved(first, responses[step - 1])
          if step > 1 {
            let older = moved(second, responses[step - 2])
            for row in 0..<3 {
              for column in 0..<3 { response[row][column] += older[row][column] }
            }
          }
          responses.append(response)
        }
      }
      var covariance = Matrix(rows: 3 * steps, columns: 3 * steps)
      for a in 0..<steps {
        for b in 0..<steps {
          for lag in 0...min(a, b) {
            let (left, right) = (responses[a - lag], responses[b - lag])
            for row in 0..<3 {
              for column in 0..<3 {
                covariance[3 * a + row, 3 * b + column] +=
                  (0..<3).reduce(0) { $0 + left[row][$1] * right[column][$1] }
              }
            }
          }
        }
      }
      let certified = one["certified"]
      expect(mean, certified["unconditional"].rows.flatMap { $0 }, within: 1e-14)
      expect(
        covariance.diagonal.map { $0.squareRoot() },
        certified["unconditional_sd"].rows.flatMap { $0 }, within: 1e-14)
      let variable = Int(one["conditions"]["variable"].number) - 1
      let conditions = zip(
        one["conditions"]["steps"].numbers, one["conditions"]["values"].numbers
      ).map { (place: 3 * (Int($0) - 1) + variable, value: $1) }
      let path = try ConditionalPath(mean: mean, covariance: covariance, conditions: conditions)
      expect(path.mean, certified["conditional_mean"].rows.flatMap { $0 }, within: 1e-13)
      expect(path.sd, certified["conditional_sd"].rows.flatMap { $0 }, within: 1e-13)
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
