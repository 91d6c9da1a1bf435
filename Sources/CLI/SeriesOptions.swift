import ArgumentParser
import Report
import Scenarios
import Sim

/// What `grdp forecast` and `grdp backtest` have in common: the series, the methods and the horizon.
struct SeriesOptions: ParsableArguments {
  @Argument(
    help: .words(
      vi: "Bảng CSV với các cột series_id, year, value.",
      en: "A CSV table with the columns series_id, year, value."),
    completion: .file(extensions: ["csv"]))
  var file: String

  @Option(
    help: .words(
      vi:
        "Bảng CSV theo series_id, có thể có các cột cap (mức trần), indicator (lớp chuỗi), ntrain.",
      en:
        "A CSV table by series_id with any of the columns cap (ceiling), indicator (class), ntrain."
    ), completion: .file(extensions: ["csv"]))
  var meta: String?

  @Option(
    help: .words(
      vi: "Mức trần của các chuỗi chưa có trong --meta, ví dụ 100 cho tỷ lệ phần trăm.",
      en: "The ceiling of series that --meta gives none, such as 100 for percentages."))
  var cap: Double?

  @Option(help: .words(vi: "Số năm dự báo.", en: "Number of years ahead."))
  var horizon = 10

  @Option(
    help: .words(
      vi: "Các phương pháp, cách nhau bởi dấu phẩy: \(SeriesOptions.methodNames).",
      en: "Methods, separated by commas: \(SeriesOptions.methodNames)."))
  var methods = "default,naive,drift"

  @Option(
    help: .words(
      vi: "Hạt giống ngẫu nhiên của khoảng tin cậy cho mức hơn dự báo ngây thơ.",
      en: "Seed of the bootstrap interval of the skill."))
  var seed: UInt64 = 1

  static let methodNames = ForecastMethod.allCases.map(\.rawValue).joined(separator: ", ")

  func validate() throws {
    if horizon < 1 || horizon > 50 {
      throw ValidationError(
        words(vi: "--horizon phải từ 1 đến 50", en: "--horizon must be between 1 and 50"))
    }
    if let cap, !(cap > 0 && cap.isFinite) {
      throw ValidationError(
        words(vi: "--cap phải là một số dương", en: "--cap must be a positive number"))
    }
    if seed > 1 << 62 {
      throw ValidationError(
        words(
          vi: "--seed phải nhỏ hơn 4611686018427387904",
          en: "--seed must be below 4611686018427387904"))
    }
    _ = try chosenMethods()
  }

  /// The methods in the order they were named.
  func chosenMethods() throws -> [ForecastMethod] {
    var chosen: [ForecastMethod] = []
    for name in methods.split(separator: ",", omittingEmptySubsequences: false) {
      let name = name.filter { $0 != " " }
      guard let method = ForecastMethod(rawValue: name) else {
        throw ValidationError(
          words(
            vi: "--methods: không có phương pháp '\(name)'; có: \(Self.methodNames)",
            en: "--methods: there is no method '\(name)'; known are \(Self.methodNames)"))
      }
      if !chosen.contains(method) { chosen.append(method) }
    }
    return chosen
  }

  /// Reads the series; prints warnings.
  func load(_ session: Session) throws -> SeriesTable {
    let table = try SeriesTable(reading: file, meta: meta, ceiling: cap)
    StandardError.write(table.warnings, in: session.language)
    return table
  }
}

extension SeriesTable {
  /// The past origins to try: the official test of a series where one is stated; otherwise 8 years
  /// known, then every so many years as long as three are held out.
  func windows(step: Int?) -> [Backtest.Window] {
    Backtest.rollingWindows(
      of: series, first: 8, held: 3,
      step: { isAdoption[$0] ? 3 : step ?? 5 }, official: { officialTraining[$0] })
  }
}
