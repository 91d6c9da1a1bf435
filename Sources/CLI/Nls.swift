public import ArgumentParser
import Report
import Scenarios
public import Sim

/// `grdp nls`: nonlinear least squares on a table.
struct Nls: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "nls", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Hồi quy phi tuyến: ước lượng tham số của một công thức từ một bảng số liệu.",
      en: "Nonlinear least squares: fit the parameters of a formula to a table."),
    discussion: words(
      vi: """
        Ví dụ: grdp nls 'y ~ b1*(1 - exp(-b2*x))' so_lieu.csv --start b1=500,b2=0.0001. Vế phải là \
        biểu thức bất kỳ của các cột và các tham số; vế trái có thể là biểu thức của các cột, như \
        log(y). Trang kết quả cho biết phép tìm có hội tụ không và số liệu có xác định được từng tham \
        số không. Với --curve, công thức chỉ gồm hai cột, và mức bão hoà là giả định phải kèm nguồn.
        """,
      en: """
        Example: grdp nls 'y ~ b1*(1 - exp(-b2*x))' data.csv --start b1=500,b2=0.0001. The right side \
        is any expression of columns and parameters; the left side may be an expression of columns, \
        such as log(y). The page says whether the search converged and whether the data identify each \
        parameter. With --curve the formula is two columns, and the ceiling is an assumption that \
        needs a source.
        """))

  @Argument(
    help: .words(
      vi: "Công thức: vế trái, dấu ~, vế phải.", en: "The formula: left side, ~, right side."))
  var formula: String

  @Argument(
    help: .words(
      vi: "Bảng số liệu, mỗi quan sát một dòng.", en: "The table, one row per observation."),
    completion: .file(extensions: ["csv"]))
  var file: String

  @Option(
    help: .words(
      vi: "Giá trị ban đầu của mọi tham số: b1=500,b2=0.0001.",
      en: "A starting value for every parameter: b1=500,b2=0.0001."))
  var start: [String] = []

  @Option(help: .words(vi: "Cận dưới: b1=0.", en: "Lower bounds: b1=0."))
  var lower: [String] = []

  @Option(help: .words(vi: "Cận trên: b1=100.", en: "Upper bounds: b1=100."))
  var upper: [String] = []

  @Option(
    help: .words(
      vi: "Cột trọng số (nghịch đảo phương sai).", en: "The column of weights (inverse variances).")
  )
  var weights: String?

  @Option(
    help: .words(
      vi: "Khoảng tin cậy: wald, profile, bootstrap:N hoặc wild:N.",
      en: "Intervals: wald, profile, bootstrap:N or wild:N."))
  var intervals = "wald"

  @Option(
    help: .words(
      vi: "Số điểm xuất phát; các cực tiểu khác nhau đều được liệt kê.",
      en: "Number of starting points; the distinct minima are listed."))
  var starts = 1

  @Option(
    help: .words(
      vi: "Hạt giống ngẫu nhiên của điểm xuất phát, của bootstrap và wild.",
      en: "Seed of starting points, of bootstrap and wild."))
  var seed: UInt64 = 1

  @Option(
    help: .words(
      vi: "Đường cong tăng trưởng, tự tìm giá trị ban đầu: logistic, gompertz, bass, richards.",
      en: "A growth curve, which starts itself: logistic, gompertz, bass, richards."))
  var curve: GrowthCurve?

  @Option(
    help: .words(
      vi: "Với --curve: mức bão hoà, hoặc 'estimate' để ước lượng.",
      en: "With --curve: the ceiling, or 'estimate' to fit it."))
  var ceiling: String?

  @Option(
    help: .words(vi: "Nguồn của mức bão hoà.", en: "Where the ceiling comes from."))
  var ceilingSource: String?

  @Option(
    help: .words(
      vi: "Tệp CSV các dòng cần dự báo.", en: "A CSV file of rows to predict."),
    completion: .file(extensions: ["csv"]))
  var predict: String?

  @Flag(
    help: .words(
      vi: "In thêm tương quan, mọi cực tiểu, giá trị ước tính và phần dư.",
      en: "Also print correlations, all minima, fitted values and residuals."))
  var details = false

  @Flag(
    help: .words(
      vi: "In một đối tượng JSON với đủ chữ số.", en: "Print one JSON object at full precision."))
  var json = false

  @Option(
    help: .words(
      vi: "Ghi coefficients.csv, fitted.csv và predictions.csv (với --predict) vào thư mục này.",
      en:
        "Write coefficients.csv, fitted.csv and, with --predict, predictions.csv into this folder."
    ),
    completion: .directory)
  var csv: String?

  @Flag(
    help: .words(
      vi: "Thay các tệp đã có trong thư mục.", en: "Replace files already in the folder."))
  var overwrite = false

  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if chosenIntervals == nil {
      throw ValidationError(
        words(
          vi: "--intervals là wald, profile, bootstrap:N hoặc wild:N, với N từ 50 đến 100000",
          en: "--intervals is wald, profile, bootstrap:N or wild:N, with N from 50 to 100000"))
    }
    if starts < 1 || starts > 10_000 {
      throw ValidationError(
        words(vi: "--starts phải từ 1 đến 10000", en: "--starts must be between 1 and 10000"))
    }
    if curve == nil && (ceiling != nil || ceilingSource != nil) {
      throw ValidationError(
        words(
          vi: "--ceiling và --ceiling-source chỉ dùng với --curve",
          en: "--ceiling and --ceiling-source go with --curve only"))
    }
    if let ceiling, ceiling != "estimate",
      !((Double(ceiling) ?? 0) > 0) || Double(ceiling) == .infinity
    {
      throw ValidationError(
        words(
          vi: "--ceiling là một số dương hoặc 'estimate'",
          en: "--ceiling is a positive number or 'estimate'"))
    }
    if ceiling == "estimate" && ceilingSource != nil {
      throw ValidationError(
        words(
          vi: "mức bão hoà được ước lượng thì không có nguồn; hãy bỏ --ceiling-source",
          en: "an estimated ceiling has no source; leave out --ceiling-source"))
    }
    if csv == nil && overwrite {
      throw ValidationError(
        words(vi: "--overwrite chỉ dùng với --csv", en: "--overwrite goes with --csv only"))
    }
  }

  func run(in session: Session) throws {
    let kernels = try session.kernels()
    var request = NonlinearRegression.Request(formula: formula, file: file)
    (request.start, request.lower, request.upper) = (start, lower, upper)
    request.weights = weights
    request.predict = predict
    request.curve = curve.map { GrowthCurveRequest($0, ceiling: statedCeiling) }
    let regression = try NonlinearRegression(request)
    let folder = csv.map { OutputFolder($0, replaces: overwrite) }
    try folder?.checkReady(
      ["coefficients.csv", "fitted.csv"] + (predict == nil ? [] : ["predictions.csv"]))
    let problem = regression.problem(kernels)
    let inference: NonlinearInference
    do {
      inference = try NonlinearInference(
        problem, from: regression.start, within: regression.bounds,
        search: .init(starts: starts, seed: seed), intervals: chosenIntervals ?? .wald)
    } catch {
      session.say(session.language.linearAlgebraFailed)
      throw ExitCode.internalFault
    }
    try session.checkInterruption()
    let page = NonlinearPage(regression, inference, problem, in: session.language)
    try StandardOutput.write(json ? [page.json] : page.lines(details: details))
    session.note(page.predictions, of: predict)
    try folder?.write(page.files)
    if let csv { session.say(session.language(.wrote(csv))) }
    if !inference.fit.converged { throw ExitCode.wrongData }
  }

  private var statedCeiling: GrowthCurveRequest.Ceiling? {
    guard let ceiling else { return nil }
    guard ceiling != "estimate", let value = Double(ceiling) else { return .estimated }
    return .given(value, source: ceilingSource ?? "")
  }

  private var chosenIntervals: NonlinearInference.Intervals? {
    switch intervals {
    case "wald": return .wald
    case "profile": return .profile
    default:
      let parts = intervals.split(separator: ":", omittingEmptySubsequences: false)
      let schemes: [Substring: NonlinearBootstrap.Scheme] = [
        "bootstrap": .residuals, "wild": .wild,
      ]
      guard parts.count == 2, let scheme = schemes[parts[0]], let refits = Int(parts[1]),
        (50...100_000).contains(refits)
      else { return nil }
      return .bootstrap(scheme, refits: refits, seed: seed)
    }
  }
}

extension GrowthCurve: ExpressibleByArgument {}
