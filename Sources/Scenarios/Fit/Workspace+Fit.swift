import Sim

/// A model bound to a region, ready to be fitted to its history.
public struct LoadedRegion: Sendable {
  /// The region.
  public var region: RegionDocument
  /// The model, bound to it.
  public var model: ModelDocument
  /// The fit file the region names; nil when it names none.
  public var fitPath: String?

  /// Where a fit goes when the region names none: `fits/ID.yaml` beside the folder `regions`, or beside
  /// a region that lies elsewhere.
  public var defaultFitPath: String { PathName.resolve(relativeFitPath, besides: region.file) }

  /// What to write into the region file so that it names that fit.
  public var lineNamingDefaultFit: String { "fit: \(relativeFitPath)" }

  private var relativeFitPath: String {
    let folder = PathName.folder(of: region.file).split(separator: "/").last
    return (folder == "regions" ? "../" : "") + "fits/\(region.id).yaml"
  }
}

extension Workspace {
  /// Loads a region with its model, to fit it.
  ///
  /// - Parameter needsObservations: whether a region without any is a mistake.
  /// - Returns: the region, and warnings.
  /// - Throws: every mistake in either file.
  public static func load(
    region path: String, needsObservations: Bool = true
  ) throws(Diagnostics) -> (region: LoadedRegion, warnings: [Diagnostic]) {
    let workspace = Workspace(readsFits: false)
    let loaded = workspace.loadRegion(path, needsObservations)
    let found = workspace.findings.sorted()
    guard let loaded, !found.hasErrors else { throw found }
    return (loaded, found.all)
  }

  private func loadRegion(_ path: String, _ needsObservations: Bool) -> LoadedRegion? {
    guard let region = files.region(path) else { return nil }
    guard let node = region.model, let text = node.text else {
      findings.report(.missingKey("model"), at: region.root)
      return nil
    }
    guard PathName.isPath(text) else {
      findings.report(.fitNeedsModelPath(text), at: node)
      return nil
    }
    guard let source = model(namedAt: node) else { return nil }
    let document = files.bind(Binding(source, region: region))
    if needsObservations, document.observations.isEmpty {
      findings.report(.nothingToFit, at: region.root)
    }
    return LoadedRegion(
      region: region.document, model: document,
      fitPath: region.fit.flatMap { files.path(namedAt: $0) })
  }

  /// The fit for a scenario, if its region names one.
  ///
  /// A fit belongs to the laws of the model and its region: those a scenario replaces are drawn beside
  /// it.
  func fit(of binding: Binding, _ document: ModelDocument) -> FitDocument? {
    guard let region = binding.region else { return nil }
    guard !binding.uncertainty.isEmpty || !binding.knownParameters.isEmpty else {
      return fit(of: region, document)
    }
    let fitted = files.bind(Binding(binding.source, region: region, horizon: binding.horizon))
    guard let fit = fit(of: region, fitted) else { return nil }
    for uncertainty in binding.uncertainty { checkCorrelations(uncertainty, document, binding) }
    return fit
  }

  /// Reports correlations of fitted parameters: history has said what they are.
  private func checkCorrelations(
    _ uncertainty: UncertaintySource, _ document: ModelDocument, _ binding: Binding
  ) {
    // What is wrong with the list itself was said when the model was bound.
    for stated in binding.source.correlations(uncertainty.correlations, findings: Findings()) {
      for variate in [stated.correlation.first, stated.correlation.second] {
        guard case .parameter(let number) = variate.target else { continue }
        let parameter = document.model.parameters[number]
        guard !parameter.replaced.contains(variate.element) else { continue }
        let label = document.model.elementLabel(
          parameter.name, variate.element, over: parameter.over)
        findings.report(.correlationOfFitted(label), at: stated.node)
      }
    }
  }

  /// The fit a region names; nil when it names none, or one that cannot be used, which is reported.
  func fit(of region: RegionSource, _ model: ModelDocument) -> FitDocument? {
    if let known = files.usableFits[model.binding] { return known }
    let fit = usableFit(of: region, model)
    files.usableFits[model.binding] = .some(fit)
    return fit
  }

  private func usableFit(of region: RegionSource, _ model: ModelDocument) -> FitDocument? {
    guard let node = region.fit, let path = files.path(namedAt: node) else { return nil }
    let (file, id) = (region.document.file, region.document.id)
    guard SourceFile.exists(path) else {
      findings.report(.fitMissing(path, region: file), at: node)
      return nil
    }
    guard let fit = files.fit(path, from: node) else { return nil }
    guard fit.model == model.id, fit.region == id else {
      findings.report(.fitOfOther(model: fit.model, region: fit.region), at: node)
      return nil
    }
    let changed = fit.fingerprints.differences(from: Fingerprints(of: model))
    guard changed.isEmpty else {
      findings.report(.fitStale(changed: changed, region: file), at: node)
      return nil
    }
    if let name = model.model.parameterLabels.first(where: { fit.medians[$0] == nil }) {
      findings.report(.fitWithoutParameter(name), at: node)
      return nil
    }
    return fit
  }
}
