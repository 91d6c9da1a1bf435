import Sim

/// An observation as it was read: its quantity is resolved against a model later.
struct ObservationSource {
  let id: String
  let quantity: Located
  let unit: Located
  let year: (range: YearRange, node: Located)
  let value: Double
  let sd: Double?
  let definition: Located?
  let fields: Fields

  /// The keys of an observable.
  static let keys = Mapping(
    "observable",
    [id, .label, quantity, year, value]
      + [
        .required(
          "sd", .number, vi: "Độ lệch chuẩn của sai số đo và của định nghĩa.",
          en: "Standard deviation of error of measurement and ambiguity together.")
      ] + [unit, definition, .oneSource, .note])

  /// The keys of a figure a fit is held against.
  static let comparedKeys = Mapping(
    "compared_figure",
    [id, .label, quantity, year, value, unit, definition, .oneSource, .note])

  private static let id = Mapping.Key.required(
    "id", .text, vi: "Mã, không trùng với con số khác.", en: "Its identifier.")
  private static let quantity = Mapping.Key.required(
    "quantity", .expression, vi: "Biểu thức của các biến mô hình mà con số này đo.",
    en: "The expression of the model's variables that the figure measures.")
  private static let year = Mapping.Key.required(
    "year", .years, vi: "Năm được quan sát.", en: "The year that was observed.")
  private static let value = Mapping.Key.required(
    "value", .number, vi: "Con số đã công bố.", en: "The published figure.")
  private static let unit = Mapping.Key.required(
    "unit", .text, vi: "Đơn vị của đại lượng.", en: "The unit of the quantity.")
  private static let definition = Mapping.Key.optional(
    "definition", .text, vi: "Định nghĩa chính thức của con số.",
    en: "The official definition the figure is under.")

  /// Reads the observations under a key of a region.
  ///
  /// - Parameter withSD: whether each must say how far off it may be.
  static func list(_ node: Located?, withSD: Bool, findings: Findings) -> [ObservationSource] {
    var seen: [String: Located] = [:]
    let items = node.flatMap { $0.requiredList(findings) } ?? []
    return items.compactMap { read($0, withSD: withSD, &seen, findings) }
  }

  private static func read(
    _ item: Located, withSD: Bool, _ seen: inout [String: Located], _ findings: Findings
  ) -> ObservationSource? {
    guard let fields = Fields(item, withSD ? keys : comparedKeys, findings: findings) else {
      return nil
    }
    let id = fields.required("id", findings)
    let name = id?.requiredText(findings)
    let quantity = fields.required("quantity", findings)
    let unit = fields.required("unit", findings)
    let year = fields.required("year", findings).flatMap { node in
      yearRange(node, findings).map { (range: $0, node: node) }
    }
    let value = fields.required("value", findings)?.requiredNumber(findings)
    let sdNode = withSD ? fields.required("sd", findings) : nil
    let sd = sdNode?.requiredNumber(findings)
    if let id, let name, let earlier = seen.updateValue(id, forKey: name) {
      findings.report(.observationTwice(name), at: id, notes: [Place(earlier).note(.firstHere)])
    }
    if let year, year.range.low != year.range.high { findings.report(.oneYearOnly, at: year.node) }
    if let sd, let sdNode, !(sd > 0) {
      findings.report(.impossibleArgument("sd", sd, .positive), at: sdNode)
      return nil
    }
    guard let name, let quantity, let unit, let year, let value, !withSD || sd != nil else {
      return nil
    }
    return ObservationSource(
      id: name, quantity: quantity, unit: unit, year: year, value: value, sd: sd,
      definition: fields["definition"], fields: fields)
  }

  /// The observation in the names of a model; nil, and reported, when its year was not observed.
  func resolved(
    _ resolver: ExpressionResolver, on timeline: Timeline, findings: Findings
  ) -> Observation? {
    let unit = resolver.unit(self.unit)
    let expression = resolver.expression(
      quantity, purpose: .reporting, over: [], unit: unit, of: id)
    let definition = self.definition.flatMap { resolver.source.definition($0, findings) }
    let year = timeline.resolve(self.year.range.low, in: 0)
    guard (timeline.first...timeline.last).contains(year) else {
      findings.report(
        .yearNotObserved(year, first: timeline.first, last: timeline.last), at: self.year.node)
      return nil
    }
    return Observation(
      id: id, label: fields.localized("label", findings), quantity: quantity.text ?? "",
      expression: expression, year: year, value: value, sd: sd, unit: self.unit.text ?? "",
      definition: definition, source: fields.text("source", findings),
      note: fields.localized("note", findings), location: fields.node.location)
  }
}

extension ModelSource {
  /// The element of the model's set of definitions that a text names; any text, if it has no such set.
  func definition(_ node: Located, _ findings: Findings) -> String? {
    guard let name = node.requiredText(findings) else { return nil }
    guard case .set(let set) = names.meaning(of: LoadedScenario.definitionSet) else { return name }
    guard case .element(let base, let element) = names.meaning(of: name),
      base == setEntries[set].base
    else {
      findings.report(
        .unknownElement(
          name, suggestion: nearestName(to: name, among: sets[set].elements),
          sets: [LoadedScenario.definitionSet]), at: node)
      return nil
    }
    return sets[set].elements[element]
  }
}
