/// How the columns of a run become summaries.
struct ColumnFold: Sendable {
  let outputs: [Output]
  let columnOfOutput: [Int]
  let columns: [Program.Column]
  let draws: Int
  let effectiveDraws: Double?
  let quantiles: QuantileLevels
  let thresholds: [Threshold]
  /// For each threshold, its column; nil if its output is not defined.
  let columnOfThreshold: [Int?]
  /// For each column, the thresholds on it.
  let thresholdsOfColumn: [[Int]]

  init(
    _ simulation: Simulation, draws: Int, quantiles: QuantileLevels, thresholds: [Threshold]
  ) {
    outputs = simulation.outputs
    columnOfOutput = simulation.columnOfOutput
    columns = simulation.program.columns
    self.draws = draws
    effectiveDraws = simulation.posterior?.effectiveSize
    self.quantiles = quantiles
    self.thresholds = thresholds
    let position = Dictionary(
      zip(simulation.outputs, simulation.columnOfOutput), uniquingKeysWith: { first, _ in first })
    columnOfThreshold = thresholds.map { position[$0.output] }
    var ofColumn: [[Int]] = Array(repeating: [], count: columns.count)
    for (threshold, column) in columnOfThreshold.enumerated() {
      if let column { ofColumn[column].append(threshold) }
    }
    thresholdsOfColumn = ofColumn
  }

  func count(_ chunk: Simulation.Chunk, _ selector: RankSelector?, into tally: inout Tally) {
    guard let selector else { return }
    tally.add(chunk, selector)
    for threshold in thresholdsOfColumn[chunk.column] {
      tally.add(chunk, thresholds[threshold], at: threshold)
    }
  }

  func summary(
    hits: [Int], _ moments: [Moments], _ selectors: [RankSelector?], _ candidates: Candidates
  ) -> EnsembleSummary {
    let ofColumn: [(moments: Moments, quantiles: [Double])] = columns.indices.map { column in
      if case .constant(let value) = columns[column] {
        return (
          Moments(repeating: value, count: draws), quantiles.levels.map { _ in value }
        )
      }
      let values = selectors[column]?.select(from: candidates) ?? []
      return (moments[column], quantiles.quantiles(values))
    }
    let summaries = zip(outputs, columnOfOutput).map { output, column in
      Summary(
        output: output, moments: ofColumn[column].moments,
        quantiles: ofColumn[column].quantiles)
    }
    return EnsembleSummary(
      summaries: summaries, probabilities: thresholds.indices.map { probability($0, hits) },
      draws: draws, effectiveDraws: effectiveDraws)
  }

  private func probability(_ threshold: Int, _ hits: [Int]) -> Probability? {
    guard let column = columnOfThreshold[threshold] else { return nil }
    if case .constant(let value) = columns[column] {
      return Probability(
        hits: thresholds[threshold].holds(value) ? draws : 0, draws: draws,
        effectiveDraws: effectiveDraws)
    }
    return Probability(
      hits: hits[threshold], draws: draws, effectiveDraws: effectiveDraws)
  }
}
