/// Where figures come from.
public struct SourceList: Sendable {
  /// One publication.
  public struct Source: Sendable {
    /// What tables call it.
    public var id: String
    /// Its title.
    public var title: String
    /// Who published it.
    public var publisher: String
    /// When, as far as it is known.
    public var date: String
    /// Where it can be read.
    public var address: String
  }

  /// The publications by what tables call them.
  public private(set) var sources: [String: Source] = [:]

  static let columns = SheetReader.Columns(
    required: ["source_id", "title", "publisher"], optional: ["date", "address"])

  /// A list of nothing.
  init() {}

  /// Adds the sources of a file; one that is listed twice in it is reported.
  mutating func read(_ sheet: SheetFile) -> [Diagnostic] {
    var reader = SheetReader(sheet, SourceList.columns)
    guard reader.isComplete else { return reader.found }
    var rows: [String: Int] = [:]
    for row in sheet.rows.indices {
      guard let id = reader.required(row, "source_id") else { continue }
      if let first = rows.updateValue(row, forKey: id) {
        reader.report(.keyTwice([id]), row, "source_id", first: first)
      }
      _ = reader.required(row, "title")
      sources[id] = Source(
        id: id, title: reader.text(row, "title"), publisher: reader.text(row, "publisher"),
        date: reader.text(row, "date"), address: reader.text(row, "address"))
    }
    return reader.found
  }
}
