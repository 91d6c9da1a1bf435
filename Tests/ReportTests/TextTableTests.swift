import Report
import Testing

struct TextTableTests {
  @Test func columnsAreAlignedAndLinesHaveNoTail() {
    var table = TextTable([.right, .left, .left])
    table.append(["year", "a", "longer"])
    table.append(["1", "bbb", ""])
    #expect(table.lines == ["year  a    longer", "   1  bbb"])
  }

  /// What a reader sees as one character counts as one, however it is encoded.
  @Test func columnsAreAlignedByGrapheme() {
    let composed = "Đ\u{EC}nh tr\u{1EC7}"
    let decomposed = "Đi\u{300}nh tre\u{323}\u{302}"
    #expect(composed.unicodeScalars.count == 8)
    #expect(decomposed.unicodeScalars.count == 11)
    var table = TextTable([.left, .left])
    for name in [composed, decomposed, "12345678"] { table.append([name, "|"]) }
    for line in table.lines { #expect(Array(line).firstIndex(of: "|") == 10) }
    var right = TextTable([.right])
    for name in [composed, decomposed, "1234567890"] { right.append([name]) }
    #expect(right.lines[0].hasPrefix("  Đ"))
    #expect(right.lines[1].hasPrefix("  Đ"))
  }

  @Test func anEmptyTableHasNoLines() {
    #expect(TextTable([.left]).lines.isEmpty)
  }
}
