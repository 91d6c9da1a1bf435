import Foundation
import Testing

/// Tables people write: a folder of `Data` holds one, and what `grdp check` says about it.
///
/// After a change of words, `GRDP_RECORD=1 swift test --filter DataTests` writes what is said now.
struct DataTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Data")

  /// The root of the project, where the shipped tables are.
  static let root = folder.appending(path: "../../..").standardized

  static var names: [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).filter { $0.first?.isNumber == true }.sorted()
  }

  private static var isRecording: Bool {
    ProcessInfo.processInfo.environment["GRDP_RECORD"] != nil
  }

  /// Compares what was said with a file, or writes it there.
  private func expect(_ said: String, in file: String) throws {
    let expected = DataTests.folder.appending(path: file)
    if DataTests.isRecording { try Foundation.Data(said.utf8).write(to: expected) }
    #expect(said == (try String(contentsOf: expected, encoding: .utf8)))
  }

  @Test func thereAreEnoughTables() {
    #expect(DataTests.names.count >= 34)
  }

  @Test(arguments: names, ["en", "vi"])
  func checkSaysWhatIsWrong(name: String, language: String) throws {
    let contents = try FileManager.default.contentsOfDirectory(
      atPath: DataTests.folder.appending(path: name).path)
    let file = contents.first { !$0.hasPrefix("expected") && !$0.hasPrefix(".") } ?? "facts.csv"
    let run = try GrdpProcess(
      ["check", "\(name)/\(file)", "--lang", language], in: DataTests.folder)
    try expect(
      "\(run.error)\(run.output)exit \(run.exitCode)\n", in: "\(name)/expected.\(language).txt")
    #expect(run.exitCode == (run.output.isEmpty ? 65 : 0))
    // The first five are dialects of spreadsheets: nothing is wrong with them.
    #expect(!name.hasPrefix("0") || run.error.isEmpty)
  }

  @Test(arguments: ["en", "vi"])
  func aTableWithoutWordsCannotBeChecked(language: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Foundation.Data("region,boundary\n".utf8).write(to: folder.appending(path: "my.csv"))
    let run = try GrdpProcess(["check", "my.csv", "--lang", language], in: folder)
    #expect(run.error.hasPrefix("my.csv: "))
    #expect(run.error.contains("'vocabulary.csv'"))
    #expect(run.exitCode == 65)
  }

  // MARK: Pages

  @Test(arguments: ["en", "vi"])
  func thePageOfARegionFitsAScreen(language: String) throws {
    let run = try GrdpProcess(["data", "Hai Phong", "--lang", language], in: DataTests.root)
    #expect(run.exitCode == 0)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 28)
    // Definitions stand side by side, with their sources.
    #expect(lines.contains { $0.contains(" gso ") && $0.contains("ictvn_hp") })
    #expect(lines.contains { $0.contains(" mic ") && $0.contains("mic_2022_report") })
    #expect(run.output.contains("288") && run.output.contains("294"))
  }

  @Test func aRegionIsFoundByItsNameWithOrWithoutDiacritics() throws {
    let pages = try ["Hai Phong", "hải phòng", "HAI_PHONG", "hai_phong_old"].map {
      try GrdpProcess(["data", $0, "--lang", "en"], in: DataTests.root).output
    }
    #expect(Set(pages).count == 1)
    #expect(!pages[0].isEmpty)
  }

  @Test func aRegionNobodyKnowsIsAUsageError() throws {
    let run = try GrdpProcess(["data", "Ha Nai", "--lang", "en"], in: DataTests.root)
    #expect(run.error == "error: nothing is known about 'Ha Nai'; did you mean 'Ha Noi'?\n")
    #expect(run.exitCode == 64)
    #expect(run.output.isEmpty)
  }

  @Test func withoutARegionThereIsOneLineForEach() throws {
    let run = try GrdpProcess(["data", "--lang", "vi"], in: DataTests.root)
    for region in ["Hai Phong", "Hai Duong", "Hau Giang", "Ha Noi", "Da Nang", "China"] {
      #expect(run.output.split(separator: "\n").filter { $0.hasPrefix("\(region)  ") }.count == 1)
    }
    #expect(run.output.split(separator: "\n").count <= 25)
  }

  @Test func detailsHaveEveryFigureAndEverySource() throws {
    let run = try GrdpProcess(
      ["data", "Bac Ninh", "--details", "--lang", "en"], in: DataTests.root)
    let shipped = try String(
      contentsOf: DataTests.root.appending(path: "data/facts.csv"), encoding: .utf8)
    let rows = shipped.split(separator: "\n").filter { $0.hasPrefix("Bac Ninh,") }
    let figures = run.output.split(separator: "\n").filter {
      $0.contains(", press or a copy") || $0.contains(", read at the source")
    }
    #expect(figures.count == rows.count)
    #expect(run.output.contains("https://vietnamnews.vn/society/1732712/"))
  }

  @Test func aTableOfOnesOwnIsReadOnTop() throws {
    let folder = DataTests.folder
    let run = try GrdpProcess(
      [
        "data", "Hau Giang", "--data", DataTests.root.appending(path: "data").path, "--add",
        "01-excel-semicolons-decimal-comma/facts.csv", "--lang", "en",
      ], in: folder)
    // The source of the table is not known to the shipped folder: its row has to be added too.
    #expect(run.exitCode == 65)
    #expect(run.error.contains("'book' is not in sources.csv"))
    let both = try GrdpProcess(
      [
        "data", "Hau Giang", "--data", DataTests.root.appending(path: "data").path, "--add",
        "01-excel-semicolons-decimal-comma/facts.csv", "--add", "data/sources.csv", "--lang", "en",
      ], in: folder)
    #expect(both.exitCode == 0)
    #expect(both.output.contains("2019-2021"))
  }

  @Test func jsonHoldsTheSameFigures() throws {
    struct Region: Decodable {
      struct Figure: Decodable {
        var indicator, definition, source_id, status: String
        var year: Int
        var value: Double
      }
      struct Slot: Decodable {
        var slot: String
        var not_tabulated: Int
        var missing: Bool
      }
      var region: String
      var facts: [Figure]
      var contradictions: [[Figure]]
      var needs: [Slot]
    }
    let run = try GrdpProcess(["data", "Hai Phong", "--json"], in: DataTests.root)
    let region = try JSONDecoder().decode(Region.self, from: Foundation.Data(run.output.utf8))
    #expect(region.region == "Hai Phong")
    #expect(
      region.facts.contains {
        $0.indicator == "electronics_value_added" && $0.year == 2024 && $0.value == 110_632
      })
    #expect(region.contradictions.contains { Set($0.map(\.value)) == [288_492, 294_950.1] })
    #expect(region.needs.count == 48)
    #expect(region.needs.prefix(24).allSatisfy { $0.not_tabulated == 0 && !$0.missing })
    let all = try GrdpProcess(["data", "--json", "--details"], in: DataTests.root)
    let regions = try JSONDecoder().decode([Region].self, from: Foundation.Data(all.output.utf8))
    #expect(regions.count == 14)
  }

  @Test func theShippedTablesAreInOrder() throws {
    let files = ["facts", "targets", "sources", "indicators", "vocabulary"].map {
      "data/\($0).csv"
    }
    let run = try GrdpProcess(["check"] + files + ["--lang", "en"], in: DataTests.root)
    #expect(run.error.isEmpty)
    #expect(run.output.split(separator: "\n").count == files.count)
  }
}
