import Sim
import Testing

/// What a run says when a number is not finite or an identity does not hold.
@Suite struct FailureTests {
  @Test(arguments: [1, 2, 5])
  func theFirstBadDrawIsNamed(workers: Int) async throws {
    let kernels = try #require(Kernels.best)
    var model = WalkModel.make()
    // The logarithm of a walk that some draw sends below zero, hidden by a maximum.
    let logarithm = Expression.unary(.log, .read(Reference(.variable(0))))
    model.variables.append(
      Variable(
        "hidden",
        forms: [Form([.first, .projection], rules: [logarithm], ruleOfElement: [0])]))
    model.variables.append(
      Variable(
        "answer",
        forms: [
          Form(
            [.first, .projection],
            rules: [
              .binary(
                .less, .read(Reference(.variable(2))), .number(5))
            ], ruleOfElement: [0])
        ]))
    let output = Output(variable: 3, year: 6)
    let simulation = try WalkModel.simulation(model, outputs: [output])
    let walk = try await WalkModel.simulation(outputs: [Output(variable: 0, year: 6)])
      .columns(draws: 30_000, kernels: kernels)
    let expected = try #require((0..<30_000).first { walk[0, $0] < 0 })
    do {
      _ = try await simulation.columns(draws: 30_000, workers: workers, kernels: kernels)
      Issue.record("a logarithm of a negative number must not pass")
    } catch .notFinite(let problem) {
      #expect(problem.variable == "hidden")
      #expect(problem.year == 6)
      #expect(problem.draw == expected)
      #expect(problem.value.isNaN)
      #expect(problem.inputs == [.init(name: "walk 6", value: walk[0, expected])])
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func aBrokenIdentityNamesItsNumbers() async throws {
    let kernels = try #require(Kernels.best)
    var model = WalkModel.make()
    let walk = Expression.read(Reference(.variable(0)))
    model.identities = [
      Identity("same", claim: .equal(walk, walk), years: 0...6),
      Identity("positive", claim: .holds(.binary(.greater, walk, .number(0.5))), years: 0...3),
    ]
    let simulation = try WalkModel.simulation(model)
    do {
      _ = try await simulation.columns(draws: 9000, workers: 2, kernels: kernels)
      Issue.record("a broken identity must not pass")
    } catch .identityViolated(let identity, _, let year, let draw, let left, _) {
      #expect(identity == "positive")
      let plain = try await WalkModel.simulation().columns(draws: 9000, kernels: kernels)
      let first = try #require(
        (0..<9000).first { draw in (0...3).contains { plain[$0, draw] <= 0.5 } })
      #expect(draw == first)
      #expect(plain[year, draw] <= 0.5)
      #expect(left == 0)
    } catch {
      Issue.record("\(error)")
    }
    let holding = try await WalkModel.simulation(model).columns(draws: 1, kernels: kernels)
    #expect(holding.draws == 1)
  }

  @Test func badLawsAreErrors() {
    var model = WalkModel.make()
    model.parameters[0].priors = [
      .draw(.normal(mean: .number(0), sd: .number(-1)), substream: 0)
    ]
    #expect(throws: SimulationError.self) { try WalkModel.simulation(model) }
    model = WalkModel.make()
    model.shocks.append(
      Shock("other", laws: [.draw(.normal(mean: .number(0), sd: .number(1)), substream: 0)]))
    model.shocks.append(
      Shock("third", laws: [.draw(.normal(mean: .number(0), sd: .number(1)), substream: 0)]))
    model.correlations = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)].map {
      Correlation(.init(.shock($0.0)), .init(.shock($0.1)), rho: $0.2)
    }
    #expect(throws: SimulationError.self) { try WalkModel.simulation(model) }
  }
}
