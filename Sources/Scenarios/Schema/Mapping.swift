/// The keys that one mapping of a file may have, and what stands under each.
///
/// The reader of the mapping takes its keys from here, and so does the JSON Schema for editors: a key
/// that is added here is known to both.
public struct Mapping: Sendable {
  /// One key.
  public struct Key: Sendable {
    /// The key as it is written.
    public let name: String
    /// What stands under it.
    public let shape: Shape
    /// Whether it must be there.
    public let isRequired: Bool
    /// What it is for, in a line.
    public let about: LocalizedText

    static func required(_ name: String, _ shape: Shape, vi: String, en: String) -> Key {
      Key(name: name, shape: shape, isRequired: true, about: LocalizedText(vi: vi, en: en))
    }

    static func optional(_ name: String, _ shape: Shape, vi: String, en: String) -> Key {
      Key(name: name, shape: shape, isRequired: false, about: LocalizedText(vi: vi, en: en))
    }
  }

  /// The name of the mapping, unlike that of any other.
  public let name: String
  /// Its keys, in the order in which messages list them.
  public let keys: [Key]
  /// Keys of which exactly one must be there; none when the keys are independent.
  public let alternatives: [String]

  init(_ name: String, _ keys: [Key], oneOf alternatives: [String] = []) {
    self.name = name
    self.keys = keys
    self.alternatives = alternatives
  }

  /// The keys as they are written.
  var names: [String] { keys.map(\.name) }

  /// A key by its name.
  subscript(_ name: String) -> Key? { keys.first { $0.name == name } }
}

/// What may stand under a key.
public indirect enum Shape: Sendable {
  /// Nothing at all: `key:`.
  case nothing
  /// Anything: it is not read.
  case anything
  /// A text; a number is one, too.
  case text
  /// A text or a list of texts.
  case texts
  /// A text, or one in each language: `{vi, en}`.
  case words
  /// The path of a file, relative to the file it is named in.
  case path
  /// One text and no other.
  case constant(String)
  /// One of several texts.
  case choice([String])
  /// `true` or `false`.
  case flag
  /// A number.
  case number
  /// A number, with its unit if need be: `8000` or `"8000{person}"`.
  case writtenNumber
  /// A whole number.
  case integer(atLeast: Int?, atMost: Int? = nil)
  /// A lower and an upper bound: `[0, 1]`.
  case bounds
  /// An expression of the model language.
  case expression
  /// A year, or a range of years: `2030`, `2026..2030`, `first+1..last`.
  case years
  /// Numbers: one, a list in the order of a set, or a map by element or year.
  case values
  /// Expressions: one, or a map by element or subset.
  case overrides
  /// A list; `count` is its length, if only one is right.
  case list(Shape, count: Int? = nil)
  /// Entries under names of the model.
  case map(Shape)
  /// Entries under years.
  case byYear(Shape)
  /// A mapping with keys of its own.
  case mapping(Mapping)
  /// One of several.
  case either([Shape])
}

/// What an entry may say about itself in words, besides its label.
extension Mapping.Key {
  static let label = optional(
    "label", .words, vi: "Tên gọi trên các trang.", en: "What pages call it.")
  static let source = optional(
    "source", .texts, vi: "Nguồn.", en: "Where it comes from.")
  static let oneSource = optional(
    "source", .text, vi: "Nguồn.", en: "Where it comes from.")
  static let note = optional(
    "note", .words, vi: "Ghi chú.", en: "Anything else worth knowing.")

  /// The key that says what kind of file it is.
  static func schema(_ kind: FileKind) -> Self {
    required(
      "schema", .constant(kind.identifier), vi: "Loại tệp và phiên bản của nó.",
      en: "The kind of file, and its version.")
  }
}

extension Mapping {
  /// A text in both languages.
  public static let words = Mapping(
    "words",
    [
      .required("vi", .text, vi: "Tiếng Việt.", en: "In Vietnamese."),
      .required("en", .text, vi: "Tiếng Anh.", en: "In English."),
    ])
}
