/// A linear regression: least squares, weighted or penalised, with or without absorbed effects.
///
/// The regressors are formed around centred variables and their factor Q R is computed in double-double
/// arithmetic, so that coefficients, residuals, leverages and errors are right to the precision of the
/// data even where raw columns are nearly dependent. Rank is that of a column-pivoted QR; a regressor
/// that adds nothing to those before it is left out and named.
public struct LinearFit: Sendable {
  /// A regressor that was left out.
  public struct Alias: Hashable, Sendable {
    /// What it is called.
    public var name: String
    /// The combination of others it is equal to.
    public var combination: [Term]
    /// Whether absorbed effects have a part in that.
    public var involvesEffects: Bool

    /// A regressor and its factor.
    public struct Term: Hashable, Sendable {
      /// The factor.
      public var factor: Double
      /// The regressor.
      public var name: String
    }
  }

  /// A pull on coefficients: adds Σ precision (b − mean)² to the sum of squares.
  public struct Penalty: Hashable, Sendable {
    /// One per regressor; 0 leaves it free.
    public var precisions: [Double]
    /// Where each is pulled.
    public var means: [Double]

    /// Creates a penalty.
    public init(precisions: [Double], means: [Double]) {
      (self.precisions, self.means) = (precisions, means)
    }

    /// Ridge: λ b² for every coefficient but the intercept, in the units of the columns as given.
    ///
    /// A. E. Hoerl, R. W. Kennard, Technometrics 12 (1970).
    public static func ridge(_ lambda: Double, for design: Design) -> Penalty {
      Penalty(
        precisions: design.regressors.map { $0.isIntercept ? 0 : lambda },
        means: design.regressors.map { _ in 0 })
    }
  }

  /// The regressors that were kept, in the order given.
  public let regressors: [Design.Regressor]
  /// Their coefficients.
  public let estimates: [Double]
  /// The regressors that were left out.
  public let aliases: [Alias]
  /// The rows used, by their position among those given: weights of 0 and singletons are left out.
  public let rows: [Int]
  /// How many rows were left out because they are alone in a group of an absorbed effect.
  public let singletonCount: Int
  /// How many rows were left out because their weight is 0.
  public let weightlessCount: Int
  /// The residuals: response less fitted value.
  public let residuals: [Double]
  /// The fitted values.
  public let fitted: [Double]
  /// The leverage of each row: the diagonal of the hat matrix.
  public let leverages: [Double]
  /// The weights of the rows used, if any were given.
  public let weights: [Double]?
  /// The (weighted) sum of squared residuals.
  public let residualSumOfSquares: Double
  /// The (weighted) sum of squares of the response, about its mean where ``hasIntercept``.
  public let totalSumOfSquares: Double
  /// The same after the absorbed effects are taken out.
  public let withinSumOfSquares: Double
  /// The number of free directions: kept regressors.
  public let rank: Int
  /// The degrees of freedom that absorbed effects take.
  public let absorbedCount: Int
  /// What the fit takes from the data: rank and absorbed, or less under a penalty.
  public let effectiveCount: Double
  /// Whether the space of the regressors is taken to hold the constant.
  public let hasIntercept: Bool
  /// Whether there is a penalty.
  public let isPenalised: Bool
  /// The condition number of the regressors as given, each scaled to length 1, if it was computed.
  public let condition: Double
  /// The condition number of the columns that were computed with.
  public let centredCondition: Double
  /// The clusters that each set of absorbed effects is, by row used.
  let effectSets: [[Int]]
  /// The number that each group of each set was given.
  let effectNumbers: [[Int: Int]]
  /// The group of the second effect that each of its columns is for.
  let effectColumns: [Int]

  // What errors, predictions and refits are computed from.
  let basis: CentredBasis
  let gamma: [DoubleDouble]
  let orthogonal: OrthogonalBasis
  /// Q over the rows used: first the columns of the second effect, then those of the regressors.
  let q: Matrix
  /// The raw coefficients per unit of each orthogonal coordinate.
  let map: Matrix
  /// The coordinates of the response in Q.
  let coordinates: [DoubleDouble]
  /// The residuals times the root of the weight.
  let scaledResiduals: [Double]
  let effects: FixedEffects?
  /// The means, by group, of the response and of each column, where effects were subtracted.
  let groupMeans: [[DoubleDouble]]
  let design: Design

  /// The degrees of freedom of the residuals.
  public var degreesOfFreedom: Double { Double(rows.count) - effectiveCount }
  /// The residual variance.
  public var residualVariance: Double { residualSumOfSquares / degreesOfFreedom }
  /// The residual standard deviation.
  public var residualSD: Double { residualVariance.squareRoot() }
  /// The names of the kept regressors.
  public var names: [String] { regressors.map(\.name) }

  /// The part of a column's length that must be new for it to count: rank is judged by it.
  public static let rankTolerance = 1e-11
  /// The work, rows times columns squared, up to which everything is done in double-double.
  static let extendedWork = 20_000_000

