public import Scenarios

extension Diagnostic {
  /// The finding as compilers print it.
  ///
  /// Place, severity and sentence, the line with a caret under the place, then the notes; it ends
  /// with a line end.
  public func text(in language: Language) -> String {
    let word = language.word(for: severity)
    var text = "\(location.text): \(word): \(language.sentence(problem))\n"
    text += excerptText(excerpt, location)
    for note in notes {
      let place = note.location.map { "\($0.text): " } ?? ""
      text += "\(place)\(language.wordForNote): \(language.sentence(note.remark))\n"
      if let location = note.location { text += excerptText(note.excerpt, location) }
    }
    return text
  }
}

extension SourceLocation {
  /// `file:line:column`, as far as they are known.
  public var text: String {
    if line == 0 { return file }
    return column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
  }
}

/// The widest excerpt, in characters; a longer line is cut on both sides of the place.
private let widestExcerpt = 96

/// A line of a file and a caret under a place in it.
private func excerptText(_ excerpt: String?, _ location: SourceLocation) -> String {
  guard let excerpt, location.line > 0 else { return "" }
  let number = "\(location.line)"
  let margin = String(repeating: " ", count: number.count)
  guard location.column > 0 else { return "\(number) │ \(excerpt)\n" }
  // Columns count scalars, carets count what a reader sees as one character.
  var scalars = String.UnicodeScalarView()
  scalars.append(contentsOf: excerpt.unicodeScalars.prefix(location.column - 1))
  let caret = String(scalars).count
  let (line, offset) = window(Array(excerpt), around: caret)
  let shownPrefix: [Character] = line.prefix(offset).map { $0 == "\t" ? "\t" : " " }
  let indent = shownPrefix + Array(repeating: " ", count: max(0, offset - line.count))
  return "\(number) │ \(String(line))\n\(margin) │ \(String(indent))^\n"
}

/// The part of a line that is shown, and where the place is in it.
private func window(_ line: [Character], around caret: Int) -> (line: [Character], offset: Int) {
  guard line.count > widestExcerpt else { return (line, caret) }
  let start = max(0, min(caret - widestExcerpt / 2, line.count - widestExcerpt))
  let end = min(line.count, start + widestExcerpt)
  var part = Array(line[start..<end])
  if start > 0 { part[0] = "…" }
  if end < line.count { part[part.count - 1] = "…" }
  return (part, caret - start)
}

extension Language {
  fileprivate func word(for severity: Diagnostic.Severity) -> String {
    switch (self, severity) {
    case (.en, .error): "error"
    case (.en, .warning): "warning"
    case (.vi, .error): "lỗi"
    case (.vi, .warning): "cảnh báo"
    }
  }

  fileprivate var wordForNote: String {
    switch self {
    case .en: "note"
    case .vi: "ghi chú"
    }
  }

  /// What is wrong, and what to do about it.
  public func sentence(_ problem: Problem) -> String {
    switch self {
    case .en: problem.inEnglish
    case .vi: problem.inVietnamese
    }
  }

  /// What a note says.
  public func sentence(_ remark: Remark) -> String {
    switch self {
    case .en: remark.inEnglish
    case .vi: remark.inVietnamese
    }
  }
}

/// A number as it is shown in a message: the shortest text that means it.
func shown(_ number: Double) -> String {
  guard let whole = Int(exactly: number), abs(whole) < 1_000_000_000_000 else { return "\(number)" }
  return "\(whole)"
}

/// Names in quotes, separated by commas.
func quoted(_ names: some Sequence<String>) -> String {
  names.map { "'\($0)'" }.joined(separator: ", ")
}
