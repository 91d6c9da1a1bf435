import Foundation
import Testing

/// Runs in parts give, byte for byte, what a run in one piece gives.
struct MergeTests {
  private static let draws = "30000"

  /// What a run prints and writes.
  private struct Results: Equatable {
    var page: String
    var files: [String: Data]
  }

  private func whole(_ command: [String], in folder: TemporaryFolder) throws -> Results {
    let run = try GrdpProcess(
      ["run"] + command + ["--out", folder.path("whole"), "--lang", "en"], in: Town.folder)
    try #require(run.exitCode == 0, "\(run.error)")
    return Results(page: run.output, files: try folder.contents("whole"))
  }

  /// Runs every part; returns their files.
  private func parts(
    _ command: [String], of count: Int, in folder: TemporaryFolder, name: String = "parts",
    environment: [String: String] = [:]
  ) throws -> [String] {
    try (1...count).map { number in
      let run = try GrdpProcess(
        ["run"] + command + ["--shard", "\(number)/\(count)", "--out", folder.path(name)],
        in: Town.folder, environment: environment)
      try #require(run.exitCode == 0, "\(run.error)")
      #expect(run.output.isEmpty)
      return folder.path("\(name)/shard-\(number)-of-\(count).partial")
    }
  }

  private func merged(
    _ parts: [String], _ options: [String] = [], in folder: TemporaryFolder
  ) throws -> Results {
    let run = try GrdpProcess(
      ["merge"] + parts + ["--out", folder.path("merged"), "--lang", "en"] + options,
      in: Town.folder)
    try #require(run.exitCode == 0, "\(run.error)")
    return Results(page: run.output, files: try folder.contents("merged"))
  }

  @Test(arguments: [(1, "2"), (3, "1"), (8, "7")])
  func partsGiveTheBytesOfTheWhole(count: Int, threads: String) throws {
    let folder = try TemporaryFolder()
    let command = Town.scenarios + ["--draws", Self.draws]
    let whole = try whole(command + ["--threads", "2", "--memory", "1"], in: folder)
    #expect(whole.files.count == 6)
    let parts = try parts(command + ["--threads", threads], of: count, in: folder)
    #expect(try merged(parts.reversed(), in: folder) == whole)
  }

  /// Everything that changes what is computed is kept with the part: the language of the page is that of
  /// the merge.
  @Test func optionsGoWithTheParts() throws {
    let folder = try TemporaryFolder()
    let command =
      Town.scenarios + ["--draws", "9000", "--seed", "5", "--details", "--set", "training=150"]
    let whole = try whole(command, in: folder)
    let parts = try parts(command, of: 2, in: folder)
    #expect(try merged(parts, in: folder) == whole)
  }

  /// Combinations of a sweep are a group of their own, beside other scenarios.
  @Test func aSweepBesideAnotherScenario() throws {
    let folder = try TemporaryFolder()
    let sweep = Town.folder.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Search/Models/sweep.yaml").path
    let command = [sweep, "steady.yaml", "--draws", "5000"]
    let whole = try whole(command, in: folder)
    #expect(whole.files["sweep.csv"] != nil)
    let parts = try parts(command, of: 2, in: folder)
    #expect(try merged(parts, in: folder) == whole)
  }

  /// A program without MPI would run everything several times.
  @Test func mpirunNeedsMPI() throws {
    let run = try Town.grdp(
      "run", "steady.yaml", "--lang", "en", environment: ["OMPI_COMM_WORLD_SIZE": "3"])
    #expect(run.exitCode == 69 && run.output.isEmpty)
    #expect(run.error.hasPrefix("error: mpirun started 3 processes, but this program was built"))
  }

  @Test func mergePrintsTheJSONOfARun() throws {
    let folder = try TemporaryFolder()
    let parts = try parts(["steady.yaml", "--draws", "9000"], of: 2, in: folder)
    let whole = try Town.grdp("run", "steady.yaml", "--draws", "9000", "--json")
    let merged = try GrdpProcess(["merge"] + parts + ["--json"], in: Town.folder)
    #expect(merged.exitCode == 0, "\(merged.error)")
    #expect(merged.output == whole.output && !whole.output.isEmpty)
  }

  @Test func instructionSetLeavesNoTraceInAPart() throws {
    let folder = try TemporaryFolder()
    let command = ["steady.yaml", "--draws", "9000"]
    let scalar = try parts(
      command, of: 2, in: folder, name: "scalar", environment: ["GRDP_SIMD": "scalar"])
    let best = try parts(command + ["--threads", "3"], of: 2, in: folder, name: "best")
    for (left, right) in zip(scalar, best) {
      #expect(FileManager.default.contentsEqual(atPath: left, andPath: right))
    }
  }

  // MARK: Refusals

