public import Scenarios
public import Sim

/// What a sensitivity analysis found, method by method in one shape.
public struct SensitivityReport: Sendable {
  /// A number that says how much a factor matters.
  public struct Measure: Sendable {
    /// Its name in files.
    public var name: String
    /// The number, and its 95 % interval if it has one.
    public var value: Double
    /// The ends of the interval.
    public var low, high: Double?

    /// Creates a measure.
    public init(_ name: String, _ value: Double, low: Double? = nil, high: Double? = nil) {
      (self.name, self.value, self.low, self.high) = (name, value, low, high)
    }

    /// Creates a measure with an interval.
    public init(_ name: String, _ estimate: SobolAnalysis.Estimate) {
      self.init(name, estimate.value, low: estimate.low, high: estimate.high)
    }
  }

  /// What is said of one output.
  public struct Finding: Sendable {
    /// The output.
    public var output: Output
    /// Its name.
    public var name: String
    /// Its unit.
    public var unit: String
    /// Whether the page shows it.
    public var isShown: Bool
    /// `measures[factor]`; empty if the output does not vary.
    public var measures: [[Measure]]
    /// By what factors are ordered.
    public var importance: [Double]
    /// Whether the sample is too small to rank factors for this output.
    public var isTooSmall: Bool

    /// Creates a finding.
    public init(
      output: Output, name: String, unit: String, isShown: Bool, measures: [[Measure]],
      importance: [Double], isTooSmall: Bool
    ) {
      self.output = output
      self.name = name
      self.unit = unit
      self.isShown = isShown
      self.measures = measures
      self.importance = importance
      self.isTooSmall = isTooSmall
    }
  }

  /// The scenario.
  public var scenario: LoadedScenario
  /// `sobol`, `morris`, `tornado` or `rank`.
  public var method: String
  /// The names of the factors.
  public var factors: [String]
  /// One per output.
  public var findings: [Finding]
  /// Base points, and lanes that were run.
  public var points, lanes: Int
  /// The seed.
  public var seed: UInt64
  /// Whether parameters of a posterior were drawn each by itself.
  public var ignoresDependence: Bool

  /// Creates a report.
  public init(
    scenario: LoadedScenario, method: String, factors: [String], findings: [Finding], points: Int,
    lanes: Int, seed: UInt64, ignoresDependence: Bool
  ) {
    self.scenario = scenario
    self.method = method
    self.factors = factors
    self.findings = findings
    self.points = points
    self.lanes = lanes
    self.seed = seed
    self.ignoresDependence = ignoresDependence
  }

  /// `sensitivity.csv`: every output, year, factor and measure.
  public var csv: String {
    var file = CSVText(header: SensitivityReport.header)
    for finding in findings {
      for (factor, measures) in finding.measures.enumerated() {
        for measure in measures where measure.value.isFinite {
          file.append([
            scenario.model.id, scenario.document.id, scenario.regionName, method,
            finding.name, finding.unit, "\(finding.output.year)", factors[factor], measure.name,
            CSVText.number(measure.value), measure.low.map(CSVText.number) ?? "",
            measure.high.map(CSVText.number) ?? "",
          ])
        }
      }
    }
    return file.text
  }

  /// The header of `sensitivity.csv`, exactly.
  public static let header = [
    "model", "scenario", "region", "method", "variable", "unit", "year", "factor", "measure",
    "value", "low", "high",
  ]

  /// What `--json` prints: the outputs of the page.
  public var json: JSONText {
    .object([
      ("scenario", .string(scenario.document.id)), ("model", .string(scenario.model.id)),
      ("region", scenario.region.map { .string($0.id) } ?? .null), ("method", .string(method)),
      ("points", .integer(points)), ("lanes", .integer(lanes)), ("seed", .string(String(seed))),
      ("parameters", .string(scenario.fit == nil ? "prior" : "posterior")),
      ("ignores_dependence", .bool(ignoresDependence)),
      (
        "outputs",
        .list(
          findings.filter(\.isShown).map { finding in
            .object([
              ("variable", .string(finding.name)), ("unit", .string(finding.unit)),
              ("year", .integer(finding.output.year)),
              ("sample_too_small", .bool(finding.isTooSmall)),
              ("factors", .list(finding.order.map { self.factor($0, of: finding) })),
            ])
          })
      ),
    ])
  }

  private func factor(_ factor: Int, of finding: Finding) -> JSONText {
    .object(
      [("factor", .string(factors[factor]))]
        + finding.measures[factor].flatMap { measure -> [(key: String, value: JSONText)] in
          [(measure.name, .number(measure.value))]
            + (measure.low.map { [(measure.name + "_low", .number($0))] } ?? [])
            + (measure.high.map { [(measure.name + "_high", .number($0))] } ?? [])
        })
  }
}

extension SensitivityReport.Finding {
  /// The factors from the most to the least important.
  var order: [Int] {
    measures.indices.sorted {
      (importance[$1], $0) < (importance[$0], $1)
    }
  }
}
