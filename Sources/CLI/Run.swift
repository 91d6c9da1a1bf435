import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp run`: simulate scenarios, print the leading variables, write `forecast.csv`.
struct Run: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Mô phỏng các kịch bản: in kết quả kèm khoảng bất định và ghi forecast.csv.",
      en: "Simulate scenarios: print what will happen, with bands, and write forecast.csv."),
    discussion: words(
      vi: """
        Các kịch bản cùng mô hình và địa phương chạy trên cùng các lượt rút, nên so sánh được từng \
        cặp. Các con số không phụ thuộc vào --threads, GRDP_SIMD hay bộ nhớ của máy.
        """,
      en: """
        Scenarios that share a model and a region run on the same draws, so their differences are \
        paired. The numbers do not depend on --threads, on GRDP_SIMD, or on how much memory there is.
        """))

  @Argument(
    help: .words(
      vi: "Tệp kịch bản (hoặc mô hình: khi đó mọi thứ ở mức mặc định).",
      en: "Scenario files (or models, which then run with every default)."),
    completion: .file(extensions: ["yaml"]))
  var scenarios: [String]

  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var results: ResultOptions

  @Option(
    help: .words(
      vi:
        "Định nghĩa chính thức để tính, hay nhiều định nghĩa đặt cạnh nhau: gso,mic (mặc định: theo kịch bản).",
      en:
        "The official definition to count by, or several side by side: gso,mic (default: the scenario's)."
    ))
  var definition: String?

  @Flag(
    help: .words(
      vi: "Ghi cả từng phần tử của các biến theo tập, chẳng hạn theo ngành.",
      en: "Also write every element of variables over sets, such as sectors."))
  var details = false

  @Option(
    help: .words(
      vi: "Ghi thời gian của từng bước vào tệp này, dạng JSON.",
      en: "Write the time of each phase to this file, as JSON."), completion: .file())
  var timings: String?

  @Option(
    help: .words(
      vi: "Chỉ chạy phần thứ i trên n, ghi vào --out một tệp để 'grdp merge' gộp lại; ví dụ 3/8.",
      en: "Run part i of n only, and write a file into --out for 'grdp merge' to join; say 3/8."))
  var shard: String?

  @Flag(
    help: .words(
      vi: "Ghi lại việc đã xong vào --out, để lệnh này bị ngắt thì gõ lại là chạy tiếp.",
      en:
        "Keep finished work in --out, so that this command, given again, goes on after it was killed."
    ))
  var resume = false

  @OptionGroup var speech: SpeechOptions

  /// Which part of the run is asked for; nil for all of it.
  var part: ShardNumber? { shard.flatMap(ShardNumber.init(argument:)) }

  private func validateParts() throws {
    if shard != nil, part == nil {
      throw ValidationError(
        words(
          vi: "--shard phải có dạng i/n với 1 ≤ i ≤ n ≤ \(ShardNumber.most), ví dụ 3/8",
          en: "--shard must be i/n with 1 ≤ i ≤ n ≤ \(ShardNumber.most), say 3/8"))
    }
    if shard != nil || resume, results.out == nil {
      let option = shard == nil ? "--resume" : "--shard"
      throw ValidationError(
        words(vi: "\(option) cần --out", en: "\(option) needs --out"))
    }
    if shard != nil, results.json {
      throw ValidationError(
        words(
          vi: "--shard không in gì; hãy thêm --json vào 'grdp merge'",
          en: "--shard prints nothing; give --json to 'grdp merge'"))
    }
    if shard != nil || resume || Ranks.job != nil, memory != nil {
      throw ValidationError(
        words(
          vi:
            "--memory không dùng với --shard, --resume hay mpirun: khi đó mỗi lượt chỉ mô phỏng một lần",
          en:
            "--memory does not go with --shard, --resume or mpirun, which simulate every draw once")
      )
    }
  }

  func validate() throws {
    try validateParts()
    if let memory, memory < 0 || memory > 1 << 24 {
      throw ValidationError(
        words(
          vi: "--memory phải từ 0 đến 16777216 MB", en: "--memory must be between 0 and 16777216 MB"
        ))
    }
    if timings == "" {
      throw ValidationError(
        words(vi: "--timings phải nêu một tệp", en: "--timings must name a file"))
    }
  }

  @Option(
    help: .words(
      vi:
        "Số MB giá trị được giữ trong bộ nhớ; nhiều hơn thì mô phỏng lại từng lượt đọc (mặc định: 512).",
      en:
        "MB of values that may be kept; beyond it they are simulated again for each pass (default: 512)."
    ))
  var memory: Int?

  /// The bytes of values that may be kept.
  var keptBytes: Int { memory.map { $0 << 20 } ?? Simulation.defaultMemory }

  /// Worker threads; one for each process of a job, unless it is said otherwise.
  func workers(in session: Session) -> Int {
    sampling.random.threads ?? (Ranks.job == nil ? session.coreCount : 1)
  }

  /// The definitions that are asked for; none for those of the scenarios.
  private var definitions: [String] {
    definition?.split(separator: ",", omittingEmptySubsequences: false).map { name in
      String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    } ?? []
  }

  func run(in session: Session) async throws {
    if let part {
      try await runShard(part, in: session)
    } else if let ranks = Ranks.job {
      try await run(on: ranks, in: session)
    } else if Ranks.launched > 1 {
      throw MachineLimit.withoutMPI(processes: Ranks.launched)
    } else if resume {
      try await runResumed(in: session)
    } else {
      try await run(
        in: session, by: WholeRun(run: self, session: session, kernels: session.kernels()))
    }
  }

  /// Loads, summarises every group of scenarios, prints and writes.
  ///
  /// - Parameter writesFiles: whether everything that the files hold is simulated, even where none are
  ///   written.
  func run(
    in session: Session, by summarizer: any RunSummarizer, writesFiles: Bool = false
  ) async throws {
    let kernels = try session.kernels()
    try results.folder?.checkReady(RunFiles.names)
    if let timings { try OutputFolder.checkReady(file: timings) }
    var clock = PhaseClock()
    let run = try load(in: session, writesFiles: writesFiles || results.out != nil)
    clock.end("parse")
    try summarizer.begin(run)
    var output = RunOutput(run, results, details: details, in: session.language)
    for (number, group) in run.groups.enumerated() {
      func ensemble() async throws -> EnsembleSummary {
        let simulation = try group.simulation(shockSeed: run.seed)
        clock.end("compile")
        let progress = ProgressLine(in: session.language)
        defer { progress.end() }
        return try await summarizer.summary(
          of: simulation,
          RunGroup(number: number, thresholds: group.targets.thresholds, draws: run.draws),
          progress.show)
      }
      let summary: EnsembleSummary
      let central: (simulation: Simulation, columns: Columns)
      if workers(in: session) > 1 {
        // Another thread has nothing to do as long as the model is being compiled.
        async let path = group.centralPath(kernels: kernels)
        summary = try await ensemble()
        central = try await path
      } else {
        summary = try await ensemble()
        central = try await group.centralPath(kernels: kernels)
      }
      clock.end("simulate")
      try session.checkInterruption()
      let judgements =
        results.json || group.isSweep
        ? .none : try await judgements(group, run, kernels: kernels, in: session)
      try output.add(number, summary, judgements, central: central.simulation, central.columns)
      clock.end("summarise")
    }
    try session.checkInterruption()
    try output.finish(forced: resume || Ranks.job != nil)
    clock.end("write")
    if let out = results.out {
      session.say(session.language(.wrote("\(out)/{\(RunFiles.names.joined(separator: ","))}")))
    }
    if let timings { try OutputFolder.write(file: timings, contents: clock.json) }
  }

  /// What the judgements behind the first scenario of a group do to it.
  private func judgements(
    _ group: ScenarioGroup, _ run: LoadedRun, kernels: Kernels, in session: Session
  ) async throws -> JudgementLines.Finding {
    let base = group.scenarios[0]
    switch base.judgements {
    case .none: return .none
    case .mistaken: return .mistaken
    case .moved(let judged):
      let trial = JudgementTrial(
        base, judged, draws: run.draws, seed: run.seed, workers: workers(in: session),
        kernels: kernels)
      do {
        return try await trial.moves().map { .moves($0) } ?? .none
      } catch SimulationError.cancelled {
        throw SimulationError.cancelled
      } catch is SimulationError {
        return .mistaken
      }
    }
  }

  /// Reads the scenarios and groups them.
  func load(in session: Session, writesFiles: Bool) throws -> LoadedRun {
    let (loaded, warnings) = try session.load(
      scenarios, set: changes.set, definitions: definitions, readsFits: !sampling.random.prior,
      movesJudgements: !results.json && part == nil)
    return LoadedRun(
      scenarios: loaded, warnings: warnings,
      groups: try ScenarioGroup.groups(loaded, details: details, writesFiles: writesFiles),
      draws: sampling.drawCount(loaded[0]), seed: sampling.random.seed(loaded[0]))
  }
}

/// What a run has read.
struct LoadedRun {
  let scenarios: [LoadedScenario]
  let warnings: Diagnostics
  let groups: [ScenarioGroup]
  let draws: Int
  let seed: UInt64
}

/// One of the groups of scenarios of a run, as it is summarised.
struct RunGroup {
  /// Its number, counted from 0.
  let number: Int
  /// The conditions whose probabilities are wanted.
  let thresholds: [Threshold]
  /// The draws of the run.
  let draws: Int
}

/// A way in which the draws of a group of scenarios become summaries.
protocol RunSummarizer {
  /// Takes note of what was read.
  func begin(_ run: LoadedRun) throws

  /// The summaries of a group.
  func summary(
    of simulation: Simulation, _ group: RunGroup,
    _ progress: @Sendable @escaping (Double) -> Void
  ) async throws -> EnsembleSummary
}

/// All draws in this process, in as many passes as the memory asks for.
struct WholeRun: RunSummarizer {
  let run: Run
  let session: Session
  let kernels: Kernels

  func begin(_ run: LoadedRun) {}

  func summary(
    of simulation: Simulation, _ group: RunGroup,
    _ progress: @Sendable @escaping (Double) -> Void
  ) async throws -> EnsembleSummary {
    try await simulation.summarize(
      draws: group.draws, levels: ScenarioGroup.levels, thresholds: group.thresholds,
      workers: run.workers(in: session), memory: run.keptBytes, kernels: kernels,
      progress: progress)
  }
}
