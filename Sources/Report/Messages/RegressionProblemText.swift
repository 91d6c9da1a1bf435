import Scenarios
import Sim

extension RegressionProblem {
  /// The sentence in English.
  var inEnglish: String {
    switch self {
    case .noTilde: "a formula needs '~' between what is explained and what explains it: 'y ~ x'"
    case .secondTilde: "a formula has one '~'; effects to absorb follow '|'"
    case .nothingToExplain: "there is nothing after '~' that could explain anything"
    case .expectedTerm(nil): "a term is missing at the end"
    case .expectedTerm(let found?): "expected a term or an operator, not '\(found)'"
    case .notAnOperator(let sign):
      "'\(sign)' is no operator of a formula; write arithmetic inside I( ), such as I(x / z)"
    case .numberAsTerm(let text):
      "the number \(text) is no term; only 0 and 1 are, without and with an intercept. "
        + "Arithmetic goes inside I( )"
    case .powerOfSum:
      "only a single column or call can be raised to a power here; write out the terms, or use "
        + "I( ) for arithmetic: I((a + b)^2)"
    case .powerNotWhole(let text):
      "a power here is a whole number from 1 to 40, not '\(text)'; write I(x^(…)) for another"
    case .removedTermUnknown(let text):
      "'\(text)' cannot be taken away: no such term comes before it"
    case .effectNotAName(let text): "expected the name of a column, not '\(text)'"
    case .tooManyEffects:
      "at most two effects can be absorbed; write a third as factor( ) before '|'"
    case .instruments: "instrumental variables are not supported: a formula has one '|' at most"
    case .unknownColumn(let name, let suggestion):
      "the table has no column '\(name)'" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .wordInNumbers(let text, let column):
      "'\(text)' is no number, but other cells of '\(column)' are; correct it, empty the cell, or "
        + "write factor(\(column)) to take the column as categories"
    case .wordsNotNumbers(let name):
      "the column '\(name)' holds words; it can stand alone as categories, but not in arithmetic"
    case .oneLevel(let name, let level):
      "'\(name)' is '\(level)' in every row used, so it has no effect that could be estimated; "
        + "leave it out"
    case .notFinite(let text): "'\(text)' is not a finite number in this row"
    case .columnMissingInNewData(let name): "the column '\(name)' is missing; the formula reads it"
    case .levelUnknown(let text, let column):
      "'\(text)' did not occur in '\(column)' when the regression was fitted, so nothing is known "
        + "about it"
    case .weightNotPositive(let value): "\(shown(value)) cannot be a weight; weights are at least 0"
    case .allRowsMissing(let count):
      "not one of the \(count) rows has something in every column that is read"
    case .failed(let error): error.inEnglish
    case .badErrors(let text):
      "'\(text)' is no kind of errors; there are classical, hc0 to hc5, nw, nw:LAG, cluster:COLUMN, "
        + "cluster:COLUMN,COLUMN, bootstrap:N, wild:N and wild:N:COLUMN"
    }
  }

  /// The sentence in Vietnamese.
  var inVietnamese: String {
    switch self {
    case .noTilde: "công thức cần dấu '~' giữa biến phụ thuộc và biến giải thích: 'y ~ x'"
    case .secondTilde: "công thức chỉ có một dấu '~'; hiệu ứng cố định viết sau '|'"
    case .nothingToExplain: "sau '~' không có biến giải thích nào"
    case .expectedTerm(nil): "thiếu một số hạng ở cuối công thức"
    case .expectedTerm(let found?): "ở đây phải là một số hạng hoặc một dấu, không phải '\(found)'"
    case .notAnOperator(let sign):
      "'\(sign)' không phải là dấu của công thức; hãy viết phép tính trong I( ), ví dụ I(x / z)"
    case .numberAsTerm(let text):
      "số \(text) không phải là số hạng; chỉ có 0 và 1, nghĩa là không có và có hệ số chặn. "
        + "Phép tính viết trong I( )"
    case .powerOfSum:
      "ở đây chỉ nâng lũy thừa được một cột hoặc một hàm; hãy viết từng số hạng, hoặc dùng I( ) cho "
        + "phép tính: I((a + b)^2)"
    case .powerNotWhole(let text):
      "số mũ ở đây là số nguyên từ 1 đến 40, không phải '\(text)'; số mũ khác viết I(x^(…))"
    case .removedTermUnknown(let text): "không bỏ được '\(text)': phía trước không có số hạng này"
    case .effectNotAName(let text): "ở đây phải là tên một cột, không phải '\(text)'"
    case .tooManyEffects:
      "chỉ khử được tối đa hai hiệu ứng cố định; hiệu ứng thứ ba viết factor( ) trước '|'"
    case .instruments: "chưa hỗ trợ biến công cụ: công thức có tối đa một dấu '|'"
    case .unknownColumn(let name, let suggestion):
      "bảng không có cột '\(name)'" + (suggestion.map { "; có phải '\($0)' không?" } ?? "")
    case .wordInNumbers(let text, let column):
      "'\(text)' không phải là số, trong khi các ô khác của cột '\(column)' là số; hãy sửa lại, để "
        + "trống ô, hoặc viết factor(\(column)) nếu muốn coi cột này là biến phân loại"
    case .wordsNotNumbers(let name):
      "cột '\(name)' chứa chữ; có thể đứng riêng làm biến phân loại, nhưng không tính toán được"
    case .oneLevel(let name, let level):
      "'\(name)' bằng '\(level)' ở mọi dòng được dùng, nên không có tác động nào để ước lượng; hãy bỏ ra"
    case .notFinite(let text): "'\(text)' không phải là số hữu hạn ở dòng này"
    case .columnMissingInNewData(let name): "thiếu cột '\(name)' mà công thức cần đọc"
    case .levelUnknown(let text, let column):
      "'\(text)' chưa từng có trong cột '\(column)' khi ước lượng, nên không biết gì về giá trị này"
    case .weightNotPositive(let value): "\(shown(value)) không thể là trọng số; trọng số không âm"
    case .allRowsMissing(let count):
      "không dòng nào trong \(count) dòng có đủ số liệu ở mọi cột cần đọc"
    case .failed(let error): error.inVietnamese
    case .badErrors(let text):
      "không có loại sai số '\(text)'; các loại: classical, hc0 đến hc5, nw, nw:ĐỘ_TRỄ, cluster:CỘT, "
        + "cluster:CỘT,CỘT, bootstrap:N, wild:N và wild:N:CỘT"
    }
  }
}

