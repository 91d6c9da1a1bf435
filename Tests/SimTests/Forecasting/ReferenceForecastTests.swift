import Testing

@testable import Sim

/// R 4.2.2 with forecast 8.20 on two long series; skipped where the cases are not beside the project.
///
/// R stops its searches early, so a likelihood of ours may be a little higher but not lower, and a
/// forecast may differ by what that is worth.
@Suite(.enabled(if: CertifiedCases.isThere("reference_R.json"), "needs ../shared/cases"))
struct ReferenceForecastTests {
  static let names = ["Nile", "lynx_log"]

  private func reference(_ name: String) throws -> JSON {
    try CertifiedCases.sharedFile("reference_R.json")["ts"][name]
  }

  /// Compares means and 80 and 95 % bounds, in parts of the standard deviation one year ahead.
  private func expect(
    _ forecast: (Int) -> PredictiveDistribution, _ reference: JSON, within tolerance: Double
  ) {
    let first = forecast(1)
    let unit = (first.quantiles[12] - first.quantiles[0]) / (2 * 1.96)
    for (index, mean) in reference["mean"].numbers.enumerated() {
      let ours = forecast(index + 1)
      let pairs = [
        (ours.median, mean), (ours.quantiles[0], reference["lo95"].numbers[index]),
        (ours.quantiles[12], reference["hi95"].numbers[index]),
      ]
      for (a, b) in pairs {
        #expect((a - b).magnitude < tolerance * unit, "\(a) against \(b) at \(index + 1)")
      }
    }
  }

  @Test(arguments: names) func naiveAndDrift(name: String) throws {
    let case_ = try reference(name)
    let y = case_["y"].numbers
    expect(RandomWalk(y, drift: .none).forecast, case_["naive"], within: 1e-9)
    expect(RandomWalk(y, drift: .mean).forecast, case_["drift"], within: 1e-9)
  }

  @Test(arguments: names) func exponentialSmoothing(name: String) throws {
    let case_ = try reference(name)
    let y = case_["y"].numbers
    for (key, trend) in [
      ("ANN", ExponentialSmoothing.Trend.none), ("AAN", .linear), ("AAdN", .damped),
    ] {
      let model = ExponentialSmoothing(y, trend: trend)
      let expected = case_[key]["loglik"].number
      #expect(model.logLikelihood > expected - 1e-3, "\(key)")
      // On lynx R's search ends at β = 10⁻⁴, a local maximum; a higher likelihood must then be real.
      let sum = sumOfSquares(y, model)
      #expect((model.sumOfSquares - sum).magnitude < 1e-9 * sum, "\(key)")
      if model.logLikelihood < expected + 0.02 {
        expect(model.forecast, case_[key], within: 0.05)
      }
    }
  }

  /// The squared innovations of a model, by its recursions as they are written.
  private func sumOfSquares(_ values: [Double], _ model: ExponentialSmoothing) -> Double {
    var (level, slope, sum) = (model.start.level, model.start.slope, 0.0)
    for value in values {
      let ahead = level + model.phi * slope
      let innovation = value - ahead
      sum += innovation * innovation
      level = ahead + model.alpha * innovation
      slope = model.phi * slope + model.beta * innovation
    }
    return sum
  }

  @Test(arguments: names) func theta(name: String) throws {
    let case_ = try reference(name)
    expect(Theta(case_["y"].numbers).forecast, case_["thetaf"], within: 1e-2)
  }

  @Test(arguments: names) func arimaOfAGivenOrder(name: String) throws {
    let case_ = try reference(name)
    let y = case_["y"].numbers
    for (key, order) in [
      ("arima011", ARIMA.Order(p: 0, d: 1, q: 1, hasConstant: false)),
      ("arima110_drift", ARIMA.Order(p: 1, d: 1, q: 0, hasConstant: true)),
      ("arima200_mean", ARIMA.Order(p: 2, d: 0, q: 0, hasConstant: true)),
    ] {
      let model = try #require(ARIMA(y, order: order))
      let expected = case_[key]
      #expect((model.logLikelihood - expected["loglik"].number).magnitude < 1e-4, "\(key)")
      #expect((model.aicc - expected["aicc"].number).magnitude < 1e-3, "\(key)")
      #expect((model.variance / expected["sigma2"].number - 1).magnitude < 1e-4, "\(key)")
      for (name, value) in [("ar1", model.ar.first), ("ma1", model.ma.first)] {
        guard let value else { continue }
        #expect((value - expected["coef"][name].number).magnitude < 2e-4, "\(key) \(name)")
      }
      expect(model.forecast, expected, within: 1e-2)
    }
  }
}
