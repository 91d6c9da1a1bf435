/// The words of printed pages; the compiler keeps both languages complete.
public enum PageText: Sendable {
  /// What `33.2 [30.1; 36.5]` means.
  case medianAndBand
  /// How many draws, and that nothing was fitted.
  case drawsFromPrior(String, seed: UInt64)
  /// How many draws of a fit's posterior, how many independent ones that is worth, and whether the
  /// fit was kept although its diagnostics are bad.
  case drawsFromPosterior(String, seed: UInt64, effective: String, isForced: Bool)
  /// Head of what a share is made of in a year.
  case madeUpOf(String)
  /// Head of the probabilities of targets; whether some are about figures that get revised.
  case targetProbabilities(isRevised: Bool)
  /// The probability of a target, as a column.
  case probabilityOf(String)
  /// So many combinations of a sweep are not shown.
  case moreCombinations(Int)
  /// Head of the table of first passages, with the last year of the run.
  case firstPassage(Int)
  /// A probability below one in so many draws.
  case belowOneIn(String)
  /// A probability above all but one in so many draws.
  case allButOneIn(String)
  /// Not reached by half of the draws up to a year.
  case notBefore(Int)
  /// What it takes to reach levels of a share.
  case mustOutgrow
  /// A level, its year, and the growth it takes.
  case neededFor(String, Int, String)
  /// What it was in history: years, growth, the share before and after.
  case outgrewInHistory(Int, Int, String, String, String)
  /// What it was in analogues.
  case outgrewElsewhere
  /// Head of the outside view of a year.
  case outsideView(String)
  /// A figure that stays what it was in a year.
  case held(String, Int)
  /// What a figure becomes if it grows as elsewhere.
  case grownAs(String, String)
  /// A statistical forecast from so many figures.
  case statistical(String, figures: Int)
  /// There is no statistical forecast from so few figures.
  case noStatistical(figures: Int)
  /// Goals for productivity and output, and what they leave for employment.
  case goalsCompared(
    productivity: String, employment: String, needed: String, goal: String, implied: String)
  /// The boundary of a region.
  case boundary(String)
  /// The release of the data.
  case vintage(String)
  /// How far a run has come.
  case simulating(percent: Int)
  /// How far the forecasts of past years have come.
  case backtesting(percent: Int)
  /// A file was written.
  case wrote(String)
  /// An interrupted run goes on.
  case goingOn(percent: Int)
  /// Parts of a run are not enough for its quantiles.
  case outsideWindows
  /// A shock has no column and stays at its median.
  case shockWithoutColumn(String)
}

