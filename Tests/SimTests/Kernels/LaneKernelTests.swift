import CKernels
import Testing

@testable import Sim

/// Kernels over columns of lanes: the same bits alone and among others, on every level.
struct LaneKernelTests {
  private static let rows = 13
  private static let lanes = 24
  private static let columns = 4

  private static func noise(_ count: Int, seed: UInt64) -> [Double] {
    let stream = RandomStream(seed: seed, name: "lanes")
    return (0..<count).map {
      4 * stream.uniform(draw: UInt64($0), period: 0, substream: 0) - 2
    }
  }

  /// One lane out of a column.
  private static func lane(_ lane: Int, of column: [Double]) -> [Double] {
    (0..<rows).map { column[$0 * lanes + lane] }
  }

  @Test(arguments: SIMDLevel.supported())
  func sumsAndProducts(level: SIMDLevel) throws {
    let table = unsafe try #require(Kernels(level)).table
    let (n, w) = (LaneKernelTests.rows, LaneKernelTests.lanes)
    let (a, b) = (LaneKernelTests.noise(n * w, seed: 1), LaneKernelTests.noise(n * w, seed: 2))
    let factor = LaneKernelTests.noise(w, seed: 3).map { $0 > 0.5 ? 0 : $0 }
    var (sums, products, chosen) = (factor, a, a)
    unsafe table.pointee.lane_dot(&sums, a, b, n, w)
    unsafe table.pointee.lane_multiply(&products, a, factor, n, w)
    unsafe table.pointee.lane_choose(&chosen, b, factor, n, w)
    for lane in 0..<w {
      let (x, y) = (LaneKernelTests.lane(lane, of: a), LaneKernelTests.lane(lane, of: b))
      var sum = 0.0
      unsafe table.pointee.lane_dot(&sum, x, y, n, 1)
      #expect(sum == sums[lane])
      let plain = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
      #expect((sum - plain).magnitude < 1e-13)
      #expect(LaneKernelTests.lane(lane, of: products) == x.map { $0 * factor[lane] })
      #expect(LaneKernelTests.lane(lane, of: chosen) == (factor[lane] != 0 ? y : x))
    }
  }

  /// R, rank and solution of a lane do not depend on its neighbours or on the level; the solution is that of
  /// the normal equations, and a column that is the sum of two others is left out.
  @Test(arguments: SIMDLevel.supported())
  func factorisations(level: SIMDLevel) throws {
    let kernels = try #require(Kernels(level))
    let scalar = try #require(Kernels(.scalar))
    let (n, w, p) = (LaneKernelTests.rows, LaneKernelTests.lanes, LaneKernelTests.columns)
    let many = HouseholderQR(rows: n, columns: p, lanes: w, kernels: kernels)
    let numbers = LaneKernelTests.noise((p + 1) * n * w, seed: 4)
    func element(_ column: Int, _ row: Int, _ lane: Int) -> Double {
      // In some lanes the last column is the sum of the first two, in others it is 0.
      if column == p - 1, lane % 3 == 1 { return element(0, row, lane) + element(1, row, lane) }
      if column == p - 1, lane % 3 == 2 { return 0 }
      return numbers[(column * n + row) * w + lane]
    }
    for lane in 0..<w {
      for row in 0..<n {
        for column in 0..<p {
          many.matrix[column * n * w + row * w + lane] = element(column, row, lane)
        }
        many.side[row * w + lane] = element(p, row, lane)
      }
    }
    many.factor(tolerance: 1e-12)
    for lane in 0..<w {
      let one = HouseholderQR(rows: n, columns: p, kernels: scalar)
      for row in 0..<n {
        for column in 0..<p { one.matrix[column * n + row] = element(column, row, lane) }
        one.side[row] = element(p, row, lane)
      }
      one.factor(tolerance: 1e-12)
      #expect(many.rank(lane: lane) == (lane % 3 == 0 ? p : p - 1))
      #expect(many.rank(lane: lane) == one.rank(lane: 0))
      let step = (0..<p).map { many.step[$0 * w + lane] }
      #expect(step == (0..<p).map { one.step[$0] })
      #expect(many.stepLength[lane] == one.stepLength[0])
      #expect(many.inside[lane] == one.inside[0] && many.outside[lane] == one.outside[0])
      let residuals = (0..<n).map { row in
        element(p, row, lane) - (0..<p).reduce(0) { $0 + element($1, row, lane) * step[$1] }
      }
      for column in 0..<p {
        let product = (0..<n).reduce(0) { $0 + element(column, $1, lane) * residuals[$1] }
        #expect(product.magnitude < 1e-12)
      }
      let rss = residuals.reduce(0) { $0 + $1 * $1 }
      #expect((rss - many.outside[lane]).magnitude < 1e-12 * rss)
    }
  }
}
