/// A table with one column for each scenario, in sections under one head.
///
/// As many scenarios stand beside each other as fit; the others follow below, with the whole table again.
struct ScenarioTable {
  private enum Line {
    case title(String)
    case row(label: String, cells: [String])
  }

  private let heads: [String]
  private var lines: [Line] = []

  /// Starts a table; `heads` name the scenarios.
  init(_ heads: [String]) { self.heads = heads }

  /// Adds the title of a section, on as many lines as it needs; all but the first are indented deeper
  /// than rows.
  mutating func section(_ title: String) {
    lines += folded(title, indent: "    ").map { .title($0) }
  }

  /// Adds a row; a cell for each scenario.
  mutating func append(_ label: String, _ cells: [String]) {
    precondition(cells.count == heads.count, "a row needs a cell for each scenario")
    lines.append(.row(label: "  " + label, cells: cells))
  }

  /// The table as text.
  var text: [String] {
    var text: [String] = []
    var waiting = heads.indices
    while !waiting.isEmpty {
      var columns = waiting
      var block = laid(columns)
      while columns.count > 1, width(block) > widestLine {
        columns = columns.dropLast()
        block = laid(columns)
      }
      text += (text.isEmpty ? [] : [""]) + merged(block)
      waiting = waiting.dropFirst(columns.count)
    }
    return text
  }

  private func width(_ block: [String]) -> Int { block.map(\.count).max() ?? 0 }

  /// The head and the rows, aligned, for some scenarios.
  private func laid(_ columns: Range<Int>) -> [String] {
    var table = TextTable([.left] + columns.map { _ in .left })
    table.append([""] + columns.map { heads[$0] })
    for case .row(let label, let cells) in lines {
      table.append([label] + columns.map { cells[$0] })
    }
    return table.lines
  }

  /// The titles of sections put where they belong among aligned rows.
  private func merged(_ block: [String]) -> [String] {
    var rows = block[...]
    var text = [rows.removeFirst()]
    for line in lines {
      switch line {
      case .title(let title): text.append(title)
      case .row: text.append(rows.removeFirst())
      }
    }
    return text
  }
}
