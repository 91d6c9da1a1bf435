/// The words of pages that answer questions about scenarios; the compiler keeps both languages complete.
public enum AnswerText: Sendable {
  /// What scenarios are compared with, and that draws are paired.
  case comparedWith(String)
  /// Head of what the scenarios change.
  case changed
  /// A variable is fixed.
  case fixed(String)
  /// A variable has an add-factor.
  case adjusted(String)
  /// The law of a parameter or shock.
  case law(String)
  /// Correlations between laws.
  case correlations
  /// A change that a table cannot show in a cell.
  case yes
  /// A scenario that leaves something as it is by default or as the model has it.
  case notSo
  /// What `+2.1 [1.0; 3.9] 98 %` means: the greatest Monte Carlo error of the medians, and whether
  /// more is better, as far as a target says.
  case medianDifference(error: String, wantsMore: Bool?)
  /// Head of differences of target probabilities.
  case targetDifferences
  /// Head of the ranking in a year; how many are shown, and of how many.
  case ranking(String, shown: Int, of: Int)
  /// Nothing differs in any draw.
  case nothingDiffers
  /// So many variables are exactly the same.
  case unchanged(Int)
  /// What is explained: a scenario, its base, the year, and how many combinations were simulated.
  case wedgesOf(String, against: String, year: String, combinations: String, isExact: Bool)
  /// What `+1.2 ± 0.1 [0.6; 2.5] (+0.1)` means.
  case wedgeCell
  /// The sum of all changes.
  case allTogether
  /// A difference between scenarios, as the head of a column.
  case difference
  /// Head of what the change of a quantity between two years is made of.
  case changeMadeOf(String, from: String, to: String)
  /// A change that moves a ratio one way and another quantity the other, because the denominator
  /// moves more than the numerator.
  case contraryChange(
    String, ratio: String, other: String, change: String, numerator: String, denominator: String,
    lowers: Bool)
  /// The scenario in which everything keeps its default.
  case everythingAtDefault
  /// What is stressed, and in which year it is looked at.
  case stressed(String, year: String)
  /// Head of stresses.
  case stresses
  /// Head of judgements: how arbitrary is it.
  case judgements
  /// Head of the judgements that move a scenario most in a year, and how many there are.
  case judgementsMoved(String, year: String, count: Int)
  /// What `+28.9 ± 1.4 (+2.7)` means: a target, and how many draws.
  case probabilityMoved(String, draws: String)
  /// What `+2.7` means: a quantity, and how many draws.
  case medianMoved(String, draws: String)
  /// The file of judgements has mistakes, which another command names.
  case judgementsMistaken
  /// What `34.7 [29.5; 40.5] (-1.2)` means; with or without the band.
  case levelAndChange(hasBand: Bool)
  /// A probability with its change, and the greatest Monte Carlo error of a change.
  case probabilityAndChange(String, error: String)
  /// Percentage points.
  case points
  /// Percentage points a period.
  case pointsPer(String)
}

