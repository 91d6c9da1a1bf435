/// Refits of a regression to resampled data, a function of the seed and the number of the refit alone.
///
/// Everything happens in the orthonormal coordinates of the fit: there the normal equations of a
/// resample are as well conditioned as the resample itself, so solving them loses nothing.
public struct Bootstrap: Sendable {
  /// How data are resampled.
  public enum Scheme: Sendable {
    /// Rows with their response, with replacement. (B. Efron, R. J. Tibshirani, An Introduction to the
    /// Bootstrap, Chapman & Hall 1993, section 9.5.)
    case pairs
    /// Residuals, enlarged by 1/√(1−h), keep their row and get a random sign; with clusters, all rows
    /// of a cluster get the same and nothing is enlarged. (R. Davidson, E. Flachaire, J. Econometrics
    /// 146, 2008; A. C. Cameron, J. B. Gelbach, D. L. Miller, Rev. Econ. Stat. 90, 2008.)
    case wild(clusters: [Int]?)
  }

  private let scheme: Scheme
  private let rowCount, width: Int
  /// For each row the products q qᵀ (lower triangle by rows) and q e, filled up to whole vectors.
  private let products: [SIMD8<Double>]
  private let vectors: Int
  /// For the wild scheme: q times the enlarged residual, row by row.
  private let moves: [Double]
  private let clusters: [Int]?
  private let estimates: [Double]
  private let map: Matrix
  private let stream: RandomStream

  /// Prepares refits.
  public init(_ fit: LinearFit, scheme: Scheme, seed: UInt64) throws(RegressionError) {
    if fit.isPenalised { throw .unsupported(.robustWithPenalty) }
    self.scheme = scheme
    rowCount = fit.rows.count
    width = fit.q.columns
    estimates = fit.estimates
    map = fit.map
    stream = RandomStream(seed: seed, name: "bootstrap")
    switch scheme {
    case .pairs:
      guard fit.effects == nil else { throw .unsupported(.pairsWithEffects) }
      vectors = (width * (width + 1) / 2 + width + 7) / 8
      products = Bootstrap.products(fit, vectors)
      moves = []
      clusters = nil
    case .wild(let groups):
      vectors = 0
      products = []
      clusters = groups.map { groups in fit.rows.map { groups[$0] } }
      let residuals = zip(fit.scaledResiduals, fit.leverages).map { e, h in
        groups == nil && h < 1 - 1e-10 ? e / (1 - h).squareRoot() : e
      }
      let q = fit.q
      moves = residuals.indices.flatMap { row in
        (0..<q.columns).map { q[row, $0] * residuals[row] }
      }
    }
  }

  private static func products(_ fit: LinearFit, _ vectors: Int) -> [SIMD8<Double>] {
    var result: [SIMD8<Double>] = []
    result.reserveCapacity(fit.rows.count * vectors)
    for row in fit.rows.indices {
      let q = fit.q.row(row)
      var numbers = q.indices.flatMap { i in (0...i).map { q[i] * q[$0] } }
      numbers += q.map { $0 * fit.scaledResiduals[row] }
      numbers += Array(repeating: 0, count: vectors * 8 - numbers.count)
      for start in stride(from: 0, to: numbers.count, by: 8) {
        result.append(SIMD8(numbers[start..<(start + 8)]))
      }
    }
    return result
  }

  /// The coefficients of a range of refits, one after the other; NaN where a resample does not
  /// identify them.
  public func refits(_ range: Range<Int>) -> [Double] {
    switch scheme {
    case .pairs: pairs(range)
    case .wild: wild(range)
    }
  }

  // MARK: Pairs

