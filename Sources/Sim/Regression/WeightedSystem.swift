/// The least squares problem as it is solved: columns around centred variables, effects taken out,
/// rows times the root of their weight, rows of a penalty below.
struct WeightedSystem: LinearSystem {
  let design: Design
  let basis: CentredBasis
  /// The columns of the second effect and then those of the regressors.
  let columns: [[DoubleDouble]]
  /// The group of the second effect that each of its columns is for.
  let effectColumns: [Int]
  /// How many columns belong to the second effect.
  var effectColumnCount: Int { effectColumns.count }
  /// The response in the same rows.
  let response: [DoubleDouble]
  /// The roots of the weights.
  let roots: [DoubleDouble]?
  /// The means, by group, of the response and of each column.
  let groupMeans: [[DoubleDouble]]
  /// How long each column was before effects were taken out.
  private let lengths: [Double]
  private let rowCount: Int
  /// The response as it was given, and what its total sum of squares is about.
  private let given: (response: [DoubleDouble], weights: [Double]?, hasMean: Bool)
  private let extendedWork: Int

  init(
    _ response: [DoubleDouble], _ design: Design, _ extents: [ExtendedColumn.Extent],
    _ effects: FixedEffects?, _ weights: [Double]?, _ penalty: LinearFit.Penalty?,
    extendedWork: Int
  ) throws(RegressionError) {
    self.design = design
    self.extendedWork = extendedWork
    given = (
      response, weights, effects != nil || design.regressors.contains(where: \.isIntercept)
    )
    rowCount = design.rowCount
    basis = CentredBasis(design, extents, constantIsSpanned: effects != nil)
    let roots = weights.map { $0.map { DoubleDouble($0).squareRoot() } }
    self.roots = roots
    func weighed(_ column: [DoubleDouble]) -> [DoubleDouble] {
      roots.map { roots in column.indices.map { column[$0] * roots[$0] } } ?? column
    }
    let raw = try basis.columns(design)
    let all = (effects?.columns ?? []) + raw
    var lengths = all.map { WeightedSystem.length(weighed($0)) }
    var groupMeans = effects.map { effects in ([response] + all).map { effects.means($0) } } ?? []
    let reduced = effects.map { effects in all.map { effects.reduced($0) } } ?? all
    var columns = reduced.map(weighed)
    var target = weighed(effects?.reduced(response) ?? response)
    let effectCount = all.count - raw.count
    var effectColumns: [Int] = []
    if effectCount > 0 {
      // Groups that the first effect explains already, as in a panel that falls apart, are left out.
      let kept = try Dependence(
        Array(columns.prefix(effectCount)), lengths: Array(lengths.prefix(effectCount)),
        leading: []
      ).kept
      let chosen = kept + Array(effectCount..<all.count)
      columns = chosen.map { columns[$0] }
      lengths = chosen.map { lengths[$0] }
      groupMeans = [groupMeans[0]] + chosen.map { groupMeans[$0 + 1] }
      effectColumns = kept.map { $0 + 1 }
    }
    self.effectColumns = effectColumns
    self.groupMeans = groupMeans
    if let penalty {
      let map = basis.rawMap
      for (row, precision) in penalty.precisions.enumerated() where precision > 0 {
        let root = DoubleDouble(precision).squareRoot()
        for column in columns.indices { columns[column].append(root * map[row][column]) }
        target.append(root * DoubleDouble(penalty.means[row]))
      }
      lengths = columns.map(WeightedSystem.length)
    }
    self.columns = columns
    self.lengths = lengths
    self.response = target
  }

  private static func length(_ column: [DoubleDouble]) -> Double {
    column.dot(column).squareRoot().value
  }

  /// The (weighted) sum of squares of a column, about its mean if asked.
  static func sumOfSquares(
    _ column: [DoubleDouble], weights: [Double]?, aboutMean: Bool
  ) -> Double {
    let weights = weights?.map { DoubleDouble($0) } ?? column.map { _ in .one }
    var mean = DoubleDouble.zero
    if aboutMean { mean = weights.dot(column) / weights.total }
    return column.indices.reduce(DoubleDouble.zero) { sum, row in
      let distance = column[row] - mean
      return sum + weights[row] * distance * distance
    }.value
  }

