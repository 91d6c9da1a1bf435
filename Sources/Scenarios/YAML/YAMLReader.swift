import Yams

/// Reads a YAML file into located nodes, and says what is wrong with it as YAML.
///
/// Everything after this knows nothing of the parser.
struct YAMLReader {
  /// The largest number of nodes after aliases have been put in.
  static let largestNodeCount = 200_000

  private let file: SourceFile
  private let findings: Findings
  private var text: DisguisedText
  /// What anchors stand for, with the number of nodes in it.
  private var anchors: [String: (node: Located, count: Int)] = [:]
  /// Nodes made so far, those behind aliases included.
  private var count = 0

  private init(_ file: SourceFile, _ findings: Findings) {
    self.file = file
    self.findings = findings
    text = DisguisedText(file)
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
    while true {
      do {
        // Nodes are read, never turned into values: the constructor has nothing to do.
        let parser = try Parser(
          yaml: text.text, resolver: .basic, constructor: Constructor([:], [:], [:]),
          encoding: .utf8)
        if let root = try parser.singleRoot() { return root }
        report(.emptyFile, at: file.location())
        return nil
      } catch YamlError.duplicatedKeysInMapping(let names, let context) {
        // The parser gives up at a key that occurs twice; disguised, it lets everything be read.
        if text.disguiseKey(line: context.mark.line, column: context.mark.column) { continue }
        report(.duplicateKey(names.first ?? ""), at: place(context.mark))
        return nil
      } catch let error as YamlError {
        report(error)
        return nil
      } catch {
        report(.yamlSyntax(.other("\(error)")), at: file.location())
        return nil
      }
    }
  }

  // MARK: Nodes

  private mutating func located(_ node: Node) throws(Diagnostic) -> Located {
    let (line, column) = node.mark.map { ($0.line, $0.column) } ?? (0, 0)
    let before = count
    try add(1, line, column)
    let content: Located.Content
    switch node {
    case .scalar(let scalar):
      if let name = text.alias(scalar.string, line: line, column: column) {
        return try aliased(name, line, column)
      }
      content = .scalar(
        text.original(scalar.string, line: line, column: column),
        isPlain: scalar.style == .plain)
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
    let located = Located(content: content, file: file, line: line, column: column)
    if let name = text.anchor(line: line, column: column) {
      anchors[name] = (located, count - before)
    }
    return located
  }

  /// Counts nodes, and refuses a file that aliases blow up.
  private mutating func add(_ number: Int, _ line: Int, _ column: Int) throws(Diagnostic) {
    count += number
    guard count <= YAMLReader.largestNodeCount else {
      throw Diagnostic(
        .tooManyNodes(limit: YAMLReader.largestNodeCount),
        at: file.location(line: line, column: column), excerpt: file.line(line))
    }
  }

  /// What an alias stands for.
  private mutating func aliased(
    _ name: String, _ line: Int, _ column: Int
  ) throws(Diagnostic) -> Located {
    // A zero fits wherever a number or an expression does, so that this is the only complaint.
    let place = Located(
      content: .scalar("0", isPlain: true), file: file, line: line, column: column)
    guard name.utf8.allSatisfy({ Lexer.isNameByte($0) || $0 == UInt8(ascii: "-") }) else {
      findings.report(.yamlSyntax(.badAnchor), at: place)
      return place
    }
    guard let anchor = anchors[name] else {
      findings.report(.yamlSyntax(.undefinedAlias), at: place)
      return place
    }
    try add(anchor.count, line, column)
    return anchor.node
  }

  private mutating func entries(_ mapping: Node.Mapping) throws(Diagnostic) -> [Located.Entry] {
    var entries: [Located.Entry] = []
    entries.reserveCapacity(mapping.count)
    var seen: [String: Int] = [:]
    for (key, value) in mapping {
      if let mark = key.mark,
        text.alias(key.scalar?.string ?? "", line: mark.line, column: mark.column) != nil
      {
        report(.aliasAsKey, at: place(mark))
        continue
      }
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
  case undefinedAlias
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
      case "found undefined alias": .undefinedAlias
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
