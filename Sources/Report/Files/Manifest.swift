public import Scenarios
internal import Sim

/// `manifest.json`: everything a result depends on, and nothing else: no time, no host.
public struct Manifest {
  private var files: [String] = []
  private var runs: [JSONText] = []
  private var warnings: [JSONText] = []

  private let folder: SharedFolder

  /// Starts an empty manifest that names files from `folder`.
  public init(in folder: SharedFolder) { self.folder = folder }

  /// Adds a scenario that was run with so many draws and this seed.
  public mutating func append(_ loaded: LoadedScenario, draws: Int, seed: UInt64) {
    let model = loaded.model.model
    for file in loaded.files where !files.contains(file) { files.append(file) }
    let inputs = loaded.model.inputs.enumerated().map { number, input in
      (
        key: input.entry.name,
        value: JSONText.list(loaded.scenario.inputs[number].map { .number($0) })
      )
    }
    func overrides(_ overrides: [Scenario.Override]) -> JSONText {
      .list(
        overrides.map { each in
          let variable = model.variables[each.variable]
          return .object([
            (
              "variable",
              .string(model.elementLabel(variable.name, each.element, over: variable.over))
            ),
            ("year", .integer(each.year)), ("value", .number(each.value)),
          ])
        })
    }
    runs.append(
      .object([
        ("scenario", .string(loaded.document.id)), ("model", .string(loaded.model.id)),
        ("region", loaded.region.map { .string($0.id) } ?? .null),
        ("definition", loaded.document.definition.map { .string($0) } ?? .null),
        ("boundary", loaded.document.boundary.map { .string($0) } ?? .null),
        ("first_year", .integer(model.timeline.first)), ("draws", .integer(draws)),
        ("seed", .string(String(seed))),
        ("parameters", .string(loaded.fit == nil ? "prior" : "posterior")),
        ("inputs", .object(inputs)), ("fix", overrides(loaded.scenario.fixed)),
        ("adjust", overrides(loaded.scenario.adjustments)),
      ]))
  }

  /// Adds the warnings of a run, in English.
  public mutating func append(_ found: Diagnostics) {
    warnings += found.all.map { diagnostic in
      let (file, line) = (diagnostic.location.file, diagnostic.location.line)
      let place = line > 0 ? "\(folder.name(of: file)):\(line)" : file
      return .string("\(place): \(Language.en.sentence(diagnostic.problem))")
    }
  }

  /// The file's text; a digest of each input is taken as the files are now.
  ///
  /// - Throws: a file that cannot be read any more.
  public func json(version: String) throws(Diagnostic) -> String {
    var digests: [(key: String, value: JSONText)] = []
    for file in files {
      digests.append((folder.name(of: file), .string(try SHA256.hexDigest(ofFile: file))))
    }
    return JSONText.object([
      ("schema", .string("grdp-manifest/1")), ("grdp", .string(version)),
      ("inputs", .object(digests)), ("scenarios", .list(runs)), ("warnings", .list(warnings)),
    ]).text + "\n"
  }
}
