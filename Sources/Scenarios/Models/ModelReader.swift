import Sim

/// Reads a model file: first everything that declares a name, then every expression.
struct ModelReader {
  var source: ModelSource
  let findings: Findings
  let root: Fields
  /// What is left to resolve once all names are known.
  private var lawFields: [Fields] = []
  private var shockFields: [Fields] = []
  private var equationFields: [Fields] = []

  /// Reads a model; nil when the file holds none at all.
  static func read(_ root: Located, findings: Findings) -> ModelSource? {
    guard let fields = Fields(file: root, .model, findings: findings) else { return nil }
    var reader = ModelReader(root: fields, node: root, findings: findings)
    reader.readHead()
    reader.readSets()
    reader.readSubsets()
    reader.declareAll()
    reader.resolveAll()
    return reader.source
  }

  /// The most elements of one name over several sets.
  static let mostElements = 100_000

  private init(root: Fields, node: Located, findings: Findings) {
    self.root = root
    self.findings = findings
    source = ModelSource(file: node.file, root: node, sites: [Place(node)])
  }

  // MARK: Head

  private mutating func readHead() {
    source.id = root.required("id", findings)?.requiredText(findings) ?? ""
    if root.required("title", findings) != nil {
      source.title = root.localized("title", findings) ?? source.title
    }
    if let clock = root["clock"],
      let fields = Fields(clock, ModelSource.Clock.keys, findings: findings)
    {
      source.clock.unit = fields.text("unit", findings) ?? "yr"
      if let node = fields["unit"], !Lexer.isName(source.clock.unit) {
        findings.report(.notAName(source.clock.unit), at: node)
      }
      source.clock.years = namedYears(fields, findings)
    }
    source.units = UnitTable(clock: source.clock.unit)
    readUnits()
  }

  private mutating func readUnits() {
    var multiples: [(key: Located, value: Located)] = []
    for entry in root["units"]?.requiredMap(findings) ?? [] {
      guard let name = entry.key.text else { continue }
      if !Lexer.isName(name) {
        findings.report(.notAUnitName(name), at: entry.key)
      } else if source.units.contains(name) {
        findings.report(.unitTaken(name), at: entry.key)
      } else if entry.value.map != nil || entry.value.isEmpty {
        source.units.declare(name)
        if entry.value.map != nil {
          _ = Fields(entry.value, UnitTable.keys, findings: findings)?.localized("label", findings)
        }
      } else {
        multiples.append((entry.key, entry.value))
      }
    }
    declareMultiples(multiples)
  }

  /// Declares units that are multiples of others, whichever order they are in.
  private mutating func declareMultiples(_ multiples: [(key: Located, value: Located)]) {
    var waiting = multiples
    var isStuck = false
    while !waiting.isEmpty {
      var next: [(key: Located, value: Located)] = []
      for (key, value) in waiting {
        guard let name = key.text, let text = value.requiredText(findings) else { continue }
        do {
          source.units.declare(name, as: try source.units.unit(text))
        } catch {
          if isStuck {
            findings.report(error.problem, at: Place(value, offset: error.at))
            source.units.declare(name)
          } else {
            next.append((key, value))
          }
        }
      }
      isStuck = next.count == waiting.count
      waiting = next
    }
  }

  // MARK: Declarations

  private mutating func declareAll() {
    for entry in section("tables") { declareSlot(entry, isData: false) }
    for entry in section("data") { declareSlot(entry, isData: true) }
    for entry in section("levers") { declareInput(entry, isLever: true) }
    for entry in section("assumptions") { declareInput(entry, isLever: false) }
    for entry in section("parameters") { declareLaw(entry, isShock: false) }
    for entry in section("shocks") { declareLaw(entry, isShock: true) }
    for entry in section("equations") { declareVariable(entry, isReporting: false) }
    for entry in section("reporting") { declareVariable(entry, isReporting: true) }
    checkSymbols()
    checkReportNames(source.variableDeclarations)
    // Observations stand under a scenario of their own, so a series may be called as the variable it
    // observes.
    checkReportNames(source.series.map(\.declaration))
  }

