public import Scenarios

/// Where and on what a benchmark ran.
public struct BenchmarkMachine: Sendable {
  /// The processor, as it calls itself.
  public var processor: String
  /// How many of its cores may be used.
  public var cores: Int
  /// The instruction set of the kernels.
  public var level: String
  /// The version of the program.
  public var version: String
  /// The commit of the source tree it was started in; nil outside one.
  public var commit: String?

  /// Creates a description.
  public init(processor: String, cores: Int, level: String, version: String, commit: String?) {
    self.processor = processor
    self.cores = cores
    self.level = level
    self.version = version
    self.commit = commit
  }
}

/// The results of `grdp bench`, as a table and as JSON.
public struct BenchPage {
  private let machine: BenchmarkMachine
  private let language: Language
  private let earlier: EarlierBenchmark?

  /// Starts a page; `earlier` are measurements to compare with.
  public init(
    _ machine: BenchmarkMachine, in language: Language,
    comparedWith earlier: EarlierBenchmark? = nil
  ) {
    self.machine = machine
    self.language = language
    self.earlier = earlier
  }

  /// The table.
  public func lines(_ rows: [BenchmarkRow]) -> [String] {
    let number = NumberText(language)
    var table = TextTable(
      [.left] + Array(repeating: .right, count: earlier == nil ? 7 : 8) + [.left])
    var head = language.benchmarkColumns
    if earlier != nil { head.insert(language.benchmarkComparison, at: 8) }
    table.append(head)
    for row in rows {
      var cells = [
        row.workload, number.whole(row.draws), "\(row.threads)",
        "\(number.short(row.seconds)) [\(number.short(row.range.lowerBound)); \(number.short(row.range.upperBound))]",
        number.short(row.cpuSeconds), number.short(Double(row.draws) / row.seconds / 1e6),
        number.short(row.seconds * 1e9 / Double(row.draws * row.years)),
        number.fixed(row.peakMegabytes, decimals: 0),
      ]
      if let earlier {
        cells.append(earlier.seconds(of: row).map { number.short($0 / row.seconds) } ?? "–")
      }
      cells.append(
        row.phases.map { "\(language.phase($0.name)) \(number.short($0.seconds))" }
          .joined(separator: ", "))
      table.append(cells)
    }
    let place = [
      machine.processor, language.cores(machine.cores), machine.level,
      "grdp \(machine.version)" + (machine.commit.map { " (\($0))" } ?? ""),
    ]
    return [place.joined(separator: " · ")] + table.lines + [language.benchmarkNote(rows)]
  }

  /// An array of rows, each with everything that is known of it.
  public func json(_ rows: [BenchmarkRow]) -> JSONText {
    .list(
      rows.map { row in
        .object([
          ("workload", .string(row.workload)), ("draws", .integer(row.draws)),
          ("threads", .integer(row.threads)), ("seconds", .number(row.seconds)),
          ("seconds_min", .number(row.range.lowerBound)),
          ("seconds_max", .number(row.range.upperBound)),
          ("cpu_seconds", .number(row.cpuSeconds)), ("repetitions", .integer(row.repetitions)),
          ("phases", .object(row.phases.map { ($0.name, .number($0.seconds)) })),
          ("draws_per_second", .number(Double(row.draws) / row.seconds)),
          ("ns_per_draw_year", .number(row.seconds * 1e9 / Double(row.draws * row.years))),
          ("peak_mb", .number(row.peakMegabytes)), ("checksum", .string(row.checksum)),
          ("isa", .string(machine.level)), ("machine", .string(machine.processor)),
          ("cores", .integer(machine.cores)), ("version", .string(machine.version)),
          ("commit", machine.commit.map { .string($0) } ?? .null),
        ])
      })
  }
}

