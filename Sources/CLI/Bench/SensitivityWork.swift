import Report
import Scenarios
import Sim

/// W3: Sobol indices of output in year 15 of the six-sector model to its 12 parameters.
enum SensitivityWork {
  /// The factors and the two independent samples: runs per base point.
  static let runsPerPoint = 12 + 2
  static let file = "benchmarks/w3.yaml"

  /// `runs` in all: sampling, simulation, and indices with their intervals.
  static func indices(
    runs: Int, threads: Int, kernels: Kernels
  ) async throws -> WorkloadSample {
    let points = runs / runsPerPoint
    guard points * runsPerPoint == runs, points >= 64, points & (points - 1) == 0 else {
      throw BenchmarkFailure.runs(runs, perPoint: runsPerPoint)
    }
    var clock = PhaseClock()
    let scenario = try Workspace.load(scenarios: [file]).scenarios[0]
    clock.end("parse")
    let model = scenario.model.model
    guard let output = model.variables.firstIndex(where: { $0.name == "total_output" }) else {
      throw BenchmarkFailure.missing(file)
    }
    let stopwatch = Stopwatch()
    let factors = SensitivityFactors(scenario: scenario, kinds: [.parameters])
    let problem = SensitivityProblem(
      model: model, scenario: scenario.scenario, draws: factors.center,
      factors: try await factors.single(kernels: kernels),
      outputs: [Output(variable: output, year: model.timeline.horizon)])
    var stages: [(SobolAnalysis.Stage, Double)] = []
    let analysis = try await SobolAnalysis(
      problem, points: points, seed: 1, workers: threads, kernels: kernels,
      ended: { stages.append(($0, stopwatch.seconds)) })
    let (seconds, cpuSeconds) = (stopwatch.seconds, stopwatch.cpuSeconds)
    clock.end("analysis")
    let text = analysis.decompositions.map { found in
      (zip(problem.factors, zip(found.first, found.total)).map { factor, shares in
        [shares.0, shares.1].flatMap { [$0.value, $0.low, $0.high] }
          .reduce(into: factor.name) { $0 += "," + CSVText.number($1) }
      } + ["\(CSVText.number(found.mean)),\(CSVText.number(found.variance))"])
      .joined(separator: "\n")
    }.joined(separator: "\n")
    clock.end("write")
    var phases = clock.phases.filter { $0.name != "analysis" }
    var last = 0.0
    let taken = stages.map { stage, end in
      defer { last = end }
      return (stage.rawValue, end - last)
    }
    phases.insert(contentsOf: taken, at: 1)
    return WorkloadSample(
      seconds: seconds, cpuSeconds: cpuSeconds, phases: phases, checksum: Checksum.of(text),
      years: model.timeline.horizon - model.timeline.first)
  }
}
