public import ArgumentParser
import Glibc
public import Report

/// The program: a simulation engine for models written as text.
@main
struct Grdp: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grdp",
    abstract: "Simulate models of a provincial economy under uncertainty.",
    subcommands: [Check.self, Data.self, Fit.self, Run.self, Replay.self])

  static func main() async {
    StandardStreams.prepare()
    await main(nil)
  }
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
