internal import CKernels

/// A weighted sum of outputs in the same draw: a difference of two scenarios, a change over years, a
/// contribution to a difference.
public struct Contrast: Hashable, Sendable {
  /// One output with its weight.
  public struct Term: Hashable, Sendable {
    /// The weight.
    public var weight: Double
    /// The simulation, by its position among those that are paired.
    public var simulation: Int
    /// The output of that simulation.
    public var output: Output

    /// Creates a term.
    public init(_ weight: Double, simulation: Int = 0, _ output: Output) {
      self.weight = weight
      self.simulation = simulation
      self.output = output
    }
  }

  /// The terms, added from first to last.
  public var terms: [Term]

  /// Creates a contrast.
  public init(_ terms: [Term]) { self.terms = terms }
}

/// What is reported of one contrast over all draws.
public struct ContrastSummary: Hashable, Sendable {
  /// Mean, standard deviation and number of draws.
  public let moments: Moments
  /// One value per level asked for, in their order.
  public let quantiles: [Double]
}

/// Several simulations run draw by draw together, so that whatever is compared between them is paired.
///
/// The simulations may have different models, say other laws of the shocks. Draws are functions of
/// the seed and of names, so what the models have in common is the same in every draw.
public struct PairedSimulation: Sendable {
  /// The simulations.
  public let simulations: [Simulation]
  /// The contrasts.
  public let contrasts: [Contrast]

  let kinds: [Program.Column]
  /// For each contrast its column; nil where an output of it is not defined.
  private let columnOfContrast: [Int?]
  /// For each column, what it is the sum of.
  private let sums: [[Part]]
  /// For each simulation, the position of its first column among all.
  private let firstColumn: [Int]

  /// A column of one of the simulations, counted through all of them, with its weight.
  private struct Part: Hashable {
    var weight: Double
    var column: Int
  }

  /// Pairs simulations.
  ///
  /// - Precondition: the terms of the contrasts name simulations that are there.
  public init(_ simulations: [Simulation], contrasts: [Contrast]) {
    self.simulations = simulations
    self.contrasts = contrasts
    var first: [Int] = []
    var all: [Program.Column] = []
    var position: [[Output: Int]] = []
    for simulation in simulations {
      first.append(all.count)
      position.append(
        Dictionary(
          zip(simulation.outputs, simulation.columnOfOutput),
          uniquingKeysWith: { first, _ in first }
        ))
      all += simulation.program.columns
    }
    firstColumn = first
    var kinds: [Program.Column] = []
    var sums: [[Part]] = []
    var known: [[Part]: Int] = [:]
    columnOfContrast = contrasts.map { contrast in
      var parts: [Part] = []
      var partOfColumn: [Int: Int] = [:]
      for term in contrast.terms {
        guard let column = position[term.simulation][term.output] else { return nil }
        let place = first[term.simulation] + column
        // The same computation twice, such as history under two scenarios, is one column.
        if let part = partOfColumn[place] {
          parts[part].weight += term.weight
        } else {
          partOfColumn[place] = parts.count
          parts.append(Part(weight: term.weight, column: place))
        }
      }
      parts.removeAll { $0.weight == 0 }
      if let column = known[parts] { return column }
      known[parts] = kinds.count
      var constant: Double? = 0
      for part in parts {
        if case .constant(let value) = all[part.column], let sum = constant {
          constant = sum + part.weight * value
        } else {
          constant = nil
        }
      }
      kinds.append(constant.map { .constant($0) } ?? .stored)
      sums.append(parts)
      return kinds.count - 1
    }
    self.kinds = kinds
    self.sums = sums
  }

  /// Runs draws `0..<count` and summarises every contrast; memory does not grow with the draws
  /// beyond `memory`.
  ///
  /// - Parameters:
  ///   - count: The number of draws, at least 1.
  ///   - levels: Probabilities of the quantiles, in [0, 1].
  ///   - thresholds: Conditions on contrasts, by position, whose probabilities are wanted.
  ///   - memory: Bytes of values that may be kept. The results do not depend on it.
  ///   - progress: Told, from any worker, which share of the simulation is about done.
  public func summarize(
    draws count: Int, levels: [Double], thresholds: [ContrastThreshold] = [], workers: Int = 1,
    memory: Int = Simulation.defaultMemory, kernels: Kernels,
    progress: @Sendable @escaping (Double) -> Void = { _ in }
  ) async throws(SimulationError) -> PairedSummary {
    let found = try await summarizeColumns(
      draws: count, levels: levels,
      thresholds: thresholds.map {
        ColumnThreshold(
          column: columnOfContrast[$0.contrast], comparator: $0.comparator, level: $0.level)
      },
      workers: workers, memory: memory, kernels: kernels, progress: progress)
    return PairedSummary(
      contrasts: columnOfContrast.map { column in
        column.map {
          ContrastSummary(
            moments: found.columns[$0].moments, quantiles: found.columns[$0].quantiles)
        }
      },
      probabilities: found.probabilities, draws: count,
      effectiveDraws: min(Double(count), effectiveSize ?? Double(count)))
  }

  /// Runs draws `0..<count` and gives every value of a contrast, by contrast and draw.
  ///
  /// Memory: 8 bytes per draw and contrast.
  public func values(
    draws count: Int, workers: Int = 1, kernels: Kernels
  ) async throws(SimulationError) -> [[Double]?] {
    let columns = try await kept(
      ofOutput: Array(kinds.indices), draws: count, workers: workers, kernels: kernels,
      progress: { _ in })
    return columnOfContrast.map { column in
      column.map { column in (0..<count).map { columns[column, $0] } }
    }
  }
}

