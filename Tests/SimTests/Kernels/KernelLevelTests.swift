import CKernels
import Sim
import Testing

/// Every level gives the bits the scalar functions give.
@Suite struct KernelLevelTests {
  static let unary: [(name: String, kernel: Int, function: @Sendable (Double) -> Double)] = [
    ("negate", Int(GRDP_NEGATE), { -$0 }),
    ("not", Int(GRDP_NOT), { $0 == 0 ? 1 : 0 }),
    ("exp", Int(GRDP_EXP), ScalarMath.exp),
    ("log", Int(GRDP_LOG), ScalarMath.log),
    ("log1p", Int(GRDP_LOG1P), ScalarMath.log1p),
    ("sqrt", Int(GRDP_SQRT), ScalarMath.sqrt),
    ("abs", Int(GRDP_ABS), ScalarMath.abs),
    ("tanh", Int(GRDP_TANH), ScalarMath.tanh),
    ("sin", Int(GRDP_SIN), ScalarMath.sin),
    ("cos", Int(GRDP_COS), ScalarMath.cos),
    ("atan", Int(GRDP_ATAN), ScalarMath.atan),
    ("normalQuantile", Int(GRDP_NORMAL_QUANTILE), ScalarMath.normalQuantile),
    ("normalCDF", Int(GRDP_NORMAL_CDF), ScalarMath.normalCDF),
  ]

  static let binary: [(name: String, kernel: Int, function: @Sendable (Double, Double) -> Double)] =
    [
      ("add", Int(GRDP_ADD), { $0 + $1 }),
      ("subtract", Int(GRDP_SUBTRACT), { $0 - $1 }),
      ("multiply", Int(GRDP_MULTIPLY), { $0 * $1 }),
      ("divide", Int(GRDP_DIVIDE), { $0 / $1 }),
      ("power", Int(GRDP_POWER), ScalarMath.pow),
      ("minimum", Int(GRDP_MINIMUM), ScalarMath.minimum),
      ("maximum", Int(GRDP_MAXIMUM), ScalarMath.maximum),
      ("less", Int(GRDP_LESS), { $0 < $1 ? 1 : 0 }),
      ("lessOrEqual", Int(GRDP_LESS_OR_EQUAL), { $0 <= $1 ? 1 : 0 }),
      ("greater", Int(GRDP_GREATER), { $0 > $1 ? 1 : 0 }),
      ("greaterOrEqual", Int(GRDP_GREATER_OR_EQUAL), { $0 >= $1 ? 1 : 0 }),
      ("equal", Int(GRDP_EQUAL), { $0 == $1 ? 1 : 0 }),
      ("notEqual", Int(GRDP_NOT_EQUAL), { $0 != $1 ? 1 : 0 }),
      ("and", Int(GRDP_AND), { $0 != 0 && $1 != 0 ? 1 : 0 }),
      ("or", Int(GRDP_OR), { $0 != 0 || $1 != 0 ? 1 : 0 }),
    ]

  @Test func theListsAreComplete() {
    #expect(Self.unary.map(\.kernel) == Array(0..<Int(GRDP_UNARY_COUNT)))
    #expect(Self.binary.map(\.kernel) == Array(0..<Int(GRDP_BINARY_COUNT)))
  }

  @Test(arguments: SIMDLevel.supported())
  func functionsOfOneRow(level: SIMDLevel) throws {
    let kernels = try #require(Kernels(level))
    let input = KernelInputs.padded(
      KernelInputs.special + KernelInputs.random(4000, name: "unary")
        + KernelInputs.probabilities(2000))
    for (name, kernel, function) in Self.unary {
      let first = firstDifference(kernels.unary(kernel, input), input.map(function))
      #expect(first == nil, "\(name)(\(first.map { input[$0] } ?? 0))")
    }
  }

  @Test(arguments: SIMDLevel.supported())
  func functionsOfTwoRows(level: SIMDLevel) throws {
    let kernels = try #require(Kernels(level))
    let special = KernelInputs.special
    let left =
      special.flatMap { x in special.map { _ in x } }
      + KernelInputs.random(4000, name: "left")
    let right = special.flatMap { _ in special } + KernelInputs.random(4000, name: "right")
    let (a, b) = (KernelInputs.padded(left), KernelInputs.padded(right))
    for (name, kernel, function) in Self.binary {
      let first = firstDifference(kernels.binary(kernel, a, b), zip(a, b).map(function))
      #expect(first == nil, "\(name)(\(first.map { (a[$0], b[$0]) } ?? (0, 0)))")
    }
  }

