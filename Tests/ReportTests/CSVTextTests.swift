import Report
import Testing

struct CSVTextTests {
  @Test func fieldsAreQuotedWhereTheyMustBe() {
    var file = CSVText(header: ["name", "a,b"])
    file.append(["plain", "two words"])
    file.append(["comma, in it", "a \"word\""])
    file.append(["line\nend", "return\rend"])
    file.append(["", "\""])
    #expect(
      file.text == """
        name,"a,b"
        plain,two words
        "comma, in it","a ""word""\"
        "line\nend","return\rend"
        ,""\"\"

        """)
  }

  @Test func linesEndWithLineFeedsAndThereIsNoMark() {
    var file = CSVText(header: ["năm"])
    file.append(["đúng"])
    #expect(Array(file.text.utf8) == Array("năm\nđúng\n".utf8))
  }

  @Test(arguments: [
    (0, "0"), (-0.0, "-0"), (1, "1"), (-25, "-25"), (0.1, "0.1"),
    (0.1 + 0.2, "0.30000000000000004"),
    (1e-7, "1e-07"), (1e22, "1e+22"), (123_456_789.25, "123456789.25"),
    (.leastNonzeroMagnitude, "5e-324"),
    (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (1e16, "1e+16"),
  ])
  func numbersAreTheShortestThatReadBack(value: Double, text: String) {
    #expect(CSVText.number(value) == text)
    #expect(Double(text)?.bitPattern == value.bitPattern)
  }

  @Test func everyNumberReadsBack() {
    // A walk over the bits of doubles, with a stride that meets all exponents and odd mantissas.
    var bits: UInt64 = 0x0000_0000_0000_0001
    var count = 0
    while bits < 0x7FF0_0000_0000_0000 {
      for value in [Double(bitPattern: bits), -Double(bitPattern: bits)] {
        #expect(Double(CSVText.number(value))?.bitPattern == value.bitPattern)
      }
      bits &+= 0x0007_3123_4567_89AB
      count += 1
    }
    #expect(count > 4000)
  }
}
