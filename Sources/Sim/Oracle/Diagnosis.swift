extension Simulation {
  /// Finds out, with the oracle, what went wrong in a draw, or in a lane of a design.
  func diagnose(draw: Int, lane: LaneDesign.Lane? = nil) -> SimulationError {
    do {
      for scenario in scenarios {
        var oracle = try Oracle(
          model, scenario, draws: draws, posterior: posterior, draw: draw, lane: lane)
        if let problem = try firstNonFinite(&oracle, scenario: scenario, draw: draw) {
          return problem
        }
        if let problem = try firstViolation(&oracle, draw: draw) { return problem }
      }
      return .notComputed(variable: "the failure of draw \(draw)", year: model.timeline.first)
    } catch {
      return error
    }
  }

  private func firstNonFinite(
    _ oracle: inout Oracle, scenario: Scenario, draw: Int
  ) throws(SimulationError) -> SimulationError? {
    let order = ModelAnalysis(of: model).order
    let needed = model.variablesNeeded(by: outputs, identities: model.identities)
    let reporting = model.variables.indices.filter { model.variables[$0].isReporting }
    for variables in [nil, reporting] {
      for (index, year) in model.timeline.years.enumerated() {
        for variable in variables ?? order[index] where needed.contains(variable) {
          let over = model.variables[variable].over
          for element in 0..<model.elementCount(over: over) {
            guard let value = try oracle.value(variable: variable, element: element, year: year),
              !value.isFinite
            else { continue }
            return .notFinite(
              .init(
                variable: model.elementLabel(
                  model.variables[variable].name, element, over: over),
                year: year, draw: draw, scenario: scenario.id, value: value,
                inputs: try oracle.inputs(variable: variable, element: element, year: year)))
          }
        }
      }
    }
    return nil
  }

  private func firstViolation(
    _ oracle: inout Oracle, draw: Int
  ) throws(SimulationError) -> SimulationError? {
    for year in model.timeline.years {
      for identity in model.identities where identity.years.contains(year) {
        for element in 0..<model.elementCount(over: identity.over) {
          let (left, right, holds) = try sides(
            identity, element: element, year: year, oracle: &oracle)
          if holds { continue }
          return .identityViolated(
            identity: identity.name,
            element: model.elementNames(element, over: identity.over), year: year, draw: draw,
            left: left, right: right)
        }
      }
    }
    return nil
  }

  private func sides(
    _ identity: Identity, element: Int, year: Int, oracle: inout Oracle
  ) throws(SimulationError) -> (left: Double, right: Double, holds: Bool) {
    switch identity.claim {
    case .equal(let left, let right):
      let left = try oracle.value(of: left, element: element, over: identity.over, year: year)
      let right = try oracle.value(of: right, element: element, over: identity.over, year: year)
      return (left, right, abs(left - right) <= Identity.tolerance * (1 + abs(right)))
    case .holds(let condition):
      let value = try oracle.value(
        of: condition, element: element, over: identity.over, year: year)
      return (value, 1, value != 0)
    }
  }
}