  private func section(_ key: String) -> [Located.Entry] {
    root[key]?.requiredMap(findings) ?? []
  }

  private mutating func declareSlot(_ entry: Located.Entry, isData: Bool) {
    let keys = isData ? ModelSource.Slot.keys : ModelSource.Slot.tableKeys
    guard let fields = Fields(entry.value, keys, findings: findings) else { return }
    let declaration = declaration(entry, fields)
    var slot = ModelSource.Slot(declaration: declaration, isData: isData)
    slot.values = isData ? fields["default"] : fields.required("values", findings)
    slot.isSummed = isSummed(fields)
    slot.series = isData ? seriesRule(fields) : nil
    if slot.series != nil {
      source.names.declare(entry.key, .series(source.series.count), findings: findings)
      source.series.append(slot)
    } else {
      source.names.declare(entry.key, .constant(source.constants.count), findings: findings)
      source.constants.append(slot)
    }
  }

  private func seriesRule(_ fields: Fields) -> ModelSource.SeriesRule? {
    switch fields["series"]?.text {
    case "true": break
    case nil, "false":
      for key in ["years", "after", "missing", "report"] {
        if let node = fields.key(key) { findings.report(.onlyForSeries(key), at: node) }
      }
      return nil
    default:
      if let node = fields["series"] {
        findings.report(.expectedOneOf(["true", "false"], found: node.appearance), at: node)
      }
      return nil
    }
    let holds = fields["after"].map {
      choice($0, among: ["hold", "undefined"]) == "hold"
    }
    let years = fields.required("years", findings)
    return ModelSource.SeriesRule(
      years: years.flatMap { yearRange($0, findings) }
        ?? YearRange(low: .named(.first, offset: 0), high: .named(.last, offset: 0)),
      yearsNode: years ?? fields.node, holds: holds ?? false,
      missing: fields.number("missing", findings))
  }

  /// Whether `union: sum` is said of a number.
  private func isSummed(_ fields: Fields) -> Bool {
    fields["union"].map { choice($0, among: ["sum"]) != nil } ?? false
  }

  private func choice(_ node: Located, among choices: [String]) -> String? {
    if let text = node.text, choices.contains(text) { return text }
    findings.report(.expectedOneOf(choices, found: node.appearance), at: node)
    return nil
  }

  private mutating func declareInput(_ entry: Located.Entry, isLever: Bool) {
    guard let fields = Fields(entry.value, ModelSource.InputSource.keys, findings: findings) else {
      return
    }
    let declaration = declaration(entry, fields)
    source.names.declare(entry.key, .input(source.inputs.count), findings: findings)
    let node = fields.required("default", findings)
    var bounds = ModelSource.Bounds(
      defaultNode: node ?? entry.key, possible: -Double.infinity...Double.infinity)
    bounds.defaultValue = node?.requiredNumber(findings) ?? .nan
    bounds.read(fields, findings: findings, isComplete: true)
    bounds.check(declaration.entry, findings: findings)
    source.inputs.append(
      ModelSource.InputSource(
        declaration: declaration, isLever: isLever, bounds: bounds, isSummed: isSummed(fields)))
  }

  private mutating func declareLaw(_ entry: Located.Entry, isShock: Bool) {
    let keys = isShock ? ModelSource.Law.shockKeys : ModelSource.Law.parameterKeys
    guard let fields = Fields(entry.value, keys, findings: findings) else { return }
    var law = ModelSource.Law(declaration: declaration(entry, fields), laws: [], places: [])
    if isShock {
      source.names.declare(entry.key, .shock(source.shocks.count), findings: findings)
      law.inAllYears =
        fields["years"].map { choice($0, among: ["all", "projection"]) == "all" } ?? false
      source.shocks.append(law)
      shockFields.append(fields)
    } else {
      source.names.declare(entry.key, .parameter(source.parameters.count), findings: findings)
      source.parameters.append(law)
      lawFields.append(fields)
    }
  }

