/// X = Q R with orthonormal columns Q, column by column in the order given, to about 30 digits.
///
/// Gram and Schmidt's process in double-double arithmetic, every column twice: "twice is enough" for
/// orthogonality to working precision (L. Giraud, J. Langou, M. Rozložník, Computers & Mathematics with
/// Applications 50, 2005).
struct OrthogonalBasis {
  /// The columns of Q.
  private(set) var q: [[DoubleDouble]] = []
  /// The columns of R, each down to its diagonal element.
  private(set) var r: [[DoubleDouble]] = []

  init() {}

  /// A basis found elsewhere.
  init(q: [[DoubleDouble]], r: [[DoubleDouble]]) { (self.q, self.r) = (q, r) }

  /// The part of a vector that is orthogonal to the columns, and its coordinates in them.
  func project(_ vector: [DoubleDouble]) -> (rest: [DoubleDouble], coordinates: [DoubleDouble]) {
    var rest = vector
    var coordinates = Array(repeating: DoubleDouble.zero, count: q.count)
    for _ in 0..<2 {
      for (place, column) in q.enumerated() {
        let step = column.dot(rest)
        rest.subtract(step, times: column)
        coordinates[place] += step
      }
    }
    return (rest, coordinates)
  }

  /// Adds a column unless what is new in it is below a fraction of its length; says whether it did.
  @discardableResult
  mutating func append(_ column: [DoubleDouble], tolerance: Double) -> Bool {
    let (rest, coordinates) = project(column)
    let length = rest.dot(rest).squareRoot()
    guard length.value > tolerance * column.dot(column).squareRoot().value else { return false }
    let inverse = DoubleDouble.one / length
    q.append(rest.map { $0 * inverse })
    r.append(coordinates + [length])
    return true
  }

  /// The g with R g = t.
  func solve(_ t: [DoubleDouble]) -> [DoubleDouble] {
    var g = t
    for column in g.indices.reversed() {
      g[column] = g[column] / r[column][column]
      for row in 0..<column { g[row] = g[row] - r[column][row] * g[column] }
    }
    return g
  }

  /// The row vector z R⁻¹.
  func solveTransposed(_ z: [DoubleDouble]) -> [DoubleDouble] {
    var w = z
    for column in w.indices {
      for row in 0..<column { w[column] = w[column] - w[row] * r[column][row] }
      w[column] = w[column] / r[column][column]
    }
    return w
  }

  /// T R⁻¹ over the columns but the first ones: raw coefficients per unit of each coordinate.
  func map(_ raw: [[DoubleDouble]], skipping first: Int) -> Matrix {
    var result = Matrix(rows: raw.count, columns: r.count)
    for column in r.indices {
      var unit = Array(repeating: DoubleDouble.zero, count: r.count)
      unit[column] = .one
      let solved = Array(solve(unit).dropFirst(first))
      for (row, elements) in raw.enumerated() { result[row, column] = elements.dot(solved).value }
    }
    return result
  }

  /// R as a matrix of doubles.
  var triangle: Matrix {
    var matrix = Matrix(rows: r.count, columns: r.count)
    for (column, elements) in r.enumerated() {
      for (row, element) in elements.enumerated() { matrix[row, column] = element.value }
    }
    return matrix
  }
}
