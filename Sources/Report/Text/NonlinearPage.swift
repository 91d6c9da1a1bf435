public import Scenarios
public import Sim

/// What `grdp nls` prints: the estimates, how far to trust the search, and what the data identify.
public struct NonlinearPage {
  private let language: Language
  private let numbers: NumberText
  private let regression: NonlinearRegression
  private let inference: NonlinearInference
  private let fitted: [Double]
  private let observed: [Double]
  /// The rows that were to be predicted, if any.
  public let predictions: PredictionTable?
  private var fit: NonlinearFit { inference.fit }

  /// Prepares the page of a regression.
  public init(
    _ regression: NonlinearRegression, _ inference: NonlinearInference,
    _ problem: RegressionFunction, in language: Language
  ) {
    self.language = language
    numbers = NumberText(language)
    self.regression = regression
    self.inference = inference
    fitted = problem.fitted(at: inference.fit.solution.parameters)
    observed = problem.response
    predictions = regression.newRows.map { rows in
      let found = inference.fit.predict(
        problem, columns: rows.columns, rows: rows.lines.count)
      return PredictionTable(zip(rows.lines, found).map { PredictedRow(line: $0, $1) })
    }
  }

  /// The page's lines; with details also correlations, minima and the fitted values.
  public func lines(details: Bool) -> [String] {
    let count = language(
      .observations(numbers.whole(regression.rowCount), leftOut: regression.leftOut))
    return [regression.formula, [count, ceiling].compactMap { $0 }.joined(separator: " · ")]
      + search + [""] + table + ["", summary] + verdicts + predictionLines
      + (details ? correlations + minima(all: true) + residuals : minima(all: false))
  }

  // MARK: Parts of the page

  private var ceiling: String? {
    switch regression.curve?.ceiling {
    case .given(let value, let source):
      language(.ceilingGiven(numbers.exact(value), source: source))
    case .estimated: language(.ceilingEstimated)
    case nil: nil
    }
  }

  private var search: [String] {
    let offset = numbers.significant(fit.solution.offset, digits: 2)
    var lines = [
      fit.converged
        ? language(.converged(offset: offset, iterations: fit.solution.iterations))
        : language(
          .notConverged(
            fit.solution.outcome, offset: offset, iterations: fit.solution.iterations))
    ]
    if let outcome = fit.rescuedFrom {
      lines.append(language(.rescued(outcome, starts: fit.starts)))
    }
    if inference.improvements > 0 { lines.append(language(.improved(inference.improvements))) }
    return lines
  }

  private var table: [String] {
    var table = TextTable([.left, .right, .right, .right, .right, .left])
    table.append([
      "", language(NonlinearText.estimate), language(NonlinearText.standardError), "t", "p",
      language(.interval(inference.intervals)),
    ])
    for (number, name) in regression.parameters.enumerated() {
      let estimate = inference.estimates[number]
      table.append([
        "  " + name, shown(estimate.value), shown(estimate.standardError),
        estimate.t.map { numbers.fixed($0, decimals: 2) } ?? "–",
        estimate.p.map(numbers.probability) ?? "–",
        interval(number),
      ])
    }
    return table.lines
  }

  private func interval(_ parameter: Int) -> String {
    let estimate = inference.estimates[parameter]
    if estimate.slopeAtBound != nil {
      let isUpper = estimate.value == fit.bounds.upper[parameter]
      return language(isUpper ? .heldUpper : .heldLower)
    }
    guard estimate.low != nil || estimate.high != nil else { return "–" }
    return "[\(estimate.low.map(shown) ?? "-∞"); \(estimate.high.map(shown) ?? "∞")]"
  }

  private var summary: String {
    language(
      .fit(
        sd: shown(fit.linearization.residualSD), rss: shown(fit.solution.rss),
        df: numbers.whole(fit.linearization.df),
        condition: numbers.significant(fit.linearization.condition, digits: 3)))
  }

