import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp merge`: join the parts of a run into what the run itself would have given.
struct Merge: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Gộp các phần của một lần chạy thành kết quả của cả lần chạy.",
      en: "Join the parts of a run into the results of the whole run."),
    discussion: words(
      vi: """
        Các phần do 'grdp run --shard i/n' ghi ra, ở bất kỳ máy nào và theo thứ tự nào. Hãy chạy từ \
        thư mục đã chạy các phần, vì các tệp kịch bản được đọc lại. Kết quả giống hệt, từng byte, kết \
        quả của một lần chạy không chia phần.
        """,
      en: """
        The parts are those that 'grdp run --shard i/n' has written, on any machine and in any order. \
        Run it from the folder in which the parts were run, because the scenario files are read \
        again. The results are those of a run in one piece, byte by byte.
        """))

  @Argument(
    help: .words(vi: "Mọi tệp phần của lần chạy.", en: "All partial files of the run."),
    completion: .file(extensions: ["partial"]))
  var partials: [String]

  @OptionGroup var results: ResultOptions
  @OptionGroup var speech: SpeechOptions

  func run(in session: Session) async throws {
    let kernels = try session.kernels()
    let parts = try PartialSet(reading: partials, version: Grdp.version)
    let run = try Run.described(by: parts.header, results, speech)
    try await run.run(
      in: session, by: MergedRun(run: run, parts: parts, session: session, kernels: kernels),
      writesFiles: true)
  }
}

/// All draws from the parts in which they were run.
struct MergedRun: RunSummarizer {
  let run: Run
  let parts: PartialSet
  let session: Session
  let kernels: Kernels

  /// Refuses inputs that are not those the parts were run from.
  func begin(_ loaded: LoadedRun) throws {
    let now = try run.header(loaded, ShardNumber(number: 1, count: parts.header.shards))
    let changed = parts.header.inputs(unlike: now)
    if !changed.isEmpty {
      throw Diagnostics(
        changed.map {
          Diagnostic(
            .partial(.inputChanged($0)), at: SourceLocation(file: parts.files[0].path))
        })
    }
  }

  func summary(
    of simulation: Simulation, _ group: RunGroup,
    _ progress: @Sendable @escaping (Double) -> Void
  ) async throws -> EnsembleSummary {
    let partial = try parts.summary(ofGroup: group.number, levels: ScenarioGroup.levels) {
      simulation.fits($0, thresholds: group.thresholds)
    }
    return try await run.summary(
      of: partial, simulation, group, kernels: kernels, in: session, progress)
  }
}
