extension Located {
  /// The place of a byte of this scalar's value.
  ///
  /// YAML takes quotes and escapes away and folds line breaks into spaces, so the raw text is
  /// walked beside the value; everything but white space stands there in the same order.
  func location(ofOffset offset: Int) -> SourceLocation {
    guard case .scalar(let value, _) = content else { return location }
    var walk = RawText(lines: file.lines(), line: line - 1, column: column - 1)
    walk.enterScalar()
    let end = value.utf8.index(
      value.startIndex, offsetBy: min(offset, value.utf8.count), limitedBy: value.endIndex)
    for scalar in value.unicodeScalars[..<(end ?? value.endIndex)] { walk.step(over: scalar) }
    if let end, end < value.endIndex, !value.unicodeScalars[end].isSpaceOrBreak {
      walk.skipSpaceAndEscapedBreaks()
    }
    return file.location(line: walk.line + 1, column: walk.column + 1)
  }
}

/// A reader of the raw lines of a scalar.
private struct RawText {
  /// How the scalar is written.
  private enum Style { case plain, single, double, block }

  let lines: [[Unicode.Scalar]]
  var line, column: Int
  private var style = Style.plain

  init(lines: [[Unicode.Scalar]], line: Int, column: Int) {
    self.lines = lines
    self.line = line
    self.column = column
  }

  private var current: Unicode.Scalar? {
    line < lines.count && column < lines[line].count ? lines[line][column] : nil
  }

  /// Goes past anchor, tag and opening quote or block header.
  mutating func enterScalar() {
    while let mark = current, mark == "&" || mark == "!" {
      while let scalar = current, !scalar.isSpaceOrBreak { column += 1 }
      skipSpace()
    }
    switch current {
    case "'": (style, column) = (.single, column + 1)
    case "\"": (style, column) = (.double, column + 1)
    case "|", ">":
      style = .block
      column = line < lines.count ? lines[line].count : column
    default: style = .plain
    }
  }

  /// Goes past one scalar of the value.
  mutating func step(over scalar: Unicode.Scalar) {
    guard !scalar.isSpaceOrBreak else {
      if let found = current, found.isSpaceOrBreak {
        column += 1
      } else if style == .double, current == "\\", column + 1 < lines[line].count {
        column += escapeLength
      }
      return
    }
    skipSpaceAndEscapedBreaks()
    switch (style, current) {
    case (.double, "\\"): column += escapeLength
    case (.single, "'"): column += 2
    default: column += 1
    }
  }

  /// Goes past white space, line ends and, in double quotes, escaped line ends.
  mutating func skipSpaceAndEscapedBreaks() {
    skipSpace()
    while style == .double, current == "\\", column + 1 >= lines[line].count {
      column += 1
      skipSpace()
    }
  }

  private mutating func skipSpace() {
    while line < lines.count {
      if let scalar = current {
        guard scalar.isSpaceOrBreak else { return }
        column += 1
      } else {
        guard line + 1 < lines.count else { return }
        (line, column) = (line + 1, 0)
      }
    }
  }

  /// The length of the escape sequence that begins here.
  private var escapeLength: Int {
    guard column + 1 < lines[line].count else { return 1 }
    return switch lines[line][column + 1] {
    case "x": 4
    case "u": 6
    case "U": 10
    default: 2
    }
  }
}

extension Unicode.Scalar {
  /// White space as YAML folds it.
  fileprivate var isSpaceOrBreak: Bool {
    switch value {
    case 0x20, 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }
}
