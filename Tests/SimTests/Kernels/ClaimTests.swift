import CKernels
import Testing

@testable import Sim

/// Claims hold where the comparison does, on every level, and know nothing of other lanes.
@Suite struct ClaimTests {
  static let comparisons: [Claim.Comparison] = [.less, .lessOrEqual, .equal, .notEqual, .agree]

  @Test func theListIsComplete() {
    #expect(Self.comparisons.map(\.kernel) == Array(0..<Int(GRDP_CLAIM_COUNT)))
  }

  @Test(arguments: SIMDLevel.supported())
  func rowsAndNumbers(level: SIMDLevel) throws {
    let kernels = try #require(Kernels(level))
    let special = KernelInputs.special + [1e12, 1e12 + 100, 1e12 + 10_000, 1 + 1e-9, 1 + 3e-9]
    let a = KernelInputs.padded(special.flatMap { x in special.map { _ in x } })
    let b = KernelInputs.padded(special.flatMap { _ in special })
    for comparison in Self.comparisons {
      let k = unsafe kernels.table.pointee
      var holds = a.indices.map { $0 % 5 == 0 ? 0.0 : 1 }
      unsafe k.claim_vv[comparison.kernel](&holds, a, b, a.count)
      for lane in a.indices {
        let expected = lane % 5 != 0 && comparison.holds(a[lane], b[lane])
        #expect(holds[lane] == (expected ? 1 : 0), "\(comparison) \(a[lane]) \(b[lane])")
      }
      for number in [0, -0.0, 1, 1e12, .infinity, .nan] {
        var right = a.map { _ in 1.0 }
        var left = right
        unsafe k.claim_vs[comparison.kernel](&right, a, number, a.count)
        unsafe k.claim_sv[comparison.kernel](&left, number, a, a.count)
        for lane in a.indices {
          #expect(right[lane] == (comparison.holds(a[lane], number) ? 1 : 0))
          #expect(left[lane] == (comparison.holds(number, a[lane]) ? 1 : 0))
        }
      }
    }
  }
}
