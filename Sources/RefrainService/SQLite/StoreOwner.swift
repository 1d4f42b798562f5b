#if Service
import ServiceCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The file beside a store that one process holds for as long as it serves the store, and in which it marks the start.
///
/// A backup of the store alone has fewer starts than the mark when it comes back: what the later ones asked the world for is
/// not in it.
final class StoreOwner: Sendable {
  private let descriptor: Int32

  /// How many digits the mark has: it is written over, and must not leave any of what was there.
  private static let digits = 20

  /// Holds the store at a path.
  /// - Throws: `.otherProcess` where somebody else does.
  init(ofStoreAt path: String) throws(StoreOpeningFailure) {
    let opened = open(path + "-mark", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else { throw .failed(.unavailable(Self.latestError)) }
    // The system takes the lock back when the process ends, however it does.
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(opened)
      throw code == EWOULDBLOCK ? .otherProcess : .failed(.unavailable(String(cString: strerror(code))))
    }
    // Last: what is whole is deinitialized when the initializer throws, and would close it once more.
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// The number of the start that was marked last; 0 where none was.
  var markedStart: Int {
    var bytes = [UInt8](repeating: 0, count: Self.digits)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return Int(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)) ?? 0
  }

  /// Marks a start, on the disk.
  func mark(start: Int) throws(StoreFailure) {
    let number = String(start)
    let text = Array((String(repeating: "0", count: Self.digits - number.utf8.count) + number).utf8)
    guard pwrite(descriptor, text, text.count, 0) == text.count, fsync(descriptor) == 0 else {
      throw .unavailable("its mark cannot be written: \(Self.latestError)")
    }
  }

  private static var latestError: String { String(cString: strerror(errno)) }
}
#endif
