import Foundation
import Testing

/// The town of the folder `Town`: a model, a region and two scenarios, and what a run of them gives.
///
/// After a change of numbers or words, `GRDP_RECORD=1 swift test --filter CLITests` writes what the
/// program gives now; the difference is then reviewed like code.
enum Town {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Town")
  /// The folder of the project, with the shipped files.
  static let project = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let scenarios = ["steady.yaml", "push.yaml"]

  /// Runs the program in the town's folder.
  static func grdp(
    _ arguments: String..., environment: [String: String] = [:]
  ) throws -> GrdpProcess {
    try GrdpProcess(arguments, in: folder, environment: environment)
  }

  /// The bytes of the forecast of a run.
  static func forecast(
    of scenarios: [String] = scenarios, _ options: [String] = [],
    environment: [String: String] = [:]
  ) throws -> Data {
    let results = try TemporaryFolder()
    let run = try GrdpProcess(
      ["run"] + scenarios + ["--out", results.url.path] + options, in: folder,
      environment: environment)
    try #require(run.exitCode == 0, "\(run.error)")
    return try results.bytes("forecast.csv")
  }

  /// Compares with a file of the folder, or writes it when recording.
  static func expect(_ found: Data, equalsFile name: String) throws {
    let file = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["GRDP_RECORD"] != nil { try found.write(to: file) }
    #expect(found == (try Data(contentsOf: file)), "differs from \(name)")
  }
}

/// The rows of a `forecast.csv`.
struct ForecastRows {
  let header: String
  let rows: [[String]]
  private let values: [String: Double]

  init(_ data: Data) {
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    header = String(lines.first ?? "")
    rows = lines.dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    values = Dictionary(
      rows.map { (ForecastRows.key($0[1], $0[3], $0[5], $0[7]), Double($0[6]) ?? .nan) },
      uniquingKeysWith: { first, _ in first })
  }

  /// One number.
  func value(
    _ scenario: String, _ variable: String, _ year: Int, _ statistic: String
  ) throws -> Double {
    try #require(values[ForecastRows.key(scenario, variable, "\(year)", statistic)])
  }

  private static func key(_ parts: String...) -> String { parts.joined(separator: "\n") }
}
