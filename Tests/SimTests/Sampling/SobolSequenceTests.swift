import Sim
import Testing

@Suite struct SobolSequenceTests {
  /// The first points of the first four dimensions, as Joe and Kuo print them.
  @Test func unscrambledPointsAreTheKnownOnes() {
    let sequence = SobolSequence(dimensions: 4, seed: nil)
    let expected: [[Double]] = [
      [0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5], [0.25, 0.75, 0.75, 0.75], [0.75, 0.25, 0.25, 0.25],
    ]
    for (index, point) in expected.enumerated() {
      for dimension in 0..<4 {
        #expect(abs(sequence.coordinate(dimension, of: index) - point[dimension]) < 1e-9)
      }
    }
  }

  /// Of 2^m points each of 2^m equal cells of every axis holds exactly one, scrambled or not.
  @Test(arguments: [nil, 1, 99] as [UInt64?])
  func everyAxisIsFilledEvenly(seed: UInt64?) {
    let sequence = SobolSequence(dimensions: 300, seed: seed)
    for dimension in [0, 1, 2, 17, 299] {
      let cells = Set((0..<1024).map { Int(sequence.coordinate(dimension, of: $0) * 1024) })
      #expect(cells.count == 1024)
    }
  }

  /// The mean of a product of 12 factors with mean 1 is nearer to 1 than plain sampling would be.
  @Test func scrambledPointsIntegrateWell() {
    var errors: [Double] = []
    for seed in 0..<20 as Range<UInt64> {
      let sequence = SobolSequence(dimensions: 12, seed: seed)
      var sum = 0.0
      for index in 0..<4096 {
        sum += (0..<12).reduce(1.0) { product, dimension in
          product * (1 + 0.5 * (sequence.coordinate(dimension, of: index) - 0.5))
        }
      }
      errors.append(sum / 4096 - 1)
    }
    let error = (errors.reduce(0) { $0 + $1 * $1 } / 20).squareRoot()
    // The standard deviation of one term is 0.53; plain sampling would have an error of 0.008.
    #expect(error < 5e-4)
    #expect(abs(errors.reduce(0, +) / 20) < 3e-4)
  }
}
