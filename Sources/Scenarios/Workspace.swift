import Sim

/// Everything that is read in one run of the program: each file once, each model bound once.
public struct Workspace {
  let files: FileCache
  let findings = Findings()
  /// Whether scenarios come with the fit of their region.
  private let readsFits: Bool
  /// Targets from the command line.
  private let targets: [TargetArgument]

  init(readsFits: Bool, targets: [String] = []) {
    files = FileCache(findings)
    self.readsFits = readsFits
    self.targets = targets.map(TargetArgument.init)
  }

  /// Loads scenarios with their models and regions.
  ///
  /// A model file stands for the scenario in which everything keeps its default.
  ///
  /// - Parameters:
  ///   - scenarios: the files.
  ///   - changes: levers and assumptions set on the command line, `name=value` or
  ///     `name.2030=value`, after everything else.
  ///   - definitions: the official definitions each scenario is stated under, one after the other; none
  ///     for its own. One that is not its own makes another scenario, `id[definition=mic]`, without the
  ///     targets that name another definition.
  ///   - readsFits: whether the fit of a region is read, too, where it has one; it must be up to date.
  ///   - targets: targets of the command line, each the id of one in a file or
  ///     `quantity comparator level in year`; they have the argument as their id.
  ///   - movesJudgements: whether the first of the scenarios that run together comes with each
  ///     judgement of its model moved.
  /// - Returns: the scenarios in the order they were named, and warnings.
  /// - Throws: every mistake in any of the files.
  public static func load(
    scenarios: [String], set changes: [String] = [], definitions: [String] = [],
    readsFits: Bool = false, targets: [String] = [], movesJudgements: Bool = false
  ) throws(Diagnostics) -> (scenarios: [LoadedScenario], warnings: [Diagnostic]) {
    let workspace = Workspace(readsFits: readsFits, targets: targets)
    let findings = workspace.findings
    let changes = changes.compactMap { InputChange($0, findings: findings) }
    var plans = scenarios.flatMap { workspace.plans($0) }
    if !definitions.isEmpty {
      let asked = definitions.map { Located(argument: $0, of: "--definition") }
      plans = plans.flatMap { plan in asked.map { plan.stated(under: $0) } }
    }
    var loaded = workspace.finished(plans, changes)
    let found = findings.sorted()
    if found.hasErrors { throw found }
    if movesJudgements { workspace.moveJudgements(of: &loaded, plans, changes) }
    return (loaded, found.all)
  }

  /// The text of a file.
  ///
  /// - Throws: what is wrong with it.
  public static func text(of path: String) throws(Diagnostics) -> String {
    do {
      return try SourceFile(reading: path).text
    } catch {
      throw Diagnostics([error])
    }
  }

  /// Checks models, regions, scenarios and tables of data, each by itself or with the files it names.
  public static func check(_ files: [String]) -> CheckResult {
    let workspace = Workspace(readsFits: true)
    let paths = files.filter { !PathName.isTable($0) }
    let kinds = paths.map { path in (path, workspace.files.kind(path)) }
    var summaries: [CheckResult.Summary?] = []
    var bound: [CheckResult.BoundModel?] = []
    for (path, kind) in kinds {
      switch kind {
      case .model:
        summaries.append(workspace.checkModel(path))
        bound.append(workspace.bound(path, region: nil))
      case .region:
        let models = kinds.filter { $0.1 == .model }.map(\.0)
        let (summary, model) = workspace.checkRegion(path, models: models)
        summaries.append(summary)
        bound.append(model.flatMap { workspace.bound($0, region: path) })
      case .scenario:
        let scenario = workspace.finished(workspace.plans(path), []).first
        summaries.append(scenario.map(CheckResult.Summary.init))
        bound.append(scenario.flatMap { workspace.bound($0) })
      case .stress:
        // The names in it are those of the scenario it is applied to; here its shape is checked.
        let stresses = workspace.files.stresses(path)
        summaries.append(
          stresses.map {
            CheckResult.Summary(file: path, id: "", content: .stresses($0.changes.count))
          })
      case .fit, nil: break
      }
    }
    var known: Set<String> = []
    let distinct = bound.compactMap { $0 }.filter {
      known.insert("\($0.model.file)\n\($0.region?.file ?? "")").inserted
    }
    summaries += files.filter(PathName.isTable).map(workspace.checkTable)
    return CheckResult(
      diagnostics: workspace.findings.sorted(), summaries: summaries.compactMap { $0 },
      bound: distinct)
  }

