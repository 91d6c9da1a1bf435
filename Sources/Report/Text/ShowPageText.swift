/// The words of the page of a file's contents; the compiler keeps both languages complete.
enum ShowPageText {
  /// Heads of the facts about a file.
  case file, model, region, definition, years, runs, clock, contents, sets, notes, headline
  /// How a chain of scenarios is joined.
  case extends(String)
  /// The years of a run.
  case yearsOfRun(first: String, last: String, policyStart: String, horizon: String)
  /// The years are a region's to give.
  case yearsOfRegion
  /// What a run of it takes when nobody says otherwise.
  case drawsAndSeed(draws: String?, seed: String?)
  /// How much a model holds.
  case modelCounts(
    slots: Int, tables: Int, parameters: Int, shocks: Int, equations: Int, reporting: Int,
    identities: Int, checks: Int)
  /// Head of the levers and assumptions that are set, of how many.
  case inputsSet(Int, of: Int)
  /// Head of all of them, with what the mark means.
  case inputsResolved
  /// Heads of columns.
  case name, unit, value, byDefault, possible, plausible, setBy, level, quantity, law, rho
  /// Heads of sections.
  case levers, assumptions, fixed, adjusted, replacedLaws, priors, shockLaws, correlations, sweep
  case targets, data, order, observations
  /// So many targets or data, which `--resolved` lists.
  case count(Int)
  /// So many combinations of a sweep.
  case combinations(Int)
  /// The kinds of year an equation distinguishes.
  case firstYear, history, lastYear, projection
  /// It is at its default.
  case isDefault
  /// A series from one year to another.
  case series(String)
  /// A number, or a table of so many values.
  case oneNumber, table(Int)
  /// What several years must do together.
  case every, any, mean
}

extension ShowPageText {
  /// The words in a language.
  func text(in language: Language) -> String {
    switch language {
    case .en: inEnglish
    case .vi: inVietnamese
    }
  }

  fileprivate var inEnglish: String {
    switch self {
    case .file: "file"
    case .model: "model"
    case .region: "region"
    case .definition: "definition"
    case .years: "years"
    case .runs: "run"
    case .clock: "clock"
    case .contents: "contents"
    case .sets: "sets"
    case .notes: "notes"
    case .headline: "headline"
    case .extends(let chain): "extends \(chain)"
    case .yearsOfRun(let first, let last, let policyStart, let horizon):
      "observed \(first)-\(last), policy from \(policyStart), to \(horizon)"
    case .yearsOfRegion: "given by a region"
    case .drawsAndSeed(let draws, let seed):
      [draws.map { "\($0) draws" }, seed.map { "seed \($0)" }].compactMap { $0 }
        .joined(separator: ", ")
    case .modelCounts(
      let slots, let tables, let parameters, let shocks, let equations, let reporting,
      let identities, let checks):
      [
        counted(slots, "data slot"), counted(tables, "table"), counted(parameters, "parameter"),
        counted(shocks, "shock"), counted(equations, "equation"),
        counted(reporting, "reporting equation"), counted(identities, "identity", "identities"),
        counted(checks, "check"),
      ].joined(separator: ", ")
    case .inputsSet(let set, let all): "levers and assumptions: \(set) of \(all) are set"
    case .inputsResolved: "levers and assumptions (* = default)"
    case .name: "name"
    case .unit: "unit"
    case .value: "value"
    case .byDefault: "default"
    case .possible: "possible"
    case .plausible: "plausible"
    case .setBy: "set by"
    case .level: "level"
    case .quantity: "quantity"
    case .law: "law"
    case .rho: "rho"
    case .levers: "levers"
    case .assumptions: "assumptions"
    case .fixed: "fixed values"
    case .adjusted: "add-factors"
    case .replacedLaws: "laws replaced"
    case .priors: "parameters"
    case .shockLaws: "shocks"
    case .correlations: "correlations"
    case .sweep: "sweep"
    case .targets: "targets"
    case .data: "data"
    case .order: "order of equations"
    case .observations: "observations"
    case .count(let count): "\(count) (listed by --resolved)"
    case .combinations(let count): "sweep: \(counted(count, "combination"))"
    case .firstYear: "first year"
    case .history: "history"
    case .lastYear: "last observed year"
    case .projection: "projection"
    case .isDefault: "default"
    case .series(let years): "series \(years)"
    case .oneNumber: "number"
    case .table(let count): "table of \(count)"
    case .every: "every year"
    case .any: "some year"
    case .mean: "mean"
    }
  }

  fileprivate var inVietnamese: String {
    switch self {
    case .file: "tệp"
    case .model: "mô hình"
    case .region: "địa phương"
    case .definition: "định nghĩa"
    case .years: "các năm"
    case .runs: "chạy"
    case .clock: "đồng hồ"
    case .contents: "gồm"
    case .sets: "các tập"
    case .notes: "ghi chú"
    case .headline: "biến chính"
    case .extends(let chain): "mở rộng từ \(chain)"
    case .yearsOfRun(let first, let last, let policyStart, let horizon):
      "quan sát \(first)-\(last), chính sách từ \(policyStart), đến \(horizon)"
    case .yearsOfRegion: "do tệp địa phương nêu"
    case .drawsAndSeed(let draws, let seed):
      [draws.map { "\($0) lượt" }, seed.map { "hạt giống \($0)" }].compactMap { $0 }
        .joined(separator: ", ")
    case .modelCounts(
      let slots, let tables, let parameters, let shocks, let equations, let reporting,
      let identities, let checks):
      "\(slots) mục số liệu, \(tables) bảng, \(parameters) tham số, \(shocks) cú sốc, \(equations) phương trình, "
        + "\(reporting) phương trình báo cáo, \(identities) đồng nhất thức, \(checks) kiểm tra"
    case .inputsSet(let set, let all): "công cụ chính sách và giả định: đặt \(set) trên \(all)"
    case .inputsResolved: "công cụ chính sách và giả định (* = mặc định)"
    case .name: "tên"
    case .unit: "đơn vị"
    case .value: "giá trị"
    case .byDefault: "mặc định"
    case .possible: "có thể"
    case .plausible: "hợp lý"
    case .setBy: "đặt ở"
    case .level: "mức"
    case .quantity: "đại lượng"
    case .law: "phân phối"
    case .rho: "rho"
    case .levers: "công cụ chính sách"
    case .assumptions: "giả định"
    case .fixed: "giá trị cố định"
    case .adjusted: "phần cộng thêm"
    case .replacedLaws: "phân phối thay mới"
    case .priors: "tham số"
    case .shockLaws: "cú sốc"
    case .correlations: "tương quan"
    case .sweep: "lưới thử"
    case .targets: "mục tiêu"
    case .data: "số liệu"
    case .order: "thứ tự tính"
    case .observations: "quan sát"
    case .count(let count): "\(count) (xem bằng --resolved)"
    case .combinations(let count): "lưới thử: \(count) tổ hợp"
    case .firstYear: "năm đầu"
    case .history: "quá khứ"
    case .lastYear: "năm quan sát cuối"
    case .projection: "dự báo"
    case .isDefault: "mặc định"
    case .series(let years): "chuỗi \(years)"
    case .oneNumber: "một số"
    case .table(let count): "bảng \(count) số"
    case .every: "mọi năm"
    case .any: "một năm nào đó"
    case .mean: "bình quân"
    }
  }
}

private func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
  number == 1 ? "1 \(one)" : "\(number) \(many ?? one + "s")"
}
