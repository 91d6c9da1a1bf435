import Scenarios

extension Problem {
  /// The sentence in Vietnamese.
  var inVietnamese: String {
    switch self {
    // Files and YAML
    case .fileMissing: "không có tệp này"
    case .referencedFileMissing(let path): "không có tệp '\(path)'"
    case .isDirectory: "đây là thư mục; hãy nêu tên một tệp"
    case .fileUnreadable(let reason): "không đọc được: \(reason)"
    case .fileTooLarge(let limit): "tệp lớn hơn \(limit >> 20) MiB, không phải văn bản mô hình"
    case .notUTF8(let byte, let value):
      "không phải UTF-8: byte thứ \(byte) là 0x\(hexadecimal(value)); hãy lưu tệp theo mã UTF-8"
    case .forbiddenCharacter(let value):
      "tệp YAML không được chứa ký tự điều khiển \(codePoint(value))"
    case .absolutePath(let path):
      "'\(path)' là đường dẫn tuyệt đối, chỉ đúng trên máy này; hãy viết đường dẫn tính từ tệp này"
    case .outsideProject(let path, hasModels: true):
      "'\(path)' nằm ngoài dự án, tức thư mục chứa 'models'; hãy chép tệp vào dự án rồi nêu bản đã chép"
    case .outsideProject(let path, hasModels: false):
      "'\(path)' nằm ngoài thư mục của tệp này; hãy chép tệp vào đây, hoặc đặt cả hai trong một dự án: một thư mục chứa 'models'"
    case .emptyFile: "tệp rỗng"
    case .yamlSyntax(let fault): fault.inVietnamese
    case .tooManyNodes(let limit):
      "sau khi thay các bí danh (*), tệp có hơn \(limit) giá trị; hãy bớt dùng bí danh"
    case .aliasAsKey: "bí danh (*) không được làm khoá; hãy viết hẳn tên ra"
    case .mergeKey: "không được dùng khoá gộp (<<); hãy viết hẳn các mục ra"
    case .duplicateKey(let key): "khoá '\(key)' xuất hiện hai lần"
    case .keyNotText: "khoá phải là văn bản thường"
    case .wrongSchema(let found, let expected):
      "cần schema '\(expected)', nhưng ở đây \(found.inVietnamese)"
    case .unknownSchema(let found):
      "schema chỉ có thể là grdp-model/1, grdp-region/1, grdp-scenario/1 hoặc grdp-stress/1, nhưng ở đây \(found.inVietnamese)"

    // Shape of values
    case .unknownKey(let key, let suggestion, let known):
      "không có khoá '\(key)'"
        + (suggestion.map(didYouMean) ?? "; các khoá dùng được: \(known.joined(separator: ", "))")
    case .missingKey(let key): "thiếu khoá '\(key)'"
    case .piecesOfExpression(let piece):
      "'\(piece)' giống như một mẩu biểu thức: trong {…} hoặc […], biểu thức có dấu phẩy phải đặt trong ngoặc kép"
    case .expectedMap(let found): "cần các mục 'khoá: giá trị', nhưng ở đây \(found.inVietnamese)"
    case .expectedList(let found): "cần một danh sách, nhưng ở đây \(found.inVietnamese)"
    case .expectedText(let found): "cần văn bản, nhưng ở đây \(found.inVietnamese)"
    case .expectedNumber(let found):
      "cần một số, nhưng ở đây \(found.inVietnamese)"
        + (found.hasDecimalComma ? "; phần thập phân viết sau dấu chấm" : "")
    case .expectedInteger(let minimum, let maximum, let found):
      "cần một số nguyên\(range(minimum, maximum)), nhưng ở đây \(found.inVietnamese)"
    case .expectedExpression(.list):
      "cần một biểu thức, nhưng ở đây là danh sách; biểu thức bắt đầu bằng '[' phải đặt trong ngoặc kép"
    case .expectedExpression(let found): "cần một biểu thức, nhưng ở đây \(found.inVietnamese)"
    case .expectedOneOf(let choices, let found):
      "cần \(choices.joined(separator: " | ")), nhưng ở đây \(found.inVietnamese)"
    case .expectedBounds: "cần hai số, số nhỏ trước: [thấp, cao]"
    case .expectedYear(let found): "cần một năm, nhưng ở đây \(found.inVietnamese)"
    case .expectedYears(let found):
      "cần các năm, chẳng hạn 2026..2030, first+1..last hoặc horizon" + butFound(found)
    case .yearsReversed(let years): "'\(years)' kết thúc trước khi bắt đầu"
    case .oneYearOnly: "chỉ được nêu một năm"

    // Expressions
    case .expressionTooLong(let limit):
      "biểu thức dài hơn \(limit) ký tự; hãy tách thành nhiều phương trình"
    case .nestedTooDeeply(let limit): "lồng nhau quá \(limit) tầng; hãy tách biểu thức"
    case .notANumber(let text): "'\(text)' không phải số cũng không phải tên"
    case .unexpectedCharacter(let character, let meant):
      "ký tự '\(character)' không có nghĩa ở đây" + (meant.map { "; hãy viết '\($0)'" } ?? "")
    case .expectedToken(let token, let found): "cần '\(token)'" + butFound(found)
    case .unclosedParenthesis(_, let found): "cần ')' hoặc ','" + butFound(found)
    case .expectedOperand(let found):
      found.map { "cần một số, một tên hoặc '(', nhưng ở đây là '\($0)'" }
        ?? "biểu thức chưa trọn: còn thiếu một số, một tên hoặc '('"
    case .expectedOperator(let found): "cần một phép toán, nhưng ở đây là '\(found)'"
    case .expectedSubscript(let found): "cần một phần tử, độ trễ hoặc năm" + butFound(found)
    case .expectedWholeNumber(let found): "cần một số nguyên" + butFound(found)
    case .expectedSetName(let found): "cần tên một tập hoặc tập con" + butFound(found)
    case .chainedComparison: "không viết liền nhiều phép so sánh được: hãy viết 'a < b and b < c'"
    case .notNeedsParentheses: "ở đây phải đặt 'not' cùng vế bị phủ định trong ngoặc đơn"
    case .decimalComma: "phần thập phân viết sau dấu chấm, không phải dấu phẩy"
    case .bracketAfterExpression:
      "độ trễ hay phần tử đi liền với tên; hãy đưa ngoặc vuông vào trong, như sum(x[-1] over sector)"
    case .oneBracketOnly:
      "chỉ dùng một cặp ngoặc vuông: phần tử trước, thời gian sau cùng, như x[a, -1]"
    case .onlyDefaultAfterDot: "sau dấu '.' chỉ có thể là 'default', như lever.default"
    case .timeIsLast: "thời gian đứng sau cùng: x[phần tử, -1]"
    case .yearInBracket:
      "'year' không đứng trong ngoặc vuông được: nếu là năm đang tính thì bỏ ngoặc, nếu là năm trước thì viết độ trễ như [-1]"
    case .overOnlyInReductions:
      "'over' chỉ dùng trong sum, mean, min hoặc max, sau đúng một biểu thức"
    case .reductionWithoutOver(let name): "phải nêu tập: \(name)(… over tập)"
    case .functionWithoutArguments(let name): "'\(name)' là hàm: \(name)(…)"
    case .unknownFunction(let name, let suggestion):
      "không có hàm '\(name)'" + (suggestion.map(didYouMean) ?? "")
    case .notAFunction(let name):
      "'\(name)' không phải hàm; muốn nhân thì viết '*', muốn nêu phần tử hay độ trễ thì dùng [ ]"
    case .wrongArgumentCount(let name, let expected, let found):
      "\(name) nhận \(expected) đối số, nhưng ở đây có \(found)"
    case .extremumOfOne(let name):
      "\(name) nhận từ hai đối số trở lên, hoặc một tập: \(name)(… over tập)"
    case .noNamedArguments(let name): "đối số của \(name) không có tên"
    case .expectedCondition:
      "cần một điều kiện: một phép so sánh, hoặc nhiều phép so sánh nối bằng and, or, not"

    // Names
    case .notAName(let name):
      "'\(name)' không dùng làm tên được: tên gồm chữ cái không dấu, chữ số và _, bắt đầu bằng chữ cái"
    case .reservedName(let name): "'\(name)' là từ riêng của ngôn ngữ mô hình; hãy chọn tên khác"
    case .nameTaken(let name, let kind): "'\(name)' đã là tên của \(kind.inVietnamese)"
    case .unknownName(let name, let suggestion):
      "không có tên '\(name)'" + (suggestion.map(didYouMean) ?? "")
    case .notAValue(let name, let kind):
      "'\(name)' là \(kind.inVietnamese), không có giá trị"
        + (kind == .element ? "; phần tử đặt trong ngoặc vuông: x[\(name)]" : "")
    case .notASet(let name, let suggestion):
      "'\(name)' không phải tên một tập" + (suggestion.map(didYouMean) ?? "")
    case .setTwice(let name):
      "tập '\(name)' được nêu hai lần; hãy khai báo chỉ số thứ hai bằng same_as"
    case .unknownParameter(let name, let suggestion):
      "mô hình không có tham số '\(name)'" + (suggestion.map(didYouMean) ?? "")
    case .unknownShock(let name, let suggestion):
      "mô hình không có cú sốc '\(name)'" + (suggestion.map(didYouMean) ?? "")
    case .unknownInput(let name, let suggestion):
      "mô hình không có công cụ chính sách hay giả định '\(name)'"
        + (suggestion.map(didYouMean) ?? "")
    case .unknownVariable(let name, let suggestion):
      "mô hình không có biến '\(name)'" + (suggestion.map(didYouMean) ?? "")
    case .unknownSymbol(let symbol, let suggestion):
      "không có biến nào mang ký hiệu '\(symbol)'" + (suggestion.map(didYouMean) ?? "")
    case .expectedNameWithElement(let found):
      "cần một tên, hoặc tên kèm phần tử như output[ICTM], nhưng ở đây là '\(found)'"
    case .symbolTaken(let symbol, let owner):
      "ký hiệu '\(symbol)' đã thuộc về '\(owner)'"
    case .symbolOfSeveralElements(let symbol, let sets):
      "'\(symbol)' sẽ là ký hiệu của nhiều phần tử; hãy viết chẳng hạn '\(symbol)_\(placeholders(sets))'"
    case .unknownPlaceholder(let name, let sets):
      "{\(name)} không phải tập của mục này"
        + (sets.isEmpty ? "" : "; các tập của nó: \(sets.joined(separator: ", "))")
    case .columnTwice(let symbol): "cột '\(symbol)' được nêu hai lần"
    case .partOverSets(let name, let sets):
      "'\(name)' được khai theo \(sets.joined(separator: ", ")); trang in chỉ đủ chỗ cho một con số của mỗi phần"
    case .ratioNeedsTwo(let found):
      "'ratio' cần hai biến, tử số và mẫu số; thấy \(found)"
    case .releaseOverOtherSets(let release, let figure):
      "'\(release)' không được khai theo cùng các tập với '\(figure)'"
    case .reportNameTaken(let name):
      "tên báo cáo '\(name)' được dùng hai lần"
    case .reportNameOfSeveralElements(let name, let sets):
      "'\(name)' sẽ là tên báo cáo của nhiều phần tử; hãy viết chẳng hạn '\(name)|\(placeholders(sets))'"

    // Sets and subscripts
    case .emptySet(let name): "'\(name)' không có phần tử nào"
    case .tooManyElements(let limit): "chia theo các tập này sẽ có hơn \(limit) phần tử"
    case .elementTwice: "có phần tử được nêu hai lần"
    case .keyWithSameAs(let key):
      "không nêu '\(key)' được: same_as lấy nguyên các phần tử của tập kia"
    case .unknownElement(let name, let suggestion, let sets):
      "'\(name)' không phải phần tử"
        + (sets.isEmpty ? "" : " của \(sets.joined(separator: " hay "))")
        + (suggestion.map(didYouMean) ?? "")
    case .ambiguousElement(let name, let sets):
      "'\(name)' có thể thuộc \(sets.joined(separator: " hoặc ")); hãy nêu đủ phần tử của từng tập theo thứ tự"
    case .notASubscript(let name, let kind):
      "'\(name)' là \(kind.inVietnamese); trong ngoặc vuông chỉ có phần tử, tập hoặc thời gian"
    case .subscriptOfOtherSet(let name, let of, let sets):
      sets.isEmpty
        ? "'\(of)' không chia theo tập nào nên '\(name)' không có chỗ ở đây"
        : "'\(of)' chia theo \(sets.joined(separator: ", "))\(sets.count > 1 ? ", đúng thứ tự này" : ""); '\(name)' không đặt ở đây được"
    case .tooManySubscripts(let name, let sets):
      sets.isEmpty
        ? "'\(name)' không chia theo tập nào nên không nhận phần tử"
        : "'\(name)' chia theo \(sets.joined(separator: ", ")) nên chỉ nhận \(sets.count) phần tử"
    case .elementMissing(let name, let set, let readings):
      "'\(name)' chia theo tập \(set), nhưng không rõ là phần tử nào: hãy viết \(readings.joined(separator: " hoặc "))"
        + (readings.count > 1 ? ", hoặc cho phương trình chạy theo \(set)" : "")
    case .elementPerSet(let name, let sets):
      "'\(name)' chia theo \(sets.joined(separator: ", ")): hãy nêu phần tử của mọi tập, hoặc không nêu gì"
    case .setNotBound(let name):
      "ở đây không có phương trình hay tổng nào chạy theo '\(name)' nên không có phần tử hiện tại"
    case .overrideOfOtherSet(let name, let expected):
      "'\(name)' thuộc một tập khác; mục này chia theo \(expected.joined(separator: ", "))"
    case .overlappingOverrides(let first, let second, let element):
      "'\(first)' và '\(second)' cùng quyết định \(element), không bên nào cụ thể hơn"
    case .overridesOfScalar:
      "mục này không chia theo tập nào nên không thể nêu riêng cho từng phần tử"
    case .noValueForElement(let element):
      "chưa có gì cho \(element); hãy thêm vào, hoặc thêm 'default'"
    case .wrongLength(let found, let expected, let set):
      "có \(found) giá trị cho \(expected) phần tử của \(set)"
    case .expectedValuesOverSet(let set, let expected):
      "cần \(expected) giá trị, mỗi phần tử của \(set) một giá trị: một danh sách theo thứ tự của tập, hoặc các mục theo tên phần tử"

    // Time
    case .yearHasNoSubscript(let name): "'\(name)' là năm, sau nó không viết gì thêm"
    case .noTime(let name): "'\(name)' như nhau ở mọi năm; hãy bỏ phần thời gian"
    case .lagOfZero: "trễ 0 chính là năm đang tính; hãy bỏ ngoặc vuông"
    case .leadInDynamics:
      "chỉ phương trình báo cáo và đồng nhất thức được đọc năm sau; phương trình thường chỉ đọc các năm trước, như [-1]"
    case .notAYear(let number):
      "\(number) không phải năm có bốn chữ số; độ trễ là số âm ([-1]), kỳ khác viết first+N"
    case .defaultOfNonInput(let name):
      "'\(name)' không phải công cụ chính sách hay giả định nên không có giá trị mặc định"

    // Units
    case .notAUnitName(let name):
      "'\(name)' không dùng làm tên đơn vị được: tên là một từ gồm chữ cái không dấu, chữ số và _; thousand, million, bn có sẵn và đứng trước đơn vị"
    case .unitTaken(let name): "đơn vị '\(name)' có sẵn hoặc đã khai báo"
    case .emptyUnit: "cần một đơn vị; số không đơn vị thì ghi 1"
    case .unknownUnit(let name, let suggestion):
      "không có đơn vị '\(name)'" + (suggestion.map(didYouMean) ?? "; hãy khai báo trong 'units'")
    case .notAUnitFactor(let text): "'\(text)' không phải hệ số của đơn vị"
    case .unexpectedInUnit(let found):
      found.map { "'\($0)' không có chỗ trong một đơn vị" } ?? "đơn vị viết chưa trọn"
    case .unitTooLarge: "luỹ thừa của đơn vị vượt quá giới hạn"
    case .unitMismatch(let join, let left, let right, let factor):
      join.mismatchInVietnamese(left, right)
        + (factor.map { "; để đổi vế sau, hãy nhân nó với \($0)" } ?? "")
    case .unitOfEquation(let name, let declared, let found, let factor):
      "'\(name)' khai báo \(inUnit(declared)), nhưng biểu thức này \(inUnit(found))"
        + (factor.map { "; để đổi, hãy nhân với \($0)" } ?? "")
    case .functionNeedsPlainNumber(let name, let unit):
      "\(name) cần một số không đơn vị, nhưng ở đây theo \(unit); hãy chia cho một đơn vị của nó, chẳng hạn 1{\(unit)}"
    case .exponentWithUnit(let unit): "số mũ phải là số không đơn vị, nhưng ở đây theo \(unit)"
    case .powerOfUnit(let unit):
      "khi số mũ không phải một con số viết sẵn, cơ số phải là số không đơn vị, nhưng ở đây theo \(unit)"

    // Equations and identities
    case .noForm(let name, let keys):
      "'\(name)' chưa có dạng nào: hãy nêu ít nhất một trong \(keys.joined(separator: ", "))"
    case .formNeverUsed(let key):
      "'\(key)' không bao giờ được dùng: các dạng cụ thể hơn đã gồm hết các năm của nó"
    case .equalNeedsTwoSides(let found):
      "'equal' cần hai biểu thức, nhưng ở đây có \(found); biểu thức có dấu phẩy phải đặt trong ngoặc kép"
    case .identityNeedsOneClaim: "đồng nhất thức có 'equal' hoặc 'holds', chỉ một trong hai"
    case .cycle(let chain, let when):
      "các phương trình này cần nhau trong cùng một năm (\(when.inVietnamese)): \(chain.joined(separator: " → "))"
    case .undefinedRead(let name, let reader, let when):
      "'\(name)' không có dạng cho \(when.inVietnamese), nhưng '\(reader)' đọc nó ở đó"
    case .readOutsideRun(let read, let year, let first, let last):
      "'\(read)' là năm \(year), nhưng mô hình chỉ chạy từ \(first) đến \(last)"
    case .historyReads(let name, let kind, let reader):
      "'\(reader)' đọc \(kind.inVietnamese) '\(name)' trong giai đoạn quá khứ; ở đó chỉ có số liệu, tham số và '.default'"
    case .dynamicsReadReporting(let name, let reader):
      "'\(name)' là phương trình báo cáo; '\(reader)' không phải nên không được đọc nó"
    case .dynamicsReadFuture(let read, let when):
      "'\(read)' nằm sau \(when.inVietnamese); chỉ phương trình báo cáo được đọc năm sau"
    case .seriesMissing(let name, let reader, let when):
      "chuỗi số liệu '\(name)' không có giá trị cho \(when.inVietnamese), nhưng '\(reader)' đọc nó ở đó"
    case .shockMissing(let name, let reader, let when):
      "cú sốc '\(name)' không được rút trong \(when.inVietnamese), nhưng '\(reader)' đọc nó ở đó"

    // Laws
    case .lawWithoutDraw:
      "ở đây cần một phân phối, chẳng hạn normal(mean: 0, sd: 1); số đã biết thì đặt trong 'tables'"
    case .drawOutsideLaw(let name):
      "\(name)(…) là phân phối: chỉ dùng được trong phân phối tiên nghiệm hoặc phân phối của cú sốc"
    case .nestedDraw(let name):
      "\(name)(…) không làm đối số của phân phối được; đối số là số và bảng số liệu"
    case .notAllowedInLaw(let name):
      "phân phối phải biết trước khi chạy: chỉ đọc được bảng số liệu và số liệu đơn, không đọc được '\(name)'"
    case .argumentsOfLaw(let name, let forms):
      "các đối số là \(signatures(name, forms, or: "hoặc"))"
    case .unknownArgument(let label, let name, let suggestion, let forms):
      "\(name) không có đối số '\(label)'"
        + (suggestion.map(didYouMean) ?? ": \(signatures(name, forms, or: "hoặc"))")
    case .argumentTwice(let label): "đối số '\(label)' được nêu hai lần"
    case .truncatedNeedsDistribution:
      "đối số đầu của truncated là một phân phối: truncated(normal(mean: 0, sd: 1), low: 0)"
    case .impossibleArgument(let name, let value, .positive):
      "'\(name)' phải là số dương, nhưng ở đây là \(shown(value))"
    case .impossibleArgument(let name, let value, .probability):
      "'\(name)' là xác suất từ 0 đến 1, nhưng ở đây là \(shown(value))"
    case .impossibleArgument(let name, let value, .properFraction):
      "'\(name)' phải lớn hơn 0 và nhỏ hơn 1, nhưng ở đây là \(shown(value))"
    case .impossibleOrder(let low, let lowValue, let high, let highValue):
      "'\(low)' (\(shown(lowValue))) phải nhỏ hơn '\(high)' (\(shown(highValue)))"
    case .emptyTruncation(let low, let high):
      low == -.infinity
        ? "phân phối không có giá trị nào dưới \(shown(high))"
        : high == .infinity
          ? "phân phối không có giá trị nào trên \(shown(low))"
          : "phân phối không có giá trị nào từ \(shown(low)) đến \(shown(high))"
    case .correlationNeedsTwo(let found):
      "tương quan là giữa hai đại lượng, nhưng ở đây có \(found)"
    case .correlationOutOfRange(let rho):
      "hệ số tương quan phải lớn hơn -1 và nhỏ hơn 1, nhưng ở đây là \(shown(rho))"
    case .correlationOfDifferentKinds:
      "chỉ hai tham số hoặc hai cú sốc mới tương quan được, không lấy mỗi loại một"
    case .correlationWithItself: "hai đại lượng này là một"
    case .correlationTwice: "tương quan này đã nêu rồi"
    case .correlationOfCompound(let name):
      "phân phối của '\(name)' ghép từ nhiều phần; chỉ phân phối đơn mới tương quan được"
    case .correlationNeedsElement(let name): "'\(name)' chia theo tập; hãy nêu phần tử: \(name)[…]"
    case .notAVariate(let name, let suggestion):
      "'\(name)' không phải tham số cũng không phải cú sốc" + (suggestion.map(didYouMean) ?? "")
    case .correlationsImpossible:
      "các tương quan này không thể cùng tồn tại: không phân phối chung nào thoả mãn tất cả"
    case .correlationOfFitted(let name):
      "'\(name)' lấy từ kết quả khớp với lịch sử, tương quan của nó đã xác định ở đó; hãy nêu cả phân phối cho nó, hoặc chạy với --prior"
    case .lawUnderOtherKey(let name, let isShock):
      "'\(name)' là \(isShock ? "cú sốc: hãy đặt trong 'shocks'" : "tham số: hãy đặt trong 'parameters'")"

    // Data and years
    case .onlyForSeries(let key): "'\(key)' chỉ dùng cho chuỗi số liệu; hãy thêm 'series: true'"
    case .yearsMissing(let names):
      "thiếu các năm \(names.joined(separator: ", ")): hãy nêu ở 'years' của tệp địa phương hoặc 'clock' của mô hình"
    case .yearsOutOfOrder(let early, let earlyYear, let late, let lateYear):
      "'\(late)' (\(lateYear)) đứng trước '\(early)' (\(earlyYear))"
    case .tooManyPeriods(let limit): "chạy quá \(limit) kỳ"
    case .yearsOutsideRun(let years, let run):
      "\(yearsShown(years)) nằm ngoài khoảng chạy \(yearsShown(run))"
    case .valueForNoSlot(let name, let suggestion):
      "mô hình không có mục số liệu '\(name)'" + (suggestion.map(didYouMean) ?? "")
    case .slotWithoutValue(let name, let unit): "chưa có giá trị cho '\(name)' (đơn vị \(unit))"
    case .observationNotUsed(let name, let year, let years):
      "'\(name)' lấy số liệu các năm \(yearsShown(years)); giá trị năm \(year) không được dùng"
    case .observationsMissing(let name, let years):
      "'\(name)' thiếu giá trị năm \(list(years)); hãy bổ sung, hoặc ghi 'missing: SỐ' cho mục này"

    // Regions and scenarios
    case .modelNeedsRegion: "mô hình cần số liệu: hãy nêu tệp ở khoá 'region'"
    case .modelNeedsScenario:
      "mô hình này cần số liệu của một địa phương: hãy nêu tệp kịch bản nối mô hình với địa phương"
    case .tooFewParts: "địa phương gộp phải có ít nhất hai phần"
    case .partIsUnion(let id): "'\(id)' cũng là địa phương gộp; hãy nêu thẳng các phần của nó ở đây"
    case .partTwice(let id): "phần '\(id)' được nêu hai lần nên sẽ bị tính hai lần"
    case .partOfOtherYears(let id, let other):
      "'\(id)' và '\(other)' khác nhau về các mốc năm; các phần của một địa phương gộp phải chung cả bốn mốc"
    case .keyOfParts(let key):
      "'\(key)' phải ghi trong tệp của từng phần, không ghi ở địa phương gộp"
    case .keyOfUnions(let key): "'\(key)' chỉ dùng cho địa phương có 'parts'"
    case .inputOfPartsDiffers(let name, let values):
      "'\(name)' có giá trị mặc định khác nhau giữa các phần (\(values.map { shown($0) }.joined(separator: "; "))); hãy thống nhất một giá trị, "
        + "hoặc ghi 'union: sum' trong mô hình nếu đó là số tuyệt đối"
    case .undefinedInUnion(let name):
      "'\(name)' không có giá trị cho nhiều địa phương gộp lại; hãy nêu cách tính trong mô hình: 'union: sum', 'union: same' hoặc một biểu thức"
    case .changeInUnion(let name):
      "không thể cố định hay điều chỉnh '\(name)' cho địa phương gộp, vì mỗi phần có giá trị riêng; hãy làm trong kịch bản của từng phần"
    case .regionOfOtherModel(let other, let model):
      "tệp địa phương này dành cho mô hình '\(other)', không phải '\(model)'"
    case .targetTwice(let id): "mục tiêu '\(id)' được nêu hai lần"
    case .targetNeedsYears: "mục tiêu cần 'year', hoặc 'years' như 2026..2030"
    case .observationTwice(let id): "quan sát '\(id)' được nêu hai lần"
    case .yearNotObserved(let year, let first, let last):
      "năm \(year) không có quan sát: giai đoạn quá khứ là \(yearsShown(first...last))"
    case .observationReads(let name, let kind):
      "cần đến \(kind.inVietnamese) '\(name)'; một quan sát chỉ được dùng quá khứ và tham số"
    case .observationReadsProjection(let name, let year, let last):
      "cần đến '\(name)' năm \(year); một quan sát chỉ được dùng quá khứ, tức đến năm \(last)"
    case .observationReadsNothing(let name, let year): "'\(name)' không có giá trị năm \(year)"
    case .targetOfOtherBoundary(let id, let boundary, let region):
      "mục tiêu '\(id)' đặt cho địa giới '\(boundary)', nhưng số liệu theo địa giới '\(region)'; hãy bỏ mục tiêu này, hoặc nêu tệp địa phương theo địa giới đó"
    case .targetMixesDefinitions(let id, let definitions):
      "mục tiêu '\(id)' trộn các định nghĩa \(definitions.joined(separator: ", ")); hãy tính theo một định nghĩa"
    case .targetAfterHorizon(let id, let years, let horizon):
      "mục tiêu '\(id)' (\(yearsShown(years))) ở sau năm cuối của kịch bản (\(horizon)) nên được bỏ qua"
    case .unitOfNumber(let name, let declared, let found):
      "'\(name)' \(inUnit(declared)), nhưng số này theo đơn vị \(found); hãy tự đổi, chương trình không tự đổi đơn vị"
    case .extendsItself(let paths):
      "kịch bản không thể mở rộng từ chính nó: \(paths.joined(separator: " → "))"
    case .scenarioNamedTwice: "kịch bản này được nêu hai lần; chỉ nêu một lần"
    case .scenarioTaken(let id, let file):
      "kịch bản ở \(file) cũng có id '\(id)'; hãy đặt id khác cho một trong hai"
    case .reservedScenario(let id): "'\(id)' dành cho số liệu quan sát; hãy chọn id khác"
    case .otherModel(let id, let first):
      "kịch bản này thuộc mô hình '\(id)', còn kịch bản đầu thuộc '\(first)'; hãy chạy riêng từng mô hình"
    case .unlike(let likeness, let own, let first):
      "kịch bản này có \(likeness.inVietnamese) '\(own)', còn kịch bản gốc là '\(first)': "
        + "chỉ so sánh được những gì cùng loại"
    case .targetUnlike(let id):
      "mục tiêu '\(id)' khác với mục tiêu của kịch bản gốc nên không so sánh được xác suất; hãy đặt id khác"
    case .stressNeedsScenario:
      "kiểm tra sức chịu đựng cần một kịch bản chứ không phải mô hình"
    case .noStresses:
      "mô hình không nêu tệp kiểm tra sức chịu đựng: hãy thêm 'stress: TỆP' hoặc dùng --file"
    case .definitionMissing: "thiếu 'definition': mọi tỷ trọng đều tính theo một định nghĩa"
    case .noDefinitions(let model):
      "mô hình '\(model)' không có tập 'definition', nên chỉ có một cách tính"
    case .otherBoundary(let boundary, let region):
      "số liệu của địa phương theo địa giới '\(region)', không phải '\(boundary)'; hãy nêu tệp địa phương theo địa giới đó, hoặc bỏ khoá này"
    case .inputUnderOtherKey(let name, let isLever):
      "'\(name)' là \(isLever ? "công cụ chính sách: hãy đặt trong 'levers'" : "giả định: hãy đặt trong 'assumptions'")"
    case .emptyPath: "cần ít nhất một năm"
    case .pathWithoutHead(let name, let years, let first):
      "lộ trình của '\(name)' thiếu phần đầu: \(yearsShown(years)) giữ mức mặc định, đến năm \(first) đổi đột ngột sang con số ở đây; "
        + "hãy nêu cả năm \(years.lowerBound) nếu muốn thay đổi dần, hoặc ghi 'interpolate: step' nếu chủ ý đổi ngay"
    case .beforePolicyStart(let year, let start):
      "năm \(year) trước policy_start (\(start)); cho đến lúc đó mọi thứ giữ giá trị mặc định; hãy chọn từ năm \(start) trở đi"
    case .afterHorizon(let year, let horizon):
      "năm \(year) sau năm cuối (\(horizon)); hãy bỏ năm này, hoặc đặt 'horizon' muộn hơn"
    case .outsidePossible(let name, let value, let year, let range):
      "'\(name)' không thể bằng \(shown(value))\(year.map { " (năm \($0))" } ?? ""): chỉ có thể từ \(rangeShown(range, "đến"))"
    case .outsidePlausible(let name, let value, let year, let range):
      "'\(name)' bằng \(shown(value))\(year.map { " năm \($0)" } ?? ""): hợp lý là từ \(rangeShown(range, "đến"))"
    case .plausibleBeyondPossible(let name):
      "khoảng hợp lý (plausible) của '\(name)' vượt ra ngoài khoảng có thể (possible)"
    case .expectedSweep(let found):
      "cần các giá trị để thử, như [1, 2, 3] hoặc {from: 1, to: 3, steps: 3}, nhưng ở đây \(found.inVietnamese)"
    case .sweepTooLarge(let combinations, let limit):
      "có \(combinations == Int.max ? "quá nhiều" : "\(combinations)") tổ hợp; nhiều nhất là \(limit): hãy thử ít giá trị hơn"
    case .sweepValueTwice(let value): "giá trị \(shown(value)) được nêu hai lần"
    case .cannotBeSwept(let name, let suggestion):
      "mô hình không có công cụ chính sách, giả định hay tham số '\(name)'"
        + (suggestion.map(didYouMean) ?? "")
    case .overrideNeedsYears: "hãy nêu rõ các năm: {2026: GIÁ TRỊ, 2027..2030: GIÁ TRỊ}"
    case .fixedWhereUndefined(let name, let year):
      "'\(name)' không tồn tại ở năm \(year): biến không có dạng cho năm đó"
    case .badSetting: "cần tên=giá trị hoặc tên.NĂM=giá trị"
    case .badTarget:
      "cần 'đại lượng, dấu so sánh, mức, in năm', chẳng hạn 'digital_share[gso] >= 40% in 2030' hoặc '… in 2026..2030'"
    case .unknownTarget(let text, let suggestion, let known):
      "không có mục tiêu '\(text)'"
        + (suggestion.map(didYouMean)
          ?? (known.isEmpty ? "" : "; ở đây có: \(known.joined(separator: ", "))"))
        + "; hoặc viết 'đại lượng, dấu so sánh, mức, in năm'"
    case .ambiguousQuantity(let text, let names):
      "'\(text)' có thể là nhiều biến: \(names.joined(separator: ", ")); hãy viết một trong các tên này"
    case .targetLeftOut(let id, let horizon):
      "mục tiêu '\(id)' nằm sau \(horizon), năm cuối của kịch bản; hãy tăng 'horizon' hoặc chọn năm sớm hơn"
    case .targetBeforePolicy(let id, let year, let start):
      "không công cụ nào đạt được mục tiêu '\(id)' năm \(year): các công cụ chỉ khác mặc định từ \(start)"
    case .contradictoryTargets(let first, let second):
      "hai mục tiêu '\(first)' và '\(second)' mâu thuẫn: không giá trị nào thoả mãn cả hai"
    case .inputHeld(let name):
      "không thay đổi được '\(name)': hai cận bằng nhau; hãy chọn --bounds possible hoặc bỏ tên này"
    case .nothingToMove:
      "không có gì để thay đổi: mô hình không có công cụ nào có khoảng giữa hai cận"
    case .costMissing:
      "mô hình không nói một gói chính sách tốn bao nhiêu; hãy nêu một biến bằng --cost, hoặc viết 'seek: {cost: BIẾN}' trong mô hình"
    case .costUndefined(let name, let year):
      "chi phí '\(name)' không tồn tại năm \(year)"
    case .oneScenarioOnly(let found):
      "lệnh này chỉ nhận một kịch bản, kịch bản quét tính là nhiều; ở đây có \(found)"
    case .constantOutput(let name):
      "'\(name)' như nhau trong mọi lượt: không có phương sai để giải thích"
    case .badGroup: "cần kinds, hoặc các nhóm như 'tien=training,sme_support;nguoi=training'"
    case .unknownFactor(let name, let suggestion):
      "'\(name)' không nằm trong những gì thay đổi, hoặc đã ở nhóm khác"
        + (suggestion.map(didYouMean) ?? "") + "; xem --over"
    case .tooManyFactors(let count, let limit):
      "\(count) số cần thay đổi là quá \(limit); hãy bớt bằng --over, hoặc dùng --method morris"

    // Fits
    case .fitMissing(let path, let region):
      "không có tệp hiệu chỉnh '\(path)'; hãy tạo bằng 'grdp fit \(region)', hoặc chạy từ phân phối tiên nghiệm với --prior"
    case .fitStale(let changed, let region):
      "tệp hiệu chỉnh đã cũ: \(changed.map(\.inVietnamese).joined(separator: ", ")) đã thay đổi từ khi tạo; "
        + "hãy tạo lại bằng 'grdp fit \(region)', hoặc chạy từ phân phối tiên nghiệm với --prior"
    case .fitOfOther(let model, let region):
      "tệp hiệu chỉnh này là của mô hình '\(model)' và vùng '\(region)'"
    case .fitNeedsModelPath(let id):
      "'\(id)' không phải đường dẫn: để hiệu chỉnh cần tệp của mô hình ở đây, như ../../models/\(id).yaml"
    case .nothingToFit: "không có gì để hiệu chỉnh: vùng không có 'observables'"
    case .notADigest: "cần mã SHA-256 gồm 64 chữ số thập lục phân"
    case .fitWithoutParameter(let name):
      "thiếu tham số '\(name)'; hãy tạo lại tệp hiệu chỉnh bằng 'grdp fit'"
    case .fitEntry(let entry):
      "'\(entry)' không phải lượt giữ lại: mỗi bước là 'N' hoặc 'NxSỐLẦN', đều dương và dưới số lượt mô phỏng"

    // Behaviour checks
    case .checkFailed(let failure): failure.inVietnamese
    case .checkUndefined(let name, let year):
      "'\(name)' không có giá trị năm \(year); hãy xem ở năm khác"
    case .inputCannotMove(let name):
      "giới hạn của '\(name)' chỉ có một giá trị nên không nâng được"

    // CSV
    case .csvHeaderMissing: "tệp không có dòng tiêu đề"
    case .csvColumnTwice(let name): "cột '\(name)' xuất hiện hai lần"
    case .csvFieldCount(let found, let expected):
      "dòng có \(found) ô, nhưng tiêu đề có \(expected); ô có chứa dấu phân cách phải đặt trong ngoặc kép"
    case .csvUnclosedQuote: "ô bắt đầu ở đây mở ngoặc kép mà không đóng"
    case .csvStrayQuote: "có dấu ngoặc kép giữa ô: hãy viết đôi dấu đó và đặt cả ô trong ngoặc kép"
    case .csvNotANumber(let text, let column): "'\(text)' ở cột '\(column)' không phải số"
    case .drawsEmpty: "tệp không có lượt mô phỏng nào"
    case .drawsColumnMissing(let name): "thiếu cột '\(name)'"
    case .drawsColumnUnknown(let name, let suggestion):
      "mô hình không có ký hiệu '\(name)' cho cột này" + (suggestion.map(didYouMean) ?? "")
    case .drawsRowTwice(let draw, let year):
      year.map { "lượt \(draw) có dòng thứ hai cho năm \($0)" } ?? "lượt \(draw) có dòng thứ hai"
    case .drawsRowMissing(let draw, let year): "lượt \(draw) không có dòng cho năm \(year)"
    case .sheet(let problem): problem.inVietnamese
    case .regression(let problem): problem.inVietnamese
    case .series(let problem): problem.inVietnamese
    case .partial(let problem): problem.inVietnamese
    case .nonlinear(let problem): problem.inVietnamese
    }
  }
}

