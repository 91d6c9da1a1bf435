import Report
import Scenarios
import Sim

/// One sensitivity analysis of one scenario, whichever the method.
struct SensitivityTrial {
  let scenario: LoadedScenario
  let method: Sensitivity.Method
  let kinds: [SensitivityFactors.Kind]
  let groups: String?
  let targets: [Target]
  let points: Int
  let seed: UInt64
  let workers: Int
  let kernels: Kernels

  private var factory: SensitivityFactors { SensitivityFactors(scenario: scenario, kinds: kinds) }

  /// An output with what a report says of it.
  private struct Asked {
    var output: Output
    var name: String
    var unit: String
    var isShown: Bool
  }

  /// Runs the analysis.
  func report(
    progress: @Sendable @escaping (Double) -> Void
  ) async throws -> SensitivityReport {
    var model = scenario.model.model
    let asked = outputs(in: &model)
    if method == .rank { return try await ranks(model, asked, progress) }
    let factors = try await factors()
    var problem = SensitivityProblem(
      model: model, scenario: scenario.scenario, draws: factory.draws(shockSeed: seed),
      posterior: scenario.fit?.posterior, factors: factors, outputs: asked.map(\.output))
    let movesDraws = factors.contains { $0.movesShockDraws || $0.movesParameterDraws }
    if !movesDraws || method == .tornado {
      problem.draws = factory.center
      problem.posterior = nil
    }
    return switch method {
    case .sobol: try await sobol(problem, asked, progress)
    case .morris: try await morris(problem, asked, progress)
    case .tornado, .rank: try tornado(problem, asked)
    }
  }

  // MARK: What is asked

  private func factors() async throws -> [SensitivityFactor] {
    if groups == "kinds" { return factory.byKind.filter(isMovable) }
    let single = try await factory.single(kernels: kernels).filter(isMovable)
    guard let groups else { return single }
    return try SensitivityFactors.grouped(single, by: groups)
  }

  /// One at a time from the central path, streams of draws cannot be moved.
  private func isMovable(_ factor: SensitivityFactor) -> Bool {
    method != .tornado || !factor.parts.isEmpty
  }

  /// Every reported variable in every projection year, and the targets; the page shows the leading
  /// variables in the year of the next target, and the targets.
  private func outputs(in model: inout Model) -> [Asked] {
    let document = scenario.model
    let reported = ReportedVariables(of: document)
    let timeline = model.timeline
    let shownYear =
      scenario.targets.map(\.years.upperBound).filter { $0 >= timeline.policyStart }.min()
      ?? timeline.horizon
    var asked = reported.all.flatMap { variable in
      reported.elements(of: variable, in: scenario, details: false).flatMap { element in
        timeline.years.filter { $0 > timeline.last }.map { year in
          Asked(
            output: Output(variable: variable, element: element, year: year),
            name: reported.name(variable, element: element),
            unit: document.variables[variable].unit,
            isShown: year == shownYear && reported.leading.contains(variable))
        }
      }
    }
    for target in targets {
      let event = target.event
      let followed = model.follow(event, name: "target \(target.id)")
      asked.append(
        Asked(
          output: Output(
            variable: event.mustHoldThroughout ? followed.everyYear : followed.someYear,
            year: target.years.upperBound),
          name: target.id, unit: "1", isShown: true))
    }
    return asked
  }

  private func report(
    _ factors: [SensitivityFactor], _ findings: [SensitivityReport.Finding], lanes: Int
  ) throws(Diagnostics) -> SensitivityReport {
    let shown = findings.filter(\.isShown)
    if !shown.isEmpty, shown.allSatisfy(\.measures.isEmpty) {
      throw Diagnostics(
        shown.map {
          Diagnostic(
            .constantOutput($0.name), at: SourceLocation(file: scenario.document.file))
        })
    }
    return SensitivityReport(
      scenario: scenario, method: method.rawValue, factors: factors.map(\.name),
      findings: findings, points: points, lanes: lanes, seed: seed,
      ignoresDependence: scenario.fit != nil && method != .rank
        && factors.contains { factor in
          factor.parts.contains { if case .parameter = $0.subject { true } else { false } }
        })
  }

  /// Findings for the outputs that exist, in their order.
  private func findings(
    _ asked: [Asked], _ outputs: [Output],
    _ found: (Int) -> (measures: [[SensitivityReport.Measure]], importance: [Double], small: Bool)
  ) -> [SensitivityReport.Finding] {
    let byOutput = Dictionary(asked.map { ($0.output, $0) }) { first, _ in first }
    return outputs.enumerated().compactMap { position, output in
      guard let asked = byOutput[output] else { return nil }
      let (measures, importance, small) = found(position)
      return SensitivityReport.Finding(
        output: output, name: asked.name, unit: asked.unit, isShown: asked.isShown,
        measures: measures, importance: importance, isTooSmall: small)
    }
  }

