import ArgumentParser
import Report
import Scenarios
import Sim

/// Runs in parts: shards, and runs that go on after they were interrupted.
extension Run {
  /// What all parts of this run share.
  func header(_ run: LoadedRun, _ part: ShardNumber) throws -> PartialHeader {
    var options = changes.set.flatMap { ["--set", $0] }
    if let definition { options += ["--definition", definition] }
    if sampling.random.prior { options.append("--prior") }
    if details { options.append("--details") }
    do {
      return PartialHeader(
        version: Grdp.version, shard: part.number, shards: part.count, draws: run.draws,
        seed: run.seed, scenarios: scenarios, options: options,
        inputs: try SharedFolder(of: run.scenarios).inputs(of: run.scenarios),
        groups: run.groups.count)
    } catch {
      throw Diagnostics([error])
    }
  }

  /// The run that a header describes, with other ways of printing and writing it.
  static func described(
    by header: PartialHeader, _ results: ResultOptions, _ speech: SpeechOptions
  ) throws -> Run {
    let arguments =
      header.options + ["--draws", "\(header.draws)", "--seed", "\(header.seed)", "--"]
      + header.scenarios
    var run = try Run.parse(arguments)
    run.results = results
    run.speech = speech
    return run
  }

  /// Runs one part and writes it to a file.
  func runShard(_ part: ShardNumber, in session: Session) async throws {
    guard let folder = results.folder else { return }
    let kernels = try session.kernels()
    if let timings { try OutputFolder.checkReady(file: timings) }
    var clock = PhaseClock()
    let run = try load(in: session, writesFiles: true)
    let header = try header(run, part)
    try folder.checkReady([header.fileName])
    let journal = try journal(header, "shard-\(part.number)-of-\(part.count).unfinished", folder)
    let blocks = PartialSummary.blocks(
      ofShard: part.number, of: part.count, draws: run.draws)
    var bytes = PartialFile.beginning(header)
    clock.end("parse")
    let progress = ProgressLine(in: session.language)
    defer { progress.end() }
    for (number, group) in run.groups.enumerated() {
      let simulation = try group.simulation(shockSeed: run.seed)
      clock.end("compile")
      let summary = try await partial(
        blocks, of: simulation,
        RunGroup(number: number, thresholds: group.targets.thresholds, draws: run.draws), journal,
        kernels: kernels, in: session, progress.show)
      clock.end("simulate")
      bytes += PartialFile.record(summary, group: number)
    }
    progress.end()
    try session.checkInterruption()
    try folder.write([(header.fileName, bytes)], forced: true)
    clock.end("write")
    journal?.remove()
    session.say(session.language(.wrote("\(folder.path)/\(header.fileName)")))
    if let timings { try OutputFolder.write(file: timings, contents: clock.json) }
  }

  /// Runs everything here, so that what is done outlives the process.
  func runResumed(in session: Session) async throws {
    let summarizer = ResumedRun(run: self, session: session, kernels: try session.kernels())
    try await run(in: session, by: summarizer)
    summarizer.journal?.remove()
  }

  /// The journal of the run, if one is asked for.
  func journal(
    _ header: PartialHeader, _ name: String, _ folder: OutputFolder
  ) throws -> RunJournal? {
    resume ? try RunJournal(name, in: folder, header: header) : nil
  }

  /// Simulates some blocks of a group, from where the journal ends.
  func partial(
    _ blocks: Range<Int>, of simulation: Simulation, _ group: RunGroup, _ journal: RunJournal?,
    kernels: Kernels, in session: Session, _ progress: @Sendable @escaping (Double) -> Void
  ) async throws -> PartialSummary {
    let earlier = journal.flatMap {
      PartialSummary.continued($0.earlier[group.number], of: blocks, levels: ScenarioGroup.levels)
    }
    if let earlier, !blocks.isEmpty {
      session.say(
        session.language(
          .goingOn(percent: 100 * (earlier.blocks.count) / blocks.count)))
    }
    do {
      return try await simulation.partialSummary(
        ofBlocks: blocks, draws: group.draws, levels: ScenarioGroup.levels,
        thresholds: group.thresholds, continuing: earlier,
        workers: workers(in: session), kernels: kernels,
        progress: progress
      ) { batch in try journal?.append(batch, group: group.number) }
    } catch SimulationError.cancelled where journal != nil {
      throw InterruptedRun()
    }
  }

  /// The summaries of all blocks; where the parts do not hold a quantile, from the draws themselves.
  func summary(
    of partial: PartialSummary, _ simulation: Simulation, _ group: RunGroup, kernels: Kernels,
    in session: Session, _ progress: @Sendable @escaping (Double) -> Void
  ) async throws -> EnsembleSummary {
    if let summary = simulation.summary(
      of: partial, levels: ScenarioGroup.levels, thresholds: group.thresholds)
    {
      return summary
    }
    session.say(session.language(.outsideWindows))
    return try await WholeRun(run: self, session: session, kernels: kernels)
      .summary(of: simulation, group, progress)
  }
}

/// All draws in this process, batch by batch, with a journal.
final class ResumedRun: RunSummarizer {
  private let run: Run
  private let session: Session
  private let kernels: Kernels
  private(set) var journal: RunJournal?

  init(run: Run, session: Session, kernels: Kernels) {
    self.run = run
    self.session = session
    self.kernels = kernels
  }

  func begin(_ loaded: LoadedRun) throws {
    guard let folder = run.results.folder else { return }
    journal = try run.journal(
      try run.header(loaded, ShardNumber(number: 1, count: 1)), "run.unfinished", folder)
  }

  func summary(
    of simulation: Simulation, _ group: RunGroup,
    _ progress: @Sendable @escaping (Double) -> Void
  ) async throws -> EnsembleSummary {
    let partial = try await run.partial(
      0..<PartialSummary.blockCount(draws: group.draws), of: simulation, group, journal,
      kernels: kernels, in: session, progress)
    return try await run.summary(
      of: partial, simulation, group, kernels: kernels, in: session, progress)
  }
}

/// A run that can be continued was interrupted.
struct InterruptedRun: Error {}
