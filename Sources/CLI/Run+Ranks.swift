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
    var hasBegun = false
    var journal: RunJournal?
    do {
      let kernels = try session.kernels()
      try await run(in: session) { loaded in
        journal = try openJournal(loaded, ranks)
        try ranks.agree()
        hasBegun = true
        return { simulation, group, progress in
          let own = try await partial(
            blocks(of: ranks, group), of: simulation, group, journal, kernels: kernels, in: session,
            progress)
          let all = try PartialSummary.joined(ranks.count, levels: ScenarioGroup.levels) { rank in
            rank == 0 ? own : try ranks.summary(from: rank)
          }
          return try await summary(
            of: all, simulation, group, kernels: kernels, in: session, progress)
        }
      }
      try ranks.agree()
      journal?.remove()
    } catch let failure as CommandFailure {
      StandardError.write(failure.words)
      // What has begun elsewhere would go on for nobody.
      if hasBegun { ranks.abort(failure.code) }
      throw ExitCode(failure.code)
    } catch {
      let failure = session.failure(error)
      StandardError.write(failure?.words ?? "")
      if hasBegun { ranks.abort(failure?.code ?? ExitCode.internalFault.rawValue) }
      try? ranks.agree(failure ?? CommandFailure(words: "", code: ExitCode.internalFault.rawValue))
      throw ExitCode(failure?.code ?? ExitCode.internalFault.rawValue)
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
        let group = RunGroup(number, thresholds: group.targets.thresholds, draws: loaded.draws)
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

  private func blocks(of ranks: Ranks, _ group: RunGroup) -> Range<Int> {
    PartialSummary.blocks(ofShard: ranks.rank + 1, of: ranks.count, draws: group.draws)
  }

  private func openJournal(_ loaded: LoadedRun, _ ranks: Ranks) throws -> RunJournal? {
    guard let folder = results.folder else { return nil }
    let part = ShardNumber(number: ranks.rank + 1, count: ranks.count)
    return try journal(
      try header(loaded, part), "shard-\(part.number)-of-\(part.count).unfinished", folder)
  }
}
