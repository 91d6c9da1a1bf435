import Sim
import Testing

/// Events of a target against counting paths one by one.
@Suite struct TargetEventTests {
  @Test func eventsEqualCountingPaths() async throws {
    let kernels = try #require(Kernels.best)
    var model = WalkModel.make()
    let target = TargetEvent(variable: 0, comparator: .atLeast, level: 1.4, years: 3...5)
    let events = model.follow(target, name: "goal")
    #expect(ModelAnalysis(of: model).violations == [])
    let years = Array(1...WalkModel.horizon)
    let followed = [events.holds, events.reached, events.lost, events.everyYear, events.someYear]
    let outputs = ([0] + followed).flatMap { variable in
      years.map { Output(variable: variable, year: $0) }
    }
    let simulation = try WalkModel.simulation(model, outputs: outputs)
    let columns = try await simulation.columns(draws: 2000, kernels: kernels)
    func value(_ position: Int, _ year: Int, _ draw: Int) -> Double {
      columns[position * years.count + year - 1, draw]
    }
    var lostOnce = 0
    for draw in 0..<2000 {
      let held = [false] + years.map { value(0, $0, draw) >= 1.4 }
      for year in years {
        let reached = held[1...year].contains(true)
        let lost = !held[year] && held[0..<year].contains(true)
        #expect(value(1, year, draw) == (held[year] ? 1 : 0))
        #expect(value(2, year, draw) == (reached ? 1 : 0))
        #expect(value(3, year, draw) == (lost ? 1 : 0))
        lostOnce += lost ? 1 : 0
      }
      #expect(value(4, 6, draw) == (held[3] && held[4] && held[5] ? 1 : 0))
      #expect(value(5, 6, draw) == (held[3] || held[4] || held[5] ? 1 : 0))
    }
    #expect(lostOnce > 0)
  }
}
