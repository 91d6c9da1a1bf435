public import Sim

/// The parts of one run: all of them, each once.
public struct PartialSet: Sendable {
  /// The parts, in the order of their blocks.
  public let files: [PartialFile]
  /// What they share; the number of the shard means nothing.
  public var header: PartialHeader { files[0].header }

  /// Reads and checks the parts, in any order.
  ///
  /// - Throws: everything that is wrong with them: files that are damaged, of another version of the
  ///   program, of other inputs, given twice, or missing.
  public init(reading paths: [String], version: String) throws(Diagnostics) {
    var found: [Diagnostic] = []
    var files: [PartialFile] = []
    func report(_ problem: PartialProblem, _ path: String) {
      found.append(Diagnostic(.partial(problem), at: SourceLocation(file: path)))
    }
    for path in paths {
      do {
        let file = try PartialFile(reading: path)
        files.append(file)
        if let problem = file.problem { report(problem, path) }
        if file.header.version != version {
          report(.otherVersion(file.header.version, own: version), path)
        }
      } catch {
        found.append(error)
      }
    }
    guard let first = files.first else { throw Diagnostics(found) }
    for file in files.dropFirst() {
      for trait in file.header.traits(unlike: first.header) where trait != .version {
        report(
          .unlike(
            trait, file.header.text(of: trait), first: first.header.text(of: trait),
            file: first.path), file.path)
      }
      // Other scenarios have other files; that is said already.
      for name in file.header.inputs(unlike: first.header)
      where file.header.scenarios == first.header.scenarios {
        report(.inputUnlike(name, file: first.path), file.path)
      }
    }
    var fileOfShard: [Int: String] = [:]
    let alike = files.filter { $0.header.shards == first.header.shards }
    for file in alike where file.problem == nil {
      let shard = file.header.shard
      if let earlier = fileOfShard[shard] {
        report(.shardTwice(shard, of: first.header.shards, file: earlier), file.path)
      } else {
        fileOfShard[shard] = file.path
      }
    }
    // A file that cannot be read may be any of those that seem to be missing.
    if files.count == paths.count, alike.count == files.count {
      let missing = (1...first.header.shards).filter { fileOfShard[$0] == nil }
      if !missing.isEmpty {
        report(.shardsMissing(missing, of: first.header.shards), first.path)
      }
    }
    guard found.isEmpty else { throw Diagnostics(found) }
    self.files = files.sorted { $0.header.shard < $1.header.shard }
  }

  /// The summary of all blocks of a group of scenarios.
  ///
  /// - Throws: a file that cannot be read any more, or whose numbers are of another run.
  public func summary(
    ofGroup group: Int, levels: [Double], isRight: (PartialSummary) -> Bool
  ) throws -> PartialSummary {
    var first: PartialSummary?
    return try PartialSummary.joined(files.count, levels: levels) { number in
      let file = files[number]
      let part = try file.summary(ofGroup: group)
      guard isRight(part), first.map(part.isOfSameRun) ?? true else {
        throw Diagnostics([
          Diagnostic(
            .partial(.otherNumbers(file: files[0].path)), at: SourceLocation(file: file.path))
        ])
      }
      if first == nil { first = part }
      return part
    }
  }
}
