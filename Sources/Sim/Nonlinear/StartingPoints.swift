/// Starting points for a search, beside the one that was given.
///
/// Those of parameters in which the function is linear are not drawn: they are the linear least-squares
/// solution at the others (G. H. Golub, V. Pereyra, The differentiation of pseudo-inverses and nonlinear
/// least squares problems whose variables separate, SIAM J. Numer. Anal. 10 (1973)).
struct StartingPoints {
  let center: [Double]
  let bounds: ParameterBounds
  let count: Int
  private let streams: [RandomStream]

  /// Points around a center, at first near it and then as far as a factor of 10^2.5.
  init(around center: [Double], within bounds: ParameterBounds, count: Int, seed: UInt64) {
    self.center = center
    self.bounds = bounds
    self.count = count
    streams = center.indices.map { RandomStream(seed: seed, name: "start \($0)") }
  }

  /// A point, counted from 0.
  func point(_ index: Int, for problem: RegressionFunction) -> [Double] {
    let reach = 0.5 + 2 * Double(index) / Double(max(count, 1))
    var point = center.indices.map { parameter in
      let u = streams[parameter].uniform(draw: UInt64(index), period: 0, substream: 0)
      return value(parameter, u, reach: reach)
    }
    solveLinear(problem, &point)
    return point
  }

  private func value(_ parameter: Int, _ u: Double, reach: Double) -> Double {
    let (low, high) = (bounds.lower[parameter], bounds.upper[parameter])
    if low.isFinite && high.isFinite {
      guard low > 0 && high > 10 * low else { return low + (high - low) * u }
      return low * ScalarMath.pow(high / low, u)
    }
    let middle = center[parameter]
    let drawn =
      middle == 0
      ? ScalarMath.normalQuantile(u) : middle * ScalarMath.pow(10, reach * (2 * u - 1))
    return bounds.clamped(drawn, parameter)
  }

  /// Puts the linear parameters where they are best for the others; leaves them where that fails.
  private func solveLinear(_ problem: RegressionFunction, _ point: inout [Double]) {
    let linear = problem.linearParameters.indices.filter {
      problem.linearParameters[$0] && bounds.lower[$0] < bounds.upper[$0]
    }
    guard !linear.isEmpty else { return }
    let n = problem.observationCount
    var base = point
    for parameter in linear { base[parameter] = 0 }
    let (residuals, derivatives) = problem.linearized(at: base)
    guard (residuals + derivatives.joined()).allSatisfy(\.isFinite) else { return }
    let qr = HouseholderQR(rows: n, columns: linear.count, kernels: problem.kernels)
    var scales: [Double] = []
    for (position, parameter) in linear.enumerated() {
      let norm = LeastSquares.norm(derivatives[parameter])
      scales.append(norm > 0 ? norm : 1)
      for (row, value) in derivatives[parameter].enumerated() {
        qr.matrix[position * n + row] = value / scales[position]
      }
    }
    for (row, value) in residuals.enumerated() { qr.side[row] = value }
    qr.factor(tolerance: 1e-10)
    for (position, parameter) in linear.enumerated() {
      point[parameter] = bounds.clamped(qr.step[position] / scales[position], parameter)
    }
  }
}
