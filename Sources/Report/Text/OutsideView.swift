internal import Scenarios
internal import Sim

/// What the past of a quantity and like cases say about a year to come, without the model.
///
/// It stands beside the model's own answer, because a forecast that ignores how such quantities have
/// moved is usually too sure of itself (D. Kahneman, A. Tversky, TIMS Studies in Management Science 12,
/// 1979).
struct OutsideView {
  /// The yearly figures that end with the last one known: published ones, or data the model takes over.
  let figures: AnnualSeries
  /// What the last figure becomes if it grows as a like case did, by the case's name.
  let analogues: [(label: LocalizedText, value: Double)]
  /// The statistical forecast; nil where there are too few figures for one.
  let forecast: PredictiveDistribution?

  /// The fewest consecutive figures that a statistical forecast is made from.
  static let fewestFigures = 5

  /// Looks from `figures` at `year`; `analogues` are like cases under the same definition, in shares.
  init?(_ figures: AnnualSeries, _ analogues: [Analogue], year: Int) {
    let ahead = year - figures.lastYear
    guard ahead > 0, let last = figures.values.last else { return nil }
    self.figures = figures
    self.analogues = analogues.map { analogue in
      let factor = ScalarMath.exp(Double(ahead) * ScalarMath.log(1 + analogue.excessGrowth))
      return (analogue.label, min(1, last * factor))
    }
    guard figures.values.count >= Self.fewestFigures else {
      forecast = nil
      return
    }
    let forecaster = Forecaster(
      [figures], origin: figures.lastYear, horizon: ahead, methods: [.standard])
    forecast = forecaster.forecast(0, .standard)?.last
  }
}

extension RunPage {
  /// The line of the outside view of a leading variable; nil when nothing is known about it but the model.
  func outsideView(of quantity: Quantity, in year: Int) -> String? {
    guard hasOneDefinition, let view = view(of: quantity, in: year) else { return nil }
    let decimals = decimals(quantity)
    func text(_ value: Double) -> String {
      numbers.fixed(quantity.unit.scale * value, decimals: decimals)
    }
    let last = view.figures.lastYear
    var parts = [
      language(
        .held(text(view.figures.values[view.figures.values.count - 1]), last))
    ]
    parts += view.analogues.map { language(.grownAs($0.label.text(in: language), text($0.value))) }
    if let forecast = view.forecast, let band = forecast.interval(0.9) {
      parts.append(
        language(
          .statistical(
            "\(text(forecast.median)) [\(text(band.lowerBound)); \(text(band.upperBound))]",
            figures: view.figures.values.count)))
    } else {
      parts.append(language(.noStatistical(figures: view.figures.values.count)))
    }
    return "  \(language(.outsideView(model.periodLabel(year, in: language)))) "
      + parts.joined(separator: " · ")
  }

  private func view(of quantity: Quantity, in year: Int) -> OutsideView? {
    let isShare = model.variables[quantity.variable].unit == "fraction" && quantity.hasDefinition
    let definition = definitions[0]
    guard let published = publishedFigures(of: quantity, definition) else {
      return observedHistory(of: quantity).flatMap { OutsideView($0, [], year: year) }
    }
    let analogues = isShare ? scenarios[0].region?.analogues ?? [] : []
    return OutsideView(
      published, analogues.filter { $0.definition != nil && $0.definition == definition },
      year: year)
  }

  /// The history of a quantity where it is the same in every draw: then it is data.
  private func observedHistory(of quantity: Quantity) -> AnnualSeries? {
    let timeline = model.model.timeline
    var values: [Double] = []
    for year in (timeline.first...timeline.last).reversed() {
      guard let found = quantiles(quantity, scenario: 0, year: year),
        let low = found.first, let high = found.last,
        (high - low).magnitude <= 1e-9 * max(high.magnitude, low.magnitude)
      else { break }
      values.insert(low, at: 0)
    }
    guard values.count >= 2 else { return nil }
    return AnnualSeries(
      name: quantity.title, firstYear: timeline.last - values.count + 1, values: values)
  }

  /// The published figures of a quantity under a definition, as many consecutive years as end with the
  /// last one.
  private func publishedFigures(of quantity: Quantity, _ definition: String) -> AnnualSeries? {
    let name = model.variables[quantity.variable].name
    let label = model.model.elementLabel(
      name, quantity.elements[0], over: model.model.variables[quantity.variable].over)
    let own = (model.observations + model.comparedFigures).filter {
      [label, name].contains($0.quantity) && ($0.definition ?? definition) == definition
    }
    let byYear = Dictionary(own.map { ($0.year, $0.value) }) { first, _ in first }
    guard let last = byYear.keys.max() else { return nil }
    var first = last
    while byYear[first - 1] != nil { first -= 1 }
    let ceiling = model.variables[quantity.variable].unit == "fraction" ? 1.0 : nil
    return AnnualSeries(
      name: label, firstYear: first, values: (first...last).compactMap { byYear[$0] },
      ceiling: ceiling)
  }
}
