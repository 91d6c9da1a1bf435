internal import CKernels

/// A least squares problem of many rows, which are read panel by panel and never copied as a whole.
///
/// Each panel of rows is reflected into one triangle while it is in the nearest cache (the sequential
/// "tall and skinny" QR of J. Demmel, L. Grigori, M. Hoemmen, J. Langou, Communication-optimal parallel
/// and sequential QR and LU factorizations, SIAM J. Sci. Comput. 34, 2012). The coefficients are then
/// refined with residuals to twice the precision: with R from QR, each step g += R⁻¹ R⁻ᵀ Zᵀ(y − Z g)
/// takes about as many digits as R has right (Å. Björck, Stability analysis of the method of seminormal
/// equations for linear least squares problems, Linear Algebra Appl. 88/89, 1987), so it ends with
/// those of the data. Q is not kept: its rows are z R⁻¹ where they are asked for.
///
/// Panels depend on the number of columns alone, and the kernels have one order of sums, so the bits of
/// the results depend neither on the processor nor on a library.
struct TallSystem: LinearSystem {
  let design: Design
  let basis: CentredBasis
  var effectColumns: [Int] { [] }

  private let given: ExtendedColumn
  /// The response times the roots of the weights.
  private let target: ExtendedColumn
  private let weights: [Double]?
  private let roots: [DoubleDouble]?
  private let kernels: Kernels
  private let sources: [PanelSource]
  /// R of the columns and, in its last column, of the response.
  private let triangle: Matrix

  private var width: Int { design.regressors.count }

  /// The part of a coefficient that is no step any more.
  private static let smallStep = 0x1p-60
  /// The part of a new column's length that must not be in the others.
  static let newPart = 1e-9

  init(
    _ response: ExtendedColumn, _ design: Design, _ extents: [ExtendedColumn.Extent],
    _ weights: [Double]?, _ kernels: Kernels
  ) throws(RegressionError) {
    self.design = design
    self.weights = weights
    self.kernels = kernels
    given = response
    let roots = weights.map { $0.map { DoubleDouble($0).squareRoot() } }
    self.roots = roots
    target =
      roots.map { roots in ExtendedColumn(response.indices.map { response[$0] * roots[$0] }) }
      ?? response
    let basis = CentredBasis(design, extents, constantIsSpanned: false)
    self.basis = basis
    sources = design.regressors.map { PanelSource($0, basis) }
    triangle = TallSystem.triangle(sources, design, roots, kernels, beside: [target])
    for (column, regressor) in design.regressors.enumerated()
    where !triangle.column(column).allSatisfy(\.isFinite) {
      let row = response.indices.first { !sources[column].value($0, design, roots).isFinite }
      throw .notFinite(name: regressor.name, row: row ?? 0)
    }
  }

  // MARK: Triangles

  /// R of the columns followed by other ones.
  private static func triangle(
    _ sources: [PanelSource], _ design: Design, _ roots: [DoubleDouble]?, _ kernels: Kernels,
    beside others: [ExtendedColumn]
  ) -> Matrix {
    let width = sources.count + others.count
    var elements = [Double](repeating: 0, count: width * width)
    Panel(columns: width, withLow: false).forEachFill(sources, design, roots, kernels) {
      rows, height, panel in
      for (place, other) in others.enumerated() {
        panel.fill(column: sources.count + place, other, rows, height)
      }
      unsafe kernels.table.pointee.triangle_update(&elements, panel.high, width, height)
    }
    return Matrix(rows: width, columns: width, elements: elements)
  }

  private func triangle(beside others: [[Double]]) -> Matrix {
    TallSystem.triangle(
      sources, design, roots, kernels, beside: others.map { ExtendedColumn($0) })
  }

  /// The first columns of R, each down to its diagonal element or to the last row.
  private var columns: [[DoubleDouble]] {
    (0..<width).map { column in triangle.column(column).map { DoubleDouble($0) } }
  }

  func deficiency() throws(RegressionError) -> (kept: [Int], aliases: [LinearFit.Alias])? {
    let columns = columns
    return try WeightedSystem.deficiency(
      columns, lengths: columns.map { $0.dot($0).squareRoot().value }, effectColumnCount: 0,
      design, basis, involvesEffects: false)
  }

  // MARK: Solution

