/// A regression of a few standardised columns, with a ridge and with large residuals drawn in.
///
/// The ridge bounds the condition of the small system from above, so it is solved as it stands.
struct RidgeRegression {
  /// One coefficient for each column.
  let coefficients: [Double]
  /// What is left of each target.
  let residuals: [Double]

  /// Fits by iterated weights 1/max(1, |r| / (clipping · median |r|)).
  ///
  /// - Parameters:
  ///   - columns: one row after another.
  ///   - ridge: added to the diagonal, with every column scaled to a mean square of 1.
  init(
    columns: [Double], width: Int, targets: [Double], ridge: Double, clipping: Double, rounds: Int
  ) {
    let count = targets.count
    var norms = Array(repeating: 0.0, count: width)
    for (index, value) in columns.enumerated() { norms[index % max(width, 1)] += value * value }
    norms = norms.map { ($0 / Double(max(count, 1))).squareRoot() + 1e-12 }
    let scaled = columns.enumerated().map { $1 / norms[$0 % max(width, 1)] }
    var weights = Array(repeating: 1.0, count: count)
    var residuals = targets
    var solution = Array(repeating: 0.0, count: width)
    for _ in 0..<(count > 0 ? rounds : 0) {
      solution = Self.solve(scaled, width, targets, weights, ridge: ridge)
      for row in 0..<count {
        var fitted = 0.0
        for column in 0..<width { fitted += scaled[row * width + column] * solution[column] }
        residuals[row] = targets[row] - fitted
      }
      let sizes = residuals.map(\.magnitude).sorted()
      let limit = clipping * (sizes[count / 2] + sizes[(count - 1) / 2]) / 2 + 1e-12
      weights = residuals.map { 1 / max(1, $0.magnitude / limit) }
    }
    coefficients = zip(solution, norms).map { $0 / $1 }
    self.residuals = residuals
  }

  /// Solves (Xᵀ W X + ridge I) b = Xᵀ W t by Cholesky's factor.
  private static func solve(
    _ rows: [Double], _ width: Int, _ targets: [Double], _ weights: [Double], ridge: Double
  ) -> [Double] {
    var system = Array(repeating: 0.0, count: width * width)
    var right = Array(repeating: 0.0, count: width)
    for (row, target) in targets.enumerated() {
      let base = row * width
      for i in 0..<width {
        let weighed = weights[row] * rows[base + i]
        right[i] += weighed * target
        for j in 0...i { system[i * width + j] += weighed * rows[base + j] }
      }
    }
    for i in 0..<width {
      system[i * width + i] += ridge
      for j in 0...i {
        var value = system[i * width + j]
        for k in 0..<j { value -= system[i * width + k] * system[j * width + k] }
        system[i * width + j] = i == j ? value.squareRoot() : value / system[j * width + j]
      }
      for k in 0..<i { right[i] -= system[i * width + k] * right[k] }
      right[i] /= system[i * width + i]
    }
    for i in (0..<width).reversed() {
      for k in (i + 1)..<max(width, i + 1) { right[i] -= system[k * width + i] * right[k] }
      right[i] /= system[i * width + i]
    }
    return right
  }
}
