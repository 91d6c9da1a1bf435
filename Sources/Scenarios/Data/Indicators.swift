/// What tables of facts measure.
public struct Indicators: Sendable {
  /// What a row of an indicator needs, and how it is treated.
  public enum Flag: String, CaseIterable, Sendable {
    /// A row needs a definition.
    case definition
    /// A row needs a price basis.
    case priceBasis = "price_basis"
    /// A series of it must not have holes.
    case everyYear = "every_year"
    /// It is among the first things to be shown of a region.
    case headline
  }

  /// One indicator at one price basis.
  public struct Indicator: Sendable {
    /// Its name, without an element.
    public var name: String
    /// The price basis it is listed for; empty when it is not about money.
    public var priceBasis: String
    /// Its usual unit.
    public var unit: String
    /// What its rows need.
    public var flags: Set<Flag>
    /// The data slot of a model that it fills.
    public var slot: String?
    /// What stands in for it where it is missing, in proportion: an indicator and its price basis.
    public var proxy: (name: String, priceBasis: String)?
    /// The quantity of a model that it measures; `{definition}` stands for the definition.
    public var quantity: String?
    /// What it is, in words.
    public var label: LocalizedText
    /// Its position in the file.
    public var position: Int
  }

  private struct Key: Hashable {
    var name: String
    var priceBasis: String
  }

  private var byKey: [Key: Indicator] = [:]
  /// The names, each once.
  public private(set) var names: [String] = []

  static let columns = SheetReader.Columns(
    required: ["indicator", "label_vi", "label_en"],
    optional: ["price_basis", "unit", "flags", "slot", "proxy", "quantity"])

  /// A list of nothing.
  init() {}

  /// An indicator by its name, with or without an element in brackets, and price basis.
  public func indicator(_ name: String, priceBasis: String) -> Indicator? {
    byKey[Key(name: Indicators.base(name), priceBasis: priceBasis)]
  }

  /// The first of the list.
  public var first: Indicator? { byKey.values.first { $0.position == 0 } }

  /// The indicator that fills a slot.
  public func indicator(ofSlot slot: String) -> Indicator? {
    byKey.values.filter { $0.slot == slot }.min { $0.position < $1.position }
  }

  /// Whether a name is listed at any price basis.
  func knows(_ name: String) -> Bool { names.contains(Indicators.base(name)) }

  /// What rows of an indicator need whose price basis is not listed: what any of its bases needs.
  func flags(_ name: String, priceBasis: String) -> Set<Flag> {
    if let found = indicator(name, priceBasis: priceBasis) { return found.flags }
    let base = Indicators.base(name)
    let all = byKey.values.filter { $0.name == base }
    return all.reduce(into: []) { $0.formUnion($1.flags.subtracting([.everyYear, .headline])) }
  }

  /// A name without its element: `grdp_share` of `grdp_share[ICTM]`.
  static func base(_ name: String) -> String { String(name.prefix { $0 != "[" }) }

  /// The element in brackets, if there is one.
  static func element(_ name: String) -> String? {
    guard let open = name.firstIndex(of: "["), name.last == "]" else { return nil }
    return String(name[name.index(after: open)...].dropLast())
  }

  /// Adds the indicators of a file.
  mutating func read(_ sheet: SheetFile) -> [Diagnostic] {
    var reader = SheetReader(sheet, Indicators.columns)
    guard reader.isComplete else { return reader.found }
    for row in sheet.rows.indices {
      guard let name = reader.required(row, "indicator") else { continue }
      var flags: Set<Flag> = []
      for word in reader.text(row, "flags").split(separator: " ").map(String.init) {
        if let flag: Flag = reader.known(word, row, "flags") { flags.insert(flag) }
      }
      let slot = reader.text(row, "slot")
      let proxy = reader.text(row, "proxy").split(separator: " ").map(String.init)
      let quantity = reader.text(row, "quantity")
      let indicator = Indicator(
        name: name, priceBasis: reader.text(row, "price_basis"), unit: reader.text(row, "unit"),
        flags: flags, slot: slot.isEmpty ? nil : slot,
        proxy: proxy.first.map { ($0, proxy.dropFirst().first ?? "") },
        quantity: quantity.isEmpty ? nil : quantity,
        label: LocalizedText(vi: reader.text(row, "label_vi"), en: reader.text(row, "label_en")),
        position: byKey.count)
      byKey[Key(name: name, priceBasis: indicator.priceBasis)] = indicator
      if !names.contains(name) { names.append(name) }
    }
    return reader.found
  }
}
