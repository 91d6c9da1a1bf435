import Scenarios
import Testing

/// Tidy tables as economists save them.
struct DataTableTests {
  private func table(_ text: String) throws -> DataTable {
    try DataTable(SourceFile(path: "t.csv", text: text))
  }

  /// Whether two lists of numbers agree, NaN being equal to NaN.
  private func same(_ a: [Double]?, _ b: [Double]) -> Bool {
    a?.count == b.count && zip(a ?? [], b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  @Test func numbersWordsAndBlanks() throws {
    let table = try table("name,x,y\nA,1,760.\nB,,-2.5e3\nC,NA,.5\n")
    #expect(table.names == ["name", "x", "y"])
    #expect(table.lines == [2, 3, 4])
    #expect(table.column("name")?.numbers == nil)
    #expect(table.column("name")?.firstWord == nil)
    #expect(table.column("name")?.texts == ["A", "B", "C"])
    #expect(same(table.column("x")?.numbers, [1, .nan, .nan]))
    #expect(table.column("x")?.texts == ["1", "", ""])
    #expect(same(table.column("y")?.numbers, [760, -2500, 0.5]))
    #expect(table.column("z") == nil)
  }

  @Test func aWordAmongNumbersIsRemembered() throws {
    let column = try table("x\n1\nabc\n3\n").column("x")
    #expect(column?.numbers == nil)
    #expect(column?.firstWord == 1)
  }

  @Test func decimalCommasAndSemicolons() throws {
    let table = try table("x;y\n1,5;1.234\n2,25;7\n")
    #expect(same(table.column("x")?.numbers, [1.5, 2.25]))
    #expect(same(table.column("y")?.numbers, [1234, 7]))
  }

  @Test func whatCanBeReadInTwoWaysIsRefused() throws {
    let error = #expect(throws: Diagnostics.self) { try table("x;y\n1.234;1\n") }
    #expect(error?.all.first?.location == SourceLocation(file: "t.csv", line: 2, column: 1))
  }

  @Test func aTableWithoutNamesOrRowsIsRefused() throws {
    #expect(throws: Diagnostics.self) { try table("x,y\n") }
    #expect(throws: Diagnostics.self) { try table("x,,y\n1,2,3\n") }
    #expect(throws: Diagnostics.self) { try table("x,x\n1,2\n") }
    #expect(throws: Diagnostics.self) { try table("x,y\n1\n") }
    #expect(throws: Diagnostics.self) { try table("") }
  }

  @Test func cellsHaveTheirPlace() throws {
    let table = try table("x,y\n1,2\n3,4\n")
    #expect(
      table.location(row: 1, column: "y") == SourceLocation(file: "t.csv", line: 3, column: 3))
  }
}
