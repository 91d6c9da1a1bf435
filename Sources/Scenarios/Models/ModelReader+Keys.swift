import Sim

// The keys of a model file and of every mapping in it.

extension ModelReader {
  /// The keys of a model file.
  static let keys = Mapping(
    "model",
    [
      .schema(.model),
      .required("id", .text, vi: "Mã của mô hình.", en: "The identifier of the model."),
      .required("title", .words, vi: "Tên mô hình.", en: "Its title."),
      .optional(
        "clock", .mapping(ModelSource.Clock.keys), vi: "Đơn vị thời gian và các năm mặc định.",
        en: "The unit of time, and years that a region may replace."),
      .optional(
        "units", .map(UnitTable.shape), vi: "Các đơn vị dùng bên dưới, ngoài đơn vị có sẵn.",
        en: "The units used below, besides the built-in ones."),
      .optional(
        "sets", .map(SetEntry.shape), vi: "Các tập chỉ số, như ngành.",
        en: "Index sets, such as sectors."),
      .optional(
        "subsets", .map(.mapping(SubsetEntry.keys)), vi: "Các phần có tên của một tập.",
        en: "Named parts of sets."),
      .optional(
        "tables", .map(.mapping(ModelSource.Slot.tableKeys)), vi: "Các số đã biết, theo tập.",
        en: "Known numbers over sets."),
      .optional(
        "data", .map(.mapping(ModelSource.Slot.keys)),
        vi: "Các mục số liệu mà tệp địa phương phải điền.", en: "Data slots that a region fills."),
      .optional(
        "levers", .map(.mapping(ModelSource.InputSource.keys)),
        vi: "Công cụ: những gì chính sách đặt được.", en: "Levers: what a policy sets."),
      .optional(
        "assumptions", .map(.mapping(ModelSource.InputSource.keys)),
        vi: "Giả định: kịch bản đặt được, chính sách thì không.",
        en: "Assumptions: what a scenario sets but no policy can."),
      .optional(
        "parameters", .map(.mapping(ModelSource.Law.parameterKeys)),
        vi: "Các hằng số chưa chắc chắn, có phân phối tiên nghiệm.",
        en: "Uncertain constants with priors."),
      .optional(
        "correlations", .list(.mapping(CorrelationSource.keys)),
        vi: "Tương quan giữa các tham số, hoặc giữa các cú sốc.",
        en: "Correlations between parameters, or between shocks."),
      .optional(
        "shocks", .map(.mapping(ModelSource.Law.shockKeys)), vi: "Nhiễu ngẫu nhiên từng năm.",
        en: "Yearly disturbances."),
      .optional(
        "equations", .map(.mapping(FormKind.keys)), vi: "Các phương trình động.",
        en: "The dynamic equations."),
      .optional(
        "reporting", .map(.mapping(FormKind.keys)),
        vi: "Các phương trình báo cáo; được đọc mọi năm.",
        en: "Equations that may look at any year, and that dynamics may not read."),
      .optional(
        "identities", .map(.mapping(ModelSource.IdentitySource.keys)),
        vi: "Các đồng nhất thức, kiểm tra ở mỗi lần chạy.", en: "Identities, checked on every run."),
      .optional(
        "checks", .map(.mapping(BehaviourCheck.keys)),
        vi: "Kiểm tra ứng xử, do `grdp check` chạy.", en: "Behaviour checks, run by `grdp check`."),
      .optional(
        "headline", .list(.text), vi: "Các biến mà trang kết quả nêu trước.",
        en: "The variables a page shows first."),
      .optional(
        "components", .list(.text), vi: "Các biến của components.csv.",
        en: "The variables of components.csv."),
      .optional(
        "splits", .list(.mapping(Split.keys)), vi: "Các cách tách biến đầu trang thành phần.",
        en: "Ways to take the first headline apart."),
      .optional(
        "decompositions", .list(.mapping(Decomposition.keys)),
        vi: "Thay đổi hằng năm của các biến từ đâu mà có, cho `grdp explain`.",
        en: "Where the yearly changes of variables come from, for `grdp explain`."),
      .optional(
        "stress", .path, vi: "Tệp cú sốc và nhận định, cho `grdp stress`.",
        en: "The file of stresses and judgements, for `grdp stress`."),
      .optional(
        "first_releases", .map(.text), vi: "Biến nào là số công bố lần đầu của biến nào.",
        en: "For a variable, the one that is what is first published of it."),
      .optional(
        "path_columns", .list(.text), vi: "Các ký hiệu mà `grdp replay` ghi, theo thứ tự.",
        en: "The symbols `grdp replay` writes, in order."),
      .optional(
        "seek", .mapping(SeekDeclaration.keys),
        vi: "Cho `grdp seek`: chi phí của chính sách, và những gì có thể phải tăng nhanh hơn.",
        en: "For `grdp seek`: what a policy costs, and what might have to grow faster."),
    ] + remarks)

