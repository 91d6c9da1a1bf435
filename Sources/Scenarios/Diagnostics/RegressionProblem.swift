public import Sim

/// Everything that can be wrong with a linear regression somebody asks for.
public enum RegressionProblem: Hashable, Sendable {
  // MARK: The formula
  case noTilde
  case secondTilde
  case nothingToExplain
  case expectedTerm(found: String?)
  case notAnOperator(String)
  case numberAsTerm(String)
  case powerOfSum
  case powerNotWhole(String)
  case removedTermUnknown(String)
  case effectNotAName(String)
  case tooManyEffects
  case instruments

  // MARK: Columns
  case unknownColumn(String, suggestion: String?)
  case wordInNumbers(String, column: String)
  case wordsNotNumbers(String)
  case oneLevel(String, level: String)
  case notFinite(String)
  case columnMissingInNewData(String)
  case levelUnknown(String, column: String)
  case weightNotPositive(Double)

  // MARK: The regression as a whole
  case allRowsMissing(dropped: Int)
  case failed(RegressionError)
  case badErrors(String)
}
