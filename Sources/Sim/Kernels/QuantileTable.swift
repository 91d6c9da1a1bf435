package import CKernels
import CQuantiles
internal import Synchronization

/// The quantile function of a law without a closed form, as piecewise polynomials.
///
/// It is a function of z, the standard normal quantile of the probability, so that correlation and
/// truncation work on it as on every other law. Its relative error against the true quantile is
/// below ``tolerance`` for |z| <= 8.5; outside, z is clamped. It is made at start, in well under a
/// millisecond for usual shapes.
///
/// **Method.** With F the distribution function, f the density and φ the standard normal density,
/// x(z) = F⁻¹(Φ(z)) has x′ = φ(z)/f(x). Its logarithmic derivatives r = x′/x and q = x′/(1 − x)
/// satisfy, for beta(a, b), r′ = r(−z − a r + (b − 1) q) and q′ = q(−z − (a − 1) r + b q); for gamma,
/// with q = x′, both end in + q. So the Taylor series of x about any z follows from x there, which
/// Boost.Math gives, by a recurrence. (Compare G. Steinbrecher, W. T. Shaw, Quantile mechanics,
/// European Journal of Applied Mathematics 19 (2008) 87-112.) A series is shortened to degree 10
/// through Chebyshev polynomials and compared with Boost.Math at both ends of its interval; cells
/// are halved until they agree.
@safe public final class QuantileTable: Sendable {
  /// A law with its shape; its scale is 1.
  public enum Law: Hashable, Sendable {
    /// On (0, 1), with density proportional to x^(a − 1) (1 − x)^(b − 1).
    case beta(a: Double, b: Double)
    /// On (0, ∞), with density proportional to x^(shape − 1) exp(−x).
    case gamma(shape: Double)
  }

  /// Why a table cannot be made.
  public enum Failure: Error, Hashable, Sendable {
    /// A shape is not a positive finite number.
    case impossibleShape(Law)
    /// The smallest cells, near this z, still have this relative error.
    case inaccurate(Law, z: Double, relativeError: Double)
  }

  /// The greatest relative error, of values above ``smallest``; below it, relative to it.
  public static let tolerance = 1e-13
  /// Smaller quantiles are not resolved.
  public static let smallest = 0x1p-900

  /// The law.
  public let law: Law
  /// The greatest relative error seen where the table was compared with Boost.Math.
  public let relativeError: Double

  let cells: [Cell]
  let rows: [Row]
  let range: ClosedRange<Double>
  /// The same numbers where the kernels read them.
  package nonisolated(unsafe) let table: UnsafePointer<grdp_quantile_table>

  /// Makes the table of a law.
  public init(_ law: Law) throws(Failure) {
    let builder = try Builder.finished(law)
    self.law = law
    relativeError = builder.relativeError
    cells = builder.cells
    rows = builder.rows
    range = builder.anchor.range
    unsafe table = Self.copy(cells, rows, range)
  }

  deinit {
    unsafe table.pointee.cells.deallocate()
    unsafe table.pointee.rows.deallocate()
    unsafe table.deallocate()
  }

  /// The quantile at the standard normal quantile `z`, to the bit what the kernel gives.
  public func value(atNormal z: Double) -> Double {
    guard !z.isNaN else { return z }
    let inside = min(max(z, Self.domain.lowerBound), Self.domain.upperBound)
    // 48 brings z into one binade, whose ulp is far below the width of the smallest cell.
    let step = Int(((inside + 48) - 39.5) * 512)
    let cell = cells[step >> 8]
    let row = rows[cell.first + (step & 255) >> cell.shift]
    let value = row.value(at: inside)
    if value < range.lowerBound { return range.lowerBound }
    return value > range.upperBound ? range.upperBound : value
  }

  // Its end plus 48 is still below 56.5, where the table ends.
  static let domain = -8.5...0x1.0fffffffffff8p3

  /// The first level: half a unit of z, cut into `256 >> shift` intervals.
  struct Cell {
    var first: Int
    var shift: Int
  }

  /// The polynomial of one interval.
  struct Row {
    var centre: Double
    var coefficients: [Double]

    func value(at z: Double) -> Double { ScalarMath.polynomial(coefficients, z - centre) }
  }

