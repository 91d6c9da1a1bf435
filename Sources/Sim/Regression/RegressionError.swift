/// Why a regression has no answer.
public enum RegressionError: Error, Hashable, Sendable {
  /// There is not one row left.
  case noRows
  /// There are no more rows than coefficients, so nothing is left to estimate an error from.
  case tooFewRows(rows: Int, coefficients: Int)
  /// The response is the same in every row.
  case constantResponse(Double)
  /// A number is NaN or infinite, here or once a power or product of it is formed.
  case notFinite(name: String, row: Int)
  /// A weight is negative or not finite.
  case invalidWeight(row: Int, Double)
  /// No weight is above 0.
  case noWeight
  /// Every regressor is aliased.
  case nothingIdentified
  /// Clustered errors need two clusters.
  case tooFewClusters(Int)
  /// The lag of Newey and West does not fit the number of rows.
  case lagTooLong(lag: Int, rows: Int)
  /// The prior names no coefficient of the regression.
  case unknownPrior(String)
  /// A coefficient has no prior, and the posterior needs one for each.
  case priorMissing([String])
  /// A prior is not a distribution.
  case invalidPrior(String)
  /// A combination that has no agreed meaning.
  case unsupported(Unsupported)
  /// A decomposition failed.
  case linearAlgebra(LinearAlgebraError)

  /// What does not go together.
  public enum Unsupported: Hashable, Sendable {
    /// A penalty or prior beside absorbed effects.
    case penaltyWithEffects
    /// These errors beside a penalty.
    case robustWithPenalty
    /// Resampling rows beside absorbed effects.
    case pairsWithEffects
  }
}
