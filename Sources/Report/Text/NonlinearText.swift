import Sim

/// The words of the page of a nonlinear regression.
enum NonlinearText {
  case observations(String, leftOut: Int)
  case converged(offset: String, iterations: Int)
  case notConverged(LeastSquares.Outcome, offset: String, iterations: Int)
  case rescued(LeastSquares.Outcome, starts: Int)
  case improved(Int)
  case estimate, standardError
  case interval(NonlinearInference.Intervals)
  case heldLower, heldUpper
  case fit(sd: String, rss: String, df: String, condition: String)
  case correlated(String, String, String)
  case several(Int, starts: Int, failures: Int)
  case minimum(rss: String, hits: Int)
  case identified
  case notSeparated([String])
  case openAbove(String, String)
  case openBelow(String, String)
  case openBoth(String)
  case held(String, isUpper: Bool, String)
  case ceilingGiven(String, source: String)
  case ceilingEstimated
  case ceilingOpen
  case bootstrapFailures(Int)
  case line, observed, fitted, residual
}

extension Language {
  func callAsFunction(_ text: NonlinearText) -> String {
    switch self {
    case .en: english(text)
    case .vi: vietnamese(text)
    }
  }

  private func english(_ text: NonlinearText) -> String {
    switch text {
    case .observations(let count, let leftOut):
      "\(count) observations"
        + (leftOut > 0 ? " (\(leftOut) rows left out: a cell is empty or the weight is 0)" : "")
    case .converged(let offset, let iterations):
      "Converged in \(iterations) iterations, relative offset \(offset)."
    case .notConverged(let outcome, let offset, let iterations):
      "NOT CONVERGED: \(english(outcome)) after \(iterations) iterations (relative offset \(offset)); "
        + "do not use these numbers."
    case .rescued(let outcome, let starts):
      outcome == .converged
        ? "From the given start the search ended where some parameters do not matter; of \(starts) "
          + "starting points the best end is shown."
        : "From the given start no minimum was reached (\(english(outcome))); of \(starts) starting "
          + "points the best end is shown."
    case .improved(let count):
      count == 1
        ? "Following a profile led to a lower minimum, which is shown."
        : "Following profiles led \(count) times to a lower minimum; the last is shown."
    case .estimate: "estimate"
    case .standardError: "std. error"
    case .interval(.wald): "95 % interval (Wald)"
    case .interval(.profile): "95 % interval (profile)"
    case .interval(.bootstrap(.residuals, let refits, _)): "95 % interval (\(refits) refits)"
    case .interval(.bootstrap(.wild, let refits, _)): "95 % interval (wild, \(refits) refits)"
    case .heldLower: "at its lower bound"
    case .heldUpper: "at its upper bound"
    case .fit(let sd, let rss, let df, let condition):
      "residual sd \(sd) · rss \(rss) · \(df) degrees of freedom · condition \(condition)"
    case .correlated(let a, let b, let value): "highest correlation: \(a) and \(b), \(value)"
    case .several(let count, let starts, let failures):
      "\(count) distinct minima from \(starts) starting points"
        + (failures > 0 ? " (\(failures) led to none)" : "") + ":"
    case .minimum(let rss, let hits): "rss \(rss), \(hits) times"
    case .identified: "Every parameter is identified."
    case .notSeparated(let names):
      "NOT IDENTIFIED: \(names.joined(separator: ", ")): the data cannot tell them apart; different "
        + "values fit equally well."
    case .openAbove(let name, let low):
      "NOT IDENTIFIED: \(name): above \(low) the data refuse no value."
    case .openBelow(let name, let high):
      "NOT IDENTIFIED: \(name): below \(high) the data refuse no value."
    case .openBoth(let name): "NOT IDENTIFIED: \(name): the data refuse no value."
    case .held(let name, let isUpper, let slope):
      "NOT IDENTIFIED: \(name) is held by its \(isUpper ? "upper" : "lower") bound; beyond it the fit "
        + "improves (rss changes by \(slope) per unit)."
    case .ceilingGiven(let value, let source): "ceiling \(value), given: \(source)"
    case .ceilingEstimated: "ceiling estimated from the data"
    case .ceilingOpen:
      "The data do not say where the curve saturates: give the ceiling as an assumption with a source."
    case .bootstrapFailures(let count): "\(count) refits reached no minimum and are left out"
    case .line: "line"
    case .observed: "observed"
    case .fitted: "fitted"
    case .residual: "residual"
    }
  }

  private func english(_ outcome: LeastSquares.Outcome) -> String {
    switch outcome {
    case .converged: "converged"
    case .stalled: "no step improves the fit, yet it is no minimum"
    case .iterationLimit: "the limit of iterations was reached"
    case .startNotFinite: "the fit cannot be computed at the start"
    }
  }

