import Foundation
import Testing

/// The lines of `grdp run` that say how arbitrary its headline is.
struct JudgementTests {
  /// A judgement of each kind: laws of parameters and shocks, add-factors in the same and in other years,
  /// a steady assumption, and a lever whose path is not steady.
  private static let judgements = """
    schema: grdp-stress/1
    judgements:
      - {id: law, title: Effect known, source: "[A]", uncertainty: {parameters: {effect: 0}}}
      - {id: element, title: Port slower, source: "[A]", uncertainty: {parameters: {"trend[port]": "normal(mean: .03, sd: .01)"}}}
      - {id: weather, title: Weather worse, source: "[A]", uncertainty: {shocks: {harvest: "normal(mean: -.01, sd: .02)"}}}
      - {id: more, title: More trade, source: "[A]", adjust: {"output[port]": {policy_start..horizon: 9}}}
      - {id: less, title: Less trade, source: "[A]", adjust: {"output[port]": {policy_start..horizon: -30}}}
      - {id: once, title: A bad year, source: "[A]", adjust: {"output[port]": {2027: -50}}}
      - {id: steady, title: Demand falls, source: "[A]", assumptions: {demand: -.05}}
      - {id: path, title: Demand comes back, source: "[A]", assumptions: {demand: {2026: -.05, 2028: 0}}}
      - {id: same, title: Nothing is moved, source: "[A]", assumptions: {demand: 0}}
    """

  private static func town(_ judgements: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder.town()
    _ = try folder.write(judgements, to: "stress.yaml")
    let model = try folder.text("model.yaml")
    _ = try folder.write(
      model.replacing("id: town\n", with: "id: town\nstress: stress.yaml\n"), to: "model.yaml")
    return folder
  }

  /// The changes that `grdp stress` finds on the same draws, as the lines print them.
  private static func stressed(
    _ folder: TemporaryFolder, _ scenario: String = "push.yaml", draws: String
  ) throws -> Set<String> {
    let run = try folder.grdp("stress", scenario, "--json", "--draws", draws)
    try #require(run.exitCode == 0, "\(run.error)")
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let scenarios = try #require(answer["scenarios"] as? [[String: Any]])
    let titles = [
      "Effect known", "Port slower", "Weather worse", "More trade", "Less trade", "A bad year",
      "Demand falls", "Demand comes back", "Nothing is moved",
    ]
    try #require(scenarios.count == titles.count)
    func percent(_ value: Double) -> String {
      String(format: "%.1f", (1000 * value).rounded() / 10)
    }
    func signed(_ value: Double) -> String {
      let text = percent(value)
      return ["0.0", "-0.0"].contains(text) ? "0.0" : (value > 0 ? "+" : "") + text
    }
    return Set(
      try zip(titles, scenarios).map { title, scenario in
        let differences = try #require(scenario["differences"] as? [[String: Any]])
        let targets = try #require(scenario["targets"] as? [[String: Any]])
        let median = try #require(differences[0]["median"] as? Double)
        let change = try #require(targets[0]["difference"] as? Double)
        let error = try #require(targets[0]["standard_error"] as? Double)
        return
          "\(title): \(signed(change)) ± \(percent(error)) (\(signed(median)))"
      })
  }

  @Test func changesAreThoseOfStress() throws {
    let folder = try Self.town(Self.judgements)
    for draws in ["300", "3000"] {
      let run = try folder.grdp(
        "run", "push.yaml", "steady.yaml", "--details", "--lang", "en", "--draws", draws)
      try #require(run.exitCode == 0, "\(run.error)")
      let lines = run.output.split(separator: "\n").drop { !$0.hasPrefix("How arbitrary") }
      #expect(lines.first?.contains("Push, 2028, one of 9 judgements") == true)
      // At most 1,024 draws are taken.
      let found = try Self.stressed(folder, draws: draws == "300" ? "300" : "1024")
      #expect(Self.rows(of: run.output).symmetricDifference(found).sorted() == [])
      #expect(lines.allSatisfy { $0.count <= 100 })
    }
  }

  /// Overrides are of variables, which the draws of moved parameters have none of.
  @Test func aScenarioWithOverridesIsMovedTheSame() throws {
    let folder = try Self.town(Self.judgements)
    _ = try folder.write(
      """
      schema: grdp-scenario/1
      id: bound
      title: Bound
      extends: push.yaml
      fix: {"output[port]": {2026: 70}}
      adjust: {"output[shop]": {2027: 3}}
      """, to: "bound.yaml")
    let run = try folder.grdp(
      "run", "bound.yaml", "--details", "--lang", "en", "--draws", "300")
    try #require(run.exitCode == 0, "\(run.error)")
    #expect(try Self.rows(of: run.output) == Self.stressed(folder, "bound.yaml", draws: "300"))
  }

  /// The changes the page of a run prints.
  private static func rows(of page: String) -> Set<String> {
    let lines = page.split(separator: "\n").drop { !$0.hasPrefix("How arbitrary") }
    return Set(
      lines.dropFirst(2).prefix(9).map { line in
        let parts = line.split(separator: "  ", omittingEmptySubsequences: true)
        return "\(parts[0].trimmingPrefix(" ")): \(parts[1].trimmingPrefix(" "))"
      })
  }

  /// The two that raise the probability most, the two that lower it most.
  @Test(arguments: ["en", "vi"])
  func theLargestAreShown(language: String) throws {
    let folder = try Self.town(Self.judgements)
    let run = try folder.grdp("run", "push.yaml", "--lang", language, "--draws", "300")
    let lines = run.output.split(separator: "\n")
      .drop { !$0.hasPrefix(language == "vi" ? "Tuỳ thuộc" : "How arbitrary") }
    try #require(lines.count >= 6)
    let changes = lines.dropFirst(2).prefix(4).compactMap { line in
      line.firstMatch(of: /([+-][0-9]+[.,][0-9]) ±/).flatMap {
        Double($0.1.replacing(",", with: "."))
      }
    }
    #expect(changes.count == 4)
    #expect(changes == changes.sorted(by: >) && changes[1] > 0 && changes[2] < 0)
  }

  /// A mistake in that file is the business of `grdp stress`: the scenario can be run.
  @Test func mistakesDoNotStopARun() throws {
    let folder = try Self.town(
      """
      schema: grdp-stress/1
      judgements:
        - {id: law, title: Effect known, source: "[A]", uncertainty: {parameters: {efect: 0}}}
      """)
    let run = try folder.grdp("run", "push.yaml", "--lang", "en", "--draws", "50")
    #expect(run.exitCode == 0 && run.error.isEmpty)
    #expect(run.output.contains("not shown, the model's judgements have mistakes"))
    #expect(try folder.grdp("stress", "push.yaml").exitCode == 65)
  }

  /// The files of a run do not depend on what the page says.
  @Test func filesAreThoseWithoutJudgements() throws {
    let (plain, judged) = (try TemporaryFolder.town(), try Self.town(Self.judgements))
    for folder in [plain, judged] {
      let run = try folder.grdp("run", "push.yaml", "--out", "results", "--draws", "100")
      try #require(run.exitCode == 0, "\(run.error)")
    }
    for name in ["forecast.csv", "probability.csv", "components.csv", "levers.csv", "meta.csv"] {
      #expect(try plain.contents("results")[name] == judged.contents("results")[name])
    }
  }
}
