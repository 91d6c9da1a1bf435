import Scenarios

extension NonlinearProblem {
  /// The sentence in English.
  var inEnglish: String {
    switch self {
    case .formulaNeedsTwoSides(let tildes):
      tildes == 0
        ? "a formula needs a left side, '~' and a right side, such as y ~ b1*(1 - exp(-b2*x))"
        : "a formula has one '~'"
    case .notInFormula(let sign):
      "'\(sign)' has no place here: a formula reads columns and parameters row by row"
    case .responseHasParameter(let name):
      "the parameter '\(name)' stands on the left side; only columns may be there"
    case .noParameters:
      "the right side has no parameter; name each with a starting value, such as --start b1=1,b2=.5"
    case .curveNeedsTwoNames: "with --curve the formula is two names, such as users ~ year"
    case .parameterWithoutStart(let name, let suggestion):
      "'\(name)' is neither a column of the table nor a parameter with a starting value"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? "; for a parameter add --start \(name)=…")
    case .notNameAndNumber(let text): "'\(text)' is not of the form name=number, such as b1=0.5"
    case .givenTwice(let name): "'\(name)' is given twice"
    case .notInRightSide(let name, let suggestion):
      "'\(name)' does not enter the formula"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .startIsColumn(let name):
      "'\(name)' is a column of the table; give the parameter another name"
    case .boundsReversed(let name, let low, let high):
      "the bounds of '\(name)' are reversed: \(shown(low)) is above \(shown(high))"
    case .startOutsideBounds(let name, let start, let low, let high):
      "the start of '\(name)', \(shown(start)), is not between \(shown(low)) and \(shown(high))"
    case .unknownColumn(let name, let suggestion):
      "the table has no column '\(name)'" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .tooFewRows(let rows, let parameters, let leftOut):
      "\(rows) rows cannot tell \(parameters) parameters and an error apart; at least "
        + "\(parameters + 1) are needed"
        + (leftOut > 0 ? " (\(leftOut) rows say nothing in a column that is read)" : "")
    case .flatResponse(let value):
      "the left side is \(shown(value)) in every row; there is nothing to explain"
    case .responseNotFinite(let values):
      "the left side is no finite number here: \(values)"
    case .notFiniteAtStart(let values):
      "at the starting values the right side is no finite number here: \(values); start elsewhere"
    case .negativeWeight(let weight): "the weight \(shown(weight)) is negative"
    case .ceilingMissing(let highest):
      "say where the curve saturates and who says so: --ceiling N --ceiling-source '…' (the data "
        + "reach \(shown(highest))); --ceiling estimate fits it, and says whether the data can"
    case .ceilingWithoutSource:
      "a ceiling is an assumption: say where it comes from with --ceiling-source '…'"
    case .aboveCeiling(let value, let ceiling):
      "\(shown(value)) is above the ceiling \(shown(ceiling))"
    case .periodTwice(let period): "a second row for \(shown(period))"
    case .tooFewPeriods(let count, let needed):
      "\(count) observations are too few for this curve; it needs \(needed)"
    case .neverPositive: "a growth curve needs positive values, and there are none"
    }
  }

  /// The sentence in Vietnamese.
  var inVietnamese: String {
    switch self {
    case .formulaNeedsTwoSides(let tildes):
      tildes == 0
        ? "công thức cần vế trái, dấu '~' và vế phải, ví dụ y ~ b1*(1 - exp(-b2*x))"
        : "công thức chỉ có một dấu '~'"
    case .notInFormula(let sign):
      "không dùng '\(sign)' ở đây: công thức chỉ đọc các cột và tham số theo từng dòng"
    case .responseHasParameter(let name):
      "tham số '\(name)' đứng ở vế trái; vế trái chỉ gồm các cột"
    case .noParameters:
      "vế phải không có tham số nào; hãy nêu từng tham số kèm giá trị ban đầu, ví dụ "
        + "--start b1=1,b2=.5"
    case .curveNeedsTwoNames: "với --curve, công thức gồm hai tên cột, ví dụ users ~ year"
    case .parameterWithoutStart(let name, let suggestion):
      "'\(name)' không phải cột của bảng, cũng không phải tham số có giá trị ban đầu"
        + (suggestion.map { "; có phải '\($0)' không?" }
          ?? "; nếu là tham số, hãy thêm --start \(name)=…")
    case .notNameAndNumber(let text): "'\(text)' không có dạng tên=số, ví dụ b1=0.5"
    case .givenTwice(let name): "'\(name)' được nêu hai lần"
    case .notInRightSide(let name, let suggestion):
      "'\(name)' không có trong công thức" + (suggestion.map { "; có phải '\($0)' không?" } ?? "")
    case .startIsColumn(let name):
      "'\(name)' là một cột của bảng; hãy đặt tên khác cho tham số"
    case .boundsReversed(let name, let low, let high):
      "cận của '\(name)' bị đảo: \(shown(low)) lớn hơn \(shown(high))"
    case .startOutsideBounds(let name, let start, let low, let high):
      "giá trị ban đầu của '\(name)', \(shown(start)), không nằm giữa \(shown(low)) và "
        + "\(shown(high))"
    case .unknownColumn(let name, let suggestion):
      "bảng không có cột '\(name)'" + (suggestion.map { "; có phải '\($0)' không?" } ?? "")
    case .tooFewRows(let rows, let parameters, let leftOut):
      "\(rows) dòng không đủ để ước lượng \(parameters) tham số và sai số; cần ít nhất "
        + "\(parameters + 1) dòng"
        + (leftOut > 0 ? " (\(leftOut) dòng bị trống ở một cột cần đọc)" : "")
    case .flatResponse(let value):
      "vế trái bằng \(shown(value)) ở mọi dòng; không có gì để giải thích"
    case .responseNotFinite(let values):
      "vế trái không phải số hữu hạn ở dòng này: \(values)"
    case .notFiniteAtStart(let values):
      "tại các giá trị ban đầu, vế phải không phải số hữu hạn ở dòng này: \(values); hãy bắt đầu từ "
        + "giá trị khác"
    case .negativeWeight(let weight): "trọng số \(shown(weight)) là số âm"
    case .ceilingMissing(let highest):
      "hãy nêu mức bão hoà và nguồn của nó: --ceiling N --ceiling-source '…' (số liệu đã đạt "
        + "\(shown(highest))); --ceiling estimate sẽ ước lượng và cho biết số liệu có xác định được "
        + "không"
    case .ceilingWithoutSource:
      "mức bão hoà là một giả định: hãy nêu nguồn bằng --ceiling-source '…'"
    case .aboveCeiling(let value, let ceiling):
      "\(shown(value)) cao hơn mức bão hoà \(shown(ceiling))"
    case .periodTwice(let period): "dòng thứ hai cho \(shown(period))"
    case .tooFewPeriods(let count, let needed):
      "\(count) quan sát là quá ít cho đường cong này; cần \(needed)"
    case .neverPositive: "đường cong tăng trưởng cần giá trị dương, nhưng không có giá trị nào"
    }
  }
}