  private mutating func declareVariable(_ entry: Located.Entry, isReporting: Bool) {
    let before = findings.errorCount
    guard let fields = Fields(entry.value, FormKind.keys, findings: findings) else { return }
    if findings.errorCount > before { source.damagedVariables.insert(source.variables.count) }
    let declaration = declaration(entry, fields)
    source.names.declare(entry.key, .variable(source.variables.count), findings: findings)
    source.variables.append(
      Variable(
        declaration.entry.name, over: declaration.over, forms: [], isReporting: isReporting))
    source.variableDeclarations.append(declaration)
    equationFields.append(fields)
  }

  private mutating func declaration(
    _ entry: Located.Entry, _ fields: Fields
  ) -> ModelSource.Declaration {
    let name = entry.key.text ?? ""
    var declaration = ModelSource.Declaration(
      entry: Entry(name: name, symbols: [], unit: "1", location: entry.key.location),
      key: entry.key)
    declaration.over = over(fields["over"])
    declaration.entry.symbols = symbols(fields["symbol"], name, declaration.over)
    declaration.entry.equation = fields.text("equation", findings)
    declaration.entry.label = fields.localized("label", findings)
    declaration.entry.source = joinedText(fields["source"])
    declaration.entry.note = fields.localized("note", findings)
    if let node = fields.required("unit", findings) {
      declaration.entry.unit = node.text ?? "1"
      declaration.unit = unit(node)
    }
    if let node = fields["report"], let pattern = node.requiredText(findings) {
      declaration.entry.reportNames = expanded(pattern, declaration.over, node)
    }
    return declaration
  }

  private mutating func unit(_ node: Located) -> Unit? {
    guard let text = node.requiredText(findings) else { return nil }
    do {
      return try source.units.unit(text)
    } catch {
      findings.report(error.problem, at: Place(node, offset: error.at))
      return nil
    }
  }

  private func joinedText(_ node: Located?) -> String? {
    guard let node else { return nil }
    guard let list = node.list else { return node.requiredText(findings) }
    return list.compactMap { $0.requiredText(findings) }.joined(separator: "; ")
  }

  /// The sets of an `over:` list.
  private func over(_ node: Located?) -> [Int] {
    var over: [Int] = []
    for item in node?.requiredList(findings) ?? [] {
      guard let name = item.requiredText(findings) else { continue }
      guard case .set(let set) = source.names.meaning(of: name) else {
        findings.report(
          .notASet(name, suggestion: nearestName(to: name, among: source.sets.map(\.name))),
          at: item)
        continue
      }
      let count = (over + [set]).reduce(1) { count, set in
        min(count, ModelReader.mostElements + 1) * max(source.sets[set].elements.count, 1)
      }
      if count > ModelReader.mostElements {
        findings.report(.tooManyElements(limit: ModelReader.mostElements), at: item)
      } else if over.contains(set) {
        findings.report(.setTwice(name), at: item)
      } else {
        over.append(set)
      }
    }
    return over
  }

  // MARK: Expressions

  private mutating func resolveAll() {
    let resolver = ExpressionResolver(source, findings: findings)
    for (index, fields) in lawFields.enumerated() {
      source.parameters[index].resolve(
        fields.required("prior", findings), source, resolver, findings)
    }
    for (index, fields) in shockFields.enumerated() {
      source.shocks[index].resolve(fields.required("law", findings), source, resolver, findings)
    }
    for (index, fields) in equationFields.enumerated() {
      let before = findings.errorCount
      source.variables[index].forms = forms(of: index, fields, resolver)
      source.unionRules[index] = unionRule(of: index, fields, resolver)
      if findings.errorCount > before { source.damagedVariables.insert(index) }
    }
    readIdentities(section("identities"), resolver)
    readChecks(section("checks"), resolver)
    source.correlations = source.correlations(root["correlations"], findings: findings)
    for each in source.correlations { source.checkLaws(of: each, findings: findings) }
    source.headline = variables(listedUnder: "headline")
    source.components = variables(listedUnder: "components")
    source.splits = splits()
    source.decompositions = decompositions()
    source.stresses = root["stress"]
    source.firstReleases = firstReleases()
    source.seek = seekDeclaration()
    readPathColumns()
    source.sites = resolver.sites
  }
}
