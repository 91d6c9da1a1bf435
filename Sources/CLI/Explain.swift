import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp explain`: which change of a scenario did how much.
struct Explain: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Cho biết thay đổi nào của kịch bản đóng góp bao nhiêu.",
      en: "Tell which change of a scenario did how much."),
    discussion: words(
      vi: """
        Đóng góp Shapley: tác động biên của từng thay đổi, lấy trung bình theo mọi thứ tự thực hiện, tính trên \
        từng lượt. Các đóng góp cộng lại đúng bằng chênh lệch. Không có --against thì so với mức mặc định của \
        mọi công cụ và giả định.
        """,
      en: """
        Shapley wedges: the marginal effect of each change, averaged over every order of making them, draw by \
        draw. Wedges add up to the difference. Without --against the scenario is held against every lever and \
        assumption at its default.
        """))

  @Argument(
    help: .words(vi: "Tệp kịch bản.", en: "A scenario file."),
    completion: .file(extensions: ["yaml"]))
  var scenario: String

  @Option(
    help: .words(vi: "Kịch bản gốc để so sánh.", en: "The scenario to explain it against."),
    completion: .file(extensions: ["yaml"]))
  var against: String?

  @Option(
    help: .words(
      vi: "Gộp các thay đổi: tên=thay đổi,thay đổi; dùng nhiều lần được.",
      en: "Take changes together: name=change,change; may be repeated."))
  var group: [String] = []

  @Option(
    help: .words(
      vi: "Năm cần giải thích (mặc định: năm của mục tiêu kế tiếp).",
      en: "The year to explain (default: that of the next target)."))
  var year: Int?

  @Option(help: .words(vi: "Số lượt mô phỏng.", en: "Number of draws."))
  var draws = 2000

  @OptionGroup var random: RandomOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var results: ResultOptions

  @Flag(
    help: .words(
      vi: "Hiện mọi phép phân rã, kể cả hạch toán tăng trưởng.",
      en: "Show every decomposition, growth accounting included."))
  var details = false

  @OptionGroup var speech: SpeechOptions

  func validate() throws { try SamplingOptions.check(draws: draws) }

  func run(in session: Session) async throws {
    let kernels = try session.kernels()
    try results.checkReady("contributions.csv")
    let (loaded, warnings) = try session.load(
      [scenario] + (against.map { [$0] } ?? []), set: changes.set, readsFits: !random.prior
    )
    guard loaded.count == (against == nil ? 1 : 2) else {
      throw ValidationError(
        words(
          vi: "kịch bản có 'sweep' là nhiều kịch bản: hãy giải thích từng cái",
          en: "a scenario with a 'sweep' is many: explain one at a time"))
    }
    let other = loaded[0]
    let base =
      loaded.dropFirst().first
      ?? other.withDefaults(
        id: "defaults",
        title: LocalizedText(
          vi: Language.vi(.everythingAtDefault), en: Language.en(.everythingAtDefault)))
    _ = try PairedScenarios([base, other], sameYears: true)
    let mixture = ScenarioMixture(base: base, other: other)
    let year = try explainedYear(mixture)
    let groups = try ChangeGroups(mixture.changes, group).groups
    let seed = random.seed(other)
    let plan = try AttributionPlan(mixture, groups, year: year, seed: seed)
    let progress = ProgressLine(in: session.language)
    defer { progress.end() }
    let attribution = try await plan.answer(
      draws: draws, workers: random.workers(in: session),
      kernels: kernels, progress: progress.show)
    progress.end()
    try session.checkInterruption()
    if results.json {
      try StandardOutput.write([AttributionJSON(attribution).object.text])
    } else {
      try StandardOutput.write(
        AttributionPage(attribution, in: session.language).lines(details: details))
    }
    try results.write(
      "contributions.csv", AttributionFile(attribution).csv, of: loaded, warnings,
      draws: attribution.draws, seed: seed, in: session)
  }

  private func explainedYear(_ mixture: ScenarioMixture) throws -> Int {
    let timeline = mixture.base.model.model.timeline
    let wanted = year ?? ScenarioComparison.rankedYear([mixture.other, mixture.base])
    guard wanted > timeline.last, wanted <= timeline.horizon else {
      throw ValidationError(
        words(
          vi: "--year phải từ \(timeline.last + 1) đến \(timeline.horizon)",
          en: "--year must be between \(timeline.last + 1) and \(timeline.horizon)"))
    }
    return wanted
  }
}

/// Changes put together as the command line asks; every other change stands by itself.
struct ChangeGroups {
  let groups: [Attribution.Group]

  init(_ changes: [ScenarioChange], _ stated: [String]) throws {
    var rest = changes
    var found: [Attribution.Group] = []
    for text in stated {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, !parts[0].isEmpty, !found.contains(where: { $0.name == parts[0] })
      else {
        throw ValidationError(
          words(
            vi: "--group '\(text)': cần tên=thay đổi,thay đổi, mỗi tên một lần",
            en: "--group '\(text)': expected name=change,change, each name once"))
      }
      let names = parts[1].split(separator: ",").map(String.init)
      for name in names where !rest.contains(where: { $0.name == name }) {
        let known = rest.map(\.name).joined(separator: ", ")
        throw ValidationError(
          words(
            vi: "--group '\(text)': '\(name)' không phải thay đổi còn lại nào (\(known))",
            en: "--group '\(text)': '\(name)' is no change that is left (\(known))"))
      }
      found.append(
        Attribution.Group(name: parts[0], changes: rest.filter { names.contains($0.name) }))
      rest.removeAll { names.contains($0.name) }
    }
    groups = found + rest.map { Attribution.Group(name: $0.name, changes: [$0]) }
    guard groups.count <= 63 else {
      throw ValidationError(
        words(
          vi: "\(groups.count) nhóm thay đổi là quá nhiều (tối đa 63): hãy gộp bằng --group",
          en: "\(groups.count) groups of changes are too many (at most 63): use --group"))
    }
  }
}
