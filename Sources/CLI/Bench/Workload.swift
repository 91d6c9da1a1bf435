import Report
import Scenarios
import Sim

/// One repetition of known work.
struct WorkloadSample {
  var seconds: Double
  var cpuSeconds: Double
  var phases: [(name: String, seconds: Double)]
  var checksum: String
  var years: Int
  var peakMegabytes = 0.0
}

/// Known work, of known results.
enum Workload: String, CaseIterable {
  /// The six-sector model, 60 columns of 7 quantiles and three probabilities.
  case w1 = "W1"
  /// Refits of a small regression to resampled rows.
  case w2a = "W2a"
  /// A regression of a million rows.
  case w2b = "W2b"
  /// Growth curves through short series.
  case w2c = "W2c"
  /// Sobol indices of the six-sector model.
  case w3 = "W3"
  /// The whole process of one what-if of W1: `grdp run` from start to the last file.
  case w4 = "W4"
  /// The reference model under its baseline, from the priors: every leading variable. As the program it is
  /// compared with, it does not check identities.
  case reference
  /// The same with every identity checked in every draw, as `grdp run` does.
  case checked = "reference-checked"

  /// Numbers of draws, or of what takes their place: refits, rows, curves, runs.
  var sizes: [Int] {
    switch self {
    case .w1: [10_000, 100_000, 1_000_000]
    case .w2a: [100_000]
    case .w2b: [1_000_000]
    case .w2c: [10_000]
    case .w3: [(1 << 14) * SensitivityWork.runsPerPoint]
    case .w4: [10_000]
    case .reference, .checked: [100_000]
    }
  }

  /// Whether it can use several threads.
  var isParallel: Bool {
    switch self {
    case .w1, .w3, .w4, .reference, .checked: true
    case .w2a, .w2b, .w2c: false
    }
  }

  /// The file it starts from, if there is one.
  private var file: String? {
    switch self {
    case .w1, .w4: Workload.sixSectors
    case .w3: SensitivityWork.file
    case .reference, .checked: "scenarios/baseline.yaml"
    case .w2a, .w2b, .w2c: nil
    }
  }

  private static let sixSectors = "models/w1.yaml"

  /// Repeats the work, and refuses to tell its time when a result is not the recorded one.
  func measured(
    draws: Int, threads: Int, repetitions: Int, kernels: Kernels, checksums: RecordedChecksums
  ) async throws -> BenchmarkRow {
    if let file, !SystemFile.exists(file) { throw BenchmarkFailure.missing(file) }
    ProcessMeter.forgetPeak()
    var samples: [WorkloadSample] = []
    for _ in 0..<repetitions {
      let sample = try await once(draws: draws, threads: threads, kernels: kernels)
      try checksums.verify(sample.checksum, of: rawValue, draws: draws, threads: threads)
      samples.append(sample)
    }
    let names = samples[0].phases.map(\.name)
    return BenchmarkRow(
      workload: rawValue, draws: draws, years: samples[0].years, threads: threads,
      seconds: median(samples.map(\.seconds)),
      range: (samples.map(\.seconds).min() ?? 0)...(samples.map(\.seconds).max() ?? 0),
      cpuSeconds: median(samples.map(\.cpuSeconds)),
      phases: names.indices.map { phase in
        (names[phase], median(samples.map { $0.phases[phase].seconds }))
      },
      peakMegabytes: self == .w4
        ? median(samples.map(\.peakMegabytes)) : ProcessMeter.peakMegabytes,
      checksum: samples[0].checksum, repetitions: samples.count)
  }

