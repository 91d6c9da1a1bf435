import CKernels
import Sim
import Testing

@Suite struct RandomStreamTests {
  /// The known-answer vectors of Random123 for philox4x32 with 10 rounds.
  @Test func philoxKnownAnswers() {
    let ones = UInt32.max
    #expect(
      Philox.block(counter: SIMD4(0, 0, 0, 0), key: SIMD2(0, 0))
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      Philox.block(counter: SIMD4(ones, ones, ones, ones), key: SIMD2(ones, ones))
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      Philox.block(
        counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: SIMD2(0xa409_3822, 0x299f_31d0))
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  /// The format is a contract: these keys may never change.
  @Test(arguments: [
    (0 as UInt64, "", 0x5b21_f68f_fa77_f14c as UInt64),
    (1, "depreciation", 0xd82b_d175_4de7_7d86),
    (20_250_701, "innovation[SME]", 0x5349_3976_1626_ed74),
    (.max, "tỷ trọng", 0xda94_de44_7c28_d28e),
  ])
  func keyOfSeedAndName(seed: UInt64, name: String, key: UInt64) {
    #expect(RandomStream(seed: seed, name: name).key == key)
  }

  /// The same numbers worked out independently (Python).
  @Test(arguments: [
    (0 as UInt64, 0, 0 as UInt32, 0.5346058911455674),
    (0, 1, 0, 0.45760341007837957),
    (1, 0, 0, 0.5945500066302186),
    (123456789012, 7, 3, 0.6860599472269605),
    (0xffff_ffff_ffff_ffff, 20, 0xffff_ffff, 0.021509382172986036),
  ])
  func uniformOfDrawPeriodAndSubstream(
    draw: UInt64, period: Int, substream: UInt32, uniform: Double
  ) {
    let stream = RandomStream(seed: 1, name: "depreciation")
    #expect(stream.uniform(draw: draw, period: period, substream: substream) == uniform)
  }

  @Test(arguments: SIMDLevel.supported())
  func kernelsDrawTheSameNumbers(level: SIMDLevel) throws {
    let kernels = try #require(Kernels(level))
    let draws: [UInt64] =
      [0, 1, 2, 3, 255, 256, 4095, 4096, 99_999, 0xffff_ffff, 0x1_0000_0000]
      + [1 << 40, .max - 1, .max, 12_345_678_901_234, 77]
    var even = [Double](repeating: 0, count: draws.count)
    var odd = even
    for (name, period, substream) in [
      ("a", 0, 0 as UInt32), ("b", 20, 1), ("c", 4_000_000, .max), ("depreciation", 6, 2),
    ] {
      let stream = RandomStream(seed: 5, name: name)
      unsafe kernels.table.pointee.philox_uniform(
        &even, &odd, draws, stream.key, UInt32(period / 2), substream, draws.count)
      let expected = draws.map {
        stream.uniform(draw: $0, period: period, substream: substream)
      }
      #expect(even == expected)
      #expect(
        odd == draws.map { stream.uniform(draw: $0, period: period + 1, substream: substream) })
      unsafe kernels.table.pointee.philox_uniform(
        &even, nil, draws, stream.key, UInt32(period / 2), substream, draws.count)
      #expect(even == expected)
    }
  }

  @Test func uniformsAreUniform() {
    let stream = RandomStream(seed: 3, name: "uniformity")
    let count = 100_000
    let values = (0..<count).map {
      stream.uniform(draw: UInt64($0 / 2), period: $0 % 2, substream: 0)
    }
    let mean = values.reduce(0, +) / Double(count)
    let meanSquare = values.reduce(0) { $0 + $1 * $1 } / Double(count)
    // Five standard errors.
    #expect((mean - 0.5).magnitude < 5 * 0.2887 / Double(count).squareRoot())
    #expect((meanSquare - 1.0 / 3).magnitude < 5 * 0.2981 / Double(count).squareRoot())
    #expect(values.allSatisfy { $0 > 0 && $0 < 1 })
    #expect(Set(values).count == count)
  }

  @Test func namesAndSeedsGiveDifferentStreams() {
    let names = (0..<1000).map { "shock\($0)" }
    let keys = Set(
      names.map { RandomStream(seed: 1, name: $0).key }
        + names.map { RandomStream(seed: 2, name: $0).key })
    #expect(keys.count == 2000)
  }
}
