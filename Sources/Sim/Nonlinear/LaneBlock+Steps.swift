// Steps of single lanes.
extension LaneBlock {
  /// Sets the trial point of a lane a step away, where it is not a whole Gauss-Newton step.
  ///
  /// A parameter that would leave its bounds stops there, and the others take the best step that is left
  /// to them.
  ///
  /// - Returns: the damping of that step; nil where no bound was met.
  func takeStep(
    _ lane: Int, _ step: TrustRegion.Step, _ region: TrustRegion, radius: Double,
    within bounds: ParameterBounds
  ) -> Double? {
    if step.damping != 0 {
      for j in 0..<columns {
        let place = j &* lanes &+ lane
        trial[place] = point[place] + qr.step[place] * factors[place]
      }
    }
    for j in 0..<columns where bounds.isBounded(j) {
      let value = trial[j &* lanes &+ lane]
      if value < bounds.lower[j] || value > bounds.upper[j] {
        return stopAtBounds(lane, region, radius: radius, within: bounds)
      }
    }
    return nil
  }

  private func stopAtBounds(
    _ lane: Int, _ region: TrustRegion, radius: Double, within bounds: ParameterBounds
  ) -> Double? {
    var moving = (0..<columns).filter { factors[$0 * lanes + lane] != 0 }
    var isHeld = Array(repeating: false, count: columns)
    let free = moving
    var damping: Double?
    while true {
      let crossing = moving.filter {
        trial[$0 * lanes + lane] != bounds.clamped(trial[$0 * lanes + lane], $0)
      }
      if crossing.isEmpty { return damping }
      for j in crossing {
        trial[j * lanes + lane] = bounds.clamped(trial[j * lanes + lane], j)
        isHeld[j] = true
      }
      moving.removeAll { isHeld[$0] }
      guard !moving.isEmpty else { return damping }
      let system = restOfStep(lane, free: free, isHeld: isHeld)
      damping = region.shorten(system, radius: radius, damping: damping ?? 0).damping
      for j in moving {
        let place = j * lanes + lane
        trial[place] = point[place] + rest.step[j] * factors[place]
      }
    }
  }

  /// The system of the parameters that go on when others have stopped at their bounds.
  private func restOfStep(_ lane: Int, free: [Int], isHeld: [Bool]) -> TrustRegion.System {
    for row in 0..<rows { rest.side[row] = residuals[row * lanes + lane] }
    for j in 0..<columns {
      let place = j * lanes + lane
      let isMoving = factors[place] != 0 && !isHeld[j]
      let step = isHeld[j] ? trial[place] - point[place] : 0
      for row in 0..<rows {
        let slope = jacobian[j * length + row * lanes + lane]
        rest.matrix[j * rows + row] = isMoving ? slope * factors[place] : 0
        if isHeld[j] { rest.side[row] -= slope * step }
      }
    }
    rest.factor(tolerance: LeastSquares.rankTolerance(rows: rows, columns: columns))
    return TrustRegion.System(qr: rest, columns: free.count { !isHeld[$0] })
  }

  /// What the linear model expects of the step to the trial point, relative to the sum of squares: the
  /// reduction, and the slope along the step.
  func prediction(_ lane: Int, rss: Double) -> (reduction: Double, slope: Double) {
    var slope = 0.0
    for j in 0..<columns {
      let place = j &* lanes &+ lane
      let step = trial[place] - point[place]
      slope += gradient[place] * step
      scaledStep[j] = factors[place] == 0 ? 0 : step / factors[place]
    }
    // The length of J times the step, which Q leaves as it is.
    var curvature = 0.0
    for i in 0..<min(rows, columns) {
      var sum = 0.0
      for j in i..<columns {
        sum += qr.r(i, j, lane: lane) * scaledStep[qr.pivot(j, lane: lane)]
      }
      curvature += sum * sum
    }
    return ((2 * slope - curvature) / rss, slope / rss)
  }

  /// Adds the Gauss-Newton step of the only lane to a point in doubled precision.
  ///
  /// - Returns: whether the point is still inside the bounds.
  func advance(
    _ point: inout [DoubleDouble], within bounds: ParameterBounds
  ) -> Bool {
    var isInside = true
    for j in 0..<columns where factors[j] != 0 && scale[j] > 0 {
      point[j] = point[j] + DoubleDouble(qr.step[j] / scale[j])
      isInside =
        isInside && point[j].value >= bounds.lower[j] && point[j].value <= bounds.upper[j]
    }
    return isInside
  }
}
