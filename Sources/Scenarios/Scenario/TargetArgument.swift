import Sim

/// A target from the command line: the id of one that stands in a file, or
/// `quantity comparator level in year`, such as `digital share >= 40% in 2030`.
struct TargetArgument {
  /// The argument.
  let text: String
  private let file: SourceFile
  private let node: Located

  /// The name under which messages show an argument.
  static func place(_ text: String) -> String { "--target '\(text)'" }

  init(_ text: String) {
    self.text = text
    file = SourceFile(path: TargetArgument.place(text), text: text)
    node = Located(content: .scalar(text, isPlain: true), file: file, line: 0, column: 0)
  }

  /// The target: one of `known` with that id, or one that is made of the text; mistakes are reported.
  ///
  /// Its id is the text.
  func target(
    among known: [TargetSource], in source: ModelSource, findings: Findings
  ) -> TargetSource? {
    if var stated = known.first(where: { $0.id == text }) {
      stated.id = text
      return stated
    }
    guard let split = comparator else {
      findings.report(
        .unknownTarget(
          text, suggestion: nearestName(to: text, among: known.map(\.id)), known: known.map(\.id)),
        at: node)
      return nil
    }
    let written = TargetArgument.trimmed(split.left)
    guard let quantity = QuantityName(written, in: source).name(at: node, findings),
      let (level, rest) = level(split.right, findings), let years = years(rest, findings)
    else { return nil }
    return TargetSource(
      id: text, node: node, quantity: scalar(quantity), comparator: split.comparator, level: level,
      unit: nil, years: years.range, yearsNode: years.node, aggregate: .every)
  }

  // MARK: Pieces

  private func scalar(_ text: String) -> Located {
    Located(content: .scalar(text, isPlain: true), file: file, line: 0, column: 0)
  }

  private static func trimmed(_ text: Substring) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\u{a0}" }
    return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }

  private var comparator: (left: Substring, comparator: Target.Comparator, right: Substring)? {
    let signs: [(String, Target.Comparator)] = [
      (">=", .greaterOrEqual), ("<=", .lessOrEqual), ("≥", .greaterOrEqual), ("≤", .lessOrEqual),
      (">", .greater), ("<", .less),
    ]
    var found: (range: Range<String.Index>, comparator: Target.Comparator)?
    for (sign, comparator) in signs {
      guard let range = text.firstRange(of: sign) else { continue }
      // Of two signs at one place the longer was looked for first.
      if let earlier = found, earlier.range.lowerBound <= range.lowerBound { continue }
      found = (range, comparator)
    }
    return found.map {
      (text[..<$0.range.lowerBound], $0.comparator, text[$0.range.upperBound...])
    }
  }

  /// The number after the comparator, with its unit, and what follows.
  private func level(
    _ text: Substring, _ findings: Findings
  ) -> (level: WrittenNumber, rest: [Substring])? {
    var words = text.split { $0 == " " || $0 == "\t" || $0 == "\u{a0}" }
    guard !words.isEmpty else {
      findings.report(.badTarget, at: node)
      return nil
    }
    var number = words.removeFirst()
    var scale = 1.0
    if number.last == "%" {
      number.removeLast()
      scale = 0.01
    } else if words.first == "%" {
      words.removeFirst()
      scale = 0.01
    }
    guard let value = decimalNumber(String(number)) else {
      findings.report(.expectedNumber(found: .text(String(number))), at: node)
      return nil
    }
    let unit = words.prefix { !TargetArgument.isYearWord($0) }
    let written = unit.joined(separator: " ")
    let bare = written.filter { $0 != "{" && $0 != "}" }
    return (
      WrittenNumber(
        // 40 % is .4, not .4000000000000000222 times anything.
        value: scale == 1 ? value : value / 100,
        unit: bare.isEmpty ? nil : UnitText(text: bare, at: 0), node: node),
      Array(words.dropFirst(unit.count))
    )
  }

  /// Whether a word begins the years: `in 2030`, `năm 2030`, `2026..2030`.
  private static func isYearWord(_ word: Substring) -> Bool {
    ["in", "by", "năm", "vào", "trong", "từ"].contains(word) || Int(word.prefix(4)) != nil
  }

  private func years(
    _ words: [Substring], _ findings: Findings
  ) -> (range: YearRange, node: Located)? {
    let rest = words.filter { !["in", "by", "năm", "vào", "trong", "từ"].contains($0) }
    guard rest.count == 1 else {
      findings.report(.badTarget, at: node)
      return nil
    }
    let node = scalar(String(rest[0]))
    return yearRange(node, findings).map { ($0, node) }
  }
}

/// A quantity as a planner writes it: an expression of the model, or a variable by its symbol, its
/// label, or a part of its name or label that belongs to it alone.
struct QuantityName {
  private let text: String
  private let source: ModelSource

  init(_ text: String, in source: ModelSource) {
    self.text = text
    self.source = source
  }

  /// The expression that is meant; a text that could be several variables, or none, is reported.
  func name(at node: Located, _ findings: Findings) -> String? {
    guard isWords else { return text }
    if source.names.meaning(of: text) != nil { return text }
    let entries = source.variableDeclarations.map(\.entry)
    let wanted = text.lowercased()
    let joined = wanted.split(separator: " ").joined(separator: "_")
    func names(_ isMeant: (Entry) -> Bool) -> [String] { entries.filter(isMeant).map(\.name) }
    func labels(_ entry: Entry) -> [String] {
      entry.label.map { [$0.vi.lowercased(), $0.en.lowercased()] } ?? []
    }
    let tries = [
      names { $0.name.lowercased() == joined },
      names { $0.symbols.contains(text) },
      names { labels($0).contains(wanted) },
      names {
        $0.name.lowercased().contains(joined) || labels($0).contains { $0.contains(wanted) }
      },
    ]
    for found in tries where !found.isEmpty {
      if found.count == 1 { return found[0] }
      let leading = source.headline.map { source.variables[$0].name }.filter(found.contains)
      if leading.count == 1 { return leading[0] }
      findings.report(.ambiguousQuantity(text, Array(found.prefix(6))), at: node)
      return nil
    }
    findings.report(
      .unknownVariable(
        text, suggestion: nearestName(to: joined, among: source.variables.map(\.name))),
      at: node)
    return nil
  }

  /// Whether it is plain words, and no expression.
  private var isWords: Bool {
    !text.isEmpty
      && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == " " || $0 == "," }
  }
}
