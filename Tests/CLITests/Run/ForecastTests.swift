import Foundation
import Testing

/// `forecast.csv`: what is in it, and what it does not depend on.
struct ForecastTests {
  @Test func theForecastOfTheTownIsAsRecorded() throws {
    try Town.expect(try Town.forecast(), equalsFile: "forecast.csv")
  }

  // MARK: What the bytes do not depend on

  /// Three blocks of draws, the last one not whole.
  private static let manyDraws = ["--draws", "9000"]

  @Test(arguments: ["1", "2", "5"])
  func threadsChangeNothing(threads: String) throws {
    let alone = try Town.forecast(Self.manyDraws)
    #expect(try Town.forecast(Self.manyDraws + ["--threads", threads]) == alone)
  }

  @Test(arguments: SIMDLevels.supported)
  func theInstructionSetChangesNothing(level: String) throws {
    let best = try Town.forecast(Self.manyDraws)
    #expect(try Town.forecast(Self.manyDraws, environment: ["GRDP_SIMD": level]) == best)
  }

  @Test(arguments: [["LC_ALL": "vi_VN.UTF-8"], ["LC_ALL": "C"], ["LANG": "de_DE.UTF-8"]])
  func theLocaleChangesNothing(environment: [String: String]) throws {
    #expect(try Town.forecast(environment: environment) == Town.forecast())
  }

  @Test func theOrderOfScenariosChangesNothing() throws {
    #expect(try Town.forecast(of: ["push.yaml", "steady.yaml"]) == Town.forecast())
  }

  /// A scenario's numbers are the same alone and in company.
  @Test func companyChangesNothing() throws {
    func rows(_ scenarios: [String]) throws -> [[String]] {
      ForecastRows(try Town.forecast(of: scenarios)).rows.filter { $0[1] == "push" }
    }
    let alone = try rows(["push.yaml"])
    #expect(!alone.isEmpty)
    #expect(try rows(Town.scenarios) == alone)
  }

  @Test func detailsOnlyAddRows() throws {
    let brief = Set(ForecastRows(try Town.forecast()).rows)
    let whole = Set(ForecastRows(try Town.forecast(["--details"])).rows)
    #expect(brief.isStrictSubset(of: whole))
    #expect(whole.contains { $0[3] == "Output|port" })
    #expect(!brief.contains { $0[3] == "Output|port" })
  }

  // MARK: What they do depend on

  @Test func theSeedMovesTheNumbers() throws {
    let (one, other) = (ForecastRows(try Town.forecast()), try Town.forecast(["--seed", "8"]))
    #expect(one.rows != ForecastRows(other).rows)
    // The scenario file says 7.
    #expect(try Town.forecast(["--seed", "7"]) == Town.forecast())
  }

