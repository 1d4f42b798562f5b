/// Where a service keeps all that must outlive its process: what has come in, the sessions, and what the world is yet to do.
///
/// A store is a keeper of rows and knows no flow: what it holds of inputs, sessions, effects and definitions are bytes that
/// the driver wrote, with the few values beside them that rows are found by. `StoreConformance` says what each implementation
/// must do, and `MemoryStore` is the one without a disk.
///
/// What `transaction` and `accept` return from is on disk: nothing that was acknowledged is lost when the process or the
/// machine stops. Both may be called from any task, also at the same time.
public protocol ServiceStore: Sendable {
  /// What a transaction can do.
  associatedtype Transaction: StoreTransaction

  /// Runs a body whose changes are all kept, or none.
  ///
  /// A body is synchronous, so that no lock outlives its holder, and runs where the store likes. It may be run again (the
  /// database could not put several transactions in a row), and so must touch nothing but the transaction. A store may
  /// commit several bodies at once: each returns when its changes are on disk.
  /// - Throws: `StoreFailure`; nothing has been changed then.
  func transaction<Result: Sendable>(
    _ body: @escaping @Sendable (inout Transaction) throws(StoreFailure) -> Conclusion<Result>
  ) async throws(StoreFailure) -> Result

  /// Takes inputs in, in one transaction of its own that waits for no turn.
  /// - Returns: What became of each, in order; see `InputStorage.accept`.
  func accept(_ inputs: [NewInput]) async throws(StoreFailure) -> [Acceptance]

  /// Sees to it that what has been deleted can be read in no file of the store any more.
  /// - Returns: What may hold some of it for a while yet, and until when, in words; nil where nothing does.
  func eraseDeleted() async -> String?
}

extension ServiceStore {
  /// What is deleted in memory is nowhere.
  public func eraseDeleted() async -> String? { nil }

  /// Runs a transaction until no other one is in its way.
  func repeatingConflicts<Result: Sendable>(
    _ body: @escaping @Sendable (inout Transaction) throws(StoreFailure) -> Conclusion<Result>
  ) async throws(StoreFailure) -> Result {
    while true {
      do {
        return try await transaction(body)
      } catch {
        if error != .conflict { throw error }
      }
    }
  }
}

/// How the body of a transaction ends.
public enum Conclusion<Result: Sendable>: Sendable {
  /// What it changed is kept.
  case commit(Result)
  /// What it changed is taken back.
  case rollBack(Result)
}

/// All that a transaction can do, by what it is about.
public typealias StoreTransaction = LifeStorage & InputStorage & SessionStorage & TimerStorage & EffectStorage
  & JournalStorage & HeldEventStorage & ProjectStorage & DeadLetterStorage & OperatorStorage

/// Why a store did not do what it was asked. Nothing has been changed then.
public enum StoreFailure: Error, Sendable, Hashable {
  /// It cannot be reached, or has no room: what the system said. What was asked may be asked again later.
  case unavailable(String)
  /// Another transaction has changed what this one rests on. It is to be begun anew, and that is no try.
  case conflict
  /// What it holds cannot be what was written: where, and what is wrong.
  case damaged(String)
}

extension StoreFailure: CustomStringConvertible {
  /// The failure in a sentence without a full stop.
  public var description: String {
    switch self {
    case .unavailable(let reason): "the store is not available: \(reason)"
    case .conflict: "another transaction has changed what this one rests on"
    case .damaged(let reason): "the store is damaged: \(reason)"
    }
  }
}

// How a PostgreSQL store does it, beside SQLite's, whose transactions follow one another and need no locks.
//
// - A transaction is one of level READ COMMITTED on a connection of its own, driven by one thread. Errors 40001 and 40P01 run
//   the body again; a lost connection is `.unavailable`, and its locks are gone with it.
// - `accept` inserts into the keys, `ON CONFLICT DO NOTHING`, sorted by key so that no two acceptances wait for one another
//   in a circle, and numbers the inputs in the order in which they were given. It takes no other lock.
// - `inputs` and `timers(dueBy:)` and `effectsReady` are `SELECT … FOR UPDATE SKIP LOCKED`: what another process has in hand is
//   passed over. A row's lock is held until the transaction ends, `until` of an attempted effect is the only lease. Between the
//   commit that marks a group and the transaction that takes it no lock is held: what another process has marked is passed over
//   for some seconds, so that a try is counted where a process is gone and not where two are fast. Nothing else rests on that:
//   `input` locks the row that is taken, and a timer is looked for once more when its session's customer is locked.
// - A turn locks rows of a table of names (made if absent, `ON CONFLICT DO NOTHING`, then `SELECT … ORDER BY kind, name FOR
//   UPDATE`): customers before conversations before receivers before receipts, each in byte order, so no circle; a group of turns
//   locks what all of them concern before the first. `lock` says `.mayHaveChanged` where it had to lock something (and
//   `.nothingNew` where the group had done so before), so the driver looks again what its names lead
//   to, and rolls back where that are others than it has locked. A session's row is only changed by who holds its customer;
//   a note of the service's own, and whether it is stalled, aside: the turn whose version is old then begins anew.
// - Who learns a conversation and who takes an event of it both hold its name, and so no event falls between. A session that
//   comes to wait for another customer's messages, or for a receipt, takes that name when it is written.
// - Order per customer: an input has one queue. Who holds an input's names asks `earliestInput` for what came before it under
//   any of them (in another queue, or passed over by SKIP LOCKED), and leaves its own for later.
// - What a group has locked nobody else changes: `readAhead` reads it at once, what waits in its queues before its sessions, so
//   that an input which was made a dead letter meanwhile is seen to wait, or its session to be stalled. A session whose customer
//   was not locked is looked for again when its turn comes.
// - `update` of a session is `UPDATE … WHERE turn = $former`: what a process that had hung writes later fails.
// - The time of a turn is the server's, asked for when the locks are held: clocks of processes may differ.
