/// One measurement of `grdp bench`: a workload at one size, on some threads.
public struct BenchmarkRow: Sendable {
  /// `W1`, `W2a`, and so on.
  public var workload: String
  /// The number of draws, or of the refits, rows, curves or runs that stand in their place.
  public var draws: Int
  /// Periods of a draw that are simulated; 1 where there are none.
  public var years: Int
  /// Worker threads.
  public var threads: Int
  /// The median of the repetitions, in seconds of the clock: the whole ensemble with its quantiles, or
  /// the whole process where the workload is one.
  public var seconds: Double
  /// The fastest and the slowest.
  public var range: ClosedRange<Double>
  /// The median of the processor's seconds.
  public var cpuSeconds: Double
  /// Seconds by phase, medians.
  public var phases: [(name: String, seconds: Double)]
  /// The most memory the process held, in MB of 2^20 bytes.
  public var peakMegabytes: Double
  /// A number that changes with any bit of the results.
  public var checksum: String
  /// How often it was repeated.
  public var repetitions: Int

  /// Creates a row.
  public init(
    workload: String, draws: Int, years: Int, threads: Int, seconds: Double,
    range: ClosedRange<Double>, cpuSeconds: Double, phases: [(name: String, seconds: Double)],
    peakMegabytes: Double, checksum: String, repetitions: Int
  ) {
    self.workload = workload
    self.draws = draws
    self.years = years
    self.threads = threads
    self.seconds = seconds
    self.range = range
    self.cpuSeconds = cpuSeconds
    self.phases = phases
    self.peakMegabytes = peakMegabytes
    self.checksum = checksum
    self.repetitions = repetitions
  }
}

/// What `grdp bench --output` wrote before: seconds by workload, draws and threads.
public struct EarlierBenchmark: Sendable {
  private let seconds: [String: Double]

  private static func key(_ workload: String, _ draws: Int, _ threads: Int) -> String {
    "\(workload)|\(draws)|\(threads)"
  }

  /// The seconds of the same measurement then; nil where there is none.
  public func seconds(of row: BenchmarkRow) -> Double? {
    seconds[Self.key(row.workload, row.draws, row.threads)]
  }

  /// Reads a file; JSON is read as the YAML it also is.
  ///
  /// - Throws: every mistake in it.
  public init(reading path: String) throws(Diagnostics) {
    let findings = Findings()
    var seconds: [String: Double] = [:]
    do {
      let file = try SourceFile(reading: path)
      findings.opened(path)
      for item in YAMLReader.read(file, findings: findings)?.requiredList(findings) ?? [] {
        guard let entries = item.requiredMap(findings) else { continue }
        func value(_ key: String) -> Located? {
          if let entry = entries.first(where: { $0.key.text == key }) { return entry.value }
          findings.report(.missingKey(key), at: item)
          return nil
        }
        guard let workload = value("workload")?.requiredText(findings),
          let draws = value("draws")?.requiredNumber(findings),
          let threads = value("threads")?.requiredNumber(findings),
          let time = value("seconds")?.requiredNumber(findings)
        else { continue }
        seconds[Self.key(workload, Int(draws), Int(threads))] = time
      }
    } catch {
      findings.add(error)
    }
    let found = findings.sorted()
    if found.hasErrors { throw found }
    self.seconds = seconds
  }
}