  private func vietnamese(_ text: NonlinearText) -> String {
    switch text {
    case .observations(let count, let leftOut):
      "\(count) quan sát"
        + (leftOut > 0 ? " (bỏ \(leftOut) dòng có ô trống hoặc trọng số bằng 0)" : "")
    case .converged(let offset, let iterations):
      "Hội tụ sau \(iterations) bước lặp, độ lệch tương đối \(offset)."
    case .notConverged(let outcome, let offset, let iterations):
      "KHÔNG HỘI TỤ: \(vietnamese(outcome)) sau \(iterations) bước lặp (độ lệch tương đối \(offset)); "
        + "không nên dùng các con số này."
    case .rescued(let outcome, let starts):
      outcome == .converged
        ? "Từ giá trị ban đầu đã cho, phép tìm dừng ở nơi một số tham số không còn tác dụng; kết quả "
          + "là tốt nhất trong \(starts) điểm xuất phát."
        : "Từ giá trị ban đầu đã cho không tới được cực tiểu (\(vietnamese(outcome))); kết quả là tốt "
          + "nhất trong \(starts) điểm xuất phát."
    case .improved(let count):
      "Lần theo đường biên dạng đã gặp cực tiểu thấp hơn (\(count) lần); kết quả là cực tiểu cuối cùng."
    case .estimate: "ước lượng"
    case .standardError: "sai số chuẩn"
    case .interval(.wald): "khoảng tin cậy 95 % (Wald)"
    case .interval(.profile): "khoảng tin cậy 95 % (biên dạng)"
    case .interval(.bootstrap(.residuals, let refits, _)):
      "khoảng tin cậy 95 % (\(refits) lần lấy mẫu lại)"
    case .interval(.bootstrap(.wild, let refits, _)):
      "khoảng tin cậy 95 % (wild, \(refits) lần lấy mẫu lại)"
    case .heldLower: "nằm ở cận dưới"
    case .heldUpper: "nằm ở cận trên"
    case .fit(let sd, let rss, let df, let condition):
      "độ lệch chuẩn phần dư \(sd) · tổng bình phương phần dư \(rss) · \(df) bậc tự do · số điều kiện "
        + condition
    case .correlated(let a, let b, let value): "tương quan cao nhất: \(a) và \(b), \(value)"
    case .several(let count, let starts, let failures):
      "\(count) cực tiểu khác nhau từ \(starts) điểm xuất phát"
        + (failures > 0 ? " (\(failures) điểm không tới cực tiểu nào)" : "") + ":"
    case .minimum(let rss, let hits): "tổng bình phương phần dư \(rss), \(hits) lần"
    case .identified: "Mọi tham số đều được số liệu xác định."
    case .notSeparated(let names):
      "KHÔNG XÁC ĐỊNH ĐƯỢC: \(names.joined(separator: ", ")): số liệu không tách được các tham số này; "
        + "nhiều giá trị khác nhau cho độ khớp như nhau."
    case .openAbove(let name, let low):
      "KHÔNG XÁC ĐỊNH ĐƯỢC: \(name): số liệu không bác bỏ giá trị nào trên \(low)."
    case .openBelow(let name, let high):
      "KHÔNG XÁC ĐỊNH ĐƯỢC: \(name): số liệu không bác bỏ giá trị nào dưới \(high)."
    case .openBoth(let name): "KHÔNG XÁC ĐỊNH ĐƯỢC: \(name): số liệu không bác bỏ giá trị nào."
    case .held(let name, let isUpper, let slope):
      "KHÔNG XÁC ĐỊNH ĐƯỢC: \(name) bị chặn ở cận \(isUpper ? "trên" : "dưới"); vượt qua cận đó thì độ "
        + "khớp còn tốt hơn (tổng bình phương phần dư đổi \(slope) mỗi đơn vị)."
    case .ceilingGiven(let value, let source): "mức bão hoà \(value), cho trước: \(source)"
    case .ceilingEstimated: "mức bão hoà được ước lượng từ số liệu"
    case .ceilingOpen:
      "Số liệu không cho biết đường cong bão hoà ở đâu: hãy nêu mức bão hoà như một giả định kèm nguồn."
    case .bootstrapFailures(let count): "bỏ \(count) lần lấy mẫu lại không tới cực tiểu"
    case .line: "dòng"
    case .observed: "quan sát"
    case .fitted: "ước tính"
    case .residual: "phần dư"
    }
  }

  private func vietnamese(_ outcome: LeastSquares.Outcome) -> String {
    switch outcome {
    case .converged: "đã hội tụ"
    case .stalled: "không bước nào làm độ khớp tốt hơn, nhưng đó chưa phải cực tiểu"
    case .iterationLimit: "hết số bước lặp cho phép"
    case .startNotFinite: "không tính được vế phải tại điểm xuất phát"
    }
  }
}

extension Language {
  /// The singular values of a Jacobian could not be computed.
  public var linearAlgebraFailed: String {
    switch self {
    case .en:
      "internal error: the singular values of the Jacobian did not converge; please report it"
    case .vi:
      "lỗi nội bộ: không tính được giá trị kỳ dị của ma trận Jacobi; xin báo lại cho chúng tôi"
    }
  }
}
