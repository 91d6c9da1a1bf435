/// A validator for the words of JSON Schema that the shipped schemas use; any other word is an error.
struct SchemaValidator {
  /// A place of a value at which a definition applies, and whether the value is right there.
  struct Visit: Hashable {
    var path: [String]
    var definition: String
  }

  private let root: SchemaValue
  /// Words that say nothing about a value.
  private static let remarks: Set<String> = ["$schema", "$defs", "title", "description"]

  init(_ root: SchemaValue) { self.root = root }

  /// The names of the definitions.
  var definitions: [String: SchemaValue] {
    Dictionary(uniqueKeysWithValues: (root["$defs"]?.entries ?? []).map { ($0.key, $0.value) })
  }

  /// Whether a value is right.
  func accepts(_ value: SchemaValue) -> Bool {
    var visits: Set<Visit> = []
    return accepts(value, root, [], &visits)
  }

  /// Every definition that applies somewhere in a value that is right.
  func visits(in value: SchemaValue) -> Set<Visit> {
    var visits: Set<Visit> = []
    _ = accepts(value, root, [], &visits)
    return visits
  }

  private func accepts(
    _ value: SchemaValue, _ schema: SchemaValue, _ path: [String], _ visits: inout Set<Visit>
  ) -> Bool {
    var isRight = true
    for word in schema.entries ?? [] where !Self.remarks.contains(word.key) {
      if !accepts(value, word, schema, path, &visits) { isRight = false }
    }
    return isRight
  }

  private func accepts(
    _ value: SchemaValue, _ word: SchemaValue.Entry, _ schema: SchemaValue, _ path: [String],
    _ visits: inout Set<Visit>
  ) -> Bool {
    switch word.key {
    case "$ref":
      let name = String((word.value.text ?? "").dropFirst("#/$defs/".count))
      guard let definition = definitions[name] else { return false }
      let isRight = accepts(value, definition, path, &visits)
      if isRight { visits.insert(Visit(path: path, definition: name)) }
      return isRight
    case "type": return types(word.value).contains { isOf($0, value) }
    case "const": return value == word.value
    case "enum": return word.value.items?.contains(value) == true
    case "pattern":
      guard let text = value.text, let pattern = word.value.text else { return true }
      return (try? Regex(pattern).firstMatch(in: text)) != nil
    case "minimum": return compares(value, word.value) { $0 >= $1 }
    case "maximum": return compares(value, word.value) { $0 <= $1 }
    case "minItems": return compares(count(value), word.value) { $0 >= $1 }
    case "maxItems": return compares(count(value), word.value) { $0 <= $1 }
    case "anyOf": return matches(value, word.value, path, &visits) > 0
    case "oneOf": return matches(value, word.value, path, &visits) == 1
    case "required":
      guard value.entries != nil else { return true }
      return (word.value.items ?? []).allSatisfy { value[$0.text ?? ""] != nil }
    case "items":
      var isRight = true
      for (position, item) in (value.items ?? []).enumerated() {
        if !accepts(item, word.value, path + ["\(position)"], &visits) { isRight = false }
      }
      return isRight
    case "properties", "patternProperties", "additionalProperties":
      return acceptsEntries(value, word, schema, path, &visits)
    default: return false
    }
  }

  /// What the entries of a map must be: each by its own word.
  private func acceptsEntries(
    _ value: SchemaValue, _ word: SchemaValue.Entry, _ schema: SchemaValue, _ path: [String],
    _ visits: inout Set<Visit>
  ) -> Bool {
    var isRight = true
    for entry in value.entries ?? [] {
      let own = schema["properties"]?[entry.key]
      let byPattern = schema["patternProperties"]?.entries?.first {
        (try? Regex($0.key).firstMatch(in: entry.key)) != nil
      }?.value
      let applies: SchemaValue? =
        switch word.key {
        case "properties": own
        case "patternProperties": byPattern
        default: own == nil && byPattern == nil ? word.value : nil
        }
      guard let applies else { continue }
      if applies == .bool(false) || !accepts(entry.value, applies, path + [entry.key], &visits) {
        isRight = false
      }
    }
    return isRight
  }

  private func matches(
    _ value: SchemaValue, _ choices: SchemaValue, _ path: [String], _ visits: inout Set<Visit>
  ) -> Int {
    var count = 0
    for choice in choices.items ?? [] {
      var inner: Set<Visit> = []
      guard accepts(value, choice, path, &inner) else { continue }
      count += 1
      visits.formUnion(inner)
    }
    return count
  }

  private func types(_ value: SchemaValue) -> [String] {
    value.text.map { [$0] } ?? (value.items ?? []).compactMap(\.text)
  }

  private func isOf(_ type: String, _ value: SchemaValue) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .bool), ("number", .number), ("string", .string),
      ("array", .list), ("object", .map):
      true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }

  private func count(_ value: SchemaValue) -> SchemaValue {
    value.items.map { .number(Double($0.count)) } ?? .null
  }

  private func compares(
    _ value: SchemaValue, _ limit: SchemaValue, _ comparison: (Double, Double) -> Bool
  ) -> Bool {
    guard case .number(let number) = value, case .number(let bound) = limit else { return true }
    return comparison(number, bound)
  }
}
