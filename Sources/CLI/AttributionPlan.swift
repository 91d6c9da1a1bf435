import Report
import Scenarios
import Sim

/// What an attribution has to be simulated for, and how the numbers become one.
struct AttributionPlan {
  /// Combinations simulated by one program: few enough for its rows to stay in cache.
  private static let batch = 12

  private let mixture: ScenarioMixture
  private let groups: [Attribution.Group]
  private let year: Int
  private let seed: UInt64
  private let shapley: ShapleyValues?
  private var outcomes: [Decomposition]
  private var contrasts: [Contrast] = []
  /// The simulation of each combination, and its position there.
  private var places: [(simulation: Int, scenario: Int)] = []
  private var batches: [(laws: Set<ScenarioChange.Subject>, coalitions: [Int])] = []
  private var questions: [Question] = []

  /// The contrasts of one quantity, by position: wedge and effect alone for each group, then the
  /// difference and the level under the base.
  private struct Question {
    var variable: Int
    var first: Int
    /// Parts: under the base, under the scenario, difference.
    var parts: [(variable: Int, first: Int)] = []
    /// Levels of all combinations, where orders are drawn.
    var levels: Int?
  }

  init(
    _ mixture: ScenarioMixture, _ groups: [Attribution.Group], year: Int, seed: UInt64
  ) throws {
    self.mixture = mixture
    self.groups = groups
    self.year = year
    self.seed = seed
    shapley = groups.isEmpty ? nil : ShapleyValues(groupCount: groups.count, seed: seed)
    let model = mixture.base.model
    outcomes = model.decompositions
    if outcomes.isEmpty {
      outcomes = ReportedVariables(of: model).leading.map {
        Decomposition(variable: $0, parts: [], ratio: nil)
      }
    }
    place()
    for outcome in outcomes {
      ask(outcome.variable, parts: outcome.parts, followsOrders: true)
      for side in [outcome.ratio?.numerator, outcome.ratio?.denominator].compactMap({ $0 }) {
        ask(side, parts: [], followsOrders: false)
      }
    }
  }

  // MARK: Questions

  /// Puts every combination into a simulation: those with the same laws together.
  private mutating func place() {
    for (number, coalition) in (shapley?.coalitions ?? []).enumerated() {
      let laws = subjects(coalition).filter(\.isLaw)
      var batch = batches.lastIndex {
        $0.laws == laws && $0.coalitions.count < AttributionPlan.batch
      }
      if batch == nil {
        batches.append((laws, []))
        batch = batches.count - 1
      }
      guard let batch else { continue }
      places.append((batch, batches[batch].coalitions.count))
      batches[batch].coalitions.append(number)
    }
  }

  private func subjects(_ coalition: ShapleyValues.Coalition) -> Set<ScenarioChange.Subject> {
    Set(
      groups.indices.filter { coalition & (1 << ShapleyValues.Coalition($0)) != 0 }.flatMap {
        groups[$0].changes.map(\.subject)
      })
  }

  private func element(_ variable: Int) -> Int {
    mixture.base.elements(of: variable, details: false).first ?? 0
  }

  private func term(_ weight: Double, _ coalition: Int, _ variable: Int, _ year: Int)
    -> Contrast.Term
  {
    let place = places[coalition]
    return Contrast.Term(
      weight, simulation: place.simulation,
      Output(
        scenario: place.scenario, variable: variable, element: element(variable), year: year))
  }

  private mutating func ask(_ variable: Int, parts: [Int], followsOrders: Bool) {
    guard let shapley else { return }
    var question = Question(variable: variable, first: contrasts.count)
    for group in groups.indices {
      contrasts.append(
        Contrast(shapley.terms[group].map { term($0.weight, $0.coalition, variable, year) }))
      let alone = shapley.coalitions.firstIndex(of: 1 << ShapleyValues.Coalition(group))
      contrasts.append(
        Contrast(alone.map { [term(1, $0, variable, year), term(-1, 0, variable, year)] } ?? []))
    }
    contrasts.append(Contrast([term(1, 1, variable, year), term(-1, 0, variable, year)]))
    contrasts.append(Contrast([term(1, 0, variable, year)]))
    let years = mixture.base.model.model.timeline.last + 1...year
    for part in parts {
      question.parts.append((part, contrasts.count))
      let base = years.map { term(1, 0, part, $0) }
      let other = years.map { term(1, 1, part, $0) }
      let less = years.map { term(-1, 0, part, $0) }
      contrasts += [Contrast(base), Contrast(other), Contrast(other + less)]
    }
    if followsOrders, !shapley.isExact {
      question.levels = contrasts.count
      contrasts += shapley.coalitions.indices.map { Contrast([term(1, $0, variable, year)]) }
    }
    questions.append(question)
  }

  // MARK: Answers

