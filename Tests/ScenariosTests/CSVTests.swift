import Scenarios
import Testing

/// The strict CSV reader.
struct CSVTests {
  private func read(_ text: String) throws -> CSVFile {
    try CSVFile(SourceFile(path: "draws.csv", text: text))
  }

  @Test func quotesLineEndsAndEmptyFields() throws {
    let file = try read(
      "draw,\"a, b\",c\r\n0,1.5,\"say \"\"yes\"\"\"\r\n1,,\"two\nlines\"\n\n2,3,4")
    #expect(file.header == ["draw", "a, b", "c"])
    #expect(
      file.rows == [["0", "1.5", #"say "yes""#], ["1", "", "two\nlines"], ["2", "3", "4"]])
    #expect(file.lines == [2, 3, 6])
    #expect(file.column("c") == 2)
    #expect(try file.numbers(1) == [1.5, nil, 3])
  }

  @Test func mistakesHaveTheirLine() throws {
    let error = #expect(throws: Diagnostics.self) {
      try read("draw,a,a\n0,1\n1,2,3,4\n2,\"x\"y,1\n3,\"open,1\n")
    }
    #expect(
      error?.all.map { "\($0.location.line) \($0.problem)" } == [
        "1 csvColumnTwice(\"a\")", "2 csvFieldCount(found: 2, expected: 3)",
        "3 csvFieldCount(found: 4, expected: 3)", "4 csvStrayQuote", "5 csvUnclosedQuote",
        "5 csvFieldCount(found: 2, expected: 3)",
      ])
    #expect(throws: Diagnostics.self) { try read("") }
    #expect(throws: Diagnostics.self) { try CSVFile(reading: "no/such.csv") }
  }

  @Test func numbersAreNotGuessed() throws {
    let file = try read("draw,a\n0,1e-3\n1,0x10\n2,\"1,5\"\n3,nan\n")
    let error = #expect(throws: Diagnostics.self) { try file.numbers(1) }
    #expect(error?.all.map(\.location.line) == [3, 4, 5])
  }
}
