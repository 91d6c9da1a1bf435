import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp stress`: a scenario under named stresses, and with each judgement moved.
struct Stress: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "stress", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Thử kịch bản với các cú sốc có tên và với từng nhận định bị thay đổi.",
      en: "Put a scenario under named stresses, and move each judgement it rests on."),
    discussion: words(
      vi: """
        Tệp các cú sốc và nhận định (schema grdp-stress/1) do mô hình nêu dưới 'stress:', hoặc do --file. Mỗi mục là \
        một thay đổi của kịch bản, chạy trên cùng các lượt rút.
        """,
      en: """
        The file of stresses and judgements (schema grdp-stress/1) is the one the model names under 'stress:', or \
        --file. Each entry is a change of the scenario, run on the same draws.
        """))

  @Argument(
    help: .words(vi: "Tệp kịch bản.", en: "A scenario file."),
    completion: .file(extensions: ["yaml"]))
  var scenario: String

  @Option(
    help: .words(
      vi: "Tệp các cú sốc và nhận định (mặc định: tệp mô hình nêu).",
      en: "File of stresses and judgements (default: the one the model names)."),
    completion: .file(extensions: ["yaml"]))
  var file: String?

  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var results: ResultOptions
  @OptionGroup var speech: SpeechOptions

  func run(in session: Session) async throws {
    let kernels = try session.kernels()
    try results.checkReady("stress.csv")
    let loaded = try Workspace.stressed(
      scenario, by: file, set: changes.set, readsFits: !sampling.random.prior)
    let warnings = Diagnostics(loaded.warnings)
    StandardError.write(warnings, in: session.language)
    guard let base = loaded.base else { return }
    let scenarios = [base] + loaded.stressed.map(\.scenario)
    let paired = try PairedScenarios(scenarios)
    let draws = sampling.drawCount(base)
    let seed = sampling.random.seed(base)
    let progress = ProgressLine(in: session.language)
    defer { progress.end() }
    let comparison = try await ComparisonQuestions(paired, scope: .headline, details: false).answer(
      draws: draws, seed: seed, workers: sampling.random.workers(in: session),
      kernels: kernels,
      progress: progress.show)
    progress.end()
    try session.checkInterruption()
    if results.json {
      try StandardOutput.write([ComparisonJSON(comparison).object.text])
    } else {
      try StandardOutput.write(
        StressPage(comparison, loaded.stressed.map(\.kind), in: session.language).lines)
    }
    try results.write(
      "stress.csv", ComparisonFile(comparison).csv, of: scenarios, warnings, draws: draws,
      seed: seed, in: session)
  }
}