  // MARK: Rank

  /// What to keep and what to leave out, or nil if every regressor adds something.
  func deficiency() throws(RegressionError) -> (kept: [Int], aliases: [LinearFit.Alias])? {
    try WeightedSystem.deficiency(
      columns, lengths: lengths, effectColumnCount: effectColumnCount, design, basis,
      involvesEffects: !groupMeans.isEmpty)
  }

  /// The same for columns, or what has the same products with each other.
  static func deficiency(
    _ columns: [[DoubleDouble]], lengths: [Double], effectColumnCount count: Int, _ design: Design,
    _ basis: CentredBasis, involvesEffects: Bool
  ) throws(RegressionError) -> (kept: [Int], aliases: [LinearFit.Alias])? {
    let intercept = design.regressors.firstIndex(where: \.isIntercept)
    let dependence = try Dependence(
      columns, lengths: lengths,
      leading: Set(intercept.map { [$0 + count] } ?? []))
    let dropped = dependence.combinations.filter { $0.column >= count }
    guard !dropped.isEmpty else { return nil }
    let map = basis.rawMap
    let aliases = dropped.map { column, combination in
      // Its own column less the combination is 0; in raw regressors too.
      var zero = design.regressors.map { _ in DoubleDouble.zero }
      zero[column - count] = .one
      for (other, factor) in combination where other >= count {
        zero[other - count] = DoubleDouble(-factor)
      }
      let raw = map.map { $0.dot(zero).value }
      let own = raw[column - count]
      let terms = raw.enumerated().compactMap { index, value -> LinearFit.Alias.Term? in
        let factor = -value / own
        guard index != column - count, factor.magnitude > 1e-8 else { return nil }
        let whole = factor.rounded()
        return LinearFit.Alias.Term(
          factor: (factor - whole).magnitude < 1e-8 ? whole : factor,
          name: design.regressors[index].name)
      }
      return LinearFit.Alias(
        name: design.regressors[column - count].name, combination: terms,
        involvesEffects: involvesEffects)
    }
    let lost = Set(dropped.map { $0.column - count })
    return (design.regressors.indices.filter { !lost.contains($0) }, aliases)
  }

  // MARK: Solution

  func solved() throws(RegressionError) -> LinearSolution {
    let solution = try solve()
    let triangle = OrthogonalBasis(q: [], r: solution.basis.r)
    let gamma = Array(triangle.solve(solution.coordinates))
    let raw = basis.rawMap
    let free = Array(gamma.dropFirst(effectColumnCount))
    let rest = Array(solution.rest.prefix(rowCount))
    let plain = roots.map { roots in rest.indices.map { rest[$0] / roots[$0] } } ?? rest
    return LinearSolution(
      basis: basis, triangle: triangle,
      q: Matrix(
        columns: solution.basis.q.map { $0.prefix(rowCount).map(\.value) }, rows: rowCount),
      coordinates: solution.coordinates, gamma: gamma,
      estimates: raw.map { $0.dot(free).value },
      map: triangle.map(raw, skipping: effectColumnCount), scaledResiduals: rest.values,
      residuals: plain.values,
      fitted: given.response.indices.map { (given.response[$0] - plain[$0]).value },
      residualSumOfSquares: rest.dot(rest).value,
      totalSumOfSquares: WeightedSystem.sumOfSquares(
        given.response, weights: given.weights, aboutMean: given.hasMean),
      withinSumOfSquares: response.prefix(rowCount).reduce(DoubleDouble.zero) { $0 + $1 * $1 }
        .value,
      centredCondition: WeightedSystem.condition(scaling: triangle.triangle),
      condition: rawCondition(), groupMeans: groupMeans)
  }

  /// The solved problem.
  private struct Solution {
    var basis: OrthogonalBasis
    /// The coordinates of the response.
    var coordinates: [DoubleDouble]
    /// What the columns leave of the response.
    var rest: [DoubleDouble]
  }

