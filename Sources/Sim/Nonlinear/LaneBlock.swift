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
  /// The derivative of -rss/2 by each parameter.
  let gradient: LaneStorage
  /// What each column is multiplied by before it is factorised; 0 for a parameter that a bound holds.
  let factors: LaneStorage
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
    factors = storage(columns * lanes)
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
      trial[j * lanes + lane] = bounds.clamped(start[start.startIndex + j], j)
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

  /// The parameters of a lane, at its point or its trial.
  func parameters(_ lane: Int, of storage: LaneStorage) -> [Double] {
    (0..<columns).map { storage[$0 * lanes + lane] }
  }

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

  /// Finds the free parameters of a lane and their scales.
  ///
  /// - Returns: how many there are.
  func free(_ lane: Int, within bounds: ParameterBounds) -> Int {
    var count = 0
    for j in 0..<columns {
      let place = j * lanes + lane
      scale[place] = max(scale[place], norm(of: j, lane))
      let isHeld = bounds.blocks(j, at: point[place], descent: gradient[place])
      if !isHeld { count += 1 }
      factors[place] = isHeld ? 0 : scale[place] > 0 ? 1 / scale[place] : 1
    }
    return count
  }

  /// Lets the scales be the norms of the columns as they are now.
  func forgetScales(_ lane: Int) {
    for j in 0..<columns { scale[j * lanes + lane] = 0 }
  }

  /// The norm of a column of the Jacobian, safe from overflow and underflow.
  private func norm(of column: Int, _ lane: Int) -> Double {
    let square = squares[column * lanes + lane]
    guard !(square > 1e-280 && square < 1e280) else { return square.squareRoot() }
    return LeastSquares.norm((0..<rows).map { jacobian[column * length + $0 * lanes + lane] })
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

  /// Computes the gradient of every lane.
  func linearize() {
    for j in 0..<columns {
      unsafe kernels.table.pointee.lane_dot(
        gradient.start + j * lanes, jacobian.start + j * length, residuals.start, rows, lanes)
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
    qr.factor()
  }
}
