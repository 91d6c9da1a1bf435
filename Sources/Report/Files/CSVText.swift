/// Text of a CSV file: UTF-8 without a mark, LF, points for decimals, quotes where RFC 4180 asks.
public struct CSVText {
  /// The text so far.
  public private(set) var text: String

  /// Starts a file with its header.
  public init(header: [String]) {
    text = header.map(CSVText.quoted).joined(separator: ",") + "\n"
  }

  /// Adds a row.
  public mutating func append(_ fields: [String]) {
    var isFirst = true
    for field in fields {
      if !isFirst { text += "," }
      text += CSVText.quoted(field)
      isFirst = false
    }
    text += "\n"
  }

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13
    }
    guard needsQuotes else { return field }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// The shortest decimal that reads back as the same number.
  public static func number(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