  // MARK: Checking

  private func checkTable(_ path: String) -> CheckResult.Summary? {
    findings.opened(path)
    let reading = DataFolder.check(path)
    reading.diagnostics.forEach(findings.add)
    return reading.table.map {
      CheckResult.Summary(file: path, id: "", content: .table($0, rows: reading.rowCount))
    }
  }

  private func checkModel(_ path: String) -> CheckResult.Summary? {
    guard let source = files.model(path) else { return nil }
    let document = files.bind(Binding(source, standsAlone: true))
    return CheckResult.Summary(document)
  }

  private func checkRegion(
    _ path: String, models: [String]
  ) -> (summary: CheckResult.Summary?, model: String?) {
    guard let region = files.region(path) else { return (nil, nil) }
    var named: ModelSource?
    if let node = region.model, let text = node.text {
      if PathName.isPath(text) {
        named = model(namedAt: node)
      } else {
        named = models.lazy.compactMap { files.model($0) }.first { $0.id == text }
      }
    } else if models.count == 1 {
      named = files.model(models[0])
    }
    if let named {
      _ = files.bind(Binding(named, region: region))
    }
    return (CheckResult.Summary(region, boundTo: named?.id), named?.file.path)
  }

  /// A model with the data of a region, or with its own; nil when years or data are missing.
  ///
  /// - Parameter document: what to take when only a scenario gives the last year.
  private func bound(
    _ path: String, region regionPath: String?, orElse document: ModelDocument? = nil
  ) -> CheckResult.BoundModel? {
    guard let source = files.model(path) else { return nil }
    let region = regionPath.flatMap { files.region($0) }
    let years = source.clock.years.merging(region?.years ?? [:]) { $1 }
    guard region != nil || source.slotsWithoutValues.isEmpty else { return nil }
    guard NamedYear.allCases.allSatisfy({ years[$0] != nil }) else {
      return document.map { CheckResult.BoundModel(model: $0, region: region?.document) }
    }
    return CheckResult.BoundModel(
      model: files.bind(Binding(source, region: region)), region: region?.document)
  }

  private func bound(_ scenario: LoadedScenario) -> CheckResult.BoundModel? {
    bound(scenario.model.file, region: scenario.region?.file, orElse: scenario.model)
  }

  // MARK: Loading

  /// What is known of a scenario before its model is bound.
  struct Plan {
    var binding: Binding
    /// The scenario and those it extends, the last of these first; empty for a model as such.
    var chain: [ScenarioSource] = []
    /// Its place in a sweep.
    var sweep: [SweepPoint] = []
    /// The region's targets and its own.
    var targets: [TargetSource] = []
    /// The definition it is stated under, if somebody asked for one.
    var definition: Located?

    /// The same scenario under a definition.
    func stated(under definition: Located) -> Plan {
      var plan = self
      plan.definition = definition
      return plan
    }
  }

  /// The plan of a file: one, or one for each combination of a sweep.
  func plans(_ path: String) -> [Plan] {
    switch files.kind(path) {
    case .model: return planModel(path).map { [$0] } ?? []
    case .scenario: return planScenario(path).map(swept) ?? []
    case .region, .stress:
      reportOther(path)
      return []
    case .fit, nil: return []
    }
  }

  /// A scenario as its file has it, without its sweep.
  func unswept(_ path: String, _ changes: [InputChange]) -> LoadedScenario? {
    guard let plan = planScenario(path) else { return nil }
    // What is wrong with a sweep is wrong with its scenarios.
    _ = finished(swept(plan), changes)
    return finished([plan], changes).first
  }

