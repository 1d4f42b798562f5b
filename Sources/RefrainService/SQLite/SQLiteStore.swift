#if Service
public import ServiceCore

/// A store in a file, for one machine.
///
/// What is asked for at the same time is committed together: a wait for the disk costs a hundred times what a turn does. The
/// file is in WAL mode with `synchronous=FULL`, so that what has been committed is on the disk.
public actor SQLiteStore: ServiceStore {
  /// The file.
  public nonisolated let path: String

  private let connection: SQLiteConnection
  private let changes: SQLiteChanges
  private let executor: ThreadExecutor
  /// What keeps other processes from serving the same file.
  let owner: StoreOwner?
  /// The bodies that have run since the last commit, in their order.
  private var group: [CheckedContinuation<StoreFailure?, Never>] = []
  /// The number given last, as the group has left it; nil where none is under way.
  private var latestNumber: (atFirst: Int, now: Int)?
  /// The start that was noted in the group.
  private var notedStart: Int?

  /// How many bodies are committed together at most: what came first must not wait for all that came behind it.
  private static let groupLimit = 512
  /// The largest store that is written anew while others wait, in bytes.
  private static let rewrittenSize = 128 << 20

  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(_ connection: sending SQLiteConnection, owner: StoreOwner?) {
    path = connection.path
    self.connection = connection
    changes = SQLiteChanges(connection)
    self.owner = owner
    executor = ThreadExecutor()
  }

  deinit { executor.stop() }

  public func transaction<Result: Sendable>(
    _ body: @escaping @Sendable (inout SQLiteTransaction) throws(StoreFailure) -> Conclusion<Result>
  ) async throws(StoreFailure) -> Result {
    let result = try run(body)
    let failure = await withCheckedContinuation { group.append($0) }
    if let failure { throw failure }
    return result
  }

  public func accept(_ inputs: [NewInput]) async throws(StoreFailure) -> [Acceptance] {
    try await transaction { (store) throws(StoreFailure) in .commit(try store.accept(inputs)) }
  }

  /// Writes all that was committed into the file itself, so that whoever copies that alone when nobody serves it copies all. What
  /// somebody else reads at this time is waited for a second at most.
  public func checkpoint() {
    commit()
    try? connection.execute("PRAGMA busy_timeout = 1000; PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// Writes the whole file anew where that takes a second or two, and empties the log of what was committed.
  ///
  /// What is deleted is written over in its place (`secure_delete`), but a copy of it may stand where a page had been filled
  /// otherwise before. Others who write meanwhile are waited for, and wait.
  public func eraseDeleted() async -> String? {
    commit()
    do throws(StoreFailure) {
      let size = try connection.first(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
      ) {
        $0.integer(0)
      }
      let isSmall = size ?? 0 <= Self.rewrittenSize
      if isSmall { try connection.execute("VACUUM") }
      let isBusy = try connection.first("PRAGMA wal_checkpoint(TRUNCATE)") { $0.flag(0) }
      if isBusy != false { return "\(path)-wal, until nobody reads the store for a moment" }
      return isSmall
        ? nil : "\(path), in which copies may be left until somebody says VACUUM to it while nobody serves it"
    } catch {
      return "\(path): \(error.description)"
    }
  }

  /// Runs a body within the group, and takes back what it changed where it says so or fails.
  /// - Parameter isWriter: Whether a group that begins with it keeps other processes from writing at once.
  private func run<Result>(
    _ body: (inout SQLiteTransaction) throws(StoreFailure) -> Conclusion<Result>, isWriter: Bool = false
  ) throws(StoreFailure) -> Result {
    if group.count >= Self.groupLimit { commit() }
    let number = try beginGroup(isWriter)
    var transaction = SQLiteTransaction(connection, changes, latestNumber: number)
    do throws(StoreFailure) {
      try connection.run("SAVEPOINT body")
      let conclusion = try body(&transaction)
      switch conclusion {
      case .commit(let result):
        try changes.finish()
        try connection.run("RELEASE body")
        latestNumber?.now = transaction.latestNumber
        notedStart = transaction.notedStart ?? notedStart
        return result
      case .rollBack(let result):
        if let failure = changes.drop(), !connection.isInTransaction { throw failure }
        try takeBack()
        return result
      }
    } catch {
      // What the body does not know yet came before what it knows.
      let error = changes.drop() ?? error
      if connection.isBusy, !isWriter {
        // Another process writes, or has written since the group began, which has read and changed nothing so far.
        rollBack(nil)
        return try run(body, isWriter: true)
      }
      // Some failures of the disk end the whole transaction, and with it what others have done in it.
      if connection.isInTransaction { try takeBack() } else { endGroup(error) }
      throw error
    }
  }

  private func takeBack() throws(StoreFailure) {
    do throws(StoreFailure) {
      try connection.run("ROLLBACK TO body")
      try connection.run("RELEASE body")
    } catch {
      rollBack(error)
      throw error
    }
  }

  // MARK: The group

  /// Begins a group where none is under way. It is committed once all that was asked for meanwhile has run.
  /// - Returns: The number that was given last.
  private func beginGroup(_ isWriter: Bool) throws(StoreFailure) -> Int {
    if let latestNumber { return latestNumber.now }
    // Mostly the first change takes the lock: looking for work to do must not keep others from theirs.
    try connection.run(isWriter ? "BEGIN IMMEDIATE" : "BEGIN")
    do throws(StoreFailure) {
      guard let number = try connection.first("SELECT latest_number FROM facts", read: { $0.integer(0) })
      else {
        throw .damaged("it says nothing of itself")
      }
      latestNumber = (number, number)
      // It is run behind what has been asked for by now, and before what is asked for later.
      Task { commit() }
      return number
    } catch {
      try connection.run("ROLLBACK")
      throw error
    }
  }

  private func commit() {
    guard let latestNumber else { return }
    do throws(StoreFailure) {
      if latestNumber.now != latestNumber.atFirst {
        try connection.run("UPDATE facts SET latest_number = ?", [.number(latestNumber.now)])
      }
      try connection.run("COMMIT")
      // Behind the commit: a store that is ahead of its mark has lost nothing.
      if let notedStart { try owner?.mark(start: notedStart) }
      endGroup(nil)
    } catch {
      rollBack(error)
    }
  }

  private func rollBack(_ failure: StoreFailure?) {
    // A transaction that cannot even be rolled back is gone with the failure.
    if connection.isInTransaction { try? connection.run("ROLLBACK") }
    endGroup(failure)
  }

  private func endGroup(_ failure: StoreFailure?) {
    latestNumber = nil
    notedStart = nil
    let ended = group
    group.removeAll(keepingCapacity: true)
    for continuation in ended { continuation.resume(returning: failure) }
  }
}
#endif
