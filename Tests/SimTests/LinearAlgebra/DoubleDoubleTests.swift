import Sim
import Testing

/// Arithmetic with about 32 digits, on numbers whose answers are known exactly.
struct DoubleDoubleTests {
  private let third = DoubleDouble(1) / DoubleDouble(3)

  @Test func whatRoundingLosesIsKept() {
    let sum = DoubleDouble(1) + DoubleDouble(0x1p-80)
    #expect((sum - .one).value == 0x1p-80)
    #expect((DoubleDouble(sum: 1, 0x1p-80)).low == 0x1p-80)
    // (2^30 + 1)^2 = 2^60 + 2^31 + 1 needs 61 bits.
    let square = DoubleDouble(product: 0x1p30 + 1, 0x1p30 + 1)
    #expect((square - DoubleDouble(0x1p60) - DoubleDouble(0x1p31)).value == 1)
  }

  @Test func quotientsAndRoots() {
    let one = third + third + third
    #expect((one - .one).value.magnitude < 1e-31)
    let root = DoubleDouble(2).squareRoot()
    #expect((root * root - DoubleDouble(2)).value.magnitude < 1e-30)
    #expect(DoubleDouble(-1).squareRoot() == .zero)
    #expect(!(DoubleDouble(1) / .zero).isFinite)
  }

  @Test func powers() {
    #expect(DoubleDouble(2024).power(4).value == 16_781_934_923_776)
    #expect((DoubleDouble(3).power(-1) - third).value.magnitude < 1e-32)
    #expect(third.power(0) == .one)
    // 3^40 has 64 bits.
    let power = DoubleDouble(3).power(40)
    #expect(power.high == 12_157_665_459_056_928_768)
    #expect(power.low == 33)
    #expect((power - DoubleDouble(12_157_665_459_056_928_768)).value == 33)
  }
}