  private static func copy(
    _ cells: [Cell], _ rows: [Row], _ range: ClosedRange<Double>
  ) -> UnsafePointer<grdp_quantile_table> {
    let numbers = rows.flatMap { [$0.centre] + $0.coefficients }
    let rowMemory = UnsafeMutablePointer<Double>.allocate(capacity: numbers.count)
    for (place, number) in numbers.enumerated() {
      unsafe (rowMemory + place).initialize(to: number)
    }
    let cellMemory = UnsafeMutablePointer<grdp_quantile_cell>.allocate(capacity: cells.count)
    for (place, cell) in cells.enumerated() {
      unsafe (cellMemory + place).initialize(
        to: grdp_quantile_cell(first: UInt32(cell.first), shift: UInt32(cell.shift)))
    }
    let table = UnsafeMutablePointer<grdp_quantile_table>.allocate(capacity: 1)
    unsafe table.initialize(
      to: grdp_quantile_table(
        cells: cellMemory, rows: rowMemory, low: range.lowerBound, high: range.upperBound))
    return unsafe UnsafePointer(table)
  }
}

extension QuantileTable {
  /// Fits cells from left to right.
  private struct Builder {
    static let degree = Int(GRDP_QUANTILE_ROW) - 2
    static let order = 20
    static let cellCount = 34
    static let finest = 8

    let law: Law
    let anchor: Anchor
    var cells: [Cell] = []
    var rows: [Row] = []
    var relativeError = 0.0

    /// What was made before: simulations of a run mostly have the same laws.
    private static let known = Mutex<[Law: Builder]>([:])
    /// How many laws are remembered.
    private static let mostKnown = 256

    /// The cells of a law, made now or before.
    static func finished(_ law: Law) throws(Failure) -> Builder {
      // Whoever wants a law that is just being made waits for it.
      try known.withLock { known throws(Failure) in
        if let builder = known[law] { return builder }
        var builder = try Builder(law)
        try builder.build()
        if known.count < mostKnown { known[law] = builder }
        return builder
      }
    }

    init(_ law: Law) throws(Failure) {
      guard let anchor = Anchor(law) else { throw .impossibleShape(law) }
      self.law = law
      self.anchor = anchor
    }

    mutating func build() throws(Failure) {
      var edge = Edge(z: -8.5, value: anchor.point(at: -8.5).x)
      var shift = Self.finest
      for cell in 0..<Self.cellCount {
        // Neighbours need similar widths: start one halving wider than the last cell.
        shift = min(shift + 1, Self.finest)
        let left = -8.5 + 0.5 * Double(cell)
        while true {
          let fit = fit(from: left, intervals: 256 >> shift, leftEdge: edge)
          if fit.relativeError <= QuantileTable.tolerance {
            cells.append(Cell(first: rows.count, shift: shift))
            rows += fit.rows
            edge = fit.rightEdge
            relativeError = max(relativeError, fit.relativeError)
            break
          }
          guard shift > 0 else {
            throw .inaccurate(law, z: fit.rightEdge.z, relativeError: fit.relativeError)
          }
          shift -= 1
        }
      }
    }

    /// A point between two intervals, and the quantile there.
    struct Edge {
      var z, value: Double
    }

    struct Fit {
      var rows: [Row] = []
      var relativeError = 0.0
      var rightEdge: Edge
    }

    /// Fits equal intervals of one cell, up to the first that is not accurate.
    func fit(from left: Double, intervals: Int, leftEdge: Edge) -> Fit {
      let half = 0.25 / Double(intervals)
      var fit = Fit(rightEdge: leftEdge)
      for interval in 0..<intervals {
        let centre = left + half * Double(2 * interval + 1)
        let row = Row(centre: centre, coefficients: polynomial(around: centre, half: half))
        let edge = Edge(z: centre + half, value: anchor.point(at: centre + half).x)
        for end in [fit.rightEdge, edge] {
          let error = (row.value(at: end.z) - end.value).magnitude
          let relative = error / max(end.value, QuantileTable.smallest)
          // Not `max`, which could drop a NaN.
          if !(relative <= fit.relativeError) { fit.relativeError = relative }
        }
        fit.rows.append(row)
        fit.rightEdge = edge
        if !(fit.relativeError <= QuantileTable.tolerance) { break }
      }
      return fit
    }

    /// Coefficients in z − centre, constant first, of the shortened series.
    func polynomial(around centre: Double, half: Double) -> [Double] {
      var series = anchor.series(around: centre, order: Self.order)
      var power = 1.0
      for n in 0...Self.order {
        series[n] *= power
        power *= half
      }
      power = 1.0
      return Self.shortening.map { row in
        var sum = 0.0
        for n in (0...Self.order).reversed() { sum += row[n] * series[n] }
        sum /= power
        power *= half
        return sum
      }
    }

