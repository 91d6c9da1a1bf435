import Scenarios

extension SeriesProblem {
  /// The sentence in English.
  var inEnglish: String {
    switch self {
    case .gap(let name, let years):
      "'\(name)' has no value for \(list(years)); a forecast needs consecutive years: fill the gap "
        + "from a source, or begin the series after it"
    case .tooShort(let name, let count, let least):
      "'\(name)' has \(count) year\(count == 1 ? "" : "s"); a forecast needs at least \(least)"
    case .belowZero(let value, let ceiling):
      "\(shown(value)) is below zero, but a series with the ceiling \(shown(ceiling)) lies between 0 "
        + "and it; correct the value or leave the ceiling out"
    case .aboveCeiling(let value, let ceiling):
      "\(shown(value)) is above the ceiling \(shown(ceiling)); from this year on the ceiling of the "
        + "series is taken to be 5 % above its largest value"
    case .notACeiling(let text):
      "'\(text)' is no ceiling; write a positive number, or inf where there is none"
    case .flat(let name):
      "'\(name)' never changes; what it did says nothing about how uncertain its future is"
    case .metaOfOthers: "no row is about a series of the data file; compare the column 'series_id'"
    }
  }

  /// The sentence in Vietnamese.
  var inVietnamese: String {
    switch self {
    case .gap(let name, let years):
      "'\(name)' thiếu giá trị năm \(list(years)); muốn dự báo, các năm phải liền nhau: hãy bổ sung từ "
        + "nguồn số liệu, hoặc cho chuỗi bắt đầu sau chỗ thiếu"
    case .tooShort(let name, let count, let least):
      "'\(name)' có \(count) năm; muốn dự báo cần ít nhất \(least) năm"
    case .belowZero(let value, let ceiling):
      "\(shown(value)) nhỏ hơn 0, trong khi chuỗi có mức trần \(shown(ceiling)) phải nằm giữa 0 và mức "
        + "trần; hãy sửa giá trị hoặc bỏ mức trần"
    case .aboveCeiling(let value, let ceiling):
      "\(shown(value)) vượt mức trần \(shown(ceiling)); từ năm này, mức trần của chuỗi được coi là cao "
        + "hơn giá trị lớn nhất 5 %"
    case .notACeiling(let text):
      "'\(text)' không phải là mức trần; hãy viết một số dương, hoặc inf nếu không có mức trần"
    case .flat(let name):
      "'\(name)' không hề thay đổi; quá khứ của chuỗi không cho biết tương lai bất định đến đâu"
    case .metaOfOthers:
      "không dòng nào nói về một chuỗi của tệp số liệu; hãy so lại cột 'series_id'"
    }
  }
}
