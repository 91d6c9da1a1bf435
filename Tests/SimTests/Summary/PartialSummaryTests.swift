import Sim
import Testing

/// Parts of a run, joined, against the run in one piece.
@Suite struct PartialSummaryTests {
  static let levels = SelectionTests.levels
  static let draws = 5 * Simulation.blockSize + 1234

  private let thresholds = [
    Threshold(Output(variable: 0, year: WalkModel.horizon), .above, 1.5),
    Threshold(Output(variable: 1, year: WalkModel.horizon), .atMost, 0),
  ]

  private func part(
    _ simulation: Simulation, _ number: Int, of count: Int, draws: Int = draws, workers: Int = 1,
    width: Double = PartialSummary.windowWidth, kernels: Kernels
  ) async throws -> PartialSummary {
    try await simulation.partialSummary(
      ofBlocks: PartialSummary.blocks(ofShard: number, of: count, draws: draws), draws: draws,
      levels: Self.levels, thresholds: thresholds, windowWidth: width, workers: workers,
      kernels: kernels)
  }

  private func joined(_ parts: [PartialSummary]) -> PartialSummary {
    PartialSummary.joined(parts.count, levels: Self.levels) { parts[$0] }
  }

  @Test(arguments: [1, 4095, 4096, 4097, 100_000], [1, 2, 7, 40])
  func shardsShareAllBlocks(draws: Int, count: Int) throws {
    let shards = (1...count).map { PartialSummary.blocks(ofShard: $0, of: count, draws: draws) }
    #expect(shards.flatMap { Array($0) } == Array(0..<PartialSummary.blockCount(draws: draws)))
    let sizes = shards.map(\.count)
    let (least, greatest) = (try #require(sizes.min()), try #require(sizes.max()))
    #expect(greatest - least <= 1)
  }

  @Test(arguments: [1, 3, 8], [2, 7])
  func partsGiveTheBitsOfTheWhole(count: Int, workers: Int) async throws {
    let kernels = try #require(Kernels.best)
    let simulation = try WalkModel.simulation()
    let whole = try await simulation.summarize(
      draws: Self.draws, levels: Self.levels, thresholds: thresholds, kernels: kernels)
    var parts: [PartialSummary] = []
    for number in 1...count {
      let part = try await part(simulation, number, of: count, workers: workers, kernels: kernels)
      let again = try #require(PartialSummary(bytes: part.bytes[...]))
      #expect(again == part)
      parts.append(again)
    }
    let found = try #require(
      simulation.summary(of: joined(parts), levels: Self.levels, thresholds: thresholds))
    #expect(found.summaries == whole.summaries)
    #expect(found.probabilities == whole.probabilities)
  }

  /// Heavy tails, shared values, far values: what is kept says nothing about the distribution.
  @Test(arguments: [1, 2, 3])
  func hardShapesAreExact(count: Int) async throws {
    let kernels = try #require(Kernels.best)
    let (simulation, columns) = try SelectionTests.simulation()
    let draws = SelectionTests.draws
    var parts: [PartialSummary] = []
    for number in 1...count {
      let blocks = PartialSummary.blocks(ofShard: number, of: count, draws: draws)
      let part = try await simulation.partialSummary(
        ofBlocks: blocks, draws: draws, levels: Self.levels, workers: 2, kernels: kernels)
      parts.append(try #require(PartialSummary(bytes: part.bytes[...])))
    }
    let found = try #require(simulation.summary(of: joined(parts), levels: Self.levels))
    for (column, shape) in SelectionTests.shapes.enumerated() {
      let sorted = columns[column].sorted()
      #expect(
        found.summaries[column].quantiles
          == Self.levels.map { SelectionTests.quantile(sorted, $0) }, "\(shape.name)")
    }
  }

  /// Where the windows are too narrow, nothing wrong is given: either the right number or none.
  @Test(arguments: [0, 0.1, 0.5, 1, 2])
  func narrowWindowsGiveNothingOrTheTruth(width: Double) async throws {
    let kernels = try #require(Kernels.best)
    let simulation = try WalkModel.simulation()
    let whole = try await simulation.summarize(
      draws: Self.draws, levels: Self.levels, thresholds: thresholds, kernels: kernels)
    var all = try await part(simulation, 1, of: 5, width: width, kernels: kernels)
    for number in 2...5 {
      all.append(try await part(simulation, number, of: 5, width: width, kernels: kernels))
    }
    let found = simulation.summary(of: all, levels: Self.levels, thresholds: thresholds)
    #expect(found == nil || found?.summaries == whole.summaries)
    if width < 0.5 { #expect(found == nil) }
  }

  /// However a run is cut into batches, and wherever it was continued, the same bytes come of it.
  @Test func batchesAndWorkersLeaveNoTrace() async throws {
    let kernels = try #require(Kernels.best)
    let simulation = try WalkModel.simulation()
    let blocks = 1..<20
    let draws = 20 * Simulation.blockSize - 1
    func run(
      _ workers: Int, continuing earlier: PartialSummary? = nil, stopAfter: Int? = nil
    ) async throws -> (all: PartialSummary?, batches: [PartialSummary]) {
      var batches: [PartialSummary] = []
      struct Stop: Error {}
      do {
        let all = try await simulation.partialSummary(
          ofBlocks: blocks, draws: draws, levels: Self.levels, thresholds: thresholds,
          continuing: earlier, workers: workers, kernels: kernels,
          finished: { batch in
            batches.append(batch)
            if batches.count == stopAfter { throw Stop() }
          })
        return (all, batches)
      } catch is Stop {
        return (nil, batches)
      }
    }
    let plain = try #require(try await run(1).all)
    #expect(try await run(3).all?.bytes == plain.bytes)
    for stop in 1...4 {
      let broken = try await run(2, stopAfter: stop).batches
      let earlier = PartialSummary.continued(broken, of: blocks, levels: Self.levels)
      #expect(try await run(1, continuing: earlier).all?.bytes == plain.bytes)
    }
    #expect(PartialSummary.continued([], of: blocks, levels: Self.levels) == nil)
  }

  /// Bytes that were changed or cut are never a summary that contradicts itself, and never a trap.
  @Test func damagedBytesAreHarmless() async throws {
    let kernels = try #require(Kernels.best)
    let simulation = try WalkModel.simulation()
    let bytes = try await part(simulation, 2, of: 3, kernels: kernels).bytes
    let stream = RandomStream(seed: 5, name: "damage")
    for trial in 0..<200 {
      func random(_ most: Int, _ period: Int) -> Int {
        Int(stream.uniform(draw: UInt64(trial), period: period, substream: 0) * Double(most))
      }
      var damaged = bytes
      // Half of the damage is in front, where sizes and counts are.
      let place = random(trial.isMultiple(of: 2) ? 200 : bytes.count, 0)
      damaged[place] ^= UInt8(1 + random(255, 1))
      if let found = PartialSummary(bytes: damaged[...]) {
        _ = found.bytes
        #expect(found.draws > 0)
      }
      #expect(PartialSummary(bytes: bytes[..<random(bytes.count, 2)]) == nil)
    }
  }
}
