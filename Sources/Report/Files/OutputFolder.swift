#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A folder of results that is always whole.
///
/// Every file is written under a temporary name, forced to disk, and renamed only when all are
/// written: an interrupted or failed run leaves what was there before.
public struct OutputFolder: Sendable {
  /// Why results could not be written.
  public enum Failure: Error, Hashable, Sendable {
    /// A file is there already and may not be replaced.
    case exists(path: String)
    /// The system refused; `reason` is its own word.
    case system(action: Action, path: String, reason: String)
  }

  /// What was being done.
  public enum Action: String, Sendable {
    case createFolder, write, rename
  }

  /// The folder's path.
  public let path: String
  /// Whether files of an earlier run may be replaced.
  public let replaces: Bool

  /// Names a folder; nothing is created yet.
  public init(_ path: String, replaces: Bool) {
    self.path = path
    self.replaces = replaces
  }

  /// Refuses, before any work is done, a folder that holds one of `names` already.
  public func checkFree(_ names: [String]) throws(Failure) {
    guard !replaces else { return }
    for name in names where unsafe access("\(path)/\(name)", F_OK) == 0 {
      throw .exists(path: "\(path)/\(name)")
    }
  }

  /// Writes all files, or none.
  public func write(_ files: [(name: String, contents: String)]) throws(Failure) {
    try checkFree(files.map(\.name))
    try createFolder()
    let temporary = files.map { "\(path)/.\($0.name).partial" }
    // Where renaming succeeded there is nothing left to remove.
    defer { for name in temporary { _ = unsafe unlink(name) } }
    for (file, name) in zip(files, temporary) {
      try OutputFolder.write(file.contents, to: name)
    }
    for (file, name) in zip(files, temporary) {
      let final = "\(path)/\(file.name)"
      if unsafe rename(name, final) != 0 {
        throw .system(action: .rename, path: final, reason: OutputFolder.reason())
      }
    }
  }

  /// Writes one file, under a temporary name until it is whole.
  public static func write(
    file: String, contents: String, replaces: Bool
  ) throws(Failure) {
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    let root = parts.count > 1 && folder.isEmpty ? "/" : folder
    try OutputFolder(root.isEmpty ? "." : root, replaces: replaces)
      .write([(String(parts.last ?? ""), contents)])
  }

  private func createFolder() throws(Failure) {
    var prefix = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      prefix += (prefix.isEmpty || prefix == "/" ? "" : "/") + part
      if unsafe mkdir(prefix, 0o777) != 0 && errno != EEXIST {
        throw .system(action: .createFolder, path: prefix, reason: OutputFolder.reason())
      }
    }
  }

  private static func write(_ contents: String, to path: String) throws(Failure) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    guard file >= 0 else { throw .system(action: .write, path: path, reason: reason()) }
    var text = contents
    let problem: String? = text.withUTF8 { bytes in
      var rest = unsafe bytes[...]
      while unsafe !rest.isEmpty {
        let count = unsafe Glibc.write(
          file,
          UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[rest.indices])
            .baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        if count < 0 { return reason() }
        unsafe rest = rest.dropFirst(count)
      }
      return fsync(file) != 0 && errno != EINVAL ? reason() : nil
    }
    // A full disk may only show when the file is closed.
    let closes = close(file) == 0
    if let problem { throw .system(action: .write, path: path, reason: problem) }
    if !closes { throw .system(action: .write, path: path, reason: reason()) }
  }

  private static func reason() -> String {
    unsafe String(cString: strerror(errno))
  }
}