extension Remark {
  /// The sentence in Vietnamese.
  var inVietnamese: String {
    switch self {
    case .firstHere: "lần đầu ở đây"
    case .slotHere: "mục này chưa có giá trị"
    case .declaredHere: "khai báo ở đây"
    case .beginsHere: "bắt đầu ở đây"
    case .correlatedHere: "tương quan nêu ở đây"
    case .lagBreaksCycle(let read): "hãy lấy trễ một trong số đó, chẳng hạn \(read)"
    }
  }
}

extension YAMLFault {
  /// The sentence in Vietnamese.
  fileprivate var inVietnamese: String {
    switch self {
    case .tab: "có dấu tab; YAML thụt dòng bằng dấu cách"
    case .bracketInBraces:
      "trong {…} hoặc […], biểu thức có ngoặc vuông hay ngoặc nhọn phải đặt trong ngoặc kép"
    case .mappingNotAllowedHere:
      "dòng này có thêm một dấu ': '; hãy đặt phần chứa nó trong ngoặc kép"
    case .missingColon: "cần dấu ':' sau khoá này"
    case .characterCannotBeginToken:
      "giá trị không được bắt đầu bằng ký tự này; hãy đặt trong ngoặc kép"
    case .unterminatedQuote: "dấu ngoặc kép mở ở đây hoặc trước đó chưa được đóng"
    case .unknownEscape:
      "không rõ ký hiệu sau '\\' trong ngoặc kép; với văn bản thường hãy dùng ngoặc đơn '…'"
    case .listNotAllowedHere: "mục danh sách '- ' không đặt ở đây được; hãy xem lại cách thụt dòng"
    case .missingListEnd: "cần ',' hoặc ']'"
    case .missingMapEnd: "cần ',' hoặc '}'"
    case .wrongIndentation: "dòng này không khớp với các dòng trước; hãy xem lại cách thụt dòng"
    case .missingValue: "ở đây cần một giá trị"
    case .undefinedAlias:
      "bí danh này chưa được đặt trước đó; văn bản bắt đầu bằng '*' phải đặt trong ngoặc kép"
    case .severalDocuments: "mỗi tệp chỉ chứa một tài liệu; hãy bỏ '---'"
    case .badAnchor:
      "sau '&' hoặc '*' cần một tên; văn bản bắt đầu bằng các dấu này phải đặt trong ngoặc kép"
    case .tooDeep(let limit): "hơn \(limit) danh sách và nhóm 'khoá: giá trị' lồng trong nhau"
    case .other(let message): "không đúng cú pháp YAML: \(message)"
    }
  }
}

