#if canImport(Glibc)
  import Glibc
#endif

/// The memory that the process has allocated and not freed.
enum LiveMemory {
  /// In bytes; nil where the C library does not say.
  static var bytes: Int? {
    #if canImport(Glibc)
      let info = mallinfo2()
      return Int(info.uordblks) + Int(info.hblkhd)
    #else
      return nil
    #endif
  }
}
