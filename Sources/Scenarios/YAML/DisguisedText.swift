/// The text of a file as the YAML parser gets to see it.
///
/// Whatever may be an alias is disguised as plain text, so that a product that stands where only an
/// alias can (`*share + 1`) is reported as what it is and the rest of the file is still read. A disguise
/// replaces one character by another, so columns stay as they are.
struct DisguisedText {
  /// What the parser reads.
  let text: String
  /// Where `*` was replaced.
  private let stars: Set<SIMD2<Int>>

  /// What stands for `*`.
  private static let star: Unicode.Scalar = "\u{F8FF}"

  /// Disguises whatever may be an alias; text that merely contains a `*` is restored later.
  init(_ file: SourceFile) {
    guard DisguisedText.mayHaveAliases(file.text) else {
      (text, stars) = (file.text, [])
      return
    }
    var lines = file.lines()
    var stars: Set<SIMD2<Int>> = []
    for (number, line) in lines.enumerated() {
      for (column, scalar) in line.enumerated() where scalar == "*" {
        let isFirst = column == 0 || " \t[{,:".unicodeScalars.contains(line[column - 1])
        let isNamed = column + 1 < line.count && line[column + 1] != " "
        if isFirst && isNamed {
          stars.insert(SIMD2(number + 1, column + 1))
          lines[number][column] = DisguisedText.star
        }
      }
    }
    self.stars = stars
    guard !stars.isEmpty else {
      text = file.text
      return
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(file.text.utf8.count + 2 * stars.count)
    for line in lines {
      for scalar in line { bytes.append(contentsOf: scalar.utf8) }
      bytes.append(UInt8(ascii: "\n"))
    }
    text = String(decoding: bytes, as: UTF8.self)
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

  // MARK: Seeing through it

  /// The name of the alias that a plain scalar at a place is; nil when it is none.
  func alias(_ scalar: String, line: Int, column: Int) -> String? {
    guard !stars.isEmpty, stars.contains(SIMD2(line, column)) else { return nil }
    return String(scalar.unicodeScalars.dropFirst())
  }

  /// What stands in the file where the parser read a scalar.
  func original(_ scalar: String) -> String {
    guard !stars.isEmpty, scalar.unicodeScalars.contains(DisguisedText.star) else { return scalar }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: scalar.unicodeScalars.map { $0 == DisguisedText.star ? "*" : $0 })
    return String(scalars)
  }
}
