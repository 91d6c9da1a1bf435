/// Numbers of a fixed count at a fixed place, which kernels and plain code both work on.
///
/// A column of many lanes holds element i of lane l at i · lanes + l. Subscripts are checked in debug
/// builds only. A value belongs to one thread.
@safe struct LaneStorage {
  /// The first number.
  let start: UnsafeMutablePointer<Double>
  private let owner: Owner

  /// Frees the numbers when nothing holds them any more.
  @safe private final class Owner {
    let start: UnsafeMutablePointer<Double>
    let count: Int
    init(_ count: Int) {
      unsafe start = .allocate(capacity: count)
      unsafe start.initialize(repeating: 0, count: count)
      self.count = count
    }
    deinit { unsafe start.deallocate() }
  }

  /// Room for numbers, all 0; up to a multiple of 8 that kernels may write.
  init(count: Int) {
    owner = Owner(max(count + 7, 8) / 8 * 8)
    unsafe start = owner.start
  }

  /// How many numbers there are.
  var count: Int { owner.count }

  subscript(index: Int) -> Double {
    @inline(__always) get {
      assert(index >= 0 && index < owner.count, "outside of the storage")
      return unsafe start[index]
    }
    @inline(__always) nonmutating set {
      assert(index >= 0 && index < owner.count, "outside of the storage")
      unsafe start[index] = newValue
    }
  }
}
