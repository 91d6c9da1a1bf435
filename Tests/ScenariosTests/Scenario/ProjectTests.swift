import Foundation
import Scenarios
import Testing

/// Which files a file may name: those of its project.
struct ProjectTests {
  /// A folder of files in folders, with one above it that belongs to somebody else.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "project-\(UUID().uuidString)")

    init(_ files: [String: String]) throws {
      for (name, text) in files {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func link(_ name: String, to other: String) throws {
      try FileManager.default.createSymbolicLink(
        at: url.appending(path: name), withDestinationURL: url.appending(path: other))
    }

    func problems(_ name: String) -> [Problem] {
      Workspace.check([url.appending(path: name).path]).diagnostics.all.map(\.problem)
    }
  }

  private static let model =
    modelHead + "levers: {effort: {unit: \"1\", default: 1, possible: [0, 9]}}"

  private static func scenario(_ body: String) -> String {
    "schema: grdp-scenario/1\nid: s\ntitle: S\n\(body)\n"
  }

  @Test func filesOfTheProjectMayBeNamed() throws {
    let folder = try Folder([
      "mine/models/m.yaml": Self.model,
      "mine/scenarios/base.yaml": Self.scenario("model: ../models/m.yaml"),
      "mine/scenarios/city/own.yaml": Self.scenario("extends: ../base.yaml"),
    ])
    #expect(folder.problems("mine/scenarios/city/own.yaml").isEmpty)
    // A link inside the project is as good as the file.
    try folder.link("mine/scenarios/city/alias.yaml", to: "mine/scenarios/base.yaml")
    let own = Self.scenario("extends: alias.yaml\nmodel: ../../models/m.yaml")
    try Data(own.utf8).write(to: folder.url.appending(path: "mine/scenarios/city/own.yaml"))
    #expect(folder.problems("mine/scenarios/city/own.yaml").isEmpty)
  }

  @Test(arguments: ["../yours/m.yaml", "../../nowhere.yaml", "models/../../yours/m.yaml"])
  func othersMayNot(path: String) throws {
    let folder = try Folder([
      "mine/models/m.yaml": Self.model, "yours/m.yaml": Self.model,
      "mine/own.yaml": Self.scenario("model: \(path)"),
    ])
    #expect(folder.problems("mine/own.yaml") == [.outsideProject(path, hasModels: true)])
  }

  @Test func aLinkDoesNotLeadOut() throws {
    let folder = try Folder([
      "mine/models/m.yaml": Self.model, "yours/m.yaml": Self.model,
      "mine/own.yaml": Self.scenario("model: models/linked.yaml"),
      "mine/other.yaml": Self.scenario("model: folder/m.yaml"),
    ])
    try folder.link("mine/models/linked.yaml", to: "yours/m.yaml")
    try folder.link("mine/folder", to: "yours")
    #expect(
      folder.problems("mine/own.yaml") == [.outsideProject("models/linked.yaml", hasModels: true)])
    #expect(
      folder.problems("mine/other.yaml") == [.outsideProject("folder/m.yaml", hasModels: true)])
  }

  @Test func withoutModelsTheFolderIsTheProject() throws {
    let folder = try Folder([
      "m.yaml": Self.model, "mine/m.yaml": Self.model,
      "mine/good.yaml": Self.scenario("model: m.yaml"),
      "mine/bad.yaml": Self.scenario("model: ../m.yaml"),
    ])
    #expect(folder.problems("mine/good.yaml").isEmpty)
    #expect(folder.problems("mine/bad.yaml") == [.outsideProject("../m.yaml", hasModels: false)])
  }

  @Test func aPathIsRelative() throws {
    let folder = try Folder(["mine/models/m.yaml": Self.model])
    let path = folder.url.appending(path: "mine/models/m.yaml").path
    let own = Self.scenario("model: \(path)")
    try Data(own.utf8).write(to: folder.url.appending(path: "mine/own.yaml"))
    #expect(folder.problems("mine/own.yaml") == [.absolutePath(path)])
  }

  @Test func regionsStayInsideToo() throws {
    let region = """
      schema: grdp-region/1
      id: r
      title: R
      boundary: old
      vintage: test
      model: ../../m.yaml
      """
    let folder = try Folder(["mine/models/m.yaml": Self.model, "mine/data/r.yaml": region])
    #expect(
      folder.problems("mine/data/r.yaml") == [.outsideProject("../../m.yaml", hasModels: true)])
  }
}
