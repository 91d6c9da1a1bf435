import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp backtest`: what the forecasts of past years were worth.
struct BacktestCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Thử lại các phương pháp dự báo trên quá khứ của các chuỗi.",
      en: "Try forecasting methods on the past of the series."),
    discussion: words(
      vi: """
        Mỗi chuỗi được cắt tại nhiều mốc; mỗi phương pháp chỉ được dùng số liệu đến mốc đó, rồi được \
        chấm điểm bằng những gì đã xảy ra. Các chuỗi cùng 'indicator' là một lớp và được chấm riêng.
        """,
      en: """
        Every series is cut off at several origins; a method sees only what was known there, and is \
        then scored by what happened. Series of one 'indicator' are a class and are scored together.
        """))

  @OptionGroup var options: SeriesOptions

  @Option(
    help: .words(
      vi: "Số năm giữa hai mốc (mặc định 5; 3 cho chuỗi có group là scurve).",
      en: "Years between two origins (default 5; 3 for series whose group is scurve)."))
  var step: Int?

  @Option(
    help: .words(vi: "Tệp CSV để ghi mọi điểm số.", en: "CSV file for every score."),
    completion: .file(extensions: ["csv"]))
  var output: String?

  @Option(
    help: .words(
      vi: "Tệp CSV để ghi mọi phân vị đã chấm điểm.",
      en: "CSV file for every quantile that was scored."),
    completion: .file(extensions: ["csv"]))
  var forecasts: String?

  @Option(
    help: .words(
      vi: "Số luồng tính (mặc định: mọi nhân của máy).", en: "Worker threads (default: all cores).")
  )
  var threads: Int?

  @Flag(
    help: .words(
      vi: "In cả điểm số theo số năm dự báo trước và số năm đã biết.",
      en: "Also print the scores by years ahead and by years known."))
  var details = false

  @Flag(help: .words(vi: "In một đối tượng JSON.", en: "Print one JSON object."))
  var json = false

  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if let step, step < 1 {
      throw ValidationError(words(vi: "--step phải ít nhất là 1", en: "--step must be at least 1"))
    }
    try RandomOptions.check(threads: threads)
  }

  func run(in session: Session) async throws {
    let table = try options.load(session)
    for file in [output, forecasts].compactMap({ $0 }) { try OutputFolder.checkReady(file: file) }
    let windows = table.windows(step: step)
    guard !windows.isEmpty else {
      session.say(session.language(.skillUnknown))
      throw ExitCode.wrongData
    }
    let progress = ProgressLine(in: session.language, PageText.backtesting)
    defer { progress.end() }
    let backtest: Backtest
    do {
      backtest = try await Backtest(
        table.series, windows: windows, methods: options.chosenMethods(),
        horizon: options.horizon, workers: threads ?? session.coreCount, progress: progress.show)
    } catch is CancellationError {
      throw SimulationError.cancelled
    }
    progress.end()
    let page = BacktestPage(backtest, seed: options.seed, in: session.language)
    try session.checkInterruption()
    for (file, text) in [(output, page.csv), (forecasts, page.predictions)] {
      guard let file else { continue }
      try OutputFolder.write(file: file, contents: text)
      session.say(session.language(.wrote(file)))
    }
    try StandardOutput.write(json ? [page.json] : page.lines(details: details))
  }
}
