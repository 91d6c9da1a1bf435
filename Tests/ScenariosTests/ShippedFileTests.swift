import Foundation
import Scenarios
import Testing

/// The models, regions and scenarios that come with the program.
struct ShippedFileTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func files(in folder: String) -> [String] {
    let url = root.appending(path: folder)
    let names = try? FileManager.default.contentsOfDirectory(atPath: url.path)
    return (names ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
      .map { url.appending(path: $0).path }
  }

  @Test func thereAreSome() {
    #expect(ShippedFileTests.files(in: "models").count >= 5)
    #expect(ShippedFileTests.files(in: "scenarios").count >= 3)
  }

  @Test(arguments: files(in: "models") + files(in: "data/regions") + files(in: "scenarios"))
  func nothingIsWrong(file: String) {
    let found = Workspace.check([file]).diagnostics.all
    #expect(found.map(\.problem) == [])
  }

  /// Literals with a unit, in the order of the text.
  static let conversions: [Range<String.Index>] = {
    guard let text = referenceText else { return [] }
    return text.ranges(of: #/[0-9]\{[^}]+\}/#).map { range in
      text.index(after: range.lowerBound)..<range.upperBound
    }.filter { !isRemark($0.lowerBound, in: text) }
  }()

  static let referenceText = try? String(
    contentsOf: root.appending(path: "models/digital_economy.yaml"), encoding: .utf8)

  private static func isRemark(_ index: String.Index, in text: String) -> Bool {
    let line = text[..<index].split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    return line.first == "#" || line.contains(" #")
  }

  /// Nothing is converted silently: without the unit of any one literal the units do not fit.
  @Test func everyConversionOfTheReferenceModelIsNeeded() throws {
    let text = try #require(ShippedFileTests.referenceText)
    #expect(ShippedFileTests.conversions.count >= 8)
    for range in ShippedFileTests.conversions {
      let files = try TemporaryFiles([
        "model.yaml": String(text[..<range.lowerBound]) + String(text[range.upperBound...])
      ])
      let found = Workspace.check([files.path("model.yaml")]).diagnostics
      #expect(found.hasErrors, "without \(text[range])")
    }
  }
}
