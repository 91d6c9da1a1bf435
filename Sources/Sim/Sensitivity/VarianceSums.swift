/// The sums behind Sobol indices, by groups of points; each unit of a design is filled by one worker.
@safe
final class VarianceSums: Sendable {
  private let kinds: [Program.Column]
  private let factors: Int
  private let points: Int
  /// Points per group.
  private let groupSize: Int
  private let groups: Int
  /// Numbers per group and column: Σa, Σb, Σ(a² + b²), then Σ b(abᵢ − a),
  /// Σ (a − abᵢ)² and Σ (abᵢ − a) by factor.
  private let stride: Int
  private nonisolated(unsafe) let sums: UnsafeMutablePointer<Double>
  /// Values of A and B, for the units that are being filled.
  private nonisolated(unsafe) let base: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>
  private nonisolated(unsafe) let centers: UnsafeMutablePointer<Double>
  private let units: Int

  init(columns: [Program.Column], factors: Int, points: Int) {
    kinds = columns
    self.factors = factors
    self.points = points
    groupSize = max(16, min(Simulation.rowsPerUnit, points / 32))
    groups = (points + groupSize - 1) / groupSize
    stride = 3 + 3 * factors
    units = (points + Simulation.rowsPerUnit - 1) / Simulation.rowsPerUnit
    let count = max(1, groups * columns.count * stride)
    unsafe sums = .allocate(capacity: count)
    unsafe sums.initialize(repeating: 0, count: count)
    unsafe base = .allocate(capacity: units)
    unsafe base.initialize(repeating: nil, count: units)
    unsafe centers = .allocate(capacity: max(1, columns.count))
    unsafe centers.initialize(repeating: 0, count: columns.count)
  }

  deinit {
    for unit in 0..<units { unsafe base[unit]?.deallocate() }
    unsafe base.deallocate()
    unsafe sums.deallocate()
    unsafe centers.deallocate()
  }

  /// Finds a number near the mean of each column, from the first points.
  func prepare(
    _ simulation: Simulation, _ design: LaneDesign, kernels: Kernels
  ) async throws(SimulationError) {
    var pilot = design
    pilot.rows = min(64, design.rows)
    pilot.columns = design.columns.map { Array($0.prefix(pilot.rows)) }
    pilot.variants = Array(design.variants.prefix(1))
    let rows = Double(pilot.rows)
    try await simulation.forEachUnit(of: pilot, workers: 1, kernels: kernels) { [self] chunk, _ in
      let count = unsafe chunk.values.count
      for index in 0..<count {
        unsafe centers[chunk.column] += chunk.values[index] / rows
      }
    }
  }

  /// Takes a chunk; those of a unit come from one worker, A and B before the rest.
  func absorb(_ chunk: DesignChunk, unit: Int) {
    let rows = Simulation.rowsPerUnit
    if unsafe base[unit] == nil {
      unsafe base[unit] = .allocate(capacity: 2 * rows * kinds.count)
    }
    guard let base = unsafe base[unit] else { return }
    let center = unsafe centers[chunk.column]
    let first = unsafe base + 2 * rows * chunk.column
    let second = unsafe first + rows
    let offset = chunk.start - unit * rows
    let count = unsafe chunk.values.count
    for index in 0..<count {
      let row = offset + index
      let value = unsafe chunk.values[index] - center
      let group = (chunk.start + index) / groupSize
      let sum = unsafe sums + (group * kinds.count + chunk.column) * stride
      switch chunk.variant {
      case 0:
        unsafe first[row] = value
        unsafe sum[0] += value
        unsafe sum[2] += value * value
      case 1:
        unsafe second[row] = value
        unsafe sum[1] += value
        unsafe sum[2] += value * value
      default:
        let factor = 3 + 3 * (chunk.variant - 2)
        let change = unsafe value - first[row]
        unsafe sum[factor] += second[row] * change
        unsafe sum[factor + 1] += change * change
        unsafe sum[factor + 2] += change
      }
    }
  }

  /// Forgets the values of a unit that is complete.
  func finish(_ unit: Int) {
    unsafe base[unit]?.deallocate()
    unsafe base[unit] = nil
  }

  // MARK: Indices

  /// The indices of a column, with bootstrap intervals; the output is filled in by the caller.
  func indices(column: Int, resamples: Int, seed: UInt64) -> SobolAnalysis.Decomposition {
    var result = SobolAnalysis.Decomposition(
      output: Output(variable: 0, year: 0), mean: 0, variance: 0, first: [], total: [])
    if case .constant(let value) = kinds[column] {
      result.mean = value
      return result
    }
    let all = indices(total(column, weights: Array(repeating: 1, count: groups)))
    result.mean = unsafe centers[column] + all.mean
    result.variance = all.variance
    let scale = unsafe max(centers[column].magnitude, 1e-300)
    // What is left of rounding is no variance.
    guard all.variance > 1e-24 * scale * scale else {
      result.variance = 0
      return result
    }
    let stream = RandomStream(seed: seed, name: "bootstrap")
    var first = Array(repeating: [Double](), count: factors)
    var total = first
    for sample in 0..<resamples {
      var weights = Array(repeating: 0.0, count: groups)
      for pick in 0..<groups {
        let u = stream.uniform(draw: UInt64(sample), period: pick, substream: 0)
        weights[min(groups - 1, Int(u * Double(groups)))] += 1
      }
      let again = indices(self.total(column, weights: weights))
      for factor in 0..<factors {
        first[factor].append(again.first[factor])
        total[factor].append(again.total[factor])
      }
    }
    result.first = (0..<factors).map { VarianceSums.estimate(all.first[$0], first[$0]) }
    result.total = (0..<factors).map { VarianceSums.estimate(all.total[$0], total[$0]) }
    return result
  }

  private func total(_ column: Int, weights: [Double]) -> [Double] {
    var total = Array(repeating: 0.0, count: stride + 1)
    for group in 0..<groups where weights[group] > 0 {
      let weight = weights[group]
      let sum = unsafe sums + (group * kinds.count + column) * stride
      for index in 0..<stride { unsafe total[index] += weight * sum[index] }
      total[stride] += weight * Double(min(groupSize, points - group * groupSize))
    }
    return total
  }

  private func indices(
    _ sums: [Double]
  ) -> (mean: Double, variance: Double, first: [Double], total: [Double]) {
    let count = sums[stride]
    let mean = (sums[0] + sums[1]) / (2 * count)
    let variance = sums[2] / (2 * count) - mean * mean
    // Centred at the mean: Σ (b − m)(ab − a) = Σ b (ab − a) − m Σ (ab − a).
    let first = (0..<factors).map {
      (sums[3 + 3 * $0] - mean * sums[5 + 3 * $0]) / count / variance
    }
    let total = (0..<factors).map { sums[4 + 3 * $0] / (2 * count) / variance }
    return (mean, variance, first, total)
  }

  private static func estimate(_ value: Double, _ resampled: [Double]) -> SobolAnalysis.Estimate {
    let sorted = resampled.sorted()
    func quantile(_ p: Double) -> Double {
      sorted[min(sorted.count - 1, Int((p * Double(sorted.count - 1)).rounded()))]
    }
    return .init(value: value, low: min(value, quantile(0.025)), high: max(value, quantile(0.975)))
  }
}
