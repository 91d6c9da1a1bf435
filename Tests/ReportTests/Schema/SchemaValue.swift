import Foundation

@testable import Scenarios

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
    let findings = Findings()
    let root = YAMLReader.read(SourceFile(path: "text", text: text), findings: findings)
    if !findings.diagnostics.isEmpty { throw findings.sorted() }
    self = root.map { SchemaValue($0) } ?? .null
  }

  private init(_ node: Located) {
    switch node.content {
    case .map(let entries):
      self = .map(
        entries.map { Entry(key: $0.key.text ?? "", value: SchemaValue($0.value)) })
    case .list(let items): self = .list(items.map { SchemaValue($0) })
    case .scalar(let text, let isPlain): self.init(text, isPlain: isPlain)
    }
  }

  private init(_ text: String, isPlain: Bool) {
    let isNumeric = text.first.map { "+-.0123456789".contains($0) } ?? false
    switch (isPlain, text) {
    case (true, ""), (true, "~"), (true, "null"): self = .null
    case (true, "true"): self = .bool(true)
    case (true, "false"): self = .bool(false)
    case (true, _) where isNumeric: self = Double(text).map { .number($0) } ?? .string(text)
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