/// A condition on a contrast, whose probability is asked for.
public struct ContrastThreshold: Hashable, Sendable {
  /// The contrast, by its position.
  public var contrast: Int
  /// The comparison.
  public var comparator: Threshold.Comparator
  /// The level, in the unit of the contrast.
  public var level: Double

  /// Creates a threshold.
  public init(_ contrast: Int, _ comparator: Threshold.Comparator, _ level: Double) {
    self.contrast = contrast
    self.comparator = comparator
    self.level = level
  }
}

/// The summaries of simulations that were run together.
public struct PairedSummary: Sendable {
  /// One per contrast; nil where one of its outputs is not defined.
  public let contrasts: [ContrastSummary?]
  /// One per threshold asked for; nil where its contrast is not defined.
  public let probabilities: [Probability?]
  /// The number of draws.
  public let draws: Int
  /// How many independent draws they are worth: Monte Carlo errors are those of so many.
  public let effectiveDraws: Double

  /// The mean of a contrast with its Monte Carlo error: that of paired draws.
  public func mean(of contrast: ContrastSummary) -> QuantileEstimates.Estimate {
    QuantileEstimates.Estimate(
      value: contrast.moments.mean,
      standardError: contrast.moments.sd / max(1, effectiveDraws).squareRoot())
  }
}

extension PairedSimulation: ColumnSource {
  var effectiveSize: Double? { simulations.compactMap(\.effectiveSize).min() }

  func forEachBlock(
    from first: Int, size: Int, draws count: Int, workers: Int, kernels: Kernels,
    absorb: @Sendable @escaping (_ chunk: ColumnChunk, _ worker: Int) -> Void,
    finished: @Sendable @escaping (_ block: Int, _ worker: Int) -> Void
  ) async throws(SimulationError) {
    let queue = BlockQueue(from: first, size: size, draws: count)
    @Sendable func work(_ worker: Int) {
      let bench = PairedWorkspace(self.simulations, kernels: kernels)
      while let block = queue.next() {
        var isWhole = true
        for first in stride(
          from: block.draws.lowerBound, to: block.draws.upperBound, by: bench.width)
        where isWhole {
          let lanes = min(bench.width, block.draws.upperBound - first)
          if let lane = bench.run(simulations, firstColumn, start: first, count: lanes) {
            queue.fail(atDraw: first + lane)
            isWhole = false
          }
          for column in kinds.indices where kinds[column].isStored {
            let values = unsafe sum(column, bench, count: lanes)
            unsafe absorb(ColumnChunk(column: column, start: first, values: values), worker)
          }
        }
        if isWhole { finished(block.number, worker) }
      }
    }
    await withTaskGroup(of: Void.self) { group in
      for worker in 1..<max(1, workers) { group.addTask { @Sendable in work(worker) } }
      work(0)
    }
    if let draw = queue.firstFailure { throw diagnose(draw: draw) }
    if queue.isCancelled { throw .cancelled }
  }

  /// What went wrong in a draw, in the first simulation in which something did.
  private func diagnose(draw: Int) -> SimulationError {
    let found = simulations.lazy.map { $0.diagnose(draw: draw) }
    return found.first { if case .notComputed = $0 { false } else { true } }
      ?? simulations[0].diagnose(draw: draw)
  }

  /// Adds up one column, from its first part to its last.
  private func sum(
    _ column: Int, _ bench: PairedWorkspace, count: Int
  ) -> UnsafeBufferPointer<Double> {
    let total = unsafe bench.total
    for lane in 0..<count { unsafe total[lane] = 0 }
    for part in sums[column] {
      let values = unsafe bench.values + part.column * bench.width
      for lane in 0..<count { unsafe total[lane] += part.weight * values[lane] }
    }
    return unsafe UnsafeBufferPointer(start: total, count: count)
  }
}

/// The scratch of one worker: a workspace for each simulation, and the columns of some draws.
@safe
private final class PairedWorkspace {
  /// Lanes computed together.
  let width: Int
  /// The columns of all simulations, `width` values each.
  let values: UnsafeMutablePointer<Double>
  /// The sum under way.
  let total: UnsafeMutablePointer<Double>
  private let workspaces: [OwnedWorkspace]

  init(_ simulations: [Simulation], kernels: Kernels) {
    workspaces = simulations.map {
      OwnedWorkspace(for: $0.program, lanes: Simulation.blockSize, kernels: kernels)
    }
    width = workspaces.map { $0.workspace.width }.min() ?? 64
    let columns = simulations.reduce(0) { $0 + $1.program.columns.count }
    unsafe values = .allocate(capacity: max(1, columns) * width)
    unsafe total = .allocate(capacity: width)
    var first = 0
    for simulation in simulations {
      for (number, kind) in simulation.program.columns.enumerated() {
        // What is the same for every draw is written once.
        guard case .constant(let value) = kind else { continue }
        unsafe (values + (first + number) * width).initialize(repeating: value, count: width)
      }
      first += simulation.program.columns.count
    }
  }

  deinit {
    unsafe values.deallocate()
    unsafe total.deallocate()
  }

  /// Runs every simulation for some draws; returns the first lane in which one failed.
  func run(_ simulations: [Simulation], _ firstColumn: [Int], start: Int, count: Int) -> Int? {
    var failure: Int?
    for (number, simulation) in simulations.enumerated() {
      let first = firstColumn[number]
      unsafe workspaces[number].workspace.run(
        simulation.program, draws: simulation.draws, posterior: simulation.posterior, start: start,
        count: count
      ) { column, chunk in
        guard let source = chunk.baseAddress else { return }
        unsafe (values + (first + column) * width).update(from: source, count: count)
      }
      if let lane = workspaces[number].workspace.firstFailure(simulation.program, count: count) {
        failure = min(failure ?? lane, lane)
      }
    }
    return failure
  }
}
