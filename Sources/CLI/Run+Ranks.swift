import ArgumentParser
import Report
import Scenarios
import Sim

/// Runs on the processes of a job: each simulates its share of the blocks, rank 0 joins what they send.
extension Run {
  /// Runs the share of this process; rank 0 prints and writes the results of all.
  func run(on ranks: Ranks, in session: Session) async throws {
    if ranks.rank == 0 {
      try await lead(ranks, in: session)
    } else {
      try await follow(ranks, in: session)
    }
  }

  private func lead(_ ranks: Ranks, in session: Session) async throws {
    let summarizer = LeadingRank(run: self, ranks: ranks, session: session)
    do {
      try await run(in: session, by: summarizer)
      try ranks.agree()
      summarizer.journal?.remove()
    } catch let failure as CommandFailure {
      StandardError.write(failure.words)
      // What has begun elsewhere would go on for nobody.
      if summarizer.hasBegun { ranks.abort(failure.code) }
      throw ExitCode(failure.code)
    } catch {
      let failure =
        session.failure(error)
        ?? CommandFailure(words: "", code: ExitCode.internalFault.rawValue)
      StandardError.write(failure.words)
      if summarizer.hasBegun { ranks.abort(failure.code) }
      try? ranks.agree(failure)
      throw ExitCode(failure.code)
    }
  }

  private func follow(_ ranks: Ranks, in session: Session) async throws {
    var hasBegun = false
    do {
      let kernels = try session.kernels()
      let loaded = try load(in: session, writesFiles: results.out != nil)
      let journal = try openJournal(loaded, ranks)
      try ranks.agree()
      hasBegun = true
      for (number, group) in loaded.groups.enumerated() {
        let simulation = try group.simulation(shockSeed: loaded.seed)
        let group = RunGroup(
          number: number, thresholds: group.targets.thresholds, draws: loaded.draws)
        let own = try await partial(
          blocks(of: ranks, group), of: simulation, group, journal, kernels: kernels, in: session,
          { _ in })
        ranks.send(.success(own))
      }
      try ranks.agree()
      journal?.remove()
    } catch let failure as CommandFailure {
      throw ExitCode(failure.code)
    } catch {
      let failure =
        session.failure(error) ?? CommandFailure(words: "", code: ExitCode.internalFault.rawValue)
      if hasBegun { ranks.send(.failure(failure)) } else { try? ranks.agree(failure) }
      throw ExitCode(failure.code)
    }
  }

  fileprivate func blocks(of ranks: Ranks, _ group: RunGroup) -> Range<Int> {
    PartialSummary.blocks(ofShard: ranks.rank + 1, of: ranks.count, draws: group.draws)
  }

  fileprivate func openJournal(_ loaded: LoadedRun, _ ranks: Ranks) throws -> RunJournal? {
    guard let folder = results.folder else { return nil }
    let part = ShardNumber(number: ranks.rank + 1, count: ranks.count)
    return try journal(
      try header(loaded, part), "shard-\(part.number)-of-\(part.count).unfinished", folder)
  }
}

/// The draws of all ranks, joined by the first.
private final class LeadingRank: RunSummarizer {
  private let run: Run
  private let ranks: Ranks
  private let session: Session
  private(set) var journal: RunJournal?
  /// Whether all ranks simulate.
  private(set) var hasBegun = false

  init(run: Run, ranks: Ranks, session: Session) {
    self.run = run
    self.ranks = ranks
    self.session = session
  }

  func begin(_ loaded: LoadedRun) throws {
    journal = try run.openJournal(loaded, ranks)
    try ranks.agree()
    hasBegun = true
  }

  func summary(
    of simulation: Simulation, _ group: RunGroup,
    _ progress: @Sendable @escaping (Double) -> Void
  ) async throws -> EnsembleSummary {
    let kernels = try session.kernels()
    let own = try await run.partial(
      run.blocks(of: ranks, group), of: simulation, group, journal, kernels: kernels, in: session,
      progress)
    let all = try PartialSummary.joined(ranks.count, levels: ScenarioGroup.levels) { rank in
      rank == 0 ? own : try ranks.summary(from: rank)
    }
    return try await run.summary(
      of: all, simulation, group, kernels: kernels, in: session, progress)
  }
}
