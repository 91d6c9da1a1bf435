/// A linear regression: least squares, weighted or penalised, with or without absorbed effects.
///
/// A large one goes through its rows panel by panel, see ``TallSystem``, and is as exact.
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
  /// Q where it is kept, and the leverages with it; otherwise the system they are computed from.
  private let ownQ: Matrix?
  private let ownLeverages, ownFitted: [Double]?
  let tall: TallSystem?
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

  /// Q over the rows used: first the columns of the second effect, then those of the regressors.
  ///
  /// Of a large regression it is formed each time it is asked for.
  var q: Matrix { ownQ ?? tall?.orthonormalColumns(orthogonal) ?? Matrix(rows: 0, columns: 0) }
  /// The fitted values.
  public var fitted: [Double] { ownFitted ?? tall?.fitted(residuals) ?? [] }
  /// The leverage of each row: the diagonal of the hat matrix.
  ///
  /// Of a large regression it is computed each time it is asked for.
  public var leverages: [Double] { ownLeverages ?? tall?.leverages(orthogonal) ?? [] }
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
  /// The work, rows times columns squared, up to which everything is done in double-double; above it,
  /// ``TallSystem`` does it.
  static let extendedWork = 20_000_000

  /// Fits a regression.
  ///
  /// - Parameters:
  ///   - response: one number per row.
  ///   - design: the regressors.
  ///   - weights: analytic weights: the variance of a row is proportional to 1/weight.
  ///   - effects: one or two sets of groups, numbered from 0, whose effects are absorbed.
  ///   - penalty: one entry per regressor.
  ///   - kernels: what a large regression is computed with; results do not depend on it.
  public init(
    response: [DoubleDouble], design: Design, weights: [Double]? = nil, effects: [[Int]] = [],
    penalty: Penalty? = nil, kernels: Kernels = .required
  ) throws(RegressionError) {
    try self.init(
      response: ExtendedColumn(response), design: design, weights: weights, effects: effects,
      penalty: penalty, extendedWork: LinearFit.extendedWork, kernels: kernels)
  }

  /// Fits a regression to a response of doubles.
  public init(
    response: [Double], design: Design, weights: [Double]? = nil, effects: [[Int]] = [],
    penalty: Penalty? = nil, kernels: Kernels = .required
  ) throws(RegressionError) {
    try self.init(
      response: ExtendedColumn(response), design: design, weights: weights, effects: effects,
      penalty: penalty, extendedWork: LinearFit.extendedWork, kernels: kernels)
  }

  init(
    response: ExtendedColumn, design: Design, weights: [Double]?, effects: [[Int]],
    penalty: Penalty?, extendedWork: Int, kernels: Kernels?
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

    let columns = choice.design.regressors.count
    let isTall = absorbed == nil && penalty == nil && rows.count * columns * columns > extendedWork
    func system(
      _ design: Design, _ penalty: Penalty?
    ) throws(RegressionError) -> any LinearSystem {
      isTall && kernels != nil
        ? try TallSystem(
          response, design, choice.extents, choice.weights, kernels ?? .required)
        : try WeightedSystem(
          Array(response), design, choice.extents, absorbed, choice.weights, penalty,
          extendedWork: extendedWork)
    }

    // Regressors without anything new are left out until none is.
    var chosen = try system(choice.design, penalty)
    var aliases: [Alias] = []
    var kept = Array(choice.design.regressors.indices)
    while let selection = try chosen.deficiency() {
      aliases += selection.aliases
      kept = selection.kept.map { kept[$0] }
      guard !kept.isEmpty else { throw .nothingIdentified }
      chosen = try system(
        choice.design.keeping(kept),
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
    effectColumns = chosen.effectColumns
    absorbedCount = absorbed.map { $0.groupCount + chosen.effectColumns.count } ?? 0
    let count = rows.count
    if penalty == nil && count <= rank + absorbedCount {
      throw .tooFewRows(rows: count, coefficients: rank + absorbedCount)
    }

    let solved = try chosen.solved()
    self.design = chosen.design
    basis = solved.basis
    orthogonal = solved.triangle
    (ownQ, tall) = (solved.q, solved.tall)
    coordinates = solved.coordinates
    gamma = solved.gamma
    estimates = solved.estimates
    map = solved.map
    scaledResiduals = solved.scaledResiduals
    residuals = solved.residuals
    ownFitted = solved.fitted
    ownLeverages = solved.q.map { q in
      (0..<count).map { row in
        var sum = absorbed?.leverage(row) ?? 0
        for column in 0..<q.columns { sum += q[row, column] * q[row, column] }
        return sum
      }
    }
    effectiveCount =
      penalty == nil ? Double(rank + absorbedCount) : ownLeverages?.reduce(0, +) ?? 0
    residualSumOfSquares = solved.residualSumOfSquares
    totalSumOfSquares = solved.totalSumOfSquares
    withinSumOfSquares = solved.withinSumOfSquares
    groupMeans = solved.groupMeans
    centredCondition = solved.centredCondition
    condition = solved.condition
    if penalty != nil && !(degreesOfFreedom > 0) {
      throw .tooFewRows(rows: count, coefficients: rank)
    }
  }
}
