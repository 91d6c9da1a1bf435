extension LeastSquares {
  /// Gauss-Newton steps with the best residuals there are, until they no longer shrink.
  ///
  /// It works in the first lane of a search of one.
  ///
  /// - Parameter refines: whether residuals are computed in doubled precision.
  func polish(
    _ solution: inout Solution, observations: [Double], noise: Double, isAtRounding: Bool,
    refines: Bool, within bounds: ParameterBounds
  ) {
    precondition(block.lanes == 1, "one lane at a time is polished")
    let observed = problem.refined(observations)
    var lane = Lane(0, noise: noise)
    var point = solution.parameters.map { DoubleDouble($0) }
    var shortest = Double.infinity
    var best = solution
    var isBestAtRounding = isAtRounding
    _ = block.load(
      0, observations: observations[...], start: solution.parameters[...], within: bounds)
    for round in 0..<(refines ? 30 : 3) {
      let rounded = point.map(\.value)
      block.setTrial(0, rounded)
      block.evaluateTrials()
      guard block.trialSum(0).isFinite else { break }
      block.accepted[0] = 1
      block.takeAccepted()
      var rss = block.trialSum(0)
      if refines {
        let residuals = problem.refinedResiduals(at: point, observed: observed)
        rss = residuals.reduce(DoubleDouble(0)) { $0 + $1 * $1 }.value
        for (row, residual) in residuals.enumerated() { block.residuals[row] = residual.value }
      }
      guard rss.isFinite else { break }
      block.forgetScales()
      block.linearize(within: bounds)
      block.factor()
      let freeCount = block.freeCount(0)
      measure(0, &lane)
      var here = best
      (here.parameters, here.rss, here.rank, here.offset) = (rounded, rss, lane.rank, lane.offset)
      guard round == 0 || rss <= best.rss || here.offset < best.offset else { break }
      best = here
      isBestAtRounding = lane.isAtRounding
      guard block.qr.stepLength[0] < 0.9 * shortest else { break }
      shortest = block.qr.stepLength[0]
      guard here.offset > 0, here.offset < 0.5, here.rank == freeCount else { break }
      guard block.advance(&point, within: bounds) else { break }
    }
    best.bounded = block.held(0, within: bounds)
    solution = best
    if isBestAtRounding || solution.offset <= LeastSquares.acceptedOffset {
      solution.outcome = .converged
    } else if solution.outcome == .converged {
      solution.outcome = .stalled
    }
  }
}