extension Language {
  /// The words in this language.
  public func callAsFunction(_ text: AnswerText) -> String {
    switch (self, text) {
    case (.en, .comparedWith(let base)):
      "Differences from \(base), draw by draw: every scenario meets the same parameters and shocks"
    case (.vi, .comparedWith(let base)):
      "Chênh lệch so với \(base), theo từng lượt: mọi kịch bản gặp cùng tham số và cú sốc"
    case (.en, .changed): "What was changed"
    case (.vi, .changed): "Những gì được thay đổi"
    case (.en, .fixed(let name)): "fixed: \(name)"
    case (.vi, .fixed(let name)): "cố định: \(name)"
    case (.en, .adjusted(let name)): "add-factor: \(name)"
    case (.vi, .adjusted(let name)): "hiệu chỉnh cộng thêm: \(name)"
    case (.en, .law(let name)): "law of \(name)"
    case (.vi, .law(let name)): "phân phối của \(name)"
    case (.en, .correlations): "correlations"
    case (.vi, .correlations): "tương quan"
    case (.en, .yes): "changed"
    case (.vi, .yes): "có đổi"
    case (.en, .notSo): "–"
    case (.vi, .notSo): "–"
    case (.en, .medianDifference(let error, let wantsMore)):
      "median difference (± \(error)) [5 %; 95 %], probability of "
        + (wantsMore.map { _ in "being better" } ?? "being higher")
    case (.vi, .medianDifference(let error, let wantsMore)):
      "trung vị chênh lệch (± \(error)) [5 %; 95 %], xác suất "
        + (wantsMore.map { _ in "tốt hơn" } ?? "cao hơn")
    case (.en, .targetDifferences):
      "Targets – change of probability, points ± Monte Carlo error (probability)"
    case (.vi, .targetDifferences):
      "Mục tiêu – thay đổi xác suất, điểm phần trăm ± sai số Monte Carlo (xác suất)"
    case (.en, .ranking(let year, let shown, let count)):
      "Largest differences in \(year), relative to the spread of the base (\(shown) of \(count))"
    case (.vi, .ranking(let year, let shown, let count)):
      "Chênh lệch lớn nhất năm \(year), so với độ phân tán của kịch bản gốc (\(shown)/\(count))"
    case (.en, .nothingDiffers): "Nothing differs in any draw."
    case (.vi, .nothingDiffers): "Không có gì khác nhau ở bất kỳ lượt nào."
    case (.en, .unchanged(let count)):
      count == 1
        ? "1 variable is exactly the same in every draw and not shown"
        : "\(count) variables are exactly the same in every draw and not shown"
    case (.vi, .unchanged(let count)):
      "\(count) biến giống hệt ở mọi lượt nên không hiện"
    case (.en, .wedgesOf(let name, let base, let year, let combinations, let isExact)):
      "\(name) against \(base), \(year): Shapley wedges from "
        + (isExact ? "all \(combinations) combinations" : "\(combinations) drawn combinations")
        + " of the changes"
    case (.vi, .wedgesOf(let name, let base, let year, let combinations, let isExact)):
      "\(name) so với \(base), \(year): đóng góp Shapley từ "
        + (isExact ? "mọi tổ hợp (\(combinations))" : "\(combinations) tổ hợp rút ngẫu nhiên")
        + " của các thay đổi"
    case (.en, .wedgeCell): "mean ± Monte Carlo error [5 %; 95 %] (of it interaction)"
    case (.vi, .wedgeCell): "trung bình ± sai số Monte Carlo [5 %; 95 %] (trong đó do tương tác)"
    case (.en, .allTogether): "All together"
    case (.vi, .allTogether): "Tổng cộng"
    case (.en, .difference): "Difference"
    case (.vi, .difference): "Chênh lệch"
    case (.en, .changeMadeOf(let name, let from, let to)):
      "\(name) – change \(from)-\(to), mean, made of"
    case (.vi, .changeMadeOf(let name, let from, let to)):
      "\(name) – thay đổi \(from)-\(to), trung bình, gồm"
    case (
      .en,
      .contraryChange(
        let name, let ratio, let other, let change, let numerator, let denominator, let lowers)
    ):
      "\(name): \(lowers ? "lowers" : "raises") the ratio (\(ratio)) although \(other) moves by \(change), "
        + "because the numerator moves by \(numerator) and the denominator by \(denominator)"
    case (
      .vi,
      .contraryChange(
        let name, let ratio, let other, let change, let numerator, let denominator, let lowers)
    ):
      "\(name): \(lowers ? "làm giảm" : "làm tăng") tỷ trọng (\(ratio)) dù \(other) thay đổi \(change), "
        + "vì tử số thay đổi \(numerator) còn mẫu số thay đổi \(denominator)"
    case (.en, .everythingAtDefault): "Defaults"
    case (.vi, .everythingAtDefault): "Mặc định"
    case (.en, .stressed(let name, let year)):
      "\(name) under stress, \(year): every row meets the same parameters and shocks"
    case (.vi, .stressed(let name, let year)):
      "Kiểm tra sức chịu đựng của \(name), \(year): mọi dòng gặp cùng tham số và cú sốc"
    case (.en, .stresses): "Stresses"
    case (.vi, .stresses): "Cú sốc giả định"
    case (.en, .judgements): "How arbitrary is it: one judgement moved at a time"
    case (.vi, .judgements): "Kết quả tuỳ thuộc nhận định đến đâu: đổi từng nhận định một"
    case (.en, .judgementsMoved(let name, let year, let count)):
      "How arbitrary is it: \(name), \(year), one of \(count) judgements moved (all: grdp stress)"
    case (.vi, .judgementsMoved(let name, let year, let count)):
      "Tuỳ thuộc nhận định đến đâu: \(name), \(year), đổi một trong \(count) nhận định (đủ: grdp stress)"
    case (.en, .probabilityMoved(let target, let draws)):
      "  \(target) – change, points ± error of \(draws) draws (of the median)"
    case (.vi, .probabilityMoved(let target, let draws)):
      "  \(target) – thay đổi, điểm % ± sai số của \(draws) lượt (của trung vị)"
    case (.en, .medianMoved(let quantity, let draws)):
      "  \(quantity) – change of the median, \(draws) draws"
    case (.vi, .medianMoved(let quantity, let draws)):
      "  \(quantity) – thay đổi của trung vị, \(draws) lượt"
    case (.en, .judgementsMistaken):
      "How arbitrary is it: not shown, the model's judgements have mistakes (grdp stress names them)"
    case (.vi, .judgementsMistaken):
      "Tuỳ thuộc nhận định đến đâu: không hiện, tệp nhận định có lỗi (grdp stress nêu rõ)"
    case (.en, .levelAndChange(let hasBand)):
      "median\(hasBand ? " [5 %; 95 %]" : ""), median change"
    case (.vi, .levelAndChange(let hasBand)):
      "trung vị\(hasBand ? " [5 %; 95 %]" : ""), trung vị thay đổi"
    case (.en, .probabilityAndChange(let name, let error)):
      "\(name) – probability, %, change in points (± \(error) at most)"
    case (.vi, .probabilityAndChange(let name, let error)):
      "\(name) – xác suất, %, thay đổi theo điểm phần trăm (± tối đa \(error))"
    case (.en, .points): "points"
    case (.vi, .points): "điểm phần trăm"
    case (.en, .pointsPer(let period)): "points/\(period)"
    case (.vi, .pointsPer(let period)): "điểm phần trăm/\(period)"
    }
  }
}
