import Report
import Scenarios
import Sim

/// A scenario with each judgement of its model moved, on some of the draws of the run.
///
/// A judgement that moves an add-factor, a steady input or the law of a parameter is a variant of one
/// ``LaneDesign``, so that all of these are compiled once; any other has a simulation of its own. Rows are
/// the first draws of the run, so that changes are paired and those `grdp stress` finds on as many.
struct JudgementTrial {
  /// The draws that are taken: enough to say which judgement matters.
  static let mostDraws = 1_024

  private let base: LoadedScenario
  private let judged: [LoadedScenario]
  private let seed: UInt64
  private let rows: Int
  private let workers: Int
  private let kernels: Kernels
  /// The judgements that are variants, in order of `judged`; nil for those that cannot be.
  private var variants: [LaneChange?]

  init(
    _ base: LoadedScenario, _ judged: [LoadedScenario], draws: Int, seed: UInt64, workers: Int,
    kernels: Kernels
  ) {
    self.base = base
    self.judged = judged
    self.seed = seed
    self.workers = workers
    self.kernels = kernels
    rows = min(draws, Self.mostDraws)
    var years: [LaneChange.Place: ClosedRange<Int>] = [:]
    variants = judged.map { LaneChange(from: base, to: $0, years: &years) }
  }

  /// What each judgement does to the first leading variable, and to the probability of the next target.
  func moves() async throws -> JudgementMoves? {
    let reported = ReportedVariables(of: base.model)
    guard let variable = reported.leading.first,
      let element = reported.elements(of: variable, in: base, details: true).first
    else { return nil }
    let year = ScenarioComparison.rankedYear([base])
    let target = base.targets.first { $0.years == year...year }
    let asked = Asked(variable: variable, element: element, year: year, target: target?.id)
    let (before, after) = try await lanes(asked)
    var moves: [JudgementMoves.Move] = []
    for (number, scenario) in judged.enumerated() {
      let own =
        if let known = after[number] { known } else { try await alone(scenario, asked) }
      moves.append(move(scenario, before, own))
    }
    return JudgementMoves(
      draws: rows, year: year, variable: variable, element: element, target: target, moves: moves)
  }

  // MARK: Runs

  /// What is simulated.
  private struct Asked {
    var variable, element, year: Int
    var target: String?
  }

  /// The leading variable in each row, and whether the target is met there.
  private struct Values {
    var levels: [Double]
    var isMet: [Double]
  }

  private func compiled(
    _ scenario: LoadedScenario, _ asked: Asked, subjects: [LaneDesign.Subject]
  ) throws -> Simulation {
    var model = scenario.model.model
    let panel = TargetPanel([scenario], followedBy: &model)
    let met = asked.target.flatMap { panel.metOutput(of: $0, scenario: 0) }
    let level = Output(variable: asked.variable, element: asked.element, year: asked.year)
    return try Simulation(
      model, analysis: ModelAnalysis(of: model), scenarios: [scenario.scenario],
      outputs: [level] + [met].compactMap { $0 }, draws: draws, posterior: scenario.fit?.posterior,
      subjects: subjects, checksIdentities: false)
  }

  /// Where parameters and shocks come from: as in the run.
  private var draws: DrawSource {
    .streams(parameters: base.fit?.seed ?? seed, shocks: seed)
  }

