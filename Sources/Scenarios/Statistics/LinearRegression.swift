public import Sim

/// A linear regression that was asked for, and its answer.
public struct LinearRegression: Sendable {
  /// What is asked for.
  public struct Request: Sendable {
    /// The formula.
    public var formula: String
    /// The file of the table.
    public var file: String
    /// What is assumed about the errors.
    public var errors = ErrorRequest.classical
    /// What is done about the size of the sample.
    public var smallSample = SmallSample.full
    /// The column of weights.
    public var weights: String?
    /// The penalty of ridge.
    public var ridge: Double?
    /// `shape=3,rate=2,x=0.5:0.25,*=0:0.01`.
    public var prior: String?
    /// A table of rows to predict.
    public var predict: String?
    /// The probability of intervals.
    public var level = 0.95
    /// The seed of refits.
    public var seed: UInt64 = 1

    /// Asks for a formula over a table.
    public init(formula: String, file: String) { (self.formula, self.file) = (formula, file) }
  }

  /// What was asked for.
  public let request: Request
  /// The rows and regressors.
  public let data: RegressionData
  /// The fit.
  public let fit: LinearFit
  /// The errors of its coefficients; those of the posterior if there is a prior.
  public let errors: CoefficientErrors
  /// The posterior, if there is a prior.
  public let posterior: ConjugatePosterior?
  /// The rows that were to be predicted; nil where none were asked for.
  public let predictions: [PredictedRow]?

  /// Reads the tables, fits and computes what was asked.
  ///
  /// - Parameters:
  ///   - request: what is asked for.
  ///   - kernels: what it is computed with; results do not depend on it.
  /// - Throws: every mistake in the formula and the tables, or why there is no answer.
  public init(_ request: Request, kernels: Kernels = .required) throws(Diagnostics) {
    self.request = request
    let table = try DataTable(reading: request.file)
    let data = try RegressionData(
      request.formula, table, weights: request.weights, clusters: request.errors.clusters)
    self.data = data
    let newRows: RegressionData.NewRows?
    if let file = request.predict {
      newRows = try data.newRows(try DataTable(reading: file))
    } else {
      newRows = nil
    }
    do throws(RegressionError) {
      let codes = data.effects.map(\.codes)
      if let text = request.prior {
        let prior = try LinearRegression.prior(text, data.design)
        let posterior = try ConjugatePosterior(
          response: data.response, design: data.design, prior: prior, weights: data.weights,
          kernels: kernels)
        self.posterior = posterior
        fit = posterior.fit
        var covariance = posterior.scaleMatrix
        covariance = Matrix(
          rows: covariance.rows, columns: covariance.columns,
          elements: covariance.elements.map { $0 * posterior.rate / posterior.shape })
        errors = CoefficientErrors(
          covariance: covariance, degreesOfFreedom: posterior.degreesOfFreedom,
          correction: .residual)
      } else {
        posterior = nil
        let fit = try LinearFit(
          response: data.response, design: data.design, weights: data.weights, effects: codes,
          penalty: request.ridge.map { .ridge($0, for: data.design) }, kernels: kernels)
        self.fit = fit
        errors = try LinearRegression.errors(request, data, fit, kernels)
      }
      predictions = try LinearRegression.predictions(newRows, request, data, fit)
    } catch {
      throw Diagnostics([LinearRegression.diagnostic(error, request, data)])
    }
  }

  private static func errors(
    _ request: Request, _ data: RegressionData, _ fit: LinearFit, _ kernels: Kernels
  ) throws(RegressionError) -> CoefficientErrors {
    switch request.errors {
    case .bootstrap(let draws), .wild(let draws, _):
      let scheme: Bootstrap.Scheme =
        if case .bootstrap = request.errors { .pairs } else {
          .wild(clusters: data.clusters.first?.codes)
        }
      let bootstrap = try Bootstrap(fit, scheme: scheme, seed: request.seed, kernels: kernels)
      return bootstrap.errors(
        bootstrap.refits(0..<draws),
        degreesOfFreedom: data.clusters.first.map { Double($0.levels.count - 1) }
          ?? fit.degreesOfFreedom)
    default:
      return try fit.errors(kind(request, data), smallSample: request.smallSample)
    }
  }

