import Sim
import Testing

@Suite struct BoxSearchTests {
  private func columns(_ count: Int, cases: Int, seed: UInt64) -> [[Double]] {
    (0..<count).map { input in
      let stream = RandomStream(seed: seed, name: "input \(input)")
      return (0..<cases).map { stream.uniform(draw: UInt64($0), period: 0, substream: 0) }
    }
  }

  @Test(arguments: 1...2 as ClosedRange<UInt64>)
  func findsAPlantedBox(seed: UInt64) throws {
    let columns = columns(8, cases: 12_000, seed: seed)
    let noise = RandomStream(seed: seed, name: "noise")
    let isEvent = (0..<12_000).map { number in
      let isInside =
        columns[2][number] < 0.4 && columns[5][number] > 0.3 && columns[5][number] < 0.8
      let u = noise.uniform(draw: UInt64(number), period: 0, substream: 0)
      return isInside ? u < 0.95 : u < 0.02
    }
    let search = BoxSearch(columns, isEvent: isEvent)
    let box = try #require(search.box)
    #expect(box.step.bounds.map(\.input) == [2, 5])
    #expect(search.trajectory.count > 20)
    #expect(search.trajectory.allSatisfy { $0.bounds.count <= 4 })
    let (first, second) = (box.step.bounds[0], box.step.bounds[1])
    #expect(first.low == nil)
    #expect(abs(try #require(first.high) - 0.4) < 0.02)
    #expect(abs(try #require(second.low) - 0.3) < 0.02)
    #expect(abs(try #require(second.high) - 0.8) < 0.02)
    #expect(box.step.density > 0.9 && box.step.coverage > 0.85)
    #expect(box.quasiP.allSatisfy { $0 < 1e-6 })
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func findsNothingInNoise(seed: UInt64) {
    let columns = columns(12, cases: 4000, seed: seed)
    let noise = RandomStream(seed: seed, name: "noise")
    let isEvent = (0..<4000).map {
      noise.uniform(draw: UInt64($0), period: 0, substream: 0) < 0.2
    }
    let search = BoxSearch(columns, isEvent: isEvent)
    #expect(search.box == nil)
    #expect(search.trajectory.count < 60)
  }

  @Test func nothingToFindWhereAllOrNoneHappen() {
    let columns = columns(3, cases: 200, seed: 1)
    for value in [true, false] {
      #expect(BoxSearch(columns, isEvent: Array(repeating: value, count: 200)).box == nil)
    }
  }
}
