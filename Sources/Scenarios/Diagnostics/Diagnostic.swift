/// One finding about a file: what is wrong, how badly, and where.
///
/// It holds no words: a catalogue turns ``Problem`` into a sentence in the reader's language.
public struct Diagnostic: Error, Sendable {
  /// How bad a finding is.
  public enum Severity: Sendable {
    /// The file cannot be used.
    case error
    /// The file can be used, but is probably not what was meant.
    case warning
  }

  /// A further place that explains the finding.
  public struct Note: Sendable {
    /// What is to be seen there.
    public var remark: Remark
    /// The place, if the remark has one.
    public var location: SourceLocation?
    /// The line of the place.
    public var excerpt: String?
    /// Creates a note.
    public init(_ remark: Remark, at location: SourceLocation? = nil, excerpt: String? = nil) {
      self.remark = remark
      self.location = location
      self.excerpt = excerpt
    }
  }

  /// What is wrong.
  public var problem: Problem
  /// Where.
  public var location: SourceLocation
  /// The line of the place.
  public var excerpt: String?
  /// Places that explain it.
  public var notes: [Note]

  /// Creates a diagnostic.
  public init(
    _ problem: Problem, at location: SourceLocation, excerpt: String? = nil, notes: [Note] = []
  ) {
    self.problem = problem
    self.location = location
    self.excerpt = excerpt
    self.notes = notes
  }

  /// How bad it is.
  public var severity: Severity { problem.severity }
}

/// Everything that was found wrong, in the order of the files.
public struct Diagnostics: Error, Sendable {
  /// The findings, errors and warnings.
  public var all: [Diagnostic]
  /// Creates a list.
  public init(_ all: [Diagnostic]) { self.all = all }
  /// Whether any of them is an error.
  public var hasErrors: Bool { all.contains { $0.severity == .error } }
}
