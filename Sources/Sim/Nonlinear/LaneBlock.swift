internal import CKernels

/// The points of many searches side by side: residuals, derivatives and their factorisation.
@safe final class LaneBlock {
  let lanes: Int
  /// The parameters of each lane, and those being tried; parameter j of lane l is at j · lanes + l.
  let point, trial: LaneStorage
  /// The (weighted) residuals of each lane.
  let residuals: LaneStorage
  /// 1 for the lanes whose trial point becomes their point, else 0.
  let accepted: LaneStorage
  /// The factorisation of the scaled columns of the free parameters; the others are 0.
  let qr: HouseholderQR

  let problem: RegressionFunction
  private let kernels: Kernels
  private let evaluator: ColumnEvaluator
  let rows, columns, length: Int
  private let observed: LaneStorage
  /// The square roots of the weights.
  private let roots: LaneStorage?
  let jacobian, trialResiduals, trialJacobian: LaneStorage
  private let sums: LaneStorage
  /// The squared norms of the columns of the Jacobian, at the point and at the trial.
  private let squares, trialSquares: LaneStorage
  /// The largest norm so far of each column.
  let scale: LaneStorage
  private let norms: LaneStorage
  /// The derivative of -rss/2 by each parameter.
  let gradient: LaneStorage
  /// What each column is multiplied by before it is factorised; 0 for a parameter that a bound holds.
  let factors: LaneStorage
  let scaledStep: LaneStorage
  /// The search for the rest of a step where bounds take columns out of it.
  lazy var rest = HouseholderQR(rows: rows, columns: columns, kernels: kernels)

  init(_ problem: RegressionFunction, lanes: Int) {
    self.problem = problem
    self.lanes = lanes
    kernels = problem.kernels
    evaluator = problem.evaluator(lanes: lanes)
    (rows, columns) = (problem.observationCount, problem.parameterCount)
    length = evaluator.columnLength
    let (length, columns) = (length, columns)
    func storage(_ count: Int) -> LaneStorage { LaneStorage(count: count) }
    (point, trial) = (storage(columns * lanes), storage(columns * lanes))
    (residuals, trialResiduals, observed) = (storage(length), storage(length), storage(length))
    (jacobian, trialJacobian) = (storage(columns * length), storage(columns * length))
    (accepted, sums) = (storage(lanes), storage(lanes))
    (squares, trialSquares) = (storage(columns * lanes), storage(columns * lanes))
    (scale, gradient) = (storage(columns * lanes), storage(columns * lanes))
    (factors, norms) = (storage(columns * lanes), storage(columns * lanes))
    scaledStep = storage(columns)
    qr = HouseholderQR(
      rows: rows, columns: columns, lanes: lanes, length: length, kernels: kernels)
    if let weights = problem.weights {
      let roots = LaneStorage(count: length)
      for element in 0..<rows * lanes { roots[element] = weights[element / lanes].squareRoot() }
      self.roots = roots
    } else {
      roots = nil
    }
  }

  // MARK: One lane

  /// Puts a data set into a lane and tries its start.
  ///
  /// - Returns: the Euclidean norm of the weighted observations.
  func load(
    _ lane: Int, observations: ArraySlice<Double>, start: ArraySlice<Double>,
    within bounds: ParameterBounds
  ) -> Double {
    var sum = 0.0
    for row in 0..<rows {
      let value = observations[observations.startIndex + row]
      observed[row * lanes + lane] = value
      sum += value * value * (problem.weights?[row] ?? 1)
    }
    for j in 0..<columns {
      let value = bounds.clamped(start[start.startIndex + j], j)
      (point[j * lanes + lane], trial[j * lanes + lane]) = (value, value)
      scale[j * lanes + lane] = 0
    }
    return sum.squareRoot()
  }

  /// Sets the point to be tried.
  func setTrial(_ lane: Int, _ point: [Double]) {
    for j in 0..<columns { trial[j * lanes + lane] = point[j] }
  }

  /// The observations of a lane.
  func observations(_ lane: Int) -> [Double] { (0..<rows).map { observed[$0 * lanes + lane] } }

  /// The parameters of a lane.
  func parameters(_ lane: Int) -> [Double] { (0..<columns).map { point[$0 * lanes + lane] } }

  /// The sum of squares at the trial; infinite where it or a derivative is not finite.
  func trialSum(_ lane: Int) -> Double {
    let sum = sums[lane]
    for j in 0..<columns where !trialSquares[j * lanes + lane].isFinite {
      for row in 0..<rows where !trialJacobian[j * length + row * lanes + lane].isFinite {
        return .infinity
      }
    }
    return sum.isFinite ? sum : .infinity
  }

  /// The length of the point in the free scaled parameters.
  func scaledLength(_ lane: Int) -> Double {
    var sum = 0.0
    for j in 0..<columns where factors[j * lanes + lane] != 0 {
      let scale = scale[j * lanes + lane]
      let value = (scale > 0 ? scale : 1) * point[j * lanes + lane]
      sum += value * value
    }
    return sum.squareRoot()
  }

