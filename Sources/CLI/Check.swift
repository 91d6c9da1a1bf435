import ArgumentParser
import Report
import Scenarios

/// Reports every mistake in models, regions and scenarios without running them.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Report every mistake in models, regions and scenarios.",
    discussion: """
      A model is checked by itself; a scenario with the model and region it names; a region with \
      the model it names, or with the one model named beside it. Mistakes go to standard error as \
      file:line:column; the exit code is 65 if there is one.
      """)

  @OptionGroup var speech: SpeechOptions

  @Argument(help: "Model, region and scenario files.", completion: .file(extensions: ["yaml"]))
  var files: [String]

  func run() throws {
    let language = speech.language
    let result = Workspace.check(files)
    StandardError.write(result.diagnostics, in: language)
    if result.diagnostics.hasErrors { throw ExitCode.wrongData }
    for summary in result.summaries { print(language.sentence(summary)) }
  }
}
