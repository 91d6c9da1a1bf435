import Scenarios
import Testing

/// What makes a fit stale, and what does not.
struct FitFreshnessTests {
  private static let scenario = "scenarios/of_reference.yaml"

  /// A copy of the project with a scenario of the reference region.
  private func project() throws -> TemporaryProject {
    let project = try TemporaryProject()
    try project.write(
      """
      schema: grdp-scenario/1
      id: of_reference
      title: Reference
      extends: baseline.yaml
      region: ../\(TemporaryProject.region)
      """, to: Self.scenario)
    return project
  }

  /// The parts of the fit that are said to have changed; nil when the fit is read.
  private func changes(in project: TemporaryProject) throws -> [FitPart]? {
    do {
      let loaded = try Workspace.load(scenarios: [project.path(Self.scenario)], readsFits: true)
      #expect(loaded.scenarios[0].fit != nil)
      return nil
    } catch {
      #expect(error.all.count == 1)
      let problem = try #require(error.all.first)
      #expect(problem.location.file.hasSuffix(TemporaryProject.region))
      guard case .fitStale(let changed, _) = problem.problem else {
        Issue.record("\(problem.problem)")
        return []
      }
      return changed
    }
  }

  /// An edit to the model or the region, and what it makes stale.
  struct Edit: Sendable, CustomTestStringConvertible {
    var file: String
    var old, new: String
    var stale: [FitPart]
    var testDescription: String { new }

    static func model(_ old: String, _ new: String, _ stale: FitPart...) -> Edit {
      Edit(file: TemporaryProject.model, old: old, new: new, stale: stale)
    }
    static func region(_ old: String, _ new: String, _ stale: FitPart...) -> Edit {
      Edit(file: TemporaryProject.region, old: old, new: new, stale: stale)
    }
  }

  static let edits = [
    Edit.region("    2024: 288492.0\n", "    2024: 288493.0\n", .data),
    .region("    value: .297\n", "    value: .298\n", .observables),
    .region("    sd: .08\n", "    sd: .07\n", .observables),
    .region("  - id: investment_2024\n", "  - id: investment\n"),
    .region("    value: 356.8\n", "    value: 356.9\n"),
    .region("    level: .25\n", "    level: .26\n"),
    .region("horizon: 2035}", "horizon: 2040}"),
    .region(
      "\ndata:\n",
      "\npriors:\n  capital_depreciation: \"lognormal(median: .06, log_sd: .1)\"\ndata:\n",
      .priors),
    .region("\ndata:\n", "\nlevers:\n  training: {default: 7000}\ndata:\n"),
    .model(
      "history: price[-1]*exp(price_drift)", "history: price[-1]*exp(price_drift + 0)", .equations),
    .model("projection: employment[-1]*exp(", "projection: .99*employment[-1]*exp("),
    .model("AGR: -0.015, OTH: -0.010}", "AGR: -0.015, OTH: -0.011}", .data),
    .model("normal(mean: .006, sd: .005)", "normal(mean: .006, sd: .004)", .priors),
    .model("headline: [digital_share, productivity_real_growth]", "headline: [digital_share]"),
    .model("# Nothing here belongs to one province:", "# Nothing here belongs to a province:"),
  ]

  @Test(arguments: edits)
  func onlyWhatMattersMakesAFitStale(edit: Edit) throws {
    let project = try project()
    try project.replace(edit.old, with: edit.new, in: edit.file)
    let changed = try changes(in: project)
    #expect((changed ?? []) == edit.stale)
  }

  @Test func theShippedFitIsFresh() throws {
    #expect(try changes(in: project()) == nil)
  }

  @Test func withoutTheFileTheRemedyIsNamed() throws {
    let project = try project()
    try project.replace("fit: ../fits/", with: "fit: ../none/", in: TemporaryProject.region)
    let error = try #require(throws: Diagnostics.self) {
      try Workspace.load(scenarios: [project.path(Self.scenario)], readsFits: true)
    }
    guard case .fitMissing(let path, let region) = try #require(error.all.first).problem else {
      Issue.record("\(error)")
      return
    }
    #expect(path.hasSuffix("data/none/hai_phong_old_reference.yaml"))
    #expect(region.hasSuffix(TemporaryProject.region))
    #expect(throws: Never.self) {
      try Workspace.load(scenarios: [project.path(Self.scenario)], readsFits: false)
    }
  }
}
