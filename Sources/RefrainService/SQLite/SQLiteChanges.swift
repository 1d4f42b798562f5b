#if Service
import ServiceCore

/// A statement that changes rows, and gives none that matter.
struct SQLiteChange: Sendable {
  /// The statement.
  let sql: String
  /// Its values.
  let values: [SQLiteValue]
  /// What is wrong where it changes any other number of rows than one; nil where any number is right.
  let failureUnlessOne: StoreFailure?
}

/// Changes that a thread makes in a database, in their order, while whoever asked for them goes on: what came of a turn is written
/// while the next one is computed.
///
/// Few of them are not worth a thread: they are made by whoever waits for them.
final class SQLiteChanges {
  private let connection: SQLiteConnection
  /// It runs from the beginning: where the system has no thread to give, nothing has been begun yet.
  private let thread = SerialThread()
  /// What has not been handed to the thread.
  private var gathered: [SQLiteChange] = []
  /// Whether the thread may have the connection.
  private var isLent = false
  /// Why the thread could not make a change; behind that it makes none.
  private let failure = WaitableState<StoreFailure?>(nil)

  /// How many changes the thread is handed at once, those of some turns: each time it may have to be woken.
  private static let batchSize = 32

  init(_ connection: SQLiteConnection) { self.connection = connection }

  /// Has a change made behind all that were asked for before.
  func add(_ change: SQLiteChange) {
    gathered.append(change)
    if gathered.count == Self.batchSize { handOver() }
  }

  /// Waits until all changes are made.
  /// - Throws: Why one could not be made; none behind it was.
  func finish() throws(StoreFailure) {
    if let failure = wait() { throw failure }
    guard !gathered.isEmpty else { return }
    let rest = gathered
    gathered.removeAll(keepingCapacity: true)
    for change in rest { try connection.make(change) }
  }

  /// Waits until no change is being made; those that have not been begun are not made any more. All are about to be taken back.
  /// - Returns: Why one could not be made, if nobody has been told.
  func drop() -> StoreFailure? {
    gathered.removeAll(keepingCapacity: true)
    return wait()
  }

  /// Waits until the connection is nobody else's.
  /// - Returns: Why the thread could not make a change.
  private func wait() -> StoreFailure? {
    guard isLent else { return nil }
    thread.wait()
    isLent = false
    let failure = failure.now
    if failure != nil { self.failure.change { $0 = nil } }
    return failure
  }

  private func handOver() {
    // The thread has it until it is waited for, and nobody else uses it before that.
    nonisolated(unsafe) let connection = connection
    let batch = gathered
    gathered.removeAll(keepingCapacity: true)
    isLent = true
    thread.enqueue { [failure] in
      guard failure.now == nil else { return }
      do throws(StoreFailure) {
        for change in batch { try connection.make(change) }
      } catch {
        failure.change { $0 = error }
      }
    }
  }
}

extension SQLiteConnection {
  fileprivate func make(_ change: SQLiteChange) throws(StoreFailure) {
    try run(change.sql, change.values)
    if let failure = change.failureUnlessOne, changeCount != 1 { throw failure }
  }
}
#endif
