#if Service
public import ServiceCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension SQLiteStore {
  /// What a store's names and texts are hashed with where nobody is to read them out of it: a file beside it, which is made
  /// once and is in no backup of the store alone.
  ///
  /// It is for whoever serves the store, which keeps others from making another one at the same time.
  /// - Parameter new: What it is made where there is none; random bytes by default.
  public nonisolated func hashingKey(orNew new: [UInt8]? = nil) throws(StoreFailure) -> [UInt8] {
    let descriptor = open(path + "-key", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.keyFailure }
    defer { close(descriptor) }
    var key = [UInt8](repeating: 0, count: Cryptography.hashingKeyLength)
    // One that is shorter was not written to its end, and no hash was made with it.
    if pread(descriptor, &key, key.count, 0) == key.count { return key }
    key = new ?? Cryptography.randomBytes(Cryptography.hashingKeyLength)
    guard pwrite(descriptor, key, key.count, 0) == key.count, fsync(descriptor) == 0 else {
      throw Self.keyFailure
    }
    return key
  }

  private static var keyFailure: StoreFailure {
    .unavailable("the key beside it cannot be read or made: \(String(cString: strerror(errno)))")
  }
}
#endif
