/// How the columns of a run become summaries.
struct ColumnFold: Sendable {
  let columns: [Program.Column]
  let draws: Int
  let effectiveDraws: Double?
  let quantiles: QuantileLevels
  let thresholds: [ColumnThreshold]
  /// For each column, the thresholds on it.
  let thresholdsOfColumn: [[Int]]

  init(
    _ columns: [Program.Column], effectiveSize: Double?, draws: Int, quantiles: QuantileLevels,
    thresholds: [ColumnThreshold]
  ) {
    self.columns = columns
    self.draws = draws
    effectiveDraws = effectiveSize
    self.quantiles = quantiles
    self.thresholds = thresholds
    var ofColumn: [[Int]] = Array(repeating: [], count: columns.count)
    for (number, threshold) in thresholds.enumerated() {
      if let column = threshold.column { ofColumn[column].append(number) }
    }
    thresholdsOfColumn = ofColumn
  }

  func count(_ chunk: ColumnChunk, _ selector: RankSelector?, into tally: inout Tally) {
    guard let selector else { return }
    tally.add(chunk, selector)
    for threshold in thresholdsOfColumn[chunk.column] {
      tally.add(chunk, thresholds[threshold], at: threshold)
    }
  }

  /// The summaries, from how often each threshold held, and the moments of every column with its values
  /// at the ranks of the quantiles.
  func summaries(hits: [Int], _ moments: [Moments], values: [[Double]]) -> ColumnSummaries {
    let ofColumn: [(moments: Moments, quantiles: [Double])] = columns.indices.map { column in
      if case .constant(let value) = columns[column] {
        return (
          Moments(repeating: value, count: draws), quantiles.levels.map { _ in value }
        )
      }
      return (moments[column], quantiles.quantiles(values[column]))
    }
    return ColumnSummaries(
      columns: ofColumn, probabilities: thresholds.indices.map { probability($0, hits) })
  }

  private func probability(_ threshold: Int, _ hits: [Int]) -> Probability? {
    let condition = thresholds[threshold]
    guard let column = condition.column else { return nil }
    if case .constant(let value) = columns[column] {
      return Probability(
        hits: condition.comparator.holds(value, condition.level) ? draws : 0, draws: draws,
        effectiveDraws: effectiveDraws)
    }
    return Probability(
      hits: hits[threshold], draws: draws, effectiveDraws: effectiveDraws)
  }
}
