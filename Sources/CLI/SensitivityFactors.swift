import ArgumentParser
import Report
import Scenarios
import Sim

/// The factors of `grdp sensitivity` and `grdp discover`: what is uncertain, one by one or in groups.
struct SensitivityFactors {
  /// Kinds of things that can be varied.
  enum Kind: String, CaseIterable { case parameters, shocks, levers, assumptions }

  let scenario: LoadedScenario
  let kinds: [Kind]
  /// The draws behind a marginal of a posterior.
  static let posteriorDraws = 16_384

  private var model: Model { scenario.model.model }

  /// Every factor by itself; all shocks together are one.
  func single(kernels: Kernels) async throws -> [SensitivityFactor] {
    var factors: [SensitivityFactor] = []
    if kinds.contains(.parameters) { factors += try await parameters(kernels: kernels) }
    for kind in [Kind.levers, .assumptions] where kinds.contains(kind) {
      factors += inputs(areLevers: kind == .levers).map {
        SensitivityFactor(name($0), parts: [part($0)])
      }
    }
    if kinds.contains(.shocks), !model.shocks.isEmpty {
      factors.append(SensitivityFactor(Kind.shocks.rawValue, movesShockDraws: true))
    }
    return factors
  }

  /// One factor for each kind; parameters move together and keep their dependence.
  var byKind: [SensitivityFactor] {
    kinds.compactMap { kind in
      switch kind {
      case .parameters: SensitivityFactor(kind.rawValue, movesParameterDraws: true)
      case .shocks: SensitivityFactor(kind.rawValue, movesShockDraws: true)
      case .levers, .assumptions:
        SensitivityFactor(
          kind.rawValue, parts: inputs(areLevers: kind == .levers).map(part))
      }
    }
  }

  /// Joins factors as `money=a,b;people=c` says; the rest stay by themselves.
  static func grouped(
    _ factors: [SensitivityFactor], by text: String
  ) throws(Diagnostics) -> [SensitivityFactor] {
    var rest = factors
    var groups: [SensitivityFactor] = []
    var found: [Diagnostic] = []
    let place = SourceLocation(file: "--groups '\(text)'")
    for group in text.split(separator: ";") {
      let sides = group.split(separator: "=", maxSplits: 1)
      guard sides.count == 2 else {
        found.append(Diagnostic(.badGroup, at: place))
        continue
      }
      var joined = SensitivityFactor(String(sides[0]))
      for member in sides[1].split(separator: ",") {
        // A name without an element stands for all of them.
        let members = rest.filter { $0.name == member || $0.name.hasPrefix("\(member)[") }
        if members.isEmpty {
          found.append(
            Diagnostic(.unknownFactor(String(member), suggestion: nil), at: place))
        }
        for each in members {
          joined.parts += each.parts
          joined.movesShockDraws = joined.movesShockDraws || each.movesShockDraws
          joined.movesParameterDraws = joined.movesParameterDraws || each.movesParameterDraws
        }
        rest.removeAll { factor in members.contains { $0.name == factor.name } }
      }
      groups.append(joined)
    }
    if !found.isEmpty { throw Diagnostics(found) }
    return groups + rest
  }

  // MARK: Parameters

  /// One factor for each element of each parameter that is not known.
  private func parameters(kernels: Kernels) async throws -> [SensitivityFactor] {
    let marginals = try await posteriorMarginals(kernels: kernels)
    var position = 0
    var factors: [SensitivityFactor] = []
    for (number, parameter) in model.parameters.enumerated() {
      for element in parameter.priors.indices {
        defer { position += 1 }
        let label = model.elementLabel(parameter.name, element, over: parameter.over)
        var parts = model.lawParts(ofParameter: number, element: element)
        if let marginals, !parameter.replaced.contains(element), !parts.isEmpty {
          parts = [.init(.parameter(number, element: element), .sample(marginals[position]))]
        }
        if !parts.isEmpty { factors.append(SensitivityFactor(label, parts: parts)) }
      }
    }
    return factors
  }

  /// The values of every element of every parameter in draws of the posterior, in rising order; nil
  /// without a fit.
  private func posteriorMarginals(kernels: Kernels) async throws -> [[Double]]? {
    guard scenario.fit != nil else { return nil }
    let probe = ParameterProbe(model)
    let simulation = try Simulation(
      probe.model, analysis: ModelAnalysis(of: probe.model), scenarios: [scenario.scenario],
      outputs: probe.outputs, draws: draws(shockSeed: 1), posterior: scenario.fit?.posterior,
      checksIdentities: false)
    let columns = try await simulation.columns(draws: Self.posteriorDraws, kernels: kernels)
    return probe.outputs.indices.map { output in
      (0..<Self.posteriorDraws).map { columns[output, $0] }.sorted()
    }
  }

  /// Where parameters and shocks come from.
  func draws(shockSeed: UInt64) -> DrawSource {
    .streams(parameters: scenario.fit?.seed ?? shockSeed, shocks: shockSeed)
  }

  /// The central path.
  var center: DrawSource { scenario.fit?.center(of: model) ?? .medians }

  // MARK: Levers and assumptions

  private func inputs(areLevers: Bool) -> [Int] {
    model.inputs.indices.filter { input in
      let bounds = bounds(input)
      return model.inputs[input].isLever == areLevers && bounds.lowerBound < bounds.upperBound
    }
  }

  private func bounds(_ input: Int) -> ClosedRange<Double> {
    let entry = scenario.model.inputs[input]
    return entry.plausible ?? entry.possible
  }

  private func name(_ input: Int) -> String { scenario.model.inputs[input].entry.name }

  private func part(_ input: Int) -> SensitivityFactor.Part {
    .init(.input(input), .between(bounds(input).lowerBound, bounds(input).upperBound))
  }
}

/// A model in which every element of every parameter is an output.
struct ParameterProbe {
  let model: Model
  let outputs: [Output]

  init(_ source: Model) {
    var model = source
    var outputs: [Output] = []
    for (number, parameter) in source.parameters.enumerated() {
      let read = Expression.read(
        Reference(.parameter(number), subscripts: parameter.over.map { .current(set: $0) }))
      let years: YearKinds = [.first, .last, .history, .projection]
      model.variables.append(
        Variable(
          "parameter: \(parameter.name)", over: parameter.over,
          forms: [Form(years, rules: [read], ruleOfElement: parameter.priors.map { _ in 0 })],
          isReporting: true))
      for element in parameter.priors.indices {
        outputs.append(
          Output(
            variable: model.variables.count - 1, element: element, year: model.timeline.horizon))
      }
    }
    self.model = model
    self.outputs = outputs
  }
}

extension SensitivityFactors.Kind {
  /// The kinds that `--over` names.
  static func parsed(_ over: String) throws -> [Self] {
    let kinds = over.split(separator: ",").map { Self(rawValue: String($0)) }
    if kinds.isEmpty || kinds.contains(nil) {
      let all = allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError(
        words(
          vi: "--over nhận các loại sau, cách nhau bằng dấu phẩy: \(all)",
          en: "--over takes these, separated by commas: \(all)"))
    }
    return kinds.compactMap { $0 }
  }
}
