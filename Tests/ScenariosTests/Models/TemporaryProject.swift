import FoundationEssentials

/// A copy of the shipped models, regions and scenarios in a folder of its own, to be edited.
///
/// Paths are as in the project, so the scenarios of the fixtures find the edited files.
final class TemporaryProject {
  /// The shipped reference model.
  static let model = "models/digital_economy.yaml"
  /// The region of the reference model.
  static let region = "data/regions/hai_phong_old_reference.yaml"

  private let folder: URL

  init() throws {
    let files = FileManager.default
    folder = files.temporaryDirectory.appending(path: "grdp-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["models", "data", "scenarios"] {
      try files.copyItem(
        at: URL(filePath: Checkout.path(name)), to: folder.appending(path: name))
    }
    try files.createSymbolicLink(
      at: folder.appending(path: "Tests"),
      withDestinationURL: URL(filePath: Checkout.path("Tests")))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Where a file of the project is in the copy.
  func path(_ relative: String) -> String { folder.appending(path: relative).path }

  /// The text of a file.
  func text(of relative: String) throws -> String {
    try String(contentsOf: folder.appending(path: relative), encoding: .utf8)
  }

  /// Writes a file and returns where it is.
  @discardableResult
  func write(_ text: String, to relative: String) throws -> String {
    let file = folder.appending(path: relative)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// Replaces a text that must occur so many times in a file.
  func replace(_ old: String, with new: String, times: Int = 1, in relative: String) throws {
    let text = try text(of: relative)
    let found = text.ranges(of: old).count
    guard found == times else { throw UnexpectedCount(text: old, found: found, expected: times) }
    try write(text.replacing(old, with: new), to: relative)
  }

  /// A text to be edited occurs more or less often than it should.
  struct UnexpectedCount: Error {
    var text: String
    var found, expected: Int
  }
}
