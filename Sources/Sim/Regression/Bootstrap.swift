internal import CKernels

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
  /// For each row the products q qᵀ (lower triangle by rows) and q e, filled up to `stride` numbers.
  private let products: [Double]
  private let stride: Int
  /// For the wild scheme: q times the enlarged residual, row by row.
  private let moves: [Double]
  private let clusters: [Int]?
  private let estimates: [Double]
  private let map: Matrix
  private let stream: RandomStream
  private let kernels: Kernels
  /// A resample whose normal equations have a pivot no larger identifies nothing; those of all rows
  /// are 1.
  static let leastPivot = 1e-12

  /// Prepares refits.
  public init(
    _ fit: LinearFit, scheme: Scheme, seed: UInt64, kernels: Kernels = .required
  ) throws(RegressionError) {
    self.kernels = kernels
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
      stride = (width * (width + 1) / 2 + width + 7) / 8 * 8
      products = Bootstrap.products(fit, stride)
      moves = []
      clusters = nil
    case .wild(let groups):
      stride = 0
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

  private static func products(_ fit: LinearFit, _ stride: Int) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(fit.rows.count * stride)
    let matrix = fit.q
    for row in fit.rows.indices {
      let q = matrix.row(row)
      for i in q.indices { for j in 0...i { result.append(q[i] * q[j]) } }
      for value in q { result.append(value * fit.scaledResiduals[row]) }
      while result.count < (row + 1) * stride { result.append(0) }
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
    var result = [Double](repeating: 0, count: range.count * estimates.count)
    var counts = [UInt32](repeating: 0, count: 8 * rowCount)
    var work = [Double](repeating: 0, count: 8 * (stride + rowCount))
    let map = self.map.transposed.elements
    unsafe products.withUnsafeBufferPointer { products in
      unsafe estimates.withUnsafeBufferPointer { estimates in
        unsafe map.withUnsafeBufferPointer { map in
          unsafe counts.withUnsafeMutableBufferPointer { counts in
            unsafe work.withUnsafeMutableBufferPointer { work in
              guard let products = products.baseAddress,
                let own = estimates.baseAddress, let map = map.baseAddress,
                let counts = counts.baseAddress, let work = work.baseAddress
              else { return }
              var plan = unsafe grdp_resampling(
                key: stream.key, rows: rowCount, width: width, stride: stride,
                coefficients: estimates.count, products: products, estimates: own, map: map,
                least: Bootstrap.leastPivot, counts: counts, work: work)
              unsafe kernels.table.pointee.resample(
                &result, &plan, UInt64(range.lowerBound), range.count)
            }
          }
        }
      }
    }
    return result
  }

  private func counter(_ refit: Int, _ block: Int) -> SIMD4<UInt32> {
    SIMD4(
      UInt32(truncatingIfNeeded: refit), UInt32(truncatingIfNeeded: refit >> 32), UInt32(block), 0)
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
      append(move, to: &result)
    }
    return result
  }

  private func append(_ move: [Double], to result: inout [Double]) {
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
    let rows = Swift.stride(from: 0, to: refits.count, by: p).filter { !refits[$0].isNaN }
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
