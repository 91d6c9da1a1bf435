/// The entries of a map that may have certain keys only.
struct Fields {
  /// The map.
  let node: Located
  private let values: [String: Located.Entry]
  /// Where the keys come from, unless they are names.
  private var mapping: Mapping?

  /// Takes a map apart; reports every key that is not among those of its mapping, and every one that
  /// is missing.
  ///
  /// Returns nil, and reports it, when the node is no map.
  init?(_ node: Located, _ mapping: Mapping, findings: Findings) {
    self.init(node, names: mapping.names, findings: findings)
    self.mapping = mapping
    for key in mapping.keys where key.isRequired && self[key.name] == nil {
      findings.report(.missingKey(key.name), at: node)
    }
  }

  /// Takes the map of a whole file apart; a file of another kind is reported, and nothing further is
  /// said about it.
  init?(file root: Located, _ kind: FileKind, findings: Findings) {
    let schema = root.map?.first { $0.key.text == "schema" }?.value
    if let schema, schema.text != kind.identifier {
      findings.report(
        .wrongSchema(found: schema.appearance, expected: kind.identifier), at: schema)
      return nil
    }
    self.init(root, kind.mapping, findings: findings)
  }

  /// Takes a map apart whose keys are names, and reports every other key.
  init?(_ node: Located, names: [String], findings: Findings) {
    guard let entries = node.map else {
      findings.report(.expectedMap(found: node.appearance), at: node)
      return nil
    }
    var values: [String: Located.Entry] = [:]
    for entry in entries {
      guard let name = entry.key.text else { continue }
      if names.contains(name) {
        values[name] = entry
      } else if entry.value.isEmpty, !Lexer.isName(name), node.opensWithBrace {
        findings.report(.piecesOfExpression(name), at: entry.key)
      } else {
        findings.report(
          .unknownKey(name, suggestion: nearestName(to: name, among: names), known: names),
          at: entry.key)
      }
    }
    self.node = node
    self.values = values
  }

  /// The value of a key; nil when it is not there.
  subscript(_ key: String) -> Located? { values[key]?.value }

  /// The key as it stands in the file.
  func key(_ key: String) -> Located? { values[key]?.key }

  /// The value of a key, which must be there; findings hold a report that it is missing only once.
  func required(_ key: String, _ findings: Findings) -> Located? {
    if let value = values[key]?.value { return value }
    findings.report(.missingKey(key), at: node)
    return nil
  }

  /// The text of a key, reporting a value that is no text.
  func text(_ key: String, _ findings: Findings) -> String? {
    guard let value = self[key] else { return nil }
    return value.requiredText(findings)
  }

  /// The number of a key, reporting a value that is no number.
  func number(_ key: String, _ findings: Findings) -> Double? {
    guard let value = self[key] else { return nil }
    return value.requiredNumber(findings)
  }

  /// The whole number of a key, reporting a value that is none or not in the range of its mapping.
  func integer(_ key: String, _ findings: Findings) -> Int? {
    guard let value = self[key] else { return nil }
    var (least, most): (Int?, Int?) = (nil, nil)
    if case .integer(let low, let high) = mapping?[key]?.shape { (least, most) = (low, high) }
    guard let integer = value.integer, integer >= least ?? .min, integer <= most ?? .max else {
      findings.report(
        .expectedInteger(atLeast: least, atMost: most, found: value.appearance), at: value)
      return nil
    }
    return integer
  }

  /// The text of a key in both languages: `{vi, en}`, or one text for both.
  func localized(_ key: String, _ findings: Findings) -> LocalizedText? {
    guard let value = self[key] else { return nil }
    if let text = value.text {
      if !value.isEmpty { return LocalizedText(vi: text, en: text) }
      findings.report(.expectedText(found: value.appearance), at: value)
      return nil
    }
    guard let fields = Fields(value, .words, findings: findings),
      let vi = fields.text("vi", findings), let en = fields.text("en", findings)
    else { return nil }
    return LocalizedText(vi: vi, en: en)
  }
}

extension Located {
  /// The text of a scalar; anything else is reported.
  func requiredText(_ findings: Findings) -> String? {
    if let text, !isEmpty { return text }
    findings.report(.expectedText(found: appearance), at: self)
    return nil
  }

  /// The number of a scalar; anything else is reported.
  func requiredNumber(_ findings: Findings) -> Double? {
    if let number { return number }
    findings.report(.expectedNumber(found: appearance), at: self)
    return nil
  }

  /// The items of a list; anything else is reported.
  func requiredList(_ findings: Findings) -> [Located]? {
    if let list { return list }
    findings.report(.expectedList(found: appearance), at: self)
    return nil
  }

  /// The entries of a map; anything else is reported.
  ///
  /// An empty value is an empty map.
  func requiredMap(_ findings: Findings) -> [Entry]? {
    if let map { return map }
    if isEmpty { return [] }
    findings.report(.expectedMap(found: appearance), at: self)
    return nil
  }

  /// Whether the map or list is written in braces.
  var opensWithBrace: Bool {
    let lines = file.lines()
    guard line >= 1, line <= lines.count, column >= 1, column <= lines[line - 1].count else {
      return false
    }
    return lines[line - 1][column - 1] == "{"
  }
}

/// A text in both languages.
public struct LocalizedText: Hashable, Sendable {
  /// The text in Vietnamese.
  public var vi: String
  /// The text in English.
  public var en: String
  /// Creates a text.
  public init(vi: String, en: String) {
    self.vi = vi
    self.en = en
  }
}
