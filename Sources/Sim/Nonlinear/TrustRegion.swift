/// The step of a Levenberg-Marquardt iteration: least squares within a ball.
///
/// J. J. Moré, The Levenberg-Marquardt algorithm: implementation and theory, Lecture Notes in
/// Mathematics 630 (1978). In scaled variables z, the step minimises |r - J z| subject to
/// |z| ≤ radius. With J = QR it solves the augmented system [R; √λ I] z = [Qᵀr; 0] by rotations;
/// JᵀJ is never formed.
@safe final class TrustRegion {
  /// One lane of a factorisation.
  struct System {
    let qr: HouseholderQR
    var lane = 0
    /// How many columns of R count: those that are not left out of the step.
    let columns: Int

    @inline(__always)
    func r(_ row: Int, _ column: Int) -> Double { qr.r(row, column, lane: lane) }
    @inline(__always)
    func side(_ row: Int) -> Double { qr.side(row, lane: lane) }
    @inline(__always)
    func pivot(_ column: Int) -> Int { qr.pivot(column, lane: lane) }
  }

  /// What is said of a step.
  struct Step {
    /// The Levenberg-Marquardt parameter; 0 for a Gauss-Newton step.
    var damping: Double
    /// The length.
    var length: Double
  }

  /// Columns of the damped triangle, as many rows as parameters.
  private let triangle, transformed, permuted, extra: LaneStorage
  private let size: Int

  /// Room for as many parameters.
  init(size: Int) {
    self.size = size
    triangle = LaneStorage(count: size * size)
    transformed = LaneStorage(count: size)
    permuted = LaneStorage(count: size)
    extra = LaneStorage(count: size)
  }

  /// Shortens the Gauss-Newton step of a lane to a radius, where it is longer.
  ///
  /// - Parameters:
  ///   - system: the factorisation, which has the step; the lane; how many columns of R count.
  ///   - start: the damping of the last step, where the search for this one's begins; 0 for none.
  func shorten(_ system: System, radius: Double, damping start: Double) -> Step {
    let n = system.columns
    var length = system.qr.stepLength[system.lane]
    let excess = length - radius
    guard excess > 0.1 * radius else { return Step(damping: 0, length: length) }
    for j in 0..<n {
      for i in 0...j { triangle[j * size + i] = system.r(i, j) }
      permuted[j] = system.qr.step[system.pivot(j) * system.qr.lanes + system.lane]
    }
    var low = 0.0
    if system.qr.rank(lane: system.lane) == n {
      let slope = inverseTransposeNorm(n, length)
      low = excess / (radius * slope * slope)
    }
    var gradient = 0.0
    for j in 0..<n {
      var sum = 0.0
      for i in 0...j { sum += triangle[j * size + i] * system.side(i) }
      gradient += sum * sum
    }
    var high = gradient.squareRoot() / radius
    if !(high > 0) { high = Double.leastNormalMagnitude / min(radius, 0.1) }
    var lambda = min(max(start, low), high)
    if lambda == 0 { lambda = gradient.squareRoot() / length }
    var previous = excess
    for iteration in 0..<12 {
      if lambda == 0 { lambda = max(Double.leastNormalMagnitude, 0.001 * high) }
      length = damped(system, lambda)
      let excess = length - radius
      if excess.magnitude <= 0.1 * radius || iteration == 11 { break }
      if low == 0 && excess <= previous && previous < 0 { break }
      previous = excess
      let slope = inverseTransposeNorm(n, length)
      if excess > 0 { low = max(low, lambda) } else { high = min(high, lambda) }
      lambda = max(low, lambda + excess / (radius * slope * slope))
    }
    for j in 0..<n {
      system.qr.step[system.pivot(j) * system.qr.lanes + system.lane] = permuted[j]
    }
    return Step(damping: lambda, length: length)
  }

  /// Solves the system with √λ I below R, turning one of its rows after another into R.
  private func damped(_ system: System, _ lambda: Double) -> Double {
    let n = system.columns
    for j in 0..<n {
      for i in 0...j { triangle[j * size + i] = system.r(i, j) }
      transformed[j] = system.side(j)
    }
    let root = lambda.squareRoot()
    for row in 0..<n {
      for j in row..<n { extra[j] = 0 }
      extra[row] = root
      var extraSide = 0.0
      for k in row..<n where extra[k] != 0 {
        let diagonal = triangle[k * size + k]
        let radius = (diagonal * diagonal + extra[k] * extra[k]).squareRoot()
        let (cosine, sine) = (diagonal / radius, extra[k] / radius)
        triangle[k * size + k] = radius
        let side = transformed[k]
        transformed[k] = cosine * side + sine * extraSide
        extraSide = cosine * extraSide - sine * side
        for j in k + 1..<max(n, k + 1) {
          let upper = triangle[j * size + k]
          triangle[j * size + k] = cosine * upper + sine * extra[j]
          extra[j] = cosine * extra[j] - sine * upper
        }
      }
    }
    for j in 0..<n { permuted[j] = transformed[j] }
    backSubstitute(n)
    return norm(n)
  }

  private func backSubstitute(_ n: Int) {
    for j in stride(from: n - 1, through: 0, by: -1) {
      let value = permuted[j] / triangle[j * size + j]
      permuted[j] = value
      for i in 0..<j { permuted[i] -= value * triangle[j * size + i] }
    }
  }

  /// The norm of R⁻ᵀ z / |z|.
  private func inverseTransposeNorm(_ n: Int, _ length: Double) -> Double {
    var sum = 0.0
    for j in 0..<n {
      var value = permuted[j] / length
      for i in 0..<j { value -= triangle[j * size + i] * extra[i] }
      extra[j] = value / triangle[j * size + j]
      sum += extra[j] * extra[j]
    }
    return sum.squareRoot()
  }

  private func norm(_ n: Int) -> Double {
    var sum = 0.0
    for j in 0..<n { sum += permuted[j] * permuted[j] }
    return sum.squareRoot()
  }
}
