public import Scenarios
public import Sim

/// The page `grdp fit` prints: whether the posterior can be relied on, how it agrees with what was
/// published, and what the data moved.
public struct FitPage {
  private let language: Language
  private let numbers: NumberText
  private let region: RegionDocument
  private let model: ModelDocument
  private let calibration: Calibration

  /// Prepares the page of a fit.
  public init(_ loaded: LoadedRegion, _ calibration: Calibration, in language: Language) {
    self.language = language
    numbers = NumberText(language)
    region = loaded.region
    model = loaded.model
    self.calibration = calibration
  }

  /// The page's lines; with details also the names of what the data did not move.
  public func lines(details: Bool) -> [String] {
    let heading = [
      region.title.text(in: language), language(.boundary(region.boundary)),
      language(.vintage(region.vintage)),
    ]
    return [heading.joined(separator: " · "), verdict, ""] + quantities + [""]
      + movedLines(details: details)
  }

  // MARK: Verdict

  private var verdict: String {
    let share = 100 * calibration.effectiveSize / Double(calibration.draws)
    return language(
      .drawsWeighed(
        draws: numbers.whole(calibration.draws), seed: calibration.seed,
        effective: numbers.fixed(calibration.effectiveSize, decimals: 0),
        share: numbers.fixed(share, decimals: 1),
        k: calibration.paretoK.map { numbers.fixed($0, decimals: 2) }))
      + language(calibration.faults.isEmpty ? .reliable : .notReliable)
  }

  // MARK: Quantities

  private var quantities: [String] {
    var table = TextTable([.left, .right, .left, .right, .left])
    table.append([
      language(.reproduced), language.period(model.clockUnit), language(.published),
      language(.priorMedian),
      language(.posteriorBand),
    ])
    for (observation, shift) in zip(model.observations, calibration.observables) {
      table.append(row(observation, shift))
    }
    if !model.comparedFigures.isEmpty {
      table.append([language(.notFitted), "", "", "", ""])
    }
    for (observation, shift) in zip(model.comparedFigures, calibration.comparisons) {
      table.append(row(observation, shift))
    }
    return table.lines
  }

  private func row(_ observation: Observation, _ shift: Calibration.Shift) -> [String] {
    let unit = ShownUnit(observation.unit, clock: model.clockUnit, in: language)
    let decimals = unit.decimals ?? NumberText.decimals(for: observation.value.magnitude)
    func shown(_ value: Double) -> String {
      numbers.fixed(unit.scale * value, decimals: decimals)
    }
    let label = observation.label?.text(in: language) ?? observation.id
    let band = [shift.posterior.p05, shift.posterior.p95].map(shown)
    let median = shown(shift.posterior.median)
    let isPoint = band.allSatisfy { $0 == median }
    return [
      "  " + label + (unit.text.isEmpty ? "" : ", \(unit.text)"), String(observation.year),
      shown(observation.value) + (observation.sd.map { " ± \(shown($0))" } ?? ""),
      shown(shift.prior.median),
      isPoint ? median : "\(median) [\(band[0]); \(band[1])]",
    ]
  }

  // MARK: Parameters

  /// A parameter with its element.
  private struct Moved {
    var symbol: String
    var label: String
    var shift: Calibration.Shift
  }

  private var parameters: [Moved] {
    model.model.parameters.indices.flatMap { index in
      calibration.parameters[index].enumerated().map { element, shift in
        let entry = model.parameters[index]
        let elements = elementLabels(element, over: model.model.parameters[index].over)
        let label = entry.label?.text(in: language) ?? entry.name
        return Moved(
          symbol: entry.symbols[element],
          label: elements.isEmpty ? label : "\(label) (\(elements.joined(separator: ", ")))",
          shift: shift)
      }
    }
  }

  /// The labels of the elements a flat element stands for.
  private func elementLabels(_ element: Int, over: [Int]) -> [String] {
    zip(over, model.model.elementNames(element, over: over)).map { set, name in
      let position = model.model.sets[set].elements.firstIndex(of: name)
      return position.flatMap { model.sets[set].elementLabels[$0] }?.text(in: language) ?? name
    }
  }

  private func movedLines(details: Bool) -> [String] {
    let all = parameters
    let moved = all.filter(\.shift.isMoved).sorted { $0.shift.z.magnitude > $1.shift.z.magnitude }
    let rest = all.filter { !$0.shift.isMoved }
    var lines: [String] = []
    if !moved.isEmpty {
      var table = TextTable([.left, .left, .right, .right, .right, .right])
      table.append([
        language(.movedByData(moved.count)), "", language(.prior), language(.posterior),
        language(.shiftInSD), language(.sdRatio),
      ])
      for each in moved {
        let shift = each.shift
        table.append([
          "  " + each.label, each.symbol, significant(shift.prior.mean),
          significant(shift.posterior.mean),
          (shift.z < 0 ? "" : "+") + numbers.fixed(shift.z, decimals: 2),
          numbers.fixed(shift.sdRatio, decimals: 2),
        ])
      }
      lines += table.lines
    }
    lines.append(language(.notMoved(rest.count, isListed: details)))
    if details { lines += rest.map { "  \($0.symbol)  \($0.label)" } }
    return lines
  }

  /// A number with four significant digits, however small.
  private func significant(_ value: Double) -> String {
    var decimals = 3
    var magnitude = value.magnitude
    while magnitude < 1, magnitude > 0, decimals < 9 {
      decimals += 1
      magnitude *= 10
    }
    while magnitude >= 10, decimals > 0 {
      decimals -= 1
      magnitude /= 10
    }
    return numbers.fixed(value, decimals: decimals)
  }
}

extension FitPage {
  /// The same as one JSON object.
  public var json: String {
    func spread(_ spread: Calibration.Spread) -> JSONText {
      .object([
        ("mean", .number(spread.mean)), ("sd", .number(spread.sd)), ("p05", .number(spread.p05)),
        ("median", .number(spread.median)), ("p95", .number(spread.p95)),
      ])
    }
    func entry(_ observation: Observation, _ shift: Calibration.Shift) -> JSONText {
      .object([
        ("id", .string(observation.id)), ("year", .integer(observation.year)),
        ("unit", .string(observation.unit)), ("value", .number(observation.value)),
        ("sd", observation.sd.map(JSONText.number) ?? .null), ("prior", spread(shift.prior)),
        ("posterior", spread(shift.posterior)),
      ])
    }
    let parameters = zip(model.model.parameterLabels, calibration.parameters.joined()).map {
      name, shift in
      JSONText.object([
        ("name", .string(name)), ("z", .number(shift.z)), ("sd_ratio", .number(shift.sdRatio)),
        ("moved", .bool(shift.isMoved)), ("prior", spread(shift.prior)),
        ("posterior", spread(shift.posterior)),
      ])
    }
    return JSONText.object([
      ("model", .string(model.id)), ("region", .string(region.id)),
      ("seed", .string("\(calibration.seed)")), ("draws", .integer(calibration.draws)),
      ("effective_size", .number(calibration.effectiveSize)),
      ("pareto_k", calibration.paretoK.map(JSONText.number) ?? .null),
      ("reliable", .bool(calibration.faults.isEmpty)),
      ("retained", .integer(calibration.retained.draws.count)),
      ("observables", .list(zip(model.observations, calibration.observables).map(entry))),
      ("compare", .list(zip(model.comparedFigures, calibration.comparisons).map(entry))),
      ("parameters", .list(parameters)),
    ]).text
  }
}
