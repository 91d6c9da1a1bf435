import CKernels
import Sim
import Testing

/// The functions against values computed with many digits elsewhere.
@Suite struct KernelAccuracyTests {
  typealias Sample = ReferenceValues.Sample

  static let bounds: [(kernel: Int, samples: [Sample], ulps: Double)] = [
    (Int(GRDP_EXP), ReferenceValues.exp, 1),
    (Int(GRDP_LOG), ReferenceValues.log, 1),
    (Int(GRDP_LOG1P), ReferenceValues.log1p, 1),
    (Int(GRDP_TANH), ReferenceValues.tanh, 1),
    (Int(GRDP_SIN), ReferenceValues.sin, 1),
    (Int(GRDP_COS), ReferenceValues.cos, 1),
    (Int(GRDP_ATAN), ReferenceValues.atan, 1),
    (Int(GRDP_NORMAL_QUANTILE), ReferenceValues.normalQuantile, 2),
    (Int(GRDP_NORMAL_CDF), ReferenceValues.normalCDF, 2.5),
  ]

  /// The error of `actual` in units in the last place of the true value.
  static func ulps(_ actual: Double, _ value: Double, _ rest: Double) -> Double {
    ((actual - value) - rest).magnitude / value.ulp
  }

  @Test(arguments: SIMDLevel.supported())
  func withinUnitsInTheLastPlace(level: SIMDLevel) throws {
    let kernels = try #require(Kernels(level))
    for (kernel, samples, bound) in Self.bounds {
      let values = kernels.unary(kernel, KernelInputs.padded(samples.map(\.x)))
      for (sample, value) in zip(samples, values) {
        let error = Self.ulps(value, sample.value, sample.rest)
        #expect(error <= bound, "kernel \(kernel) at \(sample.x): \(value)")
      }
    }
  }

  @Test func powerIsWithinOneUnitInTheLastPlace() throws {
    for sample in ReferenceValues.power {
      let value = ScalarMath.pow(sample.x, sample.y)
      let error = Self.ulps(value, sample.value, sample.rest)
      #expect(error <= 1, "\(sample.x)^\(sample.y): \(value)")
    }
  }

  @Test func normalQuantileHasTheRelativeErrorItStates() {
    for sample in ReferenceValues.normalQuantile {
      let error = (ScalarMath.normalQuantile(sample.x) - sample.value) - sample.rest
      #expect((error / sample.value).magnitude <= 4e-16, "\(sample.x)")
    }
  }

  @Test func normalQuantileUndoesNormalCDF() {
    for z in stride(from: -8.2, through: 3, by: 0.01) {
      let u = ScalarMath.normalCDF(z)
      // A rounding of u moves z by u/φ(z) times as much; u near 1 is the coarse side.
      let density = ScalarMath.exp(-z * z / 2) / 2.5066282746310002
      let bound = 4 * u.ulp / density + 8 * z.ulp
      #expect((ScalarMath.normalQuantile(u) - z).magnitude <= bound, "\(z)")
    }
  }

  @Test func specialValues() {
    #expect(ScalarMath.exp(-.infinity) == 0)
    #expect(ScalarMath.exp(710) == .infinity)
    #expect(ScalarMath.exp(0) == 1)
    #expect(ScalarMath.log(0) == -.infinity)
    #expect(ScalarMath.log(-1).isNaN)
    #expect(ScalarMath.log(1) == 0)
    #expect(ScalarMath.log1p(-1) == -.infinity)
    #expect(ScalarMath.pow(0, 0) == 1)
    #expect(ScalarMath.pow(.nan, 0) == 1)
    #expect(ScalarMath.pow(-8, 1.0 / 3).isNaN)
    #expect(ScalarMath.pow(-2, 3) == -8)
    #expect(ScalarMath.pow(0, -1) == .infinity)
    #expect(ScalarMath.tanh(.infinity) == 1)
    #expect(ScalarMath.minimum(0, -0.0).sign == .minus)
    #expect(ScalarMath.maximum(-0.0, 0).sign == .plus)
    #expect(ScalarMath.minimum(.nan, 1).isNaN && ScalarMath.maximum(1, .nan).isNaN)
    #expect(ScalarMath.normalQuantile(0.5) == 0)
    #expect(ScalarMath.normalQuantile(0) == -.infinity)
    #expect(ScalarMath.normalQuantile(1) == .infinity)
    #expect(ScalarMath.normalQuantile(-0.1).isNaN && ScalarMath.normalQuantile(1.1).isNaN)
    #expect(ScalarMath.normalCDF(-.infinity) == 0 && ScalarMath.normalCDF(.infinity) == 1)
    #expect(ScalarMath.normalCDF(0) == 0.5)
  }
}
