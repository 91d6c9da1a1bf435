import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp compare`: what other scenarios change, draw by draw.
struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: words(
      vi: "So sánh các kịch bản theo từng lượt mô phỏng.",
      en: "Compare scenarios draw by draw."),
    discussion: words(
      vi: """
        Mọi kịch bản gặp cùng tham số và cú sốc, nên chênh lệch là của chính sách chứ không phải của may \
        rủi. Kịch bản nêu đầu tiên là gốc, trừ khi dùng --base.
        """,
      en: """
        Every scenario meets the same parameters and shocks, so that a difference is that of the policy \
        and not of luck. The scenario named first is the base, unless --base says otherwise.
        """))

  @Argument(
    help: .words(
      vi: "Hai tệp kịch bản trở lên, cùng mô hình, địa phương và định nghĩa.",
      en: "Two or more scenario files of one model, region and definition."),
    completion: .file(extensions: ["yaml"]))
  var scenarios: [String]

  @Option(
    help: .words(
      vi: "Kịch bản gốc: id hoặc tệp của một trong các kịch bản đã nêu.",
      en: "The base: id or file of one of the scenarios named."))
  var base: String?

  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var results: ResultOptions

  @Flag(
    help: .words(
      vi: "Hiện mọi năm, mọi biến có khác biệt và nơi đặt từng thay đổi.",
      en: "Show every year, every variable that differs and where each change is made."))
  var details = false

  @OptionGroup var speech: SpeechOptions

  private static let files = ["comparison.csv", "levers.csv", "meta.csv", "manifest.json"]

  func run() async throws {
    let session = Session(speech)
    try await session.report { try await run(in: session) }
  }

  private func run(in session: Session) async throws {
    let kernels = try session.kernels()
    let folder = results.folder
    try folder?.checkReady(Self.files)
    let (loaded, warnings) = try session.load(
      scenarios, set: changes.set, readsFits: !sampling.prior)
    let ordered = try baseFirst(loaded)
    let paired = try PairedScenarios(ordered)
    let draws = sampling.drawCount(ordered[0])
    let seed = sampling.seed(ordered[0])
    let questions = ComparisonQuestions(
      paired, wantsAllYears: folder != nil || results.json, details)
    let progress = ProgressLine(in: session.language)
    defer { progress.end() }
    let comparison = try await questions.answer(
      draws: draws, seed: seed, workers: sampling.threads ?? session.coreCount, kernels: kernels,
      progress: progress.show)
    progress.end()
    try session.checkInterruption()
    if results.json {
      try StandardOutput.write([ComparisonJSON(comparison).object.text])
    } else {
      try StandardOutput.write(
        ComparisonPage(comparison, in: session.language).lines(details: details))
    }
    guard let folder, let out = results.out else { return }
    var companions = CompanionFiles(ordered, warnings, draws: draws, seed: seed)
    for scenario in ordered { companions.add(scenario, region: paired.region) }
    let texts = [ComparisonFile(comparison, region: paired.region).csv] + (try companions.texts())
    try folder.write(Array(zip(Self.files, texts)))
    session.say(session.language(.wrote("\(out)/{\(Self.files.joined(separator: ","))}")))
  }

  /// The scenarios with the base first.
  private func baseFirst(_ loaded: [LoadedScenario]) throws -> [LoadedScenario] {
    guard loaded.count > 1 else {
      throw ValidationError(
        words(vi: "cần ít nhất hai kịch bản để so sánh", en: "a comparison needs two scenarios"))
    }
    guard let base else { return loaded }
    let place = loaded.firstIndex {
      $0.document.id == base || PathName.real($0.document.file) == PathName.real(base)
    }
    guard let place else {
      let known = loaded.map(\.document.id).joined(separator: ", ")
      throw ValidationError(
        words(
          vi: "--base: '\(base)' không phải một trong các kịch bản đã nêu (\(known))",
          en: "--base: '\(base)' is none of the scenarios named (\(known))"))
    }
    return [loaded[place]] + loaded[..<place] + loaded[(place + 1)...]
  }
}

/// What a comparison has to be simulated for, and how the numbers become one.
struct ComparisonQuestions {
  private let paired: PairedScenarios
  private var scenarios: [LoadedScenario] { paired.scenarios }
  /// A variable and element in a year, and its contrasts: the base by itself, then the difference of
  /// each other scenario.
  private var places: [(variable: Int, element: Int, year: Int, first: Int)] = []
  /// A target and its contrasts: every scenario by itself, then the difference of each but the base.
  private var targets: [(target: Target, first: Int)] = []
  private var contrasts: [Contrast] = []

  /// Asks for the leading variables in every year, and for all that are reported in the ranked one or,
  /// if wanted, in every year.
  init(_ paired: PairedScenarios, wantsAllYears: Bool, _ details: Bool) {
    self.paired = paired
    let base = paired.scenarios[0]
    let reported = ReportedVariables(of: base.model)
    let last = paired.scenarios.map(\.model.model.timeline.horizon).min() ?? 0
    let years = Array(base.model.model.timeline.years).filter { $0 <= last }
    let ranked = ScenarioComparison.rankedYear(paired.scenarios)
    for variable in reported.all {
      let isLeading = reported.leading.contains(variable)
      for element in reported.elements(of: variable, in: base, details: details) {
        for year in years where isLeading || wantsAllYears || year == ranked {
          ask(variable, element, year)
        }
      }
    }
    for target in paired.sharedTargets { ask(target) }
  }

  private mutating func ask(_ variable: Int, _ element: Int, _ year: Int) {
    func output(_ scenario: Int) -> Output {
      Output(scenario: scenario, variable: variable, element: element, year: year)
    }
    places.append((variable, element, year, contrasts.count))
    contrasts.append(Contrast([paired.term(1, output(0))]))
    for scenario in scenarios.indices.dropFirst() {
      contrasts.append(
        Contrast([paired.term(1, output(scenario)), paired.term(-1, output(0))]))
    }
  }

  private mutating func ask(_ target: Target) {
    func term(_ weight: Double, _ scenario: Int) -> Contrast.Term? {
      paired.term(weight, scenario: scenario, meets: target.id)
    }
    targets.append((target, contrasts.count))
    for scenario in scenarios.indices {
      contrasts.append(Contrast([term(1, scenario)].compactMap { $0 }))
    }
    for scenario in scenarios.indices.dropFirst() {
      contrasts.append(Contrast([term(1, scenario), term(-1, 0)].compactMap { $0 }))
    }
  }

  /// Runs the scenarios together.
  func answer(
    draws: Int, seed: UInt64, workers: Int, kernels: Kernels,
    progress: @Sendable @escaping (Double) -> Void
  ) async throws -> ScenarioComparison {
    let estimates = QuantileEstimates(
      [0.05, 0.5, 0.95], effectiveDraws: paired.effectiveDraws(draws))
    let thresholds = contrasts.indices.flatMap { contrast in
      [ContrastThreshold(contrast, .above, 0), ContrastThreshold(contrast, .below, 0)]
    }
    let summary = try await paired.paired(contrasts, shockSeed: seed).summarize(
      draws: draws, levels: estimates.levels, thresholds: thresholds, workers: workers,
      kernels: kernels, progress: progress)
    return ScenarioComparison(
      scenarios, draws: draws, seed: seed, effectiveDraws: summary.effectiveDraws,
      rows: places.flatMap { rows(at: $0, summary, estimates) },
      targets: targets.flatMap { rows(of: $0.target, from: $0.first, summary) })
  }

  private func rows(
    at place: (variable: Int, element: Int, year: Int, first: Int), _ summary: PairedSummary,
    _ estimates: QuantileEstimates
  ) -> [ScenarioComparison.Row] {
    guard let base = summary.contrasts[place.first] else { return [] }
    return scenarios.indices.dropFirst().compactMap { scenario in
      let contrast = place.first + scenario
      guard let found = summary.contrasts[contrast],
        let above = summary.probabilities[2 * contrast],
        let below = summary.probabilities[2 * contrast + 1]
      else { return nil }
      let quantiles = estimates.estimates(found.quantiles)
      return ScenarioComparison.Row(
        scenario: scenario, variable: place.variable, element: place.element, year: place.year,
        difference: .init(
          mean: summary.mean(of: found), median: quantiles[1], low: quantiles[0],
          high: quantiles[2], above: above, below: below,
          isZero: QuantileEstimates.isZero(found.quantiles)),
        spread: base.moments.sd)
    }
  }

  private func rows(
    of target: Target, from first: Int, _ summary: PairedSummary
  ) -> [ScenarioComparison.TargetRow] {
    guard let base = summary.probabilities[2 * first] else { return [] }
    return scenarios.indices.dropFirst().compactMap { scenario in
      guard let own = summary.probabilities[2 * (first + scenario)],
        let difference = summary.contrasts[first + scenarios.count - 1 + scenario]
      else { return nil }
      return ScenarioComparison.TargetRow(
        scenario: scenario, target: target, base: base, probability: own,
        difference: summary.mean(of: difference))
    }
  }
}