extension Language {
  fileprivate var benchmarkColumns: [String] {
    switch self {
    case .en:
      [
        "workload", "draws", "threads", "seconds [min; max]", "CPU s", "M draws/s", "ns/draw-year",
        "peak MB", "phases, s",
      ]
    case .vi:
      [
        "bài toán", "lượt", "luồng", "giây [min; max]", "giây CPU", "triệu lượt/s", "ns/lượt-năm",
        "đỉnh MB", "các bước, giây",
      ]
    }
  }

  fileprivate var benchmarkComparison: String {
    switch self {
    case .en: "times as fast"
    case .vi: "nhanh gấp"
    }
  }

  fileprivate func cores(_ count: Int) -> String {
    switch self {
    case .en: count == 1 ? "1 core" : "\(count) cores"
    case .vi: "\(count) nhân"
    }
  }

  fileprivate func benchmarkNote(_ rows: [BenchmarkRow]) -> String {
    let count = rows.map(\.repetitions).max() ?? 0
    return switch self {
    case .en: "Medians of \(count) repetitions; every result has the recorded checksum"
    case .vi: "Trung vị của \(count) lần chạy; mọi kết quả đều khớp tổng kiểm đã ghi"
    }
  }

  fileprivate func phase(_ name: String) -> String {
    guard self == .vi else { return name }
    return switch name {
    case "parse": "đọc"
    case "compile": "dựng"
    case "data": "số liệu"
    case "fit": "ước lượng"
    case "refit": "ước lượng lại"
    case "errors": "sai số"
    case "draw": "rút số"
    case "simulate": "mô phỏng"
    case "summarise": "tổng hợp"
    case "estimate": "tính chỉ số"
    case "write": "ghi"
    default: name
    }
  }

  /// Why a benchmark was not shown.
  public func sentence(_ failure: BenchmarkFailure) -> String {
    switch (self, failure) {
    case (.en, .unknownWorkload(let name, let known)):
      "error: there is no workload '\(name)'; there are \(known.joined(separator: ", "))"
    case (.vi, .unknownWorkload(let name, let known)):
      "lỗi: không có bài toán '\(name)'; hiện có \(known.joined(separator: ", "))"
    case (.en, .missing(let file)):
      "error: '\(file)' is missing; run grdp bench in the folder of the source tree"
    case (.vi, .missing(let file)):
      "lỗi: không thấy '\(file)'; hãy chạy grdp bench trong thư mục mã nguồn"
    case (.en, .checksum(let name, let draws, let threads, let found, let recorded)):
      "internal error: \(name) with \(draws) draws on \(threads) threads gave results with the checksum \(found), "
        + "recorded is \(recorded); no time is shown for wrong results"
    case (.vi, .checksum(let name, let draws, let threads, let found, let recorded)):
      "lỗi nội bộ: \(name), \(draws) lượt, \(threads) luồng cho kết quả có tổng kiểm \(found), "
        + "trong khi đã ghi \(recorded); không đưa thời gian cho kết quả sai"
    case (.en, .runs(let runs, let perPoint)):
      "error: W3 takes \(perPoint) runs for each of its base points, a power of 2 from 64 on: \(runs) is no such number"
    case (.vi, .runs(let runs, let perPoint)):
      "lỗi: W3 chạy \(perPoint) lần cho mỗi điểm gốc, số điểm gốc là luỹ thừa của 2 từ 64 trở lên: \(runs) không phải số như vậy"
    case (.en, .process(let status)): "internal error: grdp run ended with status \(status)"
    case (.vi, .process(let status)): "lỗi nội bộ: grdp run kết thúc với mã \(status)"
    }
  }
}

/// Why a benchmark was not shown.
public enum BenchmarkFailure: Error, Sendable {
  case unknownWorkload(String, known: [String])
  case missing(String)
  /// A number of runs of W3 that no power of two of base points has.
  case runs(Int, perPoint: Int)
  case checksum(String, draws: Int, threads: Int, found: String, recorded: String)
  /// A process of the benchmark failed.
  case process(status: Int32)
}
