internal import Glibc

/// Room for many numbers, on large pages where the machine has them.
///
/// The first touch of a page costs some microseconds, so a short run would spend a tenth of its time on
/// pages of 4 kB. A long run fills its memory slowly enough not to feel them, and large pages that have
/// to be found first can cost it more.
enum LargePages {
  /// The size of a large page, in bytes.
  private static let size = 2 << 20
  /// The sizes that are put on large pages, in bytes.
  private static let sizes = 1 << 20...32 << 20

  /// Room for some numbers, to be given back with `deallocate()`; memory that is never written is
  /// hardly taken.
  static func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
    let bytes = count * MemoryLayout<Double>.stride
    guard sizes.contains(bytes) else {
      return unsafe UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        .bindMemory(to: Double.self, capacity: count)
    }
    let whole = (bytes + size - 1) / size * size
    let memory = UnsafeMutableRawPointer.allocate(byteCount: whole, alignment: size)
    // Where there are none, pages stay as they are.
    _ = unsafe madvise(memory, whole, MADV_HUGEPAGE)
    return unsafe memory.bindMemory(to: Double.self, capacity: count)
  }
}
