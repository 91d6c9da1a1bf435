internal import Glibc

/// Memory for many rows of numbers, in pages of two megabytes where the system has them.
///
/// The rows of a block are as far apart as small pages are, and a program goes over all of them again
/// and again. In small pages each row needs an entry of its own in the processor's table of
/// addresses, which has fewer, and rows that happen to share lines of the second cache push each other
/// out of it. And a large page is taken once, where small ones are taken 512 times.
enum LargePages {
  private static let size = 2 << 20

  /// Room for `count` numbers, freed by `deallocate()`.
  ///
  /// What is much smaller than a large page stays in small ones, on a boundary of vectors. The
  /// system may have no large page left: then it is only slower.
  static func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
    let bytes = max(1, count) * MemoryLayout<Double>.stride
    let isLarge = bytes >= size / 8
    let page = isLarge ? size : 64
    let whole = (bytes + page - 1) & ~(page - 1)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: whole, alignment: page)
    if isLarge { unsafe madvise(memory, whole, MADV_HUGEPAGE) }
    return unsafe memory.bindMemory(to: Double.self, capacity: count)
  }
}
