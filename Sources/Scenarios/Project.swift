/// The folder within which files may name each other.
///
/// It is the nearest folder above a file that holds `models`; without one, the file's own folder. A
/// project can be copied, shared and run elsewhere because nothing in it leads out of it.
struct Project {
  /// The folder, without links.
  let root: String
  /// Whether it holds `models`.
  let hasModels: Bool
  /// The folder of the file, without links.
  private let folder: String

  /// The project of a file.
  init(of file: String) {
    folder = PathName.real(PathName.folder(of: file))
    var candidate = folder
    while !SourceFile.isFolder(PathName.normalized("\(candidate)/models")) {
      guard candidate != "/", candidate.hasPrefix("/") else {
        (root, hasModels) = (folder, false)
        return
      }
      candidate = PathName.folder(of: candidate)
    }
    (root, hasModels) = (candidate, true)
  }

  /// Whether a path that is written in the file stays inside; links count for what they lead to.
  func contains(_ path: String) -> Bool {
    let plain = PathName.normalized("\(folder)/\(path)")
    let real = SourceFile.exists(plain) ? PathName.real(plain) : plain
    return root == "/" || real.hasPrefix(root + "/")
  }
}

extension FileCache {
  /// The file that is named at a place, seen from where the program runs; nil, and reported, when it
  /// may not be named there.
  func path(namedAt node: Located) -> String? {
    guard let text = node.requiredText(findings) else { return nil }
    guard !text.hasPrefix("/") else {
      findings.report(.absolutePath(text), at: node)
      return nil
    }
    let project = Project(of: node.file.path)
    guard project.contains(text) else {
      findings.report(.outsideProject(text, hasModels: project.hasModels), at: node)
      return nil
    }
    return PathName.resolve(text, besides: node.file.path)
  }
}
