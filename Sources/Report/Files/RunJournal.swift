internal import Glibc
public import Scenarios
public import Sim

/// The work of a run under way: a partial file to which every batch of blocks is appended.
///
/// A run that is killed loses the batch it was at; what was written of it is cut off by the next run.
public final class RunJournal: Sendable {
  /// The file.
  public let path: String
  /// What an earlier run had done, for every group of scenarios.
  public let earlier: [[PartialSummary]]
  private let file: Int32

  /// Opens the journal `name` in a folder, or begins it.
  ///
  /// - Throws: `Diagnostics` where the journal is that of another run, `OutputFolder.Failure` where it
  ///   cannot be written.
  public init(_ name: String, in folder: OutputFolder, header: PartialHeader) throws {
    path = "\(folder.path)/\(name)"
    var isThere = stat()
    if unsafe stat(path, &isThere) != 0 {
      try OutputFolder(folder.path, replaces: true).write([
        (name, PartialFile.beginning(header))
      ])
    }
    file = unsafe open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    // Two runs that append to one journal would spoil it; the lock ends with the process.
    guard file >= 0, flock(file, LOCK_EX | LOCK_NB) == 0 else {
      throw OutputFolder.Failure.system(action: .write, path: path, code: errno)
    }
    let known: PartialFile
    do {
      known = try PartialFile(reading: path)
      try RunJournal.check(known, against: header)
      earlier = try known.batches()
    } catch let error as Diagnostic {
      throw Diagnostics([error])
    }
    guard ftruncate(file, off_t(known.wholeSize)) == 0 else {
      throw OutputFolder.Failure.system(action: .write, path: path, code: errno)
    }
  }

  deinit { if file >= 0 { close(file) } }

  /// Adds a batch.
  public func append(_ batch: PartialSummary, group: Int) throws(OutputFolder.Failure) {
    let code = FileDescriptor.write(PartialFile.record(batch, group: group), to: file)
    if code != 0 { throw .system(action: .write, path: path, code: code) }
  }

  /// Removes the file: the run has come to its end.
  public func remove() { _ = unsafe unlink(path) }

  /// Refuses a journal of other inputs or of another command.
  private static func check(_ known: PartialFile, against now: PartialHeader) throws(Diagnostics) {
    let problems =
      known.header.traits(unlike: now).map { trait in
        PartialProblem.cannotContinue(trait, known.header.text(of: trait), now: now.text(of: trait))
      } + known.header.inputs(unlike: now).map { .inputChanged($0) }
    if !problems.isEmpty {
      throw Diagnostics(
        problems.map { Diagnostic(.partial($0), at: SourceLocation(file: known.path)) })
    }
  }
}
