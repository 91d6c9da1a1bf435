internal import CKernels

/// One number to keep for every draw.
public struct Output: Hashable, Sendable {
  /// Position in the scenarios of the simulation.
  public var scenario: Int
  /// Position in ``Model/variables``.
  public var variable: Int
  /// Flat element.
  public var element: Int
  /// The period.
  public var year: Int

  /// Creates an output.
  public init(scenario: Int = 0, variable: Int, element: Int = 0, year: Int) {
    self.scenario = scenario
    self.variable = variable
    self.element = element
    self.year = year
  }
}

/// One year of one scenario.
private struct ScenarioYear: Hashable {
  var scenario: Int
  var year: Int
}

/// A model, some scenarios, a source of draws and the outputs wanted: compiled, ready to run.
///
/// The one primitive of the engine: *evaluate a batch of lanes*. A lane is one draw under every
/// scenario at once, so differences between scenarios are paired. For the same inputs the results
/// are the same to the bit, whatever the number of workers, the lanes computed together, the
/// instruction set, or which other outputs are wanted.
public struct Simulation: Sendable {
  /// Draws per block: the unit in which work is handed out and sums are formed.
  public static let blockSize = 4096

  /// The model.
  public let model: Model
  /// The scenarios, all run on the same draws.
  public let scenarios: [Scenario]
  /// The outputs, those undefined in their year left out.
  public let outputs: [Output]

  /// What the lanes of a ``LaneDesign`` carry numbers for, in the order of a variant's values.
  public let subjects: [LaneDesign.Subject]

  let draws: DrawSource
  let posterior: PosteriorIndex?
  /// The program, or, where lanes carry numbers, the part of it that depends on these.
  private(set) var program: Program
  /// The part that is the same whatever lanes carry, if there is one.
  let shared: Program?
  /// The column of each output; outputs that are the same computation share one.
  let columnOfOutput: [Int]

  /// Compiles.
  ///
  /// - Parameters:
  ///   - model: A model without violations.
  ///   - analysis: Its analysis.
  ///   - outputs: What to keep; an output in a year in which its variable has no form is left out.
  ///   - draws: Where parameters and shocks come from.
  ///   - posterior: Which prior draw each draw uses; nil for the prior itself.
  ///   - subjects: What lanes carry numbers for; such a simulation runs designs only.
  ///   - checksIdentities: Whether the model's identities are checked on every draw.
  ///   - checksFinite: Whether a variable that is NaN or infinite in some draw is an error.
  public init(
    _ model: Model, analysis: ModelAnalysis, scenarios: [Scenario], outputs: [Output],
    draws: DrawSource, posterior: PosteriorIndex? = nil, subjects: [LaneDesign.Subject] = [],
    checksIdentities: Bool = true, checksFinite: Bool = true
  ) throws(SimulationError) {
    try self.init(
      model, analysis: analysis, scenarios: scenarios, outputs: outputs, draws: draws,
      posterior: posterior, subjects: subjects, checksIdentities: checksIdentities,
      checksFinite: checksFinite, passes: .all)
  }

  /// Compiles with some passes.
  init(
    _ model: Model, analysis: ModelAnalysis, scenarios: [Scenario], outputs: [Output],
    draws: DrawSource, posterior: PosteriorIndex? = nil, subjects: [LaneDesign.Subject] = [],
    checksIdentities: Bool = true, checksFinite: Bool = true, passes: Passes
  ) throws(SimulationError) {
    self.model = model
    self.scenarios = scenarios
    self.draws = draws
    self.posterior = posterior
    self.subjects = subjects
    var lowering = try Lowering(
      model, order: analysis.order, draws: draws, hasPosterior: posterior != nil,
      subjects: subjects, passes: passes)
    let identities = checksIdentities ? model.identities : []
    let needed = model.variablesNeeded(by: outputs, identities: identities)
    for scenario in scenarios { _ = try lowering.addScenario(scenario, needing: needed) }
    // Year by year, so that what one year's reports and identities share need not be kept longer.
    let byYear = Dictionary(grouping: outputs.indices) { position in
      ScenarioYear(scenario: outputs[position].scenario, year: outputs[position].year)
    }
    var nodes: [Graph.ID?] = Array(repeating: nil, count: outputs.count)
    for scenario in scenarios.indices {
      for year in model.timeline.years {
        for position in byYear[ScenarioYear(scenario: scenario, year: year)] ?? [] {
          let output = outputs[position]
          nodes[position] = try lowering.node(
            scenario: scenario, variable: output.variable, element: output.element, year: year)
          if let node = nodes[position] { lowering.keep(node) }
        }
        try lowering.claim(identities, scenario: scenario, year: year)
      }
    }
    var roots: [Graph.ID] = []
    var columnOf: [Graph.ID: Int] = [:]
    var columns: [Int] = []
    var defined: [Output] = []
    for (output, node) in zip(outputs, nodes) {
      guard let node else { continue }
      defined.append(output)
      let column = columnOf[node] ?? roots.count
      if column == roots.count {
        columnOf[node] = column
        roots.append(node)
      }
      columns.append(column)
    }
    self.outputs = defined
    columnOfOutput = columns
    lowering.finish()
    let variables = checksFinite ? lowering.variableNodes : []
    if subjects.isEmpty {
      shared = nil
      program = Program(
        lowering, roots: roots, variables: variables, isViolated: lowering.isViolated,
        passes: passes)
    } else {
      let parts = ProgramParts(lowering, roots: roots, variables: variables, passes: passes)
      (shared, program) = (parts.shared, parts.own)
    }
  }

