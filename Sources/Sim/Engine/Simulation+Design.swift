internal import Synchronization

/// Some consecutive rows of one column, under one variant of a design.
@safe struct DesignChunk {
  /// The column of the program.
  var column: Int
  /// The variant.
  var variant: Int
  /// The first row.
  var start: Int
  /// The values; they are gone after the call.
  var values: UnsafeBufferPointer<Double>
}

extension Simulation {
  /// Rows that one worker takes at a time, under every variant.
  ///
  /// It is part of how sums over rows are formed, and so of results.
  static let rowsPerUnit = 256

  /// Runs every row of a design under every variant and keeps every value: lane `variant × rows + row`
  /// of the result.
  ///
  /// - Precondition: the variants have a value for each subject the simulation was made with.
  /// - Throws: ``SimulationError/notFinite(_:)`` or ``SimulationError/identityViolated`` for the first
  ///   row, and its first variant, in which it happens.
  public func columns(
    of design: LaneDesign, workers: Int = 1, kernels: Kernels,
    progress: @Sendable @escaping (Double) -> Void = { _ in }
  ) async throws(SimulationError) -> Columns {
    let columns = keeping(design)
    try await forEachUnit(of: design, workers: workers, kernels: kernels) { chunk, _ in
      Simulation.keep(chunk, of: design, in: columns)
    } finished: { unit, _ in
      progress(min(1, Double((unit + 1) * Self.rowsPerUnit) / Double(design.rows)))
    }
    return columns
  }

  /// The same on the calling thread.
  ///
  /// - Parameter prepared: What the rows have in common, if it is known; used for variants on its draws.
  public func columnsHere(
    of design: LaneDesign, prepared: PreparedRows? = nil, kernels: Kernels
  ) throws(SimulationError) -> Columns {
    precondition(design.variants.allSatisfy { $0.values.count == subjects.count })
    let columns = keeping(design)
    let bench = DesignBench(
      for: self, rows: design.rows, prepared: prepared, kernels: kernels)
    for unit in 0..<Simulation.units(of: design) {
      let failure = run(unit, of: design, on: bench) {
        Simulation.keep($0, of: design, in: columns)
      }
      if let failure { throw diagnose(failure, of: design) }
    }
    return columns
  }

  /// Runs the units of a design once each, in any order, on `workers` workers.
  ///
  /// `absorb` is given the columns chunk by chunk: within a unit variant after variant, and within a
  /// variant the rows in order. `finished` is told when a unit is complete.
  func forEachUnit(
    of design: LaneDesign, workers: Int, kernels: Kernels,
    absorb: @Sendable @escaping (_ chunk: DesignChunk, _ unit: Int) -> Void,
    finished: @Sendable @escaping (_ unit: Int, _ worker: Int) -> Void = { _, _ in }
  ) async throws(SimulationError) {
    precondition(design.variants.allSatisfy { $0.values.count == subjects.count })
    let units = Simulation.units(of: design)
    let next = Atomic<Int>(0)
    let firstFailure = Atomic<Int>(Int.max)
    let isCancelled = Atomic<Bool>(false)
    @Sendable func work(_ worker: Int) {
      let bench = DesignBench(for: self, rows: design.rows, kernels: kernels)
      while true {
        let unit = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if unit >= units { return }
        if Task.isCancelled {
          isCancelled.store(true, ordering: .relaxed)
          return
        }
        let begin = unit * Self.rowsPerUnit * design.variants.count
        // Units are begun in order, so those before the first failure are all run.
        if begin > firstFailure.load(ordering: .relaxed) { return }
        if let failure = run(unit, of: design, on: bench, absorb: { absorb($0, unit) }) {
          firstFailure.min(failure, ordering: .relaxed)
        } else {
          finished(unit, worker)
        }
      }
    }
    await withTaskGroup(of: Void.self) { group in
      for worker in 1..<max(1, workers) { group.addTask { @Sendable in work(worker) } }
      work(0)
    }
    let failure = firstFailure.load(ordering: .relaxed)
    if failure < Int.max { throw diagnose(failure, of: design) }
    if isCancelled.load(ordering: .relaxed) { throw .cancelled }
  }

  private static func units(of design: LaneDesign) -> Int {
    (design.rows + rowsPerUnit - 1) / rowsPerUnit
  }

  private func keeping(_ design: LaneDesign) -> Columns {
    Columns(
      program.columns, ofOutput: columnOfOutput, draws: design.rows * design.variants.count)
  }

  private static func keep(_ chunk: DesignChunk, of design: LaneDesign, in columns: Columns) {
    guard let values = unsafe chunk.values.baseAddress else { return }
    let lane = chunk.variant * design.rows + chunk.start
    unsafe (columns.pointer(chunk.column) + lane).update(from: values, count: chunk.values.count)
  }

  /// Runs the rows of one unit under every variant; returns `row × variants + variant` of its first
  /// failure.
  private func run(
    _ unit: Int, of design: LaneDesign, on bench: DesignBench, absorb: (DesignChunk) -> Void
  ) -> Int? {
    let start = unit * Self.rowsPerUnit
    let end = min(design.rows, start + Self.rowsPerUnit)
    var firstFailure: Int?
    func fail(_ row: Int, _ variant: Int) {
      let failure = row * design.variants.count + variant
      firstFailure = min(firstFailure ?? failure, failure)
    }
    bench.begin(unit, of: design)
    for variant in design.variants.indices {
      let kept = bench.keptRows(under: variant)
      if let row = kept?.firstFailure, row < end { fail(row, variant) }
      for first in stride(from: start, to: end, by: bench.own.width) {
        let count = min(bench.own.width, end - first)
        unsafe bench.own.run(
          program, draws: draws, posterior: posterior, design: design, variant: variant, kept: kept,
          start: first, count: count
        ) { column, values in
          unsafe absorb(
            DesignChunk(column: column, variant: variant, start: first, values: values))
        }
        if let lane = bench.own.firstFailure(program, count: count) { fail(first + lane, variant) }
      }
    }
    return firstFailure
  }

  private func diagnose(_ failure: Int, of design: LaneDesign) -> SimulationError {
    let (row, variant) = failure.quotientAndRemainder(dividingBy: design.variants.count)
    return diagnose(
      draw: row, lane: LaneDesign.Lane(design, subjects: subjects, variant: variant, row: row))
  }
}
