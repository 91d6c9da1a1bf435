/// The words of the page of a regression; the compiler keeps both languages complete.
public enum RegressionPageText: Sendable {
  case rows(String), rowsMissing(String, lines: String), rowsRepeated(String, lines: String)
  case rowsWithoutWeight(String), singletons(String)
  case coefficient, estimate, standardError, interval(String), probability
  case reference(String, level: String)
  case absorbed(String)
  case errors, classical(df: String), leverage(String, leftOut: Int)
  case neweyWest(lag: String, factor: String, rows: String)
  case clusters(String, counts: String, factor: String, df: String, isRepaired: Bool, areFew: Bool)
  case pairs(draws: String, failed: String?), wild(draws: String, cluster: String?, failed: String?)
  case posterior(shape: String, rate: String, logMarginal: String), ridge(String, effective: String)
  case fitLine(r2: String, adjusted: String, isCentred: Bool, within: String?)
  case residual(sd: String, df: String), allTogether(f: String, df: String, p: String)
  case criteria(aicc: String, bic: String, logLikelihood: String)
  case conditionNumber(String, centred: String), conditionWarning
  case aliasOfCombination(String, of: String), aliasConstant(String), aliasOfEffects(String)
  case tests, durbinWatson, breuschPagan, reset, jarqueBera, press, inflation
  case influential, line, fitted, residualOfRow, leverageOfRow, studentised, cook
  case prediction, expected, oneResponse(String)
  case noValue, unknownGroup, hangsOnTheUnidentified
  case rowsWithoutValue(String, String, of: String, lines: String)
}

extension Language {
  /// The words in this language.
  public func callAsFunction(_ text: RegressionPageText) -> String {
    self == .en ? english(text) : vietnamese(text)
  }

  private func english(_ text: RegressionPageText) -> String {
    switch text {
    case .rows(let count): "\(count) rows"
    case .rowsMissing(let count, let lines):
      "left out because a cell is missing: \(count) (line \(lines))"
    case .rowsRepeated(let count, let lines):
      "rows that repeat an earlier row exactly: \(count) (line \(lines)); they are used as they are"
    case .rowsWithoutWeight(let count): "left out because their weight is 0: \(count)"
    case .singletons(let count):
      "left out because they are alone in a group of an absorbed effect: \(count)"
    case .coefficient: "coefficient"
    case .estimate: "estimate"
    case .standardError: "std. error"
    case .interval(let level): "\(level) % interval"
    case .probability: "p"
    case .reference(let name, let level): "\(name): against \(level)"
    case .absorbed(let sets): "absorbed: \(sets)"
    case .errors: "errors: "
    case .classical(let df): "classical, equal variance, t(\(df))"
    case .leverage(let type, let leftOut):
      "heteroskedasticity-robust, \(type)"
        + (leftOut > 0 ? "; \(leftOut) rows of leverage 1 left out" : "")
    case .neweyWest(let lag, let factor, let rows):
      "Newey-West in the order of the rows, lag \(lag), Bartlett weights, no prewhitening; variance "
        + "times \(factor)\(rows.isEmpty ? "" : "; too small with \(rows) rows, prefer hc3")"
    case .clusters(let names, let counts, let factor, let df, let isRepaired, let areFew):
      "by cluster, \(names) (\(counts)), variance times \(factor), t(\(df))"
        + (isRepaired ? "; a negative eigenvalue was set to 0" : "")
        + (areFew ? "; few clusters, consider wild:N:COLUMN" : "")
    case .pairs(let draws, let failed):
      "bootstrap of rows, \(draws) refits" + (failed.map { ", \($0) without a solution" } ?? "")
    case .wild(let draws, let cluster, _):
      "wild bootstrap, \(draws) refits, random signs" + (cluster.map { " by \($0)" } ?? "")
    case .posterior(let shape, let rate, let logMarginal):
      "posterior of a conjugate prior: σ² ~ inverse gamma(\(shape), \(rate)), log marginal "
        + "likelihood \(logMarginal)"
    case .ridge(let lambda, let effective):
      "ridge, λ = \(lambda) on the columns as given: estimates are biased; the fit takes "
        + "\(effective) degrees of freedom"
    case .fitLine(let r2, let adjusted, let isCentred, let within):
      "R² \(r2)\(isCentred ? "" : " about 0"), adjusted \(adjusted)"
        + (within.map { ", within \($0)" } ?? "")
    case .residual(let sd, let df): "residual standard deviation \(sd) on \(df) degrees of freedom"
    case .allTogether(let f, let df, let p): "F(\(df)) \(f), p \(p)"
    case .criteria(let aicc, let bic, let logLikelihood):
      "AICc \(aicc), BIC \(bic), log likelihood \(logLikelihood)"
    case .conditionNumber(let raw, let centred):
      "condition number \(raw) as given, \(centred) as computed"
    case .conditionWarning:
      "the regressors are nearly dependent: single coefficients say little, predictions more"
    case .aliasOfCombination(let name, let other): "left out: \(name) = \(other)"
    case .aliasConstant(let name): "left out: \(name) is 0 in every row"
    case .aliasOfEffects(let name): "left out: \(name) is explained by the absorbed effects"
    case .tests: "tests"
    case .durbinWatson: "Durbin-Watson (order of rows)"
    case .breuschPagan: "Breusch-Pagan, studentised"
    case .reset: "RESET, powers 2 and 3"
    case .jarqueBera: "Jarque-Bera"
    case .press: "PRESS"
    case .inflation: "VIF"
    case .influential: "most influential rows"
    case .line: "line"
    case .fitted: "fitted"
    case .residualOfRow: "residual"
    case .leverageOfRow: "leverage"
    case .studentised: "studentised"
    case .cook: "Cook"
    case .prediction: "prediction"
    case .expected: "expected"
    case .oneResponse(let level): "\(level) % for one response"
    case .noValue: "no value: a cell is empty, or the formula has none there"
    case .unknownGroup: "group left out of the fit"
    case .hangsOnTheUnidentified: "hangs on what is not identified"
    case .rowsWithoutValue(let file, let count, let all, let lines):
      "\(file): no prediction for \(count) of \(all) rows (lines \(lines))"
    }
  }

