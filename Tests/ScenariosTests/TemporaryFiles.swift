import Foundation
import Scenarios
import Sim

/// A folder of files that lives as long as a test.
final class TemporaryFiles {
  let folder: URL

  init(_ files: [String: String]) throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "scenarios-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { folder.appending(path: name).path }
}

/// The head of a small model, before its sections.
let modelHead = """
  schema: grdp-model/1
  id: small
  title: Small
  clock: {unit: yr, first: 2020, last: 2024, policy_start: 2026, horizon: 2030}

  """

/// Loads a model from the text of its sections.
func loadModel(_ sections: String) throws -> ModelDocument {
  let files = try TemporaryFiles(["model.yaml": modelHead + sections])
  return try Workspace.load(scenarios: [files.path("model.yaml")]).scenarios[0].model
}

/// What is wrong with a model, as values.
func problems(_ sections: String) throws -> [Problem] {
  let files = try TemporaryFiles(["model.yaml": modelHead + sections])
  return Workspace.check([files.path("model.yaml")]).diagnostics.all.map(\.problem)
}

/// Where something is wrong with a model: lines and columns, counted from the first section.
func places(_ sections: String) throws -> [[Int]] {
  let files = try TemporaryFiles(["model.yaml": modelHead + sections])
  let headLines = modelHead.split(separator: "\n", omittingEmptySubsequences: false).count - 1
  return Workspace.check([files.path("model.yaml")]).diagnostics.all.map {
    [$0.location.line - headLines, $0.location.column]
  }
}
