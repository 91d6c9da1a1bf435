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
    case (.en, .points): "points"
    case (.vi, .points): "điểm phần trăm"
    case (.en, .pointsPer(let period)): "points/\(period)"
    case (.vi, .pointsPer(let period)): "điểm phần trăm/\(period)"
    }
  }
}