  // MARK: Methods

  private func sobol(
    _ problem: SensitivityProblem, _ asked: [Asked],
    _ progress: @Sendable @escaping (Double) -> Void
  ) async throws -> SensitivityReport {
    let dimensions = 2 * problem.factors.reduce(0) { $0 + $1.parts.count }
    guard dimensions <= SobolSequence.mostDimensions else {
      throw Diagnostics([
        Diagnostic(
          .tooManyFactors(dimensions / 2, limit: SobolSequence.mostDimensions / 2),
          at: SourceLocation(file: scenario.document.file))
      ])
    }
    let analysis = try await SobolAnalysis(
      problem, points: points, seed: seed, workers: workers, kernels: kernels, progress: progress)
    let all = analysis.decompositions
    return try report(
      problem.factors,
      findings(asked, all.map(\.output)) { position in
        let found = all[position]
        return (
          found.total.indices.map {
            [.init("first_order", found.first[$0]), .init("total", found.total[$0])]
          }, found.total.map(\.value), found.widest > SobolAnalysis.widestToRank
        )
      }, lanes: analysis.lanes)
  }

  private func morris(
    _ problem: SensitivityProblem, _ asked: [Asked],
    _ progress: @Sendable @escaping (Double) -> Void
  ) async throws -> SensitivityReport {
    let analysis = try await MorrisAnalysis(
      problem, points: points, seed: seed, workers: workers, kernels: kernels, progress: progress)
    return try report(
      problem.factors,
      findings(asked, analysis.outputs) { position in
        let effects = analysis.effects[position]
        let top = effects.max { $0.meanAbsolute < $1.meanAbsolute }
        guard let top, top.meanAbsolute > 0 else { return ([], [], false) }
        return (
          effects.map {
            [
              .init(
                "mean_absolute", $0.meanAbsolute, low: $0.meanAbsolute - 1.96 * $0.error,
                high: $0.meanAbsolute + 1.96 * $0.error), .init("sd", $0.sd),
              .init("mean", $0.mean),
            ]
          }, effects.map(\.meanAbsolute), 1.96 * top.error > 0.5 * top.meanAbsolute
        )
      }, lanes: points * (problem.factors.count + 1))
  }

  private func tornado(
    _ problem: SensitivityProblem, _ asked: [Asked]
  ) throws -> SensitivityReport {
    let start = scenario.model.model.timeline.first
    let center = problem.factors.flatMap(\.parts).map { part -> Double in
      if case .input(let input) = part.subject {
        let year = scenario.model.model.timeline.horizon
        return scenario.scenario.inputs[input][year - start]
      }
      return part.range.value(at: 0.5)
    }
    let analysis = try TornadoAnalysis(problem, center: center, kernels: kernels)
    return try report(
      problem.factors,
      findings(asked, analysis.outputs) { position in
        let ends = analysis.ends[position]
        let widths = ends.map { ($0.high - $0.low).magnitude }
        guard widths.contains(where: { $0 > 0 }) else { return ([], [], false) }
        return (
          ends.map {
            [
              .init("at_low", $0.low - analysis.central[position]),
              .init("at_high", $0.high - analysis.central[position]),
            ]
          }, widths, false
        )
      }, lanes: 2 * problem.factors.count + 1)
  }

  private func ranks(
    _ model: Model, _ asked: [Asked], _ progress: @Sendable @escaping (Double) -> Void
  ) async throws -> SensitivityReport {
    let probe = ParameterProbe(model)
    let labels = model.parameterLabels
    let simulation = try Simulation(
      probe.model, analysis: ModelAnalysis(of: probe.model), scenarios: [scenario.scenario],
      outputs: probe.outputs + asked.map(\.output), draws: factory.draws(shockSeed: seed),
      posterior: scenario.fit?.posterior, checksIdentities: false)
    let analysis = try await RankAnalysis(
      simulation, factors: probe.outputs.count, draws: points, workers: workers, kernels: kernels,
      progress: progress)
    return try report(
      labels.map { SensitivityFactor($0) },
      findings(asked, analysis.outputs) { position in
        let all = analysis.correlations[position]
        guard all.contains(where: \.value.isFinite) else { return ([], [], false) }
        let strongest = all.filter { $0.value.isFinite }
          .max { $0.value.magnitude < $1.value.magnitude }
        return (
          all.map { [.init("rank_correlation", $0)] },
          all.map { $0.value.isFinite ? $0.value.magnitude : -1 },
          strongest.map { $0.low < 0 && $0.high > 0 } ?? false
        )
      }, lanes: points)
  }
}
