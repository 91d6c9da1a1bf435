import Foundation
import Testing

/// Runs that are killed at any moment go on from what is done, and give the same bytes.
struct ResumeTests {
  private static let draws = "2000000"

  /// Starts a run and kills it after a while; returns whether it was still under way.
  private func kill(
    _ arguments: [String], after seconds: Double, in folder: URL, with signal: Int32 = SIGKILL
  ) throws -> Bool {
    let process = Process()
    process.executableURL = GrdpProcess.program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    Thread.sleep(forTimeInterval: seconds)
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
    var kills = 0
    var sizes: [Int] = []
    for seconds in [0.5, 0.9, 0.7] {
      guard try kill(command, after: seconds, in: folder.url) else { break }
      kills += 1
      sizes.append(size(journal))
    }
    try #require(kills == 3, "the run is too short for this machine")
    #expect(sizes == sizes.sorted() && sizes[0] < sizes[2])
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
      ["run", "push.yaml", "--draws", Self.draws, "--shard", "2/2", "--out", out] + rest
    }
    try #require(try GrdpProcess(command("whole"), in: folder.url).exitCode == 0)
    #expect(
      try kill(command("parts", ["--resume"]), after: 0.7, in: folder.url, with: SIGTERM))
    #expect(size(folder.path("parts/shard-2-of-2.unfinished")) > 0)
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
    #expect(try kill(command, after: 0.8, in: folder.url))
    let before = try folder.contents("a")
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
