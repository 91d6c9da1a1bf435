/// Something whose uncertainty is to be told apart from the rest: a number, several, or whole streams.
public struct SensitivityFactor: Sendable {
  /// One number that lanes carry, and how it follows from a uniform.
  public struct Part: Sendable {
    /// What it is.
    public var subject: LaneDesign.Subject
    /// Its distribution.
    public var range: Range

    /// Creates a part.
    public init(_ subject: LaneDesign.Subject, _ range: Range) {
      self.subject = subject
      self.range = range
    }
  }

  /// The quantile function of a part.
  public enum Range: Sendable {
    /// The uniform itself, which the law of the parameter turns into a value.
    case law
    /// Uniform between two values.
    case between(Double, Double)
    /// The distribution of a sample, its values in rising order.
    case sample([Double])

    /// The value at a probability strictly between 0 and 1.
    public func value(at u: Double) -> Double {
      switch self {
      case .law: return u
      case .between(let low, let high): return low + (high - low) * u
      case .sample(let values):
        let position = u * Double(values.count - 1)
        let below = min(Int(position), values.count - 1)
        let above = min(below + 1, values.count - 1)
        return values[below] + (position - Double(below)) * (values[above] - values[below])
      }
    }
  }

  /// Its name.
  public var name: String
  /// The numbers it moves, together.
  public var parts: [Part]
  /// Whether it moves all parameters at once, by their draws; these keep their dependence.
  public var movesParameterDraws: Bool
  /// Whether it moves all shocks at once, by their draws.
  public var movesShockDraws: Bool

  /// Creates a factor.
  public init(
    _ name: String, parts: [Part] = [], movesParameterDraws: Bool = false,
    movesShockDraws: Bool = false
  ) {
    self.name = name
    self.parts = parts
    self.movesParameterDraws = movesParameterDraws
    self.movesShockDraws = movesShockDraws
  }
}

/// The factors of an analysis and the run they belong to.
public struct SensitivityProblem: Sendable {
  /// The model, without violations.
  public var model: Model
  /// The scenario.
  public var scenario: Scenario
  /// Where everything comes from that is no factor.
  public var draws: DrawSource
  /// Which prior draw each draw uses; nil for the prior itself.
  public var posterior: PosteriorIndex?
  /// The factors.
  public var factors: [SensitivityFactor]
  /// The outputs.
  public var outputs: [Output]

  /// Creates a problem.
  public init(
    model: Model, scenario: Scenario, draws: DrawSource, posterior: PosteriorIndex? = nil,
    factors: [SensitivityFactor], outputs: [Output]
  ) {
    self.model = model
    self.scenario = scenario
    self.draws = draws
    self.posterior = posterior
    self.factors = factors
    self.outputs = outputs
  }

  var parts: [SensitivityFactor.Part] { factors.flatMap(\.parts) }

  /// Compiled, with every part carried by the lanes.
  func simulation() throws(SimulationError) -> Simulation {
    try Simulation(
      model, analysis: ModelAnalysis(of: model), scenarios: [scenario], outputs: outputs,
      draws: draws, posterior: posterior, subjects: parts.map(\.subject), checksIdentities: false)
  }

  /// The variants of a comparison: all parts from the first columns, all from the second, and for each
  /// factor the first with that factor from the second.
  ///
  /// - Parameter comparesSecond: whether the second variant is among them.
  func variants(comparesSecond: Bool) -> [LaneDesign.Variant] {
    let count = parts.count
    let first = (0..<count).map { LaneDesign.Value.column($0) }
    let second = (0..<count).map { LaneDesign.Value.column(count + $0) }
    // Draws of the second half, far from those of the first.
    let other: UInt64 = 1 << 40
    var variants = [LaneDesign.Variant(first)]
    if comparesSecond {
      variants.append(.init(second, firstParameterDraw: other, firstShockDraw: other))
    }
    var start = 0
    for factor in factors {
      var values = first
      let moved = start..<(start + factor.parts.count)
      for position in moved { values[position] = second[position] }
      start = moved.upperBound
      variants.append(
        .init(
          values, firstParameterDraw: factor.movesParameterDraws ? other : 0,
          firstShockDraw: factor.movesShockDraws ? other : 0))
    }
    return variants
  }
}

extension Model {
  /// The parts of one element of a parameter under its law: one for each distribution call.
  public func lawParts(ofParameter number: Int, element: Int) -> [SensitivityFactor.Part] {
    parameters[number].priors[element].substreams.map {
      .init(.uniform(number, element: element, substream: $0), .law)
    }
  }
}

extension Expression {
  /// The sub-streams of the distribution calls of a law, in order.
  fileprivate var substreams: [Int] {
    switch self {
    case .number, .year, .namedYear, .read: []
    case .draw(_, let substream): [substream]
    case .unary(_, let a), .reduction(_, _, let a): a.substreams
    case .binary(_, let a, let b): a.substreams + b.substreams
    case .conditional(let a, let b, let c): a.substreams + b.substreams + c.substreams
    }
  }
}
