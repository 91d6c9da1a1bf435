/// Collects diagnostics, so that every mistake is reported and not only the first.
final class Findings {
  /// What was found, in the order it was found.
  private(set) var diagnostics: [Diagnostic] = []
  /// The files that were read, in that order; messages are sorted by it.
  private var files: [String: Int] = [:]

  /// What was reported where, so that a file two scenarios share is not blamed twice.
  private var known: Set<Finding> = []
  /// The number of errors so far.
  private(set) var errorCount = 0

  /// A problem at a place.
  private struct Finding: Hashable {
    var problem: Problem
    var location: SourceLocation
  }

  /// Records the order in which a file was read.
  func opened(_ path: String) {
    if files[path] == nil { files[path] = files.count }
  }

  /// Adds a finished diagnostic.
  func add(_ diagnostic: Diagnostic) {
    let finding = Finding(problem: diagnostic.problem, location: diagnostic.location)
    guard known.insert(finding).inserted else { return }
    if diagnostic.severity == .error { errorCount += 1 }
    diagnostics.append(diagnostic)
  }

  /// Adds a problem at the beginning of a node.
  func report(_ problem: Problem, at node: Located, notes: [Diagnostic.Note] = []) {
    report(problem, at: Place(node), notes: notes)
  }

  /// Adds a problem at a place inside a scalar.
  func report(_ problem: Problem, at place: Place, notes: [Diagnostic.Note] = []) {
    let location = place.location
    add(
      Diagnostic(
        problem, at: location, excerpt: place.node.file.line(location.line), notes: notes))
  }

  /// The diagnostics by file, line and column.
  func sorted() -> Diagnostics {
    let keyed = diagnostics.enumerated().map { position, diagnostic in
      let location = diagnostic.location
      return (
        (files[location.file] ?? files.count, location.line, location.column, position), diagnostic
      )
    }
    return Diagnostics(keyed.sorted { $0.0 < $1.0 }.map(\.1))
  }
}

/// A place inside a scalar of a YAML file: where the scalar begins and how far into its value.
struct Place: Sendable {
  /// The scalar.
  var node: Located
  /// Bytes of UTF-8 into the scalar's value; nil for the node as such.
  var offset: Int?

  /// Creates a place.
  init(_ node: Located, offset: Int? = nil) {
    self.node = node
    self.offset = offset
  }

  /// The place in the file.
  var location: SourceLocation {
    // What comes from the command line has no line.
    guard let offset, node.line > 0 else { return node.location }
    return node.location(ofOffset: offset)
  }

  /// A note about this place.
  func note(_ remark: Remark) -> Diagnostic.Note {
    let location = location
    return Diagnostic.Note(remark, at: location, excerpt: node.file.line(location.line))
  }
}
