import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp forecast`: where short annual series are heading, with honest uncertainty.
struct ForecastCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: words(
      vi: "Dự báo các chuỗi số liệu năm, kèm mức bất định.",
      en: "Forecast annual series, with their uncertainty."),
    discussion: words(
      vi: """
        Phương pháp mặc định dùng cả cách các chuỗi cùng lớp đã diễn biến từ một vị trí tương tự. Bên \
        cạnh luôn có dự báo ngây thơ, và mức hơn kém của nó qua các lần thử lại trên quá khứ.
        """,
      en: """
        The default method also uses how other series of the class have gone on from a like place. \
        The naive forecast always stands beside it, with the skill against it on past origins.
        """))

  @OptionGroup var options: SeriesOptions

  @Option(
    help: .words(
      vi: "Tệp CSV để ghi mọi trung bình và phân vị.", en: "CSV file for every mean and quantile."),
    completion: .file(extensions: ["csv"]))
  var output: String?

  @Flag(help: .words(vi: "In mọi chuỗi và mọi năm.", en: "Print every series and year."))
  var details = false

  @Flag(help: .words(vi: "In một đối tượng JSON.", en: "Print one JSON object."))
  var json = false

  @OptionGroup var speech: SpeechOptions

  func run() async throws {
    let session = Session(speech)
    try await session.report { try await run(in: session) }
  }

  private func run(in session: Session) async throws {
    let table = try options.load(session)
    if let output { try OutputFolder.checkReady(file: output) }
    let methods = try options.chosenMethods()
    let entries = SeriesForecasts(table.series, methods: methods, horizon: options.horizon).entries
    let page = SeriesForecastPage(
      entries, skill: try await skill(table, methods[0], session), in: session.language)
    try session.checkInterruption()
    if let output {
      try OutputFolder.write(file: output, contents: page.csv)
      session.say(session.language(.wrote(output)))
    }
    try StandardOutput.write(json ? [page.json] : page.lines(details: details))
  }

  /// The skill of the first method against naive on past origins, where the series are long enough.
  private func skill(
    _ table: SeriesTable, _ method: ForecastMethod, _ session: Session
  ) async throws -> (value: BacktestSummary.Skill, windows: Int)? {
    let windows = table.windows(step: nil)
    guard !windows.isEmpty, method != .naive else { return nil }
    let progress = ProgressLine(in: session.language)
    defer { progress.end() }
    let backtest: Backtest
    do {
      backtest = try await Backtest(
        table.series, windows: windows, methods: [method, .naive], horizon: options.horizon,
        workers: session.coreCount, progress: progress.show)
    } catch is CancellationError {
      throw SimulationError.cancelled
    }
    let summaries = [0, 1].map { number in
      BacktestSummary(backtest, backtest.results.filter { $0.method == number })
    }
    return summaries[0].skill(against: summaries[1], in: backtest, seed: options.seed).map {
      ($0, summaries[0].windowCount)
    }
  }
}

/// The forecasts of every series from its own last year, class by class.
struct SeriesForecasts {
  let entries: [SeriesForecastPage.Entry]

  init(_ series: [AnnualSeries], methods: [ForecastMethod], horizon: Int) {
    struct Origin: Hashable {
      var pool: String
      var year: Int
    }
    var forecasters: [Origin: Forecaster] = [:]
    let pools = Dictionary(grouping: series.indices) { series[$0].pool }
    entries = series.indices.map { index in
      let one = series[index]
      let members = (pools[one.pool] ?? []).filter { series[$0].firstYear <= one.lastYear }
      let origin = Origin(pool: one.pool, year: one.lastYear)
      let forecaster =
        forecasters[origin]
        ?? Forecaster(
          members.map { series[$0] }, origin: origin.year, horizon: horizon, methods: Set(methods))
      forecasters[origin] = forecaster
      let place = members.firstIndex(of: index) ?? 0
      return SeriesForecastPage.Entry(
        series: one,
        forecasts: methods.compactMap { method in
          forecaster.forecast(place, method).map { (method, $0) }
        })
    }
  }
}
