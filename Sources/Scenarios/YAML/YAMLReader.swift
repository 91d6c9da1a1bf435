import Yams

/// Reads a YAML file into located nodes, and says what is wrong with it as YAML.
///
/// Everything after this knows nothing of the parser.
struct YAMLReader {
  /// The largest number of nodes after aliases have been put in.
  static let largestNodeCount = 200_000

  private let file: SourceFile
  private let findings: Findings
  /// Nodes made so far.
  private var count = 0
  /// Keys that were written twice: the place of the first letter of the earlier one, and what stood
  /// there before it was replaced to let the parser go on.
  private var masked: [SIMD2<Int>: (placeholder: Unicode.Scalar, original: Unicode.Scalar)] = [:]

  private init(_ file: SourceFile, _ findings: Findings) {
    self.file = file
    self.findings = findings
  }

  /// The root of a file, or nil when it is not YAML or is empty; the reasons go to `findings`.
  static func read(_ file: SourceFile, findings: Findings) -> Located? {
    var reader = YAMLReader(file, findings)
    guard let node = reader.compose() else { return nil }
    do {
      return try reader.located(node)
    } catch {
      findings.add(error)
      return nil
    }
  }

  // MARK: Composing

  private mutating func compose() -> Node? {
    guard !hasAliasAsKey else { return nil }
    var text = file.text
    for _ in 0..<100 {
      do {
        let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
        if let root = try parser.singleRoot() { return root }
        report(.emptyFile, at: file.location())
        return nil
      } catch YamlError.duplicatedKeysInMapping(let names, let context) {
        guard let next = mask(context.mark) else {
          report(.duplicateKey(names.first ?? ""), at: place(context.mark))
          return nil
        }
        text = next
      } catch let error as YamlError {
        report(error)
        return nil
      } catch {
        report(.yamlSyntax(.other("\(error)")), at: file.location())
        return nil
      }
    }
    return nil
  }

  /// The text with the first letter of the key at a place replaced by one of private use, so that
  /// it differs from its double; columns stay as they are.
  private mutating func mask(_ mark: Mark) -> String? {
    var lines = file.lines()
    let line = mark.line - 1
    guard line >= 0, line < lines.count else { return nil }
    var column = mark.column - 1
    if column < lines[line].count, "'\"".unicodeScalars.contains(lines[line][column]) {
      column += 1
    }
    guard column < lines[line].count, !"&!*".unicodeScalars.contains(lines[line][column]),
      let placeholder = Unicode.Scalar(0xE000 + masked.count)
    else { return nil }
    masked[SIMD2(mark.line, mark.column)] = (placeholder, lines[line][column])
    for (place, letters) in masked {
      let (line, column) = (place.x - 1, place.y - 1)
      let quoted = "'\"".unicodeScalars.contains(lines[line][column])
      lines[line][column + (quoted ? 1 : 0)] = letters.placeholder
    }
    var text = String.UnicodeScalarView()
    for line in lines {
      text.append(contentsOf: line)
      text.append("\n")
    }
    return String(text)
  }

  /// Whether an alias is used as a key; the parser would compare what it stands for, at a cost
  /// that grows exponentially with nested aliases.
  private var hasAliasAsKey: Bool {
    guard file.text.utf8.contains(0x26), file.text.utf8.contains(0x2A) else { return false }
    for (number, line) in file.lines().enumerated() {
      var beginsToken = true
      for (column, scalar) in line.enumerated() {
        if scalar == "#" && beginsToken { break }
        if beginsToken && scalar == "*" && aliasKeyFollows(line[(column + 1)...]) {
          report(.aliasAsKey, at: file.location(line: number + 1, column: column + 1))
          return true
        }
        beginsToken =
          "[{,?".unicodeScalars.contains(scalar)
          || (beginsToken && " -".unicodeScalars.contains(scalar))
          || (scalar == " " && column > 0 && ",?".unicodeScalars.contains(line[column - 1]))
      }
    }
    return false
  }

  /// Whether a name and a colon come next.
  private func aliasKeyFollows(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
    var after = rest.drop {
      $0.isASCII && ($0.properties.isAlphabetic || "0123456789_-".unicodeScalars.contains($0))
    }
    guard after.startIndex > rest.startIndex else { return false }
    after = after.drop { $0 == " " }
    guard after.first == ":" else { return false }
    return after.dropFirst().first.map { $0 == " " } ?? true
  }

  // MARK: Nodes

  private mutating func located(_ node: Node) throws(Diagnostic) -> Located {
    count += 1
    guard count <= YAMLReader.largestNodeCount else {
      throw Diagnostic(
        .tooManyNodes(limit: YAMLReader.largestNodeCount),
        at: file.location(line: node.mark?.line ?? 0, column: node.mark?.column ?? 0))
    }
    let (line, column) = node.mark.map { ($0.line, $0.column) } ?? (0, 0)
    let content: Located.Content
    switch node {
    case .scalar(let scalar):
      content = .scalar(
        unmasked(scalar.string, SIMD2(line, column)), isPlain: scalar.style == .plain)
    case .sequence(let sequence):
      var items: [Located] = []
      items.reserveCapacity(sequence.count)
      for item in sequence { items.append(try located(item)) }
      content = .list(items)
    case .mapping(let mapping):
      content = .map(try entries(mapping))
    case .alias:
      content = .scalar("", isPlain: true)
    }
    return Located(content: content, file: file, line: line, column: column)
  }

