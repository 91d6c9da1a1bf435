public import Scenarios

/// The JSON Schema (draft 2020-12) of some kinds of files, from the keys their readers take.
///
/// It says what an editor can know without the model: keys, shapes and choices. Names, units and
/// bounds are left to `grdp check`. The words are in both languages, as machine files are the same
/// for every reader.
public struct SchemaFile {
  private let kinds: [FileKind]

  /// The schema of a file of one of these kinds.
  public init(of kinds: [FileKind]) {
    self.kinds = FileKind.allCases.filter(kinds.contains)
  }

  /// Its text, without the last line end.
  public var text: String {
    let roots = kinds.map { Self.reference($0.mapping.name) }
    let what = roots.count == 1 ? roots[0] : [("oneOf", .list(roots.map { .object($0) }))]
    return JSONText.object(
      [
        ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        ("title", .string(kinds.map(\.identifier).joined(separator: ", "))),
      ] + what + [("$defs", .object(definitions))]
    ).indented
  }

  private typealias Entries = [(key: String, value: JSONText)]

  // MARK: Definitions

  private var definitions: Entries {
    var found: [String: JSONText] = [:]
    for kind in kinds { Self.collect(kind.mapping, into: &found) }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static func collect(_ mapping: Mapping, into found: inout [String: JSONText]) {
    guard found[mapping.name] == nil else { return }
    found[mapping.name] = .object(definition(mapping))
    for key in mapping.keys { collect(key.shape, into: &found) }
  }

  private static func collect(_ shape: Shape, into found: inout [String: JSONText]) {
    switch shape {
    case .mapping(let mapping): collect(mapping, into: &found)
    case .words: collect(Mapping.words, into: &found)
    case .list(let inner, _), .map(let inner), .byYear(let inner): collect(inner, into: &found)
    case .either(let shapes): for each in shapes { collect(each, into: &found) }
    case .nothing, .anything, .text, .texts, .path, .constant, .choice, .flag, .number,
      .writtenNumber, .integer, .bounds, .expression, .years:
      break
    case .values: found["values"] = valuesDefinition
    case .overrides: found["overrides"] = overridesDefinition
    }
  }

  private static func definition(_ mapping: Mapping) -> Entries {
    let properties: Entries = mapping.keys.map { key in
      let about = ("description", JSONText.string("\(key.about.en)\n\(key.about.vi)"))
      return (key.name, .object([about] + schema(key.shape)))
    }
    let required = mapping.keys.filter(\.isRequired).map { JSONText.string($0.name) }
    let alternatives = mapping.alternatives.map { name in
      JSONText.object([("required", .list([.string(name)]))])
    }
    return [("type", .string("object")), ("properties", .object(properties))]
      + (required.isEmpty ? [] : [("required", .list(required))])
      + (alternatives.isEmpty ? [] : [("oneOf", .list(alternatives))])
      + [("additionalProperties", .bool(false))]
  }

  /// Numbers over sets or years, nested as deep as there are sets.
  private static let valuesDefinition = JSONText.object([
    (
      "anyOf",
      .list([
        .object(type("number")),
        .object(type("array") + [("items", .object(reference("values")))]),
        .object(type("object") + [("additionalProperties", .object(reference("values")))]),
      ])
    )
  ])

  /// Expressions over sets, nested as deep as there are sets.
  private static let overridesDefinition = JSONText.object([
    (
      "anyOf",
      .list([
        .object(type("string", "number")),
        .object(type("array") + [("items", .object(reference("overrides")))]),
        .object(type("object") + [("additionalProperties", .object(reference("overrides")))]),
      ])
    )
  ])

  // MARK: Shapes

  private static func schema(_ shape: Shape) -> Entries {
    switch shape {
    case .nothing: type("null")
    case .anything: []
    case .text: type("string", "number", "boolean")
    case .texts: either([.text, .list(.text)])
    case .words: either([.text, .mapping(.words)])
    case .path: type("string") + [("pattern", .string("^[^/]"))]
    case .constant("true"): [("const", .bool(true))]
    case .constant(let text): [("const", .string(text))]
    case .choice(let choices): [("enum", .list(choices.map { .string($0) }))]
    case .flag: type("boolean")
    case .number: type("number")
    case .writtenNumber:
      type("number", "string") + [("pattern", .string(writtenNumberPattern))]
    case .integer(let least, let most):
      type("integer") + (least.map { [("minimum", .integer($0))] } ?? [])
        + (most.map { [("maximum", .integer($0))] } ?? [])
    case .bounds: list(.number, count: 2)
    case .expression: type("string", "number")
    case .years: type("string", "integer")
    case .values: reference("values")
    case .overrides: reference("overrides")
    case .list(let inner, let count): list(inner, count: count)
    case .map(let inner):
      type("object", "null") + [("additionalProperties", .object(schema(inner)))]
    case .byYear(let inner):
      type("object") + [
        ("patternProperties", .object([("^[-+]?[0-9]+$", .object(schema(inner)))])),
        ("additionalProperties", .bool(false)),
      ]
    case .mapping(let mapping): reference(mapping.name)
    case .either(let shapes): either(shapes)
    }
  }

  /// A number followed by its unit in braces.
  private static let writtenNumberPattern =
    #"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\{.*\}$"#

  private static func type(_ names: String...) -> Entries {
    [("type", names.count == 1 ? .string(names[0]) : .list(names.map { .string($0) }))]
  }

  private static func either(_ shapes: [Shape]) -> Entries {
    [("anyOf", .list(shapes.map { .object(schema($0)) }))]
  }

  private static func list(_ inner: Shape, count: Int?) -> Entries {
    type("array") + [("items", .object(schema(inner)))]
      + (count.map { [("minItems", .integer($0)), ("maxItems", .integer($0))] } ?? [])
  }

  private static func reference(_ name: String) -> Entries {
    [("$ref", .string("#/$defs/\(name)"))]
  }
}
