import Foundation
import Testing

/// A folder of `Mistakes`: files with one kind of mistake, and what `grdp check` says about it.
///
/// The scenario is checked if there is one, else the region, else the model. After a change of
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
    #expect(MistakeTests.names.count >= 70)
  }

  @Test(arguments: names, ["en", "vi"])
  func checkSaysWhatIsWrong(name: String, language: String) throws {
    let folder = MistakeTests.folder.appending(path: name)
    let file = ["scenario.yaml", "region.yaml", "model.yaml"].first {
      FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
    }
    let run = try GrdpProcess(["check", try #require(file), "--lang", language], in: folder)
    let said = "\(run.error)\(run.output)exit \(run.exitCode)\n"
    let expected = folder.appending(path: "expected.\(language).txt")
    if MistakeTests.isRecording {
      try Data(said.utf8).write(to: expected)
    }
    #expect(said == (try String(contentsOf: expected, encoding: .utf8)))
    #expect(run.exitCode == (run.output.isEmpty ? 65 : 0))
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
