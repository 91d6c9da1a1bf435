import Foundation
import Testing

/// `grdp init`, and provinces that come with the program as data alone.
struct InitTests {
  private static let root = DataTests.root

  /// A folder that is removed when the test is over.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    var path: String { url.path }

    func text(_ name: String) throws -> String {
      try String(contentsOf: url.appending(path: name), encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
  }

  private func make(
    _ region: String, _ arguments: [String] = [], in folder: Folder
  ) throws -> GrdpProcess {
    try GrdpProcess(
      ["init", region, "--out", folder.path, "--lang", "en"] + arguments, in: Self.root)
  }

  /// What is made can be checked and run at once, and says what it rests on.
  @Test func aNewProvinceRunsAtOnce() throws {
    let folder = Folder()
    let made = try make("hau giang", in: folder)
    #expect(made.exitCode == 0, "\(made.error)")
    #expect(made.output.contains("27 inputs of the model: 0 from figures"))
    #expect(
      made.output.contains("in proportion to: GRDP at current prices (1): grdp_real_observed"))
    let files = ["region.yaml", "scenarios/baseline.yaml", "facts.csv"]
    let check = try GrdpProcess(
      ["check"] + files.map { "\(folder.path)/\($0)" }, in: Self.root)
    #expect(check.exitCode == 0 && check.error.isEmpty, "\(check.error)")
    let run = try GrdpProcess(
      ["run", "\(folder.path)/scenarios/baseline.yaml", "--draws", "50", "--lang", "en"],
      in: Self.root)
    #expect(run.exitCode == 0, "\(run.error)")
    #expect(run.output.contains("boundary: old"))
    // Nothing is known but GRDP and labour force, so everything else is marked.
    let text = try folder.text("region.yaml")
    let assumed = text.split(separator: "\n").count { $0.contains("[A] no figure") }
    #expect(assumed == 28)
  }