  private func simulations() throws -> [Simulation] {
    var outputs: [[Output]] = batches.map { _ in [] }
    var known: [Set<Output>] = batches.map { _ in [] }
    for term in contrasts.flatMap(\.terms)
    where known[term.simulation].insert(term.output).inserted {
      outputs[term.simulation].append(term.output)
    }
    let fit = mixture.base.fit
    return try batches.enumerated().map { number, batch in
      let model = mixture.model(making: batch.laws)
      let scenarios = batch.coalitions.map { coalition in
        mixture.scenario(
          making: subjects(shapley?.coalitions[coalition] ?? 0),
          id: coalition == 0
            ? mixture.base.document.id
            : coalition == 1 ? mixture.other.document.id : "combination \(coalition)")
      }
      return try Simulation(
        model, analysis: ModelAnalysis(of: model), scenarios: scenarios, outputs: outputs[number],
        draws: .streams(parameters: fit?.seed ?? seed, shocks: seed), posterior: fit?.posterior,
        // The two scenarios themselves stand in the first batch, or in the first of their laws.
        checksIdentities: batch.coalitions.contains { $0 < 2 })
    }
  }

  /// Runs every combination together.
  func answer(
    draws: Int, workers: Int, kernels: Kernels, progress: @Sendable @escaping (Double) -> Void
  ) async throws -> Attribution {
    let effective = min(Double(draws), mixture.base.fit?.effectiveSize ?? .infinity)
    func attribution(_ outcomes: [Attribution.Outcome]) -> Attribution {
      Attribution(
        base: mixture.base, other: mixture.other, year: year, draws: draws, seed: seed,
        effectiveDraws: effective, groups: groups,
        coalitionCount: shapley?.coalitions.count ?? 0, isExact: shapley?.isExact ?? true,
        outcomes: outcomes)
    }
    guard let shapley else { return attribution([]) }
    let estimates = QuantileEstimates([0.05, 0.5, 0.95], effectiveDraws: effective)
    let summary = try await PairedSimulation(try simulations(), contrasts: contrasts).summarize(
      draws: draws, levels: estimates.levels, workers: workers, kernels: kernels,
      progress: progress)
    var rest = questions[...]
    return attribution(
      outcomes.compactMap { outcome in
        let question = rest.removeFirst()
        let sides = outcome.ratio == nil ? [] : [rest.removeFirst(), rest.removeFirst()]
        return self.outcome(question, sides, shapley, summary, estimates)
      })
  }

  private func outcome(
    _ question: Question, _ sides: [Question], _ shapley: ShapleyValues, _ summary: PairedSummary,
    _ estimates: QuantileEstimates
  ) -> Attribution.Outcome? {
    func mean(_ contrast: Int) -> QuantileEstimates.Estimate? {
      summary.contrasts[contrast].map { summary.mean(of: $0) }
    }
    let errors = question.levels.map { first in
      shapley.orderErrors(shapley.coalitions.indices.map { mean(first + $0)?.value ?? 0 })
    }
    func wedge(_ contrast: Int, alone: Int, _ orderError: Double) -> Attribution.Wedge? {
      guard let found = summary.contrasts[contrast], let alone = mean(alone) else { return nil }
      let quantiles = estimates.estimates(found.quantiles)
      return Attribution.Wedge(
        mean: summary.mean(of: found), median: quantiles[1], low: quantiles[0], high: quantiles[2],
        alone: alone, orderError: orderError, isZero: QuantileEstimates.isZero(found.quantiles))
    }
    let wedges = groups.indices.compactMap { group in
      let contrast = question.first + 2 * group
      return wedge(contrast, alone: contrast + 1, errors?[group] ?? 0)
    }
    let whole = question.first + 2 * groups.count
    guard wedges.count == groups.count, let total = wedge(whole, alone: whole, 0),
      let base = mean(whole + 1)
    else { return nil }
    let parts = question.parts.compactMap { part in
      mean(part.first).flatMap { base in
        mean(part.first + 1).flatMap { other in
          mean(part.first + 2).map {
            Attribution.Part(variable: part.variable, base: base, other: other, difference: $0)
          }
        }
      }
    }
    return Attribution.Outcome(
      variable: question.variable, element: element(question.variable), base: base.value,
      wedges: wedges, total: total, parts: parts, ratio: ratio(sides, mean))
  }

  /// Each group's mean wedge of numerator and denominator, relative to their means under the base.
  private func ratio(
    _ sides: [Question], _ mean: (Int) -> QuantileEstimates.Estimate?
  ) -> [(numerator: Double, denominator: Double)] {
    guard sides.count == 2 else { return [] }
    return groups.indices.map { group in
      let relative = sides.map { side in
        let base = mean(side.first + 2 * groups.count + 1)?.value ?? .nan
        return (mean(side.first + 2 * group)?.value ?? .nan) / base
      }
      return (relative[0], relative[1])
    }
  }
}
