import Foundation

/// Runs the program as a shell would, with its streams somewhere else.
enum Shell {
  /// Runs a script, in which `$grdp` is the program, in the town's folder.
  static func run(_ script: String) throws -> (exitCode: Int32, error: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = Town.folder
    process.environment = ["grdp": GrdpProcess.program.path, "PATH": "/usr/bin:/bin"]
    let error = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = error
    try process.run()
    let data = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