  /// A scenario for each combination of its sweep; a sweep is not inherited.
  private func swept(_ plan: Plan) -> [Plan] {
    guard let sweep = plan.chain.last?.sweep else { return [plan] }
    return sweep.points(in: plan.binding.source, findings: findings).map { points in
      var one = plan
      one.sweep = points
      one.binding.knownParameters = points.compactMap {
        if case .parameter(let known) = $0.subject { known } else { nil }
      }
      return one
    }
  }

  /// Reports a file of another kind in the place of a scenario.
  func reportOther(_ path: String) {
    if let root = files.root(path), let schema = root.map?.first(where: { $0.key.text == "schema" })
    {
      findings.report(
        .wrongSchema(found: schema.value.appearance, expected: FileKind.scenario.identifier),
        at: schema.value)
    }
  }

  private func planModel(_ path: String) -> Plan? {
    guard let source = files.model(path) else { return nil }
    if let slot = source.slotsWithoutValues.first {
      findings.report(
        .modelNeedsScenario, at: source.root,
        notes: [Place(slot.declaration.key).note(.declaredHere)])
    }
    return Plan(
      binding: Binding(source, standsAlone: !source.slotsWithoutValues.isEmpty),
      targets: withArguments([], in: source))
  }

  private func planScenario(_ path: String) -> Plan? {
    guard let chain = chain(path), let leaf = chain.last else { return nil }
    let regionNode = nearest(\.region, in: chain)
    let region = regionNode.flatMap { node in
      files.path(namedAt: node).flatMap { files.region($0, from: node) }
    }
    // Without a region that was meant to be there, it is not known whether the model is missing.
    let mayLackModel = region == nil && regionNode != nil && nearest(\.model, in: chain) == nil
    guard !mayLackModel, let source = model(of: chain, region) else { return nil }
    checkModelName(source, region)
    if regionNode == nil, let slot = source.slotsWithoutValues.first {
      findings.report(
        .modelNeedsRegion, at: leaf.root,
        notes: [Place(slot.declaration.key).note(.slotHere)])
    }
    var binding = Binding(
      source, region: region, horizon: chain.last { $0.horizon != nil }?.horizon,
      standsAlone: region == nil && !source.slotsWithoutValues.isEmpty)
    binding.uncertainty = chain.compactMap(\.uncertainty)
    return Plan(
      binding: binding, chain: chain,
      targets: withArguments(
        TargetSource.merged([region?.targets ?? []] + chain.map(\.targets)), in: source))
  }

  /// Targets of files and those of the command line.
  private func withArguments(_ stated: [TargetSource], in source: ModelSource) -> [TargetSource] {
    TargetSource.merged(
      [stated]
        + targets.map { argument in
          argument.target(among: stated, in: source, findings: findings).map { [$0] } ?? []
        })
  }

  /// Binds and resolves: scenarios with the same numbers share a model that computes the quantities
  /// of all their targets, so that they can run together.
  func finished(_ plans: [Plan], _ changes: [InputChange]) -> [LoadedScenario] {
    var targets: [String: [TargetSource]] = [:]
    for plan in plans { targets[plan.binding.numbersKey, default: []] += plan.targets }
    return plans.map { plan in
      var binding = plan.binding
      var known: Set<SourceLocation> = []
      binding.targets = (targets[binding.numbersKey] ?? []).filter {
        known.insert($0.node.location).inserted
      }
      return finished(plan, files.bind(binding), changes)
    }
  }

  private func finished(
    _ plan: Plan, _ document: ModelDocument, _ changes: [InputChange]
  ) -> LoadedScenario {
    let (source, region) = (plan.binding.source, plan.binding.region)
    var resolver = ScenarioResolver(
      source, document, regionHorizon: (region?.years ?? source.clock.years)[.horizon]?.value,
      definition: plan.definition, findings: findings)
    let (scenario, words) =
      plan.chain.isEmpty
      ? resolver.defaults(changes: changes)
      : resolver.resolve(
        plan.chain, sweep: plan.sweep, changes: changes, boundary: region?.document.boundary)
    return LoadedScenario(
      document: words, scenario: scenario, model: document, region: region?.document,
      fit: readsFits ? fit(of: plan.binding, document) : nil,
      sweepValues: plan.sweep.map(\.value),
      targets: resolver.targets(plan.targets, words, horizon: plan.binding.horizon))
  }

