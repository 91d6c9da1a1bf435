public import Scenarios
internal import Sim

/// What a model tells the outside: the variables of `forecast.csv` and of the printed page.
public struct ReportedVariables: Sendable {
  /// The variables that `forecast.csv` holds, by position in the model.
  public let all: [Int]
  /// The variables a page shows.
  public let leading: [Int]
  /// The series whose observations `forecast.csv` holds, by position in the model.
  public let series: [Int]
  /// Whether no variable carries `report`, so that all of them are written whole.
  private let namesAll: Bool
  private let model: ModelDocument

  /// Finds out what a model reports: what carries `report`, or everything where nothing does; and
  /// on the page its headline, or the first two variables that are not over a set.
  public init(of model: ModelDocument) {
    self.model = model
    let named = model.declaredVariables.filter { model.variables[$0].reportNames != nil }
    let variables = named.isEmpty ? Array(model.declaredVariables) : named
    let plain = variables.filter { variable in
      model.model.variables[variable].over.allSatisfy {
        model.sets[$0].name == LoadedScenario.definitionSet
      }
    }
    leading =
      model.headline.isEmpty
      ? Array((plain.isEmpty ? variables : plain).prefix(2)) : model.headline
    namesAll = named.isEmpty
    all = variables + leading.filter { !variables.contains($0) }
    series = model.series.indices.filter { model.series[$0].reportNames != nil }
  }

  /// The name of an element of a variable in `forecast.csv`; its own name where it has no other.
  public func name(_ variable: Int, element: Int) -> String {
    let entry = model.variables[variable]
    if let names = entry.reportNames { return names[element] }
    let over = model.model.variables[variable].over
    return ([entry.name] + model.model.elementNames(element, over: over)).joined(separator: "|")
  }

  /// The elements of a variable that a scenario reports: those of its own definition, and those of
  /// other sets where details are wanted or the page shows them.
  public func elements(
    of variable: Int, in scenario: LoadedScenario, details: Bool
  ) -> [Int] {
    scenario.elements(of: variable, details: details || namesAll || leading.contains(variable))
  }
}