extension RegressionError {
  /// The sentence in English.
  var inEnglish: String {
    switch self {
    case .noRows: "no row is left to estimate from"
    case .tooFewRows(let rows, let coefficients):
      "\(rows) rows cannot give \(coefficients) coefficients and an error: at least "
        + "\(coefficients + 1) rows are needed; add data or leave regressors out"
    case .constantResponse(let value):
      "the response is \(shown(value)) in every row, so there is nothing to explain"
    case .notFinite(let name, _):
      "'\(name)' becomes too large for a number; use a smaller unit or a lower power"
    case .invalidWeight(_, let value): "\(shown(value)) cannot be a weight; weights are at least 0"
    case .noWeight: "every weight is 0, so no row counts"
    case .nothingIdentified:
      "no regressor is left: each is constant, or explained by the effects that are absorbed"
    case .tooFewClusters(let count):
      "errors by cluster need at least two clusters, and there is \(count == 1 ? "one" : "none"); "
        + "use hc3"
    case .lagTooLong(let lag, let rows):
      "a lag of \(lag) does not fit \(rows) rows; it is at least 0 and below the number of rows"
    case .unknownPrior(let name): "the prior names '\(name)', which is no coefficient here"
    case .priorMissing(let names): "these coefficients have no prior: \(quoted(names))"
    case .invalidPrior(let name):
      "the prior of '\(name)' is no distribution: precision, shape and "
        + "rate are above 0"
    case .unsupported(.penaltyWithEffects):
      "ridge and priors do not go with absorbed effects; write them as factor( ) before '|'"
    case .unsupported(.robustWithPenalty):
      "ridge and priors come with classical errors only: their estimates are biased on purpose"
    case .unsupported(.pairsWithEffects):
      "bootstrap:N draws rows, which breaks the groups of absorbed effects; use wild:N or wild:N:COLUMN"
    case .linearAlgebra: "the numbers are too large or too small to be decomposed; change units"
    }
  }

  /// The sentence in Vietnamese.
  var inVietnamese: String {
    switch self {
    case .noRows: "không còn dòng nào để ước lượng"
    case .tooFewRows(let rows, let coefficients):
      "\(rows) dòng không đủ để ước lượng \(coefficients) hệ số và sai số: cần ít nhất "
        + "\(coefficients + 1) dòng; hãy thêm số liệu hoặc bớt biến giải thích"
    case .constantResponse(let value):
      "biến phụ thuộc bằng \(shown(value)) ở mọi dòng, nên không có gì để giải thích"
    case .notFinite(let name, _):
      "'\(name)' quá lớn để biểu diễn bằng số; hãy đổi đơn vị hoặc giảm bậc"
    case .invalidWeight(_, let value):
      "\(shown(value)) không thể là trọng số; trọng số không âm"
    case .noWeight: "mọi trọng số đều bằng 0, nên không dòng nào được tính"
    case .nothingIdentified:
      "không còn biến giải thích nào: tất cả đều là hằng số hoặc đã nằm trong hiệu ứng cố định"
    case .tooFewClusters(let count):
      "sai số theo cụm cần ít nhất hai cụm, ở đây \(count == 1 ? "chỉ có một" : "không có"); hãy dùng hc3"
    case .lagTooLong(let lag, let rows):
      "độ trễ \(lag) không hợp với \(rows) dòng; độ trễ từ 0 đến dưới số dòng"
    case .unknownPrior(let name): "tiên nghiệm nêu '\(name)', nhưng ở đây không có hệ số này"
    case .priorMissing(let names): "các hệ số sau chưa có tiên nghiệm: \(quoted(names))"
    case .invalidPrior(let name):
      "tiên nghiệm của '\(name)' không phải là phân phối: độ chính xác, shape và rate phải lớn hơn 0"
    case .unsupported(.penaltyWithEffects):
      "ridge và tiên nghiệm không đi cùng hiệu ứng cố định; hãy viết factor( ) trước '|'"
    case .unsupported(.robustWithPenalty):
      "ridge và tiên nghiệm chỉ có sai số cổ điển: ước lượng của chúng cố ý chệch"
    case .unsupported(.pairsWithEffects):
      "bootstrap:N rút từng dòng nên phá vỡ nhóm của hiệu ứng cố định; hãy dùng wild:N hoặc wild:N:CỘT"
    case .linearAlgebra: "các con số quá lớn hoặc quá nhỏ để phân tích; hãy đổi đơn vị"
    }
  }
}
