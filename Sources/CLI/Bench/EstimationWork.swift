import Report
import Scenarios
import Sim

/// W2: many small regressions, one large, many growth curves; each on one thread.
enum EstimationWork {
  /// (a) Refits of a regression of 63 rows and 8 coefficients to resampled rows.
  static func refits(_ count: Int, kernels: Kernels) throws -> WorkloadSample {
    var clock = PhaseClock()
    let (response, design) = BenchmarkData.regression(rows: 63, coefficients: 8)
    clock.end("data")
    let stopwatch = Stopwatch()
    let fit = try LinearFit(response: response, design: design, kernels: kernels)
    let bootstrap = try Bootstrap(fit, scheme: .pairs, seed: 1, kernels: kernels)
    clock.end("fit")
    let coefficients = bootstrap.refits(0..<count)
    clock.end("refit")
    return WorkloadSample(stopwatch, clock, results: [coefficients])
  }

  /// (b) A regression with 20 coefficients: these, their errors, and the residual variance.
  static func largeRegression(rows: Int, kernels: Kernels) throws -> WorkloadSample {
    var clock = PhaseClock()
    let (response, design) = BenchmarkData.regression(rows: rows, coefficients: 20)
    clock.end("data")
    let stopwatch = Stopwatch()
    let fit = try LinearFit(response: response, design: design, kernels: kernels)
    clock.end("fit")
    let errors = try fit.errors(.classical).standardErrors
    clock.end("errors")
    return WorkloadSample(
      stopwatch, clock, results: [fit.estimates, errors, [fit.residualVariance]])
  }

  /// (c) Logistic curves of three parameters through 15 observations each.
  static func growthCurves(_ count: Int, kernels: Kernels) -> WorkloadSample {
    var clock = PhaseClock()
    let series = (0..<count).map { BenchmarkData.growth(series: $0) }
    clock.end("data")
    let stopwatch = Stopwatch()
    let fits = GrowthCurveFitter(
      .logistic, times: BenchmarkData.times, ceiling: nil, kernels: kernels
    ).fit(series, from: [1, 0.3, 8]).map(\.parameters)
    clock.end("fit")
    return WorkloadSample(stopwatch, clock, results: fits)
  }
}

extension WorkloadSample {
  /// The time is that since the stopwatch was started, the results are lines of numbers.
  fileprivate init(_ stopwatch: Stopwatch, _ clock: PhaseClock, results: [[Double]]) {
    let (seconds, cpuSeconds) = (stopwatch.seconds, stopwatch.cpuSeconds)
    var clock = clock
    let text = results.map { line in
      line.map(CSVText.number).joined(separator: ",")
    }.joined(separator: "\n")
    clock.end("write")
    self.init(
      seconds: seconds, cpuSeconds: cpuSeconds, phases: clock.phases, checksum: Checksum.of(text),
      years: 1)
  }
}
