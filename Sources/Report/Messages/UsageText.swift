extension Language {
  /// The text that the command-line parser makes around our own words, in this language.
  ///
  /// The parser speaks English only; a sentence of it that is not known here stays English.
  public func usage(_ text: String) -> String {
    guard self == .vi else {
      return text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0 + (Language.wantsWholeNumber($0) ? "; write a whole number, such as 10000" : "") }
        .joined(separator: "\n")
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Language.usageInVietnamese(String($0)) }.joined(separator: "\n")
  }

  private static func usageInVietnamese(_ line: String) -> String {
    for (english, vietnamese) in heads where line.hasPrefix(english) {
      let rest = String(line.dropFirst(english.count))
      return vietnamese + (english == "Error: " ? complaint(rest) : rest)
    }
    if let (command, _) = parts(of: line, "  See '", "' for ") {
      return "  Hãy xem '\(command)' để biết thêm."
    }
    var line = line
    for (english, vietnamese) in phrases { line = line.replacing(english, with: vietnamese) }
    return line
  }

  private static let heads = [
    ("OVERVIEW: ", "CÔNG DỤNG: "), ("USAGE: ", "CÁCH DÙNG: "), ("ARGUMENTS:", "ĐỐI SỐ:"),
    ("OPTIONS:", "TUỲ CHỌN:"), ("SUBCOMMANDS:", "LỆNH CON:"), ("Error: ", "Lỗi: "),
    ("Help:  ", "Giải thích:  "), ("Usage: ", "Cách dùng: "),
  ]

  private static let phrases = [
    ("Show help information.", "Hiện hướng dẫn này."),
    ("Show the version.", "Hiện phiên bản."),
    ("Show subcommand help information.", "Hiện hướng dẫn của lệnh con."),
    ("(values:", "(nhận:"), ("(default:", "(mặc định:"),
  ]

  /// What is wrong with a command line.
  private static func complaint(_ text: String) -> String {
    if let (name, rest) = parts(of: text, "Missing expected argument '", "'") {
      return "thiếu '\(name)'\(rest)"
    }
    if let (name, rest) = parts(of: text, "Missing value for '", "'") {
      return "thiếu giá trị cho '\(name)'\(rest)"
    }
    if let (name, rest) = parts(of: text, "Unknown option '", "'") {
      return "không có tuỳ chọn '\(name)'\(suggestion(rest))"
    }
    if let (name, rest) = parts(of: text, "Unexpected argument '", "'") {
      return "không hiểu '\(name)'\(suggestion(rest))"
    }
    if let (value, rest) = parts(of: text, "The value '", "' is invalid for '"),
      let (option, tail) = parts(of: rest, "", "'")
    {
      let choices = parts(of: tail, ". Please provide one of ", ".")?.0
      return "'\(option)' không nhận '\(value)'"
        + (choices.map {
          "; hãy chọn \($0.replacing(" or ", with: " hoặc ").replacing(" and ", with: " hoặc "))"
        } ?? (wantsWholeNumber(text) ? "; hãy viết một số nguyên, như 10000" : tail))
    }
    return text
  }

  /// Whether a complaint is about an option that takes a whole number.
  private static func wantsWholeNumber(_ complaint: some StringProtocol) -> Bool {
    complaint.contains("' is invalid for '")
      && ["--draws <draws>'", "--seed <seed>'", "--threads <threads>'"].contains {
        complaint.hasSuffix($0)
      }
  }

  private static func suggestion(_ rest: String) -> String {
    parts(of: rest, ". Did you mean '", "'?").map { "; có phải '\($0.0)' không?" } ?? rest
  }

  /// What stands between a beginning and the next `end`, and what follows.
  private static func parts(of text: String, _ start: String, _ end: String) -> (String, String)? {
    guard text.hasPrefix(start) else { return nil }
    let rest = text.dropFirst(start.count)
    guard let range = rest.firstRange(of: end) else { return nil }
    return (String(rest[..<range.lowerBound]), String(rest[range.upperBound...]))
  }
}
