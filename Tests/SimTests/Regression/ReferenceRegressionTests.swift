import Foundation
import Testing

@testable import Sim

/// What R 4.2.2 with sandwich 3.0.2 and lmtest 0.9.40 finds; its data are not ours to pass on, so these
/// tests need the folder `shared` beside the checkout.
struct ReferenceRegressionTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../../shared/cases").standardized
  static let isThere = FileManager.default.fileExists(
    atPath: folder.appending(path: "reference_R.json").path)

  private func reference(_ name: String) throws -> [String: Any] {
    let data = try Data(
      contentsOf: ReferenceRegressionTests.folder.appending(path: "reference_R.json"))
    let all = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    return try #require(all[name] as? [String: Any])
  }

  private func numbers(_ value: Any?) throws -> [Double] {
    if let number = value as? Double { return [number] }
    return try #require(value as? [Double])
  }

  /// R's own rounding on this set is about 1e-9 of coefficients (its columns are not centred), and
  /// of robust errors 1e-7; so no more can be asked.
  private func expect(
    _ values: [Double], _ known: Any?, digits: Double, _ name: String
  ) throws {
    let known = try numbers(known)
    #expect(values.count == known.count)
    let reached = zip(values, known).map { agreement($0, $1) }.min() ?? 0
    #expect(reached >= digits, "\(name): \(reached) digits")
  }

  /// Longley's data in the units of R.
  private func longley() throws -> LinearFit {
    let data = try RegressionCase("longley")
    let scales = [1.0, 1000, 10, 10, 1000, 1]
    let columns = try scales.enumerated().map { index, scale in
      ("x\(index + 1)", try data.column("x\(index + 1)").map { $0 / scale })
    }
    return try LinearFit(
      response: try data.column("y").map { $0 / 1000 }, design: Design(columns: columns))
  }

  @Test(.enabled(if: isThere, "the folder shared is not beside the checkout"))
  func longleyInR() throws {
    let (fit, r) = (try longley(), try reference("longley"))
    let (diagnostics, rows) = (RegressionDiagnostics(fit), RowInfluence(fit))
    let classical = try fit.errors(.classical)
    let law = StudentT(degreesOfFreedom: 9)
    let t = zip(fit.estimates, classical.standardErrors).map { $0 / $1 }
    try expect(fit.estimates, r["coef"], digits: 10, "coef")
    try expect(classical.standardErrors, r["se"], digits: 10, "se")
    try expect(t, r["t"], digits: 10, "t")
    try expect(t.map(law.twoSided), r["p"], digits: 9, "p")
    try expect([fit.residualSD], r["sigma"], digits: 11, "sigma")
    for (value, name) in [
      (diagnostics.rSquared, "r2"), (diagnostics.adjustedRSquared, "adj_r2"),
      (diagnostics.f?.statistic ?? 0, "f"), (diagnostics.logLikelihood, "logLik"),
      (diagnostics.aic, "AIC"), (diagnostics.bic, "BIC"), (diagnostics.aicc, "AICc"),
      (diagnostics.press, "press"), (diagnostics.durbinWatson, "dw"),
      (diagnostics.breuschPagan?.statistic ?? 0, "bp_studentized"),
      (diagnostics.breuschPagan?.p ?? 0, "bp_p"), (diagnostics.jarqueBera.statistic, "jb"),
      (diagnostics.jarqueBera.p, "jb_p"),
    ] {
      try expect([value], r[name], digits: 9, name)
    }
    // Powers of fitted values near 65,000 cost R more.
    try expect([diagnostics.reset?.statistic ?? 0], r["reset"], digits: 6, "reset")
    try expect([diagnostics.reset?.p ?? 0], r["reset_p"], digits: 6, "reset_p")
    try expect([fit.condition], r["kappa2_scaled"], digits: 8, "kappa")
    try expect(diagnostics.varianceInflation.compactMap { $0 }, r["vif"], digits: 9, "vif")
    try expect(fit.leverages, r["hat"], digits: 9, "hat")
    try expect(rows.cook, r["cooks"], digits: 8, "cooks")
    try expect(rows.standardised, r["rstandard"], digits: 8, "rstandard")
    try expect(rows.studentised, r["rstudent"], digits: 8, "rstudent")
    try expect(rows.dffits, r["dffits"], digits: 8, "dffits")
  }

  @Test(.enabled(if: isThere, "the folder shared is not beside the checkout"))
  func robustErrorsOfLongleyInR() throws {
    let (fit, r) = (try longley(), try reference("longley"))
    let hc = try #require(r["vcovHC"] as? [String: Any])
    for type in ErrorKind.LeverageCorrection.allCases {
      try expect(
        try fit.errors(.heteroskedastic(type)).standardErrors, hc[type.rawValue.uppercased()],
        digits: 6.5, type.rawValue)
    }
    try expect(
      try fit.errors(.neweyWest(lag: 2), smallSample: .none).standardErrors,
      r["NeweyWest_lag2_noprewhite"], digits: 6.5, "nw")
    try expect(
      try fit.errors(.neweyWest(lag: 2)).standardErrors, r["NeweyWest_lag2_noprewhite_adjust"],
      digits: 6.5, "nw adjusted")
  }

  @Test(.enabled(if: isThere, "the folder shared is not beside the checkout"))
  func clustersOfPetersenInR() throws {
    let r = try reference("petersen")
    let text = try String(
      contentsOf: ReferenceRegressionTests.folder.appending(path: "petersen.csv"), encoding: .utf8)
    let rows = try text.split(separator: "\n").dropFirst().map { line in
      try line.split(separator: ",").map { try #require(Double($0)) }
    }
    let (firms, years) = (rows.map { Int($0[0]) }, rows.map { Int($0[1]) })
    let (x, y) = (rows.map { $0[2] }, rows.map { $0[3] })
    let fit = try LinearFit(response: y, design: Design(columns: [("x", x)]))
    func check(_ kind: ErrorKind, _ small: SmallSample, _ name: String) throws {
      try expect(
        try fit.errors(kind, smallSample: small).standardErrors, r[name], digits: 12, name)
    }
    try expect(fit.estimates, r["coef"], digits: 13, "coef")
    try check(.classical, .full, "se")
    try check(.heteroskedastic(.hc0), .full, "HC0")
    try check(.heteroskedastic(.hc1), .full, "HC1")
    try check(.heteroskedastic(.hc3), .full, "HC3")
    try check(.cluster([firms]), .full, "CL_firm_HC1")
    try check(.cluster([years]), .full, "CL_year_HC1")
    try check(.cluster([firms]), .none, "CL_firm_HC0_nocadj")
    try check(.cluster([firms, years]), .full, "CL_firm_year")

    let within = try #require(r["within_firm"] as? [String: Any])
    let absorbed = try LinearFit(
      response: y, design: Design(columns: [("x", x)], intercept: false), effects: [firms])
    try expect(absorbed.estimates, within["coef"], digits: 12, "within")
    try expect(
      try absorbed.errors(.classical).standardErrors, within["se"], digits: 12, "within se")
    let both = try #require(r["within_twoway"] as? [String: Any])
    let twoway = try LinearFit(
      response: y, design: Design(columns: [("x", x)], intercept: false),
      effects: [firms, years])
    try expect(twoway.estimates, both["coef"], digits: 12, "twoway")
    try expect(try twoway.errors(.classical).standardErrors, both["se"], digits: 12, "twoway se")
    // R was given columns, so its factor counts all effects, also those nested in the clusters.
    for (fit, known, count) in [(absorbed, within, 501.0), (twoway, both, 510)] {
      let errors = try fit.errors(.cluster([firms]), smallSample: .clusters).standardErrors
      try expect(
        errors.map { $0 * (4999 / (5000 - count)).squareRoot() }, known["CL_firm_HC1"],
        digits: 12, "within clusters")
    }
  }
}
