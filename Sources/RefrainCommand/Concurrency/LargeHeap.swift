#if canImport(Glibc)
import Glibc
#endif

/// The heap that work on a large file takes, asked for at once and in huge pages.
///
/// Linting a flow touches some seven times its bytes of memory, most of it once. In pages of 4 KB the system has thousands of them to
/// give, which takes a fifth of the time. A huge page has 2 MB: peak memory rises by some MB. A system that gives none, and a C
/// library other than glibc, do as they did.
enum LargeHeap {
  /// Has the heap grow to what work on a file takes. For a process that ends with this work: the heap never shrinks after it.
  /// - Parameter fileSize: How many bytes the file has. Where they are few nothing is done.
  static func grow(forFileOf fileSize: Int) {
    #if canImport(Glibc)
    guard fileSize > 1 << 20 else { return }
    // glibc learns from what is given back (mallopt(3), M_MMAP_THRESHOLD), of blocks up to 32 MB: the first block is a mapping of its
    // own; from then on blocks of its size are taken from the heap, the second one too, and stay there when they are free.
    let size = min(8 * fileSize, 31 << 20)
    for _ in 0..<2 {
      guard let block = malloc(size) else { return }
      let pageSize = UInt(sysconf(Int32(_SC_PAGESIZE)))
      let firstPage = UInt(bitPattern: block) / pageSize * pageSize
      madvise(UnsafeMutableRawPointer(bitPattern: firstPage), size, MADV_HUGEPAGE)
      free(block)
    }
    #endif
  }
}