  /// What a model or region may say in words, for the reader of the file only.
  static let remarks: [Mapping.Key] = ["source", "sources", "note", "notes"].map {
    .optional($0, .anything, vi: "Dành cho người đọc tệp.", en: "For the reader of the file.")
  }
}

extension ModelSource.Declaration {
  /// The key that makes a number an amount.
  static let union = Mapping.Key.optional(
    "union", .constant("sum"), vi: "Số tuyệt đối: nhiều địa phương gộp lại thì cộng lại.",
    en: "An amount: several regions together have the sum of theirs.")

  /// What everything with a name and a unit may say about itself.
  static let keys: [Mapping.Key] = [
    .optional(
      "symbol", .either([.text, .map(.text)]),
      vi: "Ký hiệu ngắn; {tập} thay cho phần tử.",
      en: "A short symbol, a pattern with {set}, or a map by element."),
    .optional(
      "equation", .text, vi: "Số hiệu trong tài liệu của mô hình.",
      en: "Its number in the model's documentation."),
    .required("unit", .text, vi: "Đơn vị.", en: "The unit."),
    .label, .source, .note,
  ]

  /// The sets something is over.
  static let over = Mapping.Key.optional(
    "over", .list(.text), vi: "Các tập mà nó chạy theo.", en: "The sets it is over.")

  /// A name in `forecast.csv`.
  static let report = Mapping.Key.optional(
    "report", .text, vi: "Tên trong forecast.csv, các cấp cách nhau bằng |.",
    en: "Its name in forecast.csv, a hierarchy with |; {set} stands for the element.")
}

extension ModelSource.Clock {
  /// The keys of a clock.
  static let keys = Mapping(
    "clock",
    [.optional("unit", .text, vi: "Đơn vị thời gian, như yr.", en: "The unit of time, such as yr.")]
      + RegionSource.yearKeys.keys)
}

extension UnitTable {
  /// The keys of a base unit.
  static let keys = Mapping("unit", [.label, .source, .note])
  /// What may stand for a unit: a base unit, or a multiple of others.
  static let shape = Shape.either([.mapping(keys), .text, .nothing])
}

extension SetEntry {
  /// The keys of a set.
  static let keys = Mapping(
    "set",
    [
      .optional("elements", .list(.text), vi: "Các phần tử, theo thứ tự.", en: "Its elements."),
      .optional(
        "labels", .map(.words), vi: "Tên gọi của các phần tử.", en: "The labels of its elements."),
      .optional(
        "aliases", .map(.text), vi: "Tên khác của phần tử.", en: "Other names of elements."),
      .optional(
        "same_as", .text, vi: "Tập có cùng các phần tử: một chỉ số thứ hai.",
        en: "The set whose elements it shares: a second index."),
      .label, .source, .note,
    ], oneOf: ["elements", "same_as"])
  /// What may stand for a set.
  static let shape = Shape.either([.list(.text), .mapping(keys)])
}

extension SubsetEntry {
  /// The keys of a subset.
  static let keys = Mapping(
    "subset",
    [
      .required("of", .text, vi: "Tập.", en: "The set."),
      .required("is", .list(.text), vi: "Các phần tử.", en: "The elements."), .label, .source,
      .note,
    ])
}

extension ModelSource.Slot {
  /// The keys of a table.
  static let tableKeys = Mapping(
    "table",
    ModelSource.Declaration.keys + [
      ModelSource.Declaration.over,
      .required(
        "values", .values, vi: "Các số: danh sách theo tập, hoặc theo phần tử.",
        en: "The numbers: a list in the order of the set, or a map by element."),
    ])

  /// The keys of a data slot.
  static let keys = Mapping(
    "slot",
    ModelSource.Declaration.keys + [
      ModelSource.Declaration.over,
      .optional(
        "series", .flag, vi: "Chuỗi theo năm hay không.", en: "Whether it has a value a year."),
      .optional(
        "years", .years, vi: "Các năm có số liệu, như first..last.",
        en: "The years with values, such as first..last."),
      .optional(
        "after", .choice(["hold", "undefined"]), vi: "Sau số liệu cuối: giữ giá trị, hay để trống.",
        en: "After the last observation: hold the value, or leave it undefined."),
      .optional(
        "missing", .number, vi: "Giá trị cho năm không có số liệu.",
        en: "The value of a year without an observation."),
      .optional(
        "default", .values, vi: "Giá trị khi địa phương không nêu.",
        en: "The value where a region gives none."),
      ModelSource.Declaration.union, ModelSource.Declaration.report,
    ])
}

