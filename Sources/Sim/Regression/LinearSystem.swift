/// A least squares problem in good coordinates, that can be solved.
protocol LinearSystem {
  /// What the system is of.
  var design: Design { get }
  /// The groups of the second absorbed effect that have a column.
  var effectColumns: [Int] { get }

  /// What to keep and what to leave out, or nil if every regressor adds something.
  func deficiency() throws(RegressionError) -> (kept: [Int], aliases: [LinearFit.Alias])?

  /// Solves it.
  func solved() throws(RegressionError) -> LinearSolution
}

/// A solved system: all that a fit is made of.
struct LinearSolution {
  /// The coordinates it was solved in.
  var basis: CentredBasis
  /// R, without Q.
  var triangle: OrthogonalBasis
  /// Q over the rows; nil where it is formed only when it is asked for.
  var q: Matrix?
  /// The system where Q is not kept.
  var tall: TallSystem?
  /// The coordinates of the response in Q.
  var coordinates: [DoubleDouble]
  /// The coefficients of the columns.
  var gamma: [DoubleDouble]
  /// The raw coefficients, and what each is per unit of each coordinate.
  var estimates: [Double]
  var map: Matrix
  /// What is left of the response, weighted and as it is.
  var scaledResiduals, residuals: [Double]
  /// The fitted values; nil where they are formed only when they are asked for.
  var fitted: [Double]?
  /// Sums of squares: of what is left, of the response, and of it after effects are taken out.
  var residualSumOfSquares, totalSumOfSquares, withinSumOfSquares: Double
  /// The condition of the columns that were computed with, and of those that were given.
  var centredCondition, condition: Double
  /// The means of the groups of absorbed effects.
  var groupMeans: [[DoubleDouble]] = []
}