  private var verdicts: [String] {
    guard fit.converged else { return [] }
    var lines: [String] = []
    var lost: [String] = []
    for (number, name) in regression.parameters.enumerated() {
      let estimate = inference.estimates[number]
      if let slope = estimate.slopeAtBound {
        lines.append(
          language(
            .held(
              name, isUpper: estimate.value == fit.bounds.upper[number],
              numbers.significant(slope, digits: 3))))
      } else if !estimate.isIdentified {
        switch (estimate.profile?.lower, estimate.profile?.upper) {
        case (nil, nil): lost.append(name)
        case (ProfileLikelihood.Limit.none?, ProfileLikelihood.Limit.none?):
          lines.append(language(.openBoth(name)))
        case (let low?, ProfileLikelihood.Limit.none?):
          lines.append(language(.openAbove(name, shown(low.value))))
        case (ProfileLikelihood.Limit.none?, let high?):
          lines.append(language(.openBelow(name, shown(high.value))))
        default: lost.append(name)
        }
      }
    }
    if !lost.isEmpty { lines.append(language(.notSeparated(lost))) }
    if regression.curve?.ceiling == .estimated, !inference.estimates[0].isIdentified {
      lines.append(language(.ceilingOpen))
    }
    if inference.isIdentified { lines.append(language(.identified)) }
    if inference.bootstrapFailures > 0 {
      lines.append(language(.bootstrapFailures(inference.bootstrapFailures)))
    }
    return lines
  }

  private func minima(all: Bool) -> [String] {
    guard fit.minima.count > 1 else { return [] }
    let head = language(
      .several(fit.minima.count, starts: fit.starts, failures: fit.failures))
    let shownMinima = fit.minima.prefix(all ? fit.minima.count : 4)
    return ["", head]
      + shownMinima.map { minimum in
        let values = zip(regression.parameters, minimum.parameters)
          .map { "\($0) = \(shown($1))" }.joined(separator: ", ")
        return "  " + language(.minimum(rss: shown(minimum.rss), hits: minimum.hits)) + ": "
          + values
      } + (shownMinima.count < fit.minima.count ? ["  …"] : [])
  }

  private var correlations: [String] {
    let matrix = fit.linearization.correlation
    var best: (a: Int, b: Int, value: Double)?
    for a in 0..<matrix.columns {
      for b in 0..<a where matrix[a, b].magnitude > best?.value.magnitude ?? -1 {
        best = (b, a, matrix[a, b])
      }
    }
    guard let best else { return [] }
    let names = regression.parameters
    var table = TextTable([.left] + names.map { _ in .right })
    table.append([""] + names)
    for (row, name) in names.enumerated() {
      table.append(
        ["  " + name]
          + names.indices.map { column in
            column <= row ? numbers.fixed(matrix[row, column], decimals: 3) : ""
          })
    }
    let head = language(
      .correlated(names[best.a], names[best.b], numbers.fixed(best.value, decimals: 4)))
    return ["", head] + table.lines
  }

  private var residuals: [String] {
    var table = TextTable([.right, .right, .right, .right])
    table.append([
      language(NonlinearText.line), language(.observed), language(NonlinearText.fitted),
      language(.residual),
    ])
    for (row, line) in regression.lines.enumerated() {
      table.append([
        "\(line)", shown(observed[row]), shown(fitted[row]), shown(observed[row] - fitted[row]),
      ])
    }
    return [""] + table.lines
  }

  private var predictionLines: [String] {
    guard let predictions else { return [] }
    let words = regression.formula.prefix { $0 != "~" }.split(separator: " ")
    return [""]
      + predictions.lines(of: words.joined(separator: " "), level: "95", digits: 6, in: language)
  }

  private func shown(_ value: Double?) -> String {
    value.map { numbers.significant($0, digits: 6) } ?? "–"
  }

  // MARK: Machine-readable

  /// The same as one JSON object, at full precision.
  public var json: String { object.text }

