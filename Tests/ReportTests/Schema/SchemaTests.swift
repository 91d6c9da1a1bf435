import Foundation
import Report
import Scenarios
import Testing

/// The JSON Schemas, against the files that are read and against the readers.
///
/// After a change of keys, `GRDP_RECORD=1 swift test --filter SchemaTests` writes the shipped ones.
struct SchemaTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
  static let root = folder.appending(path: "../../..").standardized
  static let shipped: [FileKind] = [.model, .region, .scenario, .stress]

  private static func validator(_ kind: FileKind) throws -> SchemaValidator {
    SchemaValidator(try SchemaValue(text: SchemaFile(of: [kind]).text))
  }

  private static func example(_ kind: FileKind) -> URL {
    folder.appending(path: "Example/\(kind.rawValue).yaml")
  }

  @Test(arguments: shipped)
  func shippedSchemasAreUpToDate(kind: FileKind) throws {
    let file = Self.root.appending(path: "schemas/\(kind.rawValue).json")
    let text = SchemaFile(of: [kind]).text + "\n"
    if ProcessInfo.processInfo.environment["GRDP_RECORD"] != nil {
      try Data(text.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }

  // MARK: Files

  /// Every YAML file under some folders of the project.
  private static func files(under folders: [String]) -> [URL] {
    folders.flatMap { folder in
      let found = FileManager.default.enumerator(
        at: root.appending(path: folder), includingPropertiesForKeys: nil)
      return (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "yaml" }
    }.sorted { $0.path < $1.path }
  }

  private static let shippedFiles = files(under: ["models", "scenarios", "data/regions"])

  @Test(arguments: shippedFiles)
  func shippedFilesNameTheirSchema(file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first)
    let kind = try #require(try Self.kind(of: SchemaValue(text: text)))
    let opening = "# yaml-language-server: $schema="
    try #require(line.hasPrefix(opening))
    let named = file.deletingLastPathComponent().appending(path: line.dropFirst(opening.count))
    #expect(named.standardized.path == Self.root.path + "/schemas/\(kind.rawValue).json")
  }

  private static func kind(of value: SchemaValue) -> FileKind? {
    FileKind.allCases.first { value["schema"]?.text == $0.identifier }
  }

  /// Files that `grdp check` finds in order: the shipped ones, those of tests, and the mistakes that
  /// are warnings.
  private static let goodFiles: [URL] =
    shippedFiles + files(under: ["data/fits", "Tests/Fixtures", "Tests/ReportTests"])
    + files(under: ["Tests/CLITests"]).filter { file in
      let expected = file.deletingLastPathComponent().appending(path: "expected.en.txt")
      guard let said = try? String(contentsOf: expected, encoding: .utf8) else { return true }
      return said.hasSuffix("exit 0\n")
    }

  @Test func thereAreEnoughFiles() {
    #expect(Self.shippedFiles.count >= 14)
    #expect(Self.goodFiles.count >= 50)
  }

  @Test func whatIsReadIsValid() throws {
    let all = SchemaValidator(try SchemaValue(text: SchemaFile(of: FileKind.allCases).text))
    let validators = try Dictionary(
      uniqueKeysWithValues: FileKind.allCases.map { ($0, try Self.validator($0)) })
    for file in Self.goodFiles {
      let value = try SchemaValue(contentsOf: file)
      guard let kind = Self.kind(of: value) else { continue }
      #expect(validators[kind]?.accepts(value) == true, "\(file.path)")
      #expect(all.accepts(value), "\(file.path)")
    }
  }

  // MARK: Readers

  /// The problems that a reader has with an example of which one file is changed.
  private static func problems(_ value: SchemaValue, as kind: FileKind) throws -> [Problem] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(at: Self.folder.appending(path: "Example"), to: folder)
    let file = folder.appending(path: "\(kind.rawValue).yaml")
    try Data(value.yaml.utf8).write(to: file)
    guard kind == .stress else {
      return Workspace.check([file.path]).diagnostics.all.map(\.problem)
    }
    // Correlations are read with the scenario that is changed.
    do throws(Diagnostics) {
      return try Workspace.stressed(
        folder.appending(path: "scenario.yaml").path, by: file.path, readsFits: false
      ).warnings.map(\.problem)
    } catch {
      return error.all.map(\.problem)
    }
  }

  @Test(arguments: shipped)
  func theExampleHasEveryMapping(kind: FileKind) throws {
    let validator = try Self.validator(kind)
    let value = try SchemaValue(contentsOf: Self.example(kind))
    #expect(try Self.problems(value, as: kind).isEmpty)
    let visited = Set(validator.visits(in: value).map(\.definition))
    #expect(Set(validator.definitions.keys).subtracting(visited) == [])
  }

  /// In every mapping, a key that does not exist is refused by the schema and by the reader.
  @Test(arguments: shipped)
  func unknownKeysAreRefusedByBoth(kind: FileKind) throws {
    let validator = try Self.validator(kind)
    let value = try SchemaValue(contentsOf: Self.example(kind))
    var tried: Set<String> = []
    for visit in validator.visits(in: value).sorted(by: { $0.path.count < $1.path.count }) {
      guard validator.definitions[visit.definition]?["additionalProperties"] == .bool(false),
        tried.insert(visit.definition).inserted
      else { continue }
      let changed = value.replacing(visit.path[...]) { inner in
        .map((inner.entries ?? []) + [.init(key: "unheard_of", value: .number(1))])
      }
      #expect(!validator.accepts(changed), "\(visit)")
      let isReported = try Self.problems(changed, as: kind).contains {
        if case .unknownKey("unheard_of", _, _) = $0 { true } else { false }
      }
      #expect(isReported, "\(visit)")
    }
    #expect(tried.count >= 6)
  }

  /// A key that a schema requires is missed by the reader, too, and the other way round: what either
  /// does without, both do.
  @Test(arguments: shipped)
  func missingKeysAreMissedByBoth(kind: FileKind) throws {
    let validator = try Self.validator(kind)
    let value = try SchemaValue(contentsOf: Self.example(kind))
    var tried: Set<String> = []
    for visit in validator.visits(in: value) {
      let definition = validator.definitions[visit.definition]
      for name in (definition?["required"]?.items ?? []).compactMap(\.text)
      where tried.insert("\(visit.definition) \(name)").inserted {
        let changed = value.replacing(visit.path[...]) { inner in
          .map((inner.entries ?? []).filter { $0.key != name })
        }
        #expect(!validator.accepts(changed), "\(visit) without \(name)")
        #expect(
          try Self.problems(changed, as: kind).contains(.missingKey(name)),
          "\(visit) without \(name)")
      }
    }
    #expect(tried.count >= 6)
  }

  @Test func wordsAreInBothLanguages() throws {
    for kind in FileKind.allCases {
      var mappings = [kind.mapping]
      while let mapping = mappings.popLast() {
        #expect(Set(mapping.keys.map(\.name)).count == mapping.keys.count, "\(mapping.name)")
        for key in mapping.keys {
          #expect(key.about.vi.hasSuffix(".") && key.about.en.hasSuffix("."), "\(key.name)")
          if case .mapping(let inner) = key.shape { mappings.append(inner) }
        }
      }
    }
  }
}
