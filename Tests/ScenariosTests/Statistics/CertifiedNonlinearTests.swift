import Foundation
import Sim
import Testing

@testable import Scenarios

/// The 27 nonlinear sets of NIST's Statistical Reference Datasets (https://www.itl.nist.gov/div898/strd),
/// certified to 11 digits, from both of their starting points.
struct CertifiedNonlinearTests {
  /// The rows of a file of `Tests/Fixtures/Nonlinear`, without its header.
  private static func lines(_ name: String) -> [[String]] {
    let text =
      (try? String(contentsOfFile: Checkout.fixture("Nonlinear/\(name)"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  static let formulas = lines("models.csv").map { (name: $0[0], formula: $0[1]) }
  private static let facts = lines("certified.csv")

  private func certified(_ name: String, _ quantity: String) -> [Double] {
    CertifiedNonlinearTests.facts.filter { $0[0] == name && $0[1] == quantity }
      .compactMap { Double($0[3]) }
  }

  private func regression(_ name: String, _ formula: String, start: String) throws
    -> NonlinearRegression
  {
    var request = NonlinearRegression.Request(
      formula: formula, file: Checkout.fixture("Nonlinear/\(name).csv"))
    request.start = certified(name, start).enumerated().map { "b\($0 + 1)=\($1)" }
    return try NonlinearRegression(request)
  }

  /// The fewest digits in which numbers agree.
  private func digits(_ found: [Double?], _ certified: [Double]) -> Double {
    guard found.count == certified.count else { return 0 }
    return zip(found, certified).map { found, certified in
      guard let found, found.isFinite else { return 0 }
      return found == certified ? 15 : -log10(abs(found - certified) / abs(certified))
    }.min() ?? 0
  }

  @Test func allAreThere() { #expect(CertifiedNonlinearTests.formulas.count == 27) }

  /// Residual sums of squares of data that are exact to a few digits of the residuals lose what those lose.
  private static let exactData: Set<String> = ["lanczos1"]

  @Test(arguments: formulas.map(\.name), ["start1", "start2"])
  func agrees(name: String, start: String) throws {
    let kernels = try #require(Kernels.best)
    let formula = try #require(CertifiedNonlinearTests.formulas.first { $0.name == name }).formula
    let regression = try regression(name, formula, start: start)
    let fit = try NonlinearFit(
      regression.problem(kernels), from: regression.start, within: regression.bounds)
    #expect(fit.converged)
    let reached = [
      digits(fit.solution.parameters, certified(name, "estimate")),
      digits(fit.linearization.standardErrors, certified(name, "std_error")),
      digits([fit.linearization.residualSD], certified(name, "residual_sd")),
      digits([fit.solution.rss], certified(name, "rss")),
    ]
    if let path = ProcessInfo.processInfo.environment["NLS_DIGITS"] {
      print(path, name, start, reached, fit.solution.iterations, fit.rescuedFrom as Any)
    }
    #expect(reached[0] >= 10)
    let least = CertifiedNonlinearTests.exactData.contains(name) ? 4.0 : 10
    for digits in reached[1...] { #expect(digits >= least) }
  }

  /// The same sets as lanes: many fits of each side by side, from the second start, without the polish in
  /// doubled precision.
  @Test(arguments: formulas.map(\.name))
  func agreesSideBySide(name: String) throws {
    let kernels = try #require(Kernels.best)
    let formula = try #require(CertifiedNonlinearTests.formulas.first { $0.name == name }).formula
    let regression = try regression(name, formula, start: "start2")
    let problem = regression.problem(kernels)
    let batch = LeastSquaresBatch(problem)
    batch.iterationLimit = 2000
    let copies = 5
    let ends = batch.fit(
      Array(repeating: problem.response, count: copies).flatMap { $0 }, from: regression.start)
    for end in ends {
      #expect(end.outcome == .converged)
      #expect(end.parameters == ends[0].parameters)
    }
    let reached = digits(ends[0].parameters, certified(name, "estimate"))
    if ProcessInfo.processInfo.environment["NLS_DIGITS"] != nil { print("batch", name, reached) }
    #expect(reached >= 6)
  }
}
