import Scenarios
import Sim

/// Runs the behaviour checks of a model: the same draws with everything at its default, and with
/// one lever or assumption moved.
struct BehaviourTrial {
  /// Draws in every one of which a check must hold.
  static let draws = 256
  /// Differences smaller than this, relative to the quantity, are rounding.
  static let rounding = 1e-12

  private let bound: CheckResult.BoundModel
  private var model: Model { bound.model.model }

  init(_ bound: CheckResult.BoundModel) { self.bound = bound }

  /// A lever or assumption, and where it goes from `policy_start` on.
  private struct Move {
    var input: Int
    var from: Double
    var to: Double

    /// From the default up to the upper plausible bound, or possible one; down if it is there.
    init?(_ input: Int, of document: ModelDocument) {
      let entry = document.inputs[input]
      let bounds = entry.plausible ?? entry.possible
      let value = document.model.inputs[input].defaultValue
      guard let target = [bounds.upperBound, bounds.lowerBound].first(where: { $0 != value }) else {
        return nil
      }
      (self.input, from, to) = (input, value, target)
    }

    /// What a check that speaks of raising expects of this move.
    func expectation(of check: BehaviourCheck) -> BehaviourCheck.Expectation {
      switch check.expectation {
      case .rises where to < from: .falls
      case .falls where to < from: .rises
      case let same: same
      }
    }
  }

  /// One element of one check, ready to be read from the columns of a run.
  private struct Question {
    var check: BehaviourCheck
    var move: Move
    var before: Output
    var after: Output
  }

  /// Every check that does not hold, with the first draw that shows it.
  func failures(kernels: Kernels) async throws -> [Diagnostic] {
    var found: [Diagnostic] = []
    var moves: [Move] = []
    var questions: [Question] = []
    for check in bound.model.checks {
      let year = model.timeline.resolve(check.year, in: model.timeline.horizon)
      guard let move = Move(check.input, of: bound.model) else {
        found.append(
          check.diagnostic(.inputCannotMove(bound.model.inputs[check.input].entry.name)))
        continue
      }
      guard isDefined(check.variable, year) else {
        found.append(
          check.diagnostic(.checkUndefined(model.variables[check.variable].name, year: year)))
        continue
      }
      if !moves.contains(where: { $0.input == move.input }) { moves.append(move) }
      let scenario = 1 + (moves.firstIndex { $0.input == move.input } ?? 0)
      questions += elements(of: check).map { element in
        let before = Output(variable: check.variable, element: element, year: year)
        var after = before
        after.scenario = scenario
        return Question(check: check, move: move, before: before, after: after)
      }
    }
    if !questions.isEmpty { found += try await failures(questions, moves, kernels) }
    return found.sorted { $0.location < $1.location }
  }

  private func failures(
    _ questions: [Question], _ moves: [Move], _ kernels: Kernels
  ) async throws -> [Diagnostic] {
    let simulation = try Simulation(
      model, analysis: ModelAnalysis(of: model),
      scenarios: [Scenario(defaultsOf: model)] + moves.map(scenario),
      outputs: questions.flatMap { [$0.before, $0.after] },
      draws: .streams(parameters: 1, shocks: 1))
    let columns = try await simulation.columns(draws: Self.draws, kernels: kernels)
    return questions.enumerated().compactMap { position, question in
      failure(
        question, before: (0..<Self.draws).map { columns[2 * position, $0] },
        after: (0..<Self.draws).map { columns[2 * position + 1, $0] })
    }
  }

  private func failure(_ question: Question, before: [Double], after: [Double]) -> Diagnostic? {
    let expectation = question.move.expectation(of: question.check)
    let failing = before.indices.filter { draw in
      let change = after[draw] - before[draw]
      let isChanged = change.magnitude > Self.rounding * max(1, before[draw].magnitude)
      return switch expectation {
      case .rises: !(change > 0)
      case .falls: !(change < 0)
      case .unchanged: isChanged
      }
    }
    guard let draw = failing.first else { return nil }
    let variable = model.variables[question.check.variable]
    return question.check.diagnostic(
      .checkFailed(
        .init(
          check: question.check.name,
          quantity: model.elementLabel(
            variable.name, question.before.element, over: variable.over),
          year: question.before.year, expectation: expectation,
          input: model.inputs[question.move.input].name, from: question.move.from,
          to: question.move.to, draw: draw, before: before[draw], after: after[draw],
          failing: failing.count, draws: Self.draws, region: bound.region?.id)))
  }

  private func scenario(_ move: Move) -> Scenario {
    let name = model.inputs[move.input].name
    var scenario = Scenario(defaultsOf: model, id: "\(name) = \(move.to)")
    for (index, year) in model.timeline.years.enumerated() where year >= model.timeline.policyStart
    {
      scenario.inputs[move.input][index] = move.to
    }
    return scenario
  }

  private func elements(of check: BehaviourCheck) -> [Int] {
    check.element.map { [$0] }
      ?? Array(0..<model.elementCount(over: model.variables[check.variable].over))
  }

  private func isDefined(_ variable: Int, _ year: Int) -> Bool {
    model.timeline.years.contains(year)
      && model.variables[variable].form(in: model.timeline.kinds(of: year)) != nil
  }
}
