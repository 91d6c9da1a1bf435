public import ArgumentParser
import Glibc
public import Report

/// The program: a simulation engine for models written as text.
@main
struct Grdp: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: words(
      vi: "Mô phỏng các mô hình kinh tế của một tỉnh trong điều kiện bất định.",
      en: "Simulate models of a provincial economy under uncertainty."),
    version: version,
    subcommands: [
      BacktestCommand.self,
      Bench.self,
      Check.self,
      Compare.self,
      Data.self,
      Discover.self,
      Explain.self,
      Fit.self,
      ForecastCommand.self,
      Init.self,
      Merge.self,
      Nls.self,
      Regress.self,
      Replay.self,
      Run.self,
      Schema.self,
      Seek.self,
      Sensitivity.self,
      Show.self,
      Stress.self,
    ])

  /// The name of the program.
  ///
  /// A subcommand that names it as the command above is known not to be a program by itself: it does not
  /// look for requests of completion scripts, which costs as much as its own arguments do.
  static let name = "grdp"

  /// The version of the program, and of the numbers it gives.
  static let version = "0.2.0"

  static func main() async {
    StandardStreams.prepare()
    do {
      var command = if let known = shortcut() { known } else { try parseAsRoot() }
      if Ranks.isFollower, !(command is Run) {
        // Only a run is shared out.
      } else if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      Ranks.leave()
    } catch {
      let code = exitCode(for: error)
      let text = Language.ofProgram.usage(fullMessage(for: error))
      if !text.isEmpty, !Ranks.isFollower {
        _ = FileDescriptor.write(text + "\n", to: code.isSuccess ? STDOUT_FILENO : STDERR_FILENO)
      }
      Ranks.leave()
      Glibc.exit(code.rawValue)
    }
  }
}

extension Grdp {
  /// The subcommand the first argument names, parsed by itself: the whole tree of commands need not be
  /// looked at for it.
  ///
  /// Returns nil for whatever else may be wanted, such as help, and for every mistake: these are the
  /// business of the whole tree.
  private static func shortcut() -> (any ParsableCommand)? {
    let arguments = CommandLine.arguments.dropFirst()
    // Looking at the name of a command makes all its help, so the one given most often comes first.
    let named: (any ParsableCommand.Type)? =
      arguments.first == Run.configuration.commandName
      ? Run.self
      : configuration.subcommands.first { $0.configuration.commandName == arguments.first }
    guard let named, let command = try? named.parseAsRoot(Array(arguments.dropFirst())),
      type(of: command) == named
    else { return nil }
    return command
  }
}

/// The language of messages.
struct SpeechOptions: ParsableArguments {
  @Option(
    name: .customLong("lang"),
    help: .words(
      vi: "Ngôn ngữ của trang và thông báo: vi hoặc en.", en: "Language of messages: vi or en."))
  var chosen: Language?

  /// The chosen language, or that of the locale.
  var language: Language { chosen ?? .ofProgram }
}

extension Language: ExpressibleByArgument {
  /// The codes, which need no words of their own.
  public static var allValueDescriptions: [String: String] { [:] }
}

extension Language {
  /// The language that `--lang` or the locale asks for, known before the command line is understood.
  static let ofProgram: Language = {
    let arguments = CommandLine.arguments
    for (option, value) in zip(arguments, arguments.dropFirst() + [""]) {
      let chosen =
        option == "--lang" ? value : option.hasPrefix("--lang=") ? String(option.dropFirst(7)) : ""
      if let language = Language(rawValue: chosen) { return language }
    }
    return Language { name in unsafe getenv(name).map { unsafe String(cString: $0) } }
  }()
}

/// Words of the command line's own help, in the reader's language.
func words(vi: String, en: String) -> String {
  switch Language.ofProgram {
  case .vi: vi
  case .en: en
  }
}

extension ArgumentHelp {
  /// Help in the reader's language.
  static func words(vi: String, en: String) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: grdp.words(vi: vi, en: en))
  }
}