  /// The scenario as it is, and each judgement that is a variant.
  private func lanes(_ asked: Asked) async throws -> (before: Values, after: [Values?]) {
    var subjects: [LaneDesign.Subject] = []
    for change in variants.compactMap({ $0 }) {
      for subject in change.subjects where !subjects.contains(subject) { subjects.append(subject) }
    }
    var design = LaneDesign(rows: rows, variants: [])
    let own = try await values(of: subjects, in: base)
    func column(_ values: [Double]) -> LaneDesign.Value {
      design.columns.append(values)
      return .column(design.columns.count - 1)
    }
    let unmoved = subjects.map { subject in
      own[subject].map(column) ?? .number(LaneChange.steady(subject, in: base))
    }
    design.variants.append(.init(unmoved))
    for (scenario, change) in zip(judged, variants) {
      guard let change else { continue }
      let drawn = try await values(of: change.subjects, in: scenario)
      var moved = unmoved
      for (position, subject) in subjects.enumerated() {
        if let number = change.numbers[subject] { moved[position] = .number(number) }
        if let values = drawn[subject] { moved[position] = column(values) }
      }
      design.variants.append(.init(moved))
    }
    let simulation = try compiled(base, asked, subjects: subjects)
    let columns = try await simulation.columns(of: design, workers: workers, kernels: kernels)
    func lane(_ variant: Int) -> Values {
      let lanes = variant * rows..<(variant + 1) * rows
      return Values(
        levels: lanes.map { columns[0, $0] },
        isMet: simulation.outputs.count > 1 ? lanes.map { columns[1, $0] } : [])
    }
    var variant = 0
    let after = variants.map { change -> Values? in
      guard change != nil else { return nil }
      variant += 1
      return lane(variant)
    }
    return (lane(0), after)
  }

  /// A judgement that is no variant of the others.
  private func alone(_ scenario: LoadedScenario, _ asked: Asked) async throws -> Values {
    let simulation = try compiled(scenario, asked, subjects: [])
    let columns = try await simulation.columns(draws: rows, workers: workers, kernels: kernels)
    return Values(
      levels: (0..<rows).map { columns[0, $0] },
      isMet: simulation.outputs.count > 1 ? (0..<rows).map { columns[1, $0] } : [])
  }

  /// The draws of those subjects that are parameters, under the laws of a scenario.
  private func values(
    of subjects: [LaneDesign.Subject], in scenario: LoadedScenario
  ) async throws -> [LaneDesign.Subject: [Double]] {
    let parameters = subjects.filter { if case .parameter = $0 { true } else { false } }
    guard !parameters.isEmpty else { return [:] }
    let probe = ParameterProbe(scenario.model.model, only: parameters)
    // Overrides are of variables, and the probe has only those of its parameters.
    var plain = scenario.scenario
    plain.fixed = []
    plain.adjustments = []
    let simulation = try Simulation(
      probe.model, analysis: ModelAnalysis(of: probe.model), scenarios: [plain],
      outputs: probe.outputs, draws: draws, posterior: scenario.fit?.posterior)
    let columns = try await simulation.columns(draws: rows, kernels: kernels)
    return Dictionary(
      uniqueKeysWithValues: parameters.enumerated().map { output, subject in
        (subject, (0..<rows).map { columns[output, $0] })
      })
  }

  // MARK: Changes

  private func move(
    _ scenario: LoadedScenario, _ before: Values, _ after: Values
  ) -> JudgementMoves.Move {
    let changes = zip(after.levels, before.levels).map { $0 - $1 }.sorted()
    let (low, high) = (changes[(changes.count - 1) / 2], changes[changes.count / 2])
    var move = JudgementMoves.Move(
      title: scenario.document.title, medianChange: low + (high - low) / 2)
    guard !before.isMet.isEmpty, before.isMet.count == after.isMet.count else { return move }
    let hits = zip(after.isMet, before.isMet).map { $0 - $1 }
    let count = Double(hits.count)
    let mean = hits.reduce(0, +) / count
    let variance = hits.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
    let worth = min(count, base.fit?.effectiveSize ?? .infinity)
    move.probabilityChange = mean
    move.error = (variance / worth).squareRoot()
    return move
  }
}

/// A change of a scenario as lanes can carry it.
private struct LaneChange {
  /// One element of a variable.
  struct Place: Hashable {
    var variable, element: Int
  }

  /// Everything that is changed.
  private(set) var subjects: [LaneDesign.Subject] = []
  /// The numbers that add-factors and inputs have in every row; parameters have one in each.
  private(set) var numbers: [LaneDesign.Subject: Double] = [:]

