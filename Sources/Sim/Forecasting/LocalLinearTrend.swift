/// A level that moves with a slope that moves, both observed with noise, by the Kalman filter.
///
/// y = l + ε, l' = l + b + η, b' = b + ζ: A. C. Harvey, Forecasting, Structural Time Series Models and
/// the Kalman Filter, Cambridge 1989, section 2.3.
public struct LocalLinearTrend: Sendable {
  /// The variances of the noise and of the changes of the level and of the slope.
  public let observation, level, slope: Double
  /// The logarithm of the likelihood of the observations; under a diffuse start, of all but two.
  public let logLikelihood: Double
  private let state: State

  /// Level and slope, and their uncertainty, before the next observation.
  public struct State: Sendable {
    /// The expected level and slope.
    public var level, slope: Double
    /// The variances and the covariance.
    public var levelVariance, covariance, slopeVariance: Double

    /// Creates a state.
    public init(
      level: Double, slope: Double, levelVariance: Double, covariance: Double,
      slopeVariance: Double
    ) {
      (self.level, self.slope) = (level, slope)
      self.levelVariance = levelVariance
      self.covariance = covariance
      self.slopeVariance = slopeVariance
    }
  }

  /// Filters with known variances from a known state before the first observation.
  public init(
    _ values: [Double], observation: Double, level: Double, slope: Double, start: State
  ) {
    (self.observation, self.level, self.slope) = (observation, level, slope)
    var filter = Filter(state: start, observation: observation, level: level, slope: slope)
    for value in values { filter.observe(value) }
    state = filter.state
    logLikelihood =
      -0.5 * (Double(values.count) * 1.8378770664093454836 + filter.logVariances + filter.squares)
  }

  /// Estimates the variances by the exact likelihood under a diffuse start.
  ///
  /// The first two observations determine the diffuse state; the likelihood is that of the others
  /// (J. Durbin, S. J. Koopman, Time Series Analysis by State Space Methods, 2nd ed., section 7.2). The
  /// common scale is concentrated out, so the search runs over two ratios.
  ///
  /// - Precondition: there are at least three values.
  public init(_ values: [Double]) {
    func filter(_ point: [Double]) -> Filter {
      let sizes = [1] + point.map { ScalarMath.exp(min(max($0, -25), 25)) }
      let total = sizes.reduce(0, +)
      var filter = Filter(
        values[0], values[1], observation: sizes[0] / total, level: sizes[1] / total,
        slope: sizes[2] / total)
      for value in values.dropFirst(2) { filter.observe(value) }
      return filter
    }
    let count = Double(values.count - 2)
    var best: (point: [Double], value: Double) = ([0, 0], .infinity)
    for start in [[0.0, 0], [3, -3], [-3, -3], [0, 4]] {
      let found = NelderMead(tolerance: 1e-10, limit: 400).minimize(from: start, steps: [2, 2]) {
        let run = filter($0)
        return count * ScalarMath.log(run.squares / count) + run.logVariances
      }
      if found.value < best.value { best = found }
    }
    let run = filter(best.point)
    let scale = run.squares / count
    (observation, level, slope) = (run.observation * scale, run.level * scale, run.slope * scale)
    state = run.state.scaled(by: scale)
    logLikelihood =
      -0.5 * (count * (1.8378770664093454836 + 1 + ScalarMath.log(scale)) + run.logVariances)
  }

  /// The distribution so many years ahead.
  public func forecast(_ years: Int) -> PredictiveDistribution {
    let (mean, sd) = moments(years)
    return PredictiveDistribution(mean: mean, sd: sd)
  }

  /// The mean and the standard deviation so many years ahead.
  public func moments(_ years: Int) -> (mean: Double, sd: Double) {
    var filter = Filter(state: state, observation: observation, level: level, slope: slope)
    for _ in 1..<max(years, 1) { filter.step() }
    return (filter.state.level, (filter.state.levelVariance + observation).squareRoot())
  }

  private struct Filter {
    var state: State
    var observation, level, slope: Double
    var logVariances = 0.0
    var squares = 0.0

    init(state: State, observation: Double, level: Double, slope: Double) {
      self.state = state
      (self.observation, self.level, self.slope) = (observation, level, slope)
    }

    /// The state after two observations of a diffuse start.
    init(_ first: Double, _ second: Double, observation: Double, level: Double, slope: Double) {
      self.init(
        state: State(
          level: second, slope: second - first, levelVariance: observation,
          covariance: observation, slopeVariance: 2 * observation + level + slope),
        observation: observation, level: level, slope: slope)
      step()
    }

    mutating func observe(_ value: Double) {
      let variance = state.levelVariance + observation
      let error = value - state.level
      logVariances += ScalarMath.log(variance)
      squares += error * error / variance
      let (gain, slopeGain) = (state.levelVariance / variance, state.covariance / variance)
      state.level += gain * error
      state.slope += slopeGain * error
      state.slopeVariance -= slopeGain * state.covariance
      state.covariance -= gain * state.covariance
      state.levelVariance -= gain * state.levelVariance
      step()
    }

    mutating func step() {
      state.level += state.slope
      state.levelVariance += 2 * state.covariance + state.slopeVariance + level
      state.covariance += state.slopeVariance
      state.slopeVariance += slope
    }
  }
}

extension LocalLinearTrend.State {
  fileprivate func scaled(by scale: Double) -> Self {
    var result = self
    result.levelVariance *= scale
    result.covariance *= scale
    result.slopeVariance *= scale
    return result
  }
}
