/// The words of the pages of forecasts and back-tests; the compiler keeps both languages complete.
public enum ForecastPageText: Sendable {
  case method, skill, windows, byHorizon, byTraining, scoresExplained
  case coverage(Int)
  case scoredClass(String, series: Int, windows: Int)
  case seriesHeading(String, first: Int, last: Int, ceiling: String?)
  case yearAhead, lastValue, series
  case moreSeries(Int)
  case skillOfDefault(String, low: String, high: String, windows: Int)
  case skillUnknown
  case band80(String)
  case plausible(String, percent: String, oneIn: String)
  case implausible(String, oneIn: String)
  case mediansMissTotal
}

extension Language {
  /// The words in this language.
  public func callAsFunction(_ text: ForecastPageText) -> String {
    switch (self, text) {
    case (.en, .method): "method"
    case (.vi, .method): "phương pháp"
    case (.en, .skill): "skill against naive"
    case (.vi, .skill): "hơn dự báo ngây thơ"
    case (.en, .windows): "windows"
    case (.vi, .windows): "số lần thử"
    case (.en, .byHorizon): "CRPS by years ahead"
    case (.vi, .byHorizon): "CRPS theo số năm dự báo trước"
    case (.en, .byTraining): "CRPS by years known"
    case (.vi, .byTraining): "CRPS theo số năm đã biết"
    case (.en, .scoresExplained):
      "CRPS, MAE, IS95: in the unit of the series, lower is better; coverage ± clustered error; skill: "
        + "how much lower CRPS is than naive [95 %]"
    case (.vi, .scoresExplained):
      "CRPS, MAE, IS95: theo đơn vị của chuỗi, càng nhỏ càng tốt; tỷ lệ phủ ± sai số gộp cụm; cột cuối: "
        + "CRPS thấp hơn dự báo ngây thơ bao nhiêu [95 %]"
    case (.en, .coverage(let level)): "in \(level) %"
    case (.vi, .coverage(let level)): "trong \(level) %"
    case (.en, .scoredClass(let name, let series, let windows)):
      "\(name.isEmpty ? "All series" : name): \(series) series, \(windows) windows"
    case (.vi, .scoredClass(let name, let series, let windows)):
      "\(name.isEmpty ? "Mọi chuỗi" : name): \(series) chuỗi, \(windows) lần thử"
    case (.en, .seriesHeading(let name, let first, let last, let ceiling)):
      "\(name), \(first)-\(last)" + (ceiling.map { ", ceiling \($0)" } ?? "")
    case (.vi, .seriesHeading(let name, let first, let last, let ceiling)):
      "\(name), \(first)-\(last)" + (ceiling.map { ", mức trần \($0)" } ?? "")
    case (.en, .yearAhead): "year"
    case (.vi, .yearAhead): "năm"
    case (.en, .lastValue): "last value"
    case (.vi, .lastValue): "số liệu cuối"
    case (.en, .series): "series"
    case (.vi, .series): "chuỗi"
    case (.en, .moreSeries(let count)): "… and \(count) more: --details or --output"
    case (.vi, .moreSeries(let count)): "… và \(count) chuỗi nữa: --details hoặc --output"
    case (.en, .skillOfDefault(let skill, let low, let high, let windows)):
      "On \(windows) past origins the CRPS was \(skill) % lower than naive [95 %: \(low); \(high)]"
    case (.vi, .skillOfDefault(let skill, let low, let high, let windows)):
      "Qua \(windows) lần thử trong quá khứ, CRPS thấp hơn dự báo ngây thơ \(skill) % "
        + "[95 %: \(low); \(high)]"
    case (.en, .skillUnknown):
      "The series are too short for a back-test: nothing is known of the skill"
    case (.vi, .skillUnknown):
      "Chuỗi quá ngắn để thử lại trên quá khứ: chưa biết dự báo có hơn cách ngây thơ hay không"
    case (.en, .plausible(let series, let percent, let oneIn)):
      "What is given for \(series): a path at least as far from the expected one has a probability "
        + "of \(percent) %, a 1-in-\(oneIn) event"
    case (.vi, .plausible(let series, let percent, let oneIn)):
      "Điều kiện cho trước của \(series): đường đi cách dự báo ít nhất như vậy có xác suất \(percent) %, "
        + "cứ \(oneIn) lần mới gặp một lần"
    case (.en, .implausible(let series, let oneIn)):
      "What is given for \(series): a path as far from the expected one is rarer than 1 in \(oneIn)"
    case (.vi, .implausible(let series, let oneIn)):
      "Điều kiện cho trước của \(series): đường đi cách dự báo như vậy hiếm hơn 1 lần trên \(oneIn)"
    case (.en, .mediansMissTotal):
      "The means add up to the total (--output writes them); medians and bands need not"
    case (.vi, .mediansMissTotal):
      "Các trung bình khớp với tổng (--output ghi ra); trung vị và khoảng 80 % thì không nhất thiết"
    case (.en, .band80(let method)): "\(method) [80 %]"
    case (.vi, .band80(let method)): "\(method) [80 %]"
    }
  }
}
