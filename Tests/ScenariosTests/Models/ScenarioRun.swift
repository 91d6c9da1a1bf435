import Scenarios
import Sim
import Testing

/// Scenarios of one model run on the same draws, with every value that was asked for.
struct ScenarioRun {
  /// The scenarios, in the order of the run.
  let scenarios: [LoadedScenario]
  /// The outputs that are defined.
  let outputs: [Output]
  /// Their values.
  let columns: Columns
  /// The number of draws.
  var draws: Int { columns.draws }
  private let position: [Output: Int]

  /// Compiles and runs; identities and finiteness are checked on every draw.
  ///
  /// - Parameter outputs: nil for every element and year of every variable.
  init(
    _ scenarios: [LoadedScenario], outputs: [Output]? = nil, draws: DrawSource, count: Int,
    workers: Int = 2
  ) async throws {
    let document = try #require(scenarios.first).model
    let kernels = try #require(Kernels.best)
    let simulation = try Simulation(
      document.model, analysis: ModelAnalysis(of: document.model),
      scenarios: scenarios.map(\.scenario),
      outputs: outputs ?? document.everyOutput(scenarios: scenarios.count), draws: draws)
    self.scenarios = scenarios
    self.outputs = simulation.outputs
    columns = try await simulation.columns(draws: count, workers: workers, kernels: kernels)
    position = Dictionary(
      simulation.outputs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The value of an output in a draw; nil where it is undefined or was not asked for.
  func value(_ output: Output, draw: Int = 0) -> Double? {
    position[output].map { columns[$0, draw] }
  }

  /// A variable by name, `output[ICTM]`, in a year.
  func value(_ name: String, _ year: Int, scenario: Int = 0, draw: Int = 0) throws -> Double {
    let output = try scenarios[0].model.output(name, year: year, scenario: scenario)
    return try #require(value(output, draw: draw), "\(name) in \(year)")
  }

  /// The median of a variable over the draws.
  func median(_ name: String, _ year: Int, scenario: Int = 0) throws -> Double {
    let output = try scenarios[0].model.output(name, year: year, scenario: scenario)
    let column = try #require(position[output])
    let values = (0..<draws).map { columns[column, $0] }.sorted()
    return (values[(draws - 1) / 2] + values[draws / 2]) / 2
  }
}

extension ModelDocument {
  /// Every element and year of every variable.
  func everyOutput(scenarios: Int = 1) -> [Output] {
    (0..<scenarios).flatMap { scenario in
      model.variables.indices.flatMap { variable in
        (0..<model.elementCount(over: model.variables[variable].over)).flatMap { element in
          model.timeline.years.map { year in
            Output(scenario: scenario, variable: variable, element: element, year: year)
          }
        }
      }
    }
  }

  /// A variable by name, with its element where it has one: `output[ICTM]`.
  func output(_ name: String, year: Int, scenario: Int = 0) throws -> Output {
    let variable = try #require(
      model.variables.firstIndex { $0.name == name.prefix { $0 != "[" } }, "\(name)")
    let declared = model.variables[variable]
    let element = try #require(
      (0..<model.elementCount(over: declared.over)).first {
        model.elementLabel(declared.name, $0, over: declared.over) == name
      }, "\(name)")
    return Output(scenario: scenario, variable: variable, element: element, year: year)
  }

  /// A variable with its element, as ``output(_:year:scenario:)`` takes it.
  func label(of output: Output) -> String {
    let declared = model.variables[output.variable]
    return model.elementLabel(declared.name, output.element, over: declared.over)
  }
}