  private mutating func entries(_ mapping: Node.Mapping) throws(Diagnostic) -> [Located.Entry] {
    var entries: [Located.Entry] = []
    entries.reserveCapacity(mapping.count)
    var seen: [String: Int] = [:]
    for (key, value) in mapping {
      let key = try located(key)
      let value = try located(value)
      guard let name = key.text else {
        findings.report(.keyNotText, at: key)
        continue
      }
      if name == "<<" {
        findings.report(.mergeKey, at: key)
        // What was meant is put in, so that nothing is reported as missing.
        for entry in value.map ?? []
        where seen.updateValue(entries.count, forKey: entry.key.text ?? "") == nil {
          entries.append(entry)
        }
        continue
      }
      if seen[name] != nil, value.isEmpty, !Lexer.isName(name) {
        findings.report(.piecesOfExpression(name), at: key)
        continue
      }
      if let earlier = seen[name] {
        findings.report(
          .duplicateKey(name), at: key,
          notes: [Place(entries[earlier].key).note(.firstHere)])
        continue
      }
      seen[name] = entries.count
      entries.append(Located.Entry(key: key, value: value))
    }
    return entries
  }

  private func unmasked(_ text: String, _ place: SIMD2<Int>) -> String {
    guard !masked.isEmpty, let letters = masked[place] else { return text }
    var scalars = String.UnicodeScalarView(text.unicodeScalars.dropFirst())
    scalars.insert(letters.original, at: scalars.startIndex)
    return String(scalars)
  }

  // MARK: Problems

  private func place(_ mark: Mark) -> SourceLocation {
    file.location(line: mark.line, column: mark.column)
  }

  private func report(_ problem: Problem, at location: SourceLocation) {
    findings.add(Diagnostic(problem, at: location, excerpt: file.line(location.line)))
  }

  private func report(_ error: YamlError) {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let fault = YAMLFault(problem, character: character(at: mark))
      var notes: [Diagnostic.Note] = []
      if fault.concernsItsBeginning, let context, context.mark.line != mark.line {
        let begin = place(context.mark)
        notes = [Diagnostic.Note(.beginsHere, at: begin, excerpt: file.line(begin.line))]
      }
      findings.add(
        Diagnostic(
          .yamlSyntax(fault), at: place(mark), excerpt: file.line(mark.line), notes: notes))
    case .reader:
      reportForbiddenCharacter()
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded,
      .duplicatedKeysInMapping:
      report(.yamlSyntax(.other("\(error)")), at: file.location())
    }
  }

  private func character(at mark: Mark) -> Unicode.Scalar? {
    let lines = file.lines()
    guard mark.line >= 1, mark.line <= lines.count, mark.column >= 1,
      mark.column <= lines[mark.line - 1].count
    else { return nil }
    return lines[mark.line - 1][mark.column - 1]
  }

  /// Finds the character the parser refused: YAML allows no control characters.
  private func reportForbiddenCharacter() {
    for (number, line) in file.lines().enumerated() {
      for (column, scalar) in line.enumerated() {
        switch scalar.value {
        case 0x09, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x1_0000...: continue
        default:
          report(
            .forbiddenCharacter(scalar.value),
            at: file.location(line: number + 1, column: column + 1))
          return
        }
      }
    }
    report(.yamlSyntax(.other("unreadable text")), at: file.location())
  }
}

/// What can be wrong with a file as YAML.
public enum YAMLFault: Hashable, Sendable {
  case tab
  case bracketInBraces
  case mappingNotAllowedHere
  case missingColon
  case characterCannotBeginToken
  case unterminatedQuote
  case unknownEscape
  case listNotAllowedHere
  case missingListEnd
  case missingMapEnd
  case wrongIndentation
  case missingValue
  case undefinedAlias(String?)
  case severalDocuments
  case badAnchor
  case other(String)

  /// The kind of fault behind a message of the parser and the character it stopped at.
  init(_ message: String, character: Unicode.Scalar?) {
    if character == "\t" {
      self = .tab
      return
    }
    self =
      switch message {
      case "mapping values are not allowed in this context": .mappingNotAllowedHere
      case "could not find expected ':'": .missingColon
      case "found character that cannot start any token": .characterCannotBeginToken
      case "found unexpected end of stream", "found unexpected document indicator":
        .unterminatedQuote
      case "found unknown escape character", "did not find expected hexdecimal number",
        "found invalid Unicode character escape code":
        .unknownEscape
      case "block sequence entries are not allowed in this context": .listNotAllowedHere
      case "did not find expected ',' or ']'" where character == "[" || character == "{",
        "did not find expected ',' or '}'" where character == "[" || character == "{":
        .bracketInBraces
      case "did not find expected ',' or ']'": .missingListEnd
      case "did not find expected ',' or '}'": .missingMapEnd
      case "did not find expected key", "did not find expected '-' indicator",
        "mapping keys are not allowed in this context":
        .wrongIndentation
      case "did not find expected node content": .missingValue
      case "found undefined alias": .undefinedAlias(nil)
      case "but found another document": .severalDocuments
      case "did not find expected alphabetic or numeric character": .badAnchor
      case "found a tab character that violates indentation",
        "found a tab character where an indentation space is expected":
        .tab
      default: .other(message)
      }
  }

  /// Whether it helps to see where the thing that is wrong begins.
  var concernsItsBeginning: Bool {
    switch self {
    case .unterminatedQuote, .missingListEnd, .missingMapEnd, .wrongIndentation, .missingColon: true
    case .tab, .bracketInBraces, .mappingNotAllowedHere, .characterCannotBeginToken, .unknownEscape,
      .listNotAllowedHere, .missingValue, .undefinedAlias, .severalDocuments, .badAnchor, .other:
      false
    }
  }
}
