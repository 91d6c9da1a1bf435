/// The words of printed pages; the compiler keeps both languages complete.
public enum PageText: Sendable {
  /// Head of the column of years.
  case year
  /// What `33.2 [30.1; 36.5]` means.
  case medianAndBand
  /// How many draws, and that nothing was fitted.
  case drawsFromPrior(String, seed: UInt64)
  /// The boundary of a region.
  case boundary(String)
  /// The release of the data.
  case vintage(String)
  /// How far a run has come.
  case simulating(percent: Int)
  /// A file was written.
  case wrote(String)
  /// A shock has no column and stays at its median.
  case shockWithoutColumn(String)
}

extension Language {
  /// The words in this language.
  public func callAsFunction(_ text: PageText) -> String {
    switch (self, text) {
    case (.en, .year): "year"
    case (.vi, .year): "năm"
    case (.en, .medianAndBand): "median [5 %; 95 %]"
    case (.vi, .medianAndBand): "trung vị [5 %; 95 %]"
    case (.en, .drawsFromPrior(let draws, let seed)):
      "\(draws) draws from the priors (not fitted to history), seed \(seed)"
    case (.vi, .drawsFromPrior(let draws, let seed)):
      "\(draws) lần mô phỏng từ phân phối tiên nghiệm (chưa khớp với lịch sử), hạt giống \(seed)"
    case (.en, .boundary(let name)): "boundary \(name)"
    case (.vi, .boundary(let name)): "địa giới \(name)"
    case (.en, .vintage(let name)): "data vintage \(name)"
    case (.vi, .vintage(let name)): "bộ số liệu \(name)"
    case (.en, .simulating(let percent)): "simulating… \(percent) %"
    case (.vi, .simulating(let percent)): "đang mô phỏng… \(percent) %"
    case (.en, .wrote(let path)): "wrote \(path)"
    case (.vi, .wrote(let path)): "đã ghi \(path)"
    case (.en, .shockWithoutColumn(let name)):
      "warning: shock '\(name)' has no column; it stays at its median"
    case (.vi, .shockWithoutColumn(let name)):
      "cảnh báo: cú sốc '\(name)' không có cột; giữ ở trung vị"
    }
  }
}
