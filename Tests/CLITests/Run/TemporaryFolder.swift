import Foundation

/// A folder for one test, removed with it.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "grdp-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// A folder with the files of the town: scenarios may name files of their own project only.
  static func town() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["model.yaml", "region.yaml", "steady.yaml", "push.yaml"] {
      try FileManager.default.copyItem(
        at: Town.folder.appending(path: name), to: folder.url.appending(path: name))
    }
    return folder
  }

  /// Runs the program in it.
  func grdp(
    _ arguments: String..., environment: [String: String] = [:]
  ) throws -> GrdpProcess {
    try GrdpProcess(arguments, in: url, environment: environment)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of a file in it.
  func path(_ name: String) -> String { url.appending(path: name).path }

  /// Writes a file and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: url.appending(path: name))
    return path(name)
  }

  /// The bytes of a file.
  func bytes(_ name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }

  /// The text of a file.
  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// The bytes of every file of a folder in it, by name.
  func contents(_ name: String) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: path(name))
    return try Dictionary(uniqueKeysWithValues: names.map { ($0, try bytes("\(name)/\($0)")) })
  }

  /// Everything in it, hidden files too.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }

  /// Whole files of results: everything but hidden and temporary files.
  var results: [String] { names.filter { !$0.hasPrefix(".") && !$0.hasSuffix(".partial") } }
}
