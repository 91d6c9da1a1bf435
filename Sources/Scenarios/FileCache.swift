import Sim

/// Files that have been read, so that each is read and reported once.
final class FileCache {
  let findings: Findings
  private var roots: [String: Located?] = [:]
  private var models: [String: ModelSource?] = [:]
  private var regions: [String: RegionSource?] = [:]
  private var scenarios: [String: ScenarioSource?] = [:]
  private var stresses: [String: StressSource?] = [:]
  private var fits: [String: FitDocument?] = [:]
  private var bound: [String: ModelDocument] = [:]
  /// The fit of a region, if it can be used, by what the model is bound to.
  var usableFits: [String: FitDocument?] = [:]
  /// The unions whose parts are being read, so that one that holds itself comes to an end.
  private var openUnions: Set<String> = []

  init(_ findings: Findings) { self.findings = findings }

  // MARK: Files

  /// The root of a file; a file that is missing is reported where it is named.
  func root(_ path: String, from node: Located? = nil) -> Located? {
    let (path, file) = (PathName.normalized(path), PathName.real(path))
    if let known = roots[file] { return known }
    var root: Located?
    do {
      findings.opened(path)
      root = YAMLReader.read(try SourceFile(reading: path), findings: findings)
    } catch {
      if let node, case .fileMissing = error.problem {
        findings.report(.referencedFileMissing(path), at: node)
      } else {
        findings.add(error)
      }
    }
    roots[file] = .some(root)
    return root
  }

  /// The kind of a file; one that cannot be named by itself is reported.
  func kind(_ path: String) -> FileKind? {
    guard let root = root(path) else { return nil }
    guard let entries = root.map else {
      findings.report(.expectedMap(found: root.appearance), at: root)
      return nil
    }
    guard let node = entries.first(where: { $0.key.text == "schema" })?.value else {
      findings.report(.missingKey("schema"), at: root)
      return nil
    }
    if let kind = FileKind(identifier: node.text ?? ""), kind != .fit { return kind }
    findings.report(.unknownSchema(found: node.appearance), at: node)
    return nil
  }

  /// The model in a file.
  func model(_ path: String, from node: Located? = nil) -> ModelSource? {
    cached(path, node, in: \.models) { ModelReader.read($0, findings: $1) }
  }

  /// The region in a file.
  func region(_ path: String, from node: Located? = nil) -> RegionSource? {
    cached(path, node, in: \.regions) { root, findings in
      RegionSource.read(root, findings: findings).map(withParts)
    }
  }

  /// A region with those it unites, which must be of the same years.
  private func withParts(_ region: RegionSource) -> RegionSource {
    var region = region
    let own = PathName.real(region.document.file)
    openUnions.insert(own)
    defer { openUnions.remove(own) }
    for node in region.partNodes {
      guard let path = path(namedAt: node) else { continue }
      guard !openUnions.contains(PathName.real(path)) else {
        findings.report(.partIsUnion(node.text ?? ""), at: node)
        continue
      }
      guard let part = self.region(path, from: node) else { continue }
      if part.isUnion {
        findings.report(.partIsUnion(part.document.id), at: node)
      } else if region.parts.contains(where: { $0.document.id == part.document.id }) {
        findings.report(.partTwice(part.document.id), at: node)
      } else if let other = region.parts.first,
        NamedYear.allCases.contains(where: { part.years[$0]?.value != other.years[$0]?.value })
      {
        findings.report(.partOfOtherYears(part.document.id, other.document.id), at: node)
      } else {
        region.parts.append(part)
      }
    }
    if let first = region.parts.first {
      region.years = first.years
      region.document.parts = region.parts.map(\.document)
    }
    return region
  }

  /// The scenario in a file.
  func scenario(_ path: String, from node: Located? = nil) -> ScenarioSource? {
    cached(path, node, in: \.scenarios) { ScenarioSource.read($0, findings: $1) }
  }

  /// The stresses in a file.
  func stresses(_ path: String, from node: Located? = nil) -> StressSource? {
    cached(path, node, in: \.stresses) { StressSource.read($0, findings: $1) }
  }

  /// The fit in a file.
  func fit(_ path: String, from node: Located? = nil) -> FitDocument? {
    cached(path, node, in: \.fits) { FitReader.read($0, findings: $1) }
  }

  private func cached<Source>(
    _ path: String, _ node: Located?,
    in cache: ReferenceWritableKeyPath<FileCache, [String: Source?]>,
    read: (Located, Findings) -> Source?
  ) -> Source? {
    let file = PathName.real(path)
    if let known = self[keyPath: cache][file] { return known }
    let source = root(path, from: node).flatMap { read($0, findings) }
    self[keyPath: cache][file] = .some(source)
    return source
  }

  // MARK: Binding

  /// A model with the years and numbers of a region and the quantities of targets, analysed.
  func bind(_ binding: Binding) -> ModelDocument {
    let key = binding.key
    if let known = bound[key] { return known }
    var document =
      binding.region?.isUnion == true
      ? RegionUnion.bind(binding, findings: findings)
      : ModelBinder.bind(binding, findings: findings)
    document.binding = key
    document = TargetBinder.add(
      binding.targets, to: document, binding.source, region: binding.region, findings: findings)
    AnalysisReport(source: binding.source, document: document, findings: findings).run()
    bound[key] = document
    return document
  }
}

/// Everything a bound model depends on.
struct Binding {
  var source: ModelSource
  var region: RegionSource?
  /// The last period, if it differs from the region's.
  var horizon: Located?
  /// Whether unknown years and data are filled in, to check a model by itself.
  var standsAlone = false
  /// What scenarios say about laws, the one that counts last.
  var uncertainty: [UncertaintySource] = []
  /// Parameters that are held at a value.
  var knownParameters: [KnownParameter] = []
  /// The targets whose quantities are computed.
  var targets: [TargetSource]

  /// A model with a region, and the targets of that region.
  init(
    _ source: ModelSource, region: RegionSource? = nil, horizon: Located? = nil,
    standsAlone: Bool = false
  ) {
    self.source = source
    self.region = region
    self.horizon = horizon
    self.standsAlone = standsAlone
    targets = region?.targets ?? []
  }

  /// What the numbers depend on: scenarios for which it is equal can share a bound model.
  var numbersKey: String {
    let years = region?.years ?? source.clock.years
    let end = horizon?.integer ?? years[.horizon]?.value ?? source.clock.years[.horizon]?.value
    let files = [source.file.path, region?.document.file].compactMap { $0.map(PathName.real) }
    let laws = uncertainty.map { place($0.node.location) } + knownParameters.map(\.label)
    let rest = [end.map { "\($0)" } ?? "", "\(standsAlone)"] + laws
    return (files + rest).joined(separator: "\n")
  }

  /// What the bound model depends on.
  var key: String {
    ([numbersKey] + targets.map { place($0.node.location) }).joined(separator: "\n")
  }

  private func place(_ location: SourceLocation) -> String {
    "\(location.file):\(location.line):\(location.column)"
  }
}

/// A parameter, or one of its elements, that is held at a value.
struct KnownParameter {
  /// Its position in the model.
  var parameter: Int
  /// Its flat element; nil for all of them.
  var element: Int?
  /// The value.
  var value: Double
  /// Where the value is written.
  var node: Located

  /// What tells it from others.
  var label: String { "\(parameter)[\(element.map { "\($0)" } ?? "")] = \(value)" }
}