  /// The kind of errors of intervals; refits say nothing about rows, so there it is hc3, or by cluster.
  private static func kind(_ request: Request, _ data: RegressionData) -> ErrorKind {
    switch request.errors {
    case .classical: .classical
    case .heteroskedastic(let type): .heteroskedastic(type)
    case .neweyWest(let lag): .neweyWest(lag: lag)
    case .cluster, .wild(_, _?): .cluster(data.clusters.map(\.codes))
    case .bootstrap, .wild: .heteroskedastic(.hc3)
    }
  }

  private static func predictions(
    _ rows: RegressionData.NewRows?, _ request: Request, _ data: RegressionData, _ fit: LinearFit
  ) throws(RegressionError) -> [PredictedRow]? {
    guard let rows else { return nil }
    let kind = fit.isPenalised ? ErrorKind.classical : kind(request, data)
    let found = try fit.predict(
      rows.variables, effects: rows.groups, kind: kind, smallSample: request.smallSample,
      level: request.level, rowCount: rows.lines.count)
    return found.indices.map { row in
      let isComplete = rows.isComplete(row)
      return PredictedRow(
        line: rows.lines[row], isComplete ? found[row] : nil,
        ifNone: isComplete ? .groupLeftOut : .noValue)
    }
  }

  /// Where a failure is: at the cell, the option or the table.
  private static func diagnostic(
    _ error: RegressionError, _ request: Request, _ data: RegressionData
  ) -> Diagnostic {
    var place = SourceLocation(file: request.file)
    switch error {
    case .notFinite(_, let row), .invalidWeight(let row, _): place.line = data.lines[row]
    case .unknownPrior, .priorMissing, .invalidPrior:
      place = SourceLocation(file: "--prior \(request.prior ?? "")")
    default: break
    }
    return Diagnostic(.regression(.failed(error)), at: place)
  }

  /// Reads a prior.
  private static func prior(
    _ text: String, _ design: Design
  ) throws(RegressionError) -> ConjugatePosterior.Prior {
    var named: [String: (mean: Double, precision: Double)] = [:]
    var numbers: [String: Double] = [:]
    for part in text.split(separator: ",") {
      let sides = part.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
      guard sides.count == 2 else { throw .invalidPrior(String(part)) }
      let values = sides[1].split(separator: ":").map { decimalNumber(String($0).trimmed) }
      switch (values.count, values.first ?? nil, values.last ?? nil) {
      case (1, let value?, _) where ["shape", "rate"].contains(sides[0]): numbers[sides[0]] = value
      case (2, let mean?, let precision?): named[sides[0]] = (mean, precision)
      default: throw .invalidPrior(sides[0])
      }
    }
    let names = design.regressors.map(\.name)
    if let unknown = named.keys.sorted().first(where: { $0 != "*" && !names.contains($0) }) {
      throw .unknownPrior(unknown)
    }
    let found = names.map { named[$0] ?? named["*"] }
    let missing = zip(names, found).filter { $0.1 == nil }.map(\.0)
    guard missing.isEmpty else { throw .priorMissing(missing) }
    guard let shape = numbers["shape"], let rate = numbers["rate"] else {
      throw .invalidPrior("σ²")
    }
    return ConjugatePosterior.Prior(
      means: found.map { $0?.mean ?? 0 }, precisions: found.map { $0?.precision ?? 0 },
      shape: shape, rate: rate)
  }

  /// A coefficient as it is reported.
  public struct Coefficient: Sendable {
    /// What it is called.
    public var name: String
    /// Estimate, standard error, their ratio, its two-sided probability and the interval.
    public var estimate, standardError, t, p, low, high: Double
  }

  /// The coefficients with tests and intervals.
  public var coefficients: [Coefficient] {
    let law = StudentT(degreesOfFreedom: errors.degreesOfFreedom)
    let width = law.upperQuantile((1 - request.level) / 2)
    return zip(fit.names, zip(fit.estimates, errors.standardErrors)).map { name, pair in
      let (estimate, error) = pair
      let t = estimate / error
      return Coefficient(
        name: name, estimate: estimate, standardError: error, t: t, p: law.twoSided(t),
        low: estimate - width * error, high: estimate + width * error)
    }
  }
}
