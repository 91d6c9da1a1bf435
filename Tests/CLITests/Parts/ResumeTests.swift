import Foundation
import Testing

/// Runs that are killed at any moment go on from what is done, and give the same bytes.
struct ResumeTests {
  private static let draws = "100000"

  /// Starts a run and kills it as soon as its journal has grown; returns whether it was still under way.
  private func kill(
    _ arguments: [String], whenGrown journal: String, in folder: URL, with signal: Int32 = SIGKILL
  ) throws -> Bool {
    let before = size(journal)
    let process = Process()
    process.executableURL = GrdpProcess.program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // The beginning of a journal is some hundreds of bytes, a batch is more.
    while process.isRunning && size(journal) < before + 2000 {
      Thread.sleep(forTimeInterval: 0.002)
    }
    let wasRunning = process.isRunning
    if wasRunning { Foundation.kill(process.processIdentifier, signal) }
    process.waitUntilExit()
    return wasRunning
  }

  /// The size of a file, 0 if it is not there.
  private func size(_ path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }

  @Test func aKilledRunGoesOn() throws {
    let folder = try TemporaryFolder.town()
    let whole = try folder.grdp(
      "run", "steady.yaml", "--draws", Self.draws, "--out", "whole", "--lang", "en")
    try #require(whole.exitCode == 0)
    let command = [
      "run", "steady.yaml", "--draws", Self.draws, "--out", "results", "--resume", "--lang", "en",
      "--threads", "1",
    ]
    let journal = folder.path("results/run.unfinished")
    for _ in 0..<3 {
      let before = size(journal)
      try #require(try kill(command, whenGrown: journal, in: folder.url))
      #expect(size(journal) > before)
    }
    // What was being written when the run was killed.
    let half = try #require(FileHandle(forWritingAtPath: journal))
    try half.seekToEnd()
    try half.write(contentsOf: Data([1, 0, 0, 0, 99, 0, 0]))
    try half.close()
    let run = try GrdpProcess(command, in: folder.url)
    #expect(run.exitCode == 0, "\(run.error)")
    #expect(run.error.hasPrefix("going on from "))
    #expect(run.output == whole.output)
    #expect(try folder.contents("results") == folder.contents("whole"))
  }

  @Test func aKilledShardGoesOn() throws {
    let folder = try TemporaryFolder.town()
    func command(_ out: String, _ rest: [String] = []) -> [String] {
      ["run", "push.yaml", "--draws", "400000", "--shard", "2/2", "--out", out] + rest
    }
    try #require(try GrdpProcess(command("whole"), in: folder.url).exitCode == 0)
    #expect(
      try kill(
        command("parts", ["--resume", "--threads", "1"]),
        whenGrown: folder.path("parts/shard-2-of-2.unfinished"), in: folder.url, with: SIGTERM))
    let merge = try folder.grdp(
      "merge", "parts/shard-2-of-2.unfinished", "--lang", "en")
    #expect(merge.exitCode == 65)
    #expect(merge.error.contains("shard 2 has not come to its end; go on with it by --resume"))
    let run = try GrdpProcess(command("parts", ["--resume", "--threads", "3"]), in: folder.url)
    #expect(run.exitCode == 0, "\(run.error)")
    #expect(try folder.contents("parts") == folder.contents("whole"))
  }

  @Test(arguments: ["en", "vi"])
  func otherInputsAreRefused(language: String) throws {
    let folder = try TemporaryFolder.town()
    let command = ["run", "steady.yaml", "--draws", "1000000000", "--out", "a", "--resume"]
    #expect(try kill(command, whenGrown: folder.path("a/run.unfinished"), in: folder.url))
    let before = try folder.contents("a")
    #expect(before.count == 1)
    _ = try folder.write(try folder.text("model.yaml") + "# changed\n", to: "model.yaml")
    let run = try GrdpProcess(
      [
        "run", "steady.yaml", "--draws", "900000", "--seed", "9", "--details", "--out", "a",
        "--resume", "--lang", language,
      ], in: folder.url)
    #expect(run.exitCode == 65)
    #expect(run.output.isEmpty)
    #expect(try folder.contents("a") == before)
    try Parts.expect(run.error, equalsFile: "resume.\(language).txt")
  }
}
