import Foundation
import Testing

/// A folder of `Search/Cases`: the arguments of one run, one a line, and what it says.
///
/// `GRDP_RECORD=1 swift test --filter SearchTests` writes what is said now; the difference is then
/// reviewed like code.
@Suite struct SearchTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Search")

  static var names: [String] {
    let cases = folder.appending(path: "Cases").path
    return ((try? FileManager.default.contentsOfDirectory(atPath: cases)) ?? []).sorted()
  }

  private static var isRecording: Bool {
    ProcessInfo.processInfo.environment["GRDP_RECORD"] != nil
  }

  @Test(arguments: names, ["en", "vi"])
  func saysWhatItSaid(name: String, language: String) throws {
    let folder = SearchTests.folder.appending(path: "Cases/\(name)")
    let arguments = try String(
      contentsOf: folder.appending(path: "arguments.txt"), encoding: .utf8
    ).split(separator: "\n").map(String.init)
    let run = try GrdpProcess(arguments + ["--lang", language], in: SearchTests.folder)
    let said = "\(run.error)\(run.output)exit \(run.exitCode)\n"
    let expected = folder.appending(path: "expected.\(language).txt")
    if SearchTests.isRecording { try Data(said.utf8).write(to: expected) }
    #expect(said == (try String(contentsOf: expected, encoding: .utf8)))
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let run = try GrdpProcess(arguments + ["--json"], in: SearchTests.folder)
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    return try #require(object as? [String: Any])
  }

  /// x = λ aᵢ/cᵢ with λ = L/Σ aᵢ²/cᵢ, a = 1, 2, c = 1, 2, and a level of 1.2 that noise raises.
  @Test func theCheapestPackageIsTheKnownOne() throws {
    let found = try json([
      "seek", "Models/quadratic.yaml", "--target", "response >= 1.2 in 2030", "--draws", "1000",
      "--alternatives", "0",
    ])
    #expect(found["verdict"] as? String == "feasible")
    let packages = try #require(found["packages"] as? [[String: Any]])
    let levers = try #require(packages[1]["levers"] as? [String: Double])
    let (schools, roads) = (try #require(levers["schools"]), try #require(levers["roads"]))
    // Both have the same response a unit of cost, so the optimum has them equal.
    #expect(abs(schools - roads) < 2e-3)
    // P(slope s + weather >= 1.2) = 0.8 with s = schools + 2 roads: s − 1.2 = z √(0.05² s² + 0.1²).
    let sum = schools + 2 * roads
    #expect(abs(sum - 1.2 - 0.8416 * (0.0025 * sum * sum + 0.01).squareRoot()) < 0.005)
    let targets = try #require(packages[1]["targets"] as? [[String: Any]])
    #expect(abs(try #require(targets[0]["probability"] as? Double) - 0.8) < 0.012)
  }

  @Test(arguments: [
    (
      "Models/ishigami.yaml",
      ["one": (0.3139, 0.5576), "two": (0.4424, 0.4424), "three": (0, 0.2437)]
    ),
    (
      "Models/sobol_g.yaml",
      [
        "one": (0.7162, 0.7872), "two": (0.1790, 0.2420), "three": (0.0237, 0.0343),
        "four": (0.0072, 0.0105),
      ]
    ),
  ])
  func analyticIndicesLieInTheIntervals(
    model: String, indices: [String: (first: Double, total: Double)]
  ) throws {
    let found = try json(["sensitivity", model, "--points", "4096"])
    let outputs = try #require(found["outputs"] as? [[String: Any]])
    let factors = try #require(outputs[0]["factors"] as? [[String: Any]])
    #expect(factors.count == indices.count)
    for factor in factors {
      let name = try #require(factor["factor"] as? String)
      let known = try #require(indices[name])
      func isInside(_ measure: String, _ value: Double) throws -> Bool {
        let low = try #require(factor[measure + "_low"] as? Double)
        let high = try #require(factor[measure + "_high"] as? Double)
        return low - 0.003 <= value && value <= high + 0.003
      }
      #expect(try isInside("first_order", known.first), "\(name)")
      #expect(try isInside("total", known.total), "\(name)")
    }
  }
}
