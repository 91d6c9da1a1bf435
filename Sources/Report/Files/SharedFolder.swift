public import Scenarios

/// The deepest folder that holds every file of a run.
///
/// Results name files from there, so that they do not depend on where the program was started or how
/// a path was typed.
public struct SharedFolder: Sendable {
  private let folder: [Substring]

  /// The folder of everything that `scenarios` were read from.
  public init(of scenarios: [LoadedScenario]) {
    let files = scenarios.flatMap { $0.files.map(SharedFolder.parts) }
    var common = files.first.map { Array($0.dropLast()) } ?? []
    for file in files.dropFirst() {
      let shared = zip(common, file.dropLast()).prefix { $0 == $1 }.count
      common = Array(common.prefix(shared))
    }
    folder = common
  }

  /// Every file of `scenarios` with its digest as it is now.
  ///
  /// - Throws: a file that cannot be read any more.
  public func inputs(of scenarios: [LoadedScenario]) throws(Diagnostic) -> [PartialHeader.Input] {
    var found: [String: String] = [:]
    for file in scenarios.flatMap(\.files) where found[name(of: file)] == nil {
      found[name(of: file)] = try SHA256.hexDigest(ofFile: file)
    }
    return found.sorted { $0.key < $1.key }.map { .init(name: $0.key, digest: $0.value) }
  }

  /// A file as it is named from the folder.
  public func name(of path: String) -> String {
    SharedFolder.parts(path).dropFirst(folder.count).joined(separator: "/")
  }

  private static func parts(_ path: String) -> [Substring] {
    PathName.real(path).split(separator: "/")
  }
}

extension LoadedScenario {
  /// Every file the scenario was read from: itself and what it extends, its model, region with its
  /// parts, and fit.
  var files: [String] {
    document.chain + [model.file] + [region?.file].compactMap { $0 }
      + (region?.parts ?? []).map(\.file) + [fit?.file].compactMap { $0 }
  }
}
