/// Everything that can be wrong with a file, as values; the words are in the message catalogue.
///
/// Units are given in readable form, names as they were written.
public enum Problem: Hashable, Sendable {
  // MARK: Files and YAML
  case fileMissing
  case referencedFileMissing(String)
  case absolutePath(String)
  case outsideProject(String, hasModels: Bool)
  case isDirectory
  case fileUnreadable(String)
  case fileTooLarge(limit: Int)
  case notUTF8(byte: Int, value: UInt8)
  case forbiddenCharacter(UInt32)
  case emptyFile
  case yamlSyntax(YAMLFault)
  case tooManyNodes(limit: Int)
  case aliasAsKey
  case mergeKey
  case duplicateKey(String)
  case keyNotText
  case wrongSchema(found: Appearance, expected: String)
  case unknownSchema(found: Appearance)

  // MARK: Shape of values
  case unknownKey(String, suggestion: String?, known: [String])
  case missingKey(String)
  case piecesOfExpression(String)
  case expectedMap(found: Appearance)
  case expectedList(found: Appearance)
  case expectedText(found: Appearance)
  case expectedNumber(found: Appearance)
  case expectedInteger(atLeast: Int?, atMost: Int?, found: Appearance)
  case expectedExpression(found: Appearance)
  case expectedOneOf([String], found: Appearance)
  case expectedBounds
  case expectedYear(found: Appearance)
  case expectedYears(found: String?)
  case yearsReversed(String)
  case oneYearOnly

  // MARK: Expressions
  case expressionTooLong(limit: Int)
  case nestedTooDeeply(limit: Int)
  case notANumber(String)
  case unexpectedCharacter(String, insteadWrite: String?)
  case expectedToken(String, found: String?)
  case unclosedParenthesis(opened: Int, found: String?)
  case expectedOperand(found: String?)
  case expectedOperator(found: String)
  case expectedSubscript(found: String?)
  case expectedWholeNumber(found: String?)
  case expectedSetName(found: String?)
  case chainedComparison
  case notNeedsParentheses
  case decimalComma
  case bracketAfterExpression
  case oneBracketOnly
  case onlyDefaultAfterDot
  case timeIsLast
  case yearInBracket
  case overOnlyInReductions
  case reductionWithoutOver(String)
  case functionWithoutArguments(String)
  case unknownFunction(String, suggestion: String?)
  case notAFunction(String)
  case wrongArgumentCount(String, expected: Int, found: Int)
  case extremumOfOne(String)
  case noNamedArguments(String)
  case expectedCondition

  // MARK: Names
  case notAName(String)
  case reservedName(String)
  case nameTaken(String, by: NameKind)
  case unknownName(String, suggestion: String?)
  case notAValue(String, NameKind)
  case notASet(String, suggestion: String?)
  case setTwice(String)
  case unknownParameter(String, suggestion: String?)
  case unknownShock(String, suggestion: String?)
  case unknownInput(String, suggestion: String?)
  case unknownVariable(String, suggestion: String?)
  case unknownSymbol(String, suggestion: String?)
  case expectedNameWithElement(found: String)
  case symbolTaken(String, by: String)
  case symbolOfSeveralElements(String, sets: [String])
  case unknownPlaceholder(String, sets: [String])
  case columnTwice(String)
  case partOverSets(String, sets: [String])
  case ratioNeedsTwo(found: Int)
  case releaseOverOtherSets(String, of: String)
  case reportNameTaken(String)
  case reportNameOfSeveralElements(String, sets: [String])

  // MARK: Sets and subscripts
  case emptySet(String)
  case elementTwice
  case tooManyElements(limit: Int)
  case keyWithSameAs(String)
  case unknownElement(String, suggestion: String?, sets: [String])
  case ambiguousElement(String, sets: [String])
  case notASubscript(String, NameKind)
  case subscriptOfOtherSet(String, of: String, sets: [String])
  case tooManySubscripts(String, sets: [String])
  case elementMissing(String, set: String, write: [String])
  case elementPerSet(String, sets: [String])
  case setNotBound(String)
  case overrideOfOtherSet(String, expected: [String])
  case overlappingOverrides(String, String, element: String)
  case overridesOfScalar
  case noValueForElement(String)
  case wrongLength(found: Int, expected: Int, set: String)
  case expectedValuesOverSet(String, count: Int)

