extension LinearFit {
  /// Errors for clusters of one set, or of two by adding both and taking their intersection away.
  ///
  /// K.-Y. Liang, S. L. Zeger, Biometrika 73 (1986); A. C. Cameron, J. B. Gelbach, D. L. Miller,
  /// J. Business & Economic Statistics 29 (2011), who also replace negative eigenvalues by 0.
  func clustered(
    _ sets: [[Int]], _ scores: Matrix, _ smallSample: SmallSample
  ) throws(RegressionError) -> CoefficientErrors {
    let chosen = sets.map { set in LinearFit.renumbered(rows.map { [set[$0]] }) }
    let counts = chosen.map { ($0.max() ?? -1) + 1 }
    if let few = counts.first(where: { $0 < 2 }) { throw .tooFewClusters(few) }
    let adjusted = parameterCount(nestedIn: chosen)
    var covariance = Matrix(rows: scores.columns, columns: scores.columns)
    var (sizes, factors): ([Int], [Double]) = ([], [])
    func add(_ groups: [Int], _ sign: Double) {
      let count = (groups.max() ?? -1) + 1
      let factor = factor(clusters: count, adjusted, smallSample)
      covariance.add(LinearFit.sum(scores, groups, count), times: sign * factor)
      sizes.append(count)
      factors.append(factor)
    }
    for groups in chosen { add(groups, 1) }
    var isRepaired = false
    if chosen.count == 2 {
      add(LinearFit.renumbered(rows.indices.map { [chosen[0][$0], chosen[1][$0]] }), -1)
      (covariance, isRepaired) = try LinearFit.withoutNegativeVariance(covariance)
    }
    return CoefficientErrors(
      covariance: covariance, degreesOfFreedom: Double((counts.min() ?? 2) - 1),
      correction: .clusters(sizes, factors: factors, isRepaired: isRepaired))
  }

  /// K of the correction: effects that lie wholly within a cluster do not count, because the cluster
  /// already answers for them.
  private func parameterCount(nestedIn clusters: [[Int]]) -> Double {
    let isNested = effectSets.map { set in
      clusters.contains { groups in
        var cluster: [Int: Int] = [:]
        return set.indices.allSatisfy { row in
          let known = cluster[set[row]]
          cluster[set[row]] = groups[row]
          return known == nil || known == groups[row]
        }
      }
    }
    guard isNested.contains(true) else { return effectiveCount }
    // What is left of a nested set is the constant it spans.
    let other = zip(effectSets, isNested).filter { !$0.1 }.map { Set($0.0).count - 1 }
    return Double(rank + 1 + other.reduce(0, +))
  }

  private func factor(clusters: Int, _ k: Double, _ smallSample: SmallSample) -> Double {
    let (g, n) = (Double(clusters), Double(rows.count))
    return switch smallSample {
    case .full: g / (g - 1) * (n - 1) / (n - k)
    case .clusters: g / (g - 1)
    case .none: 1
    }
  }

  /// Numbers keys from 0 in order of appearance.
  private static func renumbered(_ keys: [[Int]]) -> [Int] {
    var numbers: [[Int]: Int] = [:]
    return keys.map { key in
      if let known = numbers[key] { return known }
      numbers[key] = numbers.count
      return numbers.count - 1
    }
  }

  /// Σ over clusters of the outer product of the sum of their scores.
  private static func sum(_ scores: Matrix, _ groups: [Int], _ count: Int) -> Matrix {
    var sums = Matrix(rows: count, columns: scores.columns)
    for column in 0..<scores.columns {
      for (row, group) in groups.enumerated() { sums[group, column] += scores[row, column] }
    }
    return sums.transposed * sums
  }

  private static func withoutNegativeVariance(
    _ covariance: Matrix
  ) throws(RegressionError) -> (Matrix, Bool) {
    do {
      let eigen = try SymmetricEigen(covariance)
      guard let least = eigen.values.first, least < 0 else { return (covariance, false) }
      return (eigen.mapping { max(0, $0) }, true)
    } catch {
      throw .linearAlgebra(error)
    }
  }
}