  /// Returns nil for a change that lanes cannot carry.
  ///
  /// - Parameter years: of each add-factor, the years lanes carry it in: they are those of the first
  ///   change that needs it.
  init?(
    from base: LoadedScenario, to judged: LoadedScenario, years: inout [Place: ClosedRange<Int>]
  ) {
    let (old, new) = (base.scenario, judged.scenario)
    let timeline = base.model.model.timeline
    guard old.fixed == new.fixed, judged.model.model.timeline == timeline,
      base.model.shockLaws == judged.model.shockLaws,
      base.model.correlationOrigins == judged.model.correlationOrigins
    else { return nil }
    for input in old.inputs.indices where old.inputs[input] != new.inputs[input] {
      guard timeline.policyStart <= timeline.horizon,
        Self.isSteady(old.inputs[input], timeline), Self.isSteady(new.inputs[input], timeline),
        let value = new.inputs[input].last
      else { return nil }
      add(.input(input), value)
    }
    for (number, laws) in base.model.parameterLaws.enumerated() {
      for element in laws.indices where laws[element] != judged.model.parameterLaws[number][element]
      {
        subjects.append(.parameter(number, element: element))
      }
    }
    var carried = years
    for (place, added) in Self.difference(old.adjustments, new.adjustments) {
      let (first, last) = (added.keys.min() ?? 0, added.keys.max() ?? 0)
      guard added.count == last - first + 1, let number = added[first],
        added.values.allSatisfy({ abs($0 - number) <= 1e-12 * abs(number) }),
        carried[place] ?? first...last == first...last
      else { return nil }
      carried[place] = first...last
      add(.adjustment(place.variable, element: place.element, years: first...last), number)
    }
    years = carried
  }

  private mutating func add(_ subject: LaneDesign.Subject, _ number: Double) {
    subjects.append(subject)
    numbers[subject] = number
  }

  /// What an add-factor or an input is where nothing is changed.
  static func steady(_ subject: LaneDesign.Subject, in scenario: LoadedScenario) -> Double {
    if case .input(let input) = subject { scenario.scenario.inputs[input].last ?? 0 } else { 0 }
  }

  /// Whether an input has one value from the start of policy on.
  private static func isSteady(_ path: [Double], _ timeline: Timeline) -> Bool {
    path.dropFirst(timeline.policyStart - timeline.first).allSatisfy { $0 == path.last }
  }

  /// What is added to an element, year by year, that was not before; elements for which nothing
  /// changes are left out.
  private static func difference(
    _ old: [Scenario.Override], _ new: [Scenario.Override]
  ) -> [(place: Place, added: [Int: Double])] {
    var values: [Place: [Int: (old: Double, new: Double)]] = [:]
    for each in old {
      let place = Place(variable: each.variable, element: each.element)
      values[place, default: [:]][each.year, default: (0, 0)].old = each.value
    }
    for each in new {
      let place = Place(variable: each.variable, element: each.element)
      values[place, default: [:]][each.year, default: (0, 0)].new = each.value
    }
    return values.map { place, years in
      (place, years.filter { $1.old != $1.new }.mapValues { $0.new - $0.old })
    }
    .filter { !$0.added.isEmpty }
    .sorted { ($0.place.variable, $0.place.element) < ($1.place.variable, $1.place.element) }
  }
}

extension ParameterProbe {
  /// A model in which these elements of parameters are all there is.
  fileprivate init(_ source: Model, only subjects: [LaneDesign.Subject]) {
    var bare = source
    bare.variables = []
    bare.identities = []
    var chosen: [Output] = []
    let all = ParameterProbe(bare)
    for case .parameter(let number, let element) in subjects {
      chosen.append(
        Output(variable: number, element: element, year: source.timeline.horizon))
    }
    model = all.model
    outputs = chosen
  }
}
