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
  /// For how long a service waits for another program that writes to its store, in milliseconds. Those who send it something are
  /// told then that it is not kept, in time for them to send it again, and readiness fails.
  private static let servicePatience = 5_000
  /// For how long a command beside a service waits, which makes one transaction after the other.
  private static let commandPatience = 30_000

  /// Opens a store to serve it. It is made where there is none, and brought up to date where it is of an older version.
  /// - Throws: `.otherProcess` where another one serves it.
  public static func toServe(_ path: String) throws(StoreOpeningFailure) -> SQLiteStore {
    try toServe(path, patience: servicePatience)
  }

  static func toServe(_ path: String, patience: Int) throws(StoreOpeningFailure) -> SQLiteStore {
    let owner = try StoreOwner(ofStoreAt: path)
    makePrivateFile(at: path)
    let connection = try connection(to: path, .create, patience: patience)
    return SQLiteStore(connection, owner: owner)
  }

  /// Makes a store's file where there is none, for its owner alone: what customers write will be in it. The library gives the
  /// files beside it the same permissions, and says what is in the way where it cannot be made.
  private static func makePrivateFile(at path: String) {
    let made = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if made >= 0 { close(made) }
  }

  /// Opens a store that is there, beside whoever serves it.
  public static func toLookAt(_ path: String) throws(StoreOpeningFailure) -> SQLiteStore {
    guard access(path, F_OK) == 0 || errno != ENOENT else { throw .absent }
    return SQLiteStore(try connection(to: path, .write, patience: commandPatience), owner: nil)
  }

  private static func connection(
    to path: String, _ access: SQLiteConnection.Access, patience: Int
  ) throws(StoreOpeningFailure) -> sending SQLiteConnection {
    do {
      let connection = try SQLiteConnection(path, access)
      let version = try version(of: connection)
      guard version > 0 || access == .create else { throw StoreOpeningFailure.otherFile }
      // The journal's mode is written into the file, so only into one that is a store. What a body that is taken back had
      // changed is kept in memory: as a file it costs as much as all the rest. Pages that every turn changes are written into the
      // file once in 16 MiB of what was committed, not in 4. What is deleted is written over: nobody is to read there what somebody
      // wrote who has been forgotten.
      try connection.execute(
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA trusted_schema = OFF;
        PRAGMA cell_size_check = ON;
        PRAGMA secure_delete = ON;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -16384;
        PRAGMA wal_autocheckpoint = 4000;
        """)
      try StoreMigrations.run(on: connection, from: version)
      try connection.execute("PRAGMA busy_timeout = \(patience)")
      return connection
    } catch let failure as StoreFailure {
      throw .failed(failure)
    } catch let failure as StoreOpeningFailure {
      throw failure
    } catch {
      preconditionFailure("nothing else is thrown")
    }
  }

  /// The version of the store in a file; 0 where the file is new.
  static func version(of connection: SQLiteConnection) throws -> Int {
    let applicationID = try connection.first("PRAGMA application_id") { $0.integer(0) } ?? 0
    let version = try connection.first("PRAGMA user_version") { $0.integer(0) } ?? 0
    let tableCount = try connection.first("SELECT count(*) FROM sqlite_schema") { $0.integer(0) } ?? 0
    let isNew = applicationID == 0 && version == 0 && tableCount == 0
    guard isNew || applicationID == StoreMigrations.applicationID else {
      throw StoreOpeningFailure.otherFile
    }
    guard version <= StoreMigrations.version else { throw StoreOpeningFailure.newer(version) }
    return version
  }
}

/// Why a store is not opened.
public enum StoreOpeningFailure: Error, Sendable, Hashable {
  /// Another process serves it.
  case otherProcess
  /// It has a version that this program does not know yet.
  case newer(Int)
  /// There is no file.
  case absent
  /// The file is none of a store.
  case otherFile
  /// It serves real customers where emulated ones were asked for, or the other way round.
  case otherKind(StoreLife.Kind)
  /// It has begun less often than the mark beside it says: it is a backup that was restored.
  case restored
  /// It cannot be read or written.
  case failed(StoreFailure)
}

extension StoreOpeningFailure: CustomStringConvertible {
  /// The failure in a sentence without a full stop.
  public var description: String {
    switch self {
    case .otherProcess: "another process serves this store"
    case .newer(let version): "the store has version \(version), which this program does not know yet"
    case .absent: "there is no store ('--store' or '--project' says where one is)"
    case .otherFile: "the file is no store"
    case .otherKind(.live): "the store is one of real customers, and is not emulated on"
    case .otherKind(.emulated): "the store is one of emulated customers, and does not go live"
    case .restored:
      "the store is older than the mark beside it, as a restored backup is; 'refrain store restored' makes it fit to go on"
    case .failed(let failure): failure.description
    }
  }
}
#endif
