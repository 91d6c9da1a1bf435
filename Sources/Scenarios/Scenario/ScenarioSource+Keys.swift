// The keys of a scenario file.

extension ScenarioSource {
  /// The keys of a scenario file.
  static let keys = Mapping(
    "scenario",
    [
      .schema(.scenario),
      .required("id", .text, vi: "Mã của kịch bản.", en: "The identifier of the scenario."),
      .required("title", .words, vi: "Tên kịch bản.", en: "Its title."),
      .optional(
        "extends", .path, vi: "Kịch bản gốc; mọi thứ bên dưới là khác biệt so với nó.",
        en: "The scenario it differs from."),
      .optional("model", .path, vi: "Tệp mô hình.", en: "The model file."),
      .optional("region", .path, vi: "Tệp địa phương.", en: "The region file."),
      .optional(
        "definition", .text, vi: "Định nghĩa chính thức được dùng.",
        en: "The official definition that is meant."),
      .optional("boundary", .text, vi: "Địa giới.", en: "The boundary."),
      .optional("horizon", .integer(atLeast: 0), vi: "Năm cuối.", en: "The last year."),
      .optional(
        "draws", .integer(atLeast: 1, atMost: ScenarioDocument.mostDraws), vi: "Số lượt mô phỏng.",
        en: "The number of draws."),
      .optional("seed", .integer(atLeast: 0), vi: "Hạt giống ngẫu nhiên.", en: "The seed."),
      .optional(
        "levers", .map(InputPath.shape), vi: "Công cụ chính sách: một số, hoặc các số theo năm.",
        en: "Levers: a number from the start of policy on, or a path over years."),
      .optional(
        "assumptions", .map(InputPath.shape), vi: "Giả định: một số, hoặc các số theo năm.",
        en: "Assumptions: a number, or a path over years."),
      .optional(
        "fix", .map(.map(.writtenNumber)),
        vi: "Giá trị theo năm thay cho phương trình của biến.",
        en: "Values by year that replace those of a variable's equation."),
      .optional(
        "adjust", .map(.map(.writtenNumber)), vi: "Phần cộng thêm theo năm vào phương trình.",
        en: "What is added, by year, to a variable's equation."),
      .optional(
        "uncertainty", .mapping(UncertaintySource.keys),
        vi: "Phân phối và tương quan thay cho của mô hình.",
        en: "Laws and correlations that replace those of the model."),
      .optional(
        "sweep", .map(SweepSource.axisShape), vi: "Chạy mọi tổ hợp của các giá trị này.",
        en: "A scenario for each combination of these values."),
      .optional(
        "targets", .list(.mapping(TargetSource.keys)), vi: "Các mục tiêu, như ở tệp địa phương.",
        en: "Targets, as in a region."),
      .optional("notes", .words, vi: "Ghi chú.", en: "Notes."),
    ])
}
