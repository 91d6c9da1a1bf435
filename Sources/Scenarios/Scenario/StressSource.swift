/// A file of stresses and judgements: changes that can be made to any scenario of a model.
struct StressSource {
  /// The keys of a file of stresses.
  static let keys = Mapping(
    "stresses",
    [
      .schema(.stress),
      .optional(
        "stresses", .list(.mapping(ScenarioSource.stressKeys)), vi: "Những gì có thể xảy ra.",
        en: "What may happen."),
      .optional(
        "judgements", .list(.mapping(ScenarioSource.stressKeys)),
        vi: "Những nhận định có thể đã khác.", en: "What might have been decided otherwise."),
    ] + ModelReader.remarks)

  /// The changes, stresses first.
  var changes: [(kind: StressKind, change: ScenarioSource)] = []

  /// Reads a file; nil when it holds none at all.
  static func read(_ root: Located, findings: Findings) -> StressSource? {
    guard let fields = Fields(file: root, .stress, findings: findings) else { return nil }
    var source = StressSource()
    var known: [String: Located] = [:]
    for (key, kind) in [("stresses", StressKind.stress), ("judgements", .judgement)] {
      for item in fields[key]?.requiredList(findings) ?? [] {
        guard let change = ScenarioSource.readChange(item, findings: findings) else { continue }
        if let earlier = known.updateValue(item, forKey: change.id) {
          findings.report(
            .scenarioTaken(change.id, by: earlier.file.path), at: item,
            notes: [Place(earlier).note(.firstHere)])
        }
        source.changes.append((kind, change))
      }
    }
    return source
  }
}

/// What a change in a file of stresses is for.
public enum StressKind: String, Hashable, Sendable {
  /// Something that may happen.
  case stress
  /// Something that was decided when the model was made, and might have been decided otherwise.
  case judgement
}

extension Workspace {
  /// A scenario, and the same with each change of a file of stresses made to it.
  ///
  /// - Parameters:
  ///   - path: the scenario.
  ///   - stressPath: the file of stresses; without it the one the model names.
  ///   - changes: levers and assumptions set on the command line, before any stress.
  ///   - readsFits: whether the fit of the region is read, too, where it has one.
  /// - Returns: the scenario first, then one for each change, beside what each is for; and warnings.
  /// - Throws: every mistake in any of the files, and a model that names no file of stresses.
  public static func stressed(
    _ path: String, by stressPath: String?, set changes: [String] = [], readsFits: Bool
  ) throws(Diagnostics) -> (
    base: LoadedScenario?, stressed: [(kind: StressKind, scenario: LoadedScenario)],
    warnings: [Diagnostic]
  ) {
    let workspace = Workspace(readsFits: readsFits)
    let findings = workspace.findings
    let changes = changes.compactMap { InputChange($0, findings: findings) }
    let (plans, kinds) = workspace.stressPlans(path, by: stressPath)
    let loaded = workspace.finished(plans, changes)
    let found = findings.sorted()
    if found.hasErrors { throw found }
    return (loaded.first, Array(zip(kinds, loaded.dropFirst())), found.all)
  }

  private func stressPlans(
    _ path: String, by stressPath: String?
  ) -> (plans: [Plan], kinds: [StressKind]) {
    guard let plan = plans(path).first else { return ([], []) }
    guard !plan.chain.isEmpty else {
      findings.report(.stressNeedsScenario, at: plan.binding.source.root)
      return ([], [])
    }
    let named = plan.binding.source.stresses
    guard let file = stressPath ?? named.flatMap({ files.path(namedAt: $0) }) else {
      if named == nil { findings.report(.noStresses, at: plan.binding.source.root) }
      return ([], [])
    }
    guard let stresses = files.stresses(file, from: stressPath == nil ? named : nil) else {
      return ([], [])
    }
    let stressed = stresses.changes.map { plan.changed(by: $0.change) }
    return ([plan] + stressed, stresses.changes.map(\.kind))
  }

  /// Gives the first of the scenarios that run together the same with each judgement moved.
  ///
  /// Nothing that is found on the way is a finding about the scenarios: they can be run. A union of
  /// regions has none: the judgements are about variables of its parts.
  func moveJudgements(
    of loaded: inout [LoadedScenario], _ plans: [Plan], _ changes: [InputChange]
  ) {
    var known: Set<String> = []
    for (index, plan) in plans.enumerated()
    where known.insert(plan.binding.numbersKey).inserted && plan.sweep.isEmpty {
      guard !plan.chain.isEmpty, !loaded[index].model.isUnion,
        let named = plan.binding.source.stresses
      else { continue }
      let before = findings.errorCount
      let file = files.path(namedAt: named).flatMap { files.stresses($0, from: named) }
      let judged = (file?.changes ?? []).filter { $0.kind == .judgement }
      let moved = finished(judged.map { plan.changed(by: $0.change) }, changes)
      if file == nil || findings.errorCount > before {
        loaded[index].judgements = .mistaken
      } else if !moved.isEmpty {
        loaded[index].judgements = .moved(moved)
      }
    }
  }
}

extension Workspace.Plan {
  /// The same scenario with a change made to it.
  fileprivate func changed(by change: ScenarioSource) -> Workspace.Plan {
    var one = self
    one.chain.append(change)
    one.binding.uncertainty = one.chain.compactMap(\.uncertainty)
    return one
  }
}
