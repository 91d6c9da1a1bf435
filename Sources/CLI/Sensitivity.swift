import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp sensitivity`: what the results hang on.
struct Sensitivity: SessionCommand {
  /// The methods.
  enum Method: String, CaseIterable, ExpressibleByArgument { case sobol, morris, tornado, rank }

  static let configuration = CommandConfiguration(
    commandName: "sensitivity", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Kết quả phụ thuộc vào đâu: chỉ số Sobol, Morris, từng yếu tố một, hay tương quan hạng.",
      en: "What the results hang on: Sobol indices, Morris, one at a time, or rank correlations."),
    discussion: words(
      vi: """
        Tham số theo phân phối tiên nghiệm hay hậu nghiệm của chúng, công cụ và giả định đều trong \
        cận hợp lý. Mọi biến và mọi năm được tính cùng lúc: --out ghi tất cả vào sensitivity.csv.
        """,
      en: """
        Parameters follow their priors or posterior, levers and assumptions are uniform within their \
        plausible bounds. Every variable and year is analysed at once: --out writes them all to \
        sensitivity.csv.
        """))

  @Argument(
    help: .words(vi: "Tệp kịch bản (hoặc mô hình).", en: "Scenario file (or a model)."),
    completion: .file(extensions: ["yaml"]))
  var scenario: String

  @Option(
    help: .words(
      vi: "Cách phân tích: sobol, morris, tornado hay rank.",
      en: "Method: sobol, morris, tornado or rank."))
  var method = Method.sobol

  @Option(
    help: .words(
      vi: "Những gì thay đổi, cách nhau bằng dấu phẩy: parameters, shocks, levers, assumptions.",
      en: "What is varied, separated by commas: parameters, shocks, levers, assumptions."))
  var over = "parameters,shocks"

  @Option(
    help: .words(
      vi: "Gộp yếu tố: kinds (theo loại), hay 'tiền=tên,tên;người=tên'.",
      en: "Join factors: kinds, or 'money=name,name;people=name'."))
  var groups: String?

  @Option(
    help: .words(
      vi: "Xem thêm việc đạt một mục tiêu hay không; có thể nêu nhiều lần.",
      en: "Also explain whether a target is met; may be given several times."))
  var target: [String] = []

  @Option(
    help: .words(
      vi: "Số điểm gốc (sobol: luỹ thừa của 2; mặc định 1024, morris 64, rank 10000).",
      en: "Base points (sobol: a power of 2; default 1024, morris 64, rank 10000)."))
  var points: Int?

  @OptionGroup var random: RandomOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var results: ResultOptions

  @Flag(help: .words(vi: "In mọi yếu tố.", en: "Print every factor."))
  var details = false

  @OptionGroup var speech: SpeechOptions

  private var pointCount: Int {
    points ?? (method == .sobol ? 1024 : method == .morris ? 64 : method == .rank ? 10_000 : 1)
  }

  func validate() throws {
    _ = try SensitivityFactors.Kind.parsed(over)
    let isPower = pointCount > 0 && pointCount & (pointCount - 1) == 0
    if method == .sobol, !isPower || pointCount < 64 || pointCount > 1 << 20 {
      throw ValidationError(
        words(
          vi: "--points phải là luỹ thừa của 2 từ 64 đến 1048576",
          en: "--points must be a power of 2 between 64 and 1048576"))
    }
    if method == .morris || method == .rank, pointCount < 10 || pointCount > 1_000_000 {
      throw ValidationError(
        words(
          vi: "--points phải từ 10 đến 1000000", en: "--points must be between 10 and 1000000"))
    }
  }

  func run(in session: Session) async throws {
    let kernels = try session.kernels()
    try results.checkReady("sensitivity.csv")
    let (scenario, warnings) = try session.loadOne(
      scenario, set: changes.set, readsFits: !random.prior, targets: target)
    let seed = random.seed(scenario)
    let trial = try SensitivityTrial(
      scenario: scenario, method: method, kinds: SensitivityFactors.Kind.parsed(over),
      groups: groups,
      targets: SeekProblem.targets(target, of: scenario), points: pointCount, seed: seed,
      workers: random.workers(in: session), kernels: kernels)
    let progress = ProgressLine(in: session.language)
    defer { progress.end() }
    let report = try await trial.report(progress: progress.show)
    progress.end()
    try session.checkInterruption()
    try StandardOutput.write(
      results.json
        ? [report.json.text]
        : SensitivityPage(report, in: session.language).lines(details: details))
    try results.write(
      "sensitivity.csv", report.csv, of: [scenario], warnings,
      draws: pointCount, seed: seed, in: session)
  }
}