extension Appearance {
  /// What was found, in Vietnamese, with its verb.
  fileprivate var inVietnamese: String {
    switch self {
    case .nothing: "không có gì"
    case .text(let text): "là '\(shortened(text))'"
    case .quoted(let text): "là văn bản trong ngoặc kép '\(shortened(text))'"
    case .list: "là một danh sách"
    case .map: "là các mục 'khoá: giá trị'"
    }
  }
}

extension FitPart {
  fileprivate var inVietnamese: String {
    switch self {
    case .equations: "phương trình quá khứ"
    case .priors: "phân phối tiên nghiệm"
    case .data: "số liệu"
    case .observables: "các quan sát"
    }
  }
}

extension Likeness {
  fileprivate var inVietnamese: String {
    switch self {
    case .model: "mô hình"
    case .region: "địa phương"
    case .definition: "định nghĩa"
    case .boundary: "địa giới"
    case .horizon: "năm cuối"
    }
  }
}

extension NameKind {
  /// The kind with its article.
  fileprivate var inVietnamese: String {
    switch self {
    case .set: "một tập"
    case .subset: "một tập con"
    case .element: "một phần tử"
    case .table: "một bảng số liệu"
    case .series: "một chuỗi số liệu"
    case .input: "công cụ chính sách hoặc giả định"
    case .parameter: "một tham số"
    case .shock: "một cú sốc"
    case .variable: "một biến"
    case .unit: "một đơn vị"
    }
  }
}

