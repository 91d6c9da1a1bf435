public import Sim

/// The words of the page of a fit; the compiler keeps both languages complete.
public enum FitPageText: Sendable {
  /// How many prior draws were weighed, and what they are worth.
  case drawsWeighed(draws: String, seed: UInt64, effective: String, share: String, k: String?)
  /// The diagnostics are good.
  case reliable
  /// They are not.
  case notReliable
  /// Heads of the table of quantities.
  case reproduced, published, priorMedian, posteriorBand
  /// Head of the figures that were not fitted.
  case notFitted
  /// Head of the parameters that moved, and of their columns.
  case movedByData(Int)
  case prior, posterior, shiftInSD, sdRatio
  /// The parameters about which the data say nothing.
  case notMoved(Int, isListed: Bool)
  /// The fit is not written, or is in spite of this.
  case fitRefused(Calibration.Fault), fitForced(Calibration.Fault)
  /// The line by which a region names its fit.
  case addToRegion(String)
  /// A file that is no fit of the region stands where the fit should go.
  case fitWouldReplace(String)
}

extension Language {
  /// The words in this language.
  public func callAsFunction(_ text: FitPageText) -> String {
    switch (self, text) {
    case (.en, .drawsWeighed(let draws, let seed, let effective, let share, let k)):
      "\(draws) prior draws (seed \(seed)) are worth \(effective) independent ones (\(share) %); "
        + "Pareto k \(k ?? "unknown"): "
    case (.vi, .drawsWeighed(let draws, let seed, let effective, let share, let k)):
      "\(draws) lượt tiên nghiệm (hạt giống \(seed)) tương đương \(effective) lượt độc lập "
        + "(\(share) %); k Pareto \(k ?? "không rõ"): "
    case (.en, .reliable): "reliable"
    case (.vi, .reliable): "tin cậy được"
    case (.en, .notReliable): "not reliable"
    case (.vi, .notReliable): "không tin cậy được"
    case (.en, .reproduced): "what was observed"
    case (.vi, .reproduced): "số liệu quan sát"
    case (.en, .published): "published"
    case (.vi, .published): "công bố"
    case (.en, .priorMedian): "prior"
    case (.vi, .priorMedian): "tiên nghiệm"
    case (.en, .posteriorBand): "posterior [5 %; 95 %]"
    case (.vi, .posteriorBand): "hậu nghiệm [5 %; 95 %]"
    case (.en, .notFitted): "not used in the fit"
    case (.vi, .notFitted): "không dùng khi hiệu chỉnh"
    case (.en, .movedByData(let count)):
      "moved by the data: \(count) parameter\(count == 1 ? "" : "s")"
    case (.vi, .movedByData(let count)): "số liệu làm thay đổi \(count) tham số"
    case (.en, .prior): "prior"
    case (.vi, .prior): "tiên nghiệm"
    case (.en, .posterior): "posterior"
    case (.vi, .posterior): "hậu nghiệm"
    case (.en, .shiftInSD): "shift in sd"
    case (.vi, .shiftInSD): "dịch (đlc)"
    case (.en, .sdRatio): "sd ratio"
    case (.vi, .sdRatio): "tỷ số đlc"
    case (.en, .notMoved(let count, let isListed)):
      count == 0
        ? "no parameter keeps its prior"
        : "for the other \(count) posterior = prior"
          + (isListed ? ":" : " (--details names them)")
    case (.vi, .notMoved(let count, let isListed)):
      count == 0
        ? "không tham số nào giữ nguyên phân phối tiên nghiệm"
        : "\(count) tham số còn lại: hậu nghiệm = tiên nghiệm"
          + (isListed ? ":" : " (xem tên với --details)")
    case (.en, .fitRefused(let fault)):
      "error: \(sentence(fault)). Nothing was written; --force writes the fit all the same"
    case (.vi, .fitRefused(let fault)):
      "lỗi: \(sentence(fault)). Chưa ghi gì; --force vẫn ghi"
    case (.en, .fitForced(let fault)): "warning: \(sentence(fault))"
    case (.vi, .fitForced(let fault)): "cảnh báo: \(sentence(fault))"
    case (.en, .addToRegion(let line)):
      "to have runs use it, add this line to the region file: \(line)"
    case (.vi, .addToRegion(let line)):
      "để các lần chạy dùng tệp này, thêm dòng sau vào tệp vùng: \(line)"
    case (.en, .fitWouldReplace(let path)):
      "error: \(path) is there already and is no fit of this region; choose another --output"
    case (.vi, .fitWouldReplace(let path)):
      "lỗi: đã có \(path), và đó không phải tệp hiệu chỉnh của vùng này; hãy chọn --output khác"
    }
  }

  /// Why a fit is refused, and what can be done about it.
  private func sentence(_ fault: Calibration.Fault) -> String {
    let percent = NumberText(self)
    switch (self, fault) {
    case (.en, .fewEffectiveDraws(let share)):
      return "the prior draws are worth only \(percent.fixed(100 * share, decimals: 1)) % of their "
        + "number (at least 5 % are needed): the priors and the observables hardly overlap. Look "
        + "for an observable whose 'published' lies far from 'prior', check its value, unit and sd, "
        + "then widen the prior that is too narrow"
    case (.vi, .fewEffectiveDraws(let share)):
      return "các lượt tiên nghiệm chỉ còn đáng \(percent.fixed(100 * share, decimals: 1)) % số "
        + "lượt (cần ít nhất 5 %): phân phối tiên nghiệm và số liệu quan sát hầu như không gặp nhau. "
        + "Hãy tìm quan sát có 'công bố' xa 'tiên nghiệm', kiểm tra giá trị, đơn vị và sd, rồi nới "
        + "phân phối tiên nghiệm quá hẹp"
    case (.en, .heavyTail(let k)):
      return "a few draws carry most of the weight: Pareto k is "
        + "\(k.map { percent.fixed($0, decimals: 2) } ?? "unknown") (at most 0.7 is allowed), so "
        + "more draws would hardly help. Enlarge the sd of the sharpest observable, or widen the "
        + "prior it contradicts"
    case (.vi, .heavyTail(let k)):
      return "vài lượt mang gần hết trọng số: k Pareto là "
        + "\(k.map { percent.fixed($0, decimals: 2) } ?? "không rõ") (cho phép nhiều nhất 0,7), thêm "
        + "lượt cũng ít tác dụng. Hãy tăng sd của quan sát chặt nhất, hoặc nới phân phối tiên nghiệm "
        + "mà nó mâu thuẫn"
    }
  }
}
