/// A node of a YAML file that remembers where it came from.
struct Located: Sendable {
  /// What a node holds.
  enum Content: Sendable {
    /// Text as YAML understood it; `isPlain` when it stood without quotes.
    case scalar(String, isPlain: Bool)
    case list([Located])
    case map([Entry])
  }

  /// One `key: value` of a map.
  struct Entry: Sendable {
    var key: Located
    var value: Located
  }

  var content: Content
  /// The file it stands in.
  let file: SourceFile
  /// Where it begins: line and column from 1.
  let line, column: Int

  /// The place where it begins.
  var location: SourceLocation { file.location(line: line, column: column) }

  /// The text of a scalar.
  var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  /// Whether nothing stands here: an empty, `null` or `~` plain scalar.
  var isEmpty: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return text.isEmpty || text == "~" || text == "null"
  }

  /// The items of a list.
  var list: [Located]? {
    if case .list(let items) = content { items } else { nil }
  }

  /// The entries of a map.
  var map: [Entry]? {
    if case .map(let entries) = content { entries } else { nil }
  }

  /// A plain scalar that is a number in the notation of the language, or nil.
  var number: Double? {
    guard case .scalar(let text, isPlain: true) = content else { return nil }
    return decimalNumber(text)
  }

  /// A plain scalar that is an integer, or nil.
  var integer: Int? {
    guard case .scalar(let text, isPlain: true) = content else { return nil }
    return Int(text)
  }

  /// What stands here, for a message: its text when it is short, or its shape.
  var appearance: Appearance {
    switch content {
    case .scalar(let text, let isPlain): isEmpty ? .nothing : isPlain ? .text(text) : .quoted(text)
    case .list: .list
    case .map: .map
    }
  }
}

/// How a node looks, for messages that say what was found.
public enum Appearance: Hashable, Sendable {
  case nothing
  case text(String)
  case quoted(String)
  case list
  case map
}

/// The number that a text is in the notation of the language: `12`, `-.5`, `2e-3`.
///
/// Nothing else that a YAML or C library would take: no `0x10`, `1_000`, `inf` or `nan`.
func decimalNumber(_ text: String) -> Double? {
  var digits = 0
  var bytes = text.utf8[...]
  func take(_ condition: (UInt8) -> Bool) -> Int {
    let run = bytes.prefix(while: condition)
    bytes = bytes.dropFirst(run.count)
    return run.count
  }
  func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  if let sign = bytes.first, sign == 0x2B || sign == 0x2D { bytes = bytes.dropFirst() }
  digits += take(isDigit)
  if bytes.first == 0x2E {
    bytes = bytes.dropFirst()
    digits += take(isDigit)
  }
  guard digits > 0 else { return nil }
  if let mark = bytes.first, mark == 0x65 || mark == 0x45 {
    bytes = bytes.dropFirst()
    if let sign = bytes.first, sign == 0x2B || sign == 0x2D { bytes = bytes.dropFirst() }
    guard take(isDigit) > 0 else { return nil }
  }
  guard bytes.isEmpty, let value = Double(text), value.isFinite else { return nil }
  return value
}
