import Foundation
import Report
import Testing

/// Results are written whole or not at all.
struct OutputFolderTests {
  /// A folder for one test, removed with it.
  private final class Place {
    let path = FileManager.default.temporaryDirectory.appending(path: "grdp-\(UUID())").path
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func text(_ name: String) -> String? {
      try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }

    var names: [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
  }

  @Test func foldersAreCreatedAndFilesAreWhole() throws {
    let place = Place()
    let folder = OutputFolder("\(place.path)/a/b", replaces: false)
    try folder.checkReady(["one.csv"])
    #expect(!FileManager.default.fileExists(atPath: place.path), "checking creates nothing")
    let long = String(repeating: "số liệu,1\n", count: 200_000)
    try folder.write([("one.csv", "1\n"), ("two.csv", long)])
    #expect(place.text("a/b/one.csv") == "1\n")
    #expect(place.text("a/b/two.csv") == long)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test func earlierResultsAreNotReplacedUnlessAskedTo() throws {
    let place = Place()
    try OutputFolder(place.path, replaces: false).write([("one.csv", "old")])
    let careful = OutputFolder(place.path, replaces: false)
    #expect(throws: OutputFolder.Failure.exists(path: "\(place.path)/one.csv")) {
      try careful.checkReady(["zero.csv", "one.csv"])
    }
    #expect(throws: OutputFolder.Failure.exists(path: "\(place.path)/one.csv")) {
      try careful.write([("zero.csv", "new"), ("one.csv", "new")])
    }
    #expect(place.names == ["one.csv"])
    #expect(place.text("one.csv") == "old")
    try OutputFolder(place.path, replaces: true).write([("one.csv", "new")])
    #expect(place.text("one.csv") == "new")
  }

  @Test func aSecondFileThatFailsLeavesTheFirstAsItWas() throws {
    let place = Place()
    let folder = OutputFolder(place.path, replaces: true)
    try folder.write([("one.csv", "old")])
    // The second name leads into a folder that is not there.
    let failure = OutputFolder.Failure.system(
      action: .write, path: "\(place.path)/missing/two.csv", code: ENOENT)
    #expect(throws: failure) {
      try folder.write([("one.csv", "new"), ("missing/two.csv", "new")])
    }
    #expect(place.text("one.csv") == "old")
    #expect(place.names == ["one.csv"], "nothing temporary is left")
  }

  @Test func aFolderInTheWayIsNoticedBeforeAnythingIsReplaced() throws {
    let place = Place()
    let folder = OutputFolder(place.path, replaces: true)
    try folder.write([("one.csv", "old")])
    try FileManager.default.createDirectory(
      atPath: "\(place.path)/two.csv", withIntermediateDirectories: false)
    let failure = OutputFolder.Failure.system(
      action: .write, path: "\(place.path)/two.csv", code: EISDIR)
    #expect(throws: failure) { try folder.checkReady(["one.csv", "two.csv"]) }
    #expect(throws: failure) { try folder.write([("one.csv", "new"), ("two.csv", "new")]) }
    #expect(place.text("one.csv") == "old")
    #expect(place.names == ["one.csv", "two.csv"])
  }

  @Test func aFileIsNoFolder() throws {
    let place = Place()
    try OutputFolder(place.path, replaces: false).write([("file", "text")])
    let failure = OutputFolder.Failure.system(
      action: .createFolder, path: "\(place.path)/file", code: ENOTDIR)
    #expect(throws: failure) {
      try OutputFolder("\(place.path)/file/results", replaces: false).checkReady(["one.csv"])
    }
    #expect(place.text("file") == "text")
  }

  // MARK: Single files

  @Test func theFileBehindALinkIsReplacedAndNotTheLink() throws {
    let place = Place()
    try OutputFolder(place.path, replaces: false).write([("real.csv", "old")])
    try FileManager.default.createSymbolicLink(
      atPath: "\(place.path)/link.csv", withDestinationPath: "real.csv")
    try OutputFolder.write(file: "\(place.path)/link.csv", contents: "new")
    #expect(place.text("real.csv") == "new")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: "\(place.path)/link.csv")
        == "real.csv")
    #expect(place.names == ["link.csv", "real.csv"])
  }

  @Test func aDeviceIsWrittenToAndStaysADevice() throws {
    try OutputFolder.checkReady(file: "/dev/full")
    let failure = OutputFolder.Failure.system(action: .write, path: "/dev/full", code: ENOSPC)
    #expect(throws: failure) { try OutputFolder.write(file: "/dev/full", contents: "text") }
    try OutputFolder.write(file: "/dev/null", contents: "text")
    let kind = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type]
    #expect(kind as? FileAttributeType == .typeCharacterSpecial)
  }

  @Test func failuresHaveWordsInBothLanguages() {
    let full = OutputFolder.Failure.system(action: .write, path: "a.csv", code: ENOSPC)
    #expect(
      Language.en.sentence(full)
        == "error: cannot write a.csv: No space left on device; earlier results are untouched")
    #expect(
      Language.vi.sentence(full) == "lỗi: không thể ghi a.csv: đĩa đầy; kết quả cũ còn nguyên")
  }
}
