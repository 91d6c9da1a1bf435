public import Scenarios
public import Sim

/// Every draw's path, one row per scenario, draw and year, one column per symbol.
public struct PathFile {
  private let columns: [PathColumn]
  private var file: CSVText

  /// Starts a file for a model: its `path_columns`, or every variable with a symbol of its own.
  public init(_ model: ModelDocument) {
    columns = model.pathColumns
    file = CSVText(header: ["scenario", "definition", "draw", "year"] + columns.map(\.symbol))
  }

  /// The file's text.
  public var csv: String { file.text }

  /// What has to be computed for a scenario of the model.
  public func outputs(_ scenario: LoadedScenario) -> [Output] {
    columns.flatMap { column in
      scenario.model.model.timeline.years.map { year in
        Output(
          variable: column.variable, element: scenario.element(of: column), year: year)
      }
    }
  }

  /// Adds a scenario's rows; `outputs` are those that are defined, beside `values`.
  public mutating func append(
    _ scenario: LoadedScenario, _ outputs: [Output], _ values: Columns, draws: [String]
  ) {
    let position = Dictionary(
      outputs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let definition = scenario.document.definition ?? ""
    for (draw, name) in draws.enumerated() {
      for year in scenario.model.model.timeline.years {
        let cells = columns.map { column in
          let output = Output(
            variable: column.variable, element: scenario.element(of: column), year: year)
          return position[output].map { CSVText.number(values[$0, draw]) } ?? ""
        }
        file.append([scenario.document.id, definition, name, String(year)] + cells)
      }
    }
  }
}
