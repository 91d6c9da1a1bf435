public import Scenarios
import Sim

/// A regression as one JSON object, every number with all its digits.
public struct RegressionJSON {
  private let regression: LinearRegression
  private var fit: LinearFit { regression.fit }
  private let diagnostics: RegressionDiagnostics

  /// Prepares the object.
  public init(_ regression: LinearRegression) {
    self.regression = regression
    diagnostics = RegressionDiagnostics(regression.fit)
  }

  /// The text; with details also every row and the covariance of the coefficients.
  public func text(details: Bool) -> String {
    var entries = head + statistics + tests + rowsLeftOut
    if let posterior = regression.posterior { entries.append(("posterior", object(posterior))) }
    if let rows = regression.predictions {
      entries.append(("predictions", PredictionTable(rows).json))
    }
    if details {
      let covariance = regression.errors.covariance
      entries.append(
        (
          "covariance",
          .list((0..<covariance.rows).map { .list(covariance.row($0).map { .number($0) }) })
        ))
      entries.append(("rows", rows))
    }
    return JSONText.object(entries).text
  }

  private typealias Entry = (key: String, value: JSONText)

  private var head: [Entry] {
    [
      ("formula", .string(regression.data.formula)), ("file", .string(regression.data.path)),
      ("response", .string(regression.data.responseName)), ("n", .integer(fit.rows.count)),
      (
        "coefficients",
        .list(
          zip(regression.coefficients, diagnostics.varianceInflation).map {
            coefficient, inflation in
            .object([
              ("name", .string(coefficient.name)), ("estimate", .number(coefficient.estimate)),
              ("std_error", .number(coefficient.standardError)), ("t", .number(coefficient.t)),
              ("p", .number(coefficient.p)), ("ci_low", .number(coefficient.low)),
              ("ci_high", .number(coefficient.high)),
              ("vif", inflation.map { .number($0) } ?? .null),
            ])
          })
      ),
      ("errors", errors),
      ("aliased", .list(fit.aliases.map { .string($0.name) })),
      (
        "aliases",
        .list(
          fit.aliases.map { alias in
            .object([
              ("name", .string(alias.name)), ("effects", .bool(alias.involvesEffects)),
              (
                "equals",
                .object(alias.combination.map { (key: $0.name, value: .number($0.factor)) })
              ),
            ])
          })
      ),
    ]
  }

  private var errors: JSONText {
    var entries: [Entry] = []
    switch regression.errors.correction {
    case .residual:
      entries.append(("kind", .string(regression.posterior == nil ? "classical" : "posterior")))
    case .leverage(let type, let factor, let leftOut):
      entries += [
        ("kind", .string(type.rawValue)), ("factor", .number(factor)),
        ("left_out", .integer(leftOut)),
      ]
    case .lag(let lag, let factor):
      entries += [
        ("kind", .string("newey_west")), ("lag", .integer(lag)), ("factor", .number(factor)),
      ]
    case .clusters(let counts, let factors, let isRepaired):
      entries += [
        ("kind", .string("cluster")),
        ("columns", .list(regression.request.errors.clusters.map { .string($0) })),
        ("clusters", .list(counts.map { .integer($0) })),
        ("factors", .list(factors.map { .number($0) })), ("repaired", .bool(isRepaired)),
      ]
    case .resampling(let draws, let failed):
      let isPairs = if case .bootstrap = regression.request.errors { true } else { false }
      entries += [
        ("kind", .string(isPairs ? "bootstrap" : "wild")), ("draws", .integer(draws)),
        ("failed", .integer(failed)),
      ]
    }
    entries.append(("df", .number(regression.errors.degreesOfFreedom)))
    entries.append(("level", .number(regression.request.level)))
    return .object(entries)
  }

  private var statistics: [Entry] {
    var entries: [Entry] = [
      ("residual_sd", .number(fit.residualSD)), ("rss", .number(fit.residualSumOfSquares)),
      ("tss", .number(fit.totalSumOfSquares)), ("df", .number(fit.degreesOfFreedom)),
      ("rank", .integer(fit.rank)), ("absorbed", .integer(fit.absorbedCount)),
      ("effective_parameters", .number(fit.effectiveCount)),
      ("condition", .number(fit.condition)), ("condition_centred", .number(fit.centredCondition)),
      ("r2", .number(diagnostics.rSquared)),
      ("r2_kind", .string(diagnostics.isCentred ? "centred" : "uncentred")),
      ("adj_r2", .number(diagnostics.adjustedRSquared)),
    ]
    if let within = diagnostics.withinRSquared { entries.append(("within_r2", .number(within))) }
    return entries + [
      ("log_likelihood", .number(diagnostics.logLikelihood)), ("aic", .number(diagnostics.aic)),
      ("aicc", .number(diagnostics.aicc)), ("bic", .number(diagnostics.bic)),
      ("press", .number(diagnostics.press)),
      ("durbin_watson", .number(diagnostics.durbinWatson)),
    ]
  }

  private var tests: [Entry] {
    func test(_ test: RegressionDiagnostics.Test?) -> JSONText {
      guard let test else { return .null }
      return .object([
        ("statistic", .number(test.statistic)),
        ("df", .list(test.degreesOfFreedom.map { .number($0) })), ("p", .number(test.p)),
      ])
    }
    return [
      ("f", test(diagnostics.f)), ("breusch_pagan", test(diagnostics.breuschPagan)),
      ("reset", test(diagnostics.reset)), ("jarque_bera", test(diagnostics.jarqueBera)),
    ]
  }

  private var rowsLeftOut: [Entry] {
    [
      ("missing_lines", .list(regression.data.missingLines.map { .integer($0) })),
      ("repeated_lines", .list(regression.data.repeatedLines.map { .integer($0) })),
      ("weightless", .integer(fit.weightlessCount)), ("singletons", .integer(fit.singletonCount)),
    ]
  }

  private func object(_ posterior: ConjugatePosterior) -> JSONText {
    .object([
      ("shape", .number(posterior.shape)), ("rate", .number(posterior.rate)),
      ("log_marginal_likelihood", .number(posterior.logMarginalLikelihood)),
      (
        "scale_matrix",
        .list(
          (0..<posterior.scaleMatrix.rows).map {
            .list(posterior.scaleMatrix.row($0).map { .number($0) })
          })
      ),
      ("sd", .list(posterior.standardDeviations.map { .number($0) })),
    ])
  }

  private var rows: JSONText {
    let influence = RowInfluence(fit)
    let (fitted, leverages) = (fit.fitted, fit.leverages)
    return .list(
      fit.rows.indices.map { row in
        .object([
          ("line", .integer(regression.data.lines[fit.rows[row]])),
          ("fitted", .number(fitted[row])), ("residual", .number(fit.residuals[row])),
          ("leverage", .number(leverages[row])),
          ("standardised", .number(influence.standardised[row])),
          ("studentised", .number(influence.studentised[row])),
          ("cook", .number(influence.cook[row])), ("dffits", .number(influence.dffits[row])),
        ])
      })
  }
}