  /// Runs draws `0..<count` and keeps every value: `columns[output, draw]`.
  ///
  /// Memory: 8 bytes per draw and output; outputs that are the same computation are kept once.
  ///
  /// - Parameter progress: Told, from any worker, which share of the work is about done.
  /// - Throws: ``SimulationError/notFinite(_:)`` or ``SimulationError/identityViolated`` for the
  ///   first draw in which it happens, whatever the number of workers.
  public func columns(
    draws count: Int, workers: Int = 1, kernels: Kernels,
    progress: @Sendable @escaping (Double) -> Void = { _ in }
  ) async throws(SimulationError) -> Columns {
    try await kept(
      ofOutput: columnOfOutput, draws: count, workers: workers, kernels: kernels,
      progress: progress)
  }

  /// Makes the random numbers of draws `0..<count` and forgets them: what part of a run's time they take.
  public func drawOnly(draws count: Int, workers: Int, kernels: Kernels)
    async throws(SimulationError)
  {
    var drawing = self
    drawing.program = program.randomPart
    try await drawing.forEachBlock(draws: count, workers: workers, kernels: kernels) { _, _ in
    } finished: { _, _ in
    }
  }

  /// Which share of the draws is done when a block is, since blocks are begun in order.
  static func share(_ block: Int, size: Int = blockSize, of draws: Int) -> Double {
    min(1, Double((block + 1) * size) / Double(draws))
  }

  /// Runs every block of `size` draws from `first` on once, in any order, on `workers` workers.
  ///
  /// A worker gives `absorb` the columns of its blocks chunk by chunk, and tells `finished` when a
  /// block is complete. Blocks are begun in order.
  func forEachBlock(
    from first: Int, size: Int, draws count: Int, workers: Int, kernels: Kernels,
    absorb: @Sendable @escaping (_ chunk: ColumnChunk, _ worker: Int) -> Void,
    finished: @Sendable @escaping (_ block: Int, _ worker: Int) -> Void
  ) async throws(SimulationError) {
    precondition(subjects.isEmpty, "lanes that carry numbers are those of a design")
    let queue = BlockQueue(from: first, size: size, draws: count)
    @Sendable func work(_ worker: Int) {
      let workspace = Workspace(
        for: program, lanes: min(count, size), kernels: kernels)
      while let block = queue.next() {
        var isWhole = true
        for first in stride(
          from: block.draws.lowerBound, to: block.draws.upperBound, by: workspace.width)
        where isWhole {
          let lanes = min(workspace.width, block.draws.upperBound - first)
          unsafe workspace.run(
            program, draws: draws, posterior: posterior, start: first, count: lanes
          ) { column, values in
            unsafe absorb(ColumnChunk(column: column, start: first, values: values), worker)
          }
          if let lane = workspace.firstFailure(program, count: lanes) {
            queue.fail(atDraw: first + lane)
            isWhole = false
          }
        }
        if isWhole { finished(block.number, worker) }
      }
    }
    await withTaskGroup(of: Void.self) { group in
      for worker in 1..<max(1, workers) { group.addTask { @Sendable in work(worker) } }
      work(0)
    }
    if let failure = queue.firstFailure { throw diagnose(draw: failure) }
    if queue.isCancelled { throw .cancelled }
  }
}

/// Every value of every output.
@safe public final class Columns: Sendable {
  /// The number of draws.
  public let draws: Int
  private let kinds: [Program.Column]
  private let columnOfOutput: [Int]
  private let slot: [Int]
  private nonisolated(unsafe) let storage: UnsafeMutablePointer<Double>

  init(_ kinds: [Program.Column], ofOutput columnOfOutput: [Int], draws: Int) {
    self.draws = draws
    self.kinds = kinds
    self.columnOfOutput = columnOfOutput
    var stored = 0
    slot = kinds.map { kind in
      guard case .stored = kind else { return -1 }
      stored += 1
      return stored - 1
    }
    unsafe storage = LargePages.allocate(stored * draws)
  }

  deinit { unsafe storage.deallocate() }

  /// Where a stored column begins.
  func pointer(_ column: Int) -> UnsafeMutablePointer<Double> {
    unsafe storage + slot[column] * draws
  }

  /// The value of one output in one draw.
  public subscript(output: Int, draw: Int) -> Double {
    precondition(draw >= 0 && draw < draws, "no such draw")
    let column = columnOfOutput[output]
    if case .constant(let value) = kinds[column] { return value }
    return unsafe pointer(column)[draw]
  }
}

extension Model {
  /// The variables that outputs and identities need, directly or through others, in any year.
  func variablesNeeded(by outputs: [Output], identities: [Identity]) -> Set<Int> {
    var needed: Set<Int> = []
    var waiting = outputs.map(\.variable)
    for identity in identities {
      switch identity.claim {
      case .equal(let left, let right):
        waiting += (left.references + right.references).compactMap(\.variable)
      case .holds(let condition): waiting += condition.references.compactMap(\.variable)
      }
    }
    while let variable = waiting.popLast() {
      guard needed.insert(variable).inserted else { continue }
      for form in variables[variable].forms {
        for rule in form.rules { waiting += rule.references.compactMap(\.variable) }
      }
    }
    return needed
  }
}

extension Reference {
  /// The variable that is read, if it is one.
  var variable: Int? {
    if case .variable(let number) = target { number } else { nil }
  }
}