  /// An assumed number is replaced in the table, and the files are made anew from it.
  @Test func theTableOfAssumptionsIsReadAgain() throws {
    let folder = Folder()
    #expect(try make("Hau Giang", in: folder).exitCode == 0)
    let table = try folder.text("facts.csv")
    let row = try #require(
      table.split(separator: "\n").first { $0.contains(",local_budget_share,") })
    let known = row.replacing("9.82", with: "14.5").replacing(
      "judgement,assumed", with: "primary,observed")
    let own = folder.url.appending(path: "own.csv")
    let header = try #require(table.split(separator: "\n").first)
    try "\(header)\n\(known)\n".write(to: own, atomically: true, encoding: .utf8)
    let refused = try make("Hau Giang", ["--from", own.path], in: folder)
    #expect(refused.exitCode == 74)
    #expect(refused.error.contains("--overwrite"))
    let again = try make("Hau Giang", ["--from", own.path, "--overwrite"], in: folder)
    #expect(again.exitCode == 0, "\(again.error)")
    #expect(again.output.contains("1 from figures"))
    #expect(try folder.text("region.yaml").contains("  local_budget_share: 0.145   # compiled"))
  }

  /// The vintage that is defended comes out of the tables number by number.
  @Test func haiPhongIsMadeFromItsFigures() throws {
    let folder = Folder()
    let made = try make("Hai Phong", ["--boundary", "old", "--vintage", "facts"], in: folder)
    #expect(made.exitCode == 0, "\(made.error)")
    let text = try folder.text("region.yaml")
    #expect(text.contains("    2020: 190768.8   # hp_stat_2020"))
    #expect(text.contains("  local_budget_share: 0.0982"))
    #expect(made.output.contains("24 from figures"))
  }

  @Test(arguments: ["vi", "en"])
  func commentsAreInTheLanguageAskedFor(language: String) throws {
    let folder = Folder()
    let made = try GrdpProcess(
      ["init", "Can Tho", "--out", folder.path, "--lang", language], in: Self.root)
    #expect(made.exitCode == 0, "\(made.error)")
    let text = try folder.text("region.yaml")
    #expect(text.contains("chưa có số liệu") == (language == "vi"))
    #expect(text.contains("no figure") == (language == "en"))
    #expect(text.contains("  grdp_real_observed:\n"))
  }

  @Test func whatCannotBeMadeIsSaid() throws {
    let folder = Folder()
    let unknown = try make("Ho Chi Minh", in: folder)
    #expect(unknown.exitCode == 64)
    #expect(unknown.error.contains("Ho Chi Minh City"))
    #expect(unknown.error.contains("--from FACTS.csv"))
    let several = try make("Ho Chi Minh City", in: folder)
    #expect(several.exitCode == 64)
    #expect(several.error.contains("--boundary"))
    let sizeless = try make("China", in: folder)
    #expect(sizeless.exitCode == 65)
    #expect(sizeless.error.contains("grdp (current)"))
    let like = try make("Hau Giang", ["--like", "nowhere"], in: folder)
    #expect(like.exitCode == 64)
    #expect(like.error.contains("hai_phong_old"))
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }

  // MARK: A province by data alone

  @Test func hoChiMinhCityRuns() throws {
    let run = try GrdpProcess(
      [
        "run", "provinces/ho_chi_minh_city/scenarios/baseline.yaml", "--draws", "100", "--lang",
        "en",
      ],
      in: Self.root)
    #expect(run.exitCode == 0, "\(run.error)")
    #expect(run.output.contains("Ho Chi Minh City, old boundary · boundary: old"))
    #expect(run.output.contains("fitted to history"))
  }

  // MARK: Definitions side by side

  /// Columns of one run are those of separate runs, byte for byte.
  @Test func definitionsSideBySideAreSeparateRuns() throws {
    func forecast(_ definition: String?) throws -> [Substring] {
      let folder = Folder()
      let run = try GrdpProcess(
        ["run", "scenarios/baseline.yaml", "--prior", "--draws", "300", "--out", folder.path]
          + (definition.map { ["--definition", $0] } ?? []), in: Self.root)
      #expect(run.exitCode == 0, "\(run.error)")
      return try folder.text("forecast.csv").split(separator: "\n")
    }
    let both = try forecast("gso,mic")
    let (gso, mic) = (try forecast("nso"), try forecast("mic"))
    #expect(try forecast(nil) == gso)
    #expect(mic.contains { $0.contains("baseline[definition=mic],") })
    #expect(mic.allSatisfy { !$0.contains("|gso") })
    let header = both[0]
    #expect(Set(both) == Set(gso + mic))
    #expect(both.first == header && Set(both).count == both.count)
  }

  @Test func aTargetStandsUnderItsOwnDefinition() throws {
    let run = try GrdpProcess(
      [
        "run", "scenarios/baseline.yaml", "--prior", "--draws", "300", "--definition", "gso,mic",
        "--json",
      ], in: Self.root)
    struct Scenario: Decodable {
      struct Target: Decodable { var quantity: String }
      var scenario: String
      var targets: [Target]
    }
    let found = try JSONDecoder().decode(
      [Scenario].self, from: Foundation.Data(run.output.utf8))
    #expect(found.map(\.scenario) == ["baseline", "baseline[definition=mic]"])
    #expect(found[0].targets.contains { $0.quantity == "digital_share[gso]" })
    #expect(found[1].targets.allSatisfy { !$0.quantity.contains("[gso]") })
    #expect(!found[1].targets.isEmpty)
    let wrong = try GrdpProcess(
      ["run", "scenarios/baseline.yaml", "--definition", "gzo"], in: Self.root)
    #expect(wrong.exitCode == 65 && wrong.error.contains("gso"))
    let none = try GrdpProcess(
      ["run", "models/solow_swan.yaml", "--definition", "gso", "--lang", "en"], in: Self.root)
    #expect(none.exitCode == 65 && none.error.contains("no set 'definition'"))
  }

  // MARK: The merged city

  /// The page of the merged city says which boundary it is about; another boundary is an error.
  @Test func theMergedCitySaysSo() throws {
    let run = try GrdpProcess(
      ["run", "scenarios/hai_phong_merged/baseline.yaml", "--draws", "100", "--lang", "en"],
      in: Self.root)
    #expect(run.exitCode == 0, "\(run.error)")
    #expect(run.output.hasPrefix("Hai Phong, merged · boundary: merged · data vintage: facts\n"))
    let both = try GrdpProcess(
      [
        "run", "scenarios/hai_phong_merged/baseline.yaml", "scenarios/hai_phong/baseline.yaml",
        "--draws", "100", "--json",
      ], in: Self.root)
    #expect(both.exitCode == 0)
    #expect(both.output.contains("merged") && both.output.contains("old"))
  }
}