  /// Fits a regression.
  ///
  /// - Parameters:
  ///   - response: one number per row.
  ///   - design: the regressors.
  ///   - weights: analytic weights: the variance of a row is proportional to 1/weight.
  ///   - effects: one or two sets of groups, numbered from 0, whose effects are absorbed.
  ///   - penalty: one entry per regressor.
  public init(
    response: [DoubleDouble], design: Design, weights: [Double]? = nil, effects: [[Int]] = [],
    penalty: Penalty? = nil
  ) throws(RegressionError) {
    try self.init(
      response: response, design: design, weights: weights, effects: effects, penalty: penalty,
      extendedWork: LinearFit.extendedWork)
  }

  /// Fits a regression to a response of doubles.
  public init(
    response: [Double], design: Design, weights: [Double]? = nil, effects: [[Int]] = [],
    penalty: Penalty? = nil
  ) throws(RegressionError) {
    try self.init(
      response: response.map { DoubleDouble($0) }, design: design, weights: weights,
      effects: effects, penalty: penalty)
  }

  init(
    response: [DoubleDouble], design: Design, weights: [Double]?, effects: [[Int]],
    penalty: Penalty?, extendedWork: Int
  ) throws(RegressionError) {
    precondition(response.count == design.rowCount, "a response of another length")
    if penalty != nil && !effects.isEmpty { throw .unsupported(.penaltyWithEffects) }
    let choice = try RowChoice(response, design, weights, effects)
    (rows, singletonCount, weightlessCount) =
      (choice.rows, choice.singletonCount, choice.weightlessCount)
    self.weights = choice.weights
    let absorbed =
      choice.effects.isEmpty ? nil : FixedEffects(choice.effects, weights: choice.weights)
    self.effects = absorbed
    effectSets = choice.effects
    effectNumbers = choice.effectNumbers
    let response = choice.response
    hasIntercept = absorbed != nil || design.regressors.contains(where: \.isIntercept)
    isPenalised = penalty != nil
    if hasIntercept, penalty == nil, let first = response.first,
      response.allSatisfy({ $0 == first })
    {
      throw .constantResponse(first.value)
    }

    // Regressors without anything new are left out until none is.
    var system = try WeightedSystem(
      response, choice.design, absorbed, choice.weights, penalty)
    var aliases: [Alias] = []
    var kept = Array(choice.design.regressors.indices)
    while let selection = try system.deficiency() {
      aliases += selection.aliases
      kept = selection.kept.map { kept[$0] }
      guard !kept.isEmpty else { throw .nothingIdentified }
      system = try WeightedSystem(
        response, choice.design.keeping(kept), absorbed, choice.weights,
        penalty.map { penalty in
          Penalty(
            precisions: kept.map { penalty.precisions[$0] },
            means: kept.map { penalty.means[$0] })
        })
    }
    let order = Dictionary(
      uniqueKeysWithValues: design.regressors.enumerated().map { ($0.element.name, $0.offset) })
    self.aliases = aliases.sorted { order[$0.name, default: 0] < order[$1.name, default: 0] }
    regressors = kept.map { design.regressors[$0] }
    rank = kept.count
    absorbedCount = absorbed.map { $0.groupCount + system.effectColumnCount } ?? 0
    let count = rows.count
    if penalty == nil && count <= rank + absorbedCount {
      throw .tooFewRows(rows: count, coefficients: rank + absorbedCount)
    }

    let solved = try system.solve(extendedWork: extendedWork)
    self.design = system.design
    effectColumns = system.effectColumns
    basis = system.basis
    orthogonal = OrthogonalBasis(q: [], r: solved.basis.r)
    q = Matrix(columns: solved.basis.q.map { $0.prefix(count).map(\.value) }, rows: count)
    coordinates = solved.coordinates
    gamma = Array(solved.basis.solve(solved.coordinates))
    let raw = system.basis.rawMap
    let free = Array(gamma.dropFirst(system.effectColumnCount))
    estimates = raw.map { $0.dot(free).value }
    map = system.map(raw, solved.basis)
    let rest = Array(solved.rest.prefix(count))
    scaledResiduals = rest.values
    let roots = system.roots
    let plain = roots.map { roots in rest.indices.map { rest[$0] / roots[$0] } } ?? rest
    residuals = plain.values
    fitted = response.indices.map { (response[$0] - plain[$0]).value }
    let own = q
    leverages = (0..<count).map { row in
      var sum = absorbed?.leverage(row) ?? 0
      for column in 0..<own.columns { sum += own[row, column] * own[row, column] }
      return sum
    }
    effectiveCount =
      penalty == nil ? Double(rank + absorbedCount) : leverages.reduce(0, +)
    residualSumOfSquares = rest.dot(rest).value
    totalSumOfSquares = WeightedSystem.sumOfSquares(
      response, weights: choice.weights, aboutMean: hasIntercept)
    withinSumOfSquares =
      system.response.prefix(count).reduce(DoubleDouble.zero) { $0 + $1 * $1 }
      .value
    groupMeans = system.groupMeans
    centredCondition = system.centredCondition(solved.basis)
    condition = system.rawCondition()
    if penalty != nil && !(degreesOfFreedom > 0) {
      throw .tooFewRows(rows: count, coefficients: rank)
    }
  }
}
