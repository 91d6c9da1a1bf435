import CKernels
import Sim
import Testing

/// A chain gives, to the bit, what its steps give one after another.
@Suite struct ChainKernelTests {
  private static let operations: [(code: Int, function: @Sendable (Double, Double) -> Double)] = [
    (Int(GRDP_CHAIN_ADD), { $0 + $1 }),
    (Int(GRDP_CHAIN_SUBTRACT), { $0 - $1 }),
    (Int(GRDP_CHAIN_SUBTRACT_FROM), { $1 - $0 }),
    (Int(GRDP_CHAIN_MULTIPLY), { $0 * $1 }),
    (Int(GRDP_CHAIN_DIVIDE), { $0 / $1 }),
    (Int(GRDP_CHAIN_DIVIDE_INTO), { $1 / $0 }),
    (Int(GRDP_CHAIN_MINIMUM), ScalarMath.minimum),
    (Int(GRDP_CHAIN_MAXIMUM), ScalarMath.maximum),
  ]
  private static let kinds = [
    Int(GRDP_OPERAND_ROW), Int(GRDP_OPERAND_NUMBER), Int(GRDP_OPERAND_ROWS),
    Int(GRDP_OPERAND_MULTIPLE),
  ]

  /// Rows of lanes, with room for one more.
  private struct Rows {
    static let count = 5
    /// Lanes of a row: whole passes of every level, and some that are left over.
    static let lanes = 96 + 64 + 24
    var numbers: [Double]

    init(seed: Int) {
      numbers =
        (0..<Rows.count).flatMap { row -> [Double] in
          let special = (0..<24).map {
            KernelInputs.special[(7 * row + 3 * $0 + seed) % KernelInputs.special.count]
          }
          return special + KernelInputs.random(Rows.lanes - 24, name: "row \(row) of \(seed)")
        } + Array(repeating: 0, count: Rows.lanes)
    }

    subscript(row: Int, lane: Int) -> Double { numbers[row * Rows.lanes + lane] }
  }

  private func step(_ operation: Int, _ kind: Int, _ place: Int) -> grdp_step {
    grdp_step(
      code: Int32(4 * operation + kind), a: Int32(place % Rows.count),
      b: Int32((place / 2 + 1) % Rows.count), number: [0.75, -3, 1e-3][place % 3])
  }

  private func operand(_ step: grdp_step, _ rows: Rows, _ lane: Int) -> Double {
    switch Int(step.code) % 4 {
    case Int(GRDP_OPERAND_ROW): rows[Int(step.a), lane]
    case Int(GRDP_OPERAND_NUMBER): step.number
    case Int(GRDP_OPERAND_ROWS): rows[Int(step.a), lane] * rows[Int(step.b), lane]
    default: step.number * rows[Int(step.a), lane]
    }
  }

  private func expected(_ steps: [grdp_step], _ rows: Rows) -> [Double] {
    (0..<Rows.lanes).map { lane in
      steps.dropFirst().reduce(operand(steps[0], rows, lane)) { soFar, step in
        Self.operations[Int(step.code) / 4 - 1].function(soFar, operand(step, rows, lane))
      }
    }
  }

  /// The row of a chain, and which lanes it finds finite, if it is to look.
  private func chain(
    _ steps: [grdp_step], _ rows: Rows, out: Int = Rows.count, looks: Bool = true,
    _ kernels: Kernels
  ) -> (row: [Double], isFinite: [Bool]) {
    var numbers = rows.numbers
    var found = Array(repeating: 0.0, count: Rows.lanes)
    unsafe numbers.withUnsafeMutableBufferPointer { numbers in
      guard let first = numbers.baseAddress else { return }
      unsafe found.withUnsafeMutableBufferPointer { found in
        unsafe kernels.table.pointee.chain(
          first + out * Rows.lanes, looks ? found.baseAddress : nil, first, Rows.lanes, steps,
          steps.count, Rows.lanes)
      }
    }
    return (
      Array(numbers[out * Rows.lanes..<(out + 1) * Rows.lanes]), found.map { !$0.isNaN }
    )
  }

  @Test(arguments: SIMDLevel.supported())
  func everyBeginningWithEveryStep(level: SIMDLevel) throws {
    let kernels = try #require(Kernels(level))
    let rows = Rows(seed: 1)
    for first in Self.kinds where first != Int(GRDP_OPERAND_NUMBER) {
      for (code, _) in Self.operations {
        for kind in Self.kinds {
          let steps = [step(Int(GRDP_CHAIN_LOAD), first, 1), step(code, kind, code + kind)]
          let (row, isFinite) = chain(steps, rows, kernels)
          let right = expected(steps, rows)
          #expect(firstDifference(row, right) == nil, "\(first) \(code) \(kind)")
          #expect(isFinite == right.map(\.isFinite))
          let unseen = chain(steps, rows, looks: false, kernels)
          #expect(firstDifference(unseen.row, right) == nil)
          #expect(unseen.isFinite.allSatisfy { $0 })
        }
      }
    }
  }

  @Test(arguments: SIMDLevel.supported())
  func chainsOfAnyLength(level: SIMDLevel) throws {
    let kernels = try #require(Kernels(level))
    let kinds = KernelInputs.random(4096, name: "kinds").map { Int($0.bitPattern >> 20 & 0xffff) }
    var next = 0
    func choice(_ count: Int) -> Int {
      next += 1
      return kinds[next % kinds.count] % count
    }
    for length in Array(2...12) + [33, Int(GRDP_CHAIN_MOST)] {
      for trial in 0..<12 {
        let rows = Rows(seed: 100 * length + trial)
        let first = [Self.kinds[0], Self.kinds[2], Self.kinds[3]][choice(3)]
        let steps =
          [step(Int(GRDP_CHAIN_LOAD), first, choice(30))]
          + (1..<length).map { _ in
            step(Self.operations[choice(8)].code, Self.kinds[choice(4)], choice(30))
          }
        let right = expected(steps, rows)
        // Into a row of its own, and into one that it reads.
        for out in [Rows.count, Int(steps[0].a)] {
          #expect(firstDifference(chain(steps, rows, out: out, kernels).row, right) == nil)
        }
      }
    }
  }
}
