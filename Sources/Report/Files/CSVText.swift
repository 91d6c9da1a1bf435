/// Text of a CSV file: UTF-8 without a mark, LF, points for decimals, quotes where RFC 4180 asks.
public struct CSVText {
  /// The text so far.
  public private(set) var text: String

  /// Starts a file with its header.
  public init(header: [String]) {
    text = header.map(CSVText.quoted).joined(separator: ",") + "\n"
  }

  /// The text of fields with which several rows begin.
  static func beginning(_ fields: [String]) -> String {
    fields.map { CSVText.quoted($0) + "," }.joined()
  }

  /// Adds a row, after a beginning it may share with others.
  public mutating func append(_ fields: [String], after beginning: String = "") {
    text += beginning
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
    let bytes = text.utf8
    // A whole number ends in ".0", and none is shorter.
    guard bytes.last == UInt8(ascii: "0"), bytes.count > 2 else { return text }
    let point = bytes.index(bytes.endIndex, offsetBy: -2)
    return bytes[point] == UInt8(ascii: ".") ? String(text[..<point]) : text
  }
}