  private var object: JSONText {
    func optional(_ value: Double?) -> JSONText { value.map { .number($0) } ?? .null }
    let coefficients = regression.parameters.enumerated().map { number, name -> JSONText in
      let estimate = inference.estimates[number]
      return .object([
        ("name", .string(name)), ("estimate", .number(estimate.value)),
        ("std_error", optional(estimate.standardError)), ("t", optional(estimate.t)),
        ("p", optional(estimate.p)), ("ci_low", optional(estimate.low)),
        ("ci_high", optional(estimate.high)), ("identified", .bool(estimate.isIdentified)),
        ("rss_slope_at_bound", optional(estimate.slopeAtBound)),
      ])
    }
    let correlation = fit.linearization.correlation
    let minima = fit.minima.map { minimum -> JSONText in
      .object([
        ("rss", .number(minimum.rss)), ("hits", .integer(minimum.hits)),
        (
          "parameters",
          .object(zip(regression.parameters, minimum.parameters).map { ($0, .number($1)) })
        ),
      ])
    }
    var entries: [(String, JSONText)] = [
      ("formula", .string(regression.formula)), ("n", .integer(regression.rowCount)),
      ("left_out", .integer(regression.leftOut)), ("ceiling", ceilingObject),
      ("coefficients", .list(coefficients)), ("intervals", .string(intervalName)),
      ("residual_sd", .number(fit.linearization.residualSD)), ("rss", .number(fit.solution.rss)),
      ("df", .integer(fit.linearization.df)), ("rank", .integer(fit.linearization.rank)),
      ("condition", .number(fit.linearization.condition)), ("converged", .bool(fit.converged)),
      ("outcome", .string(fit.solution.outcome.rawValue)),
      ("relative_offset", .number(fit.solution.offset)),
      ("iterations", .integer(fit.solution.iterations)),
      ("identified", .bool(inference.isIdentified)), ("starts", .integer(fit.starts)),
      ("rescued_from", fit.rescuedFrom.map { .string($0.rawValue) } ?? .null),
      ("minima", .list(minima)),
      (
        "correlation",
        .list(
          (0..<correlation.rows).map { row in .list(correlation.row(row).map { .number($0) }) })
      ),
    ]
    if let predictions { entries.append(("predictions", predictions.json)) }
    return .object(entries)
  }

  private var ceilingObject: JSONText {
    switch regression.curve?.ceiling {
    case .given(let value, let source):
      .object([
        ("value", .number(value)), ("source", .string(source)), ("estimated", .bool(false)),
      ])
    case .estimated: .object([("estimated", .bool(true))])
    case nil: .null
    }
  }

  private var intervalName: String {
    switch inference.intervals {
    case .wald: "wald"
    case .profile: "profile"
    case .bootstrap(.residuals, _, _): "bootstrap"
    case .bootstrap(.wild, _, _): "wild"
    }
  }

  /// The files of `--csv`: coefficients, observed and fitted values, and predictions.
  public var files: [(name: String, contents: String)] {
    func number(_ value: Double?) -> String {
      value.flatMap { $0.isFinite ? CSVText.number($0) : nil } ?? ""
    }
    var coefficients = CSVText(header: [
      "name", "estimate", "std_error", "t", "p", "ci_low", "ci_high", "identified",
    ])
    for (index, name) in regression.parameters.enumerated() {
      let estimate = inference.estimates[index]
      coefficients.append([
        name, number(estimate.value), number(estimate.standardError), number(estimate.t),
        number(estimate.p), number(estimate.low), number(estimate.high),
        "\(estimate.isIdentified)",
      ])
    }
    var rows = CSVText(
      header: ["line"] + regression.columnNames + ["observed", "fitted", "residual"])
    for (row, line) in regression.lines.enumerated() {
      rows.append(
        ["\(line)"] + regression.columns.map { number($0[row].value) }
          + [number(observed[row]), number(fitted[row]), number(observed[row] - fitted[row])])
    }
    var files = [("coefficients.csv", coefficients.text), ("fitted.csv", rows.text)]
    if let predictions { files.append(("predictions.csv", predictions.csv)) }
    return files
  }
}