  @Test(arguments: SIMDLevel.supported())
  func aNumberInPlaceOfARow(level: SIMDLevel) throws {
    let kernels = try #require(Kernels(level))
    let row = KernelInputs.padded(KernelInputs.special)
    var out = row
    for (name, kernel, function) in Self.binary {
      for number in [0, -0.0, 1, -2.5, 0.3, 0x1p-1030, .infinity, .nan] {
        unsafe kernels.table.pointee.binary_vs[kernel](&out, row, number, row.count)
        var first = firstDifference(out, row.map { function($0, number) })
        #expect(first == nil, "\(name)(\(first.map { row[$0] } ?? 0), \(number))")
        unsafe kernels.table.pointee.binary_sv[kernel](&out, number, row, row.count)
        first = firstDifference(out, row.map { function(number, $0) })
        #expect(first == nil, "\(name)(\(number), \(first.map { row[$0] } ?? 0))")
      }
    }
  }

  @Test(arguments: SIMDLevel.supported())
  func aRowMayBeReplacedByItsResult(level: SIMDLevel) throws {
    let kernels = try #require(Kernels(level))
    // More than one chunk of the normal quantile.
    let input = KernelInputs.padded(KernelInputs.probabilities(1000))
    for (name, kernel, _) in Self.unary {
      var row = input
      unsafe row.withUnsafeMutableBufferPointer { row in
        guard let start = row.baseAddress else { return }
        unsafe kernels.table.pointee.unary[kernel](start, start, row.count)
      }
      #expect(firstDifference(row, kernels.unary(kernel, input)) == nil, "\(name)")
    }
    for (name, kernel, function) in Self.binary {
      var row = input
      unsafe row.withUnsafeMutableBufferPointer { row in
        guard let start = row.baseAddress else { return }
        unsafe kernels.table.pointee.binary_vv[kernel](start, start, start, row.count)
      }
      #expect(firstDifference(row, input.map { function($0, $0) }) == nil, "\(name)")
    }
  }

  @Test(arguments: SIMDLevel.supported())
  func anElementDoesNotDependOnItsNeighbours(level: SIMDLevel) throws {
    let kernels = try #require(Kernels(level))
    let input = KernelInputs.padded(KernelInputs.special)
    for (name, kernel, _) in Self.unary {
      let together = kernels.unary(kernel, input)
      let alone = input.flatMap { kernels.unary(kernel, Array(repeating: $0, count: 8)).prefix(1) }
      #expect(firstDifference(together, alone) == nil, "\(name)")
    }
  }

  @Test(arguments: SIMDLevel.supported())
  func choices(level: SIMDLevel) throws {
    let kernels = try #require(Kernels(level))
    let condition: [Double] = [0, -0.0, 1, .nan, -1, .infinity, 0x1p-1074, 0]
    let a = (0..<8).map { Double($0) }
    let b = a.map { -10 - $0 }
    let isTrue = [false, false, true, true, true, true, true, false]
    var out = [Double](repeating: 0, count: 8)
    unsafe kernels.table.pointee.select_vv(&out, condition, a, b, 8)
    #expect(out == (0..<8).map { isTrue[$0] ? a[$0] : b[$0] })
    unsafe kernels.table.pointee.select_vs(&out, condition, a, 99, 8)
    #expect(out == (0..<8).map { isTrue[$0] ? a[$0] : 99 })
    unsafe kernels.table.pointee.select_sv(&out, condition, 99, b, 8)
    #expect(out == (0..<8).map { isTrue[$0] ? 99 : b[$0] })
    unsafe kernels.table.pointee.select_ss(&out, condition, 99, -99, 8)
    #expect(out == isTrue.map { $0 ? 99 : -99 })
    unsafe kernels.table.pointee.fill(&out, 2.5, 8)
    #expect(out == Array(repeating: 2.5, count: 8))
  }

  @Test(arguments: SIMDLevel.supported())
  func aNumberThatIsNotFiniteIsRemembered(level: SIMDLevel) throws {
    let kernels = try #require(Kernels(level))
    let row = KernelInputs.padded(KernelInputs.special)
    let zeros = [Double](repeating: 0, count: row.count)
    var found = zeros
    unsafe kernels.table.pointee.check_finite(&found, row, row.count)
    #expect(found.map(\.isNaN) == row.map { !$0.isFinite })
    unsafe kernels.table.pointee.check_finite(&found, zeros, row.count)
    #expect(found.map(\.isNaN) == row.map { !$0.isFinite })
  }

  @Test func levelsAreListedSlowestFirst() throws {
    let levels = SIMDLevel.supported()
    #expect(levels == levels.sorted())
    #expect(SIMDLevel.best == levels.last)
    #expect(levels.first == .scalar)
    for level in SIMDLevel.allCases {
      #expect(Kernels(level)?.level == (levels.contains(level) ? level : nil))
    }
  }
}
