import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp forecast`: where short annual series are heading, with honest uncertainty.
struct ForecastCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast", _superCommandName: Grdp.name,
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
      vi: """
        Giá trị cho trước của một năm, dạng NĂM=GIÁ TRỊ, hoặc CHUỖI:NĂM=GIÁ TRỊ khi có nhiều chuỗi \
        (có thể nêu nhiều lần).
        """,
      en: """
        A value that is given, as YEAR=VALUE, or SERIES:YEAR=VALUE where there are several series \
        (may be repeated).
        """))
  var given: [String] = []

  @Option(
    help: .words(
      vi: "Chuỗi là tổng của mọi chuỗi khác: dự báo trung bình được làm cho khớp tổng.",
      en: "The series that is the sum of all others: mean forecasts are made to add up."))
  var total: String?

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

  func run(in session: Session) async throws {
    let table = try options.load(session)
    if let output { try OutputFolder.checkReady(file: output) }
    let methods = try options.chosenMethods()
    let conditions = try conditions(table.series)
    try checkTotal(table.series, conditions)
    let past = try await past(table, methods[0], session)
    var forecasts = SeriesForecasts(
      table.series, methods: methods, horizon: options.horizon,
      calibrations: past?.calibrations ?? [:])
    var plausibility: [(series: String, probability: Double)] = []
    for (name, values) in conditions {
      plausibility.append((name, try forecasts.condition(name, on: values)))
    }
    if let total { try forecasts.addUp(total: total) }
    let page = SeriesForecastPage(
      forecasts.entries, total: total, skill: past.flatMap { skill($0, methods[0]) },
      plausibility: plausibility,
      in: session.language)
    try session.checkInterruption()
    if let output {
      try OutputFolder.write(file: output, contents: page.csv)
      session.say(session.language(.wrote(output)))
    }
    try StandardOutput.write(json ? [page.json] : page.lines(details: details))
  }

  /// The first method, and the default, on past origins; nil where the series are too short.
  private func past(
    _ table: SeriesTable, _ method: ForecastMethod, _ session: Session
  ) async throws -> Backtest? {
    let windows = table.windows(step: nil)
    guard !windows.isEmpty else { return nil }
    let progress = ProgressLine(in: session.language, PageText.backtesting)
    defer { progress.end() }
    let needed: [ForecastMethod] = [method, .naive, .standard]
    do {
      return try await Backtest(
        table.series, windows: windows,
        methods: needed.enumerated().filter { needed.firstIndex(of: $1) == $0 }.map(\.element),
        horizon: options.horizon, workers: session.coreCount, progress: progress.show)
    } catch is CancellationError {
      throw SimulationError.cancelled
    }
  }

  /// The skill of a method against naive.
  private func skill(
    _ past: Backtest, _ method: ForecastMethod
  ) -> (value: BacktestSummary.Skill, windows: Int)? {
    guard method != .naive, let own = past.methods.firstIndex(of: method),
      let naive = past.methods.firstIndex(of: .naive)
    else { return nil }
    let summaries = [own, naive].map { number in
      BacktestSummary(past, past.results.filter { $0.method == number })
    }
    return summaries[0].skill(against: summaries[1], in: past, seed: options.seed).map {
      ($0, summaries[0].windowCount)
    }
  }

  // MARK: Conditions

  /// The values given, by series and year.
  private func conditions(
    _ series: [AnnualSeries]
  ) throws -> [(series: String, values: [Int: Double])] {
    var values: [String: [Int: Double]] = [:]
    for text in given {
      let parts = text.split(separator: "=", omittingEmptySubsequences: false)
      let place = parts[0].split(separator: ":")
      guard parts.count == 2, let value = Double(parts[1]), value.isFinite,
        let year = place.last.flatMap({ Int($0) }),
        place.count == 1 ? series.count == 1 : true
      else {
        throw ValidationError(
          words(
            vi:
              "--given '\(text)': hãy viết NĂM=GIÁ TRỊ, hoặc CHUỖI:NĂM=GIÁ TRỊ nếu tệp có nhiều chuỗi",
            en:
              "--given '\(text)': write YEAR=VALUE, or SERIES:YEAR=VALUE if the file has several series"
          ))
      }
      let name = place.count == 1 ? series[0].name : place.dropLast().joined(separator: ":")
      try check(text, year, of: series.first { $0.name == name })
      values[name, default: [:]][year] = value
    }
    return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func check(_ text: String, _ year: Int, of series: AnnualSeries?) throws {
    guard let series else {
      throw ValidationError(
        words(
          vi: "--given '\(text)': tệp không có chuỗi này",
          en: "--given '\(text)': the file has no such series"))
    }
    let years = series.lastYear + 1...series.lastYear + options.horizon
    guard years.contains(year) else {
      throw ValidationError(
        words(
          vi: "--given '\(text)': năm phải từ \(years.lowerBound) đến \(years.upperBound)",
          en:
            "--given '\(text)': the year must be between \(years.lowerBound) and \(years.upperBound)"
        ))
    }
  }

  /// Refuses a total that is no series, parts that end in another year, and years in which the total and
  /// all parts are given: nothing could be moved to make them add up.
  private func checkTotal(
    _ series: [AnnualSeries], _ conditions: [(series: String, values: [Int: Double])]
  ) throws {
    guard let total else { return }
    guard series.contains(where: { $0.name == total }), series.count > 2 else {
      throw ValidationError(
        words(
          vi: "--total '\(total)': tệp phải có chuỗi này và ít nhất hai chuỗi thành phần",
          en: "--total '\(total)': the file must have this series and at least two parts of it"))
    }
    guard Set(series.map(\.lastYear)).count == 1 else {
      throw ValidationError(
        words(
          vi: "--total '\(total)': mọi chuỗi phải kết thúc cùng một năm",
          en: "--total '\(total)': all series must end in the same year"))
    }
    let counts = conditions.reduce(into: [Int: Int]()) { counts, condition in
      for year in condition.values.keys { counts[year, default: 0] += 1 }
    }
    if let year = counts.filter({ $0.value == series.count }).keys.min() {
      throw ValidationError(
        words(
          vi:
            "--given: năm \(year) đã cho trước cả tổng lẫn mọi thành phần; hãy bỏ trống ít nhất một",
          en: "--given: the total and all its parts are given for \(year); leave at least one open")
      )
    }
  }
}