  /// How many parameters of a lane no bound holds.
  func freeCount(_ lane: Int) -> Int {
    var count = 0
    for j in 0..<columns where factors[j &* lanes &+ lane] != 0 { count += 1 }
    return count
  }

  /// Lets the scales be the norms of the columns as they are next.
  func forgetScales() {
    for place in 0..<columns * lanes { scale[place] = 0 }
  }

  /// The norm of a column of the Jacobian, safe from overflow and underflow.
  private func norm(of column: Int, _ lane: Int) -> Double {
    var largest = 0.0
    for row in 0..<rows {
      largest = max(largest, jacobian[column * length + row * lanes + lane].magnitude)
    }
    guard largest > 0, largest.isFinite else { return largest }
    var sum = 0.0
    for row in 0..<rows {
      let share = jacobian[column * length + row * lanes + lane] / largest
      sum += share * share
    }
    return largest * sum.squareRoot()
  }

  /// The parameters that a bound holds and does not fix, with the derivative of the sum of squares.
  func held(
    _ lane: Int, within bounds: ParameterBounds
  ) -> [(parameter: Int, slope: Double)] {
    var held: [(parameter: Int, slope: Double)] = []
    for j in 0..<columns
    where factors[j * lanes + lane] == 0 && bounds.lower[j] < bounds.upper[j] {
      held.append((j, -2 * gradient[j * lanes + lane]))
    }
    return held
  }

  // MARK: All lanes

  /// Evaluates every lane at its trial point.
  func evaluateTrials() {
    let table = unsafe kernels.table
    evaluator.evaluate(at: trial, values: trialResiduals, jacobian: trialJacobian)
    unsafe table.pointee.binary_vv[BinaryFunction.subtract.kernel](
      trialResiduals.start, observed.start, trialResiduals.start, length)
    if let roots {
      let multiply = unsafe table.pointee.binary_vv[BinaryFunction.multiply.kernel]
      unsafe multiply(trialResiduals.start, trialResiduals.start, roots.start, length)
      for j in 0..<columns {
        let column = unsafe trialJacobian.start + j * length
        unsafe multiply(column, column, roots.start, length)
      }
    }
    unsafe table.pointee.lane_dot(
      sums.start, trialResiduals.start, trialResiduals.start, rows, lanes)
    for j in 0..<columns {
      let column = unsafe trialJacobian.start + j * length
      unsafe table.pointee.lane_dot(trialSquares.start + j * lanes, column, column, rows, lanes)
    }
  }

  /// Moves the lanes that are ``accepted`` to their trial points.
  func takeAccepted() {
    let choose = unsafe kernels.table.pointee.lane_choose
    unsafe choose(point.start, trial.start, accepted.start, columns, lanes)
    unsafe choose(squares.start, trialSquares.start, accepted.start, columns, lanes)
    unsafe choose(residuals.start, trialResiduals.start, accepted.start, rows, lanes)
    for j in 0..<columns {
      unsafe choose(
        jacobian.start + j * length, trialJacobian.start + j * length, accepted.start, rows, lanes)
    }
  }

  /// Computes gradient and scales of every lane, and finds the parameters that no bound holds.
  func linearize(within bounds: ParameterBounds) {
    let table = unsafe kernels.table
    for j in 0..<columns {
      unsafe table.pointee.lane_dot(
        gradient.start + j * lanes, jacobian.start + j * length, residuals.start, rows, lanes)
    }
    let count = squares.count
    unsafe table.pointee.unary[UnaryFunction.sqrt.kernel ?? 0](norms.start, squares.start, count)
    for place in 0..<columns * lanes {
      let square = squares[place]
      if !(square > 1e-280 && square < 1e280) {
        norms[place] = norm(of: place / lanes, place % lanes)
      }
    }
    unsafe table.pointee.binary_vv[BinaryFunction.maximum.kernel](
      scale.start, scale.start, norms.start, count)
    unsafe table.pointee.binary_sv[BinaryFunction.divide.kernel](
      factors.start, 1, scale.start, count)
    for place in 0..<columns * lanes where scale[place] == 0 { factors[place] = 1 }
    for j in 0..<columns where bounds.isBounded(j) {
      for lane in 0..<lanes {
        let place = j * lanes + lane
        if bounds.blocks(j, at: point[place], descent: gradient[place]) { factors[place] = 0 }
      }
    }
  }

  /// Factorises the free columns of every lane, each divided by its scale.
  func factor() {
    for j in 0..<columns {
      unsafe kernels.table.pointee.lane_multiply(
        qr.matrix.start + j * length, jacobian.start + j * length, factors.start + j * lanes, rows,
        lanes)
    }
    unsafe qr.side.start.update(from: residuals.start, count: length)
    qr.factor(tolerance: LeastSquares.rankTolerance(rows: rows, columns: columns))
  }

  /// Sets every trial point a Gauss-Newton step away.
  func takeGaussNewtonSteps() {
    let table = unsafe kernels.table
    let count = trial.count
    unsafe table.pointee.binary_vv[BinaryFunction.multiply.kernel](
      trial.start, qr.step.start, factors.start, count)
    unsafe table.pointee.binary_vv[BinaryFunction.add.kernel](
      trial.start, trial.start, point.start, count)
  }
}
