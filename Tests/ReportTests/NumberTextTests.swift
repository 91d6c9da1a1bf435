import Report
import Testing

struct NumberTextTests {
  private let vietnamese = NumberText(.vi)
  private let english = NumberText(.en)

  @Test(arguments: [
    (1_234_567.891, 2, "1.234.567,89", "1,234,567.89"), (0.5, 0, "1", "1"),
    (-0.04, 1, "0,0", "0.0"),
    (-0.06, 1, "-0,1", "-0.1"), (999.96, 1, "1.000,0", "1,000.0"), (12, 3, "12,000", "12.000"),
    (-1234, 0, "-1.234", "-1,234"), (0, 2, "0,00", "0.00"), (100, 0, "100", "100"),
  ])
  func fixedDecimals(value: Double, decimals: Int, vi: String, en: String) {
    #expect(vietnamese.fixed(value, decimals: decimals) == vi)
    #expect(english.fixed(value, decimals: decimals) == en)
  }

  @Test func whatIsNoNumberIsADash() {
    for value in [Double.nan, .infinity, -.infinity] {
      #expect(vietnamese.fixed(value, decimals: 1) == "–")
    }
  }

  @Test func hugeNumbersKeepTheirShortForm() {
    #expect(english.fixed(1e300, decimals: 2) == "1e+300")
  }

  @Test func wholeNumbersAreGrouped() {
    #expect(vietnamese.whole(200_000) == "200.000")
    #expect(english.whole(200_000) == "200,000")
    #expect(english.whole(1000) == "1,000")
    #expect(english.whole(7) == "7")
  }

  @Test(arguments: [(0, 3), (9.99, 3), (10, 2), (99.9, 2), (100, 1), (1000, 0), (1e12, 0)])
  func aboutFourSignificantDigits(magnitude: Double, decimals: Int) {
    #expect(NumberText.decimals(for: magnitude) == decimals)
  }

  @Test(arguments: [
    (0.7 + 0.1, "0.8"), (0.1 + 0.2, "0.3"), (0.1234567890123, "0.1234567890123"),
    (-1200.5, "-1,200.5"), (1.0 / 3, "0.3333333333333333"), (1e-12, "1e-12"),
    (3e15, "3,000,000,000,000,000"),
  ])
  func exactNumbersLoseOnlyDust(value: Double, text: String) {
    #expect(english.exact(value) == text)
  }
}