  /// The scenario and those it extends, the last of these first.
  private func chain(_ path: String) -> [ScenarioSource]? {
    var chain: [ScenarioSource] = []
    var paths: [String] = []
    var next: (path: String, node: Located?) = (PathName.normalized(path), nil)
    while true {
      if let start = paths.firstIndex(of: next.path), let node = next.node {
        findings.report(.extendsItself(paths[start...] + [next.path]), at: node)
        return nil
      }
      guard let source = files.scenario(next.path, from: next.node) else { return nil }
      chain.insert(source, at: 0)
      paths.append(next.path)
      guard let node = source.extends else { return chain }
      guard let path = files.path(namedAt: node) else { return nil }
      next = (path, node)
    }
  }

  /// What the nearest scenario of a chain says under a key.
  private func nearest(
    _ key: KeyPath<ScenarioSource, Located?>, in chain: [ScenarioSource]
  ) -> Located? {
    chain.last { $0[keyPath: key] != nil }?[keyPath: key]
  }

  private func model(of chain: [ScenarioSource], _ region: RegionSource?) -> ModelSource? {
    if let node = nearest(\.model, in: chain) { return model(namedAt: node) }
    if let region, let node = region.model, let text = node.text, PathName.isPath(text) {
      return model(namedAt: node)
    }
    findings.report(.missingKey("model"), at: chain[chain.count - 1].root)
    return nil
  }

  /// The model in the file that is named at a place.
  func model(namedAt node: Located) -> ModelSource? {
    files.path(namedAt: node).flatMap { files.model($0, from: node) }
  }

  /// Reports a region that was made for another model.
  private func checkModelName(_ model: ModelSource, _ region: RegionSource?) {
    for part in region?.parts ?? [] { checkModelName(model, part) }
    guard let region, let node = region.model, let text = node.text else { return }
    if PathName.isPath(text) {
      guard let other = self.model(namedAt: node), other.id != model.id else { return }
      findings.report(.regionOfOtherModel(other.id, model: model.id), at: node)
    } else if text != model.id {
      findings.report(.regionOfOtherModel(text, model: model.id), at: node)
    }
  }
}

/// What `check` found.
public struct CheckResult: Sendable {
  /// What a file holds, for the line that says it is in order.
  public struct Summary: Sendable {
    /// The kind of file and what can be said of it in a line.
    public enum Content: Sendable {
      case model(equations: Int, parameters: Int, identities: Int)
      /// `model` is nil when no model was at hand to check the values against.
      case region(values: Int, model: String?)
      case scenario(model: String, region: String?, inputs: Int)
      /// A file of stresses has no identifier.
      case stresses(Int)
      /// A table of data has no identifier.
      case table(DataFolder.Table, rows: Int)
    }
    /// The file.
    public var file: String
    /// Its identifier.
    public var id: String
    /// What it holds.
    public var content: Content
  }

  /// Errors and warnings in the order of the files.
  public var diagnostics: Diagnostics
  /// One line per file that could be read.
  public var summaries: [Summary]
  /// The models that have years and data, each once per region: they can be run.
  public var bound: [BoundModel]

  /// A model that has years and data.
  public struct BoundModel: Sendable {
    /// The model.
    public var model: ModelDocument
    /// Where the data come from; nil when the model stands alone.
    public var region: RegionDocument?
  }
}

extension CheckResult.Summary {
  init(_ model: ModelDocument) {
    self.init(
      file: model.file, id: model.id,
      content: .model(
        equations: model.declaredVariables.count, parameters: model.parameters.count,
        identities: model.model.identities.count))
  }

  init(_ region: RegionSource, boundTo model: String?) {
    self.init(
      file: region.document.file, id: region.document.id,
      content: .region(values: region.data.count, model: model))
  }

  init(_ scenario: LoadedScenario) {
    self.init(
      file: scenario.document.file, id: scenario.document.fileID,
      content: .scenario(
        model: scenario.model.id, region: scenario.region?.id,
        inputs: scenario.document.inputOrigins.count { $0 != nil }))
  }
}