    /// `shortening[k][n]` is the coefficient of s^k in s^n without its Chebyshev terms above `degree`.
    static let shortening: [[Double]] = {
      var matrix = [[Double]](
        repeating: [Double](repeating: 0, count: order + 1), count: degree + 1)
      let chebyshev = chebyshevPolynomials(upTo: degree)
      for n in 0...order {
        // s^n = 2^(1-n) Σ binomial(n, j) T_(n-2j) over j <= n/2, the term of T_0 halved.
        var binomial = 1.0
        for j in 0...(n / 2) {
          let index = n - 2 * j
          if index <= degree {
            let weight = binomial * 2 / Double(1 << n) / (index == 0 ? 2 : 1)
            for k in 0...index { matrix[k][n] += weight * chebyshev[index][k] }
          }
          binomial *= Double(n - j) / Double(j + 1)
        }
      }
      return matrix
    }()

    /// The coefficients of T_0, T_1, …, constant first.
    static func chebyshevPolynomials(upTo degree: Int) -> [[Double]] {
      var polynomials: [[Double]] = [[1], [0, 1]]
      for n in 2...degree {
        var next = [0] + polynomials[n - 1].map { 2 * $0 }
        for (k, coefficient) in polynomials[n - 2].enumerated() { next[k] -= coefficient }
        polynomials.append(next)
      }
      return polynomials
    }
  }

  /// The exact quantile function, at one z: Boost.Math and the differential equation.
  private struct Anchor {
    let law: Law
    let range: ClosedRange<Double>

    /// Nil when a shape is not a positive finite number.
    init?(_ law: Law) {
      let shapes: [Double]
      switch law {
      case .beta(let a, let b):
        shapes = [a, b]
        range = 0...1
      case .gamma(let shape):
        shapes = [shape]
        range = 0...(.infinity)
      }
      guard shapes.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
      self.law = law
    }

    /// The quantile and, for a beta law, its distance from 1.
    func point(at z: Double) -> (x: Double, complement: Double) {
      let upper = z > 0
      let p = ScalarMath.normalCDF(-z.magnitude)
      switch law {
      case .beta(let a, let b):
        var complement = 0.0
        let x = unsafe grdp_beta_quantile(a, b, p, upper, &complement)
        return (x, complement)
      case .gamma(let shape):
        return (grdp_gamma_quantile(shape, p, upper), 1)
      }
    }

    /// The Taylor coefficients of x about z.
    func series(around z: Double, order: Int) -> [Double] {
      let (x, complement) = point(at: z)
      let normal = ScalarMath.exp(-0.5 * z * z) * 0x1.9884533d43651p-2  // 1/√(2π)
      var r = [Double](repeating: 0, count: order + 1)
      var q = r
      let r1, r2, q1, q2: Double  // r′ = r(−z − r1 r + q1 q), q′ = q(−z − r2 r + q2 q)
      switch law {
      case .beta(let a, let b):
        let density =
          x < 0.5 ? grdp_beta_density(a, b, x) : grdp_beta_density(b, a, complement)
        r[0] = normal / (density * x)
        q[0] = normal / (density * complement)
        (r1, q1, r2, q2) = (a, b - 1, a - 1, b)
      case .gamma(let shape):
        q[0] = normal / grdp_gamma_density(shape, x)
        r[0] = q[0] / x
        (r1, q1, r2, q2) = (shape, 1, shape - 1, 1)
      }
      var series = [Double](repeating: 0, count: order + 1)
      series[0] = x
      // Where x or 1 − x underflows, x is a constant to all its digits, or the cell will be cut.
      guard r[0].isFinite && q[0].isFinite else { return series }
      var ofR = r  // −z − r1 r + q1 q
      var ofQ = r
      for n in 0..<order {
        let line = n == 0 ? -z : n == 1 ? -1 : 0
        ofR[n] = line - r1 * r[n] + q1 * q[n]
        ofQ[n] = line - r2 * r[n] + q2 * q[n]
        var (nextR, nextQ, nextX) = (0.0, 0.0, 0.0)
        for k in 0...n {
          nextR += r[k] * ofR[n - k]
          nextQ += q[k] * ofQ[n - k]
          nextX += r[k] * series[n - k]
        }
        let divisor = Double(n + 1)
        r[n + 1] = nextR / divisor
        q[n + 1] = nextQ / divisor
        series[n + 1] = nextX / divisor
      }
      return series
    }
  }
}
