import Testing

@testable import Sim

/// Functions in doubled precision against values to 40 digits (mpmath).
struct DoubleDoubleFunctionTests {
  /// Whether a number is within 1e-28, relatively, of the sum of two doubles.
  private func agrees(_ found: DoubleDouble, _ high: Double, _ low: Double) -> Bool {
    (found - DoubleDouble(sum: high, low)).value.magnitude <= 1e-28 * high.magnitude
  }

  @Test func knownValues() {
    #expect(agrees(DoubleDouble(0.3).exponential(), 1.3498588075760032, -9.447314673432387e-17))
    #expect(agrees(DoubleDouble(-2.5).exponential(), 0.0820849986238988, -4.8047346661059284e-18))
    #expect(agrees(DoubleDouble(1.0).exponential(), 2.718281828459045, 1.4456468917292502e-16))
    #expect(agrees(DoubleDouble(50.25).exponential(), 6.657293676747253e+21, -138475.8210218274))
    #expect(agrees(DoubleDouble(0.3).logarithm(), -1.2039728043259361, 8.935521583403776e-17))
    #expect(agrees(DoubleDouble(2.5).logarithm(), 0.9162907318741551, -4.141195369011963e-17))
    #expect(
      agrees(DoubleDouble(10000000000.0).logarithm(), 23.025850929940457, -3.94399383981999e-16))
    #expect(
      agrees(DoubleDouble(0.3).sineAndCosine().sine, 0.29552020666133955, 1.8315357276792536e-17))
    #expect(
      agrees(DoubleDouble(0.3).sineAndCosine().cosine, 0.955336489125606, 4.1935600297907467e-17))
    #expect(
      agrees(DoubleDouble(2.5).sineAndCosine().sine, 0.5984721441039565, -5.521403334082375e-17))
    #expect(
      agrees(DoubleDouble(2.5).sineAndCosine().cosine, -0.8011436155469337, -1.8674742705085553e-17)
    )
    #expect(
      agrees(DoubleDouble(-40.0).sineAndCosine().sine, -0.7451131604793488, 4.800921719561452e-17))
    #expect(
      agrees(DoubleDouble(-40.0).sineAndCosine().cosine, -0.6669380616522619, 3.771106789024549e-17)
    )
    #expect(
      agrees(DoubleDouble(1000.0).sineAndCosine().sine, 0.8268795405320025, 3.867581909641312e-17))
    #expect(
      agrees(
        DoubleDouble(1000.0).sineAndCosine().cosine, 0.5623790762907029, 5.1611423543848204e-17))
    #expect(agrees(DoubleDouble(0.3).arctangent(), 0.2914567944778671, -1.6448555435075034e-17))
    #expect(agrees(DoubleDouble(-2.5).arctangent(), -1.1902899496825317, -7.683333629842069e-17))
    #expect(
      agrees(DoubleDouble(1000000.0).arctangent(), 1.5707953267948966, -2.0700964655603606e-17))
    #expect(
      agrees(DoubleDouble(0.75).hyperbolicTangent(), 0.6351489523872873, 1.7012977006564836e-17))
    #expect(
      agrees(DoubleDouble(2.5).power(DoubleDouble(-0.3)), 0.7596577929323739, -1.62489314121321e-17)
    )
    #expect(agrees(DoubleDouble(-1.5).power(DoubleDouble(3.0)), -3.375, 0.0))
  }

  @Test func inversesUndoEachOther() {
    for x in [0.001, 0.7, 1, 3.5, 40, 600] {
      let there = DoubleDouble(x).exponential().logarithm()
      #expect((there - DoubleDouble(x)).value.magnitude < 1e-28 * max(1, x))
    }
  }

  @Test func infinitiesPass() {
    #expect(DoubleDouble(800).exponential().value == .infinity)
    #expect(DoubleDouble(-800).exponential().value == 0)
  }
}
