/// A value of a JSON file or of `--json`, written with keys in the order given.
public indirect enum JSONText: Sendable {
  case string(String)
  case number(Double)
  case integer(Int)
  case bool(Bool)
  case null
  case list([JSONText])
  case object([(key: String, value: JSONText)])

  /// The text on one line; a number that is not finite is null.
  public var text: String {
    switch self {
    case .string(let string): Self.quoted(string)
    case .number(let number): number.isFinite ? CSVText.number(number) : "null"
    case .integer(let number): "\(number)"
    case .bool(let value): "\(value)"
    case .null: "null"
    case .list(let items): "[" + items.map(\.text).joined(separator: ", ") + "]"
    case .object(let entries):
      "{" + entries.map { "\(Self.quoted($0.key)): \($0.value.text)" }.joined(separator: ", ") + "}"
    }
  }

  /// The text on several lines, two spaces a level; what fits a line stays on one.
  public var indented: String { indented(by: 0) }

  /// The longest text of a list or object that is kept on one line, in bytes.
  private static let longestLine = 80

  private func indented(by depth: Int) -> String {
    let line = text
    guard line.utf8.count > Self.longestLine else { return line }
    let end = String(repeating: "  ", count: depth)
    let inner = end + "  "
    switch self {
    case .list(let items):
      let lines = items.map { inner + $0.indented(by: depth + 1) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(end)]"
    case .object(let entries):
      let lines = entries.map {
        "\(inner)\(Self.quoted($0.key)): \($0.value.indented(by: depth + 1))"
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(end)}"
    case .string, .number, .integer, .bool, .null: return line
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case let control where control.value < 0x20:
        let digits = String(control.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
