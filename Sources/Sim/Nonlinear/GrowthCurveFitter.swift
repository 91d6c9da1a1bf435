/// Fits one growth curve to any number of series observed at the same times.
///
/// It keeps its storage from one series to the next: a fit of a short series takes microseconds. A value
/// belongs to one thread.
public struct GrowthCurveFitter {
  /// A curve fitted to one series.
  public struct Fit: Sendable {
    /// The parameters, the ceiling first.
    public var parameters: [Double]
    /// The sum of squared residuals.
    public var rss: Double
    /// Observations less estimated parameters.
    public var df: Int
    /// Why the search ended.
    public var outcome: LeastSquares.Outcome
    /// Residual standard deviation.
    public var residualSD: Double { df > 0 ? (rss / Double(df)).squareRoot() : .nan }
  }

  /// The curve.
  public let curve: GrowthCurve
  /// The ceiling that is given; nil where it is estimated.
  public let ceiling: Double?
  private let times: [Double]
  private let bounds: ParameterBounds
  private let solver: LeastSquaresBatch

  /// Prepares fits.
  ///
  /// - Parameters:
  ///   - times: when the series are observed; for Bass, since the launch.
  ///   - ceiling: the ceiling; nil to estimate it, which short series often do not allow.
  public init(_ curve: GrowthCurve, times: [Double], ceiling: Double?, kernels: Kernels) {
    self.curve = curve
    self.ceiling = ceiling
    self.times = times
    bounds = curve.bounds(estimatesCeiling: ceiling == nil)
    solver = LeastSquaresBatch(
      curve.function(ceiling: ceiling), columns: [times], kernels: kernels)
  }

  /// Fits series from their own starting values; nil for those that have none.
  ///
  /// Where the ceiling is estimated, a search begins at up to three of those tried, and the lowest end
  /// counts.
  public func fit(_ series: [[Double]]) -> [Fit?] {
    var numbers: [Int] = []
    var observations: [Double] = []
    var starts: [Double] = []
    for (number, values) in series.enumerated() {
      let found = curve.starts(times: times, values: values, ceiling: ceiling)
      for start in found.prefix(ceiling == nil ? 3 : 1) {
        numbers.append(number)
        observations += values
        starts += start.parameters.dropFirst(ceiling == nil ? 0 : 1)
      }
    }
    var best: [Fit?] = series.map { _ in nil }
    let ends = solver.fit(observations, from: starts, within: bounds)
    for (number, end) in zip(numbers, ends) where end.rss < best[number]?.rss ?? .infinity {
      best[number] = fit(end)
    }
    return best
  }

  /// Fits a series from its own starting values; nil where there are none.
  public func fit(_ values: [Double]) -> Fit? { fit([values])[0] }

  /// Fits series from given starting values, the ceiling first.
  public func fit(_ series: [[Double]], from start: [Double]) -> [Fit] {
    solver.fit(
      Array(series.joined()), from: Array(start.dropFirst(ceiling == nil ? 0 : 1)), within: bounds
    ).map(fit)
  }

  private func fit(_ end: LeastSquares.Solution) -> Fit {
    Fit(
      parameters: (ceiling.map { [$0] } ?? []) + end.parameters, rss: end.rss,
      df: times.count - end.parameters.count, outcome: end.outcome)
  }
}
