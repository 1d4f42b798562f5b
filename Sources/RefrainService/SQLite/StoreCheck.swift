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
  /// What would keep a store from being served now; nil where nothing would. Nothing is made, and nothing changed: a store of
  /// an older version stays what it is.
  public static func obstacle(toServing path: String, _ kind: StoreLife.Kind) -> StoreOpeningFailure? {
    do throws(StoreOpeningFailure) {
      guard hasRoom(in: folder(of: path)) else { throw .failed(.unavailable("the disk is full")) }
      guard access(path, F_OK) == 0 else {
        guard access(folder(of: path), W_OK | X_OK) == 0 else {
          throw .failed(.unavailable(String(cString: strerror(errno))))
        }
        return nil
      }
      let marked = access(path + "-mark", F_OK) == 0 ? try StoreOwner(ofStoreAt: path).markedStart : 0
      try look(at: path, for: kind, marked: marked)
      return nil
    } catch {
      return error
    }
  }

  /// Whether there is room for a store to begin in, a mebibyte; true where nobody can tell.
  private static func hasRoom(in folder: String) -> Bool {
    var system = statvfs()
    guard statvfs(folder, &system) == 0 else { return true }
    return UInt64(system.f_bavail) * UInt64(system.f_frsize) >= 1 << 20
  }

  private static func look(
    at path: String, for kind: StoreLife.Kind, marked: Int
  ) throws(StoreOpeningFailure) {
    do {
      let connection = try SQLiteConnection(path, .write)
      guard try version(of: connection) > 0 else { return }
      let known = try connection.first("SELECT kind, starts FROM facts WHERE incarnation IS NOT NULL") {
        row in
        (kind: StoreLife.Kind(rawValue: row.text(0)), starts: row.integer(1))
      }
      guard let known else { return }
      if let other = known.kind, other != kind { throw StoreOpeningFailure.otherKind(other) }
      if known.starts < marked { throw StoreOpeningFailure.restored }
    } catch let failure as StoreFailure {
      throw .failed(failure)
    } catch let failure as StoreOpeningFailure {
      throw failure
    } catch {
      preconditionFailure("nothing else is thrown")
    }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
#endif