  func solved() throws(RegressionError) -> LinearSolution {
    let r = OrthogonalBasis(
      q: [], r: columns.enumerated().map { Array($0.element.prefix($0.offset + 1)) })
    let condition = WeightedSystem.condition(scaling: r.triangle)
    let (gamma, rest) = refined(r, condition: condition)
    let raw = basis.rawMap
    let plain =
      roots.map { roots in rest.indices.map { rest[$0] / roots[$0].value } } ?? rest
    let hasIntercept = design.regressors.contains(where: \.isIntercept)
    return LinearSolution(
      basis: basis, triangle: r, q: nil, tall: self,
      // Coordinates that give exactly the refined solution back.
      coordinates: gamma.indices.map { row in
        (row..<gamma.count).reduce(DoubleDouble.zero) { $0 + r.r[$1][row] * gamma[$1] }
      },
      gamma: gamma, estimates: raw.map { $0.dot(gamma).value }, map: r.map(raw, skipping: 0),
      scaledResiduals: rest, residuals: plain,
      fitted: nil,
      residualSumOfSquares: PanelSums.squares(rest),
      totalSumOfSquares: sumOfSquares(given, about: hasIntercept ? mean(given) : 0),
      withinSumOfSquares: sumOfSquares(given, about: 0),
      centredCondition: condition,
      condition: WeightedSystem.condition(scaling: rawTriangle))
  }

  /// Coefficients to the precision of the data, and what they leave of the response.
  ///
  /// With s the largest coordinate R Δg of a step, the next one changes coefficient j by at most
  /// 2 n² m 2⁻⁵³ κ² s / ‖zⱼ‖: its coordinates are those of this step times I − R⁻ᵀ ZᵀZ R⁻¹, and the error
  /// of R is below m n 2⁻⁵³ of each column (N. J. Higham, Accuracy and Stability of Numerical Algorithms,
  /// SIAM 2002, theorem 19.4). Where that is no step any more, it is not made.
  private func refined(
    _ r: OrthogonalBasis, condition: Double
  ) -> (gamma: [DoubleDouble], rest: [Double]) {
    let start = triangle.column(width).prefix(width).map { DoubleDouble($0) }
    let lengths = columns.map { $0.dot($0).squareRoot().value }
    let rate = 2 * Double(width * width) * Double(design.rowCount) * 0x1p-53 * condition * condition
    var gamma = Array(r.solve(start))
    // A panel ends in rows of zeros.
    var rest = [Double](repeating: 0, count: design.rowCount + 8)
    var low = rest
    var last = Double.infinity
    for _ in 0..<10 {
      let coordinates = r.solveTransposed(sweep(gamma, &rest, &low))
      let step = r.solve(coordinates)
      let size = coordinates.reduce(0) { max($0, $1.value.magnitude) }
      let isDone = zip(step, gamma).allSatisfy {
        $0.value.magnitude <= TallSystem.smallStep * $1.value.magnitude
      }
      if isDone || !(size < last / 2) { break }
      for column in gamma.indices { gamma[column] += step[column] }
      let isLast = gamma.indices.allSatisfy {
        rate * size / lengths[$0] <= TallSystem.smallStep * gamma[$0].value.magnitude
      }
      if isLast {
        take(step, from: &rest, low)
        break
      }
      last = size
    }
    rest.removeLast(8)
    return (gamma, rest)
  }

  /// What coefficients leave of the response, as sums of two doubles, and its products with the columns.
  private func sweep(
    _ gamma: [DoubleDouble], _ rest: inout [Double], _ low: inout [Double]
  ) -> [DoubleDouble] {
    let coefficients = gamma.flatMap { [$0.high, $0.low] }
    var sums = [Double](repeating: 0, count: 16 * width)
    unsafe rest.withUnsafeMutableBufferPointer { rest in
      unsafe low.withUnsafeMutableBufferPointer { low in
        guard let rest = rest.baseAddress, let low = low.baseAddress else { return }
        Panel(columns: width + 1, withLow: true).forEachFill(sources, design, roots, kernels) {
          rows, height, panel in
          panel.fill(column: width, target, rows, height)
          let (start, y) = (rows.lowerBound, width * height)
          unsafe kernels.table.pointee.refine(
            rest + start, low + start, &sums, panel.high + y, panel.low + y, panel.high, panel.low,
            coefficients, width, height)
        }
      }
    }
    return (0..<width).map { column in
      (0..<8).reduce(DoubleDouble.zero) { sum, lane in
        sum + DoubleDouble(sum: sums[16 * column + lane], sums[16 * column + 8 + lane])
      }
    }
  }

  /// Takes a small combination of the columns from what was left of the response.
  private func take(_ step: [DoubleDouble], from rest: inout [Double], _ low: [Double]) {
    unsafe rest.withUnsafeMutableBufferPointer { rest in
      unsafe low.withUnsafeBufferPointer { low in
        guard let rest = rest.baseAddress, let low = low.baseAddress else { return }
        Panel(columns: width, withLow: false).forEachFill(sources, design, roots, kernels) {
          rows, height, panel in
          unsafe kernels.table.pointee.take_columns(
            rest + rows.lowerBound, low + rows.lowerBound, panel.high, step.values, width, height)
        }
      }
    }
  }

