/// A number that was observed, as the model would have it: what a fit compares draws with.
public struct Observable: Sendable {
  /// The quantity in the names of the model; it may read history and parameters only.
  public var quantity: Expression
  /// The observed year.
  public var year: Int
  /// What was published.
  public var value: Double
  /// How far the quantity may be from it: error of measurement and ambiguity together.
  public var sd: Double

  /// Creates an observable.
  ///
  /// - Precondition: `sd` is positive.
  public init(quantity: Expression, year: Int, value: Double, sd: Double) {
    precondition(sd > 0)
    self.quantity = quantity
    self.year = year
    self.value = value
    self.sd = sd
  }
}

/// A quantity whose posterior is compared with a published figure that the fit did not use.
public struct Comparison: Sendable {
  /// The quantity in the names of the model.
  public var quantity: Expression
  /// The observed year.
  public var year: Int

  /// Creates a comparison.
  public init(quantity: Expression, year: Int) {
    self.quantity = quantity
    self.year = year
  }
}

/// The parameters of a model as history has them: prior draws, weighted by how well each reproduces
/// what was observed.
///
/// Draw i of the prior is a function of the seed, the names and i, so that the posterior is nothing
/// but draw numbers and weights. The likelihood is that of independent normal errors; all observables
/// lie in history, where there are no shocks, so history is all that is simulated.
public struct Calibration: Sendable {
  /// The middle and the spread of a quantity, before or after.
  public struct Spread: Hashable, Sendable {
    /// Mean and standard deviation.
    public var mean, sd: Double
    /// The 5 % quantile, the median and the 95 % quantile.
    public var p05, median, p95: Double

    init(_ sample: WeightedSample) {
      mean = sample.mean
      sd = sample.sd
      p05 = sample.quantile(0.05)
      median = sample.median
      p95 = sample.quantile(0.95)
    }
  }

  /// A quantity in the prior and in the posterior.
  public struct Shift: Hashable, Sendable {
    /// Before any observation, and after.
    public var prior, posterior: Spread

    /// How far the mean went, in standard deviations of the prior.
    public var z: Double {
      prior.sd > 0 ? (posterior.mean - prior.mean) / prior.sd : 0
    }
    /// What is left of the spread.
    public var sdRatio: Double { prior.sd > 0 ? posterior.sd / prior.sd : 1 }
    /// Whether the data say something about it: the mean moved by more than a quarter of a standard
    /// deviation, or the spread changed by more than a tenth.
    public var isMoved: Bool { z.magnitude > 0.25 || !(0.9...1.1).contains(sdRatio) }
  }

  /// The seed of the prior draws.
  public let seed: UInt64
  /// The number of prior draws.
  public let draws: Int
  /// The shape of the largest weights; see ``ParetoSmoothing/k``.
  public let paretoK: Double?
  /// How many independent draws the posterior is worth.
  public let effectiveSize: Double
  /// The posterior: every other number here that is called so is computed from it.
  public let retained: RetainedDraws
  /// Why a posterior may not be relied on.
  public enum Fault: Hashable, Sendable {
    /// Too few independent draws: the share of the prior draws that is left.
    case fewEffectiveDraws(Double)
    /// A few draws carry most of the weight: the shape of the tail, nil when it cannot be told.
    case heavyTail(Double?)
  }

  /// The smallest share of independent draws with which a fit is accepted.
  public static let leastEffectiveShare = 0.05
  /// The largest shape of the weights' tail with which a fit is accepted.
  public static let largestK = 0.7

  /// Everything that speaks against it.
  public var faults: [Fault] {
    var faults: [Fault] = []
    let share = effectiveSize / Double(draws)
    if share < Self.leastEffectiveShare { faults.append(.fewEffectiveDraws(share)) }
    if !((paretoK ?? .infinity) <= Self.largestK) { faults.append(.heavyTail(paretoK)) }
    return faults
  }

  /// One per observable.
  public let observables: [Shift]
  /// One per comparison.
  public let comparisons: [Shift]
  /// `parameters[parameter][element]`.
  public let parameters: [[Shift]]

