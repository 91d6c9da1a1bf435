public import Scenarios

extension Language {
  /// The line that says a file is in order.
  public func sentence(_ summary: CheckResult.Summary) -> String {
    switch (self, summary.content) {
    case (.en, .model(let equations, let parameters, let identities)):
      "\(summary.file): model '\(summary.id)' is in order: \(plural(equations, "equation")), "
        + "\(plural(parameters, "parameter")), \(identities == 1 ? "1 identity" : "\(identities) identities")"
    case (.vi, .model(let equations, let parameters, let identities)):
      "\(summary.file): mô hình '\(summary.id)' không có lỗi: \(equations) phương trình, "
        + "\(parameters) tham số, \(identities) đồng nhất thức"
    case (.en, .region(let values, let model?)):
      "\(summary.file): region '\(summary.id)' is in order: \(plural(values, "value")) for the model '\(model)'"
    case (.vi, .region(let values, let model?)):
      "\(summary.file): địa phương '\(summary.id)' không có lỗi: \(values) mục số liệu cho mô hình '\(model)'"
    case (.en, .region(let values, nil)):
      "\(summary.file): region '\(summary.id)' can be read: \(plural(values, "value")); name its model beside it to check them"
    case (.vi, .region(let values, nil)):
      "\(summary.file): địa phương '\(summary.id)' đọc được: \(values) mục số liệu; nêu thêm tệp mô hình để kiểm tra các mục đó"
    case (.en, .scenario(let model, let region, let inputs)):
      "\(summary.file): scenario '\(summary.id)' is in order: model '\(model)'"
        + (region.map { ", region '\($0)'" } ?? "")
        + ", sets \(plural(inputs, "lever or assumption", "levers or assumptions"))"
    case (.en, .stresses(let count)):
      "\(summary.file): \(plural(count, "stress or judgement", "stresses and judgements")) can be read; "
        + "`grdp stress SCENARIO --file \(summary.file)` checks their names"
    case (.vi, .stresses(let count)):
      "\(summary.file): đọc được \(count) cú sốc và nhận định; "
        + "`grdp stress KỊCH_BẢN --file \(summary.file)` kiểm tra các tên trong đó"
    case (.en, .table(let table, let rows)):
      "\(summary.file): the table of \(word(table)) is in order: \(plural(rows, "row"))"
    case (.vi, .table(let table, let rows)):
      "\(summary.file): bảng \(word(table)) không có lỗi: \(rows) dòng"
    case (.vi, .scenario(let model, let region, let inputs)):
      "\(summary.file): kịch bản '\(summary.id)' không có lỗi: mô hình '\(model)'"
        + (region.map { ", địa phương '\($0)'" } ?? "") + ", đặt \(inputs) công cụ hoặc giả định"
    }
  }
}

extension Language {
  /// The kind of a table, in words.
  private func word(_ table: DataFolder.Table) -> String {
    switch (self, table) {
    case (.en, .vocabulary): "words"
    case (.vi, .vocabulary): "từ vựng"
    case (.en, .indicators): "indicators"
    case (.vi, .indicators): "chỉ tiêu thống kê"
    case (.en, .sources): "sources"
    case (.vi, .sources): "nguồn"
    case (.en, .facts): "facts"
    case (.vi, .facts): "số liệu"
    case (.en, .targets): "targets"
    case (.vi, .targets): "mục tiêu"
    }
  }
}

private func plural(_ number: Int, _ one: String, _ many: String? = nil) -> String {
  number == 1 ? "1 \(one)" : "\(number) \(many ?? one + "s")"
}
