import Report
import Scenarios
import Sim

/// Scenarios that share a model bound to the same data: they run together, on the same draws.
struct ScenarioGroup {
  static let levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]

  let scenarios: [LoadedScenario]
  /// The model, with what follows the targets.
  private let model: Model
  private let analysis: ModelAnalysis
  let targets: TargetPanel
  let reported: ReportedVariables
  /// What the page shows: the leading variables, and what the first of them is made of.
  private let pageOutputs: [Output]
  /// What `forecast.csv` holds, if it is written: every reported variable, in every year.
  private let forecastOutputs: [Output]
  /// What `components.csv` holds, if it is written: the parts of the first leading variable, element by element.
  private let componentOutputs: [Output]
  /// The region's name in `forecast.csv`: unlike that of other data of the same region.
  let region: String

  private init(
    _ scenarios: [LoadedScenario], region: String, details: Bool, writesFiles: Bool
  ) {
    self.scenarios = scenarios
    self.region = region
    let model = scenarios[0].model
    var followed = model.model
    targets = TargetPanel(scenarios, followedBy: &followed)
    self.model = followed
    analysis = ModelAnalysis(of: followed)
    let reported = ReportedVariables(of: model)
    self.reported = reported
    func outputs(_ variables: [Int], _ elements: (Int, LoadedScenario) -> [Int]) -> [Output] {
      scenarios.enumerated().flatMap { number, loaded in
        variables.flatMap { variable in
          elements(variable, loaded).flatMap { element in
            model.model.timeline.years.map { year in
              Output(scenario: number, variable: variable, element: element, year: year)
            }
          }
        }
      }
    }
    pageOutputs =
      outputs(reported.leading) { reported.elements(of: $0, in: $1, details: true) }
      + outputs(model.splits.flatMap(\.parts)) { $1.elements(of: $0, details: false) }
    forecastOutputs = outputs(writesFiles ? reported.all : []) {
      reported.elements(of: $0, in: $1, details: details)
    }
    componentOutputs = outputs(writesFiles ? model.components : []) {
      reported.elements(of: $0, in: $1, details: true)
    }
  }

  /// Groups scenarios by bound model (its region, years and laws included), in the order in which they
  /// were named; those of a sweep by themselves, because their page is another.
  ///
  /// - Throws: scenarios whose rows in `forecast.csv` could not be told apart.
  static func groups(
    _ loaded: [LoadedScenario], details: Bool, writesFiles: Bool
  ) throws(Diagnostics) -> [ScenarioGroup] {
    let regions = regionNames(loaded)
    try checkDistinct(loaded) { "\($0.model.id)|\(regions[$0.regionFile] ?? "")|\($0.document.id)" }
    var grouped: [(key: String, scenarios: [LoadedScenario])] = []
    for scenario in loaded {
      let sweep = scenario.sweepValues.isEmpty ? "" : scenario.document.file
      let key = "\(scenario.model.binding)|\(sweep)"
      if let index = grouped.firstIndex(where: { $0.key == key }) {
        grouped[index].scenarios.append(scenario)
      } else {
        grouped.append((key, [scenario]))
      }
    }
    return grouped.map { _, scenarios in
      ScenarioGroup(
        scenarios, region: regions[scenarios[0].regionFile] ?? scenarios[0].regionName,
        details: details, writesFiles: writesFiles)
    }
  }

  /// The name of each region in `forecast.csv`, by file: with its id where two files, say of two
  /// boundaries, have data of one region.
  private static func regionNames(_ loaded: [LoadedScenario]) -> [String: String] {
    var files: [String: Set<String>] = [:]
    for scenario in loaded {
      files[scenario.regionName, default: []].insert(scenario.regionFile)
    }
    var names: [String: String] = [:]
    for scenario in loaded {
      let isAlone = files[scenario.regionName]?.count == 1
      let addition = isAlone ? "" : scenario.region.map { " (\($0.id))" } ?? ""
      names[scenario.regionFile] = scenario.regionName + addition
    }
    return names
  }

  /// Refuses scenarios that cannot stand in one file of paths: those of another model, and two of
  /// one name.
  static func checkOneFile(_ loaded: [LoadedScenario]) throws(Diagnostics) {
    let others = loaded.filter { $0.modelFile != loaded[0].modelFile }
    if !others.isEmpty {
      throw Diagnostics(
        others.map {
          Diagnostic(
            .otherModel($0.model.id, first: loaded[0].model.id),
            at: SourceLocation(file: $0.document.file))
        })
    }
    try checkDistinct(loaded, by: \.document.id)
  }

  /// Refuses two scenarios with the same key, and names that mean something else in the files.
  private static func checkDistinct(
    _ loaded: [LoadedScenario], by key: (LoadedScenario) -> String
  ) throws(Diagnostics) {
    var known: [String: ScenarioDocument] = [:]
    var found: [Diagnostic] = []
    for scenario in loaded {
      let document = scenario.document
      let place = SourceLocation(file: document.file)
      if document.id == Forecast.historical {
        found.append(Diagnostic(.reservedScenario(document.id), at: place))
      }
      if let earlier = known.updateValue(document, forKey: key(scenario)) {
        found.append(document.clash(with: earlier))
      }
    }
    if !found.isEmpty { throw Diagnostics(found) }
  }

  /// Whether these are combinations of one sweep.
  var isSweep: Bool { !scenarios[0].sweepValues.isEmpty }

  /// The posterior of the parameters; nil when the run is one of the priors.
  var fit: FitDocument? { scenarios[0].fit }

  /// The run: shocks are those of the seed, parameters those of the fit, or of the seed without one.
  func simulation(shockSeed: UInt64) throws -> Simulation {
    try simulation(
      .streams(parameters: fit?.seed ?? shockSeed, shocks: shockSeed), posterior: fit?.posterior,
      extra: targets.outputs)
  }

  /// The central path: every parameter at its median, no shocks.
  func centralPath(kernels: Kernels) async throws -> (simulation: Simulation, columns: Columns) {
    let central = try simulation(
      fit?.center(of: scenarios[0].model.model) ?? .medians, posterior: nil)
    return (central, try await central.columns(draws: 1, kernels: kernels))
  }

  private func simulation(
    _ draws: DrawSource, posterior: PosteriorIndex?, extra: [Output] = []
  ) throws -> Simulation {
    var known: Set<Output> = []
    let kept = (forecastOutputs + componentOutputs + pageOutputs).filter {
      known.insert($0).inserted
    }
    return try Simulation(
      model, analysis: analysis, scenarios: scenarios.map(\.scenario),
      outputs: kept + extra, draws: draws, posterior: posterior)
  }

  /// The numbers of `forecast.csv`: central path, moments and quantiles, and what was observed.
  func forecast(_ summary: EnsembleSummary, central: Simulation, _ path: Columns) -> Forecast {
    Forecast(
      model: scenarios[0].model.id, region: region,
      rows: projectedRows(forecastOutputs, summary, central: central, path) + observedRows)
  }

  /// The numbers of `components.csv`: the same of the parts of the first leading variable.
  func components(_ summary: EnsembleSummary, central: Simulation, _ path: Columns) -> Forecast {
    Forecast(
      model: scenarios[0].model.id, region: region,
      rows: projectedRows(componentOutputs, summary, central: central, path))
  }

  private func projectedRows(
    _ outputs: [Output], _ summary: EnsembleSummary, central: Simulation, _ path: Columns
  ) -> [Forecast.Row] {
    let isWanted = Set(outputs)
    let statistics = Self.levels.map(Forecast.statistic(level:))
    var rows: [Forecast.Row] = []
    func append(_ output: Output, _ statistic: String, _ value: Double) {
      let entry = scenarios[0].model.variables[output.variable]
      rows.append(
        .init(
          scenario: scenarios[output.scenario].document.id,
          variable: reported.name(output.variable, element: output.element), unit: entry.unit,
          year: output.year, statistic: statistic, value: value))
    }
    for (position, output) in central.outputs.enumerated() where isWanted.contains(output) {
      append(output, "central", path[position, 0])
    }
    for each in summary.summaries where isWanted.contains(each.output) {
      append(each.output, "mean", each.moments.mean)
      append(each.output, "sd", each.moments.sd)
      for (statistic, value) in zip(statistics, each.quantiles) {
        append(each.output, statistic, value)
      }
    }
    return rows
  }

  private var observedRows: [Forecast.Row] {
    let document = scenarios[0].model
    let model = document.model
    return reported.series.flatMap { number -> [Forecast.Row] in
      guard let names = document.series[number].reportNames else { return [] }
      return names.indices.flatMap { element in
        (model.timeline.first...model.timeline.last).compactMap { year in
          let value = model.series[number].values[element][year - model.timeline.first]
          guard !value.isNaN else { return nil }
          return Forecast.Row(
            scenario: Forecast.historical, variable: names[element],
            unit: document.series[number].unit, year: year, statistic: "observed", value: value)
        }
      }
    }
  }
}

extension ScenarioDocument {
  /// What is wrong with a scenario that is named like an earlier one.
  func clash(with earlier: ScenarioDocument) -> Diagnostic {
    Diagnostic(
      PathName.real(earlier.file) == PathName.real(file)
        ? .scenarioNamedTwice : .scenarioTaken(id, by: earlier.file),
      at: SourceLocation(file: file))
  }
}

extension LoadedScenario {
  /// The file of the model, whichever way it was named.
  fileprivate var modelFile: String { PathName.real(model.file) }

  /// The file of the region, whichever way it was named; empty when there is none.
  fileprivate var regionFile: String { region.map { PathName.real($0.file) } ?? "" }
}
