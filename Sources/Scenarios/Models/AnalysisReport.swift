import Sim

/// Reports what the engine's static analysis finds wrong with a bound model.
struct AnalysisReport {
  let source: ModelSource
  let document: ModelDocument
  let findings: Findings

  private var model: Model { document.model }

  /// Analyses the model; reads of things that could not be read themselves are not held against it.
  func run() {
    for violation in ModelAnalysis(of: model).violations where !isOfPart(violation) {
      report(violation)
    }
    checkObservations()
  }

  /// Whether a mistake is one of a part of a union, of which was said already.
  private func isOfPart(_ violation: ModelAnalysis.Violation) -> Bool {
    switch violation {
    case .cycle(let steps, _): return steps.contains { isOfPart($0.variable) }
    case .undefined(let reader, _, _, _), .outsideTimeline(let reader, _, _),
      .historyReads(let reader, _, _), .dynamicsReadReporting(let reader, _, _),
      .dynamicsReadFuture(let reader, _, _), .seriesMissing(let reader, _, _, _),
      .shockMissing(let reader, _, _, _):
      if case .variable(let variable, _) = reader { return isOfPart(variable) }
      return false
    }
  }

  private func isOfPart(_ variable: Int) -> Bool { document.partVariables.contains(variable) }

  private func report(_ violation: ModelAnalysis.Violation) {
    switch violation {
    case .cycle(let steps, let year): reportCycle(steps, year)
    case .undefined(let reader, let variable, let year, let site):
      guard !source.damagedVariables.contains(variable) else { return }
      if document.isUnion, model.variables[variable].forms.isEmpty {
        report(.undefinedInUnion(model.variables[variable].name), site)
        return
      }
      report(
        .undefinedRead(model.variables[variable].name, readBy: name(reader), which(year)), site,
        notes: [Place(source.variableDeclarations[variable].key).note(.declaredHere)])
    case .outsideTimeline(_, let year, let site):
      if document.hasStandInYears && year >= 1000 { return }
      let place = document.sites[site]
      report(
        .readOutsideRun(
          spelling(place), year: year, first: model.timeline.first, last: model.timeline.horizon),
        site)
    case .historyReads(let reader, let target, let site):
      report(.historyReads(name(target), kind(target), readBy: name(reader)), site)
    case .dynamicsReadReporting(let reader, let variable, let site):
      report(
        .dynamicsReadReporting(model.variables[variable].name, readBy: name(reader)), site,
        notes: [Place(source.variableDeclarations[variable].key).note(.declaredHere)])
    case .dynamicsReadFuture(let reader, _, let site):
      report(.dynamicsReadFuture(spelling(document.sites[site]), which(year(reader))), site)
    case .seriesMissing(let reader, let series, let year, let site):
      guard !document.damagedSeries.contains(series) else { return }
      report(
        .seriesMissing(model.series[series].name, readBy: name(reader), which(year)), site,
        notes: [Place(source.series[series].declaration.key).note(.declaredHere)])
    case .shockMissing(let reader, let shock, let year, let site):
      report(.shockMissing(model.shocks[shock].name, readBy: name(reader), which(year)), site)
    }
  }

  private func reportCycle(_ steps: [ModelAnalysis.Step], _ year: Int) {
    guard let closing = steps.last else { return }
    let names = steps.map { model.variables[$0.variable].name }
    // A lag helps where the variable that is read exists a year earlier.
    let readers = steps.indices.filter { index in
      let target = model.variables[steps[(index + 1) % steps.count].variable]
      return year > model.timeline.first
        && target.form(in: model.timeline.kinds(of: year - 1)) != nil
    }
    let lagging = readers.last.map { steps[$0] } ?? closing
    report(
      .cycle(names + [names[0]], which(year)), closing.site,
      notes: [Diagnostic.Note(.lagBreaksCycle(lagged(document.sites[lagging.site])))])
  }

  private func report(_ problem: Problem, _ site: Int, notes: [Diagnostic.Note] = []) {
    findings.report(problem, at: document.sites[site], notes: notes)
  }

  // MARK: Words for positions

  private func which(_ year: Int) -> WhichYear {
    let timeline = model.timeline
    let kind: WhichYear.Kind =
      switch year {
      case (timeline.last + 1)...: .projection
      case timeline.first: .first
      case timeline.last: .last
      default: .history
      }
    return WhichYear(kind: kind, year: document.hasStandInYears ? nil : year)
  }

  private func name(_ reader: ModelAnalysis.Reader) -> String {
    switch reader {
    case .variable(let variable, _): model.variables[variable].name
    case .identity(let identity, _): model.identities[identity].name
    }
  }

  private func year(_ reader: ModelAnalysis.Reader) -> Int {
    switch reader {
    case .variable(_, let year), .identity(_, let year): year
    }
  }

  func name(_ target: Reference.Target) -> String {
    switch target {
    case .constant(let index): model.constants[index].name
    case .series(let index): model.series[index].name
    case .input(let index), .inputDefault(let index): model.inputs[index].name
    case .parameter(let index): model.parameters[index].name
    case .shock(let index): model.shocks[index].name
    case .variable(let index): model.variables[index].name
    }
  }

  func kind(_ target: Reference.Target) -> NameKind {
    switch target {
    case .constant: .table
    case .series: .series
    case .input, .inputDefault: .input
    case .parameter: .parameter
    case .shock: .shock
    case .variable: .variable
    }
  }

  // MARK: Text of a read

  /// The read as it was written, brackets included.
  private func spelling(_ place: Place) -> String {
    guard let text = place.node.text, let offset = place.offset else { return "" }
    let rest = text.utf8.dropFirst(offset)
    let name = rest.prefix(while: Lexer.isNameByte)
    let after = rest.dropFirst(name.count)
    guard after.first == UInt8(ascii: "[") else { return String(Substring(name)) }
    let bracket = after.prefix { $0 != UInt8(ascii: "]") }
    return String(Substring(name)) + String(Substring(bracket)) + "]"
  }

  /// The same read one period earlier.
  private func lagged(_ place: Place) -> String {
    let text = spelling(place)
    return text.hasSuffix("]") ? text.dropLast() + ", -1]" : text + "[-1]"
  }
}
