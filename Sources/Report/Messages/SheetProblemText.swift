import Scenarios

extension SheetProblem {
  /// The sentence in English.
  var inEnglish: String {
    switch self {
    case .notUTF16: "begins as UTF-16 but is not; save the file as 'CSV UTF-8'"
    case .unknownTable(let header):
      "this header is that of no known table: \(quoted(header.prefix(6))); "
        + "docs/data.md lists the columns of each"
    case .vocabularyMissing:
      "no 'vocabulary.csv' in this folder, nor in a 'data' folder beside it or where you are; "
        + "without it words cannot be checked"
    case .columnMissing(let name): "the column '\(name)' is missing"
    case .columnUnknown(let name, let suggestion, let known):
      "unknown column '\(name)'"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? "; known here: \(listed(known))")
    case .columnUnnamed: "this column has no name; write one in the header, or empty the column"
    case .noRows: "there is a header but not one row of data"
    case .emptyCell(let column): "the column '\(column)' must not be empty"
    case .percentSign(let text):
      "'\(text)': write the number alone; the column 'unit' says that it is a percentage"
    case .ambiguousNumber(let text, let decimal, let thousands):
      "'\(text)' can be read in two ways, and nothing else in the file says which mark is the "
        + "decimal one; write \(thousands) or \(decimal)"
    case .mixedDecimalMarks(let text, .comma):
      "'\(text)' is written with a decimal point, but this file has decimal commas; use one of them"
    case .mixedDecimalMarks(let text, .point):
      "'\(text)' is written with a decimal comma, but this file has decimal points; use one of them"
    case .notAYear(let text): "'\(text)' is no year; write four digits, such as 2024"
    case .unknownValue(let text, let column, let suggestion, let known):
      "'\(text)' is not known as \(withArticle(column))"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? "; known are \(listed(known))")
    case .unknownSource(let id, let suggestion):
      "the source '\(id)' is not in sources.csv; add a row for it there"
        + (suggestion.map { ", or did you mean '\($0)'?" } ?? "")
    case .unknownIndicator(let name, let suggestion):
      "'\(name)' is not in indicators.csv"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? "; it is kept, but nothing uses it")
    case .columnNeeded(let column, let indicator):
      "'\(indicator)' means nothing without \(withArticle(column)); fill in the column '\(column)'"
    case .outsideUnit(let value, let unit, let low, let high):
      "\(shown(value)) cannot be in '\(unit)', which \(bounds(low, high))"
    case .keyTwice(let parts):
      "a second row for \(parts.joined(separator: " · ")); keep one of them"
    case .yearGap(let indicator, let region, let years):
      "'\(indicator)' of \(region) has no figure for \(list(years)); this series needs every year"
    case .mixedSeries(let indicator, let column, let filled, let with, let main):
      "'\(indicator)' has \(column) '\(with)' for \(list(filled)), in the middle of a series with "
        + "'\(main)'; figures of different \(plural(column)) do not make one series"
    case .continuedSeries(let indicator, let column, let from, let to):
      "'\(indicator)' goes on with \(column) '\(to)' where '\(from)' ends; the change between them "
        + "is not one of the economy"
    }
  }

  private func bounds(_ low: Double?, _ high: Double?) -> String {
    switch (low, high) {
    case (let low?, let high?): "goes from \(shown(low)) to \(shown(high))"
    case (let low?, nil): "is at least \(shown(low))"
    case (nil, let high?): "is at most \(shown(high))"
    case (nil, nil): "has no bounds"
    }
  }

  private func withArticle(_ column: String) -> String {
    switch column {
    case "indicator": "an indicator"
    case "status", "confidence": "a word for '\(column)'"
    case "flags": "a flag"
    case "price_basis": "a price basis"
    default: "a \(column)"
    }
  }

  private func plural(_ column: String) -> String {
    column == "boundary" ? "boundaries" : "\(column)s"
  }

  /// The sentence in Vietnamese.
  var inVietnamese: String {
    switch self {
    case .notUTF16: "mở đầu như UTF-16 nhưng không phải; hãy lưu tệp dạng 'CSV UTF-8'"
    case .unknownTable(let header):
      "dòng tiêu đề này không thuộc bảng nào đã biết: \(quoted(header.prefix(6))); "
        + "docs/data.md liệt kê các cột của từng bảng"
    case .vocabularyMissing:
      "không thấy 'vocabulary.csv' trong thư mục này, cũng không có trong thư mục 'data' bên cạnh "
        + "hay ở nơi đang chạy; thiếu tệp đó thì không kiểm tra được từ vựng"
    case .columnMissing(let name): "thiếu cột '\(name)'"
    case .columnUnknown(let name, let suggestion, let known):
      "không rõ cột '\(name)'"
        + (suggestion.map { "; có phải '\($0)' không?" } ?? "; ở đây có các cột: \(listed(known))")
    case .columnUnnamed: "cột này không có tên; hãy đặt tên ở dòng tiêu đề, hoặc xóa cột"
    case .noRows: "tệp có dòng tiêu đề nhưng không có dòng số liệu nào"
    case .emptyCell(let column): "cột '\(column)' không được để trống"
    case .percentSign(let text):
      "'\(text)': chỉ viết con số; cột 'unit' đã cho biết đó là tỷ lệ phần trăm"
    case .ambiguousNumber(let text, let decimal, let thousands):
      "'\(text)' có thể đọc theo hai cách, mà trong tệp không có số nào khác cho biết dấu nào là dấu "
        + "thập phân; hãy viết \(thousands) hoặc \(decimal)"
    case .mixedDecimalMarks(let text, .comma):
      "'\(text)' dùng dấu chấm thập phân, nhưng tệp này dùng dấu phẩy thập phân; chỉ nên dùng một loại"
    case .mixedDecimalMarks(let text, .point):
      "'\(text)' dùng dấu phẩy thập phân, nhưng tệp này dùng dấu chấm thập phân; chỉ nên dùng một loại"
    case .notAYear(let text): "'\(text)' không phải là năm; hãy viết bốn chữ số, ví dụ 2024"
    case .unknownValue(let text, let column, let suggestion, let known):
      "không rõ giá trị '\(text)' của cột '\(column)'"
        + (suggestion.map { "; có phải '\($0)' không?" }
          ?? "; các giá trị đã biết: \(listed(known))")
    case .unknownSource(let id, let suggestion):
      "nguồn '\(id)' không có trong sources.csv; hãy thêm một dòng cho nguồn này"
        + (suggestion.map { ", hay ý bạn là '\($0)'?" } ?? "")
    case .unknownIndicator(let name, let suggestion):
      "'\(name)' không có trong indicators.csv"
        + (suggestion.map { "; có phải '\($0)' không?" }
          ?? "; số liệu vẫn được giữ nhưng không dùng vào đâu")
    case .columnNeeded(let column, let indicator):
      "'\(indicator)' không có nghĩa nếu thiếu \(word(column)); hãy điền cột '\(column)'"
    case .outsideUnit(let value, let unit, let low, let high):
      "\(shown(value)) không thể theo đơn vị '\(unit)', vì đơn vị này \(boundsInVietnamese(low, high))"
    case .keyTwice(let parts):
      "có dòng thứ hai cho \(parts.joined(separator: " · ")); hãy chỉ giữ một dòng"
    case .yearGap(let indicator, let region, let years):
      "'\(indicator)' của \(region) thiếu số liệu năm \(list(years)); chuỗi này cần đủ mọi năm"
    case .mixedSeries(let indicator, let column, let filled, let with, let main):
      "'\(indicator)' năm \(list(filled)) theo \(word(column)) '\(with)', nằm giữa chuỗi theo "
        + "'\(main)'; số liệu khác \(word(column)) không ghép thành một chuỗi được"
    case .continuedSeries(let indicator, let column, let from, let to):
      "'\(indicator)' chuyển sang \(word(column)) '\(to)' ngay sau '\(from)'; chênh lệch giữa hai phần "
        + "không phải là biến động của nền kinh tế"
    }
  }

  private func boundsInVietnamese(_ low: Double?, _ high: Double?) -> String {
    switch (low, high) {
    case (let low?, let high?): "chỉ nhận từ \(shown(low)) đến \(shown(high))"
    case (let low?, nil): "không nhỏ hơn \(shown(low))"
    case (nil, let high?): "không lớn hơn \(shown(high))"
    case (nil, nil): "không có giới hạn"
    }
  }

  /// What a column holds, in Vietnamese.
  private func word(_ column: String) -> String {
    switch column {
    case "definition": "định nghĩa"
    case "boundary": "địa giới"
    case "price_basis": "giá tính"
    default: "'\(column)'"
    }
  }
}

/// Some of many words.
private func listed(_ words: [String]) -> String {
  let few = words.prefix(12).joined(separator: ", ")
  return words.count > 12 ? "\(few), …" : few
}
