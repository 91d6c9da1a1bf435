import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp seek`: what it would take to reach targets with a given probability, and what it costs.
struct Seek: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "seek", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Tìm gói chính sách rẻ nhất đạt mục tiêu với xác suất cho trước.",
      en: "Find the cheapest policies that reach a target with a given probability."),
    discussion: words(
      vi: """
        Mục tiêu là mã của một mục tiêu trong tệp, hoặc 'digital_share[gso] >= 40% in 2030'. Không \
        đạt được thì lệnh nói đạt được đến đâu và điều gì phải đúng. Cùng một hạt giống thì cùng kết quả.
        """,
      en: """
        A target is the id of one in a file, or 'digital_share[gso] >= 40% in 2030'. If it cannot be \
        reached, the command says how far one can get and what would have to be true. The same seed \
        gives the same answer.
        """))

  @Argument(
    help: .words(vi: "Tệp kịch bản (hoặc mô hình).", en: "Scenario file (or a model)."),
    completion: .file(extensions: ["yaml"]))
  var scenario: String

  @Option(
    help: .words(
      vi: "Mục tiêu; có thể nêu nhiều lần.", en: "A target; may be given several times."))
  var target: [String] = []

  @Option(
    help: .words(
      vi: "Xác suất phải đạt, giữa 0 và 1.",
      en: "The probability to reach it with, between 0 and 1."))
  var probability = 0.8

  @Option(
    help: .words(
      vi: "Các công cụ được thay đổi, cách nhau bằng dấu phẩy (mặc định: tất cả).",
      en: "Levers that may be moved, separated by commas (default: all)."))
  var levers: String?

  @Option(
    help: .words(
      vi: "Cận của công cụ: plausible (hợp lý) hoặc possible (có thể).",
      en: "Bounds of the levers: plausible or possible."))
  var bounds = SeekProblem.Bounds.plausible

  @Option(
    help: .words(
      vi: "Số gói khác hẳn cần tìm, ngoài gói rẻ nhất.",
      en: "How many genuinely different packages to find besides the cheapest."))
  var alternatives = 2

  @Option(
    help: .words(
      vi: "Biến là chi phí một năm (mặc định: như mô hình nêu).",
      en: "The variable that is a year's cost (default: what the model says)."))
  var cost: String?

  @Option(
    help: .words(
      vi: "Lãi suất chiết khấu chi phí mỗi năm, chẳng hạn 0.05.",
      en: "Rate at which costs are discounted, a year, such as 0.05."))
  var discount = 0.0

  @Option(
    help: .words(vi: "Số lượt mô phỏng khi tìm.", en: "Number of draws of the search."))
  var draws = 2000

  @OptionGroup var random: RandomOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var results: ResultOptions

  @OptionGroup var speech: SpeechOptions

  /// Draws that check what the search has found.
  static let freshDraws = 50_000

  func validate() throws {
    if target.isEmpty {
      throw ValidationError(
        words(
          vi: "cần ít nhất một --target, chẳng hạn --target 'digital_share[gso] >= 40% in 2030'",
          en:
            "at least one --target is needed, such as --target 'digital_share[gso] >= 40% in 2030'")
      )
    }
    guard probability > 0 && probability < 1 else {
      throw ValidationError(
        words(
          vi: "--probability phải lớn hơn 0 và nhỏ hơn 1",
          en: "--probability must be above 0 and below 1"))
    }
    let fewest = Int((10 / min(probability, 1 - probability)).rounded(.up))
    guard draws >= max(100, fewest), draws <= 1_000_000 else {
      throw ValidationError(
        words(
          vi:
            "--draws phải từ \(max(100, fewest)) đến 1000000 để phân biệt được xác suất \(probability)",
          en:
            "--draws must be between \(max(100, fewest)) and 1000000 to tell a probability of \(probability)"
        ))
    }
    guard (0...20).contains(alternatives) else {
      throw ValidationError(
        words(
          vi: "--alternatives phải từ 0 đến 20", en: "--alternatives must be between 0 and 20"))
    }
    guard discount > -1, discount <= 10 else {
      throw ValidationError(
        words(vi: "--discount phải từ -1 đến 10", en: "--discount must be between -1 and 10"))
    }
  }

  func run(in session: Session) async throws {
    let kernels = try session.kernels()
    try results.checkReady("seek.csv")
    let (scenario, warnings) = try session.loadOne(
      scenario, set: changes.set, readsFits: !random.prior, targets: target)
    let seed = random.seed(scenario)
    let targets = try SeekProblem.targets(target, of: scenario)
    let problem = try SeekProblem(
      scenario: scenario, targets: targets, probability: probability, bounds: bounds,
      levers: levers.map { $0.split(separator: ",").map(String.init) }, cost: cost,
      discount: discount
    ).problem(shockSeed: seed)
    let settings = GoalSeek.Settings(
      draws: draws, freshDraws: Self.freshDraws, seed: seed, alternatives: alternatives,
      workers: random.workers(in: session), kernels: kernels)
    let progress = ProgressLine(in: session.language)
    defer { progress.end() }
    let result = try await GoalSeek(problem, settings: settings).run(progress: progress.show)
    progress.end()
    try session.checkInterruption()
    let report = SeekReport(
      scenario, targets: targets, problem, result, draws: draws, freshDraws: Self.freshDraws,
      seed: seed, discount: discount)
    try StandardOutput.write(
      results.json ? [SeekJSON(report).object.text] : SeekPage(report, in: session.language).lines)
    try results.write(
      "seek.csv", SeekFile(report).csv, of: [scenario], warnings,
      draws: draws, seed: seed, in: session)
  }
}

extension SeekProblem.Bounds: ExpressibleByArgument {}
