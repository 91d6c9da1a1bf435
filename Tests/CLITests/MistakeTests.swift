import Foundation
import Testing

/// A folder of `Mistakes`: files with one kind of mistake, and what the program says about it.
///
/// The scenario is checked if there is one, else the region, else the model; or the command lines of
/// the folder's `commands.txt` are run. After a change of
/// words, `GRDP_RECORD=1 swift test --filter MistakeTests` writes what is said now; the difference
/// is then reviewed like code.
struct MistakeTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Mistakes")

  static var names: [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }

  private static var isRecording: Bool {
    ProcessInfo.processInfo.environment["GRDP_RECORD"] != nil
  }

  @Test func thereAreEnoughMistakes() {
    #expect(MistakeTests.names.count >= 85)
  }

  /// The command lines of a folder: those of its `commands.txt`, or a check of its file.
  private static func commands(in folder: URL) throws -> [[String]] {
    if let text = try? String(
      contentsOf: folder.appending(path: "commands.txt"), encoding: .utf8)
    {
      return text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    }
    let file = ["scenario.yaml", "region.yaml", "model.yaml"].first {
      FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
    }
    return [["check", try #require(file)]]
  }

  @Test(arguments: names, ["en", "vi"])
  func whatIsSaid(name: String, language: String) throws {
    let folder = MistakeTests.folder.appending(path: name)
    let commands = try Self.commands(in: folder)
    var said = ""
    for command in commands {
      let run = try GrdpProcess(command + ["--lang", language], in: folder)
      if commands.count > 1 { said += "$ grdp \(command.joined(separator: " "))\n" }
      said += "\(run.error)\(run.output)exit \(run.exitCode)\n"
      #expect((run.exitCode == 0) == !run.output.isEmpty)
      #expect([0, 64, 65, 74].contains(run.exitCode))
    }
    let expected = folder.appending(path: "expected.\(language).txt")
    if MistakeTests.isRecording {
      try Data(said.utf8).write(to: expected)
    }
    #expect(said == (try String(contentsOf: expected, encoding: .utf8)))
  }

  /// Several files are told apart by their names, in the order in which they were read.
  @Test func severalFilesAreCheckedAtOnce() throws {
    let run = try GrdpProcess(
      [
        "check", "18-chained-comparison/model.yaml", "43-form-never-used/model.yaml",
        "60-not-plausible/scenario.yaml", "no/such.yaml",
      ], in: MistakeTests.folder)
    let places = run.error.split(separator: "\n").filter { $0.contains(".yaml") }
      .map { $0.prefix { $0 != ":" } }
    #expect(
      places == [
        "18-chained-comparison/model.yaml", "43-form-never-used/model.yaml",
        "43-form-never-used/model.yaml", "60-not-plausible/scenario.yaml", "no/such.yaml",
      ])
    #expect(run.exitCode == 65)
    #expect(run.output.isEmpty)
  }

  @Test func theLocaleChoosesTheLanguage() throws {
    let folder = MistakeTests.folder.appending(path: "60-not-plausible")
    let vietnamese = try GrdpProcess(
      ["check", "scenario.yaml"], in: folder, environment: ["LANG": "vi_VN.UTF-8"])
    #expect(vietnamese.error.contains("cảnh báo: "))
    let english = try GrdpProcess(
      ["check", "scenario.yaml"], in: folder,
      environment: ["LC_ALL": "C", "LANG": "vi_VN.UTF-8"])
    #expect(english.error.contains("warning: "))
  }
}
