public import Scenarios
public import Sim

/// What `grdp discover` found: where in the space of what is uncertain a target is met or missed.
public struct DiscoveryReport: Sendable {
  /// Something that is uncertain.
  public struct Input: Sendable {
    /// Its name.
    public var name: String
    /// What it is, in words.
    public var label: LocalizedText?
    /// Its unit.
    public var unit: String
    /// Whether it is a shock's mean over years.
    public var isMeanShock: Bool
    /// Its values in rising order.
    public var sorted: [Double]

    /// Creates an input.
    public init(
      name: String, label: LocalizedText?, unit: String, isMeanShock: Bool, sorted: [Double]
    ) {
      self.name = name
      self.label = label
      self.unit = unit
      self.isMeanShock = isMeanShock
      self.sorted = sorted
    }
  }

  /// The scenario.
  public var scenario: LoadedScenario
  /// The target.
  public var target: Target
  /// Whether the event is that it is met, and not that it is missed.
  public var isMet: Bool
  /// What is uncertain.
  public var inputs: [Input]
  /// What was found.
  public var search: BoxSearch
  /// The number of draws.
  public var draws: Int
  /// The seed.
  public var seed: UInt64

  /// Creates a report.
  public init(
    scenario: LoadedScenario, target: Target, isMet: Bool, inputs: [Input], search: BoxSearch,
    draws: Int, seed: UInt64
  ) {
    self.scenario = scenario
    self.target = target
    self.isMet = isMet
    self.inputs = inputs
    self.search = search
    self.draws = draws
    self.seed = seed
  }

  /// The header of `discover.csv`, exactly.
  public static let header = [
    "model", "scenario", "region", "target", "event", "box", "coverage", "density", "mass", "name",
    "unit", "low", "high", "quasi_p",
  ]

  /// `discover.csv`: the peeling trajectory, a row for each box and input, and the box that was chosen.
  public var csv: String {
    var file = CSVText(header: DiscoveryReport.header)
    func append(_ box: String, _ step: BoxSearch.Step, quasiP: [Double]? = nil) {
      for (position, bound) in step.bounds.enumerated() {
        file.append([
          scenario.model.id, scenario.document.id, scenario.regionName, target.id,
          isMet ? "met" : "missed", box, CSVText.number(step.coverage),
          CSVText.number(step.density), CSVText.number(step.mass), inputs[bound.input].name,
          inputs[bound.input].unit, bound.low.map(CSVText.number) ?? "",
          bound.high.map(CSVText.number) ?? "", quasiP.map { CSVText.number($0[position]) } ?? "",
        ])
      }
    }
    for (number, step) in search.trajectory.enumerated() { append("\(number)", step) }
    if let box = search.box { append("chosen", box.step, quasiP: box.quasiP) }
    return file.text
  }

  /// What `--json` prints.
  public var json: JSONText {
    .object([
      ("scenario", .string(scenario.document.id)), ("model", .string(scenario.model.id)),
      ("region", scenario.region.map { .string($0.id) } ?? .null),
      ("target", .string(target.id)), ("event", .string(isMet ? "met" : "missed")),
      ("draws", .integer(draws)), ("seed", .string(String(seed))),
      ("base_rate", .number(search.baseRate)), ("box", search.box.map(box) ?? .null),
    ])
  }

  private func box(_ box: BoxSearch.Box) -> JSONText {
    .object([
      ("coverage", .number(box.step.coverage)), ("density", .number(box.step.density)),
      ("mass", .number(box.step.mass)), ("held_out_draws", .integer(box.cases)),
      ("in_box", .integer(box.inside)), ("events_in_box", .integer(box.events)),
      (
        "bounds",
        .list(
          zip(box.step.bounds, box.quasiP).map { bound, quasiP in
            .object([
              ("name", .string(inputs[bound.input].name)),
              ("unit", .string(inputs[bound.input].unit)),
              ("low", bound.low.map { .number($0) } ?? .null),
              ("high", bound.high.map { .number($0) } ?? .null), ("quasi_p", .number(quasiP)),
            ])
          })
      ),
    ])
  }
}

/// The page of a scenario discovery.
public struct DiscoveryPage {
  private let report: DiscoveryReport
  private let language: Language
  private let numbers: NumberText

  /// Prepares a page.
  public init(_ report: DiscoveryReport, in language: Language) {
    self.report = report
    self.language = language
    numbers = NumberText(language)
  }

  /// The page's lines.
  public var lines: [String] {
    let scenario = report.scenario
    let place = scenario.region?.title.text(in: language) ?? scenario.model.title.text(in: language)
    let target = report.target.label?.text(in: language) ?? report.target.id
    return [
      "\(place) · \(scenario.document.title.text(in: language)) · \(target)",
      language.words(
        vi:
          "\(numbers.whole(report.draws)) lượt, hạt giống \(report.seed): một nửa để tìm, một nửa để kiểm lại; \(numbers.whole(report.inputs.count)) yếu tố bất định",
        en:
          "\(numbers.whole(report.draws)) draws, seed \(report.seed): half to search, half to check; \(numbers.whole(report.inputs.count)) uncertain inputs"
      ),
      "",
    ] + finding
  }

