import Foundation
import Testing

/// The line that says what the past and like cases say without the model.
struct OutsideViewTests {
  /// The town of the tests with published shares and two like cases.
  private func page(observed: String, growthFixed: Bool = false) throws -> String {
    let folder = try TemporaryFolder()
    for file in ["model.yaml", "steady.yaml"] {
      let text = try String(contentsOf: Town.folder.appending(path: file), encoding: .utf8)
      _ = try folder.write(text, to: file)
    }
    var region = try String(contentsOf: Town.folder.appending(path: "region.yaml"), encoding: .utf8)
    region += """

      compare:
      \(observed)
      analogues:
        - {id: same, label: Same, definition: narrow, from: {year: 2010, share: .10}, to: {year: 2020, share: .20}}
        - {id: other, label: Other, definition: wide, from: {year: 2010, share: .10}, to: {year: 2020, share: .20}}
      """
    _ = try folder.write(region, to: "region.yaml")
    let run = try GrdpProcess(
      ["run", "steady.yaml", "--draws", "20", "--lang", "en"], in: folder.url)
    #expect(run.exitCode == 0, "\(run.error)")
    return run.output
  }

  private func share(_ year: Int, _ value: String, definition: String = "narrow") -> String {
    "  - {id: y\(year)\(definition), quantity: \"digital_share[\(definition)]\", year: \(year), value: \(value), "
      + "unit: fraction, definition: \(definition)}"
  }

  /// A like case that doubled in ten years grows by 2^(1/10) a year: .21 in 2023 is .297 in 2028.
  @Test func theLastFigureIsHeldAndGrown() throws {
    let page = try page(observed: share(2023, ".21"))
    #expect(
      page.contains(
        "outside view of 2028: 21.0 if held (2023) · 29.7 as Same · no statistics from 1"
      ))
  }

  /// Figures of another definition say nothing, and neither do like cases of another one.
  @Test func definitionsAreNotMixed() throws {
    let page = try page(observed: share(2023, ".21", definition: "wide"))
    #expect(!page.contains("21.0 if held"))
    #expect(!page.contains("as Other"))
  }

  /// Data that the model takes over as they are have an outside view of their own.
  @Test func observedGrowthIsHeld() throws {
    let page = try page(observed: share(2023, ".21"))
    #expect(
      page.contains("outside view of 2028: 4.8 if held (2024) · no statistics from 2"))
  }
}