  // MARK: Time
  case yearHasNoSubscript(String)
  case noTime(String)
  case lagOfZero
  case leadInDynamics
  case notAYear(Int)
  case defaultOfNonInput(String)

  // MARK: Units
  case notAUnitName(String)
  case unitTaken(String)
  case emptyUnit
  case unknownUnit(String, suggestion: String?)
  case notAUnitFactor(String)
  case unexpectedInUnit(String?)
  case unitTooLarge
  case unitMismatch(Join, left: String, right: String, factor: String?)
  case unitOfEquation(name: String, declared: String, found: String, factor: String?)
  case functionNeedsPlainNumber(String, unit: String)
  case exponentWithUnit(String)
  case powerOfUnit(String)

  // MARK: Equations and identities
  case noForm(String, keys: [String])
  case formNeverUsed(String)
  case equalNeedsTwoSides(found: Int)
  case identityNeedsOneClaim
  case cycle([String], WhichYear)
  case undefinedRead(String, readBy: String, WhichYear)
  case readOutsideRun(String, year: Int, first: Int, last: Int)
  case historyReads(String, NameKind, readBy: String)
  case dynamicsReadReporting(String, readBy: String)
  case dynamicsReadFuture(String, WhichYear)
  case seriesMissing(String, readBy: String, WhichYear)
  case shockMissing(String, readBy: String, WhichYear)

  // MARK: Laws
  case lawWithoutDraw
  case drawOutsideLaw(String)
  case nestedDraw(String)
  case notAllowedInLaw(String)
  case argumentsOfLaw(String, forms: [[String]])
  case unknownArgument(String, of: String, suggestion: String?, forms: [[String]])
  case argumentTwice(String)
  case truncatedNeedsDistribution
  case impossibleArgument(String, Double, Requirement)
  case impossibleOrder(String, Double, String, Double)
  case emptyTruncation(low: Double, high: Double)
  case correlationNeedsTwo(found: Int)
  case correlationOutOfRange(Double)
  case correlationOfDifferentKinds
  case correlationWithItself
  case correlationTwice
  case correlationOfCompound(String)
  case correlationNeedsElement(String)
  case notAVariate(String, suggestion: String?)
  case correlationsImpossible
  case correlationOfFitted(String)
  case lawUnderOtherKey(String, isShock: Bool)

  // MARK: Data and years
  case onlyForSeries(String)
  case yearsMissing([String])
  case yearsOutOfOrder(String, Int, String, Int)
  case tooManyPeriods(limit: Int)
  case yearsOutsideRun(ClosedRange<Int>, ClosedRange<Int>)
  case valueForNoSlot(String, suggestion: String?)
  case slotWithoutValue(String, unit: String)
  case observationNotUsed(String, year: Int, ClosedRange<Int>)
  case observationsMissing(String, years: [Int])

