// Starting values: each curve is a straight line in time after its inverse is taken.
extension GrowthCurve {
  /// Ceilings that are tried where it is estimated, as multiples of the highest observation.
  static let triedCeilings = [1.005, 1.02, 1.05, 1.1, 1.2, 1.35, 1.6, 2, 3, 6, 15]

  /// The shapes that are tried: ν of Richards, q/p of Bass.
  private var shapes: [Double] {
    switch self {
    case .logistic, .gompertz: [1]
    case .bass: [0.5, 2, 6, 15, 40, 100, 400, 2000]
    case .richards: [0.15, 0.35, 0.6, 1, 1.6, 2.5, 5]
    }
  }

  /// Starting values with the smallest sum of squares of those tried, the ceiling first.
  ///
  /// - Parameters:
  ///   - times: for Bass, since the launch.
  ///   - ceiling: the ceiling, or nil to try several.
  /// - Returns: nil when fewer than two observations lie between 0 and the ceiling.
  public func start(times: [Double], values: [Double], ceiling: Double?) -> [Double]? {
    starts(times: times, values: values, ceiling: ceiling).first?.parameters
  }

  /// The best starting values for each ceiling, by their sum of squares.
  func starts(
    times: [Double], values: [Double], ceiling: Double?
  ) -> [(parameters: [Double], rss: Double)] {
    let highest = values.max() ?? 0
    let ceilings = ceiling.map { [$0] } ?? GrowthCurve.triedCeilings.map { $0 * highest }
    let found = ceilings.compactMap { ceiling in
      shapes.compactMap { line(times, values, ceiling: ceiling, shape: $0) }
        .map { (parameters: $0, rss: rss(times, values, $0)) }
        .filter(\.rss.isFinite).min { $0.rss < $1.rss }
    }
    return found.sorted { $0.rss < $1.rss }
  }

  /// The sum of squared residuals.
  private func rss(_ times: [Double], _ values: [Double], _ parameters: [Double]) -> Double {
    zip(times, values).reduce(0) { sum, point in
      let residual = point.1 - value(at: point.0, parameters)
      return sum + residual * residual
    }
  }

  /// The parameters of the line through the inverse of the curve, weighted by its slope.
  private func line(
    _ times: [Double], _ values: [Double], ceiling: Double, shape: Double
  ) -> [Double]? {
    var (sw, st, sz, stt, stz) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var count = 0
    for (t, y) in zip(times, values) where y > 0 && y < ceiling {
      let share = y / ceiling
      let (z, slope): (Double, Double)
      switch self {
      case .logistic: (z, slope) = (ScalarMath.log(share / (1 - share)), share * (1 - share))
      case .gompertz:
        let u = -ScalarMath.log(share)
        (z, slope) = (-ScalarMath.log(u), share * u)
      case .bass:
        (z, slope) = (
          ScalarMath.log((1 + shape * share) / (1 - share)),
          (1 - share) * (1 + shape * share) / (1 + shape)
        )
      case .richards:
        let power = ScalarMath.pow(share, shape)
        (z, slope) = (-ScalarMath.log(1 / power - 1), share * (1 - power) / shape)
      }
      guard z.isFinite else { continue }
      let w = slope * slope
      count += 1
      sw += w
      st += w * t
      sz += w * z
      stt += w * t * t
      stz += w * t * z
    }
    guard count >= 2 else { return nil }
    if self == .bass {
      // z = (p + q) t passes through the launch.
      let sum = stz / stt
      guard sum > 0 else { return nil }
      return [ceiling, sum / (1 + shape), sum * shape / (1 + shape)]
    }
    let rate = (stz - st * sz / sw) / (stt - st * st / sw)
    guard rate.isFinite, rate != 0 else { return nil }
    let midpoint = (st - sz / rate) / sw
    return self == .richards ? [ceiling, rate, midpoint, shape] : [ceiling, rate, midpoint]
  }
}
