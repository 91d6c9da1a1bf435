public import ArgumentParser
import Glibc
public import Report
import Scenarios

/// The program: a simulation engine for models written as text.
@main
struct Grdp: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grdp",
    abstract: "Simulate models of a provincial economy under uncertainty.",
    subcommands: [Check.self, Run.self, Replay.self])
}

/// The language of messages.
struct SpeechOptions: ParsableArguments {
  @Option(name: .customLong("lang"), help: "Language of messages: vi or en.")
  var chosen: Language?

  /// The chosen language, or that of the locale.
  var language: Language {
    chosen ?? Language { name in unsafe getenv(name).map { unsafe String(cString: $0) } }
  }
}

extension Language: ExpressibleByArgument {}

extension ExitCode {
  /// Input that is wrong (`EX_DATAERR`).
  static let wrongData = ExitCode(65)
}

/// Words for people, kept apart from data on standard output.
enum StandardError {
  /// Writes text.
  static func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(STDERR_FILENO, buffer.baseAddress, buffer.count)
      }
      // Nobody can be told that standard error does not work.
      guard written > 0 || errno == EINTR else { return }
      bytes = bytes.dropFirst(max(written, 0))
    }
  }

  /// Writes diagnostics in the order they are in.
  static func write(_ diagnostics: Diagnostics, in language: Language) {
    write(diagnostics.all.map { $0.text(in: language) }.joined())
  }
}
