/// Everything that can be wrong with a nonlinear regression somebody asks for.
public enum NonlinearProblem: Hashable, Sendable {
  // MARK: The formula
  case formulaNeedsTwoSides(tildes: Int)
  case notInFormula(String)
  case responseHasParameter(String)
  case noParameters
  case curveNeedsTwoNames

  // MARK: Starts and bounds
  case parameterWithoutStart(String, suggestion: String?)
  case notNameAndNumber(String)
  case givenTwice(String)
  case notInRightSide(String, suggestion: String?)
  case startIsColumn(String)
  case boundsReversed(String, low: Double, high: Double)
  case startOutsideBounds(String, start: Double, low: Double, high: Double)

  // MARK: The table
  case unknownColumn(String, suggestion: String?)
  case tooFewRows(rows: Int, parameters: Int, leftOut: Int)
  case flatResponse(Double)
  case responseNotFinite(String)
  case notFiniteAtStart(String)
  case negativeWeight(Double)

  // MARK: Growth curves
  case ceilingMissing(highest: Double)
  case ceilingWithoutSource
  case aboveCeiling(Double, ceiling: Double)
  case periodTwice(Double)
  case tooFewPeriods(Int, needed: Int)
  case neverPositive
}
