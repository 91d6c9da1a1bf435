/// Shares of variance: what each factor explains by itself, and with all its interactions.
///
/// With the points A and B of a scrambled Sobol sequence in twice as many dimensions, and A with
/// factor i from B: first order Σ f(B)(f(ABᵢ) − f(A))/N, total Σ (f(A) − f(ABᵢ))²/2N, over the variance
/// of A and B together. A. Saltelli, P. Annoni, I. Azzini, F. Campolongo, M. Ratto, S. Tarantola, *Variance
/// based sensitivity analysis of model output*, Comput. Phys. Commun. 181 (2010) 259-270, table 2 (b)
/// and (f, after Jansen). Outputs are centred first. Intervals: percentile bootstrap over groups of
/// consecutive points, which are nets of their own, so that they are wide rather than narrow.
public struct SobolAnalysis: Sendable {
  /// A number with its 95 % interval.
  public struct Estimate: Hashable, Sendable {
    /// The estimate and the ends of the interval.
    public var value, low, high: Double
  }

  /// What is said of one output.
  public struct Decomposition: Sendable {
    /// The output.
    public var output: Output
    /// Its mean and variance.
    public var mean, variance: Double
    /// One per factor; empty if the output does not vary.
    public var first, total: [Estimate]

    /// The widest interval of a total index: a sample is too small to rank factors by it when it is
    /// wider than ``SobolAnalysis/widestToRank``.
    public var widest: Double { total.map { $0.high - $0.low }.max() ?? 0 }
  }

  /// The parts of the work, in their order.
  public enum Stage: String, Sendable {
    /// The points are made and the model is compiled.
    case draw
    /// The model is run and sums are formed.
    case simulate
    /// Indices and their intervals are computed.
    case estimate
  }

  /// Factors are ranked only if no interval of a total index is wider.
  ///
  /// F. Sarrazin, F. Pianosi, T. Wagener, *Global sensitivity analysis of environmental models: convergence and validation*,
  /// Environ. Model. Softw. 79 (2016) 135-152, propose 0.05 for the values and less for ranks.
  public static let widestToRank = 0.1
  /// Bootstrap samples.
  static let resamples = 400

  /// One per output.
  public let decompositions: [Decomposition]
  /// The number of base points, and of lanes that were run.
  public let points, lanes: Int

  /// Runs `points` base points, `points × (factors + 2)` lanes.
  ///
  /// - Precondition: `points` is a power of two, at least 64; there are dimensions for all parts.
  public init(
    _ problem: SensitivityProblem, points: Int, seed: UInt64, workers: Int = 1, kernels: Kernels,
    progress: @Sendable @escaping (Double) -> Void = { _ in }, ended: (Stage) -> Void = { _ in }
  ) async throws(SimulationError) {
    precondition(points >= 64 && points & (points - 1) == 0, "points must be a power of two")
    let simulation = try problem.simulation()
    let parts = problem.parts
    let sequence = SobolSequence(dimensions: max(1, 2 * parts.count), seed: seed)
    let columns = try await concurrently(2 * parts.count, workers: workers) { column in
      let range = parts[column % parts.count].range
      return sequence.column(column, count: points).map { range.value(at: $0) }
    }
    let design = LaneDesign(
      rows: points, columns: columns, variants: problem.variants(comparesSecond: true))
    ended(.draw)
    let sums = VarianceSums(
      columns: simulation.program.columns, factors: problem.factors.count, points: points)
    try await sums.prepare(simulation, design, kernels: kernels)
    try await simulation.forEachUnit(of: design, workers: workers, kernels: kernels) {
      chunk, unit in
      sums.absorb(chunk, unit: unit)
    } finished: { unit, _ in
      sums.finish(unit)
      progress(min(1, Double((unit + 1) * Simulation.rowsPerUnit) / Double(points)))
    }
    ended(.simulate)
    let found = try await concurrently(simulation.program.columns.count, workers: workers) {
      sums.indices(column: $0, resamples: Self.resamples, seed: seed)
    }
    ended(.estimate)
    decompositions = simulation.outputs.enumerated().map { position, output in
      var result = found[simulation.columnOfOutput[position]]
      result.output = output
      return result
    }
    self.points = points
    lanes = points * design.variants.count
  }
}
