import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp compare`: what other scenarios change, draw by draw.
struct Compare: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", _superCommandName: Grdp.name,
    abstract: words(
      vi: "So sánh các kịch bản theo từng lượt mô phỏng.",
      en: "Compare scenarios draw by draw."),
    discussion: words(
      vi: """
        Mọi kịch bản gặp cùng tham số và cú sốc, nên chênh lệch là của chính sách chứ không phải của may \
        rủi. Kịch bản nêu đầu tiên là gốc, trừ khi dùng --base.
        """,
      en: """
        Every scenario meets the same parameters and shocks, so that a difference is that of the policy \
        and not of luck. The scenario named first is the base, unless --base says otherwise.
        """))

  @Argument(
    help: .words(
      vi: "Hai tệp kịch bản trở lên, cùng mô hình, địa phương và định nghĩa.",
      en: "Two or more scenario files of one model, region and definition."),
    completion: .file(extensions: ["yaml"]))
  var scenarios: [String]

  @Option(
    help: .words(
      vi: "Kịch bản gốc: id hoặc tệp của một trong các kịch bản đã nêu.",
      en: "The base: id or file of one of the scenarios named."))
  var base: String?

  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var results: ResultOptions

  @Flag(
    help: .words(
      vi: "Hiện mọi năm, mọi biến có khác biệt và nơi đặt từng thay đổi.",
      en: "Show every year, every variable that differs and where each change is made."))
  var details = false

  @OptionGroup var speech: SpeechOptions

  func run(in session: Session) async throws {
    let kernels = try session.kernels()
    try results.checkReady("comparison.csv")
    let (loaded, warnings) = try session.load(
      scenarios, set: changes.set, readsFits: !sampling.random.prior)
    let ordered = try baseFirst(loaded)
    let paired = try PairedScenarios(ordered)
    let draws = sampling.drawCount(ordered[0])
    let seed = sampling.random.seed(ordered[0])
    let questions = ComparisonQuestions(
      paired, scope: results.folder != nil || results.json ? .everyYear : .page, details: details)
    let progress = ProgressLine(in: session.language)
    defer { progress.end() }
    let comparison = try await questions.answer(
      draws: draws, seed: seed, workers: sampling.random.workers(in: session),
      kernels: kernels,
      progress: progress.show)
    progress.end()
    try session.checkInterruption()
    if results.json {
      try StandardOutput.write([ComparisonJSON(comparison).object.text])
    } else {
      try StandardOutput.write(
        ComparisonPage(comparison, in: session.language).lines(details: details))
    }
    try results.write(
      "comparison.csv", ComparisonFile(comparison).csv, of: ordered, warnings, draws: draws,
      seed: seed, in: session)
  }

  /// The scenarios with the base first.
  private func baseFirst(_ loaded: [LoadedScenario]) throws -> [LoadedScenario] {
    guard loaded.count > 1 else {
      throw ValidationError(
        words(vi: "cần ít nhất hai kịch bản để so sánh", en: "a comparison needs two scenarios"))
    }
    guard let base else { return loaded }
    let place = loaded.firstIndex {
      $0.document.id == base || PathName.real($0.document.file) == PathName.real(base)
    }
    guard let place else {
      let known = loaded.map(\.document.id).joined(separator: ", ")
      throw ValidationError(
        words(
          vi: "--base: '\(base)' không phải một trong các kịch bản đã nêu (\(known))",
          en: "--base: '\(base)' is none of the scenarios named (\(known))"))
    }
    return [loaded[place]] + loaded[..<place] + loaded[(place + 1)...]
  }
}
