import Foundation
import Testing

/// `grdp bench`: times are shown for right results only.
@Suite struct BenchTests {
  /// A folder with the model of W1 and a table of checksums.
  private func project(checksum: String? = nil) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    try files.createDirectory(
      at: folder.url.appending(path: "models"), withIntermediateDirectories: true)
    try files.copyItem(
      at: Town.project.appending(path: "models/w1.yaml"),
      to: folder.url.appending(path: "models/w1.yaml"))
    try files.createDirectory(
      at: folder.url.appending(path: "benchmarks"), withIntermediateDirectories: true)
    try files.copyItem(
      at: Town.project.appending(path: "benchmarks/w3.yaml"),
      to: folder.url.appending(path: "benchmarks/w3.yaml"))
    let table = folder.url.appending(path: "benchmarks/checksums.csv")
    if let checksum {
      try Data("workload,draws,checksum\nW1,10000,\(checksum)\n".utf8).write(to: table)
    } else {
      try files.copyItem(at: Town.project.appending(path: "benchmarks/checksums.csv"), to: table)
    }
    return folder
  }

  private let once = ["bench", "W1", "--draws", "10000", "--repetitions", "1", "--lang", "en"]

  @Test(arguments: ["scalar", "avx2", "avx512"])
  func rightResultsAreTimed(level: String) throws {
    let folder = try project()
    let run = try GrdpProcess(
      once + ["--threads", "2", "--json", "--output", "rows.json"], in: folder.url,
      environment: ["GRDP_SIMD": level])
    if run.exitCode == 69 { return }  // This machine lacks the level.
    #expect(run.exitCode == 0, "\(run.error)")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    #expect(rows.count == 1)
    let row = try #require(rows.first)
    #expect(row["workload"] as? String == "W1")
    #expect(row["draws"] as? Int == 10_000)
    #expect(row["threads"] as? Int == 2)
    #expect(row["isa"] as? String == level)
    #expect((row["checksum"] as? String)?.count == 16)
    let seconds = try #require(row["seconds"] as? Double)
    let phases = try #require(row["phases"] as? [String: Double])
    #expect(
      Set(phases.keys) == ["parse", "compile", "draw", "simulate", "summarise", "write"])
    #expect(seconds > 0 && phases.values.allSatisfy { $0 >= 0 })
    let both = try #require(phases["simulate"]) + (try #require(phases["summarise"]))
    #expect(abs(both - seconds) <= 1e-9 + 1e-6 * seconds)
    #expect(try #require(row["peak_mb"] as? Double) > 1)
    #expect(try folder.text("rows.json") == run.output)
    let compared = try GrdpProcess(
      once + ["--threads", "2", "--compare", "rows.json"], in: folder.url)
    #expect(compared.exitCode == 0 && compared.output.contains("times as fast"))
  }

  /// Small sizes of the other workloads, whose checksums are recorded with those of the large ones.
  @Test(arguments: [
    ("W2a", 1000, ["data", "fit", "refit", "write"]),
    ("W2b", 60_000, ["data", "fit", "errors", "write"]), ("W2c", 200, ["data", "fit", "write"]),
    ("W3", 1792, ["parse", "draw", "simulate", "estimate", "write"]),
  ])
  func estimationAndSensitivity(workload: String, draws: Int, phases: [String]) throws {
    let folder = try project()
    let arguments = [
      "bench", workload, "--draws", "\(draws)", "--threads", "2", "--repetitions", "1", "--lang",
      "en",
    ]
    let run = try GrdpProcess(arguments + ["--json", "--output", "rows.json"], in: folder.url)
    #expect(run.exitCode == 0, "\(run.error)")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    let row = try #require(rows.first)
    #expect(rows.count == 1 && row["workload"] as? String == workload)
    #expect(row["draws"] as? Int == draws)
    #expect(row["threads"] as? Int == (workload == "W3" ? 2 : 1))
    #expect((row["checksum"] as? String)?.count == 16)
    #expect(Set((row["phases"] as? [String: Double] ?? [:]).keys) == Set(phases))
    for key in ["seconds", "cpu_seconds", "peak_mb", "ns_per_draw_year"] {
      #expect(try #require(row[key] as? Double) > 0)
    }
    let compared = try GrdpProcess(arguments + ["--compare", "rows.json"], in: folder.url)
    #expect(compared.exitCode == 0 && compared.output.contains("times as fast"))
    #expect(compared.output.split(separator: "\n").contains { $0.hasPrefix(workload) })
  }

  @Test func runsOfW3AreAMultipleOfItsPoints() throws {
    let folder = try project()
    let run = try GrdpProcess(["bench", "W3", "--draws", "1000", "--lang", "en"], in: folder.url)
    #expect(run.exitCode == 64 && run.output.isEmpty)
    #expect(run.error.contains("14 runs for each of its base points"))
  }

  @Test func wrongResultsAreNot() throws {
    let folder = try project(checksum: "0123456789abcdef")
    let run = try GrdpProcess(once + ["--threads", "1"], in: folder.url)
    #expect(run.exitCode == 70)
    #expect(run.output.isEmpty)
    #expect(run.error.contains("recorded is 0123456789abcdef"))
  }

  @Test func sizesNobodyRecordedAreRefused() throws {
    let folder = try project()
    let run = try GrdpProcess(
      ["bench", "W1", "--draws", "999", "--threads", "1", "--lang", "en"], in: folder.url)
    #expect(run.exitCode == 70 && run.output.isEmpty)
  }

  @Test func mistakes() throws {
    let empty = try TemporaryFolder()
    let folder = try project()
    let unknown = try GrdpProcess(["bench", "W9", "--lang", "en"], in: folder.url)
    #expect(
      unknown.exitCode == 64 && unknown.error.contains("W1, W2a, W2b, W2c, W3, W4, reference"))
    let elsewhere = try GrdpProcess(["bench", "W1", "--lang", "en"], in: empty.url)
    #expect(elsewhere.exitCode == 65 && elsewhere.error.contains("benchmarks/checksums.csv"))
    let earlier = try GrdpProcess(once + ["--compare", "none.json"], in: folder.url)
    #expect(earlier.exitCode == 65 && earlier.error.contains("none.json"))
    let none = try GrdpProcess(["bench", "--repetitions", "0", "--lang", "en"], in: folder.url)
    #expect(none.exitCode == 64)
  }
}
