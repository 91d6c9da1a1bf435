// Steps of single lanes.
extension LaneBlock {
  /// Sets the trial point of a lane a step away.
  ///
  /// A parameter that would leave its bounds stops there, and the others take the best step that is left
  /// to them.
  ///
  /// - Returns: the damping of that step; nil where no bound was met.
  func takeStep(
    _ lane: Int, _ region: TrustRegion, radius: Double, within bounds: ParameterBounds
  ) -> Double? {
    var isInside = true
    for j in 0..<columns {
      let place = j * lanes + lane
      trial[place] = point[place] + region.step[j] * factors[place]
      isInside = isInside && trial[place] >= bounds.lower[j] && trial[place] <= bounds.upper[j]
    }
    return isInside ? nil : stopAtBounds(lane, region, radius: radius, within: bounds)
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
      let rank = rest.rank(
        tolerance: LeastSquares.rankTolerance(rows: rows, columns: columns), lane: 0)
      damping =
        region.solve(system, radius: radius, rank: rank, damping: damping ?? 0).damping
      for j in moving {
        let place = j * lanes + lane
        trial[place] = point[place] + region.step[j] * factors[place]
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
    rest.factor()
    return TrustRegion.System(qr: rest, columns: free.count { !isHeld[$0] })
  }

  /// What the linear model expects of the step to the trial point, relative to the sum of squares: the
  /// reduction, and the slope along the step.
  func prediction(_ lane: Int, rss: Double) -> (reduction: Double, slope: Double) {
    var slope = 0.0
    for j in 0..<columns {
      let place = j * lanes + lane
      slope += gradient[place] * (trial[place] - point[place])
    }
    // The length of J times the step, which Q leaves as it is.
    var curvature = 0.0
    for i in 0..<min(rows, columns) {
      var sum = 0.0
      for j in i..<columns {
        let place = qr.pivot(j, lane: lane) * lanes + lane
        if factors[place] != 0 {
          sum += qr.r(i, j, lane: lane) * (trial[place] - point[place]) / factors[place]
        }
      }
      curvature += sum * sum
    }
    return ((2 * slope - curvature) / rss, slope / rss)
  }

  /// Adds a step to a point in doubled precision.
  ///
  /// - Returns: whether the point is still inside the bounds.
  func advance(
    _ point: inout [DoubleDouble], by step: LaneStorage, within bounds: ParameterBounds
  ) -> Bool {
    var isInside = true
    for j in 0..<columns where factors[j] != 0 && scale[j] > 0 {
      point[j] = point[j] + DoubleDouble(step[j] / scale[j])
      isInside =
        isInside && point[j].value >= bounds.lower[j] && point[j].value <= bounds.upper[j]
    }
    return isInside
  }
}
