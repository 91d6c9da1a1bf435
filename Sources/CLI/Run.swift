import ArgumentParser
import Report
import Scenarios
import Sim

/// `grdp run`: simulate scenarios, print the leading variables, write `forecast.csv`.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: words(
      vi: "Mô phỏng các kịch bản: in kết quả kèm khoảng bất định và ghi forecast.csv.",
      en: "Simulate scenarios: print what will happen, with bands, and write forecast.csv."),
    discussion: words(
      vi: """
        Các kịch bản cùng mô hình và địa phương chạy trên cùng các lượt rút, nên so sánh được từng \
        cặp. Các con số không phụ thuộc vào --threads, GRDP_SIMD hay bộ nhớ của máy.
        """,
      en: """
        Scenarios that share a model and a region run on the same draws, so their differences are \
        paired. The numbers do not depend on --threads, on GRDP_SIMD, or on how much memory there is.
        """))

  @Argument(
    help: .words(
      vi: "Tệp kịch bản (hoặc mô hình: khi đó mọi thứ ở mức mặc định).",
      en: "Scenario files (or models, which then run with every default)."),
    completion: .file(extensions: ["yaml"]))
  var scenarios: [String]

  @Option(
    help: .words(
      vi: "Số lượt mô phỏng (mặc định: theo kịch bản đầu, nếu không thì 10000).",
      en: "Number of draws (default: what the first scenario says, else 10000)."))
  var draws: Int?

  @Option(
    help: .words(
      vi: "Hạt giống ngẫu nhiên (mặc định: theo kịch bản đầu, nếu không thì 1).",
      en: "Seed (default: what the first scenario says, else 1)."))
  var seed: UInt64?

  @Option(
    help: .words(
      vi: "Đặt một công cụ hoặc giả định: tên=giá trị, hay tên.2030=giá trị cho riêng một năm.",
      en: "Set a lever or assumption: name=value, or name.2030=value for one year."))
  var set: [String] = []

  @Flag(
    help: .words(
      vi: "Rút tham số từ phân phối tiên nghiệm, dù địa phương đã có tệp hiệu chỉnh.",
      en: "Draw parameters from the priors, even where the region has a fit."))
  var prior = false

  @Option(
    help: .words(
      vi: "Số luồng tính (mặc định: mọi nhân của máy).", en: "Worker threads (default: all cores).")
  )
  var threads: Int?

  @Option(
    help: .words(
      vi: "Thư mục để ghi forecast.csv và năm tệp kèm theo.",
      en: "Folder to write forecast.csv and its five companions into."),
    completion: .directory)
  var out: String?

  @Flag(
    help: .words(
      vi: "Thay các kết quả đã có trong thư mục.",
      en: "Replace results that are in the folder already."))
  var overwrite = false

  @Flag(
    help: .words(
      vi: "Ghi cả từng phần tử của các biến theo tập, chẳng hạn theo ngành.",
      en: "Also write every element of variables over sets, such as sectors."))
  var details = false

  @Flag(
    help: .words(
      vi: "In kết quả dạng JSON, đủ mọi chữ số, thay cho trang.",
      en: "Print the results as JSON, at full precision, instead of the page."))
  var json = false

  @Option(
    help: .words(
      vi: "Ghi thời gian của từng bước vào tệp này, dạng JSON.",
      en: "Write the time of each phase to this file, as JSON."), completion: .file())
  var timings: String?

  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if let draws, draws < 1 || draws > ScenarioDocument.mostDraws {
      throw ValidationError(
        words(
          vi: "--draws phải từ 1 đến \(ScenarioDocument.mostDraws)",
          en: "--draws must be between 1 and \(ScenarioDocument.mostDraws)"))
    }
    if let threads, threads < 1 || threads > 4096 {
      throw ValidationError(
        words(vi: "--threads phải từ 1 đến 4096", en: "--threads must be between 1 and 4096"))
    }
    if out == "" {
      throw ValidationError(words(vi: "--out phải nêu một thư mục", en: "--out must name a folder"))
    }
    if timings == "" {
      throw ValidationError(
        words(vi: "--timings phải nêu một tệp", en: "--timings must name a file"))
    }
  }

  func run() async throws {
    let session = Session(speech)
    try await session.report { try await run(in: session) }
  }

  private func run(in session: Session) async throws {
    let kernels = try session.kernels()
    let folder = out.map { OutputFolder($0, replaces: overwrite) }
    try folder?.checkReady(RunFiles.names)
    if let timings { try OutputFolder.checkReady(file: timings) }
    var clock = PhaseClock()
    let (loaded, warnings) = try session.load(scenarios, set: set, readsFits: !prior)
    let groups = try ScenarioGroup.groups(loaded, details: details, writesFiles: out != nil)
    clock.end("parse")
    let count = draws ?? loaded[0].document.draws ?? 10_000
    let seed = seed ?? loaded[0].document.seed ?? 1
    var objects: [JSONText] = []
    var files = RunFiles(loaded, warnings, draws: count, seed: seed)
    var sweep = SweepPage(loaded.map(\.document.id), in: session.language)
    var isFirstPage = true
    for (number, group) in groups.enumerated() {
      let simulation = try group.simulation(shockSeed: seed)
      let central = try group.centralSimulation()
      clock.end("compile")
      let progress = ProgressLine(in: session.language)
      defer { progress.end() }
      let summary = try await simulation.summarize(
        draws: count, levels: ScenarioGroup.levels, thresholds: group.targets.thresholds,
        workers: threads ?? session.coreCount, kernels: kernels, progress: progress.show)
      let path = try await central.columns(draws: 1, kernels: kernels)
      progress.end()
      clock.end("simulate")
      let targets = group.targets.outcomes(summary)
      let page = RunPage(group.scenarios, summary, in: session.language)
      try session.checkInterruption()
      if json {
        objects += RunJSON(group.scenarios, summary, targets, levels: ScenarioGroup.levels)
          .objects(draws: count, seed: seed)
      } else if group.isSweep {
        sweep.append(page, draws: count, seed: seed, targets: targets)
      } else {
        try StandardOutput.write(
          (isFirstPage ? [] : [""])
            + page.lines(draws: count, seed: seed, targets: targets, details: details) { output in
              central.outputs.firstIndex(of: output).map { path[$0, 0] }
            })
      }
      if folder != nil { files.add(group, summary, targets, central: central, path) }
      clock.end("summarise")
      let isLastOfSweep = groups.dropFirst(number + 1).first.map { !$0.isSweep } ?? true
      if !sweep.isEmpty, isLastOfSweep {
        try StandardOutput.write((isFirstPage ? [] : [""]) + sweep.lines(details: details))
        sweep = SweepPage(loaded.map(\.document.id), in: session.language)
      }
      isFirstPage = isFirstPage && !sweep.isEmpty
    }
    try session.checkInterruption()
    if json { try StandardOutput.write([JSONText.list(objects).text]) }
    try folder?.write(files.contents())
    clock.end("write")
    if let out {
      session.say(session.language(.wrote("\(out)/{\(RunFiles.names.joined(separator: ","))}")))
    }
    if let timings { try OutputFolder.write(file: timings, contents: clock.json) }
  }
}
