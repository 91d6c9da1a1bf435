import Scenarios
import Sim

/// A small model with definitions, a region for it, and scenarios: files for a test to vary.
struct ScenarioFiles {
  /// Output grows by what effort and demand say, with a parameter and two shocks.
  static let model = """
    schema: grdp-model/1
    id: small
    title: Small
    clock: {unit: yr}
    units:
      VND: {}
      person: {}
    sets:
      sector: [farms, plants]
      definition: {elements: [gso, mic], aliases: {nso: gso}}
    data:
      start: {over: [sector], unit: bn VND}
      digital: {over: [definition, sector], unit: fraction}
    levers:
      effort: {symbol: e, unit: "1", default: 1, possible: [0, 100], plausible: [0, 50]}
      training: {unit: person, default: 0, possible: [0, 1e6]}
    assumptions:
      demand: {unit: "1", default: 0, possible: [-100, 100]}
    parameters:
      pace: {unit: "1", prior: "normal(mean: 2, sd: .5)"}
      bonus: {over: [sector], unit: "1", prior: "normal(mean: 1, sd: .1)"}
    shocks:
      weather: {over: [sector], unit: "1", law: "normal(mean: 0, sd: 1)"}
      noise: {unit: "1", law: "normal(mean: 0, sd: 1)"}
    equations:
      output:
        over: [sector]
        unit: bn VND
        first: start
        history: "output[-1]"
        projection: "output[-1] + 1{bn VND}*(effort*pace + demand + bonus + weather) + 1{bn VND/person}*training"
      trouble: {unit: "1", projection: noise}
    reporting:
      total: {unit: bn VND, all: sum(output over sector), report: Total}
      share: {over: [definition], unit: fraction, all: sum(digital*output over sector)/total, report: "Share|{definition}"}
      growth: {unit: 1/yr, later: "total/total[-1] - 1", report: Growth}

    """

  static let region = """
    schema: grdp-region/1
    id: here
    title: Here
    boundary: old
    vintage: test
    model: model.yaml
    years: {first: 2020, last: 2024, policy_start: 2026, horizon: 2030}
    data:
      start: [10, 20]
      digital: {gso: [.5, .25], mic: [.25, .5]}

    """

  /// The text of a scenario.
  static func scenario(_ id: String, _ body: String) -> String {
    """
    schema: grdp-scenario/1
    id: \(id)
    title: {vi: Kịch bản, en: Scenario}
    \(body)
    """
  }

  let files: TemporaryFiles

  /// Writes the files: `base.yaml` names model, region and definition, `child.yaml` extends it.
  init(
    base: String = "", child: String = "", region: String = "", others: [String: String] = [:]
  ) throws {
    let head = "model: model.yaml\nregion: region.yaml\ndefinition: gso\n"
    let written = [
      "model.yaml": ScenarioFiles.model, "region.yaml": ScenarioFiles.region + region,
      "base.yaml": ScenarioFiles.scenario("base", head + base),
      "child.yaml": ScenarioFiles.scenario("child", "extends: base.yaml\n" + child),
    ]
    files = try TemporaryFiles(written.merging(others) { $1 })
  }

  /// The scenarios, loaded.
  func load(
    _ names: [String] = ["child"], set changes: [String] = []
  ) throws -> [LoadedScenario] {
    try Workspace.load(scenarios: names.map { files.path("\($0).yaml") }, set: changes).scenarios
  }

  /// What is wrong with a scenario, warnings included.
  func problems(_ name: String = "child") -> [Problem] {
    Workspace.check([files.path("\(name).yaml")]).diagnostics.all.map(\.problem)
  }
}
