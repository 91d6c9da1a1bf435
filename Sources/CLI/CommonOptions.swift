import ArgumentParser
import Report
import Scenarios

/// Changes to scenarios from the command line.
struct ChangeOptions: ParsableArguments {
  @Option(
    help: .words(
      vi: "Đặt một công cụ hoặc giả định: tên=giá trị, hay tên.2030=giá trị cho riêng một năm.",
      en: "Set a lever or assumption: name=value, or name.2030=value for one year."))
  var set: [String] = []
}

/// Which numbers are drawn, and by how many threads.
struct RandomOptions: ParsableArguments {
  @Option(
    help: .words(
      vi: "Hạt giống ngẫu nhiên (mặc định: theo kịch bản đầu, nếu không thì 1).",
      en: "Seed (default: what the first scenario says, else 1)."))
  var seed: UInt64?

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

  /// The seed: what is asked for here, else by the first scenario.
  func seed(_ first: LoadedScenario) -> UInt64 { seed ?? first.document.seed ?? 1 }

  /// The number of threads: what is asked for here, else one for each processor.
  func workers(in session: Session) -> Int { threads ?? session.coreCount }

  func validate() throws { try Self.check(threads: threads) }

  /// Refuses a number of threads that no machine has.
  static func check(threads: Int?) throws {
    if let threads, threads < 1 || threads > 4096 {
      throw ValidationError(
        words(vi: "--threads phải từ 1 đến 4096", en: "--threads must be between 1 and 4096"))
    }
  }
}

/// What is drawn, and how often.
struct SamplingOptions: ParsableArguments {
  @Option(
    help: .words(
      vi: "Số lượt mô phỏng (mặc định: theo kịch bản đầu, nếu không thì 10000).",
      en: "Number of draws (default: what the first scenario says, else 10000)."))
  var draws: Int?

  @OptionGroup var random: RandomOptions

  /// The number of draws: what is asked for here, else by the first scenario.
  func drawCount(_ first: LoadedScenario) -> Int { draws ?? first.document.draws ?? 10_000 }

  func validate() throws {
    if let draws { try SamplingOptions.check(draws: draws) }
  }

  /// Refuses a number of draws that nothing can be run with.
  static func check(draws: Int) throws {
    guard (1...ScenarioDocument.mostDraws).contains(draws) else {
      throw ValidationError(
        words(
          vi: "--draws phải từ 1 đến \(ScenarioDocument.mostDraws)",
          en: "--draws must be between 1 and \(ScenarioDocument.mostDraws)"))
    }
  }
}

/// What is printed, and the folder that results are written into.
struct ResultOptions: ParsableArguments {
  @Option(
    help: .words(
      vi: "Thư mục để ghi tệp kết quả và các tệp kèm theo.",
      en: "Folder to write the results and their companions into."),
    completion: .directory)
  var out: String?

  @Flag(
    help: .words(
      vi: "Thay các kết quả đã có trong thư mục.",
      en: "Replace results that are in the folder already."))
  var overwrite = false

  @Flag(
    help: .words(
      vi: "In kết quả dạng JSON, đủ mọi chữ số, thay cho trang.",
      en: "Print the results as JSON, at full precision, instead of the page."))
  var json = false

  /// The folder, if one is asked for.
  var folder: OutputFolder? { out.map { OutputFolder($0, replaces: overwrite) } }

  func validate() throws {
    if out == "" {
      throw ValidationError(words(vi: "--out phải nêu một thư mục", en: "--out must name a folder"))
    }
  }
}
