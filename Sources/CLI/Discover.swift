import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp discover`: under which circumstances a target is met or missed.
struct Discover: SessionCommand {
  /// The event that is looked for.
  enum Event: String, CaseIterable, ExpressibleByArgument { case met, missed }

  static let configuration = CommandConfiguration(
    commandName: "discover", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Tìm xem mục tiêu đạt hay lỡ trong những hoàn cảnh nào (PRIM).",
      en: "Find the circumstances in which a target is met or missed (PRIM)."),
    discussion: words(
      vi: """
        Xét tham số, cú sốc (trung bình các năm đến năm mục tiêu) và giả định (đều trong cận hợp lý). \
        Kết quả được tính trên những lượt không dùng để tìm.
        """,
      en: """
        Looks at parameters, shocks (their means over the years up to the target's) and assumptions \
        (uniform within plausible bounds). What is reported comes from draws the search has not seen.
        """))

  @Argument(
    help: .words(vi: "Tệp kịch bản (hoặc mô hình).", en: "Scenario file (or a model)."),
    completion: .file(extensions: ["yaml"]))
  var scenario: String

  @Option(
    help: .words(
      vi: "Mục tiêu: mã trong tệp, hoặc 'digital_share[gso] >= 40% in 2030'.",
      en: "The target: an id in a file, or 'digital_share[gso] >= 40% in 2030'."))
  var target: String

  @Option(
    help: .words(
      vi: "Tìm nơi mục tiêu đạt (met) hay lỡ (missed); mặc định: điều hiếm hơn.",
      en: "Look for where the target is met or missed; default: the rarer of the two."))
  var event: Event?

  @Option(
    help: .words(
      vi: "Những gì được xét, cách nhau bằng dấu phẩy: parameters, shocks, levers, assumptions.",
      en: "What is looked at, separated by commas: parameters, shocks, levers, assumptions."))
  var over = "parameters,shocks,assumptions"

  @Option(help: .words(vi: "Số lượt mô phỏng.", en: "Number of draws."))
  var draws = 10_000

  @OptionGroup var random: RandomOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var results: ResultOptions

  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    _ = try SensitivityFactors.Kind.parsed(over)
    guard (1000...1_000_000).contains(draws) else {
      throw ValidationError(
        words(
          vi: "--draws phải từ 1000 đến 1000000", en: "--draws must be between 1000 and 1000000"))
    }
  }

  func run(in session: Session) async throws {
    let kernels = try session.kernels()
    try results.checkReady("discover.csv")
    let (scenario, warnings) = try session.loadOne(
      scenario, set: changes.set, readsFits: !random.prior, targets: [target])
    let seed = random.seed(scenario)
    let target = try SeekProblem.targets([target], of: scenario)[0]
    let trial = try DiscoveryTrial(
      scenario: scenario, target: target, event: event, kinds: SensitivityFactors.Kind.parsed(over),
      draws: draws, seed: seed, workers: random.workers(in: session), kernels: kernels)
    let progress = ProgressLine(in: session.language)
    defer { progress.end() }
    let report = try await trial.report(progress: progress.show)
    progress.end()
    try session.checkInterruption()
    try StandardOutput.write(
      results.json ? [report.json.text] : DiscoveryPage(report, in: session.language).lines)
    try results.write(
      "discover.csv", report.csv, of: [scenario], warnings,
      draws: draws, seed: seed, in: session)
  }
}

/// One scenario discovery.
struct DiscoveryTrial {
  let scenario: LoadedScenario
  let target: Target
  let event: Discover.Event?
  let kinds: [SensitivityFactors.Kind]
  let draws: Int
  let seed: UInt64
  let workers: Int
  let kernels: Kernels

  /// An input, and where its values are read.
  private struct Source {
    var name: String
    var label: LocalizedText?
    var unit: String
    var isMeanShock = false
    /// An output of the run, or a column of the design.
    var output: Output?
    var column: Int?
  }

  /// Runs the draws and searches.
  func report(
    progress: @Sendable @escaping (Double) -> Void
  ) async throws -> DiscoveryReport {
    let document = scenario.model
    var model = document.model
    var sources: [Source] = []
    if kinds.contains(.parameters) { sources += parameters(in: &model) }
    if kinds.contains(.shocks) { sources += shocks(in: &model) }
    let inputs = self.inputs
    for (column, input) in inputs.enumerated() {
      let entry = document.inputs[input].entry
      sources.append(
        Source(name: entry.name, label: entry.label, unit: entry.unit, column: column))
    }
    let event = target.event
    let followed = model.follow(event, name: "target \(target.id)")
    let met = Output(
      variable: event.mustHoldThroughout ? followed.everyYear : followed.someYear,
      year: target.years.upperBound)
    let factory = SensitivityFactors(scenario: scenario, kinds: kinds)
    let simulation = try Simulation(
      model, analysis: ModelAnalysis(of: model), scenarios: [scenario.scenario],
      outputs: [met] + sources.compactMap(\.output), draws: factory.draws(shockSeed: seed),
      posterior: scenario.fit?.posterior, subjects: inputs.map { .input($0) },
      checksIdentities: false)
    let design = self.design(inputs)
    let columns = try await simulation.columns(
      of: design, workers: workers, kernels: kernels, progress: progress)
    let position = Dictionary(
      simulation.outputs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let values = sources.map { source -> [Double] in
      if let column = source.column { return design.columns[column] }
      guard let output = source.output, let place = position[output] else { return [] }
      return (0..<draws).map { columns[place, $0] }
    }
    let isMet = (0..<draws).map { columns[0, $0] > 0.5 }
    return found(sources, values, isMet)
  }

  private func found(
    _ sources: [Source], _ values: [[Double]], _ isMet: [Bool]
  ) -> DiscoveryReport {
    let wantsMet = event.map { $0 == .met } ?? (2 * isMet.count { $0 } < isMet.count)
    // What does not vary cannot tell anything.
    let varying = sources.indices.filter { index in
      values[index].contains { $0 != values[index][0] }
    }
    let search = BoxSearch(
      varying.map { values[$0] }, isEvent: isMet.map { $0 == wantsMet })
    return DiscoveryReport(
      scenario: scenario, target: target, isMet: wantsMet,
      inputs: varying.map {
        .init(
          name: sources[$0].name, label: sources[$0].label, unit: sources[$0].unit,
          isMeanShock: sources[$0].isMeanShock, sorted: values[$0].sorted())
      }, search: search, draws: draws, seed: seed)
  }

  // MARK: Inputs

  private func parameters(in model: inout Model) -> [Source] {
    let probe = ParameterProbe(model)
    let labels = model.parameterLabels
    let entries = scenario.model.parameters
    var sources: [Source] = []
    for (number, parameter) in model.parameters.enumerated() {
      for _ in parameter.priors.indices {
        let position = sources.count
        sources.append(
          Source(
            name: labels[position], label: entries[number].label, unit: entries[number].unit,
            output: probe.outputs[position]))
      }
    }
    model = probe.model
    return sources
  }

  /// The mean of each element of each shock over the projection years up to the target's last.
  private func shocks(in model: inout Model) -> [Source] {
    let timeline = model.timeline
    guard target.years.upperBound > timeline.last else { return [] }
    let years = (timeline.last + 1)...target.years.upperBound
    let entries = scenario.model.shocks
    var sources: [Source] = []
    for (number, shock) in model.shocks.enumerated() {
      let reads = years.map { year in
        Expression.read(
          Reference(
            .shock(number), subscripts: shock.over.map { .current(set: $0) }, time: .absolute(year))
        )
      }
      let sum = reads.dropFirst().reduce(reads[0]) { .binary(.add, $0, $1) }
      let mean = Expression.binary(.divide, sum, .number(Double(years.count)))
      model.variables.append(
        Variable(
          "mean: \(shock.name)", over: shock.over,
          forms: [Form(.projection, rules: [mean], ruleOfElement: shock.laws.map { _ in 0 })],
          isReporting: true))
      for element in shock.laws.indices {
        sources.append(
          Source(
            name: model.elementLabel(shock.name, element, over: shock.over),
            label: entries[number].label, unit: entries[number].unit, isMeanShock: true,
            output: Output(
              variable: model.variables.count - 1, element: element,
              year: target.years.upperBound)))
      }
    }
    return sources
  }

  private var inputs: [Int] {
    scenario.model.inputs.indices.filter { input in
      let bounds = bounds(input)
      let isLever = scenario.model.model.inputs[input].isLever
      return bounds.lowerBound < bounds.upperBound
        && kinds.contains(isLever ? .levers : .assumptions)
    }
  }

  private func bounds(_ input: Int) -> ClosedRange<Double> {
    scenario.model.inputs[input].plausible ?? scenario.model.inputs[input].possible
  }

  private func design(_ inputs: [Int]) -> LaneDesign {
    let columns = inputs.map { input -> [Double] in
      let stream = RandomStream(
        seed: seed, name: "discover \(scenario.model.model.inputs[input].name)")
      let bounds = bounds(input)
      return (0..<draws).map {
        let u = stream.uniform(draw: UInt64($0), period: 0, substream: 0)
        return bounds.lowerBound + u * (bounds.upperBound - bounds.lowerBound)
      }
    }
    return LaneDesign(
      rows: draws, columns: columns, variants: [.init(inputs.indices.map { .column($0) })])
  }
}
