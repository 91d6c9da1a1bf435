import Foundation
import Yams

/// A value of a JSON or YAML file, as the core schema of YAML 1.2 has it.
enum SchemaValue: Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case list([SchemaValue])
  case map([Entry])

  /// A key with its value.
  struct Entry: Equatable {
    var key: String
    var value: SchemaValue
  }

  /// Reads a file; JSON is YAML, too.
  init(contentsOf url: URL) throws {
    try self.init(text: String(contentsOf: url, encoding: .utf8))
  }

  /// Reads a text.
  init(text: String) throws {
    guard let node = try Yams.compose(yaml: text) else {
      self = .null
      return
    }
    self.init(node)
  }

  private init(_ node: Node) {
    switch node {
    case .mapping(let mapping):
      self = .map(
        mapping.map { Entry(key: $0.key.scalar?.string ?? "", value: SchemaValue($0.value)) })
    case .sequence(let items): self = .list(items.map { SchemaValue($0) })
    case .scalar(let scalar): self = SchemaValue(scalar)
    case .alias: self = .null
    }
  }

  private init(_ scalar: Node.Scalar) {
    let text = scalar.string
    let isNumeric = text.first.map { "+-.0123456789".contains($0) } ?? false
    switch (scalar.style, text) {
    case (.plain, ""), (.plain, "~"), (.plain, "null"): self = .null
    case (.plain, "true"): self = .bool(true)
    case (.plain, "false"): self = .bool(false)
    case (.plain, _) where isNumeric: self = Double(text).map { .number($0) } ?? .string(text)
    default: self = .string(text)
    }
  }

  /// The value under a key.
  subscript(_ key: String) -> SchemaValue? { entries?.first { $0.key == key }?.value }

  /// The entries of a map.
  var entries: [Entry]? { if case .map(let entries) = self { entries } else { nil } }

  /// The items of a list.
  var items: [SchemaValue]? { if case .list(let items) = self { items } else { nil } }

  /// The text of a string.
  var text: String? { if case .string(let text) = self { text } else { nil } }

  /// A text of YAML that means the value.
  var yaml: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let number): Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .string(let text): SchemaValue.quoted(text)
    case .list(let items): "[" + items.map(\.yaml).joined(separator: ", ") + "]"
    case .map(let entries):
      "{" + entries.map { "\(SchemaValue.key($0.key)): \($0.value.yaml)" }.joined(separator: ", ")
        + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// Years must not be quoted.
  private static func key(_ text: String) -> String {
    text.allSatisfy { $0.isNumber || $0.isLetter || "._".contains($0) } ? text : quoted(text)
  }

  /// The value with what is under a path of keys and positions replaced.
  func replacing(_ path: ArraySlice<String>, _ change: (SchemaValue) -> SchemaValue) -> SchemaValue
  {
    guard let step = path.first else { return change(self) }
    let rest = path.dropFirst()
    switch self {
    case .map(let entries):
      return .map(
        entries.map {
          $0.key == step ? Entry(key: step, value: $0.value.replacing(rest, change)) : $0
        })
    case .list(let items):
      return .list(
        items.enumerated().map { "\($0)" == step ? $1.replacing(rest, change) : $1 })
    case .null, .bool, .number, .string: return self
    }
  }
}
