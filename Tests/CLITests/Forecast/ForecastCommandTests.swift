import Foundation
import Testing

/// `grdp forecast` and `grdp backtest` as a user runs them.
struct ForecastCommandTests {
  /// Twelve curves of thirty years, each begun a year after the one before.
  private static let curves: String = {
    var text = "series_id,year,value\n"
    for number in 0..<12 {
      for year in 0..<30 {
        let wiggle = Double((year * 5 + number * 3) % 7) * 0.2
        let value = 88 / (1 + exp(3 - Double(year - number / 2) / 3.5)) + wiggle
        text += "s\(number),\(1990 + year),\(value)\n"
      }
    }
    return text
  }()

  private static func folder(_ files: [String: String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, text) in files { _ = try folder.write(text, to: name) }
    return folder
  }

  private func run(
    _ arguments: [String], _ files: [String: String], language: String = "en"
  ) throws -> (GrdpProcess, TemporaryFolder) {
    let folder = try Self.folder(files)
    return (try GrdpProcess(arguments + ["--lang", language], in: folder.url), folder)
  }

  private func rows(_ file: URL) throws -> [[String]] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func theFileHasEveryQuantileOfEveryMethod() throws {
    let (run, folder) = try run(
      ["forecast", "s.csv", "--cap", "100", "--horizon", "4", "--output", "f.csv"]
        + ["--methods", "default,theta,naive"], ["s.csv": Self.curves])
    #expect(run.exitCode == 0)
    let rows = try rows(folder.url.appending(path: "f.csv"))
    #expect(
      rows[0].joined(separator: ",") == "series_id,method,origin,year,horizon,statistic,value")
    #expect(rows.count == 1 + 12 * 3 * 4 * 14)
    let first = rows.dropFirst().prefix(14)
    #expect(
      first.map { $0[5] } == [
        "mean", "q025", "q05", "q10", "q20", "q30", "q40", "q50", "q60", "q70", "q80", "q90",
        "q95", "q975",
      ])
    let values = first.dropFirst().compactMap { Double($0[6]) }
    #expect(values == values.sorted() && values[0] >= 0 && values[12] <= 100)
    #expect(Array(rows[1].prefix(5)) == ["s0", "default", "2019", "2020", "1"])
    #expect(run.output.contains("lower than naive"))
  }

  @Test func theScreenOfOneSeriesShowsNaiveAndDrift() throws {
    let one = Self.curves.split(separator: "\n").filter {
      !$0.contains("s") || $0.hasPrefix("s0,") || $0.hasPrefix("series")
    }
    let (run, _) = try run(
      ["forecast", "s.csv", "--horizon", "3"], ["s.csv": one.joined(separator: "\n") + "\n"])
    #expect(run.exitCode == 0)
    let lines = run.output.split(separator: "\n")
    #expect(lines[0].hasPrefix("s0, 1990-2019"))
    #expect(lines[1].contains("default [80 %]") && lines[1].contains("naive"))
    #expect(lines[1].contains("drift"))
    #expect(lines.count <= 25)
  }

  @Test func whatIsGivenIsKeptAndWeighed() throws {
    let (run, folder) = try run(
      [
        "forecast", "s.csv", "--cap", "100", "--given", "s3:2024=99", "--output", "f.csv", "--json",
      ],
      ["s.csv": Self.curves])
    #expect(run.exitCode == 0)
    let rows = try rows(folder.url.appending(path: "f.csv"))
    let fixed = rows.filter { $0[0] == "s3" && $0[1] == "default" && $0[3] == "2024" }
    #expect(
      fixed.count == 14
        && fixed.allSatisfy { Double($0[6]).map { ($0 - 99).magnitude < 1e-9 } == true })
    // The years after it stay below the ceiling, too.
    let others = rows.dropFirst().filter { $0[0] == "s3" && $0[1] == "default" }
    #expect(others.allSatisfy { (Double($0[6]) ?? 101) <= 100 })
    #expect(run.output.contains("\"plausibility\": {\"s3\": "))
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let plausibility = (object?["plausibility"] as? [String: Double])?["s3"] ?? -1
    #expect(plausibility > 0 && plausibility < 0.5)
  }

  @Test func partsAddUpToTheTotal() throws {
    var text = "series_id,year,value\n"
    for year in 0..<20 {
      let (a, b) = (10 + Double(year) + Double(year * 3 % 5), 30 + Double(year * 7 % 4))
      text += "A,\(2000 + year),\(a)\nB,\(2000 + year),\(b)\nall,\(2000 + year),\(a + b)\n"
    }
    let (run, folder) = try run(
      ["forecast", "s.csv", "--total", "all", "--output", "f.csv", "--horizon", "3"],
      ["s.csv": text])
    #expect(run.exitCode == 0)
    let means = try rows(folder.url.appending(path: "f.csv")).filter { $0[5] == "mean" }
    for method in ["default", "naive", "drift"] {
      for year in ["2020", "2021", "2022"] {
        func mean(_ series: String) -> Double {
          means.first { $0[0] == series && $0[1] == method && $0[3] == year }.flatMap {
            Double($0[6])
          } ?? .nan
        }
        #expect((mean("A") + mean("B") - mean("all")).magnitude < 1e-9)
      }
    }
  }

  /// Symmetric distributions have their medians at their means; those of the default are skewed.
  @Test(arguments: [
    ("naive", "en", false), ("default", "en", true), ("default", "vi", true),
  ])
  func mediansThatDoNotAddUpAreSaid(method: String, language: String, isSaid: Bool) throws {
    var text = "series_id,year,value\n"
    var parts = [10.0, 2]
    for year in 0..<20 {
      parts[0] *= year % 3 == 0 ? 1.4 : 0.95
      parts[1] *= year % 4 == 1 ? 1.6 : 0.97
      for (name, value) in zip(["A", "B", "all"], parts + [parts[0] + parts[1]]) {
        text += "\(name),\(2000 + year),\(value)\n"
      }
    }
    let command = ["forecast", "s.csv", "--horizon", "3", "--methods", method]
    let words = language == "en" ? "medians and bands need not" : "trung vị và khoảng 80 %"
    let (sums, _) = try run(command + ["--total", "all"], ["s.csv": text], language: language)
    try #require(sums.exitCode == 0, "\(sums.error)")
    #expect(sums.output.contains(words) == isSaid, "\(sums.output)")
    #expect(sums.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let (plain, _) = try run(command, ["s.csv": text], language: language)
    #expect(plain.exitCode == 0 && !plain.output.contains(words))
  }

  @Test func aGivenPartIsKeptAndTheRestAddsUp() throws {
    var text = "series_id,year,value\n"
    for year in 0..<20 {
      let (a, b) = (10 + Double(year) + Double(year * 3 % 5), 30 + Double(year * 7 % 4))
      text += "A,\(2000 + year),\(a)\nB,\(2000 + year),\(b)\nall,\(2000 + year),\(a + b)\n"
    }
    let command = ["forecast", "s.csv", "--total", "all", "--output", "f.csv", "--horizon", "3"]
    let (run, folder) = try run(command + ["--given", "A:2021=45"], ["s.csv": text])
    #expect(run.exitCode == 0)
    let means = try rows(folder.url.appending(path: "f.csv")).filter { $0[5] == "mean" }
    for year in ["2020", "2021", "2022"] {
      func mean(_ series: String) -> Double {
        means.first { $0[0] == series && $0[1] == "default" && $0[3] == year }.flatMap {
          Double($0[6])
        } ?? .nan
      }
      #expect((mean("A") + mean("B") - mean("all")).magnitude < 1e-9)
      if year == "2021" { #expect((mean("A") - 45).magnitude < 1e-9) }
    }
    let all = ["A", "B", "all"].flatMap { ["--given", "\($0):2021=45"] }
    let (refused, _) = try self.run(command + all, ["s.csv": text])
    #expect(refused.exitCode == 64 && refused.error.contains("2021; leave at least one open"))
  }

  @Test func aBacktestWritesScoresAndQuantiles() throws {
    let (run, folder) = try run(
      ["backtest", "s.csv", "--cap", "100", "--step", "5", "--methods", "default,naive"]
        + ["--output", "o.csv", "--forecasts", "q.csv", "--details"], ["s.csv": Self.curves])
    #expect(run.exitCode == 0)
    #expect(run.output.hasPrefix("All series: 12 series, 48 windows\n"))
    #expect(run.output.contains("CRPS by years ahead"))
    let scores = try rows(folder.url.appending(path: "o.csv"))
    #expect(
      scores[0].joined(separator: ",")
        == "indicator,method,training,horizon,measure,value,error")
    for measure in ["crps", "mae", "mase", "rmsse", "is80", "is95", "cov80", "cov95", "skill"] {
      #expect(scores.contains { $0[1] == "default" && $0[2] == "all" && $0[4] == measure })
    }
    // 8, 13, 18 and 23 years known: 10, 10, 10 and 7 years ahead, of 12 series by 2 methods.
    #expect(try rows(folder.url.appending(path: "q.csv")).count == 1 + 37 * 12 * 2 * 14)
  }

  /// The numbers are the same for any number of threads.
  @Test func threadsDoNotMatter() throws {
    let files = ["s.csv": Self.curves]
    let outputs = try ["1", "3"].map { threads in
      try run(["backtest", "s.csv", "--threads", threads, "--json"], files).0.output
    }
    #expect(outputs[0] == outputs[1] && outputs[0].hasPrefix("{\"classes\": ["))
  }

  @Test(arguments: [
    ["--horizon", "0"], ["--cap", "-1"], ["--methods", "magic"], ["--given", "2020"],
    ["--given", "x:2020=5"], ["--given", "s1:2050=5"], ["--total", "nobody"],
  ])
  func wrongOptionsAreRefused(options: [String]) throws {
    let (run, _) = try run(["forecast", "s.csv"] + options, ["s.csv": Self.curves])
    #expect(run.exitCode == 64)
    #expect(run.output.isEmpty && run.error.contains(options[0]))
  }

  @Test(arguments: [
    ("a,2001,2\na,2003,3\na,2004,4\n", "s.csv:3:3: error: 'a' has no value for 2002"),
    ("a,2001,2\na,2002,3\n", "s.csv:3:1: error: 'a' has 2 years"),
    ("a,2001,2\na,2001,3\na,2002,4\n", "s.csv:3:3: error: a second row for a · 2001"),
    ("a,2001,2\na,2002,x\na,2003,4\n", "s.csv:3:8: error: "),
  ])
  func wrongSeriesAreRefused(rows: String, expected: String) throws {
    for command in ["forecast", "backtest"] {
      let (run, _) = try run([command, "s.csv"], ["s.csv": "series_id,year,value\n" + rows])
      #expect(run.exitCode == 65)
      #expect(run.error.contains(expected), "\(run.error)")
    }
  }

  @Test func shortSeriesHaveAForecastButNoSkill() throws {
    let (run, _) = try run(
      ["forecast", "s.csv"], ["s.csv": "series_id,year,value\na,2001,2\na,2002,3\na,2003,5\n"])
    #expect(run.exitCode == 0)
    #expect(run.output.contains("too short for a back-test"))
  }

  @Test func vietnameseIsSpoken() throws {
    let folder = try Self.folder(["s.csv": "series_id,year,value\na,2001,2\na,2003,3\na,2004,4\n"])
    let run = try GrdpProcess(["forecast", "s.csv", "--lang", "vi"], in: folder.url)
    #expect(run.exitCode == 65)
    #expect(run.error.contains("'a' thiếu giá trị năm 2002"))
  }
}
