internal import Scenarios
internal import Sim

/// What scenarios change, a row for each lever, assumption, fixed or adjusted variable, and law.
struct ChangeTable {
  private let scenarios: [LoadedScenario]
  private let language: Language
  private let numbers: NumberText

  /// The changes of the scenarios after the first, which is the base.
  init(_ scenarios: [LoadedScenario], in language: Language) {
    self.scenarios = scenarios
    self.language = language
    numbers = NumberText(language)
  }

  /// The table with its head; with details the file and line that make each change.
  func lines(details: Bool) -> [String] {
    let changes = scenarios.dropFirst().map { $0.changes(from: scenarios[0]) }
    var subjects: [ScenarioChange] = []
    for change in changes.joined() where !subjects.contains(where: { $0.subject == change.subject })
    {
      subjects.append(change)
    }
    guard !subjects.isEmpty else { return [] }
    var table = ScenarioTable(scenarios.map { $0.document.title.text(in: language) })
    table.section(language(.changed))
    let folder = SharedFolder(of: scenarios)
    for subject in subjects {
      table.append(label(subject), cells(subject, changes))
      guard details else { continue }
      let origins = changes.map { own in
        own.first { $0.subject == subject.subject }?.origin.map {
          $0.line > 0 ? "\(folder.name(of: $0.file)):\($0.line)" : $0.file
        } ?? ""
      }
      table.append("", [""] + origins)
    }
    return [""] + table.text
  }

  private func label(_ change: ScenarioChange) -> String {
    let words = shortened(change.label?.text(in: language) ?? change.name, to: 60)
    switch change.subject {
    case .input(let input):
      let entry = scenarios[0].model.inputs[input].entry
      let unit = ShownUnit(entry.unit, clock: scenarios[0].model.clockUnit, in: language)
      return words + (unit.text.isEmpty || unit.text == "index" ? "" : ", \(unit.text)")
    case .fix: return language(.fixed(words))
    case .adjust: return language(.adjusted(words))
    case .parameterLaw, .shockLaw: return language(.law(words))
    case .correlations: return language(.correlations)
    }
  }

  private func cells(_ change: ScenarioChange, _ changes: [[ScenarioChange]]) -> [String] {
    scenarios.indices.map { scenario in
      switch change.subject {
      case .input(let input): path(input, scenarios[scenario])
      default:
        scenario > 0 && changes[scenario - 1].contains { $0.subject == change.subject }
          ? language(.yes) : language(.notSo)
      }
    }
  }

  /// The value from the start of policy on; where it moves, the first and the last one.
  private func path(_ input: Int, _ loaded: LoadedScenario) -> String {
    let timeline = loaded.model.model.timeline
    let entry = loaded.model.inputs[input].entry
    let unit = ShownUnit(entry.unit, clock: loaded.model.clockUnit, in: language)
    let values = timeline.years.filter { $0 >= timeline.policyStart }.map {
      numbers.trimmed(unit.scale * loaded.scenario.inputs[input][$0 - timeline.first])
    }
    guard let first = values.first, let last = values.last else { return "" }
    if Set(values).count == 1 { return first }
    return first == last ? "\(first) … \(last)" : "\(first) → \(last)"
  }
}
