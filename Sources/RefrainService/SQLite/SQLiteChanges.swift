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
  private struct Made: Sendable {
    var count = 0
    var failure: StoreFailure?
  }

  private let connection: SQLiteConnection
  private lazy var thread = SerialThread()
  /// What has not been handed to the thread.
  private var gathered: [SQLiteChange] = []
  /// What has been handed to it since it was waited for last, and what has come of that.
  private var handedOver = 0
  private let made = WaitableState(Made())

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
    try wait()
    guard !gathered.isEmpty else { return }
    let rest = gathered
    gathered.removeAll(keepingCapacity: true)
    for change in rest { try connection.make(change) }
  }

  /// Waits until no change is being made; those that have not been begun are not made any more. All are about to be taken back.
  func drop() {
    gathered.removeAll(keepingCapacity: true)
    // Whatever could not be made is taken back too.
    try? wait()
  }

  /// Waits until the connection is nobody else's.
  private func wait() throws(StoreFailure) {
    guard handedOver > 0 else { return }
    let failure = made.wait { [handedOver] made -> StoreFailure?? in
      guard made.count == handedOver else { return nil }
      defer { made = Made() }
      return .some(made.failure)
    }
    handedOver = 0
    if let failure { throw failure }
  }

  private func handOver() {
    // The thread has it until it is waited for, and nobody else uses it before that.
    nonisolated(unsafe) let connection = connection
    let batch = gathered
    gathered.removeAll(keepingCapacity: true)
    handedOver += 1
    thread.enqueue { [made] in
      var failure = made.now.failure
      if failure == nil {
        do throws(StoreFailure) {
          for change in batch { try connection.make(change) }
        } catch {
          failure = error
        }
      }
      made.change { made in
        made.count += 1
        made.failure = failure
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