  /// Everything that is wrong with the parts is said at once, and nothing is written.
  @Test(arguments: ["en", "vi"])
  func whatIsRefused(language: String) throws {
    let folder = try TemporaryFolder.town()
    func run(_ arguments: String...) throws {
      let run = try GrdpProcess(["run"] + arguments, in: folder.url)
      try #require(run.exitCode == 0, "\(run.error)")
    }
    try run("steady.yaml", "--draws", "9000", "--shard", "1/3", "--out", "a")
    try run("steady.yaml", "--draws", "9000", "--shard", "2/3", "--out", "a")
    try run("steady.yaml", "--draws", "9000", "--shard", "3/3", "--out", "a")
    try run("steady.yaml", "--draws", "8000", "--seed", "4", "--shard", "3/3", "--out", "b")
    try run("push.yaml", "--draws", "9000", "--prior", "--shard", "2/2", "--out", "b")
    let one = "a/shard-1-of-3.partial"
    let bytes = try folder.bytes(one)
    try bytes.prefix(bytes.count / 2).write(to: folder.url.appending(path: "cut.partial"))
    try bytes.prefix(20).write(to: folder.url.appending(path: "stub.partial"))
    for (name, place) in [("damaged", bytes.count - 40), ("head", 30), ("later", 8)] {
      var copy = bytes
      copy[copy.startIndex + place] ^= 64
      try copy.write(to: folder.url.appending(path: "\(name).partial"))
    }
    let lines = [
      ["steady.yaml"], ["none.partial"], ["a"], [one, "a/shard-3-of-3.partial"],
      [one, "a/shard-2-of-3.partial", one, "a/shard-3-of-3.partial"],
      ["cut.partial", "stub.partial", "damaged.partial", "head.partial", "later.partial"],
      [
        one, "b/shard-3-of-3.partial", "b/shard-2-of-2.partial", "damaged.partial",
        "a/shard-2-of-3.partial", "a/shard-2-of-3.partial",
      ],
    ]
    var said = ""
    func merge(_ parts: [String]) throws {
      let merge = try GrdpProcess(
        ["merge"] + parts + ["--out", "c", "--lang", language], in: folder.url)
      said += "$ grdp merge \(parts.joined(separator: " "))\n\(merge.error)exit \(merge.exitCode)\n"
      #expect(merge.output.isEmpty)
    }
    for parts in lines { try merge(parts) }
    _ = try folder.write(try folder.text("region.yaml") + "# another\n", to: "region.yaml")
    try merge([one, "a/shard-2-of-3.partial", "a/shard-3-of-3.partial"])
    try run("steady.yaml", "--draws", "9000", "--shard", "3/3", "--out", "d")
    try merge([one, "a/shard-2-of-3.partial", "d/shard-3-of-3.partial"])
    try FileManager.default.removeItem(at: folder.url.appending(path: "region.yaml"))
    try merge([one, "a/shard-2-of-3.partial", "a/shard-3-of-3.partial"])
    #expect(!folder.names.contains("c"))
    try Parts.expect(said, equalsFile: "refused.\(language).txt")
  }

  @Test(arguments: ["en", "vi"])
  func commandsThatMakeNoSense(language: String) throws {
    let folder = try TemporaryFolder.town()
    var said = ""
    for line in [
      "run steady.yaml --shard 1/2", "run steady.yaml --resume",
      "run steady.yaml --shard 0/2 --out a", "run steady.yaml --shard 3/2 --out a",
      "run steady.yaml --shard half --out a", "run steady.yaml --shard 1/2 --out a --json",
      "run steady.yaml --shard 1/2 --out a --memory 1", "merge", "merge x --shard 1/2",
    ] {
      let words = line.split(separator: " ").map(String.init)
      let run = try GrdpProcess(words + ["--lang", language], in: folder.url)
      said += "$ grdp \(line)\n\(run.error)exit \(run.exitCode)\n"
    }
    #expect(folder.names == ["model.yaml", "push.yaml", "region.yaml", "steady.yaml"])
    try Parts.expect(said, equalsFile: "usage.\(language).txt")
  }

  @Test func aPartIsNotOverwrittenUnlessAsked() throws {
    let folder = try TemporaryFolder()
    let command = ["run", "steady.yaml", "--shard", "1/2", "--out", folder.path("a")]
    try #require(try GrdpProcess(command, in: Town.folder).exitCode == 0)
    #expect(try GrdpProcess(command, in: Town.folder).exitCode == 74)
    #expect(try GrdpProcess(command + ["--overwrite"], in: Town.folder).exitCode == 0)
  }
}

/// What is said about parts, beside the tests.
enum Parts {
  /// Compares with a file of the folder, or writes it when recording.
  static func expect(_ said: String, equalsFile name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: name)
    if ProcessInfo.processInfo.environment["GRDP_RECORD"] != nil {
      try Data(said.utf8).write(to: file)
    }
    #expect(said == (try String(contentsOf: file, encoding: .utf8)))
  }
}
