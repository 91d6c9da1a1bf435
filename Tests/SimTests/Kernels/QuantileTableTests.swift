import CKernels
import CQuantiles
import Sim
import Testing

@Suite struct QuantileTableTests {
  typealias Law = QuantileTable.Law

  static let laws: [Law] = [
    .beta(a: 4, b: 2), .beta(a: 3, b: 3), .beta(a: 1, b: 1), .beta(a: 0.5, b: 0.5),
    .beta(a: 2, b: 8), .beta(a: 40, b: 60), .beta(a: 400, b: 1600), .beta(a: 1.2, b: 30),
    .beta(a: 30, b: 1.2), .beta(a: 0.3, b: 5), .beta(a: 5, b: 0.3), .beta(a: 0.5, b: 2),
    .beta(a: 3, b: 0.5), .beta(a: 20_000, b: 50_000),
    .beta(a: 0.15, b: 0.15), .gamma(shape: 1), .gamma(shape: 0.4), .gamma(shape: 2.5),
    .gamma(shape: 60), .gamma(shape: 10_000),
  ]

  /// Roots of mpmath's regularised incomplete functions, to 60 digits.
  static let knownValues: [(Law, z: Double, value: Double)] = [
    (.beta(a: 4, b: 2), -7.5, 0.000282657210167439612510136656307),
    (.beta(a: 4, b: 2), -1.0, 0.475749373995941387474361911972),
    (.beta(a: 4, b: 2), 0.3, 0.742934543026262900499692637644),
    (.beta(a: 4, b: 2), 5.25, 0.99991278596913548242559834251),
    (.beta(a: 3, b: 3), -3.1, 0.047019802955678611177846999106),
    (.beta(a: 0.5, b: 0.5), -2.2, 0.000476887247355023716065844635517),
    (.beta(a: 2, b: 8), 6.5, 0.961711027390808615003810462531),
    (.beta(a: 40, b: 60), -4.4, 0.205545763273509577434790230521),
    (.beta(a: 0.3, b: 5), -6.0, 1.43101581965422454834920591038e-31),
    (.gamma(shape: 2.5), -6.25, 0.000215551213322763431905667471734),
    (.gamma(shape: 2.5), 1.1, 4.198550176224726027495756305),
    (.gamma(shape: 0.4), -3.0, 0.0000000496460104208427860911411239418),
    (.gamma(shape: 60), 7.75, 140.983862458609381193442974922),
    (.gamma(shape: 1), 2.0, 3.78318433368203194883554748015),
  ]

  static func exact(_ law: Law, atNormal z: Double) -> Double {
    let p = ScalarMath.normalCDF(-z.magnitude)
    switch law {
    case .beta(let a, let b): return grdp_beta_quantile(a, b, p, z > 0, nil)
    case .gamma(let shape): return grdp_gamma_quantile(shape, p, z > 0)
    }
  }

  @Test(arguments: laws)
  func agreesWithBoostBetweenItsPoints(law: Law) throws {
    let table = try QuantileTable(law)
    #expect(table.relativeError <= QuantileTable.tolerance)
    for z in stride(from: -8.5, to: 8.5, by: 0.0031) {
      let exact = Self.exact(law, atNormal: z)
      let error = (table.value(atNormal: z) / exact - 1).magnitude
      #expect(error <= 1.2 * QuantileTable.tolerance, "\(z): \(error)")
    }
  }

  @Test func knownQuantiles() throws {
    for (law, z, value) in Self.knownValues {
      let error = try (QuantileTable(law).value(atNormal: z) / value - 1).magnitude
      #expect(error <= QuantileTable.tolerance, "\(law) at \(z): \(error)")
    }
  }