  /// Solves it: in double-double throughout, or where that is too much work by LAPACK's QR and then
  /// refinement with residuals in double-double.
  private func solve() throws(RegressionError) -> Solution {
    let work = response.count * columns.count * columns.count
    guard work > extendedWork else {
      var basis = OrthogonalBasis()
      for column in columns { basis.append(column, tolerance: 0) }
      let (rest, coordinates) = basis.project(response)
      return Solution(basis: basis, coordinates: coordinates, rest: rest)
    }
    return try refined()
  }

  /// QR in doubles, then refinement of residuals and coefficients together.
  ///
  /// Å. Björck's iteration on the augmented system, BIT 7 (1967).
  private func refined() throws(RegressionError) -> Solution {
    let scales = columns.map(WeightedSystem.length)
    let matrix = Matrix(
      columns: zip(columns, scales).map { column, scale in column.map { $0.value / scale } },
      rows: response.count)
    let qr: PivotedQR
    do {
      // All columns lead, so none is exchanged.
      qr = try PivotedQR(matrix, leading: Set(columns.indices))
    } catch {
      throw .linearAlgebra(error)
    }
    let (factor, q) = (qr.r, qr.q(columns: columns.count))
    var rest = response
    var solution = columns.map { _ in DoubleDouble.zero }
    for _ in 0..<5 {
      var first = response.indices.map { response[$0] - rest[$0] }
      for (column, value) in zip(columns, solution) { first.subtract(value, times: column) }
      let second = zip(columns, scales).map { -$0.dot(rest).value / $1 }
      let step: (h: [Double], g: [Double])
      do {
        step = (
          try factor.solveTriangular(second, transposed: true),
          Array(
            qr.applyTransposed(
              to: Matrix(rows: first.count, columns: 1, elements: first.values)
            ).elements.prefix(columns.count))
        )
        let difference = zip(step.g, step.h).map { $0 - $1 }
        let change = try factor.solveTriangular(difference)
        for column in solution.indices {
          solution[column] += DoubleDouble(change[column] / scales[column])
        }
        let moved = q * difference
        for row in rest.indices { rest[row] += first[row] - DoubleDouble(moved[row]) }
      } catch {
        throw .linearAlgebra(error)
      }
    }
    let basis = OrthogonalBasis(
      q: (0..<q.columns).map { q.column($0).map { DoubleDouble($0) } },
      r: (0..<factor.columns).map { column in
        (0...column).map { DoubleDouble(factor[$0, column]) * DoubleDouble(scales[column]) }
      })
    // Coordinates that give exactly the refined solution back.
    let coordinates = solution.indices.map { row in
      (row..<solution.count).reduce(DoubleDouble.zero) { sum, column in
        sum + basis.r[column][row] * solution[column]
      }
    }
    return Solution(basis: basis, coordinates: coordinates, rest: rest)
  }

  // MARK: Conditions

  /// The condition number of the regressors as given, each scaled to length 1; after effects are
  /// taken out, if there are any.
  ///
  /// D. A. Belsley, E. Kuh, R. E. Welsch, Regression Diagnostics, Wiley 1980, chapter 3.
  private func rawCondition() -> Double {
    if !groupMeans.isEmpty {
      return WeightedSystem.condition(
        scaling: Matrix(
          columns: columns.dropFirst(effectColumnCount).map { $0.prefix(rowCount).map(\.value) },
          rows: rowCount))
    }
    let raw = design.regressors.map { regressor in
      (0..<rowCount).map { row in
        regressor.powers.reduce(roots?[row] ?? .one) { product, entry in
          product * design.variables[entry.key].values[row].power(entry.value)
        }.value
      }
    }
    return WeightedSystem.condition(scaling: Matrix(columns: raw, rows: rowCount))
  }

  /// The condition number of a matrix, its columns scaled to length 1.
  static func condition(scaling matrix: Matrix) -> Double {
    var scaled = matrix
    for column in 0..<matrix.columns {
      let largest = matrix.column(column).map(\.magnitude).max() ?? 0
      guard largest > 0, largest.isFinite else { return .infinity }
      let length = matrix.column(column).reduce(0) { $0 + ($1 / largest) * ($1 / largest) }
        .squareRoot()
      for row in 0..<matrix.rows { scaled[row, column] = matrix[row, column] / largest / length }
    }
    return (try? SingularValues(scaled, vectors: false))?.condition ?? .infinity
  }
}
