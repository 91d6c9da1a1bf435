import Scenarios

/// The words of the pages about data; the compiler keeps both languages complete.
enum DataPageText {
  case counts(figures: String, indicators: String, years: String)
  case byStatus(observed: String, derived: String, assumed: String)
  case known, contradictions, moreContradictions(String), moreLines(String)
  case years(String)
  case needs(model: String, file: String, vintage: String, years: String)
  case slotsOf(String, total: String)
  case notTabulated, missing, given
  case noFile(model: String, slots: String)
  case targets(String)
  case fullText
  case allFigures, allSources, allTargets
  case region, boundary, figures, definition, indicator, value, year, unit, source, status, note
  case period, fileColumn
  case latestOf(String)
  case draftRemark, otherFigures
  case chooseBoundary([String])
  case overview(String)
  case noRegion(String, suggestion: String?)
}

extension Language {
  /// The words in this language.
  func callAsFunction(_ text: DataPageText) -> String {
    switch self {
    case .en: text.inEnglish
    case .vi: text.inVietnamese
    }
  }

  /// Why a region has no page.
  public func noSuchRegion(_ name: String, suggestion: String?) -> String {
    self(.noRegion(name, suggestion: suggestion))
  }

  /// What to do about a region that has figures within several borders.
  public func severalBoundaries(_ boundaries: [String]) -> String {
    self(.chooseBoundary(boundaries))
  }

  /// A grade of a figure.
  func word(_ status: Fact.Status) -> String {
    switch (self, status) {
    case (.en, .observed): "published"
    case (.vi, .observed): "công bố"
    case (.en, .derived): "derived"
    case (.vi, .derived): "suy ra"
    case (.en, .assumed): "assumed"
    case (.vi, .assumed): "giả định"
    }
  }
}

extension DataPageText {
  fileprivate var inEnglish: String {
    switch self {
    case .counts(let figures, let indicators, let years):
      "\(figures) figures of \(indicators) indicators, \(years)"
    case .byStatus(let observed, let derived, let assumed):
      "\(observed) published, \(derived) derived, \(assumed) assumed"
    case .known: "Known, with the figure of the latest year"
    case .contradictions: "Different figures for the same thing"
    case .moreContradictions(let count): "and \(count) more"
    case .moreLines(let count): "and \(count) more lines"
    case .years(let count): "\(count) years"
    case .needs(let model, let file, let vintage, let years):
      "What the model \(model) gets from \(file) (vintage \(vintage), \(years))"
    case .slotsOf(let word, let total): "\(word) (\(total))"
    case .notTabulated: "not in the table of facts"
    case .missing: "missing"
    case .given: "there are figures"
    case .noFile(let model, let slots):
      "No region file: the model \(model) cannot run. What it needs (\(slots) slots)"
    case .targets(let count): "\(count) targets stand in official documents"
    case .fullText: "Everything with its source: add --details"
    case .allFigures: "Every figure"
    case .allSources: "Sources"
    case .allTargets: "Targets"
    case .region: "region"
    case .boundary: "boundary"
    case .figures: "figures"
    case .definition: "definition"
    case .indicator: "indicator"
    case .value: "figure"
    case .year: "years"
    case .unit: "unit"
    case .source: "source"
    case .status: "status"
    case .note: "note"
    case .period: "period"
    case .latestOf(let label): "latest by definition: \(label)"
    case .draftRemark:
      "Filled from the tables of data as far as they go; `grdp check` lists what is missing."
    case .otherFigures: "also"
    case .chooseBoundary(let names):
      "error: there are figures within several borders; add --boundary with one of: "
        + names.joined(separator: ", ")
    case .fileColumn: "region file"
    case .overview(let count): "\(count) figures; `grdp data REGION` shows one region"
    case .noRegion(let name, let suggestion):
      "error: nothing is known about '\(name)'"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? "; `grdp data` lists the regions")
    }
  }

  fileprivate var inVietnamese: String {
    switch self {
    case .counts(let figures, let indicators, let years):
      "\(figures) số liệu của \(indicators) chỉ tiêu, \(years)"
    case .byStatus(let observed, let derived, let assumed):
      "\(observed) công bố, \(derived) suy ra, \(assumed) giả định"
    case .known: "Số liệu đã có, với con số của năm gần nhất"
    case .contradictions: "Những con số khác nhau cho cùng một chỉ tiêu"
    case .moreContradictions(let count): "và \(count) chỗ khác"
    case .moreLines(let count): "và \(count) dòng nữa"
    case .years(let count): "\(count) năm"
    case .needs(let model, let file, let vintage, let years):
      "Số liệu mô hình \(model) nhận từ \(file) (bộ \(vintage), \(years))"
    case .slotsOf(let word, let total): "\(word) (\(total))"
    case .notTabulated: "không có trong bảng số liệu"
    case .missing: "còn thiếu"
    case .given: "đã có số liệu"
    case .noFile(let model, let slots):
      "Chưa có tệp địa phương nên chưa chạy được mô hình \(model). Mô hình cần (\(slots) mục)"
    case .targets(let count): "\(count) mục tiêu nêu trong văn bản chính thức"
    case .fullText: "Toàn bộ số liệu kèm nguồn: thêm --details"
    case .allFigures: "Toàn bộ số liệu"
    case .allSources: "Nguồn"
    case .allTargets: "Mục tiêu"
    case .region: "địa phương"
    case .boundary: "địa giới"
    case .figures: "số liệu"
    case .definition: "định nghĩa"
    case .indicator: "chỉ tiêu"
    case .value: "con số"
    case .year: "năm"
    case .unit: "đơn vị"
    case .source: "nguồn"
    case .status: "tính chất"
    case .note: "ghi chú"
    case .period: "kỳ"
    case .latestOf(let label): "gần nhất theo từng định nghĩa: \(label)"
    case .draftRemark:
      "Điền từ các bảng số liệu, có đến đâu điền đến đó; `grdp check` liệt kê những gì còn thiếu."
    case .otherFigures: "còn có"
    case .chooseBoundary(let names):
      "lỗi: số liệu thuộc nhiều địa giới; hãy thêm --boundary với một trong các giá trị: "
        + names.joined(separator: ", ")
    case .fileColumn: "tệp địa phương"
    case .overview(let count): "\(count) số liệu; `grdp data ĐỊA_PHƯƠNG` cho xem một địa phương"
    case .noRegion(let name, let suggestion):
      "lỗi: chưa có số liệu nào về '\(name)'"
        + (suggestion.map { "; có phải '\($0)' không?" } ?? "; `grdp data` liệt kê các địa phương")
    }
  }
}
