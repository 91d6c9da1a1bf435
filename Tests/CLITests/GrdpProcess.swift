import Foundation

/// One run of the built program.
struct GrdpProcess {
  /// What it wrote to standard output.
  let output: String
  /// What it wrote to standard error.
  let error: String
  /// Its exit code.
  let exitCode: Int32

  /// The program, which the build puts beside the tests.
  static var program: URL {
    let link = "/proc/self/exe"
    let tests =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) ?? CommandLine.arguments[0]
    return Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }?
      .deletingLastPathComponent().appending(path: "grdp")
      ?? URL(filePath: tests).deletingLastPathComponent().appending(path: "grdp")
  }

  /// Runs the program to its end.
  init(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) throws {
    let process = Process()
    process.executableURL = GrdpProcess.program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = environment
    // Long output must not wait for a reader of the other stream, so messages go to a file.
    let messages = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    guard FileManager.default.createFile(atPath: messages.path, contents: nil) else {
      throw CocoaError(.fileWriteUnknown)
    }
    defer { try? FileManager.default.removeItem(at: messages) }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: messages)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    self.output = String(decoding: outputData, as: UTF8.self)
    self.error = String(decoding: try Data(contentsOf: messages), as: UTF8.self)
    exitCode = process.terminationStatus
  }
}
