/// The words tables of facts may use: definitions, boundaries, price bases, units, grades.
public struct Vocabulary: Sendable {
  /// The columns whose words are listed.
  public enum Kind: String, CaseIterable, Sendable {
    case boundary, confidence, definition, status, unit
    case priceBasis = "price_basis"
  }

  /// One word.
  public struct Term: Sendable {
    /// The word as tables have it.
    public var id: String
    /// The word it stands for, if it is another name of it.
    public var aliasOf: String?
    /// The bounds of a number in this unit.
    public var low, high: Double?
    /// What a number in this unit is multiplied by to become a plain number, or one in model units.
    public var scale: Double
    /// What it means, in a few words.
    public var label: LocalizedText
  }

  private var terms: [Kind: [String: Term]] = [:]
  private var order: [Kind: [String]] = [:]

  static let columns = SheetReader.Columns(
    required: ["kind", "id", "label_vi", "label_en"],
    optional: ["alias_of", "low", "high", "scale", "note"], numeric: ["low", "high", "scale"])

  /// A vocabulary without words.
  init() {}

  /// The word, or the one it is an alias of.
  public func term(_ kind: Kind, _ id: String) -> Term? {
    let found = terms[kind]?[id]
    return found?.aliasOf.flatMap { terms[kind]?[$0] } ?? found
  }

  /// The words of a kind in the order of the file.
  public func words(_ kind: Kind) -> [String] { order[kind] ?? [] }

  /// Adds the words of a file.
  mutating func read(_ sheet: SheetFile) -> [Diagnostic] {
    var reader = SheetReader(sheet, Vocabulary.columns)
    guard reader.isComplete else { return reader.found }
    for row in sheet.rows.indices {
      guard let name = reader.required(row, "kind"), let id = reader.required(row, "id") else {
        continue
      }
      guard let kind: Kind = reader.known(name, row, "kind") else { continue }
      let alias = reader.text(row, "alias_of")
      let term = Term(
        id: id, aliasOf: alias.isEmpty ? nil : alias, low: reader.number(row, "low"),
        high: reader.number(row, "high"), scale: reader.number(row, "scale") ?? 1,
        label: LocalizedText(vi: reader.text(row, "label_vi"), en: reader.text(row, "label_en")))
      if terms[kind, default: [:]].updateValue(term, forKey: id) == nil {
        order[kind, default: []].append(id)
      }
    }
    return reader.found
  }
}
