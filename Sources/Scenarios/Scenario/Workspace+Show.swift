/// What a file holds, with everything resolved.
public enum ShownFile: Sendable {
  /// A model by itself; unless it has years and data of its own, they stay open.
  case model(ModelDocument)
  /// A region with its targets, and the model bound to it; nil when the region names no file of a
  /// model.
  case region(RegionDocument, ModelDocument?, [Target])
  /// A scenario with its model and region; its sweep is told, not run.
  case scenario(LoadedScenario)
}

extension Workspace {
  /// Reads a model, region or scenario with the files it names.
  ///
  /// - Parameter changes: levers and assumptions set on the command line; for scenarios only.
  /// - Returns: what it holds, and warnings.
  /// - Throws: every mistake in any of the files.
  public static func show(
    _ path: String, set changes: [String] = []
  ) throws(Diagnostics) -> (file: ShownFile, warnings: [Diagnostic]) {
    let workspace = Workspace(readsFits: false)
    let shown = workspace.shown(path, changes)
    let found = workspace.findings.sorted()
    guard let shown, !found.hasErrors else { throw found }
    return (shown, found.all)
  }

  private func shown(_ path: String, _ changes: [String]) -> ShownFile? {
    switch files.kind(path) {
    case .model:
      guard let source = files.model(path) else { return nil }
      return .model(files.bind(Binding(source, standsAlone: true)))
    case .region: return shownRegion(path)
    case .scenario:
      let changes = changes.compactMap { InputChange($0, findings: findings) }
      return unswept(path, changes).map { .scenario($0) }
    case .fit, nil: return nil
    }
  }

  private func shownRegion(_ path: String) -> ShownFile? {
    guard let region = files.region(path) else { return nil }
    guard let node = region.model, let text = node.text, PathName.isPath(text),
      let source = model(namedAt: node)
    else { return .region(region.document, nil, []) }
    let document = files.bind(Binding(source, region: region))
    var resolver = ScenarioResolver(source, document, regionHorizon: nil, findings: findings)
    var words = resolver.defaults(changes: []).1
    words.boundary = region.document.boundary
    return .region(
      region.document, document, resolver.targets(region.targets, words, horizon: nil))
  }
}
