public import ArgumentParser
import Report
import Scenarios
public import Sim

/// `grdp regress`: a linear regression over a table.
struct Regress: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "regress", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Hồi quy tuyến tính trên một bảng số liệu.",
      en: "Fit a linear regression to a table."),
    discussion: words(
      vi: """
        Công thức viết như trong R: 'log(y) ~ log(x) + z | tỉnh + năm'. Ở ngoài cùng, + - : * | là \
        dấu của công thức; trong một hàm hoặc I( ) là phép tính; x^2 là lũy thừa. Cột chữ là biến \
        phân loại, cột số thành biến phân loại bằng factor(x); sau | là hiệu ứng cố định được khử. \
        Xem docs/statistics.md.
        """,
      en: """
        The formula is written as in R: 'log(y) ~ log(x) + z | province + year'. At top level \
        + - : * | speak of terms; within a call or I( ) they are arithmetic; x^2 is a power. A column \
        of words is a factor, one of numbers becomes one by factor(x); effects after | are \
        absorbed. See docs/statistics.md.
        """))

  @Argument(help: .words(vi: "Công thức.", en: "The formula."))
  var formula: String

  @Argument(
    help: .words(vi: "Tệp CSV, mỗi dòng một quan sát.", en: "A CSV file, one observation a row."),
    completion: .file(extensions: ["csv"]))
  var file: String

  @Option(
    help: .words(
      vi: """
        Sai số: classical, hc0…hc5, nw[:ĐỘ_TRỄ], cluster:CỘT[,CỘT], bootstrap:N, wild:N[:CỘT].
        """,
      en:
        "Errors: classical, hc0…hc5, nw[:LAG], cluster:COLUMN[,COLUMN], bootstrap:N, wild:N[:COLUMN]."
    ))
  var errors = "classical"

  @Option(
    help: .words(
      vi: "Hiệu chỉnh mẫu nhỏ của cluster và nw: full, clusters hoặc none.",
      en: "Small-sample correction of cluster and nw: full, clusters or none."))
  var correction = SmallSample.full

  @Option(help: .words(vi: "Cột trọng số.", en: "The column of weights."))
  var weights: String?

  @Option(
    help: .words(
      vi: "Phạt λ b² với mọi hệ số trừ hệ số chặn.",
      en: "Penalise λ b² for every coefficient but the intercept."))
  var ridge: Double?

  @Option(
    help: .words(
      vi: "Tiên nghiệm liên hợp: shape=3,rate=2,x=0.5:0.25,*=0:0.01 (trung bình:độ chính xác).",
      en: "A conjugate prior: shape=3,rate=2,x=0.5:0.25,*=0:0.01 (mean:precision)."))
  var prior: String?

  @Option(
    help: .words(
      vi: "Tệp CSV các dòng cần dự báo.", en: "A CSV file of rows to predict."),
    completion: .file(extensions: ["csv"]))
  var predict: String?

  @Option(help: .words(vi: "Xác suất của các khoảng.", en: "The probability of intervals."))
  var level = 0.95

  @Option(
    help: .words(vi: "Hạt giống của bootstrap và wild.", en: "Seed of bootstrap and wild."))
  var seed: UInt64 = 1

  @Flag(
    help: .words(
      vi: "In thêm VIF, các kiểm định và các dòng ảnh hưởng nhiều nhất.",
      en: "Also print VIF, tests and the most influential rows."))
  var details = false

  @Flag(help: .words(vi: "In một đối tượng JSON.", en: "Print one JSON object."))
  var json = false

  @Option(
    help: .words(vi: "Thư mục để ghi các bảng CSV.", en: "A folder to write CSV tables to."),
    completion: .directory)
  var csv: String?

  @Flag(
    help: .words(
      vi: "Thay các tệp đã có trong thư mục.", en: "Replace files already in the folder."))
  var overwrite = false

  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if ErrorRequest(errors) == nil {
      throw ValidationError(speech.language.sentence(.regression(.badErrors(errors))))
    }
    if !(level > 0 && level < 1) {
      throw ValidationError(
        words(vi: "--level phải nằm giữa 0 và 1", en: "--level must lie between 0 and 1"))
    }
    if let ridge, !(ridge > 0 && ridge.isFinite) {
      throw ValidationError(words(vi: "--ridge phải lớn hơn 0", en: "--ridge must be above 0"))
    }
    if ridge != nil && prior != nil {
      throw ValidationError(
        words(
          vi: "--ridge và --prior không dùng cùng nhau",
          en: "--ridge and --prior exclude each other"))
    }
    if (ridge != nil || prior != nil) && ErrorRequest(errors) != .classical {
      throw ValidationError(
        words(
          vi: "--errors không dùng cùng --ridge, --prior",
          en: "--errors goes without --ridge and --prior"))
    }
    if overwrite && csv == nil {
      throw ValidationError(
        words(vi: "--overwrite chỉ dùng với --csv", en: "--overwrite goes with --csv only"))
    }
  }

  func run(in session: Session) throws {
    let folder = csv.map { OutputFolder($0, replaces: overwrite) }
    try folder?.checkReady(RegressionFiles.names(predicts: predict != nil))
    var request = LinearRegression.Request(formula: formula, file: file)
    request.errors = ErrorRequest(errors) ?? .classical
    request.smallSample = correction
    request.weights = weights
    request.ridge = ridge
    request.prior = prior
    request.predict = predict
    request.level = level
    request.seed = seed
    let regression = try LinearRegression(request, kernels: session.kernels())
    try session.checkInterruption()
    try StandardOutput.write(
      json
        ? [RegressionJSON(regression).text(details: details)]
        : RegressionPage(regression, in: session.language).lines(details: details))
    session.note(regression.predictions.map { PredictionTable($0) }, of: predict)
    try folder?.write(RegressionFiles(regression).files)
    if let csv { session.say(session.language(.wrote(csv))) }
  }
}

extension SmallSample: ExpressibleByArgument {}
