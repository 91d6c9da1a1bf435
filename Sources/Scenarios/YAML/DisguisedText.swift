/// The text of a file as the YAML parser gets to see it.
///
/// Aliases are disguised as plain text, so that what they stand for is put in here and counted,
/// instead of being compared by the parser at a cost that nesting makes exponential. Keys that occur
/// twice are disguised when the parser finds them. A disguise replaces one scalar by another, so
/// columns stay as they are.
struct DisguisedText {
  /// What the parser reads.
  private(set) var text: String
  /// The scalars of the lines as they are in the file; nil while nothing is disguised.
  private var lines: [[Unicode.Scalar]]?
  private let file: SourceFile
  /// Where `*` was replaced.
  private var stars: Set<SIMD2<Int>> = []
  /// The first letter of keys that were disguised, by the place of the key.
  private var letters: [SIMD2<Int>: Unicode.Scalar] = [:]

  /// What stands for `*`.
  private static let star: Unicode.Scalar = "\u{F8FF}"
  /// The most keys that are disguised, each at the cost of reading the file again.
  private static let mostKeys = 100

  /// Disguises whatever may be an alias; text that merely contains a `*` is restored later.
  init(_ file: SourceFile) {
    self.file = file
    text = file.text
    guard DisguisedText.mayHaveAliases(text) else { return }
    let lines = file.lines()
    for (number, line) in lines.enumerated() {
      for (column, scalar) in line.enumerated() where scalar == "*" {
        let isFirst = column == 0 || " \t[{,:".unicodeScalars.contains(line[column - 1])
        let isNamed = column + 1 < line.count && line[column + 1] != " "
        if isFirst && isNamed { stars.insert(SIMD2(number + 1, column + 1)) }
      }
    }
    guard !stars.isEmpty else { return }
    self.lines = lines
    rewrite()
  }

  /// Whether a `*` stands anywhere at the beginning of a word, as an alias does and a product
  /// seldom.
  private static func mayHaveAliases(_ text: String) -> Bool {
    var previous = UInt8(ascii: "\n")
    var isStar = false
    for byte in text.utf8 {
      if isStar && byte != UInt8(ascii: " ") { return true }
      isStar = byte == UInt8(ascii: "*") && " \t\r\n[{,:".utf8.contains(previous)
      previous = byte
    }
    return false
  }

  /// Disguises a key, so that it differs from its double; false when that cannot be done.
  mutating func disguiseKey(line: Int, column: Int) -> Bool {
    let lines = self.lines ?? file.lines()
    self.lines = lines
    guard letters.count < DisguisedText.mostKeys, let letter = letterPlace(line, column),
      !"&!*".unicodeScalars.contains(lines[letter.x - 1][letter.y - 1])
    else { return false }
    letters[SIMD2(line, column)] = lines[letter.x - 1][letter.y - 1]
    rewrite()
    return true
  }

  /// The place of the first letter of a key: past its quote.
  private func letterPlace(_ line: Int, _ column: Int) -> SIMD2<Int>? {
    guard let lines, line >= 1, line <= lines.count else { return nil }
    let text = lines[line - 1]
    guard column >= 1, column <= text.count else { return nil }
    let isQuoted = "'\"".unicodeScalars.contains(text[column - 1])
    return column + (isQuoted ? 1 : 0) <= text.count
      ? SIMD2(line, column + (isQuoted ? 1 : 0)) : nil
  }

  private mutating func rewrite() {
    guard var changed = lines else { return }
    for place in stars { changed[place.x - 1][place.y - 1] = DisguisedText.star }
    for (number, place) in letters.keys.enumerated() {
      if let letter = letterPlace(place.x, place.y),
        let disguise = Unicode.Scalar(0xE000 + number)
      {
        changed[letter.x - 1][letter.y - 1] = disguise
      }
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 2 * (stars.count + letters.count))
    for line in changed {
      for scalar in line { bytes.append(contentsOf: scalar.utf8) }
      bytes.append(UInt8(ascii: "\n"))
    }
    text = String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Seeing through it

  /// The name of the alias that a plain scalar at a place is; nil when it is none.
  func alias(_ scalar: String, line: Int, column: Int) -> String? {
    guard !stars.isEmpty, stars.contains(SIMD2(line, column)) else { return nil }
    return String(scalar.unicodeScalars.dropFirst())
  }

  /// What stands in the file where the parser read a scalar.
  func original(_ scalar: String, line: Int, column: Int) -> String {
    var text = scalar
    if let letter = letters[SIMD2(line, column)] {
      var scalars = String.UnicodeScalarView(text.unicodeScalars.dropFirst())
      scalars.insert(letter, at: scalars.startIndex)
      text = String(scalars)
    }
    guard !stars.isEmpty, text.unicodeScalars.contains(DisguisedText.star) else { return text }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text.unicodeScalars.map { $0 == DisguisedText.star ? "*" : $0 })
    return String(scalars)
  }

  /// The name of the anchor before a node that begins at a place.
  func anchor(line: Int, column: Int) -> String? {
    guard !stars.isEmpty, let lines, line >= 1, line <= lines.count, column >= 1 else { return nil }
    var rest = lines[line - 1].dropFirst(column - 1)
    while rest.first == "!" {
      rest = rest.drop { $0 != " " }.drop { $0 == " " }
    }
    guard rest.first == "&" else { return nil }
    var name = String.UnicodeScalarView()
    name.append(contentsOf: rest.dropFirst().prefix { !" ,[]{}".unicodeScalars.contains($0) })
    return String(name)
  }
}