  private var finding: [String] {
    let rate = percent(report.search.baseRate)
    guard let box = report.search.box else {
      return [
        report.isMet
          ? language.words(
            vi:
              "Mục tiêu đạt trong \(rate) số lượt; không vùng nào của các yếu tố giải thích điều đó hơn là ngẫu nhiên.",
            en:
              "The target is met in \(rate) of the draws; no region of the inputs explains that better than chance."
          )
          : language.words(
            vi:
              "Mục tiêu bị lỡ trong \(rate) số lượt; không vùng nào của các yếu tố giải thích điều đó hơn là ngẫu nhiên.",
            en:
              "The target is missed in \(rate) of the draws; no region of the inputs explains that better than chance."
          )
      ]
    }
    let head =
      report.isMet
      ? language.words(
        vi: "Mục tiêu đạt (\(rate) số lượt) chủ yếu khi:",
        en: "The target is met (\(rate) of the draws) mostly when:")
      : language.words(
        vi: "Mục tiêu bị lỡ (\(rate) số lượt) chủ yếu khi:",
        en: "The target is missed (\(rate) of the draws) mostly when:")
    var table = TextTable([.left, .right, .right])
    table.append([
      "", language.words(vi: "phân vị", en: "quantile"),
      language.words(vi: "quasi-p", en: "quasi-p"),
    ])
    for (bound, quasiP) in zip(box.step.bounds, box.quasiP) {
      table.append([condition(bound), quantiles(bound), small(quasiP)])
    }
    return [head] + table.lines.map { "  " + $0 } + [""] + summary(box) + [""] + trajectory
  }

  private func summary(_ box: BoxSearch.Box) -> [String] {
    let (density, coverage) = (percent(box.step.density), percent(box.step.coverage))
    let counts = "\(numbers.whole(box.events))/\(numbers.whole(box.inside))"
    return [
      report.isMet
        ? language.words(
          vi:
            "Khi đó mục tiêu đạt trong \(density) số lượt (\(counts)); \(coverage) các lượt đạt nằm ở đó.",
          en:
            "Then it is met in \(density) of the draws (\(counts)); \(coverage) of the draws that meet it lie there."
        )
        : language.words(
          vi:
            "Khi đó mục tiêu bị lỡ trong \(density) số lượt (\(counts)); \(coverage) các lượt lỡ nằm ở đó.",
          en:
            "Then it is missed in \(density) of the draws (\(counts)); \(coverage) of the draws that miss it lie there."
        )
    ]
  }

  private var trajectory: [String] {
    let steps = report.search.trajectory
    let count = min(8, steps.count)
    var table = TextTable([.right, .right, .right, .left])
    table.append([
      language.words(vi: "bao phủ", en: "coverage"), language.words(vi: "mật độ", en: "density"),
      language.words(vi: "khối lượng", en: "mass"), language.words(vi: "yếu tố", en: "inputs"),
    ])
    for index in 0..<count {
      let step = steps[count == 1 ? 0 : index * (steps.count - 1) / (count - 1)]
      table.append([
        percent(step.coverage), percent(step.density), percent(step.mass),
        step.bounds.map { report.inputs[$0.input].name }.joined(separator: ", "),
      ])
    }
    return [language.words(vi: "Đường bóc dần", en: "Peeling trajectory")]
      + table.lines.map { "  " + $0 }
  }

  private func condition(_ bound: BoxSearch.Bound) -> String {
    let input = report.inputs[bound.input]
    let unit = ShownUnit(input.unit, clock: report.scenario.model.clockUnit, in: language)
    func number(_ value: Double) -> String {
      let scaled = value * unit.scale
      return (scaled.magnitude < 1 ? numbers.fixed(scaled, decimals: 4) : numbers.short(scaled))
        + (unit.text.isEmpty ? "" : " \(unit.text)")
    }
    let name =
      input.isMeanShock
      ? language.words(
        vi: "\(input.name) (trung bình các năm)", en: "\(input.name) (mean over years)")
      : input.name
    switch (bound.low, bound.high) {
    case (let low?, let high?): return "\(number(low)) < \(name) < \(number(high))"
    case (let low?, nil): return "\(name) > \(number(low))"
    case (nil, let high?): return "\(name) < \(number(high))"
    case (nil, nil): return name
    }
  }

  private func quantiles(_ bound: BoxSearch.Bound) -> String {
    let sorted = report.inputs[bound.input].sorted
    func quantile(_ value: Double) -> String {
      percent(Double(sorted.count { $0 < value }) / Double(max(1, sorted.count)))
    }
    return [bound.low, bound.high].compactMap { $0.map(quantile) }.joined(separator: "; ")
  }

  private func percent(_ value: Double) -> String { numbers.fixed(100 * value, decimals: 1) + " %" }

  private func small(_ value: Double) -> String {
    value < 1e-4 ? "< \(numbers.fixed(1e-4, decimals: 4))" : numbers.fixed(value, decimals: 4)
  }
}