  /// Draws from the prior and weighs.
  ///
  /// - Parameters:
  ///   - model: A model without violations, whose observables are known to read history only.
  ///   - analysis: Its analysis.
  ///   - draws: The number of prior draws.
  /// - Throws: ``SimulationError/notFinite(_:)`` if history is not finite in some draw.
  public init(
    of model: Model, analysis: ModelAnalysis, observables: [Observable],
    comparisons: [Comparison] = [], draws: Int, seed: UInt64, workers: Int = 1, kernels: Kernels
  ) async throws(SimulationError) {
    precondition(!observables.isEmpty && draws > 0)
    let prior = PriorSample(
      model: model, analysis: analysis, draws: draws, seed: seed, workers: workers,
      kernels: kernels)
    let asked =
      observables.map { ($0.quantity, $0.year) } + comparisons.map { ($0.quantity, $0.year) }
    let values = try await prior.values(of: asked)
    let smoothing = ParetoSmoothing(
      logRatios: (0..<draws).map { draw in
        observables.indices.reduce(0) { sum, index in
          let error = (values[index, draw] - observables[index].value) / observables[index].sd
          return sum - 0.5 * error * error
        }
      })
    let retained = RetainedDraws(weights: smoothing.weights)
    let shifts = asked.indices.map { index in
      Shift((0..<draws).map { values[index, $0] }, retained)
    }
    self.seed = seed
    self.draws = draws
    paretoK = smoothing.k
    effectiveSize = smoothing.effectiveSize
    self.retained = retained
    self.observables = Array(shifts.prefix(observables.count))
    self.comparisons = Array(shifts.dropFirst(observables.count))
    var parameters: [[Shift]] = []
    for index in model.parameters.indices {
      parameters.append(try await prior.shifts(ofParameter: index, retained))
    }
    self.parameters = parameters
  }
}

extension Calibration.Shift {
  /// The values of a quantity in every prior draw, seen before and after.
  init(_ values: [Double], _ retained: RetainedDraws) {
    prior = Calibration.Spread(WeightedSample(values))
    posterior = Calibration.Spread(
      WeightedSample(
        retained.draws.map { values[Int($0)] }, weights: retained.counts.map(Double.init)))
  }
}

/// Runs prior draws for any quantities: each becomes a reporting variable that is read in its year.
private struct PriorSample {
  let model: Model
  let analysis: ModelAnalysis
  let draws: Int
  let seed: UInt64
  let workers: Int
  let kernels: Kernels

  /// The columns of some expressions, each in one year.
  func values(of asked: [(quantity: Expression, year: Int)]) async throws(SimulationError)
    -> Columns
  {
    try await columns(
      asked.map { quantity, year in
        let form = Form(model.timeline.kinds(of: year), rules: [quantity], ruleOfElement: [0])
        return (Variable("observed quantity", forms: [form], isReporting: true), year)
      })
  }

  /// The prior and posterior of every element of a parameter.
  ///
  /// One parameter at a time, so that memory does not grow with their number.
  func shifts(
    ofParameter index: Int, _ retained: RetainedDraws
  ) async throws(SimulationError) -> [Calibration.Shift] {
    let parameter = model.parameters[index]
    let read = Expression.read(
      Reference(.parameter(index), subscripts: parameter.over.map { .current(set: $0) }))
    let form = Form(
      .first, rules: [read], ruleOfElement: parameter.priors.map { _ in 0 })
    let variable = Variable(
      parameter.name, over: parameter.over, forms: [form], isReporting: true)
    let values = try await columns([(variable, model.timeline.first)])
    return parameter.priors.indices.map { element in
      Calibration.Shift((0..<draws).map { values[element, $0] }, retained)
    }
  }

  /// One column for each element of each variable.
  private func columns(
    _ asked: [(variable: Variable, year: Int)]
  ) async throws(SimulationError) -> Columns {
    var extended = model
    extended.identities = []
    extended.variables += asked.map(\.variable)
    let outputs = asked.enumerated().flatMap { number, each in
      (0..<model.elementCount(over: each.variable.over)).map { element in
        Output(variable: model.variables.count + number, element: element, year: each.year)
      }
    }
    let simulation = try Simulation(
      extended, analysis: analysis, scenarios: [Scenario(defaultsOf: model)], outputs: outputs,
      draws: .streams(parameters: seed, shocks: seed), checksIdentities: false)
    return try await simulation.columns(draws: draws, workers: workers, kernels: kernels)
  }
}
