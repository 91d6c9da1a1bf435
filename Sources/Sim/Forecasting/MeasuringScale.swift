/// The scale on which growth is compared between series.
enum MeasuringScale {
  /// As measured; the series' own volatility is the yardstick.
  case level
  /// Logarithms: growth rates.
  case log
  /// Logits of the share of a ceiling: the speed of an adoption curve.
  case logit

  /// The part of the ceiling that keeps zeros and the ceiling itself off infinity.
  private static let margin = 2e-4

  /// The transformed observations; nil where the scale does not suit the series.
  func transformed(_ series: AnnualSeries) -> [Double]? {
    switch self {
    case .level: series.ceiling == nil ? series.values : nil
    case .log:
      series.ceiling == nil && series.values.allSatisfy { $0 > 0 }
        ? series.values.map(ScalarMath.log) : nil
    case .logit:
      series.effectiveCeiling.flatMap { top in
        let margin = Self.margin * top
        guard series.values.allSatisfy({ $0 >= 0 }) else { return nil }
        return series.values.map { ScalarMath.log(($0 + margin) / (top - $0 + margin)) }
      }
    }
  }

  /// A value on the original scale; values that may not occur are moved to the nearest that may.
  func restored(_ value: Double, _ series: AnnualSeries) -> Double {
    switch self {
    case .level:
      if let top = series.effectiveCeiling { return min(max(value, 0), top) }
      return series.values.allSatisfy { $0 > 0 } ? max(value, 0) : value
    case .log: return ScalarMath.exp(min(value, 600))
    case .logit:
      let top = series.effectiveCeiling ?? .infinity
      let margin = Self.margin * top
      let share = 1 / (1 + ScalarMath.exp(-min(max(value, -600), 600)))
      return min(max(share * (top + 2 * margin) - margin, 0), top)
    }
  }
}
