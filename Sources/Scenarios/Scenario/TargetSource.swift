import Sim

/// A target as a region or scenario file states it; names in it are resolved against a model later.
struct TargetSource {
  var id: String
  /// The entry of the list.
  var node: Located
  var quantity: Located
  var comparator: Target.Comparator
  var level: WrittenNumber
  /// The unit, if it is stated apart from the level.
  var unit: Located?
  var years: YearRange
  var yearsNode: Located
  var aggregate: Target.Aggregate
  var definition: Located?
  var boundary: Located?
  var basis: LocalizedText?
  var source: String?
  var label: LocalizedText?
  var note: LocalizedText?

  /// The keys of one target.
  static let keys = Mapping(
    "target",
    [
      .required(
        "id", .text, vi: "Mã; trùng mã thì thay mục tiêu trước đó.",
        en: "Its identifier; a later target of the same one replaces an earlier one."),
      .required(
        "quantity", .expression, vi: "Đại lượng: một biểu thức của các biến mô hình.",
        en: "The quantity: any expression of the model's variables."),
      .required(
        "comparator", .choice(Target.Comparator.allCases.map(\.rawValue)),
        vi: "Cách so đại lượng với mức.", en: "How the quantity is compared with the level."),
      .required(
        "level", .writtenNumber, vi: "Mức, theo đơn vị của đại lượng.",
        en: "The level, in the unit of the quantity."),
      .optional(
        "unit", .text, vi: "Đơn vị của mức.", en: "The unit of the level."),
      .optional("year", .years, vi: "Năm của mục tiêu.", en: "The year of the target."),
      .optional(
        "years", .years, vi: "Hoặc nhiều năm, như 2026..2030.",
        en: "Or several years, such as 2026..2030."),
      .optional(
        "aggregate", .choice(Target.Aggregate.allCases.map(\.rawValue)),
        vi: "Đạt ở mọi năm, ở một năm bất kỳ, hay theo bình quân.",
        en: "Whether it must hold in every year, in any, or for the mean."),
      .optional(
        "definition", .text, vi: "Định nghĩa chính thức của đại lượng.",
        en: "The official definition it is stated under."),
      .optional(
        "boundary", .text, vi: "Địa giới của mục tiêu.", en: "The boundary it is stated for."),
      .optional(
        "basis", .words, vi: "Giá cố định hay hiện hành, và những gì định rõ ý nghĩa.",
        en: "The price basis, or anything else that fixes its meaning."),
      .oneSource, .label, .note,
    ], oneOf: ["year", "years"])
}

extension TargetSource {
  /// Reads the list under `targets:`.
  static func list(_ node: Located?, findings: Findings) -> [TargetSource] {
    var seen: [String: Located] = [:]
    return (node.flatMap { $0.requiredList(findings) } ?? []).compactMap { item in
      guard let fields = Fields(item, keys, findings: findings) else { return nil }
      if let id = fields["id"], let name = id.text,
        let earlier = seen.updateValue(id, forKey: name)
      {
        findings.report(.targetTwice(name), at: id, notes: [Place(earlier).note(.firstHere)])
      }
      return TargetSource(fields, findings)
    }
  }

  private init?(_ fields: Fields, _ findings: Findings) {
    let id = fields.required("id", findings)?.requiredText(findings)
    let quantity = fields.required("quantity", findings)
    let comparator: Target.Comparator? = fields.required("comparator", findings).flatMap {
      choice($0, findings)
    }
    let level = fields.required("level", findings)?.requiredWrittenNumber(findings)
    let years = TargetSource.years(fields, findings)
    let aggregate: Target.Aggregate? = fields["aggregate"].map { choice($0, findings) } ?? .every
    func text(_ key: String) -> Located? {
      fields[key].flatMap { $0.requiredText(findings) == nil ? nil : $0 }
    }
    unit = text("unit")
    definition = text("definition")
    boundary = text("boundary")
    basis = fields.localized("basis", findings)
    source = fields.text("source", findings)
    label = fields.localized("label", findings)
    note = fields.localized("note", findings)
    guard let id, let quantity, quantity.requiredText(findings) != nil, let comparator, let level,
      let years, let aggregate
    else { return nil }
    (self.id, self.quantity, self.comparator, self.level) = (id, quantity, comparator, level)
    (self.years, yearsNode, self.aggregate) = (years.range, years.node, aggregate)
    node = fields.node
  }

  private static func years(
    _ fields: Fields, _ findings: Findings
  ) -> (range: YearRange, node: Located)? {
    switch (fields["year"], fields["years"]) {
    case (let year?, nil):
      guard let range = yearRange(year, findings) else { return nil }
      if range.low != range.high { findings.report(.oneYearOnly, at: year) }
      return (range, year)
    case (nil, let years?): return yearRange(years, findings).map { ($0, years) }
    default:
      findings.report(.targetNeedsYears, at: fields.node)
      return nil
    }
  }

  /// The targets of several lists: a later one replaces an earlier one of the same id in its place.
  static func merged(_ lists: [[TargetSource]]) -> [TargetSource] {
    var result: [TargetSource] = []
    for target in lists.joined() {
      if let earlier = result.firstIndex(where: { $0.id == target.id }) {
        result[earlier] = target
      } else {
        result.append(target)
      }
    }
    return result
  }
}

/// The case of an enumeration that a scalar names; anything else is reported with the choices.
func choice<Choice: RawRepresentable & CaseIterable>(
  _ node: Located, _ findings: Findings
) -> Choice? where Choice.RawValue == String {
  if let text = node.text, let choice = Choice(rawValue: text) { return choice }
  findings.report(
    .expectedOneOf(Choice.allCases.map(\.rawValue), found: node.appearance), at: node)
  return nil
}
