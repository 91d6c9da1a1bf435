import Sim

/// Numbers that look random and that every language makes alike: multiples of the root of a prime,
/// without their whole part.
///
/// H. Weyl, Über die Gleichverteilung von Zahlen mod. Eins, Math. Ann. 77 (1916): such a sequence fills
/// (0, 1) evenly, and those of different primes are not correlated.
enum BenchmarkData {
  private static let primes = [
    2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73,
  ]

  /// Number `index`, from 1, of sequence `number`, of mean 0 and variance 1.
  static func value(_ index: Int, of number: Int) -> Double {
    let multiple = Double(index) * Double(primes[number]).squareRoot()
    return 12.0.squareRoot() * (multiple - multiple.rounded(.down) - 0.5)
  }

  /// A regression with an intercept: coefficient k is k, counted from 1, and errors have variance 1.
  static func regression(rows: Int, coefficients: Int) -> (response: [Double], design: Design) {
    let columns = (1..<coefficients).map { number in
      (1...rows).map { value($0, of: number - 1) }
    }
    let response = (1...rows).map { row in
      columns.indices.reduce(1 + value(row, of: coefficients - 1)) {
        $0 + Double($1 + 2) * columns[$1][row - 1]
      }
    }
    let design = Design(columns: columns.enumerated().map { ("x\($0.offset + 1)", $0.element) })
    return (response, design)
  }

  /// Years 0 to 14.
  static let times = (0..<15).map(Double.init)

  /// A share that grows to 0.9, observed in ``times`` with errors of standard deviation 0.02.
  static func growth(series: Int) -> [Double] {
    times.enumerated().map { place, time in
      0.9 / (1 + ScalarMath.exp(-0.45 * (time - 7)))
        + 0.02 * value(series * times.count + place + 1, of: 0)
    }
  }
}
