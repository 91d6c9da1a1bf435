public import Scenarios
import Sim

/// The page `grdp show` prints: what a model, region or scenario holds.
public struct ShowPage {
  let language: Language
  let numbers: NumberText
  private let file: ShownFile
  /// Whether every value is listed, and not only what the file is about.
  let isResolved: Bool
  /// Whether each value comes with the file and line that set it.
  let hasOrigins: Bool

  /// Prepares a page.
  public init(_ file: ShownFile, isResolved: Bool, hasOrigins: Bool, in language: Language) {
    self.file = file
    self.isResolved = isResolved
    self.hasOrigins = hasOrigins
    self.language = language
    numbers = NumberText(language)
  }

  /// The page's lines.
  public var lines: [String] {
    switch file {
    case .model(let model): lines(of: model)
    case .region(let region, let model, let targets): lines(of: region, model, targets)
    case .scenario(let scenario): lines(of: scenario)
    }
  }

  // MARK: Pieces

  func word(_ text: ShowPageText) -> String { text.text(in: language) }

  /// A title, and facts beside their heads.
  func heading(_ title: LocalizedText, _ id: String, _ facts: [(ShowPageText, String)]) -> [String]
  {
    var table = TextTable([.left, .left])
    for (head, fact) in facts { table.append([word(head), fact]) }
    return ["\(title.text(in: language)) (\(id))"] + table.lines.map { "  " + $0 }
  }

  /// A row of a section, and where what it says was set.
  typealias Row = (cells: [String], origin: String)

  /// A section: its title and a table, whose last cells are places if they are asked for.
  func section(
    _ title: String, _ alignments: [TextTable.Alignment], head: [ShowPageText] = [],
    _ rows: [Row]
  ) -> [String] {
    guard !rows.isEmpty else { return [] }
    var table = TextTable(alignments + (hasOrigins ? [.left] : []))
    if !head.isEmpty {
      table.append(head.map { word($0) } + (hasOrigins ? [word(.setBy)] : []))
    }
    for row in rows { table.append(row.cells + (hasOrigins ? [row.origin] : [])) }
    return ["", title] + table.lines.map { "  " + $0 }
  }

  /// The file and the line, without the column.
  func place(_ location: SourceLocation) -> String {
    location.line > 0 ? "\(location.file):\(location.line)" : location.file
  }

  func range(_ range: ClosedRange<Double>?) -> String {
    guard let range, range.lowerBound > -.infinity || range.upperBound < .infinity else {
      return ""
    }
    return "\(numbers.exact(range.lowerBound)) … \(numbers.exact(range.upperBound))"
  }

  func years(_ timeline: Timeline) -> String {
    word(
      .yearsOfRun(
        first: "\(timeline.first)", last: "\(timeline.last)",
        policyStart: "\(timeline.policyStart)",
        horizon: "\(timeline.horizon)"))
  }

  func years(_ range: ClosedRange<Int>) -> String {
    range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
  }

  /// Words wrapped to the width of a screen.
  func wrapped(_ words: [String], indent: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in words {
      if !line.isEmpty, indent.count + line.count + 2 + word.count > 98 {
        lines.append(indent + line + ",")
        line = word
      } else {
        line += (line.isEmpty ? "" : ", ") + word
      }
    }
    return line.isEmpty ? lines : lines + [indent + line]
  }

  // MARK: Laws

  /// The laws of parameters or shocks, one row for elements that share one.
  func rows(
    _ entries: [Entry], _ laws: [[LawEntry]], over: [[Int]], _ model: Model,
    where isMeant: (Int, Int) -> Bool = { _, _ in true }
  ) -> [Row] {
    entries.indices.flatMap { index -> [Row] in
      let elements = laws[index].indices.filter { isMeant(index, $0) }
      let isShared =
        elements.count == laws[index].count
        && Set(elements.map { laws[index][$0].location }).count == 1
      return (isShared ? Array(elements.prefix(1)) : elements).map { element in
        let name =
          isShared
          ? entries[index].name
          : model.elementLabel(entries[index].name, element, over: over[index])
        let law = laws[index][element]
        return ([name, law.text, entries[index].unit], place(law.location))
      }
    }
  }

  func laws(_ title: ShowPageText, _ rows: [Row]) -> [String] {
    section(word(title), [.left, .left, .left], head: [.name, .law, .unit], rows)
  }

  func correlations(_ document: ModelDocument) -> [String] {
    let model = document.model
    return section(
      word(.correlations), [.left, .left, .right], head: [.name, .name, .rho],
      zip(model.correlations, document.correlationOrigins).map { each, origin in
        (
          [model.label(of: each.first), model.label(of: each.second), numbers.exact(each.rho)],
          place(origin)
        )
      })
  }
}

extension Model {
  /// A parameter or shock with its element.
  func label(of variate: Correlation.Variate) -> String {
    switch variate.target {
    case .parameter(let index):
      elementLabel(parameters[index].name, variate.element, over: parameters[index].over)
    case .shock(let index):
      elementLabel(shocks[index].name, variate.element, over: shocks[index].over)
    case .constant, .series, .input, .inputDefault, .variable: ""
    }
  }
}