  @Test(arguments: SIMDLevel.supported())
  func kernelsGiveTheSameBits(level: SIMDLevel) throws {
    let kernels = try #require(Kernels(level))
    let z = KernelInputs.padded(
      Array(stride(from: -9, through: 9, by: 0.01)) + KernelInputs.special
        + KernelInputs.probabilities(2000).map(ScalarMath.normalQuantile))
    var out = z
    for law in Self.laws {
      let table = try QuantileTable(law)
      unsafe kernels.table.pointee.table_quantile(&out, z, table.table, z.count)
      let first = firstDifference(out, z.map { table.value(atNormal: $0) })
      #expect(first == nil, "\(law) at \(first.map { z[$0] } ?? 0)")
    }
  }

  @Test(arguments: laws)
  func staysInItsRangeAndRises(law: Law) throws {
    let table = try QuantileTable(law)
    var before = -1.0
    for z in stride(from: -10.0, through: 10, by: 0.0107) {
      let value = table.value(atNormal: z)
      #expect(value >= before * (1 - 1e-13), "\(z)")
      if case .beta = law { #expect(value >= 0 && value <= 1, "\(z)") }
      before = value
    }
    #expect(table.value(atNormal: .nan).isNaN)
    #expect(table.value(atNormal: -.infinity) == table.value(atNormal: -8.5))
    #expect(table.value(atNormal: .infinity) == table.value(atNormal: 9))
  }

  @Test func meanAndVarianceOfTheLaws() throws {
    let count = 20_000
    for law in Self.laws {
      let table = try QuantileTable(law)
      let values = (0..<count).map {
        table.value(atNormal: ScalarMath.normalQuantile((Double($0) + 0.5) / Double(count)))
      }
      let mean = values.reduce(0, +) / Double(count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
      let (expectedMean, expectedVariance) =
        switch law {
        case .beta(let a, let b): (a / (a + b), a * b / ((a + b) * (a + b) * (a + b + 1)))
        case .gamma(let shape): (shape, shape)
        }
      // Evenly spaced probabilities: what is left is the rule's error in the tails.
      #expect((mean / expectedMean - 1).magnitude < 2e-4, "\(law)")
      #expect((variance / expectedVariance - 1).magnitude < 3e-3, "\(law)")
    }
  }

  @Test(arguments: [
    Law.beta(a: 0, b: 1), .beta(a: 1, b: -1), .beta(a: .nan, b: 1), .gamma(shape: .infinity),
  ])
  func impossibleShapes(law: Law) {
    let error = #expect(throws: QuantileTable.Failure.self) { try QuantileTable(law) }
    guard case .impossibleShape = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func anAccuracyOutOfReachIsReported() {
    // Quantiles of u^(1/.001) need cells narrower than the narrowest.
    let law = Law.beta(a: 0.001, b: 0.001)
    let error = #expect(throws: QuantileTable.Failure.self) { try QuantileTable(law) }
    guard case .inaccurate(law, let z, let reached) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(z >= -8.5 && z <= 8.5)
    #expect(reached > QuantileTable.tolerance)
  }

  @Test func distributionFunctionsUndoQuantiles() {
    for p in [1e-12, 0.001, 0.2, 0.5] {
      for upper in [false, true] {
        let x = grdp_beta_quantile(2.5, 4, p, upper, nil)
        // 1 − x keeps fewer digits where x is near 1.
        #expect((grdp_beta_cdf(2.5, 4, x, upper) / p - 1).magnitude < 1e-12)
        let y = grdp_gamma_quantile(2.5, p, upper)
        #expect((grdp_gamma_cdf(2.5, y, upper) / p - 1).magnitude < 1e-13)
      }
    }
    let impossible = [
      grdp_beta_quantile(-1, 2, 0.5, false, nil), grdp_beta_quantile(1, 2, 1.5, false, nil),
    ]
    #expect(impossible.allSatisfy { $0.isNaN })
    #expect(grdp_gamma_quantile(0, 0.5, false).isNaN)
    #expect(grdp_gamma_cdf(1, -1, false).isNaN)
    #expect(grdp_beta_density(2, 2, .nan).isNaN)
  }
}
