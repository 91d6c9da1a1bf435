import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp fit`: weigh prior draws by what was observed, and write the posterior.
struct Fit: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Hiệu chỉnh tham số của một địa phương theo lịch sử, ghi các lượt rút hậu nghiệm.",
      en: "Fit the parameters of a region to its history, and write the posterior draws."),
    discussion: words(
      vi: """
        Các lượt rút tiên nghiệm được cân theo mức khớp với số liệu quan sát của địa phương; sau đó \
        các kịch bản của địa phương chạy trên phân phối hậu nghiệm. Kết quả hiệu chỉnh không tin cậy \
        được thì bị từ chối, mã thoát 65. Các con số không phụ thuộc vào --threads.
        """,
      en: """
        Draws from the priors are weighed by how well they reproduce the region's observables; runs \
        of its scenarios then use the posterior. A fit that cannot be relied on is refused, with exit \
        code 65. The numbers do not depend on --threads.
        """))

  @Argument(
    help: .words(
      vi: "Tệp địa phương, hoặc mã của một tệp trong data/regions.",
      en: "A region file, or the identifier of one in data/regions."),
    completion: .file(extensions: ["yaml"]))
  var region: String

  @Option(help: .words(vi: "Số lượt rút từ phân phối tiên nghiệm.", en: "Number of prior draws."))
  var draws = 120_000

  @Option(help: .words(vi: "Hạt giống ngẫu nhiên của các lượt đó.", en: "Seed of the prior draws."))
  var seed: UInt64 = 1

  @Flag(
    help: .words(
      vi: "Ghi kết quả hiệu chỉnh dù không tin cậy được; tệp sẽ nêu rõ điều đó.",
      en: "Write the fit even if it cannot be relied on; it will say so."))
  var force = false

  @Option(
    help: .words(
      vi: "Tệp để ghi (mặc định: tệp mà địa phương nêu ở 'fit').",
      en: "File to write (default: what the region names under 'fit')."))
  var output: String?

  @Option(
    help: .words(
      vi: "Số luồng tính (mặc định: mọi nhân của máy).", en: "Worker threads (default: all cores).")
  )
  var threads: Int?

  @Flag(
    help: .words(
      vi: "Kể cả các tham số mà số liệu không nói gì.",
      en: "Also name the parameters about which the data say nothing."))
  var details = false

  @Flag(
    help: .words(
      vi: "In một đối tượng JSON thay cho trang chữ.",
      en: "Print one JSON object instead of a page."))
  var json = false

  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if draws < 1000 || draws > 10_000_000 {
      throw ValidationError(
        words(
          vi: "--draws phải từ 1000 đến 10000000", en: "--draws must be between 1000 and 10000000"))
    }
    if seed > 1 << 62 {
      throw ValidationError(
        words(
          vi: "--seed phải nhỏ hơn 4611686018427387904",
          en: "--seed must be below 4611686018427387904"))
    }
    try RandomOptions.check(threads: threads)
  }

  func run(in session: Session) async throws {
    let kernels = try session.kernels()
    let (loaded, warnings) = try Workspace.load(region: path)
    StandardError.write(Diagnostics(warnings), in: session.language)
    let target = output ?? loaded.fitPath ?? loaded.defaultFitPath
    guard FitDocument.mayReplace(target, region: loaded.region.id) else {
      session.say(session.language(.fitWouldReplace(target)))
      throw ExitCode.outputFailed
    }
    try OutputFolder.checkReady(file: target)
    let model = loaded.model.model
    let calibration = try await Calibration(
      of: model, analysis: ModelAnalysis(of: model), observables: loaded.model.observables,
      comparisons: loaded.model.comparisons, draws: draws, seed: seed,
      workers: threads ?? session.coreCount, kernels: kernels)
    try session.checkInterruption()
    let page = FitPage(loaded, calibration, in: session.language)
    try StandardOutput.write(json ? [page.json] : page.lines(details: details))
    for fault in calibration.faults {
      session.say(session.language(force ? .fitForced(fault) : .fitRefused(fault)))
    }
    if !calibration.faults.isEmpty && !force { throw ExitCode.wrongData }
    let fit = FitDocument(calibration, of: loaded, file: target)
    try session.checkInterruption()
    try OutputFolder.write(file: target, contents: fit.text(calibration, loaded.model))
    session.say(session.language(.wrote(target)))
    if loaded.fitPath == nil, output == nil {
      session.say(session.language(.addToRegion(loaded.lineNamingDefaultFit)))
    }
  }

  /// The region's file: as it was named, or under `data/regions`.
  private var path: String {
    region.contains("/") || region.contains(".") ? region : "data/regions/\(region).yaml"
  }
}
