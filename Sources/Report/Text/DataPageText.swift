public import Scenarios

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
  case otherFigures
  case draftHead(String), draftMarks, draftFit, draftObservations, draftSD, draftScenario
  case assumedAs(String), assumedInProportion(String, to: String), assumedBySize(String, String)
  case draftCounts(slots: Int, known: Int, partly: Int), draftKnown, draftPartly
  case draftQuantities(observations: Int, targets: Int)
  case draftCaution(String)
  case sizeUnknown([String]), howToSupply, draftNext(String)
  case notLike(String, known: [String])
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

  /// Why a region cannot be drafted: nothing says how large it is.
  public func sizeUnknown(_ indicators: [(label: LocalizedText, id: String)]) -> String {
    self(.sizeUnknown(indicators.map { "\($0.label.text(in: self)): \($0.id)" }))
  }

  /// How to bring figures of one's own.
  public var howToSupply: String { self(.howToSupply) }

  /// What can be done with a new region.
  public func next(_ commands: [String]) -> String {
    self(.draftNext(commands.joined(separator: " · ")))
  }

  /// No region of that identifier can be taken as an example.
  public func notLike(_ id: String, known: [String]) -> String { self(.notLike(id, known: known)) }

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
    case .draftHead(let like):
      "Filled from the tables of data as far as they go, and where they have nothing from \(like)."
    case .draftMarks:
      "A number without a mark is published (its source stands beside it); [A] is assumed: replace it by an official figure, or say why it holds."
    case .draftFit: "once `grdp fit` has written it"
    case .draftObservations:
      "What a fit reproduces. `sd` is error of measurement and ambiguity together, and always a judgement [A]."
    case .draftSD: "5 %"
    case .draftScenario:
      "Every lever and assumption keeps its default; extend this file for what-if scenarios."
    case .assumedAs(let like): "no figure: as in \(like)"
    case .assumedInProportion(let like, let indicator):
      "no figure: that of \(like), in proportion to: \(indicator)"
    case .assumedBySize(let like, let ratio):
      "no figure: \(ratio) times that of \(like), in proportion to the size of the region"
    case .draftCounts(let slots, let known, let partly):
      "\(slots) inputs of the model: \(known) from figures, \(partly) in part, \(slots - known - partly) assumed"
    case .draftCaution(let like):
      "until the assumed numbers are replaced, a forecast says what \(like) would do at this size"
    case .draftKnown: "from figures"
    case .draftPartly: "from figures in part, the rest in proportion or taken over"
    case .draftQuantities(let observations, let targets):
      "for a fit: \(observations) observables; \(targets) targets of official documents"
    case .sizeUnknown(let indicators):
      "nothing says how large the region is: supply at least one of \(indicators.joined(separator: ", ")) for some year"
    case .howToSupply:
      "supply figures with --from FACTS.csv, columns region,boundary,indicator,definition,price_basis,unit,year,value,source_id (data/indicators.csv and data/vocabulary.csv have the words, docs/data.md an example)"
    case .draftNext(let commands): "next: \(commands)"
    case .notLike(let id, let known):
      "there is no region file '\(id)' to take assumptions from; there are \(known.joined(separator: ", "))"
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
    case .draftHead(let like):
      "Điền từ các bảng số liệu, có đến đâu điền đến đó; chỗ chưa có số liệu thì tạm lấy theo \(like)."
    case .draftMarks:
      "Số không có dấu là số đã công bố (nguồn ghi bên cạnh); [A] là giả định: hãy thay bằng số chính thức hoặc nêu lý do giữ lại."
    case .draftFit: "sau khi `grdp fit` đã ghi tệp này"
    case .draftObservations:
      "Những số liệu mà hiệu chỉnh phải khớp. `sd` gồm sai số đo lường và sự chưa rõ ràng, luôn là phán đoán [A]."
    case .draftSD: "5 %"
    case .draftScenario:
      "Mọi công cụ và giả định giữ mức mặc định; muốn thử phương án khác, viết kịch bản kế thừa tệp này."
    case .assumedAs(let like): "chưa có số liệu: lấy như \(like)"
    case .assumedInProportion(let like, let indicator):
      "chưa có số liệu: lấy của \(like), theo tỷ lệ: \(indicator)"
    case .assumedBySize(let like, let ratio):
      "chưa có số liệu: bằng \(ratio) lần \(like), theo quy mô của địa phương"
    case .draftCounts(let slots, let known, let partly):
      "\(slots) đầu vào của mô hình: \(known) từ số liệu, \(partly) có một phần, \(slots - known - partly) là giả định"
    case .draftCaution(let like):
      "chừng nào các giả định chưa được thay, dự báo chỉ cho biết \(like) sẽ ra sao nếu ở quy mô này"
    case .draftKnown: "từ số liệu"
    case .draftPartly: "có một phần, còn lại suy theo tỷ lệ hoặc lấy theo"
    case .draftQuantities(let observations, let targets):
      "để hiệu chỉnh: \(observations) quan sát; \(targets) mục tiêu trong văn bản chính thức"
    case .sizeUnknown(let indicators):
      "chưa có số liệu nào cho biết quy mô của địa phương: hãy bổ sung ít nhất một trong các chỉ tiêu \(indicators.joined(separator: ", ")) cho một năm nào đó"
    case .howToSupply:
      "bổ sung số liệu bằng --from TỆP.csv, gồm các cột region,boundary,indicator,definition,price_basis,unit,year,value,source_id (các từ dùng được có trong data/indicators.csv và data/vocabulary.csv, ví dụ trong docs/data.md)"
    case .draftNext(let commands): "tiếp theo: \(commands)"
    case .notLike(let id, let known):
      "không có tệp địa phương '\(id)' để lấy giả định; hiện có \(known.joined(separator: ", "))"
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
