internal import Glibc

/// Room for many numbers, on large pages where the machine has them.
///
/// The first touch of a page costs about a thousand instructions, whatever its size; so a short run would
/// spend a tenth of its time on pages of 4 kB.
enum LargePages {
  /// The size of a large page, in bytes.
  private static let size = 2 << 20

  /// Room for some numbers, to be given back with `deallocate()`; memory that is never written is
  /// hardly taken.
  static func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
    let bytes = count * MemoryLayout<Double>.stride
    guard bytes >= size / 2 else {
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
