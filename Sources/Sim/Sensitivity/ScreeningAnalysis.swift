/// Elementary effects: how far an output moves when one factor does, all over the range of the others.
///
/// Each base point lies on the quantiles 1/8, 3/8, 5/8, 7/8 of every part, and each factor is moved
/// from there by half of the probability, to the quantile that is left of 1/2 or right of it. M. D.
/// Morris, *Factorial sampling plans for preliminary computational experiments*, Technometrics 33
/// (1991) 161-174; from one base point to all factors, F. Campolongo, A. Saltelli, J. Cariboni, *From
/// screening to quantitative sensitivity analysis*, Comput. Phys. Commun. 182 (2011) 978-988. The
/// effect is what the output changes by, divided by the half. A factor that is whole streams of draws
/// is moved to other draws; its effect is divided by one.
public struct MorrisAnalysis: Sendable {
  /// The effects of one factor on one output.
  public struct Effect: Hashable, Sendable {
    /// The mean of their absolute values (μ*), of themselves (μ), and their standard deviation (σ).
    public var meanAbsolute, mean, sd: Double
    /// The standard error of μ*.
    public var error: Double
  }

  /// `effects[output][factor]`, beside ``outputs``.
  public let effects: [[Effect]]
  /// The outputs.
  public let outputs: [Output]
  /// The number of base points.
  public let points: Int

  /// Runs `points × (factors + 1)` lanes.
  public init(
    _ problem: SensitivityProblem, points: Int, seed: UInt64, workers: Int = 1, kernels: Kernels,
    progress: @Sendable @escaping (Double) -> Void = { _ in }
  ) async throws(SimulationError) {
    precondition(points >= 2)
    let simulation = try problem.simulation()
    let parts = problem.parts
    let sequence = SobolSequence(dimensions: max(1, parts.count), seed: seed)
    var base: [[Double]] = []
    var moved: [[Double]] = []
    var signs: [[Double]] = []
    for (number, part) in parts.enumerated() {
      let levels = sequence.column(number, count: points).map { (Double(Int($0 * 4)) + 0.5) / 4 }
      base.append(levels.map { part.range.value(at: $0) })
      moved.append(levels.map { part.range.value(at: $0 < 0.5 ? $0 + 0.5 : $0 - 0.5) })
      signs.append(levels.map { $0 < 0.5 ? 2 : -2 })
    }
    let design = LaneDesign(
      rows: points, columns: base + moved, variants: problem.variants(comparesSecond: false))
    let columns = try await simulation.columns(
      of: design, workers: workers, kernels: kernels, progress: progress)
    var starts: [Int?] = []
    var start = 0
    for factor in problem.factors {
      starts.append(factor.parts.count == 1 ? start : nil)
      start += factor.parts.count
    }
    outputs = simulation.outputs
    effects = simulation.outputs.indices.map { output in
      problem.factors.indices.map { factor in
        let isDraws = problem.factors[factor].parts.isEmpty
        var moments = Moments()
        var absolute = Moments()
        for row in 0..<points {
          let change = columns[output, (factor + 1) * points + row] - columns[output, row]
          // Several parts move each their own way, so only the size of their effect has a meaning.
          let effect = change * (isDraws ? 1 : starts[factor].map { signs[$0][row] } ?? 2)
          moments.join(Moments(repeating: effect, count: 1))
          absolute.join(Moments(repeating: effect.magnitude, count: 1))
        }
        return Effect(
          meanAbsolute: absolute.mean, mean: moments.mean, sd: moments.sd,
          error: absolute.standardError)
      }
    }
    self.points = points
  }
}

/// One factor at a time, from the central path to the two ends of its range.
public struct TornadoAnalysis: Sendable {
  /// The probabilities of the ends; a lever goes to its bounds.
  public static let ends = (low: 0.1, high: 0.9)

  /// The outputs, and each of them on the central path.
  public let outputs: [Output]
  /// The central path.
  public let central: [Double]
  /// `ends[output][factor]`: with the factor at its low end and at its high end.
  public let ends: [[(low: Double, high: Double)]]

  /// Runs `2 × factors + 1` lanes.
  ///
  /// - Parameter center: The value of each part on the central path; for a law, the probability.
  public init(
    _ problem: SensitivityProblem, center: [Double], kernels: Kernels
  ) throws(SimulationError) {
    let simulation = try problem.simulation()
    var variants = [LaneDesign.Variant(numbers: center)]
    var start = 0
    for factor in problem.factors {
      for end in [TornadoAnalysis.ends.low, TornadoAnalysis.ends.high] {
        var values = center
        for (offset, part) in factor.parts.enumerated() {
          if case .between(let low, let high) = part.range {
            values[start + offset] = end < 0.5 ? low : high
          } else {
            values[start + offset] = part.range.value(at: end)
          }
        }
        variants.append(.init(numbers: values))
      }
      start += factor.parts.count
    }
    let columns = try simulation.columnsHere(
      of: LaneDesign(rows: 1, variants: variants), kernels: kernels)
    outputs = simulation.outputs
    central = outputs.indices.map { columns[$0, 0] }
    ends = outputs.indices.map { output in
      problem.factors.indices.map {
        (columns[output, 1 + 2 * $0], columns[output, 2 + 2 * $0])
      }
    }
  }
}
