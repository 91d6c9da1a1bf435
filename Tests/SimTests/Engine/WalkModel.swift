import Sim

/// A small model with a parameter, a shock, a lever and a known answer: a random walk with drift.
///
/// walk(0) = 1, walk(t) = walk(t − 1) + drift + lever + shock; `floor` is 0 for most draws, so that
/// very many draws share one value.
enum WalkModel {
  static let horizon = 6

  static func make(extraParameter: Bool = false) -> Model {
    var model = Model(
      timeline: Timeline(first: 0, last: 0, policyStart: 2, horizon: horizon),
      inputs: [Input("push", isLever: true, defaultValue: 0)])
    if extraParameter {
      model.parameters.append(
        Parameter(
          "unused", priors: [.draw(.uniform(low: .number(0), high: .number(1)), substream: 0)]))
    }
    let drift = model.parameters.count
    model.parameters.append(
      Parameter(
        "drift",
        priors: [.draw(.normal(mean: .number(0.1), sd: .number(0.02)), substream: 0)]))
    model.shocks = [
      Shock("noise", laws: [.draw(.normal(mean: .number(0), sd: .number(0.3)), substream: 0)])
    ]
    let previous = Expression.read(Reference(.variable(0), time: .lag(1), site: 1))
    let step = Expression.binary(
      .add, .binary(.add, .read(Reference(.parameter(drift))), .read(Reference(.input(0)))),
      .read(Reference(.shock(0))))
    model.variables = [
      Variable(
        "walk",
        forms: [
          Form(.first, rules: [.number(1)], ruleOfElement: [0]),
          Form(.projection, rules: [.binary(.add, previous, step)], ruleOfElement: [0]),
        ]),
      Variable(
        "floor",
        forms: [
          Form(
            [.first, .projection],
            rules: [
              .binary(
                .maximum, .number(0),
                .binary(.subtract, .read(Reference(.variable(0))), .number(1.9)))
            ], ruleOfElement: [0])
        ], isReporting: true),
    ]
    return model
  }

  static func simulation(
    _ model: Model = make(), outputs: [Output] = allOutputs, seed: UInt64 = 3, push: Double = 0
  ) throws -> Simulation {
    let scenario = Scenario(
      id: "push", inputs: [Array(repeating: push, count: model.timeline.count)])
    return try Simulation(
      model, analysis: ModelAnalysis(of: model), scenarios: [scenario], outputs: outputs,
      draws: .streams(parameters: seed, shocks: seed))
  }

  static let allOutputs = [0, 1].flatMap { variable in
    (0...horizon).map { Output(variable: variable, year: $0) }
  }
}
