/// Reads a YAML file into located nodes, and says what is wrong with it as YAML.
///
/// Everything after this knows nothing of the parser.
struct YAMLReader {
  /// The largest number of nodes after aliases have been put in.
  static let largestNodeCount = 200_000
  /// The most lists and maps that may stand inside each other.
  static let greatestDepth = 1_000

  private let file: SourceFile
  /// What is wrong with nodes; of a file that is not YAML only that is said.
  private let findings = Findings()
  private let text: DisguisedText
  private let events: YAMLEvents
  /// What anchors stand for, with the number of nodes in it.
  private var anchors: [String: (node: Located, count: Int)] = [:]
  /// Nodes made so far, those behind aliases included.
  private var count = 0
  /// Lists and maps around the node that is read.
  private var depth = 0

  /// Why a file is not read to its end.
  private enum Stop: Error {
    /// It is not YAML.
    case notYAML(Diagnostic)
    /// It holds more than is read.
    case tooLarge(Diagnostic)
  }

  private init(_ file: SourceFile) {
    self.file = file
    text = DisguisedText(file)
    events = YAMLEvents(text.text)
  }

  /// The root of a file, or nil when it is not YAML or is empty; the reasons go to `findings`.
  static func read(_ file: SourceFile, findings: Findings) -> Located? {
    var reader = YAMLReader(file)
    do {
      let root = try reader.root()
      reader.findings.diagnostics.forEach(findings.add)
      return root
    } catch {
      switch error {
      case .notYAML(let diagnostic): findings.add(diagnostic)
      case .tooLarge(let diagnostic):
        reader.findings.diagnostics.forEach(findings.add)
        findings.add(diagnostic)
      }
      return nil
    }
  }

  // MARK: Nodes

  /// The root of the only document.
  private mutating func root() throws(Stop) -> Located? {
    var root: Located?
    while true {
      let event = try next()
      switch event.kind {
      case .streamEnd:
        if root == nil { findings.add(Diagnostic(.emptyFile, at: file.location())) }
        return root
      case .documentStart where root != nil:
        throw .notYAML(
          diagnostic(.yamlSyntax(.severalDocuments), line: event.line, column: event.column))
      case .documentStart: root = try located(next())
      default: break
      }
    }
  }

  private func next() throws(Stop) -> YAMLEvents.Event {
    do { return try events.next() } catch { throw .notYAML(diagnostic(error)) }
  }

  /// The node that begins with an event.
  private mutating func located(_ event: YAMLEvents.Event) throws(Stop) -> Located {
    let (line, column) = (event.line, event.column)
    let before = count
    try add(1, line, column)
    let content: Located.Content
    switch event.kind {
    case .scalar(let scalar, let isPlain):
      if let name = text.alias(scalar, line: line, column: column) {
        return try aliased(name, line, column)
      }
      content = .scalar(text.original(scalar), isPlain: isPlain)
    case .listStart, .mapStart:
      depth += 1
      guard depth <= YAMLReader.greatestDepth else {
        throw .notYAML(
          diagnostic(
            .yamlSyntax(.tooDeep(limit: YAMLReader.greatestDepth)), line: line, column: column))
      }
      if case .listStart = event.kind {
        content = .list(try items())
      } else {
        content = .map(try entries())
      }
      depth -= 1
    // An alias is disguised as a scalar, and nothing else begins a node.
    default: content = .scalar("", isPlain: true)
    }
    let located = Located(content: content, file: file, line: line, column: column)
    if let name = event.anchor { anchors[name] = (located, count - before) }
    return located
  }

  /// Counts nodes, and refuses a file that aliases blow up.
  private mutating func add(_ number: Int, _ line: Int, _ column: Int) throws(Stop) {
    count += number
    guard count <= YAMLReader.largestNodeCount else {
      throw .tooLarge(
        diagnostic(
          .tooManyNodes(limit: YAMLReader.largestNodeCount), line: line, column: column))
    }
  }

  /// What an alias stands for.
  private mutating func aliased(
    _ name: String, _ line: Int, _ column: Int
  ) throws(Stop) -> Located {
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

  /// The items of a list that has begun.
  private mutating func items() throws(Stop) -> [Located] {
    var items: [Located] = []
    while true {
      let event = try next()
      if case .end = event.kind { return items }
      items.append(try located(event))
    }
  }

  /// The entries of a map that has begun.
  private mutating func entries() throws(Stop) -> [Located.Entry] {
    var entries: [Located.Entry] = []
    var seen: [String: Int] = [:]
    while true {
      let event = try next()
      if case .end = event.kind { return entries }
      if case .scalar(let scalar, _) = event.kind,
        text.alias(scalar, line: event.line, column: event.column) != nil
      {
        findings.add(diagnostic(.aliasAsKey, line: event.line, column: event.column))
        _ = try located(next())
        continue
      }
      let key = try located(event)
      let value = try located(next())
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
  }

  // MARK: Problems

  private func diagnostic(
    _ problem: Problem, line: Int, column: Int, notes: [Diagnostic.Note] = []
  ) -> Diagnostic {
    Diagnostic(
      problem, at: file.location(line: line, column: column), excerpt: file.line(line),
      notes: notes)
  }

  private func diagnostic(_ failure: YAMLEvents.Failure) -> Diagnostic {
    if failure.isForbiddenCharacter { return forbiddenCharacter }
    let fault = YAMLFault(failure.problem, character: character(failure.line, failure.column))
    var notes: [Diagnostic.Note] = []
    if fault.concernsItsBeginning, let beginning = failure.beginning, beginning.x != failure.line {
      notes = [
        Diagnostic.Note(
          .beginsHere, at: file.location(line: beginning.x, column: beginning.y),
          excerpt: file.line(beginning.x))
      ]
    }
    return diagnostic(
      .yamlSyntax(fault), line: failure.line, column: failure.column, notes: notes)
  }

  private func character(_ line: Int, _ column: Int) -> Unicode.Scalar? {
    let lines = file.lines()
    guard line >= 1, line <= lines.count, column >= 1, column <= lines[line - 1].count
    else { return nil }
    return lines[line - 1][column - 1]
  }

  /// The character the parser refused: YAML allows no control characters.
  private var forbiddenCharacter: Diagnostic {
    for (number, line) in file.lines().enumerated() {
      for (column, scalar) in line.enumerated() {
        switch scalar.value {
        case 0x09, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x1_0000...: continue
        default:
          return diagnostic(
            .forbiddenCharacter(scalar.value), line: number + 1, column: column + 1)
        }
      }
    }
    return Diagnostic(.yamlSyntax(.other("unreadable text")), at: file.location())
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
  case tooDeep(limit: Int)
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
      .listNotAllowedHere, .missingValue, .undefinedAlias, .severalDocuments, .badAnchor, .tooDeep,
      .other:
      false
    }
  }
}
