/// The step of a Levenberg-Marquardt iteration: least squares within a ball.
///
/// J. J. Moré, The Levenberg-Marquardt algorithm: implementation and theory, Lecture Notes in
/// Mathematics 630 (1978). In scaled variables z, the step minimises |r - J z| subject to
/// |z| ≤ radius. With J = QR it solves the augmented system [R; √λ I] z = [Qᵀr; 0] by rotations;
/// JᵀJ is never formed.
struct TrustRegion {
  /// The step in the columns' own order.
  private(set) var step: [Double]
  /// The Levenberg-Marquardt parameter of the last step; 0 for a Gauss-Newton step.
  private(set) var damping = 0.0
  /// The length of the step.
  private(set) var length = 0.0

  /// Columns of the damped triangle, as many rows as parameters.
  private var triangle: [Double]
  private var transformed: [Double]
  private var permuted: [Double]
  private var extra: [Double]
  private let size: Int

  /// Room for as many parameters.
  init(size: Int) {
    self.size = size
    step = Array(repeating: 0, count: size)
    triangle = Array(repeating: 0, count: size * size)
    (transformed, permuted, extra) = (step, step, step)
  }

  /// Computes a step; the damping of the last one is where the search begins.
  mutating func solve(_ qr: borrowing HouseholderQR, radius: Double, rank: Int, isFirst: Bool) {
    let n = qr.columns
    if isFirst { damping = 0 }
    gaussNewton(qr, rank: rank)
    let excess = length - radius
    guard excess > 0.1 * radius else {
      damping = 0
      return unpermute(qr)
    }
    var low = 0.0
    if rank == n {
      let slope = inverseTransposeNorm(n)
      low = excess / (radius * slope * slope)
    }
    var gradient = 0.0
    for j in 0..<n {
      var sum = 0.0
      for i in 0...j { sum += qr.r(i, j) * qr.side[i] }
      gradient += sum * sum
    }
    var high = gradient.squareRoot() / radius
    if !(high > 0) { high = Double.leastNormalMagnitude / min(radius, 0.1) }
    var lambda = min(max(damping, low), high)
    if lambda == 0 { lambda = gradient.squareRoot() / length }
    var previous = excess
    for iteration in 0..<12 {
      if lambda == 0 { lambda = max(Double.leastNormalMagnitude, 0.001 * high) }
      damped(qr, lambda)
      let excess = length - radius
      if excess.magnitude <= 0.1 * radius || iteration == 11 { break }
      if low == 0 && excess <= previous && previous < 0 { break }
      previous = excess
      let slope = inverseTransposeNorm(n)
      if excess > 0 { low = max(low, lambda) } else { high = min(high, lambda) }
      lambda = max(low, lambda + excess / (radius * slope * slope))
    }
    damping = lambda
    unpermute(qr)
  }

  /// Solves R z = Qᵀr; where the rank is short, the last elements of z are 0.
  mutating func gaussNewton(_ qr: borrowing HouseholderQR, rank: Int) {
    let n = qr.columns
    for j in 0..<n {
      for i in 0...j { triangle[j * size + i] = qr.r(i, j) }
      permuted[j] = j < rank ? qr.side[j] : 0
    }
    backSubstitute(rank)
    length = norm(n)
  }

  /// The Gauss-Newton step without a bound on its length.
  mutating func solve(_ qr: borrowing HouseholderQR, rank: Int) {
    gaussNewton(qr, rank: rank)
    unpermute(qr)
  }

  /// Solves the system with √λ I below R, turning one of its rows after another into R.
  private mutating func damped(_ qr: borrowing HouseholderQR, _ lambda: Double) {
    let n = qr.columns
    for j in 0..<n {
      for i in 0...j { triangle[j * size + i] = qr.r(i, j) }
      transformed[j] = qr.side[j]
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
    length = norm(n)
  }

  private mutating func backSubstitute(_ n: Int) {
    for j in stride(from: n - 1, through: 0, by: -1) {
      let value = permuted[j] / triangle[j * size + j]
      permuted[j] = value
      for i in 0..<j { permuted[i] -= value * triangle[j * size + i] }
    }
  }

  /// The norm of R⁻ᵀ z / |z|.
  private mutating func inverseTransposeNorm(_ n: Int) -> Double {
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

  private mutating func unpermute(_ qr: borrowing HouseholderQR) {
    for j in 0..<qr.columns { step[qr.pivots[j]] = permuted[j] }
  }
}
