import Sim
import Testing

@testable import Scenarios

/// Annual series as people hand them over, and what is wrong with them.
struct SeriesTableTests {
  private func read(
    _ text: String, meta: String? = nil, ceiling: Double? = nil
  ) throws -> SeriesTable {
    let table = try DataTable(SourceFile(path: "s.csv", text: text))
    let facts = try meta.map { try SeriesMeta(DataTable(SourceFile(path: "m.csv", text: $0))) }
    return try SeriesTable(table, meta: facts, ceiling: ceiling)
  }

  /// The problems of a refused table, as `line: problem`.
  private func problems(
    _ text: String, meta: String? = nil, ceiling: Double? = nil
  ) -> [(line: Int, problem: Problem)] {
    let error = #expect(throws: Diagnostics.self) {
      try read(text, meta: meta, ceiling: ceiling)
    }
    return (error?.all ?? []).map { ($0.location.line, $0.problem) }
  }

  private let header = "series_id,year,value\n"

  @Test func rowsInAnyOrderAndMoreColumns() throws {
    let table = try read(
      "unit,series_id,year,value,indicator\n%,a,2002,3,share\n%,b,2001,7,share\n%,a,2001,2.5,share\n"
        + "%,b,2002,8,share\n%,b,2003,9,share\n%,a,2003,4,share\n")
    #expect(table.series.map(\.name) == ["a", "b"])
    #expect(table.series[0].values == [2.5, 3, 4])
    #expect(table.series[0].firstYear == 2001 && table.series[0].lastYear == 2003)
    #expect(table.series.allSatisfy { $0.pool == "share" && $0.ceiling == nil })
    #expect(table.warnings.all.isEmpty)
  }

  @Test func theCompanionStatesCeilingsClassesAndTests() throws {
    let table = try read(
      header + "a,2001,2\na,2002,3\na,2003,4\nb,2001,7\nb,2002,8\nb,2003,9\n",
      meta: "series_id,cap,indicator,group,ntrain\na,100,net,scurve,\nb,inf,gdp,,3\n",
      ceiling: 50)
    #expect(table.series[0].ceiling == 100 && table.series[1].ceiling == 50)
    #expect(table.series.map(\.pool) == ["net", "gdp"])
    #expect(table.isAdoption == [true, false])
    #expect(table.officialTraining == [nil, 3])
  }

  @Test func yearsAtTheEndsMayBeEmpty() throws {
    let table = try read(
      header + "a,2000,\na,2001,2\na,2002,NaN\n" + "a,2002,3\na,2003,4\na,2004,NA\n")
    #expect(table.series[0].values == [2, 3, 4])
  }

  @Test func aGapIsRefused() {
    let found = problems(header + "a,2001,2\na,2002,3\na,2005,4\na,2006,NaN\na,2007,5\n")
    #expect(found.count == 1)
    #expect(found.first?.line == 4)
    #expect(found.first?.problem == .series(.gap("a", years: [2003, 2004, 2006])))
  }

  @Test func twoPointsAreTooFew() {
    let found = problems(header + "a,2001,2\na,2002,3\nb,2001,1\nb,2002,1.5\nb,2003,2\n")
    #expect(found.map(\.problem) == [.series(.tooShort("a", count: 2, least: 3))])
    #expect(found.first?.line == 3)
  }

  @Test func aYearTwiceIsRefusedWithBothPlaces() {
    let error = #expect(throws: Diagnostics.self) {
      try read(header + "a,2001,2\na,2002,3\na,2002,4\na,2003,4\n")
    }
    #expect(error?.all.first?.location.line == 4)
    #expect(error?.all.first?.problem == .sheet(.keyTwice(["a", "2002"])))
    #expect(error?.all.first?.notes.first?.location?.line == 3)
  }

  @Test func everyMistakeAtOnce() {
    let found = problems(
      header + "a,2001,two\n,2001,3\na,20x2,3\na,,3\na,2003,abc\n")
    #expect(found.map(\.line) == [2, 3, 4, 5, 6])
    #expect(found[0].problem == .csvNotANumber("two", column: "value"))
    #expect(found[1].problem == .sheet(.emptyCell("series_id")))
    #expect(found[2].problem == .sheet(.notAYear("20x2")))
    #expect(found[3].problem == .sheet(.emptyCell("year")))
  }

  @Test func missingColumnsAreNamed() {
    let found = problems("id,yr,v\na,2001,2\n")
    #expect(
      found.map(\.problem)
        == ["series_id", "year", "value"].map { .sheet(.columnMissing($0)) })
  }

  @Test func belowZeroContradictsACeiling() {
    let rows = header + "a,2001,-2\na,2002,3\na,2003,4\n"
    #expect(
      problems(rows, ceiling: 100).map(\.problem)
        == [.series(.belowZero(-2, ceiling: 100))])
    #expect((try? read(rows))?.series.first?.values == [-2, 3, 4])
  }

  @Test func aboveTheCeilingAndFlatAreSaid() throws {
    let table = try read(
      header + "a,2001,98\na,2002,101\na,2003,104\nb,2001,5\nb,2002,5\nb,2003,5\n", ceiling: 100)
    #expect(
      table.warnings.all.map(\.problem)
        == [.series(.aboveCeiling(101, ceiling: 100)), .series(.flat("b"))])
    #expect(table.warnings.all.map(\.location.line) == [3, 7])
    #expect(table.series.count == 2)
  }

  @Test func aCompanionOfOtherSeriesIsSaid() throws {
    let table = try read(
      header + "a,2001,2\na,2002,3\na,2003,4\n", meta: "series_id,cap\nz,100\n")
    #expect(table.warnings.all.map(\.problem) == [.series(.metaOfOthers)])
  }

  @Test(arguments: ["0", "-5", "none"])
  func aCeilingThatIsNoneIsRefused(text: String) {
    let found = problems(
      header + "a,2001,2\na,2002,3\na,2003,4\n", meta: "series_id,cap\nz,100\na,\(text)\n")
    #expect(found.map(\.problem) == [.series(.notACeiling(text))])
    #expect(found.first?.line == 3)
  }
}