  // MARK: What else is asked

  /// R of the regressors as they were given.
  private var rawTriangle: Matrix {
    let map = basis.centredMap
    var result = Matrix(rows: width, columns: width)
    for column in 0..<width {
      for row in 0..<width {
        result[row, column] =
          (row..<width).reduce(DoubleDouble.zero) {
            $0 + DoubleDouble(triangle[row, $1]) * map[$1][column]
          }.value
      }
    }
    return result
  }

  private func mean(_ values: ExtendedColumn) -> Double {
    guard let weights else { return PanelSums.sum(values.high) / Double(values.count) }
    return PanelSums.sum(values.count) { weights[$0] * values.high[$0] } / PanelSums.sum(weights)
  }

  private func sumOfSquares(_ values: ExtendedColumn, about mean: Double) -> Double {
    PanelSums.sum(values.count) { row in
      let distance = (values.high[row] - mean) + (values.low?[row] ?? 0)
      return (weights?[row] ?? 1) * distance * distance
    }
  }

  /// The (weighted) sum of squares of a regressor as it was given, about its mean if asked.
  func sumOfSquares(of regressor: Design.Regressor, aboutMean: Bool) -> Double {
    var column = [DoubleDouble](repeating: .one, count: design.rowCount)
    for (index, power) in regressor.powers.sorted(by: { $0.key < $1.key }) {
      let values = design.variables[index].values
      for row in column.indices {
        column[row] =
          power == 1 && regressor.powers.count == 1
          ? values[row] : column[row] * values[row].power(power)
      }
    }
    let all = ExtendedColumn(column)
    return sumOfSquares(all, about: aboutMean ? mean(all) : 0)
  }

  /// The part of the squares of a vector that the columns explain.
  func explained(of vector: [Double]) -> Double {
    triangle(beside: [vector]).column(width).prefix(width).reduce(0) { $0 + $1 * $1 }
  }

  /// By how much the second and third power of a vector, as columns, lower the sum of squared
  /// residuals; nil if they are not new.
  func gain(fromPowersOf vector: [Double], residuals: [Double]) -> Double? {
    let squares = vector.map { $0 * $0 }
    let cubes = vector.indices.map { squares[$0] * vector[$0] }
    let triangle = triangle(beside: [squares, cubes, residuals])
    var drop = 0.0
    for place in [width, width + 1] {
      let length = triangle.column(place).reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard triangle[place, place].magnitude > TallSystem.newPart * length else { return nil }
      let part = triangle[place, width + 2]
      drop += part * part
    }
    return drop
  }

  /// The response less what is left of it.
  func fitted(_ residuals: [Double]) -> [Double] {
    given.indices.map { (given[$0] - DoubleDouble(residuals[$0])).value }
  }

  /// Q: each row times R⁻¹.
  func orthonormalColumns(_ r: OrthogonalBasis) -> Matrix {
    let count = design.rowCount
    var elements = [Double](repeating: 0, count: count * width)
    forEachPanelOfQ(r) { rows, height, panel in
      for column in 0..<width {
        for place in 0..<rows.count {
          unsafe elements[column * count + rows.lowerBound + place] =
            panel.high[column * height + place]
        }
      }
    }
    return Matrix(rows: count, columns: width, elements: elements)
  }

  /// The diagonal of the hat matrix.
  func leverages(_ r: OrthogonalBasis) -> [Double] {
    var result = [Double](repeating: 0, count: design.rowCount)
    forEachPanelOfQ(r) { rows, height, panel in
      for column in 0..<width {
        for place in 0..<rows.count {
          let q = unsafe panel.high[column * height + place]
          result[rows.lowerBound + place] += q * q
        }
      }
    }
    return result
  }

  private func forEachPanelOfQ(
    _ r: OrthogonalBasis, _ body: (_ rows: Range<Int>, _ height: Int, borrowing Panel) -> Void
  ) {
    let triangle = r.triangle
    Panel(columns: width, withLow: false).forEachFill(sources, design, roots, kernels) {
      rows, height, panel in
      for column in 0..<width {
        let own = unsafe panel.high + column * height
        for other in 0..<column {
          let factor = triangle[other, column]
          let q = unsafe panel.high + other * height
          for place in 0..<height { unsafe own[place] -= q[place] * factor }
        }
        let inverse = 1 / triangle[column, column]
        for place in 0..<height { unsafe own[place] *= inverse }
      }
      body(rows, height, panel)
    }
  }
}
