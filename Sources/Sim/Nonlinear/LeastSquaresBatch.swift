/// Fits of one function to many data sets that are observed at the same places.
///
/// ```swift
/// let batch = LeastSquaresBatch(logistic, columns: [times], kernels: kernels)
/// let fits = batch.fit(series, from: [1, 0.3, 8])
/// ```
/// The fits go side by side, as the lanes of one ``LeastSquares``; what each gives is, to the last bit, what it
/// would give alone. A value keeps its working storage and belongs to one thread.
public final class LeastSquaresBatch {
  /// Number of rows of each data set.
  public let observationCount: Int
  /// Number of parameters of the function.
  public let parameterCount: Int
  /// The largest number of iterations of a fit.
  public var iterationLimit = 300
  private let problem: RegressionFunction
  private var solver: LeastSquares?

  /// Prepares fits.
  ///
  /// - Parameters:
  ///   - function: the function; it reads the columns by their numbers.
  ///   - columns: the data it reads, the same for all data sets.
  ///   - weights: positive numbers, one per row; nil for none.
  ///   - kernels: the instruction set; results do not depend on it.
  public convenience init(
    _ function: ColumnFunction, columns: [[Double]], weights: [Double]? = nil, kernels: Kernels
  ) {
    let columns = columns.map { $0.map { DoubleDouble($0) } }
    self.init(
      RegressionFunction(
        observed: columns.first ?? [], function, columns: columns, weights: weights,
        kernels: kernels))
  }

  /// Prepares fits of a problem's right side to other observations.
  public init(_ problem: RegressionFunction) {
    self.problem = problem
    observationCount = problem.observationCount
    parameterCount = problem.parameterCount
  }

  /// Fits the function to every data set.
  ///
  /// - Parameters:
  ///   - observations: the data sets one after another, each with as many values as the columns.
  ///   - starts: the starting values, for every data set after another; or once, for all of them.
  ///   - bounds: where the parameters may lie; nil for anywhere.
  /// - Returns: what became of each, in their order. Data sets with values that are not finite end as
  ///   ``LeastSquares/Outcome/startNotFinite``.
  public func fit(
    _ observations: [Double], from starts: [Double], within bounds: ParameterBounds? = nil
  ) -> [LeastSquares.Solution] {
    let (n, p) = (observationCount, parameterCount)
    precondition(observations.count.isMultiple(of: n), "data sets have as many values as columns")
    let count = observations.count / n
    precondition(starts.count == p || starts.count == count * p, "a start for all, or for each")
    let bounds = bounds ?? ParameterBounds(count: p)
    let isShared = starts.count == p
    let solver = solver(for: count)
    return solver.run(count, within: bounds) { number, block, lane in
      block.load(
        lane, observations: observations[number * n..<(number + 1) * n],
        start: isShared ? starts[...] : starts[number * p..<(number + 1) * p], within: bounds)
    }
  }

  /// A search with lanes for so many data sets: the last one, if it has as many.
  private func solver(for count: Int) -> LeastSquares {
    let lanes = LeastSquares.lanes(for: count, of: problem)
    if let solver, solver.block.lanes == lanes {
      solver.iterationLimit = iterationLimit
      return solver
    }
    let new = LeastSquares(problem, lanes: lanes)
    new.refines = false
    new.iterationLimit = iterationLimit
    solver = new
    return new
  }
}
