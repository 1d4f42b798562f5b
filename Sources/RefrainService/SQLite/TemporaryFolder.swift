#if Service
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A folder of its own for a store that nobody needs once the service has ended.
public struct TemporaryFolder: Sendable {
  /// The folder.
  public let path: String

  /// Makes a folder that nobody else reads.
  public init() throws(LiveServiceFailure) {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var name = Array("\(parent)/refrain-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else {
      throw LiveServiceFailure(subject: parent, reason: String(cString: strerror(errno)))
    }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Deletes the folder with the store in it.
  public func remove() {
    for ending in ["", "-wal", "-shm", "-mark", "-key"] { unlink("\(path)/refrain.sqlite\(ending)") }
    rmdir(path)
  }
}
#endif
