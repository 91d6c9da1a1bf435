/// A table for people: columns aligned by what a reader sees (graphemes), not by bytes.
public struct TextTable {
  /// How a column is set.
  public enum Alignment: Sendable {
    case left, right
  }

  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// Starts a table.
  public init(_ alignments: [Alignment]) {
    self.alignments = alignments
  }

  /// Adds a row; as many cells as columns.
  public mutating func append(_ cells: [String]) {
    precondition(cells.count == alignments.count, "a row needs as many cells as columns")
    rows.append(cells)
  }

  /// The table as lines, without trailing spaces.
  public var lines: [String] {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        if column > 0 { line += "  " }
        line += alignments[column] == .left ? cell + padding : padding + cell
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
