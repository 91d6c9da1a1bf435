import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp bench`: how fast this machine does known work, shown only when the results are right.
struct Bench: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Đo tốc độ trên máy này với các bài toán đã biết kết quả.",
      en: "Measure the speed of this machine on work whose results are known."),
    discussion: words(
      vi: """
        Chạy trong thư mục mã nguồn. Kết quả của mỗi lần chạy được so với tổng kiểm trong \
        benchmarks/checksums.csv trước khi in thời gian; benchmarks/README.md giải thích cách đọc.
        """,
      en: """
        Run it in the folder of the source tree. The results of every repetition are compared with the \
        checksums in benchmarks/checksums.csv before a time is shown; benchmarks/README.md says how to \
        read it.
        """))

  @Argument(
    help: .words(
      vi:
        "Các bài toán: W1, W2a, W2b, W2c, W3, W4, reference, reference-checked (mặc định: tất cả).",
      en: "Workloads: W1, W2a, W2b, W2c, W3, W4, reference, reference-checked (default: all)."))
  var workloads: [String] = []

  @Flag(
    help: .words(
      vi: "In kết quả dạng JSON thay cho bảng.", en: "Print the results as JSON instead of a table."
    ))
  var json = false

  @Option(
    help: .words(
      vi: "Ghi kết quả dạng JSON vào tệp này.", en: "Write the results to this file, as JSON."),
    completion: .file())
  var output: String?

  @Option(
    help: .words(
      vi: "So với kết quả mà --output đã ghi trước đây.",
      en: "Compare with results that --output wrote before."), completion: .file())
  var compare: String?

  @Option(
    help: .words(
      vi: """
        Chỉ đo với số lượt này (W2: số lần ước lượng lại, số dòng, số đường cong; W3: số lần chạy); \
        phải có tổng kiểm đã ghi.
        """,
      en: """
        Measure this number of draws only (W2: of refits, rows, curves; W3: of runs); its checksum \
        must be recorded.
        """))
  var draws: Int?

  @Option(
    help: .words(
      vi: "Chỉ đo với số luồng này (mặc định: 1 và mọi nhân của máy; W2 luôn dùng 1).",
      en: "Measure with this many threads only (default: 1 and all cores; W2 always uses 1)."))
  var threads: Int?

  @Option(help: .words(vi: "Số lần lặp.", en: "Repetitions."))
  var repetitions = 5

  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    let limits = [
      ("--draws", draws ?? 1, 1_000_000_000_000), ("--threads", threads ?? 1, 4096),
      ("--repetitions", repetitions, 1000),
    ]
    for (option, value, most) in limits where value < 1 || value > most {
      throw ValidationError(
        words(
          vi: "\(option) phải từ 1 đến \(most)", en: "\(option) must be between 1 and \(most)"))
    }
    for (option, value) in [("--output", output), ("--compare", compare)] where value == "" {
      throw ValidationError(
        words(vi: "\(option) phải nêu một tệp", en: "\(option) must name a file"))
    }
  }

  func run(in session: Session) async throws {
    do {
      try await measure(in: session)
    } catch let failure as BenchmarkFailure {
      session.say(session.language.sentence(failure))
      throw failure.exitCode
    }
  }

  private func measure(in session: Session) async throws {
    let kernels = try session.kernels()
    if let output { try OutputFolder.checkReady(file: output) }
    let earlier = try compare.map { path throws(Diagnostics) in try EarlierBenchmark(reading: path)
    }
    let chosen = try chosenWorkloads()
    let checksums = try RecordedChecksums(reading: "benchmarks/checksums.csv")
    var rows: [BenchmarkRow] = []
    for workload in chosen {
      for draws in draws.map({ [$0] }) ?? workload.sizes {
        let choices = workload.isParallel ? threads.map { [$0] } ?? [1, session.coreCount] : [1]
        for threads in Set(choices).sorted() {
          try session.checkInterruption()
          rows.append(
            try await workload.measured(
              draws: draws, threads: threads, repetitions: repetitions, kernels: kernels,
              checksums: checksums))
        }
      }
    }
    let page = BenchPage(
      .here(kernels.level, cores: session.coreCount), in: session.language, comparedWith: earlier)
    try StandardOutput.write(json ? [page.json(rows).text] : page.lines(rows))
    if let output { try OutputFolder.write(file: output, contents: page.json(rows).text + "\n") }
  }

  private func chosenWorkloads() throws(BenchmarkFailure) -> [Workload] {
    if workloads.isEmpty { return Workload.allCases }
    var chosen: [Workload] = []
    for name in workloads {
      guard let workload = Workload(rawValue: name) else {
        throw .unknownWorkload(name, known: Workload.allCases.map(\.rawValue))
      }
      if !chosen.contains(workload) { chosen.append(workload) }
    }
    return chosen
  }
}

extension BenchmarkFailure {
  /// 64 for a workload that does not exist, 65 where files are missing, else a fault of the program.
  fileprivate var exitCode: ExitCode {
    switch self {
    case .unknownWorkload, .runs: .validationFailure
    case .missing: .wrongData
    case .checksum, .process: .internalFault
    }
  }
}
