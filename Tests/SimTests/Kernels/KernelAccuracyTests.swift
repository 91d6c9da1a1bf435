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

  /// Our exp, log and power beside SLEEF's, which is within one unit in the last place too.
  @Test func oursAndSleefsAreWithinTwoUnits() {
    func agree(_ a: Double, _ b: Double) -> Bool {
      if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
      // SLEEF's power overflows a little too early.
      if a.isFinite && a.magnitude > 0x1.fffffffp1023 { return b.magnitude > 0x1.fffffffp1023 }
      return a == b ? a.sign == b.sign : (a - b).magnitude <= 2 * max(a.ulp, b.ulp)
    }
    let inputs =
      KernelInputs.special + KernelInputs.random(20_000, name: "sleef")
      + KernelInputs.probabilities(10_000)
    for x in inputs {
      #expect(agree(ScalarMath.exp(x), grdp_sleef_exp(x)), "exp(\(x))")
      #expect(agree(ScalarMath.log(x), grdp_sleef_log(x)), "log(\(x))")
    }
    for x in KernelInputs.special {
      for y in KernelInputs.special {
        #expect(agree(ScalarMath.pow(x, y), grdp_sleef_pow(x, y)), "\(x)^\(y)")
      }
    }
    for (x, y) in zip(inputs, KernelInputs.random(inputs.count, name: "exponents")) {
      #expect(agree(ScalarMath.pow(x, y), grdp_sleef_pow(x, y)), "\(x)^\(y)")
    }
    // Small y log x, where an ordinary logarithm serves.
    for (x, y) in zip(KernelInputs.probabilities(20_000), KernelInputs.random(20_000, name: "y")) {
      let small = y.magnitude < 2000 ? y / 1e4 : 0.01
      #expect(agree(ScalarMath.pow(x, small), grdp_sleef_pow(x, small)), "\(x)^\(small)")
    }
  }

  @Test func exactPowersAreExact() {
    for base in 1...40 {
      var product = 1.0
      for exponent in 0...12 where product < 0x1p53 {
        for sign in [1.0, -1.0] {
          let value = ScalarMath.pow(sign * Double(base), Double(exponent))
          #expect(value == (exponent % 2 == 0 ? product : sign * product), "\(base)^\(exponent)")
        }
        #expect(ScalarMath.pow(product, 1) == product)
        #expect(ScalarMath.pow(product * product, 0.5) == product || product > 0x1p26)
        product *= Double(base)
      }
    }
    for exponent in -1074...1023 {
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      #expect(ScalarMath.pow(2, Double(exponent)) == power)
      #expect(ScalarMath.pow(power, 1) == power)
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