  // MARK: Regions and scenarios
  case modelNeedsRegion
  case modelNeedsScenario
  case tooFewParts
  case partIsUnion(String)
  case partTwice(String)
  case partOfOtherYears(String, String)
  case keyOfParts(String)
  case keyOfUnions(String)
  case inputOfPartsDiffers(String, [Double])
  case undefinedInUnion(String)
  case changeInUnion(String)
  case regionOfOtherModel(String, model: String)
  case targetTwice(String)
  case targetNeedsYears
  case observationTwice(String)
  case yearNotObserved(Int, first: Int, last: Int)
  case observationReads(String, NameKind)
  case observationReadsProjection(String, year: Int, last: Int)
  case observationReadsNothing(String, year: Int)
  case targetOfOtherBoundary(String, String, region: String)
  case targetMixesDefinitions(String, [String])
  case targetAfterHorizon(String, years: ClosedRange<Int>, horizon: Int)
  case unitOfNumber(name: String, declared: String, found: String)
  case extendsItself([String])
  case scenarioNamedTwice
  case scenarioTaken(String, by: String)
  case reservedScenario(String)
  case otherModel(String, first: String)
  case unlike(Likeness, String, first: String)
  case targetUnlike(String)
  case stressNeedsScenario
  case noStresses
  case definitionMissing
  case noDefinitions(String)
  case otherBoundary(String, region: String)
  case inputUnderOtherKey(String, isLever: Bool)
  case emptyPath
  case pathWithoutHead(String, years: ClosedRange<Int>, first: Int)
  case beforePolicyStart(Int, start: Int)
  case afterHorizon(Int, horizon: Int)
  case outsidePossible(String, value: Double, year: Int?, ClosedRange<Double>)
  case outsidePlausible(String, value: Double, year: Int?, ClosedRange<Double>)
  case plausibleBeyondPossible(String)
  case expectedSweep(found: Appearance)
  case sweepTooLarge(combinations: Int, limit: Int)
  case sweepValueTwice(Double)
  case cannotBeSwept(String, suggestion: String?)
  case overrideNeedsYears
  case fixedWhereUndefined(String, year: Int)
  case badSetting
  case badTarget
  case unknownTarget(String, suggestion: String?, known: [String])
  case ambiguousQuantity(String, [String])
  case targetLeftOut(String, horizon: Int)
  case targetBeforePolicy(String, year: Int, start: Int)
  case contradictoryTargets(String, String)
  case inputHeld(String)
  case nothingToMove
  case costMissing
  case costUndefined(String, year: Int)
  case oneScenarioOnly(found: Int)
  case constantOutput(String)
  case badGroup
  case unknownFactor(String, suggestion: String?)
  case tooManyFactors(Int, limit: Int)

  // MARK: Fits
  case fitMissing(String, region: String)
  case fitStale(changed: [FitPart], region: String)
  case fitOfOther(model: String, region: String)
  case fitNeedsModelPath(String)
  case nothingToFit
  case notADigest
  case fitWithoutParameter(String)
  case fitEntry(String)

  // MARK: Behaviour checks
  case checkFailed(BehaviourCheck.Failure)
  case checkUndefined(String, year: Int)
  case inputCannotMove(String)

  // MARK: CSV
  case csvHeaderMissing
  case csvColumnTwice(String)
  case csvFieldCount(found: Int, expected: Int)
  case csvUnclosedQuote
  case csvStrayQuote
  case csvNotANumber(String, column: String)
  case drawsEmpty
  case drawsColumnMissing(String)
  case drawsColumnUnknown(String, suggestion: String?)
  case drawsRowTwice(draw: String, year: Int?)
  case drawsRowMissing(draw: String, year: Int)

  // MARK: Tables people write
  case sheet(SheetProblem)
  case series(SeriesProblem)

  // MARK: Parts of runs
  case partial(PartialProblem)

  // MARK: Regressions
  case regression(RegressionProblem)
  case nonlinear(NonlinearProblem)

  /// How bad it is.
  public var severity: Diagnostic.Severity {
    switch self {
    case .sheet(let problem): problem.severity
    case .series(let problem): problem.severity
    case .outsidePlausible, .formNeverUsed, .observationNotUsed, .targetAfterHorizon,
      .pathWithoutHead:
      .warning
    default: .error
    }
  }
}

/// What scenarios must share to be compared.
public enum Likeness: Hashable, Sendable { case model, region, definition, boundary, horizon }

/// What an argument of a distribution must be.
public enum Requirement: Hashable, Sendable {
  case positive
  case probability
  /// Between 0 and 1, both excluded.
  case properFraction
}

/// A year of a run, or only its kind where a model is checked without a region's years.
public struct WhichYear: Hashable, Sendable {
  /// The kinds of years an equation distinguishes.
  public enum Kind: Hashable, Sendable { case first, history, last, projection }
  /// The kind.
  public var kind: Kind
  /// The year; nil when it stands for any of its kind.
  public var year: Int?

  /// Creates one.
  public init(kind: Kind, year: Int?) {
    self.kind = kind
    self.year = year
  }
}

/// What a note points at.
public enum Remark: Hashable, Sendable {
  /// The first of two things that clash.
  case firstHere
  /// A data slot that has no value.
  case slotHere
  /// The declaration of the name a message is about.
  case declaredHere
  /// The beginning of something that does not end as it should.
  case beginsHere
  /// A correlation that needs a law to be a single distribution.
  case correlatedHere
  /// A read that would break a cycle if it were lagged.
  case lagBreaksCycle(String)
}