  private func vietnamese(_ text: RegressionPageText) -> String {
    switch text {
    case .rows(let count): "\(count) dòng"
    case .rowsMissing(let count, let lines):
      "bỏ qua vì thiếu số liệu: \(count) (dòng \(lines))"
    case .rowsRepeated(let count, let lines):
      "trùng hệt một dòng trước: \(count) (dòng \(lines)); vẫn được dùng"
    case .rowsWithoutWeight(let count): "bỏ qua vì trọng số bằng 0: \(count)"
    case .singletons(let count):
      "bỏ qua vì đứng một mình trong một nhóm của hiệu ứng cố định: \(count)"
    case .coefficient: "hệ số"
    case .estimate: "ước lượng"
    case .standardError: "sai số chuẩn"
    case .interval(let level): "khoảng \(level) %"
    case .probability: "p"
    case .reference(let name, let level): "\(name): so với \(level)"
    case .absorbed(let sets): "hiệu ứng cố định: \(sets)"
    case .errors: "sai số: "
    case .classical(let df): "cổ điển, phương sai đồng nhất, t(\(df))"
    case .leverage(let type, let leftOut):
      "vững với phương sai thay đổi, \(type)"
        + (leftOut > 0 ? "; bỏ qua \(leftOut) dòng có đòn bẩy bằng 1" : "")
    case .neweyWest(let lag, let factor, let rows):
      "Newey-West theo thứ tự các dòng, độ trễ \(lag), trọng số Bartlett, không tiền trắng hóa; "
        + "phương sai nhân \(factor)\(rows.isEmpty ? "" : "; với \(rows) dòng thì quá nhỏ, nên dùng hc3")"
    case .clusters(let names, let counts, let factor, let df, let isRepaired, let areFew):
      "theo cụm, \(names) (\(counts)), phương sai nhân \(factor), t(\(df))"
        + (isRepaired ? "; một giá trị riêng âm được thay bằng 0" : "")
        + (areFew ? "; ít cụm, nên cân nhắc wild:N:CỘT" : "")
    case .pairs(let draws, let failed):
      "bootstrap theo dòng, \(draws) lần ước lượng lại"
        + (failed.map { ", \($0) lần không có nghiệm" } ?? "")
    case .wild(let draws, let cluster, _):
      "wild bootstrap, \(draws) lần ước lượng lại, đổi dấu ngẫu nhiên"
        + (cluster.map { " theo \($0)" } ?? "")
    case .posterior(let shape, let rate, let logMarginal):
      "hậu nghiệm của tiên nghiệm liên hợp: σ² ~ gamma nghịch đảo(\(shape), \(rate)), log hợp lý biên "
        + logMarginal
    case .ridge(let lambda, let effective):
      "ridge, λ = \(lambda) trên các cột như đã cho: ước lượng bị chệch; mô hình dùng \(effective) bậc tự do"
    case .fitLine(let r2, let adjusted, let isCentred, let within):
      "R² \(r2)\(isCentred ? "" : " quanh 0"), hiệu chỉnh \(adjusted)"
        + (within.map { ", trong nhóm \($0)" } ?? "")
    case .residual(let sd, let df): "độ lệch chuẩn phần dư \(sd), \(df) bậc tự do"
    case .allTogether(let f, let df, let p): "F(\(df)) \(f), p \(p)"
    case .criteria(let aicc, let bic, let logLikelihood):
      "AICc \(aicc), BIC \(bic), log hợp lý \(logLikelihood)"
    case .conditionNumber(let raw, let centred):
      "số điều kiện \(raw) theo cột đã cho, \(centred) khi tính"
    case .conditionWarning:
      "các biến giải thích gần như phụ thuộc nhau: từng hệ số ít ý nghĩa, giá trị dự báo đáng tin hơn"
    case .aliasOfCombination(let name, let other): "bị loại: \(name) = \(other)"
    case .aliasConstant(let name): "bị loại: \(name) bằng 0 ở mọi dòng"
    case .aliasOfEffects(let name): "bị loại: \(name) đã nằm trong hiệu ứng cố định"
    case .tests: "kiểm định"
    case .durbinWatson: "Durbin-Watson (theo thứ tự dòng)"
    case .breuschPagan: "Breusch-Pagan, dạng student hóa"
    case .reset: "RESET, bậc 2 và 3"
    case .jarqueBera: "Jarque-Bera"
    case .press: "PRESS"
    case .inflation: "VIF"
    case .influential: "các dòng ảnh hưởng nhiều nhất"
    case .line: "dòng"
    case .fitted: "ước lượng"
    case .residualOfRow: "phần dư"
    case .leverageOfRow: "đòn bẩy"
    case .studentised: "student hóa"
    case .cook: "Cook"
    case .prediction: "dự báo"
    case .expected: "kỳ vọng"
    case .oneResponse(let level): "\(level) % cho một giá trị"
    case .noValue: "không có giá trị: ô trống, hoặc công thức không tính được ở đó"
    case .unknownGroup: "nhóm không có trong ước lượng"
    case .hangsOnTheUnidentified: "phụ thuộc vào điều số liệu không xác định được"
    case .rowsWithoutValue(let file, let count, let all, let lines):
      "\(file): \(count) trong \(all) dòng không có giá trị dự báo (dòng \(lines))"
    }
  }
}
