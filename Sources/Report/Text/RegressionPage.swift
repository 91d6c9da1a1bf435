public import Scenarios
import Sim

/// The page `grdp regress` prints: coefficients as they stand in a paper, what their errors assume, and
/// how well the whole fits.
public struct RegressionPage {
  private let language: Language
  private let numbers: NumberText
  private let regression: LinearRegression
  private var fit: LinearFit { regression.fit }
  private let diagnostics: RegressionDiagnostics

  /// Prepares the page.
  public init(_ regression: LinearRegression, in language: Language) {
    self.language = language
    numbers = NumberText(language)
    self.regression = regression
    diagnostics = RegressionDiagnostics(regression.fit)
  }

  /// The page's lines; with details also tests and influential rows.
  public func lines(details: Bool) -> [String] {
    var lines = [heading, ""] + coefficients(details: details) + [""] + notes
    if details { lines += [""] + tests + [""] + influentialRows }
    if let rows = regression.predictions {
      let table = PredictionTable(rows)
      lines += [""]
      lines += table.lines(
        of: regression.data.responseName, level: level, digits: 5, in: language)
    }
    return lines
  }

  private var heading: String {
    [
      regression.data.formula, regression.data.path,
      language(.rows(numbers.whole(fit.rows.count))),
    ].joined(separator: " · ")
  }

  // MARK: Numbers

  /// A number with five significant digits.
  private func shown(_ value: Double) -> String { numbers.significant(value, digits: 5) }

  private func probability(_ p: Double) -> String { numbers.probability(p) }

  private func fixed(_ value: Double, _ decimals: Int = 3) -> String {
    numbers.fixed(value, decimals: decimals)
  }

  private func interval(_ low: Double, _ high: Double) -> String {
    "[\(shown(low)); \(shown(high))]"
  }

  private var level: String { fixed(100 * regression.request.level, isWholeLevel ? 0 : 1) }
  private var isWholeLevel: Bool {
    let percent = 100 * regression.request.level
    return (percent - percent.rounded()).magnitude < 1e-9
  }

  /// A few line numbers.
  static func few(_ lines: [Int]) -> String {
    lines.prefix(6).map(String.init).joined(separator: ", ") + (lines.count > 6 ? ", …" : "")
  }

  // MARK: Coefficients

  private func coefficients(details: Bool) -> [String] {
    var table = TextTable(
      [.left, .right, .right, .right, .right, .left] + (details ? [.right] : []))
    table.append(
      [
        language(.coefficient), language(RegressionPageText.estimate),
        language(RegressionPageText.standardError), "t",
        language(.probability),
        language(.interval(level)),
      ] + (details ? [language(.inflation)] : []))
    for (place, coefficient) in regression.coefficients.enumerated() {
      table.append(
        [
          coefficient.name, shown(coefficient.estimate), shown(coefficient.standardError),
          coefficient.t.magnitude < 1e6 ? fixed(coefficient.t, 2) : shown(coefficient.t),
          probability(coefficient.p),
          interval(coefficient.low, coefficient.high),
        ] + (details ? [diagnostics.varianceInflation[place].map(shown) ?? ""] : []))
    }
    return table.lines
  }

  // MARK: Notes

  private var notes: [String] {
    var lines: [String] = []
    let references = regression.data.references.map {
      language(.reference($0.name, level: $0.level))
    }
    if !references.isEmpty { lines.append(references.joined(separator: "; ")) }
    let effects = regression.data.effects.map { effect in
      "\(effect.name) (\(numbers.whole(Set(fit.rows.map { effect.codes[$0] }).count)))"
    }
    if !effects.isEmpty { lines.append(language(.absorbed(effects.joined(separator: ", ")))) }
    lines.append(language(.errors) + errorText)
    lines.append(
      [
        language(
          .fitLine(
            r2: fixed(diagnostics.rSquared, 4), adjusted: fixed(diagnostics.adjustedRSquared, 4),
            isCentred: diagnostics.isCentred,
            within: diagnostics.withinRSquared.map { fixed($0, 4) })),
        diagnostics.f.map {
          language(
            .allTogether(
              f: shown($0.statistic),
              df: $0.degreesOfFreedom.map { numbers.whole(Int($0)) }.joined(separator: "; "),
              p: probability($0.p)))
        },
      ].compactMap { $0 }.joined(separator: "; "))
    lines.append(
      language(.residual(sd: shown(fit.residualSD), df: degrees(fit.degreesOfFreedom))) + "; "
        + language(
          .criteria(
            aicc: fixed(diagnostics.aicc, 2), bic: fixed(diagnostics.bic, 2),
            logLikelihood: fixed(diagnostics.logLikelihood, 2))))
    lines.append(
      language(
        .conditionNumber(shown(fit.condition), centred: shown(fit.centredCondition))))
    if fit.centredCondition > 1000 { lines.append(language(.conditionWarning)) }
    return lines + fit.aliases.map(alias) + leftOut
  }

  private func degrees(_ df: Double) -> String {
    df == df.rounded() ? shownWhole(df) : fixed(df, 2)
  }
  private func shownWhole(_ df: Double) -> String { numbers.whole(Int(df)) }

