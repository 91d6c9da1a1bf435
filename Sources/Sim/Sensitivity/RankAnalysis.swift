/// Rank correlations of uncertain numbers with outputs, over the draws of an ordinary run.
///
/// Spearman's coefficient: the correlation of ranks, ties at their mean rank. Intervals of 95 % by
/// Fisher's transformation with the standard error 1.03/√(n − 3) (E. C. Fieller, H. O. Hartley, E. S.
/// Pearson, *Tests for rank correlation coefficients I*, Biometrika 44 (1957) 470-481), n the number of
/// effective draws. Parameters keep the dependence they have in the run.
public struct RankAnalysis: Sendable {
  /// The outputs.
  public let outputs: [Output]
  /// `correlations[output][factor]`; NaN where either does not vary.
  public let correlations: [[SobolAnalysis.Estimate]]
  /// The number of draws.
  public let draws: Int

  /// Ranks the draws of a run.
  ///
  /// - Parameters:
  ///   - factors: Variables of the model that are the numbers of interest, as outputs.
  public init(
    _ simulation: Simulation, factors: Int, draws: Int, workers: Int = 1, kernels: Kernels,
    progress: @Sendable @escaping (Double) -> Void = { _ in }
  ) async throws(SimulationError) {
    let columns = try await simulation.columns(
      draws: draws, workers: workers, kernels: kernels, progress: progress)
    let effective = min(Double(draws), simulation.posterior?.effectiveSize ?? Double(draws))
    let ranks = try await concurrently(simulation.outputs.count, workers: workers) { position in
      RankAnalysis.standardRanks((0..<draws).map { columns[position, $0] })
    }
    outputs = Array(simulation.outputs.dropFirst(factors))
    correlations = ranks.dropFirst(factors).map { output in
      (0..<factors).map { factor in
        let r = zip(ranks[factor], output).reduce(0.0) { $0 + $1.0 * $1.1 }
        return RankAnalysis.estimate(output.isEmpty || ranks[factor].isEmpty ? .nan : r, effective)
      }
    }
    self.draws = draws
  }

  /// Ranks with mean 0 and length 1; nothing for values that are all equal.
  static func standardRanks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = Array(repeating: 0.0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      let rank = Double(start + end - 1) / 2
      for position in start..<end { ranks[order[position]] = rank }
      start = end
    }
    let mean = Double(values.count - 1) / 2
    let length = ranks.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
    return length > 0 ? ranks.map { ($0 - mean) / length } : []
  }

  private static func estimate(_ r: Double, _ count: Double) -> SobolAnalysis.Estimate {
    guard r.isFinite, count > 4 else { return .init(value: r, low: -1, high: 1) }
    let bounded = min(1 - 1e-12, max(-1 + 1e-12, r))
    let z = 0.5 * ScalarMath.log((1 + bounded) / (1 - bounded))
    let half = 1.959964 * 1.03 / (count - 3).squareRoot()
    return .init(value: r, low: ScalarMath.tanh(z - half), high: ScalarMath.tanh(z + half))
  }
}