  /// One repetition.
  private func once(draws: Int, threads: Int, kernels: Kernels) async throws -> WorkloadSample {
    switch self {
    case .w1, .reference, .checked:
      return try await ensemble(draws: draws, threads: threads, kernels: kernels)
    case .w2a: return try EstimationWork.refits(draws, kernels: kernels)
    case .w2b: return try EstimationWork.largeRegression(rows: draws, kernels: kernels)
    case .w2c: return EstimationWork.growthCurves(draws, kernels: kernels)
    case .w3:
      return try await SensitivityWork.indices(runs: draws, threads: threads, kernels: kernels)
    case .w4: return try wholeProcess(draws: draws, threads: threads)
    }
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  // MARK: Ensembles

  /// From the file to the text of the results; the time is that of the ensemble with its quantiles.
  private func ensemble(
    draws: Int, threads: Int, kernels: Kernels
  ) async throws -> WorkloadSample {
    var clock = PhaseClock()
    let loaded = try Workspace.load(scenarios: [file ?? Workload.sixSectors]).scenarios[0]
    clock.end("parse")
    var model = loaded.model.model
    let question = self == .w1 ? try Self.targets(in: loaded.model, followedBy: &model) : ([], [])
    let outputs = self == .w1 ? question.0 : Self.leading(loaded)
    let simulation = try Simulation(
      model, analysis: ModelAnalysis(of: model), scenarios: [loaded.scenario], outputs: outputs,
      draws: .streams(parameters: 1, shocks: 1), checksIdentities: self == .checked)
    clock.end("compile")
    try await simulation.drawOnly(draws: draws, workers: threads, kernels: kernels)
    clock.end("draw")
    let stopwatch = Stopwatch()
    var simulated = 0.0
    let summary = try await simulation.summarize(
      draws: draws, levels: ScenarioGroup.levels, thresholds: question.1, workers: threads,
      kernels: kernels, simulated: { simulated = stopwatch.seconds })
    let (seconds, cpuSeconds) = (stopwatch.seconds, stopwatch.cpuSeconds)
    clock.end("ensemble")
    let text = Self.text(summary, of: loaded.model)
    clock.end("write")
    let known = clock.phases.filter { $0.name != "ensemble" }
    let phases =
      known.dropLast() + [("simulate", simulated), ("summarise", seconds - simulated)]
      + known.suffix(1)
    return WorkloadSample(
      seconds: seconds, cpuSeconds: cpuSeconds, phases: Array(phases),
      checksum: Checksum.of(text), years: model.timeline.horizon - model.timeline.first)
  }

  /// Total output, its growth, the digital share and average adoption in 15 years; and whether each
  /// of three targets, and all of them, are met in the last.
  private static func targets(
    in document: ModelDocument, followedBy model: inout Model
  ) throws(BenchmarkFailure) -> ([Output], [Threshold]) {
    let names = ["total_output", "growth", "digital_share", "average_adoption"]
    let variables = names.compactMap { name in
      document.model.variables.firstIndex { $0.name == name }
    }
    guard variables.count == names.count else { throw .missing(Workload.sixSectors) }
    let last = model.timeline.horizon
    func reaches(_ variable: Int, _ level: Double) -> Expression {
      .binary(.greaterOrEqual, .read(Reference(.variable(variable))), .number(level))
    }
    let all = Expression.binary(
      .and, .binary(.and, reaches(variables[0], 195), reaches(variables[2], 19)),
      reaches(variables[3], 0.85))
    model.variables.append(
      Variable(
        "all targets", forms: [Form(.projection, rules: [all], ruleOfElement: [0])],
        isReporting: true))
    let outputs = variables.flatMap { variable in
      (1...last).map { Output(variable: variable, year: $0) }
    }
    let met = Output(variable: model.variables.count - 1, year: last)
    return (
      outputs + [met],
      [
        Threshold(Output(variable: variables[0], year: last), .atLeast, 195),
        Threshold(Output(variable: variables[2], year: last), .atLeast, 19),
        Threshold(met, .above, 0.5),
      ]
    )
  }

  /// Every leading variable of a scenario, in every year.
  private static func leading(_ loaded: LoadedScenario) -> [Output] {
    let reported = ReportedVariables(of: loaded.model)
    return reported.leading.flatMap { variable in
      reported.elements(of: variable, in: loaded, details: false).flatMap { element in
        loaded.model.model.timeline.years.map { year in
          Output(variable: variable, element: element, year: year)
        }
      }
    }
  }

  /// Every number of a summary, as a table.
  private static func text(_ summary: EnsembleSummary, of document: ModelDocument) -> String {
    var file = CSVText(header: ["variable", "element", "year", "statistic", "value"])
    for each in summary.summaries {
      let place = [
        "\(each.output.variable)", "\(each.output.element)", "\(each.output.year)",
      ]
      file.append(place + ["mean", CSVText.number(each.moments.mean)])
      file.append(place + ["sd", CSVText.number(each.moments.sd)])
      for (level, value) in zip(ScenarioGroup.levels, each.quantiles) {
        file.append(place + [Forecast.statistic(level: level), CSVText.number(value)])
      }
    }
    for (number, probability) in summary.probabilities.enumerated() {
      file.append(["\(number)", "", "", "hits", "\(probability?.hits ?? 0)"])
    }
    return file.text
  }

  // MARK: Whole processes

  /// `grdp run` with its files, in a folder of its own that is removed.
  private func wholeProcess(draws: Int, threads: Int) throws -> WorkloadSample {
    let folder = try TemporaryFolder()
    let run = try ChildProcess(
      ProcessMeter.program,
      [
        "run", Workload.sixSectors, "--draws", "\(draws)", "--seed", "1", "--threads", "\(threads)",
        "--lang",
        "en",
        "--out", folder.path,
      ])
    guard run.status == 0 else { throw BenchmarkFailure.process(status: run.status) }
    let text = try folder.contents("forecast.csv")
    return WorkloadSample(
      seconds: run.seconds, cpuSeconds: run.cpuSeconds, phases: [], checksum: Checksum.of(text),
      years: 15, peakMegabytes: run.peakMegabytes)
  }
}
