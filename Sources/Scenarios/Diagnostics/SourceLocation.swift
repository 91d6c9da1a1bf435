/// A place in a file, as editors count: lines and columns from 1, columns in Unicode scalars.
public struct SourceLocation: Hashable, Comparable, Sendable {
  /// The file as it was named, or the command-line argument the text came from.
  public var file: String
  /// The line; 0 means the file as a whole.
  public var line: Int
  /// The column; 0 means the line as a whole.
  public var column: Int

  /// Creates a location.
  public init(file: String, line: Int = 0, column: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// Orders by file name, then by place.
  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}
