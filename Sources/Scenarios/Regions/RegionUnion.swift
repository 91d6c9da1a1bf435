import Sim

/// Binds a model to several regions together: once to each, and once more to all of them.
///
/// The bound model holds the variables of the whole first, at the positions they have in the model,
/// then those of each part. A variable of the whole is the sum of the parts', or follows from other
/// variables of the whole, as the model says under `union:`; dynamics belong to the parts alone. So
/// a share of the whole is the ratio of sums of levels, in every draw.
struct RegionUnion {
  let source: ModelSource
  let region: RegionSource
  let parts: [Part]
  let findings: Findings
  /// Where references stand: those of the model, then those that each part added.
  var sites: [Place]
  /// The parameters and shocks of which each part has its own, by position in the model.
  let localParameters: Set<Int>
  let localShocks: Set<Int>

  /// One of the regions, with the model bound to it.
  struct Part {
    var id: String
    var title: LocalizedText
    var document: ModelDocument
    /// Its levers and assumptions in proportion to those of the whole: the default of an amount.
    var amounts: [Int: Double] = [:]
    /// Where what it has in the place of a parameter or shock of the model stands in the whole.
    var parameters: [Int] = []
    var shocks: [Int] = []
    /// How far the sites it added have moved.
    var siteShift = 0
    /// Its place among the parts.
    var position: Int
  }

  /// Binds the model to the parts of the binding's region.
  static func bind(_ binding: Binding, findings: Findings) -> ModelDocument {
    let documents = (binding.region?.parts ?? []).map { part -> (RegionSource, ModelDocument) in
      var one = binding
      one.region = part
      one.targets = []
      let document = ModelBinder.bind(one, findings: findings)
      AnalysisReport(source: binding.source, document: document, findings: findings).run()
      return (part, document)
    }
    guard let region = binding.region, !documents.isEmpty else {
      // No part could be read, of which was said already.
      var alone = binding
      (alone.region, alone.standsAlone) = (nil, true)
      return ModelBinder.bind(alone, findings: findings)
    }
    var union = RegionUnion(binding, region, documents, findings)
    return union.document()
  }

  private init(
    _ binding: Binding, _ region: RegionSource, _ documents: [(RegionSource, ModelDocument)],
    _ findings: Findings
  ) {
    source = binding.source
    self.region = region
    self.findings = findings
    (localParameters, localShocks) = RegionUnion.local(binding.source, region, findings)
    var sites = source.sites
    var parts: [Part] = []
    for (position, (part, document)) in documents.enumerated() {
      parts.append(
        Part(
          id: part.document.id, title: part.document.title, document: document,
          siteShift: sites.count - source.sites.count, position: position))
      sites += document.sites.dropFirst(source.sites.count)
    }
    self.sites = sites
    var counts = (source.parameters.count, source.shocks.count)
    for index in parts.indices {
      parts[index].parameters = RegionUnion.positions(
        source.parameters.count, localParameters, isFirst: index == 0, next: &counts.0)
      parts[index].shocks = RegionUnion.positions(
        source.shocks.count, localShocks, isFirst: index == 0, next: &counts.1)
    }
    for (number, input) in source.inputs.enumerated() where input.isSummed {
      for index in parts.indices {
        parts[index].amounts[number] = parts[index].document.model.inputs[number].defaultValue
      }
    }
    self.parts = parts
  }

  /// The first part has the model's own, so that its paths are those of the region by itself.
  private static func positions(
    _ count: Int, _ local: Set<Int>, isFirst: Bool, next: inout Int
  ) -> [Int] {
    (0..<count).map { number in
      guard !isFirst, local.contains(number) else { return number }
      next += 1
      return next - 1
    }
  }

  /// What each part draws for itself: what the union names, and what some part has a prior for.
  static func local(
    _ source: ModelSource, _ region: RegionSource, _ findings: Findings
  ) -> (parameters: Set<Int>, shocks: Set<Int>) {
    var (parameters, shocks): (Set<Int>, Set<Int>) = ([], [])
    for node in region.local {
      guard let name = node.requiredText(findings) else { continue }
      let parameter = source.parameters.firstIndex { $0.declaration.entry.name == name }
      let shock = source.shocks.firstIndex { $0.declaration.entry.name == name }
      if let parameter { parameters.insert(parameter) }
      if let shock { shocks.insert(shock) }
      if parameter == nil, shock == nil {
        let known = (source.parameters + source.shocks).map(\.declaration.entry.name)
        findings.report(
          .notAVariate(name, suggestion: nearestName(to: name, among: known)), at: node)
      }
    }
    for entry in region.parts.flatMap(\.priors) {
      if case .parameter(let number) = source.names.meaning(of: entry.key.text ?? "") {
        parameters.insert(number)
      }
    }
    return (parameters, shocks)
  }

  // MARK: The whole

  mutating func document() -> ModelDocument {
    var document = parts[0].document
    bindNumbers(&document)
    bindInputs(&document)
    bindLaws(&document)
    bindVariables(&document)
    bindObservations(&document)
    document.slots = source.dataSlots.reduce(into: document.slots) { slots, slot in
      for part in parts { slots.insert(name(slot.declaration.entry.name, of: part)) }
    }
    document.dataOrigins = parts.reduce(into: [:]) { origins, part in
      for (slot, place) in part.document.dataOrigins { origins[name(slot, of: part)] = place }
    }
    document.hasStandInYears = parts.contains { $0.document.hasStandInYears }
    document.sites = sites
    return document
  }

  // MARK: Names and positions

  func name(_ name: String, of part: Part) -> String { "\(part.id).\(name)" }

  /// What is said of a name, for what a part has in its place; hidden from files of paths unless it is
  /// drawn.
  func entry(_ entry: Entry, of part: Part, isDrawn: Bool = false) -> Entry {
    var own = entry
    own.name = name(entry.name, of: part)
    own.symbols = isDrawn ? entry.symbols.map { name($0, of: part) } : []
    own.reportNames = nil
    own.label = entry.label.map {
      LocalizedText(vi: "\(part.title.vi): \($0.vi)", en: "\(part.title.en): \($0.en)")
    }
    return own
  }

  func position(ofVariable number: Int, in part: Part) -> Int {
    source.variables.count * (1 + part.position) + number
  }

  /// An expression of a part, in the positions of the whole.
  func mapped(_ expression: Expression, to part: Part) -> Expression {
    expression.replacingReads { reference in
      var own = reference
      if own.site >= source.sites.count { own.site += part.siteShift }
      switch reference.target {
      case .constant(let number):
        own.target = .constant(source.constants.count * (1 + part.position) + number)
      case .series(let number):
        own.target = .series(source.series.count * (1 + part.position) + number)
      case .parameter(let number): own.target = .parameter(part.parameters[number])
      case .shock(let number): own.target = .shock(part.shocks[number])
      case .variable(let number):
        own.target = .variable(position(ofVariable: number, in: part))
      case .input(let number), .inputDefault(let number): return input(own, number, of: part)
      }
      return .read(own)
    }
  }
}
