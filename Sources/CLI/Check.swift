import ArgumentParser
import Report
import Scenarios
import Sim

/// Reports every mistake in models, regions, scenarios and tables of data, and runs the behaviour checks.
struct Check: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Báo mọi lỗi trong mô hình, địa phương, kịch bản và bảng số liệu.",
      en: "Report every mistake in models, regions, scenarios and tables of data."),
    discussion: words(
      vi: """
        Mô hình được kiểm tra riêng; kịch bản cùng mô hình và địa phương mà nó nêu; địa phương cùng \
        mô hình mà nó nêu, hoặc cùng tệp mô hình duy nhất nêu bên cạnh. Mô hình đã có số liệu còn \
        được chạy thử: các kiểm tra ứng xử phải đạt ở cả \(BehaviourTrial.draws) lượt. Bảng số liệu \
        (.csv, .tsv, .txt do bảng tính lưu) được kiểm tra theo từ vựng và nguồn của thư mục data gần \
        nhất. Lỗi được ghi theo tệp:dòng:cột; nếu có lỗi, mã thoát là 65.
        """,
      en: """
        A model is checked by itself; a scenario with the model and region it names; a region with \
        the model it names, or with the one model named beside it. A model that has its data is \
        also run: its behaviour checks must hold in each of \(BehaviourTrial.draws) draws. A table \
        (.csv, .tsv, .txt, as spreadsheets save it) is checked with the words and sources of the \
        nearest data folder. Mistakes go to standard error as file:line:column; the exit code is 65 if there is one.
        """))

  @OptionGroup var speech: SpeechOptions

  @Argument(
    help: .words(
      vi: "Tệp mô hình, địa phương, kịch bản và bảng số liệu.",
      en: "Model, region and scenario files, and tables of data."),
    completion: .file(extensions: ["yaml", "csv"]))
  var files: [String]

  func run(in session: Session) async throws {
    let result = Workspace.check(files)
    StandardError.write(result.diagnostics, in: session.language)
    if result.diagnostics.hasErrors { throw ExitCode.wrongData }
    let trials = result.bound.filter { !$0.model.checks.isEmpty }
    try await run(trials, session)
    try StandardOutput.write(
      result.summaries.map(session.language.sentence)
        + trials.map { session.language.checksHold($0, draws: BehaviourTrial.draws) })
  }

  /// Runs the checks of every model; reports all that do not hold.
  private func run(_ trials: [CheckResult.BoundModel], _ session: Session) async throws {
    guard !trials.isEmpty else { return }
    let kernels = try session.kernels()
    let failures = try await withThrowingTaskGroup(of: (Int, [Diagnostic]).self) { group in
      for (number, bound) in trials.enumerated() {
        group.addTask { (number, try await BehaviourTrial(bound).failures(kernels: kernels)) }
      }
      return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }
    }
    let found = failures.flatMap(\.1)
    if !found.isEmpty { throw Diagnostics(found) }
  }
}
