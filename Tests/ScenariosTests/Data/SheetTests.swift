import Foundation
import Scenarios
import Testing

/// Tables as spreadsheets save them: what is a cell, and what is a number.
struct SheetTests {
  private static let head = "region;boundary;indicator;unit;year;value;source_id"

  /// A data folder with a table of facts; the rest is small and fixed.
  private static func folder(_ facts: Foundation.Data) throws -> (TemporaryFiles, DataFolder) {
    let files = try TemporaryFiles([
      "vocabulary.csv": """
      kind,id,low,high,scale,alias_of,label_vi,label_en
      boundary,old,,,,,cũ,old
      unit,number,,,1,,số,number
      unit,pct,0,100,0.01,,%,%
      definition,gso,,,,,thống kê,statistics
      definition,nso,,,,gso,thống kê,statistics
      """,
      "indicators.csv":
        "indicator,price_basis,unit,flags,slot,label_vi,label_en\nx,,number,,,X,X\n",
      "sources.csv": "source_id,title,publisher\nbook,Book,Office\n",
      "targets.csv": "region,boundary,indicator,comparator,unit,year,value,document,source_id\n",
    ])
    try facts.write(to: files.folder.appending(path: "facts.csv"))
    return (files, try DataFolder(reading: files.folder.path))
  }

  /// The values of a table with semicolons.
  private func values(_ numbers: [String]) throws -> [Double] {
    let rows = numbers.enumerated().map { "A;old;x;number;\(2000 + $0.offset);\($0.element);book" }
    let text = ([SheetTests.head] + rows).joined(separator: "\n")
    return try SheetTests.folder(Foundation.Data(text.utf8)).1.facts.map(\.value)
  }

  @Test func oneNumberDecidesHowTheOthersAreRead() throws {
    #expect(try values(["12,5", "1.234"]) == [12.5, 1234])
    #expect(try values(["12.5", "1.234"]) == [12.5, 1.234])
    #expect(try values(["12.5", "1,234"]) == [12.5, 1234])
    #expect(try values(["1.234.567", "1,234"]) == [1_234_567, 1.234])
    #expect(try values(["1.234,5", "0,125"]) == [1234.5, 0.125])
    #expect(try values(["1234,567", "-1.234"]) == [1234.567, -1234])
    #expect(try values(["1,5E+06", "\u{2212}2,25"]) == [1_500_000, -2.25])
    #expect(
      try values(["12 345 678,9", "1\u{A0}000", "1\u{202F}000,5"]) == [12_345_678.9, 1000, 1000.5])
    #expect(try values(["1", "-20", "+300"]) == [1, -20, 300])
    #expect(try values([".5", "0.001"]) == [0.5, 0.001])
  }

  @Test(arguments: [
    "1.234", "1,234", "12.345", "-1,234", "1.2.3", "1,23,456", "1 23", "12.", "1e", "--1", "1..2",
    "0x10", "nan", "inf", "1.234.56", "1,234.567,8", "۱۲", "", "1 000 00,5",
  ])
  func whatIsNotClearIsRefused(number: String) {
    let error = #expect(throws: Diagnostics.self) { try values([number]) }
    #expect(error?.all.first?.location.line == 2)
    #expect(error?.all.first?.location.column == 21)
  }

  @Test func commasBetweenCellsMakeThePointTheDecimalMark() throws {
    let head = SheetTests.head.replacingOccurrences(of: ";", with: ",")
    func facts(_ values: [String]) throws -> [Double] {
      let rows = values.enumerated().map { "A,old,x,number,\(2000 + $0.offset),\($0.element),book" }
      let text = ([head] + rows).joined(separator: "\n")
      return try SheetTests.folder(Foundation.Data(text.utf8)).1.facts.map(\.value)
    }
    #expect(try facts(["1.234"]) == [1.234])
    #expect(try facts(["\"1,5\"", "1.234"]) == [1.5, 1234])
    #expect(throws: Diagnostics.self) { try facts(["\"1,234\""]) }
  }

  @Test func encodingsAndLineEnds() throws {
    let text = "\u{FEFF}\(SheetTests.head)\r\n\"Hải Phòng\";old;x;number;2020;\"12,5\";book\r\n"
    for encoding in [String.Encoding.utf8, .utf16LittleEndian, .utf16BigEndian] {
      let bytes = try #require(text.data(using: encoding))
      let facts = try SheetTests.folder(bytes).1.facts
      #expect(facts.map(\.region) == ["Hải Phòng"])
      #expect(facts.map(\.value) == [12.5])
    }
    let tabs = try #require(
      text.replacingOccurrences(of: ";", with: "\t").data(using: .utf16LittleEndian))
    #expect(try SheetTests.folder(tabs).1.facts.map(\.value) == [12.5])
  }

  @Test func quotesAndEmptyEdges() throws {
    let text = """
      \(SheetTests.head);note;;
      "A; ""the"" first";old;x;number;2020;1;book;"two
      lines";;
      ;;;;;;;;;
      B ; old ;x;number;2020; 2 ;book;;;
      """
    let facts = try SheetTests.folder(Foundation.Data(text.utf8)).1.facts
    #expect(facts.map(\.region) == ["A; \"the\" first", "B"])
    #expect(facts.map(\.note) == ["two\nlines", ""])
    #expect(facts.map(\.location.line) == [2, 5])
    #expect(facts[1].location.column == 24)
  }

  @Test func columnsCountCharactersAndNotBytes() throws {
    let text = "\(SheetTests.head)\nHải Phòng;old;x;number;2020;tám;book\n"
    let error = #expect(throws: Diagnostics.self) {
      try SheetTests.folder(Foundation.Data(text.utf8))
    }
    #expect(error?.all.map(\.location.column) == [29])
  }

  @Test func anAliasIsReplaced() throws {
    let text = "\(SheetTests.head);definition\nA;old;x;number;2020;1;book;nso\n"
    #expect(try SheetTests.folder(Foundation.Data(text.utf8)).1.facts.map(\.definition) == ["gso"])
  }

  @Test func contradictionsAreNotRoundings() throws {
    let text = """
      \(SheetTests.head)
      A;old;x;pct;2020;17,34;book
      A;old;x;pct;2020;17,3;other
      A;old;x;pct;2021;18,2;book
      A;old;x;pct;2021;18,6;other
      """
    let (files, _) = try SheetTests.folder(Foundation.Data("\(SheetTests.head)\n".utf8))
    try Foundation.Data(text.utf8).write(to: files.folder.appending(path: "facts.csv"))
    try Foundation.Data("source_id,title,publisher\nbook,B,O\nother,C,P\n".utf8)
      .write(to: files.folder.appending(path: "sources.csv"))
    let found = Contradiction.all(among: try DataFolder(reading: files.folder.path).facts)
    #expect(found.map { $0.facts.map(\.value) } == [[18.2, 18.6]])
    #expect(found.map(\.yearCount) == [1])
  }
}