extension Language {
  /// The words in this language.
  public func callAsFunction(_ text: PageText) -> String {
    switch (self, text) {
    case (.en, .medianAndBand): "median [5 %; 95 %]"
    case (.vi, .medianAndBand): "trung vị [5 %; 95 %]"
    case (.en, .drawsFromPrior(let draws, let seed)):
      "\(draws) draws from the priors (not fitted to history), seed \(seed)"
    case (.vi, .drawsFromPrior(let draws, let seed)):
      "\(draws) lượt mô phỏng từ phân phối tiên nghiệm (chưa khớp với lịch sử), hạt giống ngẫu nhiên \(seed)"
    case (.en, .drawsFromPosterior(let draws, let seed, let effective, let isForced)):
      "\(draws) draws from the posterior (fitted to history, worth \(effective) independent draws), "
        + "seed \(seed)" + (isForced ? "; THE FIT IS NOT RELIABLE: see grdp fit" : "")
    case (.vi, .drawsFromPosterior(let draws, let seed, let effective, let isForced)):
      "\(draws) lượt mô phỏng từ phân phối hậu nghiệm (đã khớp với lịch sử, tương đương "
        + "\(effective) lượt độc lập), hạt giống ngẫu nhiên \(seed)"
        + (isForced ? "; HIỆU CHỈNH KHÔNG TIN CẬY ĐƯỢC: xem grdp fit" : "")
    case (.en, .madeUpOf(let year)): "Made up of, in \(year) – points, on the central path"
    case (.vi, .madeUpOf(let year)): "Cấu thành năm \(year) – điểm phần trăm, theo đường trung tâm"
    case (.en, .targetProbabilities(let isRevised)):
      "Targets – probability, % ± Monte Carlo error" + (isRevised ? " (as first published)" : "")
    case (.vi, .targetProbabilities(let isRevised)):
      "Mục tiêu – xác suất, % ± sai số Monte Carlo"
        + (isRevised ? " (theo số công bố lần đầu)" : "")
    case (.en, .probabilityOf(let target)): "\(target) – probability, % ± Monte Carlo error"
    case (.vi, .probabilityOf(let target)): "\(target) – xác suất, % ± sai số Monte Carlo"
    case (.en, .moreCombinations(let count)):
      "… and \(count) more combinations: --details prints them all, --out writes them"
    case (.vi, .moreCombinations(let count)):
      "… và \(count) tổ hợp nữa: --details in tất cả, --out ghi ra tệp"
    case (.en, .firstPassage(let year)):
      "Targets – first reached (median); never by \(year); reached before the target year but lost again"
    case (.vi, .firstPassage(let year)):
      "Mục tiêu – năm đạt lần đầu (trung vị); không đạt đến \(year); đạt trước hạn rồi lại mất"
    case (.en, .belowOneIn(let draws)): "below 1 in \(draws)"
    case (.vi, .belowOneIn(let draws)): "dưới 1/\(draws)"
    case (.en, .allButOneIn(let draws)): "above 1 - 1/\(draws)"
    case (.vi, .allButOneIn(let draws)): "trên 1 - 1/\(draws)"
    case (.en, .notBefore(let year)): "after \(year)"
    case (.vi, .notBefore(let year)): "sau \(year)"
    case (.en, .mustOutgrow): "Digital value added must outgrow GRDP by"
    case (.vi, .mustOutgrow): "Giá trị tăng thêm số phải tăng nhanh hơn GRDP"
    case (.en, .neededFor(let level, let year, let growth)):
      "\(growth) a year for \(level) in \(year)"
    case (.vi, .neededFor(let level, let year, let growth)):
      "\(growth) mỗi năm để đạt \(level) năm \(year)"
    case (.en, .outgrewInHistory(let from, let to, let growth, let before, let after)):
      "In \(from)-\(to % 100) it did so by \(growth) a year: the share went from \(before) to \(after)"
    case (.vi, .outgrewInHistory(let from, let to, let growth, let before, let after)):
      "Trong \(from)-\(to) đã tăng nhanh hơn \(growth) mỗi năm: tỷ trọng từ \(before) lên \(after)"
    case (.en, .outgrewElsewhere): "Elsewhere:"
    case (.vi, .outgrewElsewhere): "Nơi khác:"
    case (.en, .outsideView(let year)): "outside view of \(year):"
    case (.vi, .outsideView(let year)): "nhìn từ ngoài, \(year):"
    case (.en, .held(let value, let year)): "\(value) if held (\(year))"
    case (.vi, .held(let value, let year)): "\(value) giữ nguyên (\(year))"
    case (.en, .grownAs(let place, let value)): "\(value) as \(place)"
    case (.vi, .grownAs(let place, let value)): "\(value) như \(place)"
    case (.en, .statistical(let value, let figures)): "statistics: \(value) (\(figures) years)"
    case (.vi, .statistical(let value, let figures)): "thống kê: \(value) (\(figures) năm)"
    case (.en, .noStatistical(let figures)): "no statistics from \(figures)"
    case (.vi, .noStatistical(let figures)): "quá ít số liệu (\(figures))"
    case (.en, .goalsCompared(let productivity, let employment, let needed, let goal, let implied)):
      "Real productivity +\(productivity) with employment +\(employment) needs real GRDP +\(needed); "
        + "the goal of +\(goal) implies employment \(implied)"
    case (.vi, .goalsCompared(let productivity, let employment, let needed, let goal, let implied)):
      "Năng suất thực +\(productivity) với lao động +\(employment) đòi hỏi GRDP thực +\(needed); "
        + "mục tiêu GRDP +\(goal) kéo theo lao động \(implied)"
    case (.en, .boundary(let name)): "boundary: \(name)"
    case (.vi, .boundary(let name)): "địa giới: \(name)"
    case (.en, .vintage(let name)): "data vintage: \(name)"
    case (.vi, .vintage(let name)): "bộ số liệu: \(name)"
    case (.en, .simulating(let percent)): "simulating… \(percent) %"
    case (.vi, .simulating(let percent)): "đang mô phỏng… \(percent) %"
    case (.en, .backtesting(let percent)): "back-testing… \(percent) %"
    case (.vi, .backtesting(let percent)): "đang thử lại trên quá khứ… \(percent) %"
    case (.en, .wrote(let path)): "wrote \(path)"
    case (.en, .goingOn(let percent)): "going on from \(percent) %"
    case (.vi, .goingOn(let percent)): "chạy tiếp từ \(percent) %"
    case (.en, .outsideWindows):
      "a quantile lies outside what the parts have kept; simulating all draws again"
    case (.vi, .outsideWindows):
      "một phân vị nằm ngoài những giá trị mà các phần giữ lại; mô phỏng lại mọi lượt"
    case (.vi, .wrote(let path)): "đã ghi \(path)"
    case (.en, .shockWithoutColumn(let name)):
      "warning: shock '\(name)' has no column; it stays at its median"
    case (.vi, .shockWithoutColumn(let name)):
      "cảnh báo: cú sốc '\(name)' không có cột; giữ ở trung vị"
    }
  }
}

extension Language {
  /// The name of one period of a clock, such as `year` for `yr`.
  public func period(_ clockUnit: String) -> String {
    switch (self, clockUnit) {
    case (.en, "yr"): "year"
    case (.vi, "yr"): "năm"
    case (.vi, "day"): "ngày"
    case (.vi, "week"): "tuần"
    case (.vi, "month"): "tháng"
    case (.vi, "quarter"): "quý"
    default: clockUnit
    }
  }

  /// A unit as it is printed: built-in multiples in the reader's language, the rest as written.
  public func unit(_ text: String) -> String {
    guard self == .vi else { return text }
    return text.split(separator: "/", omittingEmptySubsequences: false).map { part in
      part.split(separator: " ").map { word in
        switch word {
        case "thousand": "nghìn"
        case "million": "triệu"
        case "bn": "tỷ"
        case "person": "người"
        case "yr": "năm"
        default: String(word)
        }
      }.joined(separator: " ")
    }.joined(separator: "/")
  }
}