  @Test func settingALeverMovesTheScenarioAfterPolicyStart() throws {
    let before = ForecastRows(try Town.forecast(of: ["steady.yaml"]))
    let after = ForecastRows(try Town.forecast(of: ["steady.yaml"], ["--set", "train=300"]))
    for year in 2022...2028 {
      let (a, b) = (
        try before.value("steady", "Output", year, "mean"),
        try after.value("steady", "Output", year, "mean")
      )
      #expect(year < 2026 ? a == b : a < b)
    }
    let once = ForecastRows(try Town.forecast(of: ["steady.yaml"], ["--set", "training.2027=300"]))
    #expect(
      try once.value("steady", "Output", 2026, "mean")
        == before.value("steady", "Output", 2026, "mean"))
    for year in [2027, 2028] {
      #expect(
        try once.value("steady", "Output", year, "mean")
          > before.value("steady", "Output", year, "mean"))
    }
  }

  /// The first draws of a longer run are those of a shorter one: the only draw of a run of one is
  /// among the two of a run of two.
  @Test func moreDrawsKeepTheFirstOnes() throws {
    let one = ForecastRows(try Town.forecast(["--draws", "1"]))
    let two = ForecastRows(try Town.forecast(["--draws", "2"]))
    for year in 2025...2028 {
      let first = try one.value("steady", "Output", year, "mean")
      #expect(try one.value("steady", "Output", year, "p95") == first)
      #expect(try one.value("steady", "Output", year, "sd") == 0)
      // Of two values a < b, the mean is the middle and the sample deviation (b - a)/√2.
      let mean = try two.value("steady", "Output", year, "mean")
      let half = try two.value("steady", "Output", year, "sd") / 2.0.squareRoot()
      #expect(half > 0)
      #expect(abs(abs(first - mean) - half) < 1e-9 * first)
    }
  }

  // MARK: Form

  @Test func theFormIsThatOfIAMC() throws {
    let results = try TemporaryFolder()
    let run = try GrdpProcess(
      [
        "run", "scenarios/stalled.yaml", "scenarios/baseline.yaml", "models/sir.yaml", "--draws",
        "20", "--out", results.url.path, "--details",
      ], in: Town.project)
    #expect(run.exitCode == 0)
    let data = try results.bytes("forecast.csv")
    #expect(!data.starts(with: [0xEF, 0xBB, 0xBF]))
    #expect(!data.contains(UInt8(ascii: "\r")))
    #expect(data.last == UInt8(ascii: "\n"))
    let forecast = ForecastRows(data)
    #expect(forecast.header == "model,scenario,region,variable,unit,year,value,statistic")
    #expect(forecast.rows.allSatisfy { row in row.count == 8 && row.allSatisfy { !$0.isEmpty } })
    #expect(forecast.rows.allSatisfy { Double($0[6])?.isFinite == true })
    let keys = forecast.rows.map { row in
      Key(texts: [row[0], row[1], row[2], row[3]], year: Int(row[5]) ?? -1, statistic: row[7])
    }
    #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 }, "sorted, and none twice")
    #expect(
      Set(forecast.rows.map { $0[7] }) == [
        "central", "mean", "median", "observed", "p05", "p10", "p25", "p75", "p90", "p95", "sd",
      ])
    #expect(forecast.rows.allSatisfy { ($0[1] == "Historical") == ($0[7] == "observed") })
    #expect(!forecast.rows.contains { $0[4] == "1" }, "a plain number would be read as a number")
  }

  private struct Key: Comparable {
    var texts: [String]
    var year: Int
    var statistic: String

    static func < (a: Key, b: Key) -> Bool {
      if a.texts != b.texts { return a.texts.lexicographicallyPrecedes(b.texts) }
      return (a.year, a.statistic) < (b.year, b.statistic)
    }
  }

  /// Observations are written once, as they are in the region file, and the history of the model
  /// goes through them.
  @Test func observationsStandUnderHistorical() throws {
    let forecast = ForecastRows(try Town.forecast())
    for (year, value) in [(2022, 1000.0), (2023, 1050), (2024, 1100.5)] {
      #expect(try forecast.value("Historical", "Output", year, "observed") == value)
      #expect(try abs(forecast.value("push", "Output", year, "mean") / value - 1) < 1e-12)
    }
    #expect(forecast.rows.count { $0[1] == "Historical" } == 3)
  }

  /// Shortest decimals: each number reads back as itself, and no shorter text does.
  @Test func numbersAreTheShortestThatReadBack() throws {
    let long = ForecastRows(try Town.forecast()).rows.map { $0[6] }.filter { $0.count > 15 }
    #expect(long.count > 100)
    for text in long {
      let value = try #require(Double(text))
      #expect(text == value.description)
    }
  }
}

/// The instruction sets this machine has.
enum SIMDLevels {
  static let all = ["scalar", "avx2", "avx512"]

  static let supported = all.filter { level in
    let run = try? Town.grdp("run", "steady.yaml", environment: ["GRDP_SIMD": level])
    return run?.exitCode == 0
  }

  static var missing: [String] { all.filter { !supported.contains($0) } }
}