  private func pairs(_ range: Range<Int>) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(range.count * estimates.count)
    var counts = [Int32](repeating: 0, count: rowCount)
    var sums = [SIMD8<Double>](repeating: .zero, count: vectors)
    var triangle = [Double](repeating: 0, count: vectors * 8)
    for refit in range {
      draw(refit, &counts)
      for place in sums.indices { sums[place] = .zero }
      for row in 0..<rowCount where counts[row] > 0 {
        let count = SIMD8(repeating: Double(counts[row]))
        let start = row * vectors
        for place in 0..<vectors { sums[place] += count * products[start + place] }
      }
      for (place, sum) in sums.enumerated() {
        for lane in 0..<8 { triangle[place * 8 + lane] = sum[lane] }
      }
      append(solved(&triangle), to: &result)
    }
    return result
  }

  /// How often each row is in a resample: four indices from each block of random numbers.
  private func draw(_ refit: Int, _ counts: inout [Int32]) {
    for row in counts.indices { counts[row] = 0 }
    let key = SIMD2(
      UInt32(truncatingIfNeeded: stream.key), UInt32(truncatingIfNeeded: stream.key >> 32))
    let count = UInt64(rowCount)
    for block in 0..<((rowCount + 3) / 4) {
      let words = Philox.block(counter: counter(refit, block), key: key)
      for place in 0..<min(4, rowCount - 4 * block) {
        counts[Int((UInt64(words[place]) * count) >> 32)] += 1
      }
    }
  }

  private func counter(_ refit: Int, _ block: Int) -> SIMD4<UInt32> {
    SIMD4(
      UInt32(truncatingIfNeeded: refit), UInt32(truncatingIfNeeded: refit >> 32), UInt32(block), 0)
  }

  /// Solves the packed normal equations in place by Cholesky; false if they have no solution.
  private func solved(_ a: inout [Double]) -> ArraySlice<Double>? {
    let right = width * (width + 1) / 2
    for i in 0..<width {
      let row = i * (i + 1) / 2
      for j in 0..<i {
        let other = j * (j + 1) / 2
        var sum = a[row + j]
        for k in 0..<j { sum -= a[row + k] * a[other + k] }
        a[row + j] = sum * a[other + j]
      }
      var pivot = a[row + i]
      for k in 0..<i { pivot -= a[row + k] * a[row + k] }
      guard pivot > 1e-12 else { return nil }
      // The diagonal holds inverses, so that only products follow.
      a[row + i] = 1 / pivot.squareRoot()
      var value = a[right + i]
      for k in 0..<i { value -= a[row + k] * a[right + k] }
      a[right + i] = value * a[row + i]
    }
    for i in (0..<width).reversed() {
      let value = a[right + i] * a[i * (i + 1) / 2 + i]
      a[right + i] = value
      for k in 0..<i { a[right + k] -= a[i * (i + 1) / 2 + k] * value }
    }
    return a[right..<(right + width)]
  }

  // MARK: Wild

  private func wild(_ range: Range<Int>) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(range.count * estimates.count)
    let groups = clusters ?? Array(0..<rowCount)
    let groupCount = (groups.max() ?? -1) + 1
    let key = SIMD2(
      UInt32(truncatingIfNeeded: stream.key), UInt32(truncatingIfNeeded: stream.key >> 32))
    var signs = [Double](repeating: 1, count: groupCount)
    for refit in range {
      for block in 0..<((groupCount + 127) / 128) {
        let words = Philox.block(counter: counter(refit, block), key: key)
        for place in 0..<min(128, groupCount - 128 * block) {
          signs[128 * block + place] = words[place >> 5] >> UInt32(place & 31) & 1 == 0 ? 1 : -1
        }
      }
      var move = [Double](repeating: 0, count: width)
      for row in 0..<rowCount {
        let sign = signs[groups[row]]
        for column in 0..<width { move[column] += sign * moves[row * width + column] }
      }
      append(move[...], to: &result)
    }
    return result
  }

  private func append(_ move: ArraySlice<Double>?, to result: inout [Double]) {
    guard let move else {
      for _ in estimates { result.append(.nan) }
      return
    }
    for (row, estimate) in estimates.enumerated() {
      var sum = estimate
      for (column, value) in move.enumerated() { sum += map[row, column] * value }
      result.append(sum)
    }
  }
}

extension Bootstrap {
  /// The errors that refits show: the covariance of their coefficients.
  ///
  /// - Parameter refits: what ``refits(_:)`` gave for all of them.
  public func errors(_ refits: [Double], degreesOfFreedom: Double) -> CoefficientErrors {
    let p = estimates.count
    let rows = stride(from: 0, to: refits.count, by: p).filter { !refits[$0].isNaN }
    let count = Double(rows.count)
    let means = (0..<p).map { column in rows.reduce(0) { $0 + refits[$1 + column] } / count }
    var covariance = Matrix(rows: p, columns: p)
    for i in 0..<p {
      for j in 0...i {
        let sum = rows.reduce(0.0) {
          $0 + (refits[$1 + i] - means[i]) * (refits[$1 + j] - means[j])
        }
        covariance[i, j] = sum / (count - 1)
        covariance[j, i] = covariance[i, j]
      }
    }
    let draws = refits.count / max(1, p)
    return CoefficientErrors(
      covariance: covariance, degreesOfFreedom: degreesOfFreedom,
      correction: .resampling(draws: draws, failed: draws - rows.count))
  }
}
