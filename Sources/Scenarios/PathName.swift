import Glibc

/// Paths of files as text.
public enum PathName {
  /// A path written in a file, seen from where the program runs.
  static func resolve(_ path: String, besides file: String) -> String {
    if path.hasPrefix("/") { return normalized(path) }
    let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return normalized((folder.map(String.init) + [path]).joined(separator: "/"))
  }

  /// The path without `.` and without `..` after a folder.
  static func normalized(_ path: String) -> String {
    let isAbsolute = path.hasPrefix("/")
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
  }

  /// The folder a path lies in; `.` for a bare name.
  static func folder(of path: String) -> String {
    let parts = normalized(path).split(separator: "/", omittingEmptySubsequences: false).dropLast()
    if parts.isEmpty { return "." }
    return parts == [""] ? "/" : parts.joined(separator: "/")
  }

  /// The path without links and detours, the same for every way to name a file.
  public static func real(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// Whether a file is a table of data and not YAML.
  static func isTable(_ path: String) -> Bool {
    let name = path.lowercased()
    return [".csv", ".tsv", ".txt"].contains { name.hasSuffix($0) }
  }

  /// Whether a text that names a model is a path and not an identifier.
  static func isPath(_ text: String) -> Bool {
    text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml")
  }
}
