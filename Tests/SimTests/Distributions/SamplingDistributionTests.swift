import Sim
import Testing

/// Tail probabilities and quantiles against 40-digit evaluations of the incomplete beta and gamma
/// functions.
struct SamplingDistributionTests {
  private func agree(_ value: Double, _ known: Double) -> Bool {
    (value / known - 1).magnitude < 1e-12
  }

  @Test func student() {
    for (df, x, p) in [
      (3.0, 2.5, 0.087706647008065547), (34.0, -1.12, 0.27056333226784568),
      (9.0, 40.0, 1.8982998449339826e-11), (0.5, 3, 0.36730815598594345),
    ] {
      #expect(agree(StudentT(degreesOfFreedom: df).twoSided(x), p))
      let law = StudentT(degreesOfFreedom: df)
      #expect(agree(law.cdf(-x.magnitude), p / 2))
    }
    for (df, p, x) in [
      (3.0, 0.025, 3.1824463052837095), (62.0, 0.025, 1.9989715170333789),
      (1.0, 0.005, 63.65674116287158),
    ] {
      #expect(agree(StudentT(degreesOfFreedom: df).upperQuantile(p), x))
      #expect(agree(StudentT(degreesOfFreedom: df).quantile(p), -x))
    }
    #expect(StudentT(degreesOfFreedom: 0).twoSided(1).isNaN)
  }

  @Test func fisher() {
    for (a, b, x, p) in [
      (2.0, 7.0, 2.2727, 0.17354483627520552), (10.0, 71.0, 2162.4, 5.1467865432373456e-84),
      (1.0, 34.0, 5_436_385.5, 4.6540414462222175e-90),
    ] {
      #expect(agree(FisherF(numerator: a, denominator: b).upperTail(x), p))
    }
  }

  @Test func chiSquared() {
    for (df, x, p) in [
      (2.0, 0.684, 0.71034820470917723), (6.0, 2.5, 0.86846766548245124),
      (1.0, 60.0, 9.4857375710738484e-15),
    ] {
      #expect(agree(ChiSquared(degreesOfFreedom: df).upperTail(x), p))
    }
    #expect(agree(ChiSquared(degreesOfFreedom: 2).upperQuantile(0.05), 5.9914645471079819))
    #expect(agree(ChiSquared(degreesOfFreedom: 6).upperQuantile(0.01), 16.811893829770931))
  }

  @Test func logGamma() {
    #expect(agree(ScalarMath.logGamma(3.5), 1.2009736023470742))
    #expect(agree(ScalarMath.logGamma(100), 359.1342053695754))
    #expect(ScalarMath.logGamma(-1).isNaN)
  }
}
