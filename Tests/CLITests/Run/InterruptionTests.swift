import Foundation
import Testing

/// Ctrl-C in the middle of a run.
struct InterruptionTests {
  @Test(arguments: [SIGINT, SIGTERM])
  func earlierResultsStayWhole(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let results = folder.path("results")
    try #require(try Town.grdp("run", "steady.yaml", "--out", results).exitCode == 0)
    let before = try folder.contents("results")
    #expect(before["forecast.csv"] != nil)
    let process = Process()
    process.executableURL = GrdpProcess.program
    process.arguments = [
      "run", "steady.yaml", "--draws", "1000000000", "--out", results, "--overwrite", "--lang",
      "en",
    ]
    process.currentDirectoryURL = Town.folder
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    try process.run()
    Thread.sleep(forTimeInterval: 1)
    #expect(process.isRunning)
    kill(process.processIdentifier, signal)
    let words = error.fileHandleForReading.readDataToEndOfFile()
    let page = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    #expect(
      String(decoding: words, as: UTF8.self)
        == "interrupted; nothing was written, earlier results are untouched\n")
    #expect(page.isEmpty)
    #expect(try folder.contents("results") == before, "nothing is changed, added or left behind")
  }
}
