import Foundation
import Testing

/// What goes wrong at the command line, on the machine and on the disk: words and exit codes.
struct FailureTests {
  // MARK: 64, usage

  @Test(arguments: [
    ["run"], ["run", "steady.yaml", "--draws", "0"], ["run", "steady.yaml", "--draws", "many"],
    ["run", "steady.yaml", "--threads", "0"], ["run", "steady.yaml", "--out", ""],
    ["run", "steady.yaml", "--timings", ""], ["run", "steady.yaml", "--lang", "fr"],
    ["run", "steady.yaml", "--sed", "1"], ["replay", "steady.yaml"], ["simulate"], ["check"],
    ["replay", "steady.yaml", "--parameters", "p.csv", "--output", ""],
  ])
  func wrongUsage(arguments: [String]) throws {
    let run = try GrdpProcess(arguments, in: Town.folder)
    #expect(run.exitCode == 64)
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("Error: "))
  }

  @Test(arguments: [
    (["run"], "thiếu '<scenarios> ...'"),
    (["run", "x", "--out"], "thiếu giá trị cho '--out <out>'"),
    (["run", "x", "--sed", "1"], "không có tuỳ chọn '--sed'; có phải '--seed' không?"),
    (
      ["run", "x", "--draws", "a"],
      "'--draws <draws>' không nhận 'a'; hãy viết một số nguyên, như 10000"
    ),
    (["run", "x", "--lang", "fr"], "'--lang <lang>' không nhận 'fr'; hãy chọn 'vi' hoặc 'en'"),
    (["run", "x", "--draws", "0"], "--draws phải từ 1 đến 1000000000000"),
    (["simulate"], "không hiểu 'simulate'"),
  ])
  func wrongUsageInVietnamese(arguments: [String], sentence: String) throws {
    let run = try GrdpProcess(
      arguments, in: Town.folder, environment: ["LC_ALL": "vi_VN.UTF-8"])
    #expect(run.exitCode == 64)
    #expect(run.error.hasPrefix("Lỗi: \(sentence)\n"))
  }

  @Test func anUnknownInstructionSet() throws {
    for (language, sentence) in [
      ("en", "error: GRDP_SIMD is 'sse9'; it may be scalar, avx2 or avx512\n"),
      ("vi", "lỗi: GRDP_SIMD là 'sse9'; chỉ nhận scalar, avx2 hoặc avx512\n"),
    ] {
      let run = try Town.grdp(
        "run", "steady.yaml", "--lang", language, environment: ["GRDP_SIMD": "sse9"])
      #expect(run.error == sentence)
      #expect(run.exitCode == 64)
    }
  }

  // MARK: 69, the machine

  @Test(.enabled(if: !SIMDLevels.missing.isEmpty), arguments: SIMDLevels.missing)
  func anInstructionSetTheProcessorLacks(level: String) throws {
    let run = try Town.grdp(
      "run", "steady.yaml", "--lang", "en", environment: ["GRDP_SIMD": level])
    #expect(
      run.error
        == "error: this processor has no \(level); set GRDP_SIMD to another level, or not at all\n")
    #expect(run.exitCode == 69)
  }

  // MARK: 65, scenarios

  @Test func aScenarioNamedTwice() throws {
    let run = try Town.grdp("run", "steady.yaml", "push.yaml", "./steady.yaml", "--lang", "en")
    #expect(run.error == "steady.yaml: error: this scenario is named twice; name it once\n")
    #expect(run.exitCode == 65)
    let vietnamese = try Town.grdp("run", "steady.yaml", "steady.yaml", "--lang", "vi")
    #expect(
      vietnamese.error == "steady.yaml: lỗi: kịch bản này được nêu hai lần; chỉ nêu một lần\n")
  }

  @Test func twoScenariosOfOneName() throws {
    let folder = try TemporaryFolder.town()
    _ = try folder.write(
      "schema: grdp-scenario/1\nid: steady\ntitle: T\nextends: push.yaml\n", to: "other.yaml")
    let run = try folder.grdp("run", "steady.yaml", "other.yaml", "--lang", "en")
    #expect(
      run.error
        == "other.yaml: error: the scenario of steady.yaml is called 'steady' too; give one of them another id\n"
    )
    #expect(run.exitCode == 65)
  }

  @Test func observationsKeepTheirName() throws {
    let folder = try TemporaryFolder.town()
    _ = try folder.write(
      "schema: grdp-scenario/1\nid: Historical\ntitle: T\nextends: push.yaml\n", to: "past.yaml")
    let run = try folder.grdp("run", "past.yaml", "--lang", "en")
    #expect(run.error.contains("'Historical' is where observed data stand; choose another id"))
    #expect(run.exitCode == 65)
  }

  @Test func aModelThatNeedsARegion() throws {
    let run = try Town.grdp("run", "model.yaml", "--lang", "en")
    #expect(run.error.hasPrefix("model.yaml:2:1: error: this model needs the data of a region"))
    #expect(run.error.split(separator: "\n").count { $0.contains("error:") } == 1)
    #expect(run.exitCode == 65)
  }

  @Test func anUnknownLever() throws {
    let run = try Town.grdp("run", "steady.yaml", "--set", "trainning=3", "--lang", "en")
    #expect(run.error.contains("--set trainning=3: error: "))
    #expect(run.error.contains("'training'"))
    #expect(run.exitCode == 65)
  }

  // MARK: 65, numbers

  /// A reservoir that some draws empty: then its logarithm is no number.
  private static let reservoir = """
    schema: grdp-model/1
    id: reservoir
    title: Reservoir
    clock: {unit: yr, first: 2020, last: 2020, policy_start: 2021, horizon: 2025}
    sets: {lake: [upper, lower]}
    parameters:
      use: {over: [lake], symbol: "u_{lake}", unit: "1", prior: {upper: "uniform(.1, .25)", lower: "uniform(.01, .02)"}}
    equations:
      water: {over: [lake], unit: "1", first: 1, later: "water[-1] - use"}
      pressure: {over: [lake], unit: "1", all: log(water)}
    """

  @Test func aNumberThatIsNone() throws {
    let folder = try TemporaryFolder()
    let model = try folder.write(Self.reservoir, to: "reservoir.yaml")
    let run = try Town.grdp("run", model, "--out", folder.path("results"), "--lang", "en")
    let lines = run.error.split(separator: "\n").map(String.init)
    try #require(lines.count == 2)
    let pattern =
      /error: pressure\[upper\] is NaN in 2025, draw (\d+), scenario 'reservoir'; its equation read/
    let draw = try #require(try pattern.wholeMatch(in: lines[0])?.1)
    #expect(lines[1].hasPrefix("  water[upper"))
    let value = try #require(lines[1].split(separator: " = ").last.flatMap { Double($0) })
    #expect(value < 0)
    #expect(run.exitCode == 65)
    #expect(run.output.isEmpty)
    #expect(folder.names == ["reservoir.yaml"])
    // The same draw is found whatever the number of threads, and in Vietnamese.
    let vietnamese = try Town.grdp("run", model, "--threads", "3", "--lang", "vi")
    #expect(
      vietnamese.error.hasPrefix(
        "lỗi: pressure[upper] là NaN năm 2025, lượt \(draw), kịch bản 'reservoir'; phương trình của nó đọc\n"
      ))
  }

  @Test func anIdentityThatDoesNotHold() throws {
    let folder = try TemporaryFolder()
    let model = try folder.write(
      """
      schema: grdp-model/1
      id: books
      title: Books
      clock: {unit: yr, first: 2020, last: 2020, policy_start: 2021, horizon: 2022}
      parameters: {gap: {unit: "1", prior: "uniform(1, 2)"}}
      equations: {debit: {unit: "1", all: 3}, credit: {unit: "1", first: 3, later: debit + gap}}
      identities: {balance: {equal: [debit, credit]}}
      """, to: "books.yaml")
    let run = try Town.grdp("run", model, "--lang", "en")
    #expect(
      run.error.hasPrefix("error: identity balance does not hold in 2021, draw 0: 3.0 against 4."))
    #expect(run.exitCode == 65)
    let vietnamese = try Town.grdp("run", model, "--lang", "vi")
    #expect(
      vietnamese.error.hasPrefix(
        "lỗi: đồng nhất thức balance không đúng năm 2021, lượt 0: 3.0 so với 4."))
  }

  // MARK: 74, output

  @Test func resultsAreNotOverwrittenUnlessAskedTo() throws {
    let folder = try TemporaryFolder()
    let results = folder.path("results")
    let first = try Town.grdp("run", "steady.yaml", "--out", results, "--lang", "en")
    #expect(first.exitCode == 0)
    #expect(first.error.hasPrefix("wrote \(results)/"))
    let bytes = try folder.bytes("results/forecast.csv")
    let second = try Town.grdp("run", "push.yaml", "--out", results, "--lang", "en")
    #expect(second.exitCode == 74)
    #expect(second.output.isEmpty, "refused before the work is done")
    #expect(
      second.error
        == "error: \(results)/forecast.csv is there already; choose another folder or add --overwrite\n"
    )
    #expect(try folder.bytes("results/forecast.csv") == bytes)
    let third = try Town.grdp("run", "push.yaml", "--out", results, "--overwrite")
    #expect(third.exitCode == 0)
    #expect(try folder.bytes("results/forecast.csv") != bytes)
  }

  @Test func aFolderThatCannotBe() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("text", to: "file")
    let run = try Town.grdp("run", "steady.yaml", "--out", "\(file)/results", "--lang", "vi")
    #expect(
      run.error
        == "lỗi: không thể tạo thư mục \(file): đó là một tệp, không phải thư mục; kết quả cũ còn nguyên\n"
    )
    #expect(run.exitCode == 74)
    #expect(run.output.isEmpty)
    #expect(try folder.text("file") == "text")
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func aFolderThatMayNotBeWritten() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.url.path)
    defer {
      try? FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
    }
    let run = try Town.grdp("run", "steady.yaml", "--out", folder.path("results"), "--lang", "vi")
    #expect(run.error.contains("không có quyền ghi"))
    #expect(run.exitCode == 74)
  }

  @Test func aFullDisk() throws {
    let folder = try TemporaryFolder()
    let parameters = try folder.write("draw,beta,gamma\n0,1.6,.44\n", to: "parameters.csv")
    let run = try GrdpProcess(
      [
        "replay", "models/sir.yaml", "--parameters", parameters, "--output", "/dev/full", "--lang",
        "en",
      ], in: Town.project)
    #expect(
      run.error
        == "error: cannot write /dev/full: No space left on device; earlier results are untouched\n"
    )
    #expect(run.exitCode == 74)
    let page = try Shell.run(#""$grdp" run steady.yaml --lang vi > /dev/full"#)
    #expect(page.error == "lỗi: không thể ghi /dev/stdout: đĩa đầy; kết quả cũ còn nguyên\n")
    #expect(page.exitCode == 74)
  }

  /// A disk that fills up in the middle of a file: a limit on the size of files stands in for it.
  @Test(arguments: [0, 8])
  func aDiskThatFillsUp(blocks: Int) throws {
    let folder = try TemporaryFolder()
    let results = folder.path("results")
    try #require(try Town.grdp("run", "steady.yaml", "--out", results).exitCode == 0)
    let before = try folder.contents("results")
    #expect(before.count == 6 && before["forecast.csv"]?.count ?? 0 > 8 * 512)
    for (language, sentence) in [
      (
        "en",
        "cannot write \(results)/forecast.csv: the file would be larger than the system allows"
      ),
      ("vi", "không thể ghi \(results)/forecast.csv: tệp sẽ lớn hơn mức hệ thống cho phép"),
    ] {
      let run = try Shell.run(
        #"ulimit -f \#(blocks); "$grdp" run push.yaml --out '\#(results)' --overwrite --lang \#(language)"#
      )
      #expect(run.exitCode == 74)
      #expect(run.error.contains(sentence))
      #expect(run.error.contains(language == "en" ? "untouched" : "còn nguyên"))
      #expect(try folder.contents("results") == before, "nothing is changed, added or left behind")
    }
  }

  // MARK: Streams

  @Test(arguments: [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
  func closedStreamsHurtNobody(redirection: String) throws {
    let folder = try TemporaryFolder()
    let run = try Shell.run(
      #""$grdp" run steady.yaml push.yaml --out '\#(folder.url.path)' \#(redirection)"#)
    #expect(run.exitCode == 0)
    #expect(folder.results.contains("forecast.csv"))
    #expect(folder.results == folder.names)
    #expect(try folder.bytes("forecast.csv") == Town.forecast())
  }

  /// A reader that goes away, such as `head`, does not keep the results from being written.
  @Test func aReaderMayGoAway() throws {
    let folder = try TemporaryFolder()
    let run = try Shell.run(
      #"{ "$grdp" run steady.yaml --out '\#(folder.url.path)'; echo "code $?" >&2; } | true"#)
    #expect(run.error.hasSuffix("code 0\n"))
    #expect(folder.results.contains("forecast.csv"))
    #expect(folder.results == folder.names)
  }
}
