internal import Glibc

/// A folder of results that is always whole.
///
/// Every file is written under a temporary name and renamed only when all are written: an
/// interrupted or failed run leaves what was there before. So does a machine that goes down, because
/// a file that replaces another is forced to disk first.
public struct OutputFolder: Sendable {
  /// Why results could not be written.
  public enum Failure: Error, Hashable, Sendable {
    /// A file is there already and may not be replaced.
    case exists(path: String)
    /// The system refused; `code` is its error number.
    case system(action: Action, path: String, code: Int32)
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

  /// Refuses, before any work is done, a folder in which `names` cannot be written.
  public func checkReady(_ names: [String]) throws(Failure) {
    var existing = ""
    for prefix in prefixes {
      guard let kind = OutputFolder.kind(prefix) else { break }
      guard kind == S_IFDIR else {
        throw .system(action: .createFolder, path: prefix, code: ENOTDIR)
      }
      existing = prefix
    }
    if unsafe access(existing.isEmpty ? "." : existing, W_OK | X_OK) != 0 {
      throw .system(action: .write, path: path, code: errno)
    }
    for name in names {
      let final = "\(path)/\(name)"
      guard let kind = OutputFolder.kind(final) else { continue }
      if kind == S_IFDIR { throw .system(action: .write, path: final, code: EISDIR) }
      if !replaces { throw .exists(path: final) }
    }
  }

  /// Writes all files, or none.
  ///
  /// - Parameter forced: Whether they are forced to disk even where they replace nothing: the work of
  ///   hours, which a power failure shortly afterwards must not undo.
  public func write(
    _ files: [(name: String, contents: String)], forced: Bool = false
  ) throws(Failure) {
    try write(files.map { ($0.name, Array($0.contents.utf8)) }, forced: forced)
  }

  /// Writes all files, or none, as with texts.
  public func write(
    _ files: [(name: String, bytes: [UInt8])], forced: Bool = false
  ) throws(Failure) {
    try checkReady(files.map(\.name))
    try create()
    // The process number keeps two runs apart that write to one folder.
    let places = files.map { name, _ in
      (temporary: "\(path)/.\(name).\(getpid()).partial", final: "\(path)/\(name)")
    }
    // Where renaming succeeded there is nothing left to remove.
    defer { for place in places { _ = unsafe unlink(place.temporary) } }
    var opened: [(file: Int32, path: String, isForced: Bool)] = []
    defer { for each in opened { _ = close(each.file) } }
    for (file, place) in zip(files, places) {
      let target = unsafe open(
        place.temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
      guard target >= 0 else { throw .system(action: .write, path: place.final, code: errno) }
      opened.append((target, place.final, forced || OutputFolder.kind(place.final) != nil))
      let code = FileDescriptor.write(file.bytes, to: target)
      if code != 0 { throw .system(action: .write, path: place.final, code: code) }
    }
    // Forced to disk only now, so that the system can write them all at once.
    while let (file, path, isForced) = opened.popLast() {
      try OutputFolder.finish(file, named: path, isForced: isForced)
    }
    for place in places where unsafe rename(place.temporary, place.final) != 0 {
      throw .system(action: .rename, path: place.final, code: errno)
    }
  }

  /// Every folder on the way to this one, and itself.
  private var prefixes: [String] {
    var prefix = path.hasPrefix("/") ? "/" : ""
    return path.split(separator: "/").map { part in
      if !prefix.isEmpty && prefix != "/" { prefix += "/" }
      prefix += String(part)
      return prefix
    }
  }

  /// Creates the folder, and those on the way to it, where they are not there yet.
  public func create() throws(Failure) {
    for prefix in prefixes where unsafe mkdir(prefix, 0o777) != 0 && errno != EEXIST {
      throw .system(action: .createFolder, path: prefix, code: errno)
    }
  }
}

extension OutputFolder {
  /// Refuses, before any work is done, a file that cannot be written.
  public static func checkReady(file: String) throws(Failure) {
    let place = place(of: file)
    guard !place.isDevice else { return }
    try OutputFolder(place.folder, replaces: true).checkReady([place.name])
  }

  /// Writes one file, under a temporary name until it is whole; what was there is replaced.
  ///
  /// A device or a pipe, such as `/dev/stdout`, is written to as it is.
  public static func write(file: String, contents: String) throws(Failure) {
    let place = place(of: file)
    if place.isDevice {
      try write(
        Array(contents.utf8), to: unsafe open(file, O_WRONLY | O_CLOEXEC), named: file)
    } else {
      try OutputFolder(place.folder, replaces: true).write([(place.name, contents)])
    }
  }

  /// Where a path leads: links are followed, so that the file behind a link is replaced and not the
  /// link.
  private static func place(of file: String) -> (folder: String, name: String, isDevice: Bool) {
    var path = file
    let kind = kind(file)
    if kind == S_IFREG, let real = unsafe realpath(file, nil) {
      path = unsafe String(cString: real)
      unsafe free(real)
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    return (
      folder.isEmpty ? (parts.count > 1 ? "/" : ".") : folder, String(parts.last ?? ""),
      kind.map { $0 != S_IFREG && $0 != S_IFDIR } ?? false
    )
  }

  /// What kind of file is there; nil for none.
  private static func kind(_ path: String) -> mode_t? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  /// Writes to an open file and closes it.
  static func write(
    _ contents: [UInt8], to file: Int32, named path: String
  ) throws(Failure) {
    guard file >= 0 else { throw .system(action: .write, path: path, code: errno) }
    let code = FileDescriptor.write(contents, to: file)
    try finish(file, named: path, isForced: true, after: code)
  }

  /// Closes an open file, forced to disk before; `code` is the error number of what was done before.
  private static func finish(
    _ file: Int32, named path: String, isForced: Bool, after code: Int32 = 0
  ) throws(Failure) {
    var code = code
    // Pipes and terminals cannot be forced to disk.
    if code == 0, isForced, fsync(file) != 0, errno != EINVAL, errno != EROFS { code = errno }
    // A full disk may only show when the file is closed.
    if close(file) != 0, code == 0 { code = errno }
    if code != 0 { throw .system(action: .write, path: path, code: code) }
  }
}

/// Bytes to an open file.
public enum FileDescriptor {
  /// Writes all of a text; returns 0, or the error number of the system.
  public static func write(_ text: String, to file: Int32) -> Int32 {
    write(Array(text.utf8), to: file)
  }

  /// Writes all bytes; returns 0, or the error number of the system.
  static func write(_ bytes: [UInt8], to file: Int32) -> Int32 {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      var rest = unsafe UnsafeRawBufferPointer(bytes)[...]
      while unsafe !rest.isEmpty {
        let count = unsafe Glibc.write(
          file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        if count < 0 { return errno }
        unsafe rest = rest.dropFirst(count)
      }
      return 0
    }
  }
}
