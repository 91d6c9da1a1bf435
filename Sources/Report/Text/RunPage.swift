public import Scenarios
public import Sim

/// The page `grdp run` prints: what the leading variables will be, under each scenario, with bands.
public struct RunPage {
  private let language: Language
  private let numbers: NumberText
  private let scenarios: [LoadedScenario]
  private let summary: EnsembleSummary

  /// Prepares a page over scenarios that share a model; `summary` counts scenarios in this order.
  public init(_ scenarios: [LoadedScenario], _ summary: EnsembleSummary, in language: Language) {
    self.language = language
    numbers = NumberText(language)
    self.scenarios = scenarios
    self.summary = summary
  }

  /// The page's lines.
  public func lines(draws: Int, seed: UInt64) -> [String] {
    guard let first = scenarios.first else { return [] }
    let model = first.model
    var lines = [heading(first)]
    lines.append(language(.drawsFromPrior(numbers.whole(draws), seed: seed)))
    for variable in model.headline {
      lines.append("")
      lines += table(of: variable, in: model)
    }
    return lines
  }

  private func heading(_ scenario: LoadedScenario) -> String {
    var parts = [
      scenario.region?.title.text(in: language) ?? scenario.model.title.text(in: language)
    ]
    if let boundary = scenario.document.boundary ?? scenario.region?.boundary {
      parts.append(language(.boundary(boundary)))
    }
    if let vintage = scenario.region?.vintage { parts.append(language(.vintage(vintage))) }
    return parts.joined(separator: " · ")
  }

  private func table(of variable: Int, in model: ModelDocument) -> [String] {
    let entry = model.variables[variable]
    let isShare = ["fraction", "1/yr", "percent"].contains(entry.unit)
    var title = entry.label?.text(in: language) ?? entry.name
    let over = model.model.variables[variable].over
    if over.contains(where: { model.sets[$0].name == LoadedScenario.definitionSet }),
      let definition = scenarios[0].document.definition
    {
      title += " (\(definition))"
    }
    title += isShare ? ", %" : ", \(entry.unit)"
    var table = TextTable([.right] + scenarios.map { _ in .left })
    table.append([language(.year)] + scenarios.map { $0.document.title.text(in: language) })
    for year in years(model.model.timeline) {
      let cells = scenarios.indices.map { cell(variable, scenario: $0, year: year, isShare) }
      if cells.contains(where: { !$0.isEmpty }) { table.append([String(year)] + cells) }
    }
    return ["\(title) – \(language(.medianAndBand))"] + table.lines.map { "  " + $0 }
  }

  private func cell(_ variable: Int, scenario: Int, year: Int, _ isShare: Bool) -> String {
    let loaded = scenarios[scenario]
    let element = loaded.elements(of: variable, details: false).first ?? 0
    let output = Output(scenario: scenario, variable: variable, element: element, year: year)
    guard let found = summary.summary(of: output) else { return "" }
    let texts = [3, 0, 6].map { position in
      let value = found.quantiles[position]
      return isShare ? numbers.fixed(100 * value, decimals: 1) : numbers.short(value)
    }
    return "\(texts[0]) [\(texts[1]); \(texts[2])]"
  }

  /// The last observed year, the horizon, and round years between them, seven at most.
  private func years(_ timeline: Timeline) -> [Int] {
    let span = timeline.horizon - timeline.last
    let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000]
    let step = steps.first { span / $0 <= 5 } ?? span
    let between = (timeline.last + 1..<max(timeline.horizon, timeline.last + 1)).filter {
      $0 % step == 0
    }
    return [timeline.last] + between + (span > 0 ? [timeline.horizon] : [])
  }
}

extension LocalizedText {
  /// The text in a language.
  public func text(in language: Language) -> String {
    switch language {
    case .vi: vi
    case .en: en
    }
  }
}