extension ModelSource.Bounds {
  /// The bounds and words of a lever or assumption; `possible` is to be given once.
  fileprivate static func keys(isComplete: Bool) -> [Mapping.Key] {
    let (defaultWords, possibleWords) = (
      LocalizedText(vi: "Giá trị mặc định.", en: "The default."),
      LocalizedText(vi: "Ngoài khoảng này là lỗi.", en: "Outside is an error.")
    )
    return [
      Mapping.Key(
        name: "default", shape: .number, isRequired: isComplete, about: defaultWords),
      Mapping.Key(
        name: "possible", shape: .bounds, isRequired: isComplete, about: possibleWords),
      .optional(
        "plausible", .bounds, vi: "Ngoài khoảng này là cảnh báo.", en: "Outside is a warning."),
      .optional(
        "cost", .words, vi: "Chi phí của một đơn vị, bằng lời.", en: "What a unit costs, in words."),
      .optional(
        "reason", .words, vi: "Vì sao có mức mặc định và các giới hạn.",
        en: "Why the default and the bounds are what they are."),
    ]
  }

  /// The keys with which a region replaces what a model says.
  static let keys = Mapping(
    "bounds", keys(isComplete: false) + [.source, .note])
}

extension ModelSource.InputSource {
  /// The keys of a lever or assumption.
  static let keys = Mapping(
    "input",
    ModelSource.Declaration.keys + ModelSource.Bounds.keys(isComplete: true)
      + [ModelSource.Declaration.union])
}

extension ModelSource.Law {
  /// The keys of a parameter.
  static let parameterKeys = Mapping(
    "parameter",
    ModelSource.Declaration.keys + [
      ModelSource.Declaration.over,
      .required(
        "prior", .overrides, vi: "Phân phối tiên nghiệm, như normal(mean: .01, sd: .002).",
        en: "The prior, such as normal(mean: .01, sd: .002)."),
    ])

  /// The keys of a shock.
  static let shockKeys = Mapping(
    "shock",
    ModelSource.Declaration.keys + [
      ModelSource.Declaration.over,
      .required("law", .overrides, vi: "Phân phối.", en: "The law."),
      .optional(
        "years", .choice(["all", "projection"]), vi: "Mọi năm, hay chỉ các năm dự báo (mặc định).",
        en: "All years, or those of the projection only (the default)."),
    ])
}

extension FormKind {
  /// The keys of an equation.
  static let keys = Mapping(
    "equation",
    ModelSource.Declaration.keys + [
      ModelSource.Declaration.over, ModelSource.Declaration.report,
      .optional(
        "union", .overrides,
        vi: "Giá trị cho nhiều địa phương gộp lại: sum, same hoặc một biểu thức.",
        en: "The value for several regions together: sum, same or an expression."),
    ]
      + FormKind.allCases.map { kind in
        Mapping.Key(name: kind.rawValue, shape: .overrides, isRequired: false, about: kind.about)
      })

  private var about: LocalizedText {
    switch self {
    case .first: LocalizedText(vi: "Năm đầu.", en: "The first year.")
    case .last: LocalizedText(vi: "Năm quan sát cuối.", en: "The last observed year.")
    case .history:
      LocalizedText(
        vi: "Sau năm đầu, đến năm quan sát cuối.", en: "After the first, up to the last observed.")
    case .projection:
      LocalizedText(vi: "Sau năm quan sát cuối.", en: "After the last observed year.")
    case .later: LocalizedText(vi: "Mọi năm sau năm đầu.", en: "Every year after the first.")
    case .all: LocalizedText(vi: "Mọi năm.", en: "Every year.")
    }
  }
}

extension ModelSource.IdentitySource {
  /// The keys of an identity.
  static let keys = Mapping(
    "identity",
    [
      .optional(
        "equal", .list(.expression, count: 2), vi: "Hai vế phải bằng nhau.",
        en: "The two sides that must be equal."),
      .optional(
        "holds", .expression, vi: "Điều kiện phải đúng.", en: "A condition that must hold."),
      ModelSource.Declaration.over,
      .optional("years", .years, vi: "Các năm kiểm tra.", en: "The years in which it is checked."),
      .label, .note, .source,
      .optional(
        "equation", .text, vi: "Số hiệu trong tài liệu.", en: "Its number in the documentation."),
    ], oneOf: ["equal", "holds"])
}

extension BehaviourCheck {
  /// The keys of a behaviour check.
  static let keys = Mapping(
    "behaviour_check",
    [
      .required(
        "raise", .text, vi: "Công cụ hoặc giả định được nâng lên.",
        en: "The lever or assumption that is raised."),
      .required(
        "of", .text, vi: "Biến, hoặc một phần tử của nó.", en: "The variable, or one element."),
      .required("in", .years, vi: "Năm được xem.", en: "The year it is looked at."),
      .required(
        "expect", .choice(Expectation.allCases.map(\.rawValue)),
        vi: "Phải tăng, giảm hay giữ nguyên.",
        en: "What is expected to happen."),
      .label, .note, .source,
    ])
}