  private func alias(_ alias: LinearFit.Alias) -> String {
    if alias.involvesEffects { return language(.aliasOfEffects(alias.name)) }
    if alias.combination.isEmpty { return language(.aliasConstant(alias.name)) }
    var text = ""
    for term in alias.combination {
      let sign = term.factor < 0 ? (text.isEmpty ? "-" : " - ") : (text.isEmpty ? "" : " + ")
      let size = term.factor.magnitude
      let isWhole = size == size.rounded() && size < 1e6
      let factor = size == 1 ? "" : (isWhole ? numbers.whole(Int(size)) : shown(size)) + "·"
      text += sign + factor + term.name
    }
    return language(.aliasOfCombination(alias.name, of: text))
  }

  private var leftOut: [String] {
    let data = regression.data
    var lines: [String] = []
    if !data.missingLines.isEmpty {
      lines.append(
        language(
          .rowsMissing(
            numbers.whole(data.missingLines.count), lines: RegressionPage.few(data.missingLines))))
    }
    if fit.weightlessCount > 0 {
      lines.append(language(.rowsWithoutWeight(numbers.whole(fit.weightlessCount))))
    }
    if fit.singletonCount > 0 {
      lines.append(language(.singletons(numbers.whole(fit.singletonCount))))
    }
    if !data.repeatedLines.isEmpty {
      lines.append(
        language(
          .rowsRepeated(
            numbers.whole(data.repeatedLines.count), lines: RegressionPage.few(data.repeatedLines)))
      )
    }
    return lines
  }

  private var errorText: String {
    if let posterior = regression.posterior {
      return language(
        .posterior(
          shape: shown(posterior.shape), rate: shown(posterior.rate),
          logMarginal: shown(posterior.logMarginalLikelihood)))
    }
    let df = degrees(regression.errors.degreesOfFreedom)
    switch regression.errors.correction {
    case .residual:
      let ridge = regression.request.ridge.map {
        "; " + language(.ridge(shown($0), effective: fixed(fit.effectiveCount, 2)))
      }
      return language(.classical(df: df)) + (ridge ?? "")
    case .leverage(let type, let factor, let leftOut):
      let name =
        type.rawValue.uppercased() + (factor == 1 ? "" : " (n/(n-K) = \(fixed(factor, 4)))")
      return language(.leverage(name, leftOut: leftOut)) + ", t(\(df))"
    case .lag(let lag, let factor):
      return language(
        .neweyWest(
          lag: "\(lag)", factor: fixed(factor, 4),
          rows: fit.rows.count < 30 ? numbers.whole(fit.rows.count) : "")) + ", t(\(df))"
    case .clusters(let counts, let factors, let isRepaired):
      let names = regression.request.errors.clusters
      return language(
        .clusters(
          names.joined(separator: " × "), counts: counts.map(numbers.whole).joined(separator: ", "),
          factor: factors.map { fixed($0, 4) }.joined(separator: "; "), df: df,
          isRepaired: isRepaired, areFew: (counts.prefix(names.count).min() ?? 0) < 40))
    case .resampling(let draws, let failed):
      let lost = failed > 0 ? numbers.whole(failed) : nil
      if case .wild(_, let cluster) = regression.request.errors {
        return language(.wild(draws: numbers.whole(draws), cluster: cluster, failed: lost))
          + ", t(\(df))"
      }
      return language(.pairs(draws: numbers.whole(draws), failed: lost)) + ", t(\(df))"
    }
  }

  // MARK: Details

  private var tests: [String] {
    var table = TextTable([.left, .right, .left])
    table.append([language(.tests), "", language(.probability)])
    func row(_ text: RegressionPageText, _ test: RegressionDiagnostics.Test?) {
      guard let test else { return }
      table.append([language(text), shown(test.statistic), probability(test.p)])
    }
    table.append([language(.durbinWatson), fixed(diagnostics.durbinWatson), ""])
    row(.breuschPagan, diagnostics.breuschPagan)
    row(.reset, diagnostics.reset)
    row(.jarqueBera, diagnostics.jarqueBera)
    table.append([language(.press), shown(diagnostics.press), ""])
    return table.lines
  }

  private var influentialRows: [String] {
    let influence = RowInfluence(fit)
    let (fitted, leverages) = (fit.fitted, fit.leverages)
    var table = TextTable([.right, .right, .right, .right, .right, .right])
    table.append(
      [.line, .fitted, .residualOfRow, .leverageOfRow, .studentised, .cook].map { language($0) })
    let order = fit.rows.indices.sorted {
      (influence.cook[$1].isNaN ? -1 : influence.cook[$1], $0)
        < (influence.cook[$0].isNaN ? -1 : influence.cook[$0], $1)
    }
    for row in order.prefix(5) {
      table.append([
        "\(regression.data.lines[fit.rows[row]])", shown(fitted[row]),
        shown(fit.residuals[row]), fixed(leverages[row]), fixed(influence.studentised[row]),
        fixed(influence.cook[row]),
      ])
    }
    return [language(.influential)] + table.lines
  }
}