extension WhichYear {
  /// The year and its kind.
  fileprivate var inVietnamese: String {
    let words =
      switch kind {
      case .first: "năm đầu"
      case .history: "giai đoạn quá khứ"
      case .last: "năm quan sát cuối"
      case .projection: "giai đoạn dự báo"
      }
    return year.map { "\($0), \(words)" } ?? words
  }
}

extension Join {
  fileprivate func mismatchInVietnamese(_ left: String, _ right: String) -> String {
    switch self {
    case .sign(let sign): "'\(sign)' nối \(unitInVietnamese(left)) với \(unitInVietnamese(right))"
    case .function(let name):
      "các đối số của \(name) khác đơn vị: một đối số \(inUnit(left)), đối số khác \(inUnit(right))"
    case .identity: "hai vế khác đơn vị: một vế \(inUnit(left)), vế kia \(inUnit(right))"
    }
  }
}

private func unitInVietnamese(_ unit: String) -> String { unit == "1" ? "số không đơn vị" : unit }

private func inUnit(_ unit: String) -> String {
  unit == "1" ? "là số không đơn vị" : "theo đơn vị \(unit)"
}

private func didYouMean(_ name: String) -> String { "; có phải '\(name)' không?" }

/// The end of a sentence that says what was expected.
private func butFound(_ found: String?) -> String { found.map { ", nhưng ở đây là '\($0)'" } ?? "" }

/// The range a whole number must be in, after its name.
private func range(_ minimum: Int?, _ maximum: Int?) -> String {
  switch (minimum, maximum) {
  case (let low?, let high?): " từ \(low) đến \(high)"
  case (let low?, nil): " từ \(low) trở lên"
  case (nil, let high?): " không quá \(high)"
  case (nil, nil): ""
  }
}
