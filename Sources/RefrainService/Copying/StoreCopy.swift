#if Service
import FlowModel
public import ServiceCore

/// Moving a store whole, from a file into a database or back, while nobody serves either.
public enum StoreCopy {
  /// Rows that are read and written in one transaction.
  private static let partLimit = 1_000

  /// Copies all that a file holds into a database.
  /// - Returns: How many rows there are.
  public static func copy(
    from source: SQLiteStore, to target: PostgreSQLStore
  ) async -> Result<Int, StoreCopyFailure> { await copyWhole(from: source, to: target) }

  /// Copies all that a database holds into a file.
  /// - Returns: How many rows there are.
  public static func copy(
    from source: PostgreSQLStore, to target: SQLiteStore
  ) async -> Result<Int, StoreCopyFailure> { await copyWhole(from: source, to: target) }

  private static func copyWhole<Source: CopiedStore, Target: CopiedStore>(
    from source: Source, to target: Target
  ) async -> Result<Int, StoreCopyFailure> {
    do throws(StoreCopyFailure) {
      let count = try await copyRows(from: source, to: target)
      do throws(StoreFailure) {
        let key = try await source.hashingKey(orNew: nil)
        guard try await target.hashingKey(orNew: key) == key else {
          throw .damaged("what its names are hashed with is not what it was")
        }
        try await begin(target, as: source)
      } catch {
        throw .failed(error)
      }
      return .success(count)
    } catch {
      return .failure(error)
    }
  }

  private static func copyRows<Source: CopiedStore, Target: CopiedStore>(
    from source: Source, to target: Target
  ) async throws(StoreCopyFailure) -> Int {
    let isFree: Bool
    do throws(StoreFailure) {
      // A store that nobody has begun to use holds at most what a copy left that did not come to its end.
      isFree = try await target.transaction { (store) throws(StoreFailure) in
        guard try store.life() == nil else { return .rollBack(false) }
        for table in StoreTable.all { try store.clear(table) }
        return .commit(true)
      }
    } catch {
      throw .failed(error)
    }
    guard isFree else { throw .targetInUse }
    let copied: [TableDigest]
    let (sourceNow, targetNow): ([TableDigest], [TableDigest])
    do throws(StoreFailure) {
      copied = try await digests(of: source) { (table, rows) async throws(StoreFailure) in
        try await target.transaction { (store) throws(StoreFailure) in .commit(try store.add(rows, to: table))
        }
      }
      sourceNow = try await digests(of: source)
      targetNow = try await digests(of: target)
    } catch {
      throw .failed(error)
    }
    if let changed = zip(copied, sourceNow).first(where: { $0 != $1 }) { throw .changed(changed.0.table) }
    if let differing = zip(copied, targetNow).first(where: { $0 != $1 }) { throw .differs(differing.0.table) }
    return copied.reduce(0) { $0 + $1.count }
  }

  /// Makes the target what the source is, when all else is there: from then on it may be served.
  private static func begin<Source: CopiedStore, Target: CopiedStore>(
    _ target: Target, as source: Source
  ) async throws(StoreFailure) {
    let (life, isPaused, missingSince, number) = try await source.transaction {
      (store) throws(StoreFailure) in
      .rollBack((try store.life(), try store.isPaused(), try store.missingSince(), try store.lastNumber()))
    }
    try await target.transaction { (store) throws(StoreFailure) in
      if let life { try store.set(life) }
      try store.setPaused(isPaused)
      try store.setMissingSince(missingSince)
      return .commit(try store.skipNumbers(to: number))
    }
  }

  // MARK: Checksums

  /// How many rows a table has, and a checksum of all of them.
  private struct TableDigest: Sendable, Equatable {
    let table: String
    var count = 0
    var hash = StableHash()

    static func == (left: TableDigest, right: TableDigest) -> Bool {
      left.table == right.table && left.count == right.count && left.hash.value == right.hash.value
    }

    mutating func add(_ rows: [[StoreCell]]) {
      count += rows.count
      for cell in rows.joined() {
        switch cell {
        case .null: hash.combine(0 as UInt64)
        case .number(let number):
          hash.combine(1 as UInt64)
          hash.combine(UInt64(bitPattern: number))
        case .bytes(let bytes):
          hash.combine(UInt64(bytes.count) + 2)
          hash.combine(bytes[...])
        }
      }
    }
  }

  /// Reads all tables, in parts.
  private static func digests<Store: CopiedStore>(
    of store: Store, each body: (StoreTable, [[StoreCell]]) async throws(StoreFailure) -> Void = { _, _ in }
  ) async throws(StoreFailure) -> [TableDigest] {
    var digests: [TableDigest] = []
    for table in StoreTable.all {
      var digest = TableDigest(table: table.name)
      var last: [StoreCell]?
      repeat {
        let rows = try await store.transaction { [last] (store) throws(StoreFailure) in
          .rollBack(try store.rows(of: table, after: last, limit: partLimit))
        }
        if !rows.isEmpty { try await body(table, rows) }
        digest.add(rows)
        last = rows.last.map { Array($0.prefix(table.keyCount)) }
      } while last != nil
      digests.append(digest)
    }
    return digests
  }
}

/// A store that can be copied whole.
private protocol CopiedStore: ServiceStore where Transaction: StoreRows {
  /// What its names are hashed with.
  /// - Parameter new: What it is made where there is none; random bytes where that is nil.
  func hashingKey(orNew new: [UInt8]?) async throws(StoreFailure) -> [UInt8]
}

extension SQLiteStore: CopiedStore {}
extension PostgreSQLStore: CopiedStore {}

/// Why a store was not copied.
public enum StoreCopyFailure: Error, Sendable, Hashable {
  /// The target has been used: nothing in it has been changed.
  case targetInUse
  /// Somebody has changed a table of the source meanwhile.
  case changed(String)
  /// A table of the target is not what was copied.
  case differs(String)
  /// One of the stores did not do what it was asked.
  case failed(StoreFailure)
}

extension StoreCopyFailure: CustomStringConvertible {
  /// The failure in a sentence without a full stop.
  public var description: String {
    switch self {
    case .targetInUse: "the store to copy into is in use already"
    case .changed(let table):
      "somebody has changed '\(table)' meanwhile: a store is copied while nobody serves it"
    case .differs(let table): "the copy of '\(table)' is not what was copied"
    case .failed(let failure): failure.description
    }
  }
}
#endif
